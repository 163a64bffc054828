"""Proofs of another implementation, right ones and wrong ones: ours says the same of each, in the service and in the
file that strangers run."""

import base64
from pathlib import Path

from auth.ledger import tree
from tests.ledger.conftest import verify

VECTORS = [
    line.split(" ")
    for line in (Path(__file__).parent / "vectors.txt").read_text().splitlines()
    if not line.startswith("#")
]


def raw(text: str) -> bytes:
    return b"" if text == "-" else base64.b64decode(text)


def test_a_proof_would_be_judged_otherwise_than_elsewhere() -> None:
    said = {"holds": 0, "wrong": 0}
    for kind, verdict, size, place, root, other, hashes in VECTORS:
        proof = [] if hashes == "none" else [raw(one) for one in hashes.split(",")]
        right = verdict == "holds"
        if kind == "inclusion":
            given = (raw(other), int(place), int(size), proof, raw(root))
            assert tree.leads_to(*given) is right, given
            assert verify.leads_to(*given) is right, given
        else:
            found = tree.grew_from(int(place), raw(other), int(size), raw(root), proof)
            assert found is right, (place, size, proof)
            theirs = verify.grew_from(int(place), raw(other), int(size), raw(root), proof)
            assert theirs is right, (place, size, proof)
        said[verdict] += 1
    assert said["holds"] >= 12
    assert said["wrong"] >= 150
