"""Forms of an agency's provider, and of who links to it."""

from wtforms import PasswordField, ValidationError
from wtforms.form import BaseForm

from inputs import DateField, EmailField, LineField, PageForm, YesNoField


class KeptSecretField(PasswordField):
    """A secret that may be left empty, so that the stored one stays. It is never sent back to the page, and no form
    that was kept for its owner has it: that must not be taken for one in which it was left empty."""

    kind = "password"

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a form without the box."""
        if not self.raw_data:
            raise ValidationError("What you had entered here was not kept. Enter it again, or leave it empty")


class ProviderForm(PageForm):
    """How an agency's provider is found, and what it counts for."""

    issuer = LineField(
        "Issuer",
        hint="The provider’s own name for itself: an address that starts with https://",
        required="Enter the issuer",
        max_length=300,
    )
    client_id = LineField("Client id", required="Enter the client id", max_length=200)
    client_secret = KeptSecretField("Client secret", description="It is stored sealed and never shown again")
    other_hosts = LineField(
        "Other hosts of the provider",
        hint="Only if it uses some beside the issuer’s own. Separate them with spaces",
        max_length=500,
    )
    counts_as_two = YesNoField(
        "Does a sign-in there count as two factors?",
        allow_not_known=False,
        hint="If not, people give the code of their own authenticator app here as well",
        required="Select yes if a sign-in there counts as two factors",
    )
    acr_values = LineField(
        "Names of the provider for two factors (acr)",
        hint="One of these must stand in the token. Leave it empty if the token names its methods (amr with “mfa”)",
        max_length=300,
    )


class SecretEndForm(PageForm):
    """When the secret in force runs out at the provider."""

    until = DateField("Last day of the client secret", hint="As the provider shows it", required="Enter the last day")


class CodeGivenForm(PageForm):
    """What a person types who links with a one-time code instead of choosing a password."""

    email = EmailField("E-mail address", required="Enter your e-mail address")
    code = LineField(
        "One-time code",
        hint="16 letters and digits that your administrator gave you. Capitals and spaces do not matter",
        required="Enter the one-time code",
        max_length=60,
    )


class PlainForm(PageForm):
    """A button alone."""
