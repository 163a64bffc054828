"""A hardware security module in software (SoftHSM, from Debian) for the tests of the PKCS#11 provider."""

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE / "softhsm_built"
PACKAGES = ("softhsm2", "libsofthsm2")
LIBRARY, TOOL = "libsofthsm2.so", "softhsm2-util"
PLACES = (
    BUILT / "usr/lib/softhsm",
    Path("/usr/lib/softhsm"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm"),
    Path("/usr/lib64/softhsm"),
    Path("/usr/lib64/pkcs11"),
    Path("/opt/homebrew/lib/softhsm"),
    Path("/usr/local/lib/softhsm"),
)
NEEDED = (
    "The tests of root keys in a hardware module need SoftHSM. Run: python tests/prepare.py (it fetches Debian's "
    "package without installing it), or install softhsm2 with this system's own tool."
)


def library() -> Path | None:
    """The module's library, if it is here."""
    return next((place / LIBRARY for place in PLACES if (place / LIBRARY).is_file()), None)


def tool() -> str | None:
    """The program that makes tokens."""
    ours = BUILT / "usr/bin" / TOOL
    return str(ours) if ours.is_file() else shutil.which(TOOL)


def bring() -> str | None:
    """Fetch SoftHSM into a folder of the tests where there is none; needs no rights over the machine. Returns what
    stands in the way, in words, or nothing."""
    if library() and tool():
        return None
    if platform.system() != "Linux" or not (shutil.which("apt-get") and shutil.which("dpkg")):
        return NEEDED
    print(
        "==> Fetching SoftHSM for the tests of root keys (Debian's packages, 0.4 MB, unpacked, not installed)",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        # Whoever may not refresh the lists of packages fetches from those there are.
        for command in (["apt-get", "update", "-q"], ["apt-get", "download", *PACKAGES]):
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            return NEEDED
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(BUILT)], check=True)
    return None if library() and tool() else NEEDED


def new_token(folder: Path, *, label: str, pin: str) -> dict[str, str]:
    """Make a token in ``folder``; returns the environment that the module must be loaded in."""
    found, made_with = library(), tool()
    if found is None or made_with is None:
        raise AssertionError(NEEDED)
    tokens, settings = folder / "tokens", folder / "softhsm2.conf"
    tokens.mkdir()
    settings.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    environment = {"SOFTHSM2_CONF": str(settings)}
    command = [made_with, "--module", str(found), "--init-token", "--free", "--label", label]
    command += ["--so-pin", "so-" + pin, "--pin", pin]
    subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True)
    return environment
