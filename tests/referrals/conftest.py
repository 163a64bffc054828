"""Work done through the services before a browser opens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import g

from auth.accounts.service import account_by_email
from auth.current import actor_of
from casework.referrals.models import Referral
from extensions import db, unit_of_work


@pytest.fixture
def prepared(app: Any) -> Callable[..., Any]:
    """``prepared(lambda actor: …)`` does work through the services, commits it, and returns what it returned."""

    @contextmanager
    def context() -> Iterator[Any]:
        with app.test_request_context(), unit_of_work():
            g.request_id = "test"
            yield lambda name: actor_of(account_by_email(f"{name}@example.org"))

    def run(work: Callable[[Any], Any]) -> Any:
        with context() as actor:
            found = work(actor)
            db.session.flush()
            return found.id if isinstance(found, Referral) else found

    return run
