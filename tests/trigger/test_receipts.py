"""A receipt holds against everything but itself, with us and without us."""

import hashlib
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from auth.encryption.signing import public_keys
from casework.trigger.access import READ, request_for
from casework.trigger.models import ResidentRequest, ResidentSession
from casework.trigger.receipts import Receipt, is_ours, read_receipt, receipt_of
from extensions import db
from tests.trigger.test_after_sending import MATTER, SENT, TOLD, sent
from tests.trigger.walking import T1, Resident, resident, tell

VERIFIER = Path(__file__).resolve().parents[2] / "docs" / "verify_receipt.py"


def receipt_text(person: Resident) -> str:
    page = person.get("/form/receipt")
    assert page.tree is not None
    return "".join(next(page.tree.iter("pre")).itertext())


def offline(folder: Path, receipt: str, keys: str) -> str:
    """What the stand-alone verifier says, with nothing of ours to import and no network."""
    (folder / "receipt.txt").write_text(receipt)
    (folder / "keys.txt").write_text(keys)
    command = [sys.executable, "-I", str(VERIFIER), str(folder / "receipt.txt"), str(folder / "keys.txt")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert (ended.returncode, ended.stdout) in ((0, "right\n"), (1, "not right\n")), ended.stderr
    return ended.stdout.strip()


def receipt_with(app: Flask, content: bytes) -> str:
    """The fingerprint that the same person with the same number would get for this file."""
    person = resident(app)
    number = person.begin()
    tell(person, T1[:1])
    person.get("/form/files")
    person.submit(form="upload", files={"upload": (BytesIO(content), "a.txt")})
    person.get("/form/check")
    assert person.submit().path == "/form/sent"
    before = receipt_text(person)
    person.get("/form/files")
    person.submit(form="upload", files={"upload": (BytesIO(b"Later"), "b.txt")})
    assert receipt_text(person) == before, "what is added later changes no receipt"
    with app.test_request_context():
        asked = sa.select(ResidentSession).join(ResidentRequest).where(ResidentRequest.number == number)
        opened = request_for(db.session.scalars(asked).one(), READ)
        assert opened.request.files == [hashlib.sha256(content).hexdigest()]
        opened.request.number = "12345678"
        return receipt_of(opened).fingerprint


def said(app: Flask, text: str) -> str:
    """What the page says to somebody who pastes this."""
    stranger = resident(app)
    stranger.get("/form/receipt/check")
    words = stranger.submit({"text": text}).words()
    return next(one for one in ("is right", "is not right", "cannot read this") if one in words)


@pytest.mark.long
def test_a_receipt_that_was_changed_would_pass(app: Flask, tmp_path: Path) -> None:
    person, number, reference = sent(app)
    text = receipt_text(person)
    assert [line[0] for line in text.splitlines()] == list("NTFKS")
    assert f"{number[:4]} {number[4:]}" in text
    said_there = person.page.text.lower()
    assert not [word for word in (*map(str.lower, TOLD), reference.lower()) if word in said_there]
    assert not [word for word in MATTER if word in person.page.title().lower()]
    answer = resident(app).http.get("/form/key")
    keys = answer.get_data(as_text=True)
    assert answer.mimetype == "text/plain"
    wrapped = re.sub(r"(\S{30})", r"\1\n", text).replace("N ", " N  ")
    for whole in (text, wrapped, f"My receipt:\n{text}\n\n"):
        assert said(app, whole) == "is right", whole
    assert (offline(tmp_path, text, keys), offline(tmp_path, wrapped, keys)) == ("right", "right")
    lines = text.splitlines()
    for place, line in enumerate(lines):
        changed = list(lines)
        at = next(position for position in range(2, len(line)) if line[position].isalnum())
        changed[place] = f"{line[:at]}{'2' if line[at] != '2' else '3'}{line[at + 1 :]}"
        altered = "\n".join(changed)
        assert said(app, altered) == "is not right", altered
        assert offline(tmp_path, altered, keys) == "not right", altered
    for nothing in ("hello", "\n".join(lines[:4]), text.replace("S ", "S !")):
        assert said(app, nothing) == "cannot read this", nothing
        assert offline(tmp_path, nothing, keys) == "not right"


@pytest.mark.long
def test_another_key_would_do(app: Flask, tmp_path: Path) -> None:
    person, _, _ = sent(app)
    text = receipt_text(person)
    stranger = Ed25519PrivateKey.generate()
    raw = stranger.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    with app.app_context():
        ours = read_receipt(text)
        assert ours is not None
        assert is_ours(ours)
        name = ours.key
        assert set(public_keys()) == {name}
        forged = Receipt(ours.number, ours.moment, ours.fingerprint, name)
        forged = Receipt(ours.number, ours.moment, ours.fingerprint, name, stranger.sign(forged.signed_words()))
        assert not is_ours(forged)
    assert said(app, forged.text()) == "is not right"
    assert offline(tmp_path, text, f"{name} {raw.hex()}\n") == "not right"
    assert offline(tmp_path, text, "") == "not right"
    assert offline(tmp_path, forged.text(), f"{name} {raw.hex()}\n") == "right", "the verifier knows a good signature"


@pytest.mark.long
def test_two_would_have_one_fingerprint_or_a_draft_a_receipt(app: Flask) -> None:
    with time_machine.travel(SENT, tick=False):
        one, two = (read_receipt(receipt_text(sent(app)[0])) for _ in range(2))
    assert one is not None
    assert two is not None
    assert one.fingerprint != two.fingerprint, "the same words of two people: nobody can compare or guess"
    person = sent(app, T1[:1])[0]
    assert receipt_text(person) == receipt_text(person), "the same whenever it is printed"
    with time_machine.travel(SENT, tick=False):
        plain, other = (receipt_with(app, content) for content in (b"The door", b"The doors"))
    assert plain != other, "other files, another fingerprint"
    draft = resident(app)
    draft.begin()
    assert draft.get("/form/receipt").path == "/form/who"
    assert resident(app).get("/form/receipt").path == "/form/ended"
