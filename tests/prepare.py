"""Bring what the tests need beyond the locked packages: a headless Chromium with fonts. Says what it does."""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_path() -> str | None:
    """The browser on this machine, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def main() -> int:
    if browser_path():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("Installing Debian's chromium and fonts for the browser tests")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium", "fonts-liberation"], check=True, **quiet)
        return 0
    say("Installing a browser for the browser tests through Playwright")
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
