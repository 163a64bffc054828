"""Check the access log without the service that kept it, and without the network. Python 3.9 or later, nothing else.

    python verify_log.py export.zip --key "panels.example.org/access-log+…"
                         [--checkpoint old.txt]… [--words "48112 lusab-…"] [--witness KEY]… [--quorum 2]
    python verify_log.py --record proof.json --key KEY [--checkpoint …] [--words …] [--witness KEY]… [--quorum 2]
    python verify_log.py export.zip --key KEY --keep folder [--sign-as fire.example.org]
    python verify_log.py --offer offer.txt --key KEY --keep folder [--sign-as fire.example.org]

``export.zip`` comes from the auditor's page or from `flask audit export`. Get KEY from somebody you trust and from long
ago, not from whoever gave you the export. An old checkpoint (a text that you or a partner kept, or the words at the
foot of an old agenda or minutes) shows that nothing before it was changed, even by somebody who has the key.

Signatures are worked out of the newest checkpoint, of those of a length that you hold, and of the first of each day; of
all others size and root are checked (--every-signature works out all). Parts that the export withholds (who, or what an
entry is about: erased by law, or of a hidden panel) are counted: of those only the commitment is shown.

Be a witness with this file alone: --keep names a folder where the newest checkpoint of each log is kept, and the next
one, of an export or of an offer (`flask audit offer --old SIZE`), must have grown from it; what did not is kept beside
it as evidence. With --sign-as it then prints your signature line, for whoever runs the log. Your key is made in that
folder at the first run (witness.key): keep it, and send them the public key that is printed beside the line.

It prints what it found. "whole" ends with 0; everything else names what is wrong and the first bad position (they count
from 0), and ends with the number of its kind:
"""

import argparse
import base64
import collections
import contextlib
import hashlib
import json
import os
import sys
import time
import zipfile
import zlib
from concurrent import futures

KINDS = {
    "altered": (10, "an entry is not what was sealed"),
    "missing": (11, "entries were taken out"),
    "inserted": (12, "an entry was put in"),
    "reordered": (13, "entries stand in another order"),
    "truncated": (14, "the end was cut off"),
    "forged": (15, "a signature or a root of a checkpoint is not right"),
    "rolled-back": (16, "the log is shorter than a checkpoint that you hold"),
    "rewritten": (17, "the log did not grow from a checkpoint that you hold"),
    "split-view": (18, "two checkpoints of one length are signed and differ"),
    "clock": (19, "times go backwards; nothing else is wrong"),
    "wrong-key": (20, "not signed by the key that you gave"),
    "foreign": (21, "the export is of another log than the key that you gave"),
    "other-log": (22, "the checkpoint that you gave is of another log"),
    "future": (23, "made by a newer form than this file knows, or dated in the future"),
    "no-export": (24, "not an export, or damaged"),
    "unwitnessed": (25, "fewer witnesses than you asked for have seen it"),
    "words": (26, "the words are not those of the log"),
}
__doc__ += "\n".join(f"    {number}  {kind}: {what}" for kind, (number, what) in KINDS.items())
FORM, MARK, PARTS = 1, b"access-leaf-1\n", ("who", "what", "rest")
BEFORE = b"\x00" + MARK
FEW = 20_000
"""Entries that are checked sooner than a process has begun."""
LOG, WITNESS = 1, 4
GONE = '"gone":true'
LEEWAY = 600
"""So many seconds may an entry's own time lie outside the checkpoints around it, and a checkpoint's before the one
before it: long requests, clocks set right."""
LONGEST = 1_000_000
"""Bytes of a line; the longest of ours has some 100,000."""
DIGITS = 15
UNREADABLE = (
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
)
"""What reading bytes that are no export may end in."""


class Fault(Exception):
    """What is wrong: its kind, the first bad position where there is one, and a sentence."""

    def __init__(self, kind, said, position=None, until=None):
        super().__init__(said)
        self.kind, self.position, self.until = kind, position, until

    def sentence(self):
        """The line that is printed."""
        where = "" if self.position is None else f" at position {self.position}"
        if self.until is not None and self.until - 1 > self.position:
            where = f" between positions {self.position} and {self.until - 1}"
        return f"not whole: {self.kind}{where}. {self}"


class NeedsExport(Exception):
    """What was given cannot be held against a record or an offer; the sentence says why."""

    def __str__(self):
        return f"Not answered: {self.args[0]} Only a whole export tells them together."


# Ed25519 (RFC 8032), for checking only.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def times(number, point):
    """A point so many times."""
    found = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def x_of(y, sign):
    """The x of a point with this y; None where there is none."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point_of(raw):
    """The point written in 32 bytes; None where there is none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def signed(public, message, signature):
    """Whether ``signature`` is that of ``message`` under the key ``public``."""
    if len(signature) != 64 or len(public) != 32:
        return False
    a, r, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    one, other = times(s, BASE), add(r, times(h, a))
    same_x, same_y = one[0] * other[2] - other[0] * one[2], one[1] * other[2] - other[1] * one[2]
    return same_x % P == 0 and same_y % P == 0


