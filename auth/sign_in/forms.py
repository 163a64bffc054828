"""Forms of signing in. Passwords are taken exactly as typed, spaces at the end included, and may be pasted."""

from typing import Any

from wtforms import PasswordField

from auth.sign_in.password_rules import LONGEST, SHORTEST, fault_of
from inputs import EmailField, LineField, PageForm


class SecretField(PasswordField):
    """A password. ``required`` is the message when it is missing."""

    kind = "password"

    def __init__(self, label: str, *, required: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, description=hint, **kwargs)
        self.required = required

    def pre_validate(self, form: Any) -> None:
        """Ask for what is missing; refuse what no password here can be."""
        if not self.data:
            self.errors = [*self.errors, self.required]
        elif len(self.data) > LONGEST:
            self.errors = [*self.errors, f"Password must be {LONGEST:,} characters or fewer"]


class NewPasswordField(SecretField):
    """A password that is being chosen. Rules that need to know the person are asked by the service."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too short or on the list of refused passwords."""
        super().pre_validate(form)
        fault = fault_of(self.data) if self.data and not self.errors else None
        if fault:
            self.errors = [*self.errors, fault]


class SignInForm(PageForm):
    """E-mail address and password."""

    email = EmailField("E-mail address", required="Enter your e-mail address")
    password = SecretField("Password", required="Enter your password")


class CodeForm(PageForm):
    """The six digits of the authenticator app."""

    code = LineField("Code", hint="Six digits from your authenticator app", required="Enter the code", max_length=20)


class ProofForm(PageForm):
    """Password, and the code where the account has a second factor: it is really you, and now."""

    password = SecretField("Password", required="Enter your password")
    code = LineField("Code", hint="Six digits from your authenticator app", max_length=20)
    recovery_code = LineField("Recovery code", hint="Instead of the code. 16 letters and digits", max_length=60)


class RecoveryForm(PageForm):
    """One of the ten codes that were made for the day on which the telephone is lost."""

    recovery_code = LineField(
        "Recovery code",
        hint="16 letters and digits. Capitals and spaces do not matter",
        required="Enter a recovery code",
        max_length=60,
    )


class PasskeyForm(PageForm):
    """A name for a new passkey. The passkey itself comes beside it, from the script."""

    name = LineField(
        "Name",
        hint="So that you can tell your passkeys apart, for example “Work laptop”",
        required="Enter a name for the passkey",
        max_length=60,
    )


class ChangePasswordForm(PageForm):
    """The present password and the next one."""

    password = SecretField("Present password", required="Enter your present password")
    new_password = NewPasswordField(
        "New password",
        hint=f"{SHORTEST} characters or more. Three words that do not belong together work well. You may paste it",
        required="Enter a new password",
    )


class InvitationForm(PageForm):
    """What a person types who was given a one-time code over the telephone."""

    email = EmailField("E-mail address", required="Enter your e-mail address")
    code = LineField(
        "One-time code",
        hint="16 letters and digits that your administrator gave you. Capitals and spaces do not matter",
        required="Enter the one-time code",
        max_length=60,
    )
    password = NewPasswordField(
        "New password",
        hint=f"{SHORTEST} characters or more. Three words that do not belong together work well. You may paste it",
        required="Enter a new password",
    )


class PlainForm(PageForm):
    """A button alone."""
