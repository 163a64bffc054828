"""``python -m benchmarks.weights``: what each page of a resident weighs, and how long it takes on a slow line.

Writes the table of ``docs/a-resident-page.md`` between its two marks. Bytes are those that the application answers
with, packed where a browser that takes gzip gets them so. Times are worked out, not measured: 400 kbit/s with 400 ms
there and back (what browsers call slow 3G), a connection that is open, two turns for a page at its first view and one
when style sheet and script are kept. Headers, the server's own time and a lost packet come on top.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from auth.encryption.keyring import EXTENSION
from casework.panel_type.registry import panel_types
from config import Settings
from extensions import db, limiter, unit_of_work
from panels.definitions import discover
from tests.client import Page
from tests.trigger.recording import every_page
from wall.binding import make_tables
from wording.languages import CODES
from wsgi import create_app

TABLE = Path(__file__).resolve().parents[1] / "docs" / "a-resident-page.md"
MARKS = ("<!-- weights: begin -->", "<!-- weights: end -->")
BYTES_A_SECOND, TURN_SECONDS = 400_000 / 8, 0.4
ASSET = re.compile(r'(?:href|src)="(/static/built/(?!page\.svg)[^"]+)"')
REGULAR, BOLD = "noto-sans-bengali-400.woff2", "noto-sans-bengali-700.woff2"


class Weight(NamedTuple):
    """Bytes that cross the line for one page in one language."""

    path: str
    language: str
    html: int
    css: int
    js: int
    fonts: int

    @property
    def first(self) -> int:
        """The first page of a visit, without fonts."""
        return self.html + self.css + self.js

    def seconds(self, *, again: bool = False) -> float:
        """Until it can be read: fonts come later, and the words show before they do."""
        return (1 if again else 2) * TURN_SECONDS + (self.html if again else self.html + self.css) / BYTES_A_SECOND


@contextmanager
def a_demonstration() -> Iterator[Flask]:
    """An empty installation of one's own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="casework-weights-") as folder:
        app = create_app(Settings(instance_dir=Path(folder), DATABASE_URL=f"sqlite:///{folder}/a.sqlite", demo=True))
        limiter.enabled = False
        with app.app_context():
            make_tables()
            with unit_of_work():
                app.extensions[EXTENSION].prepare(panel.key for panel in panel_types.every())
        yield app
        with app.app_context():
            db.engine.dispose()


def weigh(app: Flask, language: str) -> list[Weight]:
    """Every page that a resident can be shown, the heaviest form of each: with errors, say, or with answers."""
    faces = [f"/{panel.public_face.path}" for panel in discover() if panel.public_face]
    heaviest: dict[str, Weight] = {}
    for page in every_page(app, language, faces):
        found = _weight(page, language, Path(str(app.static_folder)))
        if page.path not in heaviest or found.html > heaviest[page.path].html:
            heaviest[page.path] = found
    return list(heaviest.values())


def _weight(page: Page, language: str, static: Path) -> Weight:
    asked = dict.fromkeys(ASSET.findall(page.text))
    sizes = {path: _packed(static / path.removeprefix("/static/")) for path in asked}
    css = sum(size for path, size in sizes.items() if path.endswith(".css"))
    js = sum(size for path, size in sizes.items() if path.endswith(".js"))
    # The name of the language is written in its own letters on every page.
    fonts = sum(
        (static / "built/fonts" / name).stat().st_size for name in ((REGULAR, BOLD) if language == "bn" else (REGULAR,))
    )
    return Weight(page.path, language, len(page.response.get_data()), css, js, fonts)


def _packed(path: Path) -> int:
    packed = path.with_name(f"{path.name}.gz")
    return (packed if packed.exists() else path).stat().st_size


def table(weights: list[Weight]) -> str:
    """The rows, as they stand in the page of documentation."""
    head = "| Page | | HTML | CSS | JS | First view | Again | Fonts | Seconds, first | Seconds, again |"
    lines = [head, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for one in weights:
        sizes = (one.html, one.css, one.js, one.first, one.html, one.fonts)
        times = f"{one.seconds():.1f} | {one.seconds(again=True):.1f}"
        lines.append(f"| {one.path} | {one.language} | {' | '.join(f'{size:,}' for size in sizes)} | {times} |")
    return "\n".join(lines)


def main() -> int:
    """Weigh, print the heaviest, and write the table."""
    weights: list[Weight] = []
    for language in CODES:
        with a_demonstration() as app:
            weights += weigh(app, language)
    before, _, rest = TABLE.read_text().partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    weights.sort(key=lambda one: (one.path, CODES.index(one.language) if one.language in CODES else 0))
    TABLE.write_text(f"{before}{MARKS[0]}\n\n{table(weights)}\n\n{MARKS[1]}{after}")
    most = max(weights, key=lambda one: one.first)
    print(
        f"{len(weights)} rows. Heaviest: {most.path} in {most.language}, {most.first:,} bytes, {most.seconds():.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