# Signing, for witnesses. Plain Python does not take the same time for every key: sign on a machine of your own.


def packed(point):
    """A point in 32 bytes."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def halves(private):
    """The number of a private key (32 bytes), and what its signatures are mixed with."""
    raw = hashlib.sha512(private).digest()
    return int.from_bytes(raw[:32], "little") & ((1 << 254) - 8) | 1 << 254, raw[32:]


def public_of(private):
    """The public key of a private one."""
    return packed(times(halves(private)[0], BASE))


def sign(private, message):
    """The signature of a message."""
    number, mix = halves(private)
    r = int.from_bytes(hashlib.sha512(mix + message).digest(), "little") % Q
    begun = packed(times(r, BASE))
    h = int.from_bytes(hashlib.sha512(begun + public_of(private) + message).digest(), "little") % Q
    return begun + ((r + h * number) % Q).to_bytes(32, "little")


# The tree of RFC 9162, section 2.1.


def leaf_hash(data):
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    """The hash over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree to which leaves are added; holds the hashes of its full parts, the largest first."""

    def __init__(self):
        self.size, self.parts = 0, []

    def add(self, leaf):
        """One more leaf."""
        size, parts, found = self.size, self.parts, leaf
        while size & 1:
            found = node_hash(parts.pop(), found)
            size >>= 1
        parts.append(found)
        self.size += 1

    def root(self):
        """The root over all so far."""
        if not self.parts:
            return hashlib.sha256().digest()
        found = self.parts[-1]
        for part in self.parts[-2::-1]:
            found = node_hash(part, found)
        return found


def leads_to(leaf, place, size, proof, root):
    """Whether a proof leads from a leaf to a root."""
    here, last, found = place, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(one, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, one)
        here, last = here >> 1, last >> 1
    return 0 <= place < size and len(leaf) == 32 and last == 0 and found == root


def grew_from(old, old_root, new, new_root, proof):
    """Whether a proof shows that a tree grew from another. Nothing is shown of an empty one."""
    if not 0 < old < new:
        return 0 < old == new and not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    if not path:
        return False
    first = second = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, one)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def follows(old, old_root, new, new_root, proof):
    """As :func:`grew_from`; the first of all follows an empty tree, from which every tree grows, without a proof."""
    return grew_from(old, old_root, new, new_root, proof) if old else not proof


def leaf_of(line):
    """Position, leaf and text of the last part of a line of ``entries.jsonl``. What is hashed is its text as it stands;
    a line that is built otherwise than ours has no leaf."""
    try:
        head, parts = line.rstrip("\r\n").split(',"who":', 1)
        who, parts = parts.split(',"what":', 1)
        what, rest = parts.split(',"rest":', 1)
        position = int(head[len('{"position":') :])
        hashes = [commitment(text) for text in (who, what, rest[:-1])]
    except ValueError:
        return None, b"", ""
    # When, by which rule and with what outcome is never erased: in the place of "rest" a commitment hides an edit.
    if head != f'{{"position":{position}' or rest[-1:] != "}" or rest[:1] == '"':
        return None, b"", ""
    return position, leaf_hash(MARK + b"".join(hashes)), rest


def withheld(line):
    """Which parts of a line that has a leaf are told by their commitment alone."""
    return [part for part in PARTS[:2] if f',"{part}":"' in line[: line.find(',"rest":')]]


def commitment(text):
    """The commitment to one part of an entry; of an erased one it stands there itself."""
    if text[:1] != '"':
        return hashlib.sha256(text.encode()).digest()
    found = bytes.fromhex(text[1:-1])
    if text != f'"{found.hex()}"' or len(found) != 32:
        raise ValueError
    return found


# Checkpoints: C2SP signed-note, tlog-checkpoint and tlog-cosignature.


class Key:
    """A public key as it is handed out: name+short+base64."""

    def __init__(self, text):
        self.name, _, rest = text.strip().partition("+")
        short, _, encoded = rest.partition("+")
        raw = _bytes(encoded)
        if not self.name or len(raw) != 33 or raw[0] not in (LOG, WITNESS):
            raise Fault("wrong-key", f"{text.strip()[:60]!r} is not a key of a log or a witness.")
        self.kind, self.public = raw[0], raw[1:]
        self.short = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if self.short.hex() != short:
            raise Fault("wrong-key", "A key is damaged: its short name is not that of its bytes.")

    def as_kind(self, kind):
        """The short name that this key has as another kind."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([kind]) + self.public).digest()[:4]


