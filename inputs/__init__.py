"""Floor 1: how a web form is read. Pages build their forms from these fields and from nothing else.

Every field keeps exactly what was typed when it refuses it, says what to do, and has a ``kind`` by which one template
macro renders it.
"""

from inputs.address_field import AddressField
from inputs.choice_fields import ChoiceField, MultiField, Option, YesNoField
from inputs.date_fields import DateField, DateTimeField
from inputs.gone_field import GoneField
from inputs.input_field import NOT_KNOWN, InputField
from inputs.number_fields import NumberField, PhoneField
from inputs.page_form import OnceField, PageForm, VersionField
from inputs.text_fields import EmailField, LineField, TextField
from inputs.text_rules import clean_line, clean_text

__all__ = [
    "NOT_KNOWN",
    "AddressField",
    "ChoiceField",
    "DateField",
    "DateTimeField",
    "EmailField",
    "GoneField",
    "InputField",
    "LineField",
    "MultiField",
    "NumberField",
    "OnceField",
    "Option",
    "PageForm",
    "PhoneField",
    "TextField",
    "VersionField",
    "YesNoField",
    "clean_line",
    "clean_text",
]
