"""Two worlds that differ in the cases of one hidden panel and in nothing else, and what somebody outside meets there.

The second world is the first with the hidden cases added, so every record that both hold has one id. An answer is its
status, its headers and its body, with what is drawn by lot for each request put out, and the number of statements that
were sent to the database for it.
"""

import re
from collections import Counter as Counted
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from flask import Flask

from extensions import db
from tests.client import Client
from tests.tables import KIND, empty_all, past_the_wall

NUMBER_ON = "SELECT setval(pg_get_serial_sequence('access_entry', 'number'), max(number)) FROM access_entry"
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LOTS = (
    (re.compile(r'(nonce=")[^"]*'), r"\1"),
    (re.compile(r"('nonce-)[^']*"), r"\1"),
    (re.compile(r'(name="(?:csrf_token|once|ticket)" value=")[^"]*'), r"\1"),
    (re.compile(r"((?:^|\n)Set-Cookie: [^=]+=)[^;]*"), r"\1"),
)
PRINTED = re.compile(rb"D:\d{14}Z?|/ID ?\[[^]]*\]|xmp[^<]*<|uuid:[^<]*<|>[-0-9T:]{19}(?:Z|\+00:00)<")
"""The clock of the machine that a printer of PDF writes into its file, and the file's own id."""
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Answer:
    """What came back, and what it took. ``statements`` are told when two answers differ."""

    status: int
    headers: str
    body: bytes
    statements: tuple[str, ...]

    def without(self, word: str) -> "Answer":
        """The answer without a word that was asked for, which a page may repeat."""
        return replace(self, body=self.body.replace(word.encode(), b"it"))

    def difference(self, other: "Answer") -> str:
        """In which respect two answers differ; empty when in none."""
        if self.status != other.status:
            return f"status {self.status} and {other.status}"
        if self.body != other.body:
            return f"body: {_around(self.body, other.body)}"
        if self.headers != other.headers:
            return f"headers: {_around(self.headers.encode(), other.headers.encode())}"
        if len(self.statements) != len(other.statements):
            counts = Counted(self.statements), Counted(other.statements)
            more, less = counts[0] - counts[1], counts[1] - counts[0]
            return f"work: {len(self.statements)} and {len(other.statements)} statements: {[*more]} and {[*less]}"
        return ""


class Counter:
    """Every statement that is sent to the database, since it was last emptied."""

    def __init__(self, app: Flask) -> None:
        self.seen: list[str] = []
        with app.app_context():
            self.engine = db.engine

    def __enter__(self) -> "Counter":
        sa.event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sa.event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.seen.append(statement)

    def take(self) -> tuple[str, ...]:
        """What was seen since the last taking."""
        found, self.seen = tuple(self.seen), []
        return found

    def work(self) -> Answer:
        """What was seen since the last taking, as an answer that shows nothing."""
        return Answer(0, "", b"", self.take())


def ask(client: Client, counter: Counter, path: str, data: dict[str, Any] | None = None) -> Answer:
    """One request, followed nowhere; posted when there is something to post."""
    counter.take()
    response = client.http.get(path) if data is None else client.http.post(path, data=data)
    body = response.get_data()
    text = response.mimetype.startswith("text/") or response.mimetype.endswith("json")
    shown = plain(body.decode()).encode() if text else PRINTED.sub(b"", body)
    headers = [(name, value) for name, value in response.headers if (name, value) != ("Content-Length", str(len(body)))]
    told = "\n".join(f"{name}: {value}" for name, value in headers)
    return Answer(response.status_code, plain(told), shown, counter.take())


def plain(text: str) -> str:
    """The text without what is drawn by lot: tokens, and ids by the order in which they come."""
    for pattern, instead in LOTS:
        text = pattern.sub(instead, text)
    names: dict[str, str] = {}
    return UUID_TEXT.sub(lambda found: names.setdefault(found.group(), f"id-{len(names)}"), text)


def plain_numbers(answer: Answer) -> Answer:
    """The answer without its numbers."""
    return replace(answer, body=re.sub(rb"\d+(?:[ap]m)?", b"0", answer.body))


def rows_of(app: Flask) -> Rows:
    """Every row there is now."""
    with app.app_context(), past_the_wall().connect() as connection:
        tables = db.metadata.sorted_tables
        return {table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in tables}


def put(app: Flask, rows: Rows) -> None:
    """Let the database hold these rows and no others."""
    with app.app_context():
        db.session.remove()
        with past_the_wall().begin() as connection:
            empty_all(connection)
            for table in db.metadata.sorted_tables:
                if rows[table.name]:
                    connection.execute(sa.insert(table), rows[table.name])
            if KIND != "sqlite":
                connection.execute(sa.text(NUMBER_ON))


def _around(one: bytes, other: bytes) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    at = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 60) : at + 60]!r} and {other[max(0, at - 60) : at + 60]!r}"