class Checkpoint:
    """A signed note: origin, size and root, and its signature lines."""

    def __init__(self, note):
        self.note = str(note)
        self.body, parted, tail = str(note).replace("\r\n", "\n").partition("\n\n")
        lines = self.body.split("\n")
        if not parted or len(lines) != 3 or not is_number(lines[1]) or len(_bytes(lines[2])) != 32:
            raise Fault("no-export", "A checkpoint is not one: three lines, an empty one, signatures.")
        self.body += "\n"
        self.origin, self.size, self.root = lines[0], int(lines[1]), _bytes(lines[2])
        self.lines = []
        for line in tail.splitlines():
            parts = line.split(" ")
            if len(parts) == 3 and parts[0] == "\u2014":
                raw = _bytes(parts[2])
                self.lines.append((parts[1], raw[:4], raw[4:]))

    def by(self, key, kind):
        """The signatures that say that they are by this key."""
        return [one for name, short, one in self.lines if (name, short) == (key.name, key.as_kind(kind))]

    def says_at(self, key):
        """When it says that it was made, its signature not looked at; None where it does not say so."""
        times_ = [int.from_bytes(one[:8], "big") for one in self.by(key, WITNESS) if len(one) == 72]
        return times_[0] if times_ else None

    def is_signed(self, key):
        """Whether the log's key signed it."""
        return any(signed(key.public, self.body.encode(), one) for one in self.by(key, LOG))

    def seen_at(self, key):
        """When this key says that it saw it, in seconds since 1970; None without a right signature that says so."""
        for one in self.by(key, WITNESS):
            at = int.from_bytes(one[:8], "big")
            if signed(key.public, f"cosignature/v1\ntime {at}\n{self.body}".encode(), one[8:]):
                return at
        return None


