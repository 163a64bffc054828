"""The texts that are sealed: a letter that comes out otherwise, and no leaf of any log in use is right any more."""

import json
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from auth.ledger import leaves

AN_ID, OTHER = UUID("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"), UUID(int=7)
ENTRY: dict[str, Any] = {
    "actor_id": AN_ID, "for_account_id": None, "agency_id": OTHER, "session_id": None, "appointment_id": AN_ID,
    "network_hash": b"\x01n", "request_id": "r", "object_type": "case", "panel": "panel", "shown": 2,
    "set_hash": None, "reason_id": None, "number": 12, "at": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    "event": "case.open", "outcome": "allowed", "role": None, "rule": "member", "rule_version": 1,
    "explanation": "you are on this panel: “Ü”", "tiers": "",
}  # fmt: skip
SALTS = [bytes([number]) * 16 for number in (1, 2, 3)]
OF_ENTRY = (
    '{"position":5,"who":{"salt":"01010101010101010101010101010101","actor":"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",'
    '"agency":"00000000-0000-0000-0000-000000000007","session":null,"appointment":"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",'
    '"network":"016e","request":"r"},"what":{"salt":"02020202020202020202020202020202","kind":"case","panel":"panel",'
    '"objects":[["case","00000000-0000-0000-0000-000000000007"],["case","0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"]],'
    '"shown":2,"set":null,"reason":null},"rest":{"salt":"03030303030303030303030303030303","number":12,'
    '"at":"2026-11-23T09:00:00.000000Z","event":"case.open","outcome":"allowed","role":null,"rule":"member",'
    '"rule_version":1,"explanation":"you are on this panel: \\u201c\\u00dc\\u201d","tiers":""}}\n'
)


@pytest.mark.parametrize("kept", [lambda one: one, lambda one: one.hex], ids=["objects", "digits"])
def test_a_sealed_entry_would_read_otherwise_than_when_it_was_sealed(kept: Any) -> None:
    entry = {name: kept(value) if isinstance(value, UUID) else value for name, value in ENTRY.items()}
    objects = [("case", kept(AN_ID)), ("case", kept(OTHER))]
    sealed = leaves.sealed(5, entry, objects, SALTS)
    assert sealed.line() == OF_ENTRY
    covered = leaves.sealed(5, {**entry, "for_account_id": kept(OTHER)}, objects, SALTS)
    assert '"a5b4c3d2e1f0","for":' not in covered.line()
    assert 'a5b4c3d2e1f0","for":"00000000-0000-0000-0000-000000000007","agency":' in covered.line()


def test_a_text_would_not_be_what_json_writes() -> None:
    odd = ['"', "\\", "a\nb\t\x00\x1f\x7f", "</script>", "“Ü” 𝄞 \u2028", "{salt}", "null", ""]
    summer = datetime(2026, 7, 1, 0, 30, 1, 42, tzinfo=timezone(timedelta(hours=1)))
    for words, at in product(odd, (ENTRY["at"], summer)):
        said = {name: words for name, value in ENTRY.items() if isinstance(value, str)}
        entry = {**ENTRY, **said, "at": at, "set_hash": b"\xff" * 32, "reason_id": OTHER}
        for text in leaves.sealed(1, entry, [(words, AN_ID)], SALTS).texts:
            assert json.dumps(json.loads(text), separators=(",", ":")) == text
    rest = json.loads(leaves.sealed(1, {**ENTRY, "at": summer}, (), SALTS).texts[2])
    assert rest["at"] == "2026-06-30T23:30:01.000042Z"
