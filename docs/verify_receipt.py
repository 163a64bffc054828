"""Check a receipt without the service that gave it, and without the network. Python 3.9 or later and nothing else.

    python verify_receipt.py receipt.txt keys.txt

``receipt.txt`` holds the five lines of the receipt (N, T, F, K, S). ``keys.txt`` holds the keys as the council
publishes them at ``/form/key``: on each line the name of a key and the key. Get the keys from somebody you trust, and
not from whoever gave you the receipt.

It says "right" and ends with 0 when one of these keys signed exactly these lines; otherwise it says "not right" and
ends with 1. The signature is Ed25519 (RFC 8032); the arithmetic below follows the RFC's own description.
"""

import base64
import binascii
import hashlib
import re
import sys

FORMAT = "receipt-1"
NAMES = ("N", "T", "F", "K", "S")
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)


def add(a, b):
    """The sum of two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def times(number, point):
    """A point so many times."""
    found = ZERO
    while number > 0:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def same(a, b):
    """Whether two points are one."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def x_of(y, sign):
    """The x of a point with this y; None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point_of(raw):
    """The point written in 32 bytes; None where there is none."""
    if len(raw) != 32:
        return None
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed(public, message, signature):
    """Whether ``signature`` is that of ``message`` under the key ``public``."""
    if len(signature) != 64:
        return False
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return same(times(s, BASE), add(r, times(h, a)))


def read(text):
    """The parts of a receipt by name; None when some are missing."""
    parts, name = {}, ""
    for word in text.split():
        if word in NAMES and word not in parts:
            name = word
            parts[name] = ""
        elif name:
            parts[name] += word
    return parts if set(parts) == set(NAMES) else None


def is_right(receipt, keys):
    """Whether one of the published keys signed this receipt. Both are texts."""
    parts = read(receipt)
    if parts is None or not re.fullmatch("[0-9]{8}", parts["N"]):
        return False
    name, fingerprint = parts["K"].lower(), parts["F"].lower()
    try:
        signature = base64.b64decode(parts["S"], validate=True)
        published = {line.split()[0]: bytes.fromhex(line.split()[1]) for line in keys.splitlines() if line.strip()}
    except (binascii.Error, ValueError, IndexError):
        return False
    message = "\n".join((FORMAT, parts["N"], parts["T"], fingerprint, name)).encode()
    return name in published and signed(published[name], message, signature)


def main(arguments):
    """The command."""
    if len(arguments) != 2:
        sys.stderr.write("Use: python verify_receipt.py receipt.txt keys.txt\n")
        return 2
    with open(arguments[0], encoding="utf-8") as receipt, open(arguments[1], encoding="utf-8") as keys:
        right = is_right(receipt.read(), keys.read())
    sys.stdout.write("right\n" if right else "not right\n")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
