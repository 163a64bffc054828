"""The verifier as a stranger runs it: what it says of bad input, of one record, of words on paper; what it needs."""

import ast
import io
import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.ledger import erasure, export, keys, notes, witnessing
from auth.ledger.checkpoints import make, signed
from auth.ledger.notes import WITNESS, Checkpoint, Verifier
from auth.ledger.words import root_words
from tests.ledger.conftest import VERIFIER, Log, verify

OTHER = bytes(range(32))


def public(name: str, kind: int = notes.LOG) -> str:
    return Verifier(name, Ed25519PrivateKey.from_private_bytes(OTHER).public_key().public_bytes_raw(), kind).text()


@pytest.fixture
def unpacked(log: Log) -> Any:
    """``unpacked(change)``: the export as a folder that ``change`` was let at; what the command says of it, and ends
    with."""
    log.grow(30)
    kept = log.grow(12)

    def run(change: Callable[[Path], object], *words: str, key: str = "") -> Any:
        folder = log.folder / "out"
        shutil.rmtree(folder, ignore_errors=True)
        with zipfile.ZipFile(log.file()) as pack:
            pack.extractall(folder)
        change(folder)
        with time_machine.travel(log.at, tick=False):
            return verify.main([str(folder), "--key", key or keys.verifier().text(), *words])

    run.log, run.kept = log, kept  # type: ignore[attr-defined]
    return run