def is_number(text):
    """Whether a text is a number as we write it."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS and str(int(text)) == text


def require(checkpoint, key, other="foreign", fully=True):
    """Refuse a checkpoint that is of another log, or not signed by ``key``; ``fully``: the signature is worked out."""
    if checkpoint.origin != key.name:
        raise Fault(other, f"It is of {checkpoint.origin!r}, and the key of {key.name!r}.")
    if not checkpoint.by(key, LOG):
        raise Fault("wrong-key", f"The checkpoint of {checkpoint.size} entries is signed by another key.")
    if fully and not checkpoint.is_signed(key):
        raise Fault("forged", f"The signature of the checkpoint of {checkpoint.size} entries is not right.")


class Export:
    """The files of an export, from a ZIP or from a folder."""

    def __init__(self, path):
        try:
            self.pack = None if os.path.isdir(path) else zipfile.ZipFile(path)
            self.path, self.withheld, self.looked_at = path, {}, 0
            refuse_odd(self.pack.infolist() if self.pack else [])
            about = json.loads(self.read("export.json", LONGEST))
            if about["form"] != FORM:
                raise Fault("future", f"The export has form {about['form']}. Get the verifier that belongs to it.")
            self.origin, self.size = str(about["origin"]), int(about["size"])
            if not 0 <= self.size < 10**DIGITS:
                raise Fault("no-export", "It does not say how many entries it has.")
            notes = [json.loads(line)["note"] for line in self.lines_of("checkpoints.jsonl")]
            self.checkpoints = [Checkpoint(note) for note in notes]
            self.leaves = self.read("leaves.bin", self.size * 32)
            if len(self.leaves) % 32:
                raise Fault("no-export", "Its leaves are damaged: they are not 32 bytes each.")
        except UNREADABLE as fault:
            raise Fault("no-export", f"It cannot be read ({type(fault).__name__}).") from None

    def open(self, name):
        """One of its files, to be read as bytes."""
        return self.pack.open(name) if self.pack else open(os.path.join(self.path, name), "rb")

    def read(self, name, most):
        """The whole of one."""
        found = bytearray()
        with self.open(name) as file:
            while len(found) <= most:
                piece = file.read(LONGEST)
                if not piece:
                    return bytes(found)
                found += piece
        raise Fault("no-export", f"{name} is longer than it may be: {most} bytes.")

    def lines_of(self, name):
        """The lines of one, as bytes."""
        with self.open(name) as file:
            while True:
                line = file.readline(LONGEST + 1)
                if len(line) > LONGEST:
                    raise Fault("no-export", f"A line of {name} is longer than {LONGEST} bytes.")
                if not line:
                    return
                yield line

    def lines(self):
        """The lines of the entries."""
        try:
            for line in self.lines_of("entries.jsonl"):
                yield line.decode("utf-8", "replace")
        except UNREADABLE as fault:
            raise Fault("no-export", f"Its entries cannot be read ({type(fault).__name__}).") from None

    def blocks(self):
        """The lines of the entries in blocks that end with a line; what follows the last whole line is left out."""
        left = b""
        try:
            with self.open("entries.jsonl") as file:
                while True:
                    piece = file.read(LONGEST)
                    end = piece.rfind(b"\n") + 1
                    if end:
                        yield left + piece[:end]
                        left = b""
                    left += piece[end:]
                    if not piece or len(left) > LONGEST:
                        return
        except UNREADABLE as fault:
            raise Fault("no-export", f"Its entries cannot be read ({type(fault).__name__}).") from None

    def proofs(self):
        """The proofs between its checkpoints: from which size, to which, and the hashes."""
        try:
            for line in self.lines_of("proofs.jsonl"):
                told = json.loads(line)
                yield told["old"], told["new"], [_bytes(str(text)) for text in told["proof"] or ()]
        except UNREADABLE as fault:
            raise Fault("no-export", f"Its proofs cannot be read ({type(fault).__name__}).") from None

    def leaf(self, position):
        """The leaf that the export says stands at a position; no bytes where there is none."""
        return self.leaves[position * 32 : position * 32 + 32]


def refuse_odd(members):
    """Refuse a ZIP that two programs would read differently, or that was packed otherwise than ours."""
    names = [one.filename for one in members]
    if len(names) != len(set(names)):
        raise Fault("no-export", "Two of its files have one name.")
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in members):
        raise Fault("no-export", "It is packed in a way that is not ours.")


def check(
    export, key, outside=(), words="", witnesses=(), quorum=0, said=lambda done, of: None, every=False, processes=1
):
    """Check a whole export; returns the size of its newest checkpoint, which is the number of its entries.
    ``outside``: checkpoints that somebody kept; ``every``: work out every signature. Where witnesses are given at least
    one must have seen it.

    :raises Fault: naming what is wrong; that times do not agree, only when nothing else is wrong.
    """
    if export.origin != key.name:
        raise Fault("foreign", f"The export is of {export.origin!r}, and the key of {key.name!r}.")
    if not export.checkpoints:
        raise Fault("no-export", "It holds no checkpoint.")
    for one in outside:
        require(one, key, "other-log")
    size_said = read_words(words)[0] if words else 0
    held = {size_said, *(one.size for one in outside)}
    moments = check_checkpoints(export, key, held, every)
    check_against_outside(export, outside)
    last = export.checkpoints[-1].size
    if size_said > last:
        raise Fault("rolled-back", f"The words are of {size_said} entries; its newest checkpoint has {last}.", last)
    if export.size != last:
        told = f"It says that it has {export.size} entries; its newest checkpoint has {last}."
        raise Fault("truncated", told, min(export.size, last))
    roots = check_tree(export, held | {one.size for one in export.checkpoints})
    check_roots(export, roots, outside, words)
    check_proofs(export)
    if not all_are_right(export, moments, said, processes):
        check_entries(export, moments, said)
    check_witnesses(export.checkpoints[-1], witnesses, quorum, key)
    if export.late:
        raise export.late
    return last


def read_words(words):
    """Size and words of what was printed on paper: a number and six words, parted by spaces or hyphens."""
    size, *rest = words.replace("-", " ").split() or [""]
    if not is_number(size) or len(rest) != 6:
        raise Fault("words", "Give the number and the six words as they are printed.")
    return int(size), "-".join(rest)


def doubt(export, said, position=None, kind="clock"):
    """Keep what is wrong with a time, the first alone: it is told when all else was found right. An empty sentence
    says that nothing is."""
    if said and not export.late:
        export.late = Fault(kind, f"{said} All else was checked and is right.", position)


def check_checkpoints(export, key, held=(), every=True):
    """Order and times of all checkpoints, and the signatures of the newest, of those whose size is ``held``, and of the
    first of each day. Returns size and time of each. A time that is not worked out lies between two that are."""
    moments, before, days, export.looked_at = [], (0, 0), set(), 0
    export.late = None
    for one in export.checkpoints:
        at = one.says_at(key)
        day = None if at is None else at // 86400
        fully = every or one is export.checkpoints[-1] or one.size in held or day not in days
        days.add(day)
        export.looked_at += fully
        require(one, key, fully=fully)
        if at is None or (fully and one.seen_at(key) != at):
            raise Fault("forged", f"The checkpoint of {one.size} entries does not say when it was made.")
        if one.size < before[0]:
            raise Fault("rolled-back", f"A checkpoint of {one.size} entries follows one of {before[0]}.", one.size)
        if at < before[1] - LEEWAY:
            doubt(export, f"The checkpoint of {one.size} entries is dated before the one before it.", before[0])
        if at > time.time() + 86400:
            doubt(export, f"The checkpoint of {one.size} entries is dated after today.", kind="future")
        before = (one.size, at)
        moments.append(before)
    return moments


def check_against_outside(export, outside):
    """What can be said of kept checkpoints before any entry is read."""
    last = export.checkpoints[-1]
    for one in outside:
        for ours in (*export.checkpoints, *outside):
            if ours.size == one.size and ours.root != one.root:
                said = f"Two checkpoints of {one.size} entries are signed and differ: keep both, they prove it."
                raise Fault("split-view", said, _agreed(export, outside, one.size), one.size)
        if one.size > last.size:
            raise Fault("rolled-back", f"You hold a checkpoint of {one.size} entries; it has {last.size}.", last.size)


def _agreed(export, outside, below):
    """The largest size below this one of which a kept checkpoint and the export say the same."""
    ours = {(one.size, one.root) for one in export.checkpoints}
    return max([one.size for one in outside if one.size < below and (one.size, one.root) in ours], default=0)


def check_tree(export, sizes):
    """The roots at these sizes, of the leaves in the export."""
    tree, roots, leaves = Growing(), {}, export.leaves
    if 0 in sizes:
        roots[0] = tree.root()
    for at in range(0, len(leaves) - 31, 32):
        tree.add(leaves[at : at + 32])
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    return roots


def check_roots(export, roots, outside, words):
    """The roots against the checkpoints. A log whose leaves were made anew is found between two of them."""
    right = 0
    for one in export.checkpoints:
        if roots.get(one.size) != one.root:
            raise first_fault(export, right, one.size)
        right = one.size
    right = 0
    for one in sorted(outside, key=lambda one: one.size):
        if roots[one.size] != one.root:
            said = f"The first {one.size} entries are not those of the checkpoint that you hold."
            raise Fault("rewritten", said, right, one.size)
        right = one.size
    if words:
        size, said = read_words(words)
        if root_words(roots[size]) != said:
            raise Fault("words", f"The words of {size} entries are {root_words(roots[size])}.", 0, size)


def check_proofs(export):
    """The proofs in the export that each checkpoint grew from the one before: whoever holds one of them goes by these,
    and has no entry. The roots were worked out before, so a proof that does not hold is itself what is wrong."""
    before, count = (0, b""), 0
    for count, line in enumerate(export.proofs(), 1):
        if count > len(export.checkpoints):
            break
        one = export.checkpoints[count - 1]
        old, new, proof = line
        right = (old, new) == (before[0], one.size) and all(len(hash_) == 32 for hash_ in proof)
        if not right or not follows(*before, one.size, one.root, proof):
            said = f"The proof that {one.size} entries grew from {before[0]} does not hold."
            raise Fault("forged", said, before[0], one.size)
        before = (one.size, one.root)
    if count != len(export.checkpoints):
        raise Fault("no-export", f"It has {len(export.checkpoints)} checkpoints and {count} proofs between them.")


def first_fault(export, right, size):
    """What is wrong with leaves that lead to no signed root: entries that are not their leaves come first."""
    try:
        check_entries(export, [], lambda done, of: None, size)
    except Fault as fault:
        if fault.position is not None and fault.position >= right:
            return fault
    return Fault("forged", "The root of these entries is not the one that was signed.", right, size)


def all_are_right(export, moments, said, processes):
    """Whether every line is its leaf and in order: the quick look, block by block, shared by so many processes
    where the log is long. It names nothing; :func:`check_entries` then says what is wrong."""
    windows, before = [], 0
    for size, at in moments:
        windows.append((size, _from(before).encode(), _moment(at + LEEWAY).encode()))
        before = at
    export.withheld = {"who": 0, "what": 0}
    first, last = 0, moments[-1][0]
    with _workers(processes if last > FEW else 1) as ask:
        for number, found in ask(_work(export, windows)):
            first += number
            if found is None:
                return False
            export.withheld["who"] += found[0]
            export.withheld["what"] += found[1]
            if found[2]:
                doubt(export, *found[2])
            said(first, last)
    return first == last


def _work(export, windows):
    first, place = 0, 0
    for block in export.blocks():
        number = block.count(b"\n")
        while place < len(windows) - 1 and windows[place][0] <= first:
            place += 1
        yield number, (first, block, export.leaves[first * 32 : (first + number) * 32], windows[place:])
        first += number


@contextlib.contextmanager
def _workers(processes):
    """What gives each piece of work to a process, and answers in order."""
    if processes < 2:
        yield lambda work: ((number, block_is_right(*one)) for number, one in work)
        return
    with futures.ProcessPoolExecutor(processes) as pool:

        def answered(number, answer):
            return number, answer.result()

        def ask(work):
            ahead = collections.deque()
            for number, one in work:
                ahead.append((number, pool.submit(block_is_right, *one)))
                if len(ahead) > 2 * processes:
                    yield answered(*ahead.popleft())
            yield from (answered(*one) for one in ahead)

        yield ask


def block_is_right(position, block, leaves, windows):
    """Of whole lines of ``entries.jsonl``, the first at ``position``: how often who and what are withheld, and what is
    odd about the first time outside its checkpoints, with its position; None where a line is not its leaf."""
    sha, windows, at, withheld_ = hashlib.sha256, iter(windows), 0, [0, 0, None]
    until, earliest, latest = next(windows)
    for line in block.split(b"\n")[:-1]:
        i = line.find(b',"who":')
        j = line.find(b',"what":', i + 7)
        k = line.find(b',"rest":', j + 8)
        who, what, rest = line[i + 7 : j], line[j + 8 : k], line[k + 8 : -1]
        if min(i, j, k) < 0 or line[:i] != b'{"position":%d' % position or line[-1:] != b"}" or rest[:1] == b'"':
            return None
        if who[:1] == b'"' or what[:1] == b'"':
            leaf = leaf_of(line.decode("utf-8", "replace"))[1]
            withheld_[0] += who[:1] == b'"'
            withheld_[1] += what[:1] == b'"'
        else:
            leaf = sha(BEFORE + sha(who).digest() + sha(what).digest() + sha(rest).digest()).digest()
        if leaf != leaves[at : at + 32]:
            return None
        while position >= until:
            until, earliest, latest = next(windows, (position + 1, b"~", b""))
        dated = rest.find(b'"at":"') + 6
        if withheld_[2] is None and (dated < 6 or not earliest <= rest[dated : dated + 19] <= latest):
            odd = odd_time(rest.decode("utf-8", "replace"), earliest.decode(), latest.decode())
            withheld_[2] = (odd, position)
        position, at = position + 1, at + 32
    return withheld_


def check_entries(export, moments, said, until=None):
    """Every line against its leaf, in order; a time that does not agree with the checkpoints around it is kept for
    later."""
    lines, place, number, size = export.lines(), 0, 0, until or export.checkpoints[-1].size
    export.withheld = {"who": 0, "what": 0}
    for number, line in enumerate(lines, 1):
        position, leaf, rest = leaf_of(line)
        if number > size:
            if until:
                return
            raise Fault("inserted", f"Only {size} entries were signed.", size)
        if leaf != export.leaf(number - 1) or position != number - 1:
            raise (
                gone(lines, number - 1) if GONE in line else named(export, number - 1, position, leaf, next(lines, ""))
            )
        for part in withheld(line):
            export.withheld[part] += 1
        while place < len(moments) and number > moments[place][0]:
            place += 1
        if moments:
            earliest = _from(moments[place - 1][1]) if place else ""
            doubt(export, odd_time(rest, earliest, _moment(moments[place][1] + LEEWAY)), number - 1)
        if number % 50_000 == 0:
            said(number, size)
    if number < size:
        raise Fault("truncated", f"There are {number} entries, and {size} were signed.", number)


def gone(lines, here):
    """What happened where the export itself says that there is no entry any more."""
    if all(GONE in line for line in lines):
        return Fault("truncated", "This entry and all that come after it are gone.", here)
    return Fault("missing", "The entry is gone.", here)


def named(export, here, position, leaf, following):
    """What happened at the first line that is not its leaf."""
    if not export.leaf(here):
        return Fault("truncated", "The leaves of the export end here.", here)
    after = leaf_of(following)[1] if following else b""
    where = export.leaves.find(leaf) if leaf else -1
    where = where // 32 if where >= 0 and where % 32 == 0 else None
    if where == here:
        return Fault("reordered", f"The line says that it is position {position}.", here)
    if where is not None and where > here and (not after or after == export.leaf(where + 1)):
        return Fault("missing", f"{where - here} sealed here and gone.", here)
    if where is not None:
        return Fault("reordered", f"What stands here was sealed at position {where}.", here)
    if after and after == export.leaf(here):
        return Fault("inserted", "What stands here was never sealed.", here)
    return Fault("altered", "It is not what was sealed.", here)


def odd_time(rest, earliest, latest):
    """What is odd about an entry's own time, which lies between two moments, in a sentence; nothing where it does."""
    start = rest.find('"at":"')
    text = rest[start + 6 : start + 25]
    if start < 0:
        return "The entry does not say when it was."
    if text < earliest:
        return f"The entry is dated {text}, before the checkpoint that it came after."
    return f"The entry is dated {text}, after the checkpoint that holds it." if text > latest else ""


