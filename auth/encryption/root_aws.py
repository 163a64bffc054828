"""The root key in AWS KMS (or a service that speaks its protocol). Needs the extra ``aws``.

The key never leaves the service. The context is sent as the encryption context: the service authenticates it and
refuses another one, and the account's trail names it with every use. Credentials and region come from the environment,
as for any program of AWS.
"""

from typing import Any

from auth.encryption.root import NOT_THIS, WrongRootKey
from egress import declared

PATIENCE = 5


class AwsKmsRoot:
    """A symmetric KMS key, named by id, ARN or alias."""

    def __init__(self, key_id: str, endpoint: str) -> None:
        if not key_id:
            raise WrongRootKey("No KMS key is named. Set CASEWORK_ROOT_KEY_ID to its ARN, its id or its alias.")
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise WrongRootKey(
                "The root key is in AWS KMS, but its library is not installed. "
                "Install this package with its extra: aws."
            ) from None
        patience = Config(connect_timeout=PATIENCE, read_timeout=PATIENCE, retries={"total_max_attempts": 2})
        self._key_id = key_id
        with _told(key_id):
            self._kms: Any = boto3.client("kms", endpoint_url=endpoint or None, config=patience)
            self._arn = self._kms.describe_key(KeyId=key_id)["KeyMetadata"]["Arn"]

    def wrap(self, key: bytes, context: bytes) -> bytes:
        with _told(self._key_id):
            sealed = self._kms.encrypt(KeyId=self._arn, Plaintext=key, EncryptionContext=_context(context))
            wrapped: bytes = sealed["CiphertextBlob"]
        return wrapped

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        with _told(self._key_id):
            found = self._kms.decrypt(KeyId=self._arn, CiphertextBlob=wrapped, EncryptionContext=_context(context))
            key: bytes = found["Plaintext"]
        return key

    def name(self) -> str:
        return f"aws-kms:{self._arn.rpartition('/')[2]}"


def _context(context: bytes) -> dict[str, str]:
    return {"casework": context.decode()}


class _told:  # noqa: N801
    """Every fault of the service as one sentence."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id

    def __enter__(self) -> None:
        self._out = declared()
        self._out.__enter__()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _trace: object) -> None:
        self._out.__exit__(None, None, None)
        if fault is None or isinstance(fault, WrongRootKey):
            return
        from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

        if isinstance(fault, ClientError):
            code = fault.response.get("Error", {}).get("Code", "")
            if code in ("InvalidCiphertextException", "IncorrectKeyException"):
                raise WrongRootKey(NOT_THIS.format("the KMS key")) from None
            raise WrongRootKey(
                f"AWS KMS refused the key {self._key_id} ({code}). "
                "Check CASEWORK_ROOT_KEY_ID and what this account may do."
            ) from None
        if isinstance(fault, ParamValidationError):
            raise WrongRootKey(NOT_THIS.format("the KMS key")) from None
        if isinstance(fault, BotoCoreError):
            raise WrongRootKey(
                f"AWS KMS cannot be used ({type(fault).__name__}). Check the network, AWS_REGION and the credentials."
            ) from None
