"""Which root key the settings name. An optional library is imported only when its provider is chosen."""

from auth.encryption.root import EnvironmentRoot, FileRoot, RootKey, Roots, WrongRootKey
from config import RootKeySettings, Settings

PROVIDERS = ("file", "environment", "aws-kms", "pkcs11", "vault")


def root_key_of(settings: Settings) -> RootKey:
    """The root key of an installation; with the settings of a next one, both.

    :raises WrongRootKey: it cannot be had. The sentence says what to do.
    """
    current = _one(settings.root_key, settings)
    following = settings.next_root_key
    return Roots(current, _one(following, settings)) if following.provider else current


def _one(wanted: RootKeySettings, settings: Settings) -> RootKey:
    provider = wanted.provider or "file"
    if provider == "file":
        return FileRoot(wanted.file or settings.root_key_path())
    if provider == "environment":
        return EnvironmentRoot(wanted.base64.get_secret_value())
    if provider == "aws-kms":
        from auth.encryption.root_aws import AwsKmsRoot

        return AwsKmsRoot(wanted.id, wanted.address)
    if provider == "pkcs11":
        from auth.encryption.root_pkcs11 import Pkcs11Root

        return Pkcs11Root(library=wanted.library, token=wanted.token, label=wanted.id, pin_file=wanted.pin_file)
    if provider == "vault":
        from auth.encryption.root_vault import VaultRoot

        return VaultRoot(address=wanted.address, key=wanted.id, token_file=wanted.token_file)
    raise WrongRootKey(
        f"There is no provider of root keys called {provider}. Set CASEWORK_ROOT_KEY_PROVIDER to {_offered()}."
    )


def _offered() -> str:
    return ", ".join(PROVIDERS[:-1]) + f" or {PROVIDERS[-1]}"
