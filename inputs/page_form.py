"""The form every page builds on: it carries the key that makes a repeated post do its work once."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from inputs.input_field import InputField
from wording.languages import gettext, msg

OUT_OF_DATE = msg("This page was out of date. Check your answers, then send them again")


class OnceField(InputField):
    """A UUID made when the form was opened. ``data`` is its text; a missing or broken one is refused and made anew."""

    kind = "hidden"
    widget = HiddenInput()

    def __init__(self, label: str = "Once", validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, default=lambda: str(uuid4()), **kwargs)

    def _value(self) -> str:
        return str(self.data)

    def is_blank(self, typed: Mapping[str, str]) -> bool:
        """A blank key is read too, and refused."""
        return False

    def read(self, typed: Mapping[str, str]) -> str:
        """The key in its usual spelling. Raises ``ValueError``; the form then carries a new one."""
        try:
            return str(UUID(typed[""][:36]))
        except ValueError:
            self.data = str(uuid4())
            raise ValueError(gettext(OUT_OF_DATE)) from None


class VersionField(InputField):
    """The version of the record that was shown when the form was opened. ``data`` is ``int`` or ``None``."""

    kind = "hidden"
    widget = HiddenInput()
    blank = None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def as_typed(self, value: Any) -> dict[str, str]:
        """The version in digits."""
        return {"": "" if value is None else str(value)}

    def read(self, typed: Mapping[str, str]) -> int:
        """The version. Raises ``ValueError``."""
        if not re.fullmatch("[0-9]{1,9}", typed[""]):
            raise ValueError(gettext(OUT_OF_DATE))
        return int(typed[""])


class PageForm(FlaskForm):
    """A form with its idempotency key (``once``) and, where a record is changed, the ``version`` that was shown."""

    class Meta(FlaskForm.Meta):
        """Reads what a page sends. Another body than a form's (JSON) is none: nothing of it reaches a field."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What is posted where the form is not told something else."""
            if formdata is _Auto and form.is_submitted():
                g.page_form_was_read = True
                if not request.files:
                    return request.form
            return super().wrap_formdata(form, formdata)  # type: ignore[no-untyped-call]

    once = OnceField()
    version = VersionField("Version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was posted and nothing in it is refused."""
        return bool(super().validate_on_submit(extra_validators))  # type: ignore[no-untyped-call]

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names of the fields that this form and those made of it declare."""
        own = {name for name in dir(cls) if isinstance(getattr(cls, name, None), UnboundField)}
        return frozenset(own).union(*(one.names() for one in cls.__subclasses__()))

    @property
    def error_links(self) -> tuple[tuple[str, str], ...]:
        """For the error summary, in the order of the page: (id of the box to go to, message)."""
        return tuple((self._target(field), str(message)) for field in self for message in field.errors)

    @staticmethod
    def _target(field: Field) -> str:
        return field.first_box if isinstance(field, InputField) else field.id
