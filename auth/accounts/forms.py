"""Forms of the system administrator."""

from inputs import ChoiceField, DateField, EmailField, LineField, Option, PageForm, PhoneField, YesNoField

CHOOSE = Option("", "Choose one")
NO_PANEL = Option("none", "No panel (auditor, system administrator, privacy officer)")


class SelectField(ChoiceField):
    """A drop-down list, for long lists."""

    kind = "select"


class AgencyForm(PageForm):
    """A partner agency."""

    name = LineField("Full name", required="Enter the agency's full name", max_length=120)
    short_name = LineField("Short name", hint="For lists and tables", required="Enter a short name", max_length=40)
    kind = SelectField("Kind of agency", required="Select the kind of agency")
    is_landlord = YesNoField(
        "Is this agency a landlord?", allow_not_known=False, required="Select yes if this agency is a landlord"
    )


class AccountForm(PageForm):
    """A person who works for an agency."""

    name = LineField("Full name", required="Enter the person's full name", max_length=120)
    email = EmailField("Work e-mail address", required="Enter the work e-mail address", max_length=254)
    job_title = LineField("Job title", max_length=120)
    phone = PhoneField("Work telephone number")
    agency = SelectField("Agency", required="Select the agency")
    manager = EmailField(
        "Their manager’s work e-mail address",
        hint="If their manager has an account here: they are told when this person uses emergency access",
        max_length=254,
    )


class MoveForm(PageForm):
    """Another agency for a person."""

    agency = SelectField("New agency", required="Select the agency")


class AppointmentForm(PageForm):
    """A role from a day to a day."""

    role = ChoiceField("Role", required="Select the role")
    panel = SelectField("Panel", required="Select the panel, or “No panel”")
    from_on = DateField("First day", required="Enter the first day")
    to_on = DateField("Last day", hint="Three years at most", required="Enter the last day")


class PlainForm(PageForm):
    """A button alone."""
