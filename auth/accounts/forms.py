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
    domains = LineField(
        "E-mail domains",
        hint="What stands after the @ in its people’s work addresses, with spaces between, like example.org",
        required="Enter at least one domain",
        max_length=500,
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
    vetted_on = DateField("Vetted on", hint="The day on which the person was vetted")
    vetted_until = DateField("Vetting holds until", hint="The last day, 10 years at most after the day of vetting")


class VettingForm(PageForm):
    """Until when somebody is vetted."""

    vetted_on = DateField(
        "Vetted on", hint="The day on which the person was vetted", required="Enter the day of vetting"
    )
    vetted_until = DateField(
        "Vetting holds until",
        hint="The last day, 10 years at most after the day of vetting",
        required="Enter until when vetting holds",
    )


class CoverForm(PageForm):
    """A colleague who covers, from a day to a day."""

    colleague = SelectField("Who covers", required="Select who covers")
    from_on = DateField("First day", required="Enter the first day")
    to_on = DateField(
        "Last day", hint="28 days at most, the first and the last included", required="Enter the last day"
    )


class OwnCoverForm(CoverForm):
    """The same for one of one's own roles."""

    role = SelectField("Which of your roles", required="Select one of your roles")


class PlainForm(PageForm):
    """A button alone."""


class ShownForm(PageForm):
    """A button under what was shown, with the mark of it."""

    shown = LineField("What was shown", max_length=64)


class AgreementForm(PageForm):
    """An information-sharing agreement."""

    reference = LineField("Reference", required="Enter the reference of the agreement", max_length=80)
    signed_on = DateField("Signed on", required="Enter the day on which it was signed")
    expires_on = DateField(
        "Last day", hint="Three years at most after it was signed", required="Enter the last day of the agreement"
    )
    contact = LineField(
        "Contact at the agency",
        hint="Who renews it: name, and telephone number or address",
        required="Enter who renews it at the agency",
        max_length=200,
    )


class DomainsForm(PageForm):
    """Where the agency's people have their addresses."""

    domains = LineField(
        "E-mail domains",
        hint="What stands after the @ in its people’s work addresses, with spaces between, like example.org",
        required="Enter at least one domain",
        max_length=500,
    )


class LeadForm(PageForm):
    """Who answers for the agency's people."""

    email = EmailField(
        "Work e-mail address of the agency’s lead",
        hint="Open actions of people who leave go to their manager, and without one to the lead. Leave it empty for "
        "nobody",
        max_length=254,
    )


class ManagerForm(PageForm):
    """A person's manager."""

    manager = EmailField("Their manager’s work e-mail address", hint="Leave it empty for nobody", max_length=254)


class EndForm(PageForm):
    """The end of an account."""

    when = ChoiceField(
        "When does it end?",
        choices=(
            Option("now", "Now", "The person is signed out everywhere with the next click"),
            Option("day", "At the end of a day", "Enter the day below"),
        ),
        required="Select when it ends",
    )
    last_on = DateField("Last day", future_only=True)
