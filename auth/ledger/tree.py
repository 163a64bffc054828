"""The hash tree of RFC 9162 (section 2.1), its proofs and their checks. Pure.

A hash is 32 bytes of SHA-256. ``get(level, place)`` gives the hash of the whole subtree of 2**level leaves that begins
at leaf place * 2**level; only subtrees that are full are ever asked for.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Get = Callable[[int, int], bytes]
EMPTY = sha256().digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, get: Get) -> bytes:
    """The root of the first ``size`` leaves."""
    return _subtree(0, size, get) if size else EMPTY


class Growing:
    """A tree to which leaves are added in order; holds only the roots of its full parts, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf."""
        size, found = self.size, leaf
        while size & 1:
            found, size = node_hash(self._parts.pop(), found), size >> 1
        self._parts.append(found)
        self.size += 1

    def parts(self) -> list[bytes]:
        """The roots of the full parts so far, the largest first."""
        return [*self._parts]

    def join(self, number: int, parts: Sequence[bytes]) -> None:
        """As many leaves more, as the full parts that they make by themselves: where this tree has a multiple of the
        next power of two."""
        if number & (number - 1):
            self._parts += parts
            self.size += number
            return
        (found,), size, whole = parts, self.size // number, number
        while size & 1:
            found, size = node_hash(self._parts.pop(), found), size >> 1
        self._parts.append(found)
        self.size += whole

    def root(self, more: Sequence[bytes] = ()) -> bytes:
        """The root over all leaves so far, and over the full parts of those that follow."""
        return _folded([*self._parts, *more])


def _folded(parts: Sequence[bytes]) -> bytes:
    if not parts:
        return EMPTY
    found = parts[-1]
    for part in parts[-2::-1]:
        found = node_hash(part, found)
    return found


def inclusion_proof(place: int, size: int, get: Get) -> list[bytes]:
    """The hashes that lead from the leaf at ``place`` to the root of ``size`` leaves (RFC 9162, 2.1.3.1).

    :raises ValueError: there is no such leaf.
    """
    if not 0 <= place < size:
        raise ValueError(f"There is no leaf {place} in a tree of {size}.")
    begin, end, found = 0, size, []
    while end - begin > 1:
        middle = begin + _largest_power_below(end - begin)
        other = (middle, end) if place < middle else (begin, middle)
        found.append(_subtree(*other, get))
        begin, end = (begin, middle) if place < middle else (middle, end)
    return found[::-1]


def consistency_proof(old: int, new: int, get: Get) -> list[bytes]:
    """The hashes that show that the first ``old`` of ``new`` leaves are those they were (RFC 9162, 2.1.4.1).

    :raises ValueError: the old tree is the larger, or negative.
    """
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} cannot have grown from one of {old}.")
    if old in (0, new):
        return []
    begin, end, found, whole = 0, new, list[bytes](), True
    while old != end:
        middle = begin + _largest_power_below(end - begin)
        if old <= middle:
            found.append(_subtree(middle, end, get))
            end = middle
        else:
            found.append(_subtree(begin, middle, get))
            begin, whole = middle, False
    if not whole:
        found.append(_subtree(begin, end, get))
    return found[::-1]


def leads_to(leaf: bytes, place: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether the proof leads from the hash of the leaf at ``place`` to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= place < size or len(leaf) != len(EMPTY):
        return False
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
    return last == 0 and found == root_hash


def grew_from(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of ``new`` leaves grew from that of ``old`` (RFC 9162, 2.1.4.2).

    Nothing is shown of an empty tree, from which every tree grows."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
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


def _subtree(begin: int, end: int, get: Get) -> bytes:
    """The hash over the leaves from ``begin`` to before ``end``; ``begin`` is a multiple of the next power of two."""
    length = end - begin
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return get(level, begin >> level)
    middle = begin + _largest_power_below(length)
    return node_hash(_subtree(begin, middle, get), _subtree(middle, end, get))


def _largest_power_below(number: int) -> int:
    return 1 << (number - 1).bit_length() - 1
