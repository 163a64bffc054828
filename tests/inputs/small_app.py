"""An application with nothing in it, for posting to forms."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.datastructures import MultiDict

from inputs import PageForm

APP = Flask("forms")
APP.config.update(SECRET_KEY="only for forms in tests", WTF_CSRF_ENABLED=False, MAX_FORM_MEMORY_SIZE=None)


@contextmanager
def posted(form_class: type[PageForm], fields: Mapping[str, Any], **kwargs: Any) -> Iterator[PageForm]:
    """The form as it stands after a post of ``fields`` was validated."""
    with APP.test_request_context(method="POST"):
        form = form_class(MultiDict({"once": str(uuid4()), **fields}), **kwargs)
        form.validate()
        yield form


@contextmanager
def opened(form_class: type[PageForm], data: Mapping[str, Any] | None = None) -> Iterator[PageForm]:
    """The form as it is first shown."""
    with APP.test_request_context():
        yield form_class(data=data)