def _from(checkpoint):
    return _moment(checkpoint - LEEWAY) if checkpoint else ""


_moments = {}


def _moment(seconds):
    if seconds not in _moments:
        _moments[seconds] = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return _moments[seconds]


def check_witnesses(checkpoint, witnesses, quorum, log):
    """Whether enough of these witnesses have seen a checkpoint, at least one where any is named: by their public keys,
    whatever they are called."""
    if any(one.public == log.public for one in witnesses):
        raise Fault("unwitnessed", "One of the witnesses that you gave is the log itself: its own key proves nothing.")
    known = {one.public for one in witnesses}
    seen = len({one.public for one in witnesses if checkpoint.seen_at(one) is not None})
    wanted = max(quorum, 1 if known else 0)
    if seen < wanted:
        raise Fault("unwitnessed", f"{seen} of {len(known)} witnesses have seen it; you asked for {wanted}.")


def check_record(proof, key):
    """Check the proof of one entry (text of a proof file); returns its line and the checkpoint that it leads to.

    :raises Fault: naming what is wrong.
    """
    try:
        told = json.loads(proof)
        if told["form"] != FORM:
            raise Fault("future", f"The proof has form {told['form']}. Get the verifier that belongs to it.")
        checkpoint, hashes = Checkpoint(told["checkpoint"]), [_bytes(one) for one in told["proof"]]
        position, leaf, _ = leaf_of(told["line"])
    except UNREADABLE as fault:
        raise Fault("no-export", f"It is no proof ({type(fault).__name__}).") from None
    require(checkpoint, key)
    whole = all(len(one) == 32 for one in hashes)
    if position is None or not whole or not leads_to(leaf, position, checkpoint.size, hashes, checkpoint.root):
        raise Fault("altered", "The entry does not lead to the signed root.", position)
    return told["line"], checkpoint


