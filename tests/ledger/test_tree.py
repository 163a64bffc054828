"""The tree agrees with the hashes that Certificate Transparency publishes, with another implementation, and with itself
at every small size; no proof that was changed is taken."""

import random
from collections.abc import Callable

import pytest

from auth.ledger import tree

# The eight leaves and roots by which logs of RFC 6962 are tried out, published with Certificate Transparency.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def held(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    """Every full subtree of these leaves."""
    levels = [[tree.leaf_hash(leaf) for leaf in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([tree.node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    return lambda level, place: levels[level][place]


def some_leaves(number: int) -> list[bytes]:
    return [f"entry {place}".encode() for place in range(number)]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size: int) -> None:
    get = held([bytes.fromhex(leaf) for leaf in LEAVES])
    assert tree.root(size, get).hex() == ROOTS[size]


def test_every_proof_of_every_small_size_holds_and_is_as_short_as_can_be() -> None:
    for size in range(1, 68):
        get = held(some_leaves(size))
        root = tree.root(size, get)
        for place in range(size):
            proof = tree.inclusion_proof(place, size, get)
            assert tree.leads_to(get(0, place), place, size, proof, root), (place, size)
            assert len(proof) <= (size - 1).bit_length()
        for old in range(1, size + 1):
            proof = tree.consistency_proof(old, size, get)
            assert tree.grew_from(old, tree.root(old, get), size, root, proof), (old, size)
            assert len(proof) <= (size - 1).bit_length() + 1


def test_large_sizes_hold_too_and_nothing_that_was_changed_is_taken() -> None:
    dice = random.Random(9162)
    get = held(some_leaves(5000))
    for _ in range(60):
        size = dice.randrange(301, 5001)
        root = tree.root(size, get)
        place, old = dice.randrange(size), dice.randrange(1, size)
        proof, grown = tree.inclusion_proof(place, size, get), tree.consistency_proof(old, size, get)
        assert tree.leads_to(get(0, place), place, size, proof, root)
        assert tree.grew_from(old, tree.root(old, get), size, root, grown)
        for wrong in damaged(proof, dice):
            assert not tree.leads_to(get(0, place), place, size, wrong, root)
        for wrong in damaged(grown, dice):
            assert not tree.grew_from(old, tree.root(old, get), size, root, wrong)
        other = (place + 1) % size
        assert not tree.leads_to(get(0, other), place, size, proof, root)
        assert not tree.leads_to(get(0, place), other, size, proof, root)
        assert not tree.grew_from(old, tree.root(old - 1, get), size, root, grown)
        assert not tree.grew_from(size, root, old, tree.root(old, get), grown)


def damaged(proof: list[bytes], dice: random.Random) -> list[list[bytes]]:
    """The proof with a bit turned, one hash less, one more, and two changed about."""
    place = dice.randrange(len(proof))
    turned = bytes([proof[place][0] ^ 1]) + proof[place][1:]
    found = [
        [*proof[:place], turned, *proof[place + 1 :]],
        proof[:-1],
        [*proof, proof[0]],
        [*proof[:place], *proof[place + 1 :]],
    ]
    return [*found, proof[::-1]] if len(proof) > 1 else found


def test_what_cannot_be_is_refused() -> None:
    get = held(some_leaves(5))
    for place, size in ((5, 5), (-1, 5), (0, 0)):
        with pytest.raises(ValueError, match="no leaf"):
            tree.inclusion_proof(place, size, get)
        assert not tree.leads_to(get(0, 0), place, size, [], tree.EMPTY)
    with pytest.raises(ValueError, match="cannot have grown"):
        tree.consistency_proof(6, 5, get)
    assert not tree.grew_from(0, bytes(32), 5, tree.root(5, get), [])
    assert not tree.grew_from(3, tree.root(3, get), 5, tree.root(5, get), [])


def test_a_tree_put_together_of_stretches_would_have_another_root() -> None:
    hashes = [tree.leaf_hash(bytes([number])) for number in range(75)]
    for size in range(1, len(hashes)):
        plain, joined = tree.Growing(), tree.Growing()
        for leaf in hashes[:size]:
            plain.add(leaf)
        for first in range(0, size, 8):
            stretch = tree.Growing()
            for leaf in hashes[first : min(first + 8, size)]:
                stretch.add(leaf)
            assert first or joined.root(stretch.parts()) == stretch.root()
            joined.join(stretch.size, stretch.parts())
        assert (joined.size, joined.root()) == (size, plain.root())