def lines_of(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    file = folder / "entries.jsonl"
    file.write_text("".join(change(file.read_text().splitlines(keepends=True))))


def test_bad_input_would_pass_or_be_called_by_another_name(unpacked: Any, capsys: Any) -> None:
    log, other = unpacked.log, unpacked.log.folder / "other.txt"
    size, root = 42, make("asked").root

    def told(change: Callable[[Path], object], *words: str, key: str = "") -> Any:
        code = unpacked(change, *words, key=key)
        return code, capsys.readouterr().out

    def about(**values: object) -> Callable[[Path], object]:
        def change(folder: Path) -> None:
            found = json.loads((folder / "export.json").read_text())
            (folder / "export.json").write_text(json.dumps({**found, **values}))

        return change

    assert told(lambda folder: None)[0] == 0
    ours = keys.origin()
    other.write_text(notes.sign_checkpoint(Checkpoint("elsewhere.example.org/log", size, root), OTHER))
    cases: list[tuple[int, str, tuple[Any, ...], str]] = [
        (14, "at position 20", (lambda f: lines_of(f, lambda all_: all_[:20]),), ""),
        (13, "at position 3", (lambda f: lines_of(f, lambda a: [*a[:3], a[8], *a[4:8], a[3], *a[9:]]),), ""),
        (12, "at position 42", (lambda f: lines_of(f, lambda all_: [*all_, all_[0]]),), ""),
        (11, "at position 7", (lambda f: lines_of(f, lambda all_: all_[:7] + all_[9:]),), ""),
        (10, "at position 5", (lambda f: lines_of(f, lambda a: [*a[:5], a[5].replace("case", "casa"), *a[6:]]),), ""),
        (21, "is of", (lambda f: None,), public("elsewhere.example.org/log")),
        (21, "is of", (about(origin="elsewhere.example.org/log"),), ""),
        (20, "another key", (lambda f: None,), public(ours)),
        (23, "form 2", (about(form=2),), ""),
        (22, "elsewhere", (lambda f: None, "--checkpoint", str(other)), ""),
        (24, "cannot be read", (lambda f: (f / "leaves.bin").unlink(),), ""),
        (24, "cannot be read", (lambda f: (f / "export.json").write_text("{"),), ""),
        (14, "at position 40", (lambda f: (f / "leaves.bin").write_bytes((f / "leaves.bin").read_bytes()[:1280]),), ""),
        (24, "no checkpoint", (lambda f: (f / "checkpoints.jsonl").write_text(""),), ""),
        (25, "0 of 1", (lambda f: None, "--witness", public("fire.example.org", WITNESS), "--quorum", "1"), ""),
    ]
    for code, said, (change, *words), key in cases:
        found = told(change, *words, key=key)
        assert found[0] == code, (code, said, found)
        assert said in found[1], found
    bent = signed(42, bytes(32), log.at)

    def forge(folder: Path, note: str) -> None:
        file = folder / "checkpoints.jsonl"
        file.write_text(file.read_text().splitlines()[0] + "\n" + json.dumps({"note": note}) + "\n")

    assert told(lambda folder: forge(folder, bent))[1].startswith("not whole: forged between positions 30 and 41")
    assert told(lambda folder: forge(folder, unpacked.kept.replace("\n42\n", "\n43\n")))[0] == 15
    later = signed(42, root, log.at.replace(year=2031))
    assert told(lambda folder: forge(folder, later))[0] == 23
    whole = log.file().read_bytes()
    (log.folder / "half.zip").write_bytes(whole[: len(whole) // 2])
    assert verify.main([str(log.folder / "half.zip"), "--key", keys.verifier().text()]) == 24
    assert verify.main([str(log.folder / "none.zip"), "--key", keys.verifier().text()]) == 24
    assert verify.main([str(log.folder / "half.zip"), "--key", "no key"]) == 20


def test_a_witness_or_words_on_paper_would_count_for_nothing(unpacked: Any) -> None:
    log = unpacked.log
    fire = public("fire.example.org", WITNESS)
    made = make("asked")
    paper = f"42 {root_words(made.root)}"
    assert unpacked(lambda folder: None, "--words", paper) == 0
    assert unpacked(lambda folder: None, "--words", paper.replace("-", " ")) == 0
    assert unpacked(lambda folder: None, "--words", f"41 {root_words(made.root)}") == 26
    assert unpacked(lambda folder: None, "--words", f"50 {root_words(made.root)}") == 16
    made.seen = notes.cosign(made.note, "fire.example.org", OTHER, int(log.at.timestamp()))
    assert unpacked(lambda folder: None, "--witness", fire, "--quorum", "1") == 0
    made.seen = made.seen.replace("AAAA", "AAAB", 1) if "AAAA" in made.seen else made.seen[:-9] + "AAAAAAAA\n"
    assert unpacked(lambda folder: None, "--witness", fire, "--quorum", "1") == 25


def test_one_witness_would_count_twice_or_the_log_be_its_own(unpacked: Any) -> None:
    made, at = make("asked"), int(unpacked.log.at.timestamp())
    names = ("fire.example.org", "police.example.org")
    made.seen = "".join(notes.cosign(made.note, name, OTHER, at) for name in names)
    both = [word for name in names for word in ("--witness", public(name, WITNESS))]
    assert unpacked(lambda folder: None, *both, "--quorum", "1") == 0
    assert unpacked(lambda folder: None, *both, "--quorum", "2") == 25
    own = keys.verifier(WITNESS).text()
    assert unpacked(lambda folder: None, "--witness", own, "--quorum", "1") == 25


@pytest.mark.long
def test_what_was_given_beside_would_be_passed_over(unpacked: Any, capsys: Any, tmp_path: Path) -> None:
    """A witness without a number, and all that is given beside a proof or an offer: held to, or refused aloud."""
    log, made = unpacked.log, make("asked")
    key, at, fire = keys.verifier().text(), int(unpacked.log.at.timestamp()), public("fire.example.org", WITNESS)
    seen = notes.cosign(made.note, "fire.example.org", OTHER, at)
    proof, offer, kept = tmp_path / "proof.json", tmp_path / "offer.txt", tmp_path / "kept.txt"
    other, old = tmp_path / "other.txt", tmp_path / "old.txt"
    kept.write_text(unpacked.kept)
    other.write_text(signed(42, bytes(32), log.at))
    old.write_text(signed(30, bytes(32), log.at))
    paper = f"42 {root_words(made.root)}"

    def told(*words: str) -> tuple[int, int, int]:
        """What comes of an export, of a record and of an offer with these."""
        proof.write_text(json.dumps(export.record_proof(log.number_at(7))))
        offer.write_text(witnessing.offer(0))
        with time_machine.travel(log.at, tick=False):
            ways = (["--record", str(proof)], ["--offer", str(offer), "--keep", str(tmp_path / "folder")])
            shutil.rmtree(tmp_path / "folder", ignore_errors=True)
            beside = [verify.main([*way, "--key", key, *words]) for way in ways]
        return (unpacked(lambda folder: None, *words), *beside)

    assert told() == (0, 0, 0)
    assert told("--witness", fire) == (25, 25, 25)
    assert told("--witness", fire, "--quorum", "0") == (25, 25, 25)
    assert told("--witness", keys.verifier(WITNESS).text()) == (25, 25, 25)
    assert told("--checkpoint", str(kept), "--words", paper) == (0, 0, 0)
    assert told("--checkpoint", str(other)) == (18, 18, 18)
    assert told("--words", paper.replace("-", "-b", 1)[:-1]) == (26, 26, 26)
    capsys.readouterr()
    assert told("--checkpoint", str(old)) == (18, 2, 2)
    assert told("--words", f"30 {root_words(made.root)}") == (26, 2, 2)
    assert capsys.readouterr().out.count("Only a whole export tells them together") == 4
    assert not list((tmp_path / "folder").glob("*")), "what was not answered is not kept"
    made.seen = seen
    assert told("--witness", fire) == (0, 0, 0)
    for words in (
        ["--record", str(proof), "--keep", str(tmp_path)],
        ["--record", str(proof), "--sign-as", "fire.example.org"],
        [str(log.file()), "--quorum", "1"],
        [str(log.file()), "--record", str(proof)],
    ):
        with pytest.raises(SystemExit) as ended:
            verify.main([*words, "--key", key])
        assert ended.value.code == 2, words


def shorten(folder: Path, entries: int, leaves: int, said: int) -> None:
    """Leave the export its first checkpoint, so many lines and leaves, and let it say that it has so many entries."""
    for name in ("checkpoints.jsonl", "proofs.jsonl"):
        (folder / name).write_text((folder / name).read_text().splitlines()[0] + "\n")
    lines_of(folder, lambda all_: all_[:entries])
    (folder / "leaves.bin").write_bytes((folder / "leaves.bin").read_bytes()[: leaves * 32])
    about = json.loads((folder / "export.json").read_text())
    (folder / "export.json").write_text(json.dumps({**about, "size": said}))


def test_a_log_cut_off_at_a_checkpoint_would_be_called_whole_or_longer(unpacked: Any, capsys: Any) -> None:
    """Nothing in the export is wrong then: it can only be said how long it is, and held against what somebody keeps."""
    paper = f"42 {root_words(make('asked').root)}"
    assert unpacked(lambda folder: shorten(folder, 30, 30, 42)) == 14
    assert "newest checkpoint has 30" in capsys.readouterr().out
    assert unpacked(lambda folder: shorten(folder, 30, 42, 42)) == 14
    assert unpacked(lambda folder: shorten(folder, 30, 42, 30)) == 24
    assert unpacked(lambda folder: shorten(folder, 30, 30, 30)) == 0
    assert "whole: 30 entries" in capsys.readouterr().out
    assert unpacked(lambda folder: shorten(folder, 30, 30, 30), "--words", paper) == 16
    assert unpacked(lambda folder: shorten(folder, 30, 42, 42), "--words", paper) == 16


def test_a_proof_between_two_checkpoints_would_pass_unread(unpacked: Any, capsys: Any) -> None:
    """Whoever holds an old checkpoint goes by these proofs, without the entries."""

    def proofs(change: Callable[[list[Any]], object]) -> int:
        def change_file(folder: Path) -> None:
            told = [json.loads(line) for line in (folder / "proofs.jsonl").read_text().splitlines()]
            change(told)
            (folder / "proofs.jsonl").write_text("".join(json.dumps(one) + "\n" for one in told))

        return int(unpacked(change_file))

    assert proofs(lambda told: None) == 0
    for change in (
        lambda told: told[1].update(old=29),
        lambda told: told[1].update(new=41),
        lambda told: told[1].update(proof=None),
        lambda told: told[1]["proof"].pop(),
        lambda told: told[1]["proof"].append("AAAA"),
        lambda told: told[1]["proof"].reverse(),
        lambda told: told[0].update(proof=told[1]["proof"]),
    ):
        assert proofs(change) == 15
    assert "between positions" in capsys.readouterr().out
    assert proofs(lambda told: told.pop()) == 24
    assert proofs(lambda told: told.append(told[1])) == 24
    assert unpacked(lambda folder: (folder / "proofs.jsonl").unlink()) == 24
    for odd in ("3", "[]", "{", '{"old":0,"new":30,"proof":4}'):
        assert unpacked(lambda folder, odd=odd: (folder / "proofs.jsonl").write_text(odd)) == 24, odd


def test_processes_that_share_an_export_would_find_another_fault_than_one(unpacked: Any, tmp_path: Path) -> None:
    """As a stranger runs it, from its file; each block of its own process."""
    plain = VERIFIER.read_text()
    small = plain.replace("FEW = 20_000", "FEW = 4").replace("file.read(LONGEST)", "file.read(2000)")
    assert small != plain.replace("FEW = 20_000", "FEW = 4") != plain
    (tmp_path / "verify_log.py").write_text(small)
    log = unpacked.log
    with time_machine.travel(log.at, tick=False):
        erasure.erase(number=log.number_at(33), part="who", grounds="court")
    log.grow(2)

    def told(change: Callable[[Path], object]) -> tuple[int, str]:
        unpacked(change)
        words = [str(tmp_path / "verify_log.py"), str(log.folder / "out"), "--key", keys.verifier().text()]
        done = subprocess.run(
            [sys.executable, *words, "--processes", "2"], capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout

    code, said = told(lambda folder: None)
    assert (code, "Withheld: who of 1, what of 0" in said) == (0, True)
    for code, place, change in (
        (10, 37, lambda lines: [*lines[:37], lines[37].replace("case", "casa"), *lines[38:]]),
        (11, 7, lambda lines: [*lines[:7], *lines[9:]]),
        (12, 45, lambda lines: [*lines, lines[0]]),
        (14, 40, lambda lines: lines[:40]),
    ):
        found = told(lambda folder, change=change: lines_of(folder, change))  # type: ignore[misc]
        assert found[0] == code, found
        assert f"at position {place}" in found[1]


def test_which_signatures_were_worked_out_would_not_be_said(unpacked: Any, capsys: Any) -> None:
    """One in the middle of a day is taken by size and root, unless somebody holds its like or asks for all."""
    log, held = unpacked.log, unpacked.log.folder / "held.txt"
    log.grow(3)
    held.write_text(unpacked.kept)

    def bend(folder: Path) -> None:
        file = folder / "checkpoints.jsonl"
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        key = verify.Key(keys.verifier().text())
        bent = verify.Checkpoint(lines[1]["note"])
        other = verify.Checkpoint(lines[2]["note"])
        ((_, short, _), *_), ((_, _, wrong), *_) = bent.lines, other.lines
        assert short == key.short
        line = notes._line(keys.verifier(), wrong)
        lines[1]["note"] = "\n".join([*lines[1]["note"].split("\n")[:4], line + lines[1]["note"].split("\n")[5], ""])
        file.write_text("".join(json.dumps(one) + "\n" for one in lines))

    assert unpacked(bend) == 0
    said = capsys.readouterr().out
    assert "Signatures worked out: 2 of 3" in said
    assert "Withheld: who of 0, what of 0" in said
    assert unpacked(bend, "--every-signature") == 15
    assert unpacked(bend, "--checkpoint", str(held)) == 15
    assert unpacked(bend, "--words", f"42 {root_words(verify.Checkpoint(unpacked.kept).root)}") == 15
    assert unpacked(lambda folder: None, "--every-signature") == 0


def test_odd_input_would_end_in_a_traceback(unpacked: Any, capsys: Any, tmp_path: Path) -> None:
    key, odd = keys.verifier().text(), tmp_path / "odd.txt"
    note = unpacked.kept
    for words in ("abc", " ", "42", "-3 a b c d e f", "² a b c d e f", f"{'9' * 5000} a b c d e f", "42 a b c d e"):
        assert unpacked(lambda folder: None, f"--words={words}") == 26, words
    for text in ("", "x", note.replace("\n42\n", "\n²\n"), note.replace("\n42\n", f"\n{'4' * 5000}\n"),
                 note.replace("\n42\n", "\n042\n")):  # fmt: skip
        odd.write_text(text)
        assert unpacked(lambda folder: None, "--checkpoint", str(odd)) == 24, text
    odd.write_bytes(b"\xff\xfe")
    assert unpacked(lambda folder: None, "--checkpoint", str(odd)) == 2
    for content in ("[]", "{}", '{"note": 4}', '{"note": null}', "[" * 100_000, '"note"', " " * 1_000_001 + "{}"):
        change = lambda f, content=content: (f / "checkpoints.jsonl").write_text(content + "\n")  # noqa: E731
        assert unpacked(change) == 24, content[:20]
    for content in ("[]", "3", '{"form": 1, "origin": "x", "size": Infinity}', '{"form":1,"origin":"x","size":-1}'):
        assert unpacked(lambda f, content=content: (f / "export.json").write_text(content)) == 24, content
    long = lambda f: lines_of(f, lambda all_: [*all_[:9], "x" * 1_000_001])  # noqa: E731
    assert unpacked(long) == 24
    leaves = lambda f, by: (f / "leaves.bin").write_bytes((f / "leaves.bin").read_bytes() + by)  # noqa: E731
    assert unpacked(lambda f: leaves(f, bytes(32))) == 24
    assert unpacked(lambda f: (f / "leaves.bin").write_bytes(bytes(1300))) == 24
    for proof in ("[]", "3", '{"form":1,"checkpoint":1,"proof":[1],"line":2}', "[" * 100_000):
        odd.write_text(proof)
        assert verify.main(["--record", str(odd), "--key", key]) == 24, proof[:20]
    for name, content in odd_packs(unpacked.log.file()).items():
        odd.write_bytes(content)
        assert verify.main([str(odd), "--key", key]) == 24, name
    assert "Traceback" not in capsys.readouterr().out


def odd_packs(whole: Path) -> dict[str, bytes]:
    """Exports that unpack to something else than they say, or not at all."""
    content = whole.read_bytes()
    with zipfile.ZipFile(whole) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
        begins = pack.getinfo("entries.jsonl").header_offset + 30 + len("entries.jsonl") + 20
    found = {"spoilt": content[:begins] + bytes(200) + content[begins + 200 :]}
    for name, kind, twice in (("twice", zipfile.ZIP_DEFLATED, True), ("bzip2", zipfile.ZIP_BZIP2, False)):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", kind) as pack, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for member in [*members, "export.json"] if twice else members:
                pack.writestr(member, members[member])
        found[name] = file.getvalue()
    locked = bytearray(content)
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + flags] |= 1
    return {**found, "encrypted": bytes(locked)}


def test_the_proof_of_one_record_would_hold_for_another(log: Log) -> None:
    log.grow(300)
    key = verify.Key(keys.verifier().text())
    proof = export.record_proof(log.number_at(123))
    assert '"position":123' in verify.check_record(json.dumps(proof), key)[0]
    assert len(proof["proof"]) <= 9, "no longer than it need be"  # type: ignore[arg-type]
    other = export.record_proof(log.number_at(124))
    for wrong in (
        {"line": other["line"]},
        {"proof": other["proof"]},
        {"line": str(proof["line"]).replace("123", "122", 1)},
        {"proof": [*proof["proof"], "AAAA"]},  # type: ignore[misc]
    ):
        with pytest.raises(verify.Fault) as found:
            verify.check_record(json.dumps({**proof, **wrong}), key)
        assert found.value.kind == "altered"
    with pytest.raises(export.NothingToExport):
        export.record_proof(log.number_at(299) + 1)


def test_the_verifier_would_need_something_to_be_installed() -> None:
    tree = ast.parse(VERIFIER.read_text())
    asked = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    asked |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert asked
    assert asked <= set(sys.stdlib_module_names)


def test_signatures_would_be_judged_otherwise_than_elsewhere() -> None:
    """Against the library that the service signs with, and every bit of one signature."""
    for seed in range(4):
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        raw, words = private.public_key().public_bytes_raw(), b"words" * seed
        mark = private.sign(words)
        assert verify.signed(raw, words, mark)
        assert not verify.signed(raw, words + b".", mark)
    wrong = 0
    for bit in range(0, 512, 37):
        bent = bytearray(mark)
        bent[bit // 8] ^= 1 << bit % 8
        wrong += verify.signed(raw, words, bytes(bent))
    assert wrong == 0
