"""A form with every kind of field, as pages build them, and one with the fields WTForms brings itself."""

from flask_wtf import FlaskForm
from wtforms import FileField, PasswordField, SelectField
from wtforms.fields.choices import SelectChoice

from inputs import (
    AddressField,
    ChoiceField,
    DateField,
    DateTimeField,
    EmailField,
    LineField,
    MultiField,
    NumberField,
    Option,
    PageForm,
    PhoneField,
    TextField,
    YesNoField,
)

BANDS = (Option("high", "High"), Option("medium", "Medium", "Some harm, not at once"), Option("standard", "Standard"))
HARMS = (
    Option("noise", "Noise"),
    Option("threats", "Threats", "Spoken, written or by gesture"),
    Option("dogs", "Dogs"),
)


class EveryKind(PageForm):
    """One field of each kind; some may be answered "We do not know this", some must be answered."""

    name = LineField("Full name", required="Enter the full name", hint="As it is spelt on letters")
    story = TextField("What is happening", required="Enter what is happening", max_length=200)
    born_on = DateField("Date of birth", allow_not_known=True, past_only=True)
    seen_at = DateTimeField("When it was seen")
    band = ChoiceField("How high is the risk?", choices=BANDS, required="Select how high the risk is")
    harms = MultiField("What kind of harm", choices=HARMS, allow_not_known=True)
    told = YesNoField("Has the person been told?", required="Select whether the person has been told")
    flats = NumberField("Number of flats", lowest=1, highest=400)
    phone = PhoneField("Telephone number", allow_not_known=True)
    mail = EmailField("E-mail address")
    home = AddressField("Where they live", allow_not_known=True, required="Enter where they live")


class Plain(FlaskForm):
    """What WTForms itself brings: a password, a list and a file."""

    password = PasswordField("Password")
    agency = SelectField("Agency", choices=[SelectChoice("police", "Police"), SelectChoice("housing", "Housing")])
    photo = FileField("Photograph")