def check_beside(one, key, outside, words):
    """Hold one checkpoint, without the log, against those that somebody kept, and against words on paper.

    :raises Fault: it is another than they say.
    :raises NeedsExport: they are of another length, of which one checkpoint alone tells nothing.
    """
    for kept in outside:
        require(kept, key, "other-log")
        if kept.size != one.size:
            raise NeedsExport(f"Your checkpoint is of {kept.size} entries and this one of {one.size}.")
        if kept.root != one.root:
            raise Fault("split-view", f"Two checkpoints of {one.size} entries are signed and differ.", 0, one.size)
    if words:
        size, said = read_words(words)
        if size != one.size:
            raise NeedsExport(f"The words are of {size} entries and this checkpoint of {one.size}.")
        if root_words(one.root) != said:
            raise Fault("words", f"The words of {size} entries are {root_words(one.root)}.", 0, size)


# A witness: what was checked is kept, and what comes next must have grown from it.


def kept_in(folder, key):
    """Where the newest checkpoint of this log is kept, and that checkpoint; none at first."""
    path = os.path.join(folder, f"{hashlib.sha256(key.name.encode()).hexdigest()[:16]}.txt")
    return path, Checkpoint(_read(path)) if os.path.exists(path) else None


def check_offer(text, key, before):
    """The checkpoint of an offer, which must have grown from ``before``.

    :raises Fault: it is none, or it did not.
    """
    head, parted, note = text.replace("\r\n", "\n").partition("\n\n")
    first, *rest = head.split("\n")
    proof, size = [_bytes(line) for line in rest], before.size if before else 0
    if not parted or not first.startswith("old ") or not is_number(first[4:]) or any(len(one) != 32 for one in proof):
        raise Fault("no-export", "This is not an offer of a log.")
    one = Checkpoint(note)
    require(one, key)
    if before:
        require(before, key, "other-log")
    if one.seen_at(key) is None:
        raise Fault("forged", f"The checkpoint of {one.size} entries does not say when it was made.")
    if one.size < size:
        raise Fault("rolled-back", f"{size} entries are kept here; it has {one.size}.", one.size)
    if before and one.size == size and one.root != before.root:
        raise Fault("split-view", f"Two checkpoints of {size} entries are signed and differ.", 0, size)
    if one.size == size:
        return one
    if int(first[4:]) != size:
        raise Fault("no-export", f"Ask for another: the last that is kept here has {size} entries (--old {size}).")
    if not follows(size, before.root if before else b"", one.size, one.root, proof):
        raise Fault("rewritten", f"It did not grow from the {size} entries that are kept here.", 0, size)
    return one


