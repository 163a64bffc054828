"""Whose word counts for a role, in every situation in which it could be the wrong person's."""

import pytest
from flask import Flask

from tests.auth.who_confirms import WhoConfirms
from wall.standing import SERVICE, Standing, standing_as


@pytest.mark.long
def test_a_role_would_be_confirmed_by_whose_word_does_not_count(app: Flask) -> None:
    with app.test_request_context(), standing_as(Standing(SERVICE)):
        assert not (wrong := list(WhoConfirms().wrong_answers())), "\n".join(wrong)
