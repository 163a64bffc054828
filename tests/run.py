"""Runs the whole suite: all on SQLite, what the database could change again on PostgreSQL, then the browser.

``--check`` leaves the panels' own suites and the longest sweeps out of the second database, and what is marked ``long``
out of both. ``--prove`` runs these and nothing else: the two together are the whole, and a test holds that.
The second wall is as it is shipped, on on PostgreSQL (``docs/operating.md``); ``--without-wall`` runs a few rooms again
with it off.

Prints each part's own count and one closing line with the sum. Stops with 1 if any part failed or ran nothing.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ["-p", "xdist.plugin", "-n", "2"]
MANY, FEW = ["--dist", "worksteal"], ["--dist", "load", "--maxschedchunk", "1"]
"""How they are shared out: in parts of a few long ones each is given to whoever is free, or one worker has them all."""
Part = tuple[str, str, str]
AGAIN = "not browser and not pure and not one_database"
SQLITE: Part = ("SQLite", "sqlite", "not browser")
POSTGRESQL: Part = ("PostgreSQL", "postgresql", AGAIN)
BROWSER: Part = ("Browser", "sqlite", "browser")
PAGES: Part = ("Browser", "sqlite", "browser and not prove")
JOURNEYS: Part = ("Browser, the other journeys", "sqlite", "browser and prove")
QUICK: Part = ("SQLite", "sqlite", "not browser and not long")
ROOMS: Part = ("PostgreSQL, the rooms in which a database differs", "postgresql", f"{AGAIN} and not long and not prove")
PANELS: Part = ("PostgreSQL, the other rooms", "postgresql", f"{AGAIN} and (long or prove)")
PROOFS: Part = ("SQLite, the long proofs", "sqlite", "not browser and long")
WITHOUT_WALL: Part = ("PostgreSQL, the second wall off", "postgresql", f"{AGAIN} and not long and without_wall")
PARTS: dict[str, tuple[Part, ...]] = {
    "": (SQLITE, POSTGRESQL, BROWSER),
    "--check": (QUICK, ROOMS, PAGES),
    "--prove": (PROOFS, PANELS, JOURNEYS),
    "--without-wall": (WITHOUT_WALL,),
}
KEPT_FROM_COMPILING_ONCE = "PYTHONDONTWRITEBYTECODE"
"""Where it is set, every worker of every part would compile every file again, the asserts of the tests included."""
COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)")


def environment(title: str, database: str) -> dict[str, str]:
    """What a part of the tests is run with: nothing that was set outside says how the wall is."""
    kept = {
        name: value for name, value in os.environ.items() if name not in (KEPT_FROM_COMPILING_ONCE, "CASEWORK_WALL")
    }
    said = {"CASEWORK_TEST_DATABASE": database, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return {**kept, **said, **({"CASEWORK_WALL": "off"} if title == WITHOUT_WALL[0] else {})}


def run(title: str, database: str, which: str, more: list[str]) -> tuple[int, dict[str, int]]:
    print(f"==> Tests: {title}", flush=True)
    started = time.monotonic()
    shared = FEW if title in (PAGES[0], JOURNEYS[0], PROOFS[0]) else MANY
    command = [sys.executable, "-m", "pytest", *PLUGINS, *shared, "-m", which, *more, "tests"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(title, database), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line if COUNT.search(line) else last
    counts = {kind.rstrip("s") if kind.startswith("err") else kind: int(n) for n, kind in COUNT.findall(last)}
    print(f"    {title}: {time.monotonic() - started:.0f} seconds", flush=True)
    return process.wait(), counts


def main() -> int:
    passed = failed = skipped = 0
    worst = 0
    chosen = next((one for one in sys.argv[1:] if one in PARTS), "")
    more = [one for one in sys.argv[1:] if one != chosen]
    for title, database, which in PARTS[chosen]:
        code, counts = run(title, database, which, more)
        worst = max(worst, code)
        passed += counts.get("passed", 0)
        failed += counts.get("failed", 0) + counts.get("error", 0)
        skipped += counts.get("skipped", 0)
        if not counts.get("passed"):
            worst = max(worst, 1)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if worst or failed else 0


if __name__ == "__main__":
    sys.exit(main())
