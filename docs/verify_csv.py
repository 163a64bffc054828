"""Check a file of the access log without the service that made it, and without the network. Python 3.9 or later.

    python verify_csv.py entries.csv keys.txt

``verify_receipt.py`` must stand beside it: it holds the arithmetic. ``keys.txt`` holds the keys as the council
publishes them at ``/form/key``. Get them from somebody you trust, and not from whoever gave you the file.

It says "right" and ends with 0 when one of these keys signed exactly this file; otherwise it says what is wrong and
ends with 1.
"""

import base64
import binascii
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from verify_receipt import signed

MARK = b"#signed,"


def fault_of(content, keys):
    """What is wrong with the file; nothing when it is right. ``keys``: names to public keys of 32 bytes."""
    body, found, last = content.rpartition(MARK)
    if not found or (body and not body.endswith(b"\n")):
        return "not signed"
    parts = last.decode("ascii", "replace").strip().split(",")
    if len(parts) != 2 or parts[0] not in keys:
        return "signed by no key that you gave"
    try:
        signature = base64.b64decode(parts[1], validate=True)
    except (binascii.Error, ValueError):
        return "not right"
    return "" if signed(keys[parts[0]], body, signature) else "not right"


def keys_in(text):
    """Names and keys of the lines of a key file."""
    pairs = (line.split() for line in text.splitlines() if line.strip())
    return {pair[0]: bytes.fromhex(pair[1]) for pair in pairs if len(pair) == 2}


def main(arguments):
    """0 when it is right."""
    if len(arguments) != 2:
        sys.stderr.write("Use: python verify_csv.py entries.csv keys.txt\n")
        return 2
    fault = fault_of(Path(arguments[0]).read_bytes(), keys_in(Path(arguments[1]).read_text()))
    sys.stdout.write(f"{fault or 'right'}\n")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