def keep(path, note):
    """Keep a checkpoint: whole or not at all."""
    made = f"{path}.{os.getpid()}.made"
    with open(made, "w", encoding="utf-8", newline="\n") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    os.replace(made, path)


def private_key(folder):
    """The witness's own key, made at the first run, for its owner alone to read."""
    path = os.path.join(folder, "witness.key")
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        with open(path, "rb") as file:
            found = file.read()
        if len(found) != 32:
            raise Fault("wrong-key", "witness.key is damaged: it has not 32 bytes.") from None
        return found
    with os.fdopen(made, "wb") as file:
        found = os.urandom(32)
        file.write(found)
        file.flush()
        os.fsync(file.fileno())
    return found


def cosign(checkpoint, name, private, at):
    """The signature line of a witness who saw a checkpoint at ``at`` (seconds since 1970), and their public key."""
    if not name or "+" in name or name != "".join(name.split()):
        raise Fault("wrong-key", "The name of a witness has no spaces and no plus sign, as fire.example.org.")
    raw = bytes([WITNESS]) + public_of(private)
    short = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    mark = sign(private, f"cosignature/v1\ntime {at}\n{checkpoint.body}".encode())
    line = base64.b64encode(short + at.to_bytes(8, "big") + mark).decode()
    return f"\u2014 {name} {line}\n", f"{name}+{short.hex()}+{base64.b64encode(raw).decode()}"


def root_words(root):
    """The words of a root, as they are printed on agendas and minutes."""
    numbers = [int.from_bytes(root[at : at + 2], "big") for at in range(0, 12, 2)]
    c, v = "bdfghjklmnprstvz", "aiou"
    return "-".join(c[n >> 12] + v[n >> 10 & 3] + c[n >> 6 & 15] + v[n >> 4 & 3] + c[n & 15] for n in numbers)


