import pytest
from flask import Flask

from tests.agendas.papers import Built
from tests.meetings.building import the_day as the_day


@pytest.fixture
def built(app: Flask) -> Built:
    return Built(app)
