"""What a hostile client sends: values, names, paths, headers. Small on purpose: every route gets some of each."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from extensions import db

CANARY = "canary-mass-7f3a"
CANARY_ID = UUID("cafe0000-cafe-4afe-8afe-cafe0000cafe")
CANARY_NUMBER, CANARY_DAY = 918273, "1999-09-09"
MEGABYTE = "a" * 1_000_000
VALUES: tuple[str | bytes, ...] = (
    "a\x00b", b"\xff\xfe\xfa", b"\xed\xa0\x80", "9" * 400, "-1", "1e400", "NaN", "０１２", "\u202etxt.exe",
    "' OR 1=1 --", "{{ 7 * 7 }}", "<script>alert(1)</script>", "=1+1", "\r\nSet-Cookie: a=b", "../../etc/passwd",
    "%00%2e%2e%2f", "\u200b\u00a0", "🏳️‍🌈" * 40, '{"a": [1]}', str(CANARY_ID), "2026-02-30", "true",
)  # fmt: skip
PARTS = (
    "0", "-1", "9223372036854775808", "9" * 400, "%00", "..%2f..%2fetc", "%ff", "%ed%a0%80", "০১২", "QQ-A-0001%0a",
    "00000000-0000-0000-0000-00000000000g", str(CANARY_ID), "'%20OR%201=1", "a" * 3000, "%2e%2e", "null", "1e3", "QQ-%",
)  # fmt: skip
QUERY = (
    "page=-1", "page=99999999999999999999", "page=%00", "page=1&page=2", "sort=band;drop%20table", "sort[]=x",
    "direction=%ff", "state=%27--", "band=%00", "panel=%2e%2e", "panel=channel", "kind=%ed%a0%80", "period=9999999",
    "period=-1", "agency=zz", "agency=00000000", "size=1e9", "which=%F0%9F%92%A9", "case=%0d%0aX:y", "was=1-a-%00",
    "next=//evil.example", "correct=zz", "order=%00", "outcome=[]", "required=%ff", "called=x" + "y" * 2000, "p=%00",
    "%00=%00", "a[b][c]=1", "_method=DELETE", "on=yes",
)  # fmt: skip
METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QQ")
OVERRIDES = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "DELETE", "X-Method-Override": "PUT"}
FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Original-URL": "/admin",
    "X-Rewrite-URL": "/admin",
    "X-Forwarded-For": "10.9.8.7, 127.0.0.1",
    "Forwarded": "host=evil.example;proto=https;for=10.9.8.7",
    "Origin": "null",
    "Referer": "//evil.example/x",
    "Accept-Language": "bn;q=é, " + "x," * 400,
    "Cookie2": "$Version=1",
    "Range": "bytes=" + ",".join("0-1" for _ in range(200)),
    "If-None-Match": '"' + "a" * 400 + '"',
}
HOSTS = (
    "evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example:80", "localhost:80@evil.example",
    "local host", "127.0.0.2", "[::1]", "localhost/evil", "LOCALHOST.evil",
    "localhost,evil.example", "evil%00localhost",
)  # fmt: skip


def every_column() -> dict[str, str]:
    """Each name of a column of a model, with a value of its type that nobody would send."""
    found: dict[str, str] = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            found.setdefault(column.name.removesuffix("_sealed"), _canary(column.type))
            found.setdefault(column.name, _canary(column.type))
    # The key that makes a repeated post do its work once is the sender's to choose.
    found.pop("once", None)
    return found


def _canary(kind: Any) -> str:
    if isinstance(kind, sa.Uuid):
        return str(CANARY_ID)
    if isinstance(kind, sa.Integer):
        return str(CANARY_NUMBER)
    if isinstance(kind, sa.Date | sa.DateTime | sa.types.TypeDecorator):
        return CANARY_DAY
    return CANARY


def canaries_stored(app: Flask) -> list[str]:
    """Plain columns that hold a canary."""
    found = []
    with app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                found += [
                    f"{table.name}.{name}"
                    for name, value in row.items()
                    if value in (CANARY_ID, CANARY_NUMBER)
                    or (isinstance(value, str) and CANARY in value)
                    or str(value).startswith(CANARY_DAY)
                ]
    return sorted(set(found))


def filled(page: Any, form: Any) -> list[tuple[str, str]]:
    """The form as somebody in a hurry sends it: what stands in it, the first of each choice, words in empty boxes."""
    sent: list[tuple[str, str]] = []
    chosen: set[str] = set()
    for element in form.iter("input", "select", "textarea"):
        name, kind = element.get("name"), element.get("type", "text")
        if not name or element.get("disabled") is not None or kind in ("submit", "button", "image", "file"):
            continue
        if kind in ("radio", "checkbox"):
            if element.get("checked") is not None or (kind == "radio" and name not in chosen):
                sent = [pair for pair in sent if kind != "radio" or pair[0] != name]
                sent.append((name, element.get("value", "on")))
                chosen.add(name)
        elif element.tag == "select":
            options = [one.get("value", one.text or "") for one in element.iter("option")]
            picked = [one.get("value") for one in element.iter("option") if one.get("selected") is not None]
            sent.append((name, (picked or [one for one in options if one] or [""])[0] or ""))
        elif element.tag == "textarea":
            sent.append((name, (element.text or "").strip() or "Words of a person in a hurry"))
        else:
            sent.append((name, element.get("value") or _typed(name)))
    return sent


def _typed(name: str) -> str:
    ends = {"-day": "3", "-month": "3", "-year": "2027", "-time": "10:00", "minutes": "20", "minutes_long": "60"}
    return next((value for end, value in ends.items() if name.endswith(end)), "Words of a person in a hurry")