def _bytes(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _told(done, of):
    sys.stderr.write(f"\r{done:,} of {of:,} entries")


def _read(path):
    with open(path, encoding="utf-8") as file:
        return file.read(4 * LONGEST)


def main(arguments=None):
    """The command."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("export", nargs="?", help="the ZIP, or a folder with its files")
    asked.add_argument("--key", required=True, help="the log's public key")
    asked.add_argument("--checkpoint", action="append", default=[], help="a file with a checkpoint that somebody kept")
    asked.add_argument("--words", default="", help="the number and the six words from an agenda, a pack or minutes")
    asked.add_argument("--witness", action="append", default=[], help="the public key of a witness")
    asked.add_argument("--quorum", type=int, default=0, help="so many of them must have seen it (one, if not said)")
    asked.add_argument("--every-signature", action="store_true", help="work out every signature: slow, 20 ms each")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="so many share a long log")
    asked.add_argument("--record", default="", help="check the proof of one entry instead")
    asked.add_argument(
        "--offer", default="", help="check an offer instead: a checkpoint that grew from the one you keep"
    )
    asked.add_argument("--keep", default="", help="a folder where the newest checkpoint is kept, and your key")
    asked.add_argument("--sign-as", default="", help="sign what was found whole, under this name")
    given = asked.parse_args(arguments)
    if [bool(one) for one in (given.export, given.record, given.offer)].count(True) != 1:
        asked.error("name an export, or a proof with --record, or an offer with --offer")
    if given.record and (given.keep or given.sign_as):
        asked.error("a record is neither kept nor signed: leave --keep and --sign-as out")
    if (given.offer or given.sign_as) and not given.keep:
        asked.error("name the folder of your checkpoints with --keep")
    if given.quorum > len(given.witness):
        asked.error("name as many witnesses with --witness as must have seen it")
    try:
        said = _answer(given)
    except Fault as fault:
        sys.stdout.write(fault.sentence() + "\n")
        return KINDS[fault.kind][0]
    except NeedsExport as asks:
        sys.stdout.write(f"{asks}\n")
        return 2
    except UNREADABLE as fault:
        sys.stdout.write(f"A file cannot be read: {type(fault).__name__}.\n")
        return 2
    sys.stdout.write(said + "\n")
    return 0


def _answer(given):
    key = Key(given.key)
    if given.record:
        line, one = check_record(_read(given.record), key)
        _check_alone(one, given, key)
        return f"right: this entry stands in the log of {key.name}.\n{line}"
    if not given.keep:
        return _answer_whole(given, key, [])[1]
    os.makedirs(given.keep, exist_ok=True)
    path, before = kept_in(given.keep, key)
    try:
        if given.offer:
            one = check_offer(_read(given.offer), key, before)
            _check_alone(one, given, key)
            said = f"right: {one.size:,} entries of {key.name}, words of the root {root_words(one.root)}."
        else:
            one, said = _answer_whole(given, key, [before] if before else [])
    except Fault as fault:
        _keep_evidence(given, key, path, fault)
        raise
    keep(path, one.note)
    return said + (_signed(given, one) if given.sign_as else "")


def _keep_evidence(given, key, path, fault):
    """Of a log that did not grow, the newest checkpoint beside the one that is kept: the two prove it together."""
    if fault.kind not in ("rolled-back", "rewritten", "split-view"):
        return
    text = _read(given.offer).replace("\r\n", "\n").partition("\n\n")[2] if given.offer else ""
    one = Checkpoint(text) if text else Export(given.export).checkpoints[-1]
    keep(f"{path[:-4]}.against-{one.size}.txt", one.note)


def _signed(given, one):
    line, public = cosign(one, given.sign_as, private_key(given.keep), int(time.time()))
    sys.stderr.write(f"Your public key, for the log's settings: {public}\n")
    return f"\n{line.rstrip()}"


def _check_alone(one, given, key):
    """One checkpoint without its log, against all that was given beside it."""
    check_beside(one, key, [Checkpoint(_read(path)) for path in given.checkpoint], given.words)
    check_witnesses(one, [Key(text) for text in given.witness], given.quorum, key)


def _answer_whole(given, key, kept):
    outside = [*kept, *(Checkpoint(_read(path)) for path in given.checkpoint)]
    witnesses = [Key(text) for text in given.witness]
    export = Export(given.export)
    size = check(
        export, key, outside, given.words, witnesses, given.quorum, _told, given.every_signature, given.processes
    )
    who, what, of = export.withheld["who"], export.withheld["what"], len(export.checkpoints)
    return export.checkpoints[-1], (
        f"whole: {size:,} entries of {key.name}, words of the root {root_words(export.checkpoints[-1].root)}.\n"
        f"Withheld: who of {who:,}, what of {what:,}; of these only the commitment is shown.\n"
        f"Signatures worked out: {export.looked_at:,} of {of:,} checkpoints; size and root of all."
    )


if __name__ == "__main__":
    sys.exit(main())
