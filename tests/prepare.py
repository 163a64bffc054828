"""Bring what the tests need beyond the locked packages: a headless Chromium with fonts, and SoftHSM. Says what it does.

On Linux with an Intel or AMD processor it is the one that ``tests/chromium/package-lock.json`` names, from the npm
registry: Chromium without windows of its own, which costs half as much as the full browser for each page, and needs no
rights over the machine. Elsewhere it is the machine's own, Debian's or Playwright's. ``CASEWORK_TEST_BROWSER`` names
another one.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from static.build_assets import node_and_npm  # noqa: E402
from tests import softhsm  # noqa: E402

KIT = ROOT / "tests" / "chromium"
BUILT = KIT / "built"
SHELL, STAMP, FONTS_FILE = BUILT / "headless_shell", BUILT / ".stamp", BUILT / "fonts.conf"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
UNPACK = """
const zlib = require('zlib'), fs = require('fs')
const [from, to] = process.argv.slice(1)
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)))
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{shipped}</dir><dir>{ours}</dir><cachedir>{built}/font-cache</cachedir></fontconfig>
"""


def browser_path() -> str | None:
    """The browser that the tests drive, if it is here."""
    named = os.environ.get("CASEWORK_TEST_BROWSER")
    if named:
        return named
    if _is_up_to_date():
        return str(SHELL)
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def browser_environment() -> dict[str, str]:
    """What the browser's process is given: the libraries and the fonts that came with it, the same everywhere."""
    if browser_path() != str(SHELL):
        return dict(os.environ)
    libraries = f"{BUILT / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":")
    return {**os.environ, "FONTCONFIG_FILE": str(FONTS_FILE), "LD_LIBRARY_PATH": libraries}


def main() -> int:
    lacking = softhsm.bring()
    if lacking:
        _say(lacking)
    return _bring_browser()


def _bring_browser() -> int:
    if os.environ.get("CASEWORK_TEST_BROWSER") or _is_up_to_date():
        return 0
    if platform.system() == "Linux" and platform.machine() == "x86_64":
        _install_shell()
        return 0
    return 0 if browser_path() else _install_full_browser()


def _say(text: str) -> None:
    print(f"==> {text}", flush=True)


def _mark() -> str:
    return hashlib.sha256((KIT / "package-lock.json").read_bytes()).hexdigest()


def _is_up_to_date() -> bool:
    return STAMP.is_file() and STAMP.read_text() == _mark() and SHELL.is_file()


def _install_shell() -> None:
    _say("Installing a headless Chromium for the browser tests (65 MB, locked npm package)")
    node, npm = node_and_npm()
    command = [*npm, "ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=KIT, check=True)
    packed = KIT / "node_modules" / "@sparticuz" / "chromium" / "bin"
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir()
    _unpack(node, packed / "chromium.br", SHELL)
    SHELL.chmod(0o755)
    for name in ("fonts", "al2023", "swiftshader"):
        archive = BUILT / f"{name}.tar"
        _unpack(node, packed / f"{name}.tar.br", archive)
        with tarfile.open(archive) as opened:
            opened.extractall(BUILT, filter="data")
        archive.unlink()
    FONTS_FILE.write_text(FONTS.format(shipped=BUILT / "fonts", ours=ROOT / "static/built/fonts", built=BUILT))
    STAMP.write_text(_mark())


def _unpack(node: list[str], source: Path, target: Path) -> None:
    subprocess.run([*node, "-e", UNPACK, str(source), str(target)], check=True)


def _install_full_browser() -> int:
    if shutil.which("apt-get") and os.geteuid() == 0:
        _say("Installing Debian's chromium and fonts for the browser tests")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium", "fonts-liberation"], check=True, **quiet)
        return 0
    _say("Installing a browser for the browser tests through Playwright")
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
