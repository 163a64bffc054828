"""Published vectors through the code paths that this product calls, and the ways in which a forger would vary them.

NIST CAVS (AES-GCM, with its cases that must fail), RFC 4231 (HMAC), the original Ed25519 set and RFC 9106 (Argon2id)
come from the package of vectors that the cryptography library is tested with. To them are added the classes that
Wycheproof tries: every bit of the tag, tags of all zeros and ones, cut and lengthened ones, values beyond the order.
HKDF and other ciphers are not used, so they are not here.
"""

import hmac
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import argon2
import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption import cells
from auth.encryption.cells import HEADER, CannotOpen, unseal
from auth.encryption.signing import signed_by
from auth.sign_in import passwords
from docs.verify_receipt import signed

pytestmark = pytest.mark.pure
SHELF = Path(cryptography_vectors.__file__).parent
ORDER = 2**252 + 27742317777372353535851937790883648493


def blocks(*path: str, starts: str) -> Iterator[dict[str, str]]:
    """The vectors of a file of ``name = value`` lines; a lone word counts as its own name."""
    found: dict[str, str] = {}
    for line in SHELF.joinpath(*path).read_text().splitlines():
        name, _, value = (part.strip() for part in line.strip("[]").partition("="))
        if (name == starts or line.startswith("[")) and starts in found:
            yield dict(found)
            # What stands in brackets holds for all that follow; the rest is of one vector.
            found = {key: found[key] for key in ("Keylen", "IVlen", "PTlen", "AADlen", "Taglen") if key in found}
        if name and not name.startswith("#"):
            found[name] = value
    if starts in found:
        yield found


def gcm() -> Iterator[dict[str, str]]:
    every = blocks("ciphers", "AES", "GCM", "gcmDecrypt256.rsp", starts="Count")
    return (one for one in every if one.get("IVlen") == "96" and one.get("Taglen") == "128")


def opened(one: dict[str, str], *, tag: bytes | None = None, nonce: bytes | None = None, aad: bytes = b"") -> bytes:
    """As a cell is opened, but for padding and header: the same call of the same library."""
    cipher = AESGCM(bytes.fromhex(one["Key"]))
    sealed = bytes.fromhex(one["CT"]) + (bytes.fromhex(one["Tag"]) if tag is None else tag)
    return cipher.decrypt(nonce or bytes.fromhex(one["IV"]), sealed, aad or bytes.fromhex(one["AAD"]))


def test_a_published_gcm_vector_would_open_wrongly_or_a_forged_one_open() -> None:
    valid = forged = 0
    for one in gcm():
        if "FAIL" in one:
            forged += 1
            with pytest.raises(cells.InvalidTag):
                opened(one)
        else:
            valid += 1
            assert opened(one) == bytes.fromhex(one["PT"])
    assert (valid > 150, forged > 150) == (True, True)


def test_a_varied_tag_would_open() -> None:
    """Wycheproof's classes of modified tags, on one vector of each length."""
    lengths = {(one["PTlen"], one["AADlen"]): one for one in gcm() if "FAIL" not in one}
    for one in lengths.values():
        tag = bytes.fromhex(one["Tag"])
        varied = [(int.from_bytes(tag) ^ (1 << bit)).to_bytes(16) for bit in range(128)]
        varied += [bytes(16), b"\xff" * 16, bytes(b ^ 0x80 for b in tag), bytes(b ^ 1 for b in tag), tag[::-1]]
        varied += [tag[:length] for length in range(16)] + [tag + b"\0"]
        for changed in varied:
            if changed != tag:
                with pytest.raises((cells.InvalidTag, ValueError)):
                    opened(one, tag=changed)


def test_a_cell_made_of_a_published_vector_would_not_be_held_to_its_place_and_header() -> None:
    """The product's own layout around the library: a cell with the vector's key and nonce opens in its place alone."""
    one = next(one for one in gcm() if one["PTlen"] == "128" and "FAIL" not in one)
    key, nonce, where = AESGCM(bytes.fromhex(one["Key"])), bytes.fromhex(one["IV"]), cells.column_part("t", "c")
    padded = bytes.fromhex(one["PT"]) + b"\x80" + bytes(15)
    cell = HEADER + nonce + key.encrypt(nonce, padded, where)
    assert unseal(key, cell, where) == bytes.fromhex(one["PT"])
    for other in (bytes(5), b"\2" + HEADER[1:], HEADER[:1] + b"\2" + HEADER[2:], HEADER[:4] + b"\1"):
        with pytest.raises(CannotOpen):
            unseal(key, other + cell[5:], where)


def test_a_published_hmac_would_come_out_otherwise() -> None:
    checked = 0
    for one in blocks("HMAC", "rfc-4231-sha256.txt", starts="Len"):
        code = hmac.digest(bytes.fromhex(one["Key"]), bytes.fromhex(one["Msg"]), "sha256").hex()
        assert code == one["MD"]
        assert not hmac.compare_digest(code, one["MD"][:-1] + ("0" if one["MD"][-1] != "0" else "1"))
        checked += 1
    assert checked >= 6


def signatures() -> Iterator[tuple[bytes, bytes, bytes]]:
    """Public key, message and signature."""
    for line in SHELF.joinpath("asymmetric", "Ed25519", "sign.input").read_text().splitlines():
        _, public, message, signed = line.split(":")[:4]
        yield bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signed)[:64]


def test_a_published_signature_would_be_refused_or_a_forged_one_pass() -> None:
    for number, (public, message, signature) in enumerate(islice(signatures(), 200)):
        assert signed_by(public, signature, message)
        scalar = int.from_bytes(signature[32:], "little")
        flipped = bytearray(signature)
        flipped[number % 64] ^= 1 << number % 8
        beyond = signature[:32] + (scalar + ORDER).to_bytes(32, "little")
        forged = [bytes(flipped), beyond, bytes(64), signature[:63], signature + b"\0", signature[32:] + signature[:32]]
        for changed in forged:
            assert not signed_by(public, changed, message)
            # The verifier without us is our own code, and slow: a few of them.
            assert number >= 6 or not signed(public, message, changed)
        assert number >= 6 or signed(public, message, signature)
        assert not signed_by(public, signature, message + b"\0")
    assert number == 199
    assert not signed_by(bytes(32), bytes(64), b"")
    assert not signed_by(bytes(31), bytes(64), b"")


def test_a_published_password_hash_would_come_out_otherwise() -> None:
    checked = 0
    for one in blocks("KDF", "argon2id.txt", starts="COUNT"):
        # The hasher of passwords takes neither a secret nor further data.
        if "secret" in one or "ad" in one or not one.get("salt") or int(one["memcost"]) > 65_536:
            continue
        raw = argon2.low_level.hash_secret_raw(
            bytes.fromhex(one["pass"]),
            bytes.fromhex(one["salt"]),
            time_cost=int(one["iter"]),
            memory_cost=int(one["memcost"]),
            parallelism=int(one["lanes"]),
            hash_len=int(one["length"]),
            type=argon2.Type.ID,
        )
        assert raw.hex() == one["output"]
        checked += 1
    assert checked >= 2
    kept = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=argon2.Type.ID).hash("correct horse")
    assert passwords.verify_password(kept, "correct horse")
    for wrong in ("correct hors", "Correct horse", "correct horse ", ""):
        assert not passwords.verify_password(kept, wrong)
    for changed in (kept[:-1], kept.replace("argon2id", "argon2xx"), "", kept.replace("v=19", "v=20")):
        assert not passwords.verify_password(changed, "correct horse")
