"""Root keys in each place that the settings offer: a key service, a hardware module, a vault, a variable, a file."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pkcs11
import pytest
from flask import Flask
from moto import mock_aws

from auth.encryption.root import FileRoot, RootKey, Roots, WrongRootKey
from auth.encryption.root_choice import root_key_of
from auth.encryption.root_vault import VaultRoot
from config import NextRootKeySettings, RootKeySettings, Settings
from tests import softhsm
from tests.encryption import vault
from wsgi import create_app

KEY, HERE, THERE = bytes(range(32)), b"panel-key|here", b"panel-key|there"
PIN = "7731-4402"


def of(folder: Path, provider: str, **told: object) -> RootKey:
    wanted = RootKeySettings(provider=provider, **told)  # type: ignore[arg-type]
    return root_key_of(Settings(instance_dir=folder, root_key=wanted))


def told_by(make: object) -> str:
    """What the start would print: one sentence of what is wrong, one of what to do."""
    with pytest.raises(WrongRootKey) as fault:
        make()  # type: ignore[operator]
    text = fault.value.format_message()
    assert text.endswith(".")
    assert text.count(". ") == 1, text
    return text


def holds(root: RootKey, other: RootKey) -> None:
    """What every provider promises."""
    wrapped = root.wrap(KEY, HERE)
    assert KEY not in wrapped
    assert root.unwrap(wrapped, HERE) == KEY
    assert root.wrap(KEY, HERE) != wrapped
    assert root.name() != other.name()
    assert root.name() == root.name()
    damaged = wrapped[:-2] + bytes([wrapped[-2] ^ 1]) + wrapped[-1:]
    for opener, blob, context in (
        (root, wrapped, THERE),
        (other, wrapped, HERE),
        (root, damaged, HERE),
        (root, wrapped[:9], HERE),
        (root, b"", HERE),
    ):
        said = told_by(lambda o=opener, b=blob, c=context: o.unwrap(b, c))  # type: ignore[misc]
        # A key service may rather say that it gives no access to what another key wrapped.
        assert "does not fit this database" in said or "AccessDenied" in said


@pytest.mark.pure
def test_a_root_key_in_the_environment_would_not_hold(tmp_path: Path) -> None:
    texts = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2)]
    one, two = (of(tmp_path, "environment", base64=text) for text in texts)
    holds(one, two)
    assert texts[0] not in repr(Settings(instance_dir=tmp_path, root_key=RootKeySettings(base64=texts[0])))
    for text in ("", "short", texts[0][:-4], texts[0] + "AAAA", "ключ"):
        assert "32 random bytes" in told_by(lambda text=text: of(tmp_path, "environment", base64=text))  # type: ignore[misc]


@pytest.mark.pure
def test_a_provider_that_is_not_there_would_be_taken_for_the_file(tmp_path: Path) -> None:
    assert "file, environment, aws-kms, pkcs11 or vault" in told_by(lambda: of(tmp_path, "aws"))
    assert not list(tmp_path.iterdir())


@pytest.mark.pure
def test_a_missing_file_would_be_made_anew_under_keys_that_another_wrapped(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    wrapped = FileRoot(path).wrap(KEY, HERE)
    path.rename(tmp_path / "elsewhere")
    assert "is missing" in told_by(lambda: FileRoot(path).unwrap(wrapped, HERE))
    assert not path.exists()


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Two keys of a key service that enforces the encryption context."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        client = boto3.client("kms")
        yield [client.create_key()["KeyMetadata"]["Arn"] for _ in range(2)]


@pytest.mark.long
@pytest.mark.pure
def test_a_root_key_in_aws_kms_would_not_hold(tmp_path: Path, kms: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (of(tmp_path, "aws-kms", id=arn) for arn in kms)
    holds(one, two)
    boto3.client("kms").create_alias(AliasName="alias/casework", TargetKeyId=kms[0])
    assert of(tmp_path, "aws-kms", id="alias/casework").name() == one.name()
    assert "NotFoundException" in told_by(lambda: of(tmp_path, "aws-kms", id="alias/none"))
    assert "No KMS key is named" in told_by(lambda: of(tmp_path, "aws-kms"))
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    assert "Install this package with its extra: aws" in told_by(lambda: of(tmp_path, "aws-kms", id=kms[0]))


@pytest.mark.pure
def test_a_key_service_that_does_not_answer_would_hold_up_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    nobody = f"http://127.0.0.1:{vault.free_port()}"
    assert "cannot be used" in told_by(lambda: of(tmp_path, "aws-kms", id="alias/casework", address=nobody))
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    assert "AWS_REGION" in told_by(lambda: of(tmp_path, "aws-kms", id="alias/casework"))


@pytest.mark.pure
def test_a_root_key_in_a_hardware_module_would_not_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in softhsm.new_token(tmp_path, label="casework", pin=PIN).items():
        monkeypatch.setenv(name, value)
    pin_file = tmp_path / "pin"
    pin_file.write_text(PIN + "\n")
    pin_file.chmod(0o600)
    library = softhsm.library()
    with pkcs11.lib(str(library)).get_token(token_label="casework").open(user_pin=PIN, rw=True) as session:
        for label in ("root", "other"):
            session.generate_key(pkcs11.KeyType.AES, 256, label=label, store=True)
    told = {"library": library, "token": "casework", "pin_file": pin_file}
    one, two = (of(tmp_path, "pkcs11", id=label, **told) for label in ("root", "other"))
    holds(one, two)
    assert "no single key called nobody" in told_by(lambda: of(tmp_path, "pkcs11", id="nobody", **told))
    assert "cannot be opened" in told_by(lambda: of(tmp_path, "pkcs11", id="root", **told | {"token": "other"}))
    assert "cannot be loaded" in told_by(lambda: of(tmp_path, "pkcs11", id="root", **told | {"library": pin_file}))
    for name, nothing in {"library": None, "token": "", "pin_file": None}.items():
        without = told | {name: nothing}
        assert "is not set" in told_by(lambda without=without: of(tmp_path, "pkcs11", id="root", **without))  # type: ignore[misc]
    pin_file.write_text("0000")
    assert "Check CASEWORK_ROOT_KEY_TOKEN and the PIN" in told_by(lambda: of(tmp_path, "pkcs11", id="root", **told))
    pin_file.chmod(0o644)
    assert "Set its mode to 0600" in told_by(lambda: of(tmp_path, "pkcs11", id="root", **told))
    monkeypatch.setitem(__import__("sys").modules, "pkcs11", None)
    assert "with its extra: pkcs11" in told_by(lambda: of(tmp_path, "pkcs11", id="root", **told))


@pytest.mark.pure
def test_a_root_key_in_a_vault_would_not_hold(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(vault.TOKEN + "\n")
    token.chmod(0o600)
    with vault.running(tmp_path) as address:
        told = {"address": address, "token_file": token}
        one, two = (of(tmp_path, "vault", id=name, **told) for name in ("casework", "transit/other"))
        assert isinstance(one, VaultRoot)
        holds(one, two)
        before, wrapped = one.name(), one.wrap(KEY, HERE)
        one.next_version()
        assert (one.unwrap(wrapped, HERE), one.name() != before) == (KEY, True)
        vault.ask(address, "transit/keys/wrong", {"type": "chacha20-poly1305"})
        assert "wrong type" in told_by(lambda: of(tmp_path, "vault", id="wrong", **told))
        assert "no key called none" in told_by(lambda: of(tmp_path, "vault", id="none", **told))
        token.write_text("somebody else's")
        assert "status 403" in told_by(lambda: of(tmp_path, "vault", id="casework", **told))
        token.chmod(0o640)
        assert "Set its mode to 0600" in told_by(lambda: of(tmp_path, "vault", id="casework", **told))
        token.chmod(0o600)
    assert "cannot be reached" in told_by(lambda: of(tmp_path, "vault", id="casework", **told))
    far = told | {"address": "http://vault.example.org:8200"}
    assert "is not https" in told_by(lambda: of(tmp_path, "vault", id="casework", **far))


@pytest.mark.pure
def test_the_next_root_key_would_leave_a_process_without_one(tmp_path: Path) -> None:
    """While both are set, what either wrapped opens and the next one wraps."""
    texts = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2)]
    old = of(tmp_path, "environment", base64=texts[0])
    both = root_key_of(
        Settings(
            instance_dir=tmp_path,
            root_key=RootKeySettings(provider="environment", base64=texts[0]),  # type: ignore[arg-type]
            next_root_key=NextRootKeySettings(provider="environment", base64=texts[1]),  # type: ignore[arg-type]
        )
    )
    new = of(tmp_path, "environment", base64=texts[1])
    assert isinstance(both, Roots)
    assert both.unwrap(old.wrap(KEY, HERE), HERE) == both.unwrap(new.wrap(KEY, HERE), HERE) == KEY
    assert new.unwrap(both.wrap(KEY, HERE), HERE) == KEY
    assert both.name() == new.name()


@pytest.mark.long
@pytest.mark.one_database
def test_the_start_would_go_on_without_its_root_key(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the settings of the process to the sentence: with keys in the database, and none that fits."""
    monkeypatch.setenv("DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("CASEWORK_INSTANCE_DIR", str(tmp_path))
    assert "root key file root.key is missing" in told_by(create_app)
    monkeypatch.setenv("CASEWORK_ROOT_KEY_PROVIDER", "environment")
    assert "CASEWORK_ROOT_KEY_BASE64" in told_by(create_app)
    monkeypatch.setenv("CASEWORK_ROOT_KEY_BASE64", base64.b64encode(os.urandom(32)).decode())
    assert "Put back the value of CASEWORK_ROOT_KEY_BASE64" in told_by(create_app)
