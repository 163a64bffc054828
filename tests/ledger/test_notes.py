"""Checkpoints as signed notes: what was signed is read, and nothing else is."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.ledger import notes
from auth.ledger.notes import Checkpoint, NoteFault, Verifier

PRIVATE, OTHER = bytes(range(32)), bytes(range(1, 33))
SAID = Checkpoint("panels.example.org", 48_112, bytes(range(32)))


def verifier(private: bytes = PRIVATE, name: str = SAID.origin, kind: int = notes.LOG) -> Verifier:
    return Verifier(name, Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw(), kind)


def test_a_signed_checkpoint_is_read_and_its_key_is_handed_out() -> None:
    note = notes.sign_checkpoint(SAID, PRIVATE)
    assert note.startswith(
        "panels.example.org\n48112\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— panels.example.org "
    )
    assert notes.read_note(note)[0] == SAID
    assert notes.signed_by(note, verifier())
    assert notes.read_verifier(verifier().text()) == verifier()


@pytest.mark.parametrize(
    "changed",
    [
        lambda note: note.replace("48112", "48113"),
        lambda note: note.replace("panels.example.org\n", "other.example.org\n", 1),
        lambda note: note.replace("AAEC", "AAED", 1),
    ],
)
def test_a_changed_checkpoint_is_not_signed(changed: object) -> None:
    note = changed(notes.sign_checkpoint(SAID, PRIVATE))  # type: ignore[operator]
    assert not notes.signed_by(note, verifier())


def test_another_key_or_another_name_signed_nothing() -> None:
    note = notes.sign_checkpoint(SAID, PRIVATE)
    assert not notes.signed_by(note, verifier(OTHER))
    assert not notes.signed_by(note, verifier(name="other.example.org"))


def test_a_witness_says_when_it_saw_this_checkpoint_and_no_other() -> None:
    note = notes.sign_checkpoint(SAID, PRIVATE)
    line = notes.cosign(note, "fire.example.org", OTHER, 1_795_000_000)
    witness = verifier(OTHER, "fire.example.org", notes.WITNESS)
    assert notes.seen_by(note + line, witness) == 1_795_000_000
    assert notes.signed_by(note + line, verifier())
    assert notes.seen_by(note, witness) is None
    grown = notes.sign_checkpoint(Checkpoint(SAID.origin, SAID.size + 1, SAID.root), PRIVATE)
    assert notes.seen_by(grown + line, witness) is None
    assert notes.seen_by(note + line, verifier(PRIVATE, "fire.example.org", notes.WITNESS)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one\n2\n",
        "one\n2\nAAAA\n\n",
        "one\n02\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n",
        "one\n-2\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n",
        "\n2\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n",
        "one\n2\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\nno line\n",
        "one\n2\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— one AAAA\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteFault):
        notes.read_note(text)


def test_a_key_whose_short_name_is_not_its_own_is_refused() -> None:
    name, _, encoded = verifier().text().split("+", 2)
    for text in (f"{name}+00000000+{encoded}", f"{name}", f"{name}+00000000+AAAA"):
        with pytest.raises(NoteFault):
            notes.read_verifier(text)
