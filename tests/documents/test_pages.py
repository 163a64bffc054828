import re
import socket
import threading
from io import BytesIO

import pytest
import sqlalchemy as sa

from casework.cases.service import declare_conflict
from casework.documents.models import Document
from extensions import db
from tests.cases.made import acting, actor_named, case_on_record, entries
from tests.documents import files


def add(browser, made, content, name="letter.pdf", about=""):
    browser.get(f"/cases/{made.reference}/documents/new")
    return browser.submit({"about": about}, files={"upload": (BytesIO(content), name)})


def link_of(page):
    return next(link for link in page.links() if "/documents/" in link and not link.endswith(("/new", "/removal")))


def test_a_document_comes_back_changed_shown_in_the_page_or_without_its_name(app, browser_for):
    made = case_on_record(app, listed=True)
    rowan = browser_for("rowan")
    page = add(rowan, made, b"Two men came on 3 June.\n", "রহিমা খাতুনের চিঠি.html", about="From the landlord")
    assert page.path == f"/cases/{made.reference}/documents"
    assert "রহিমা খাতুনের চিঠি" in page.words()
    assert "From the landlord" in page.words()
    assert "Not scanned for viruses: no scanner is set up here" in page.words()
    answer = rowan.http.get(link_of(page))
    assert answer.get_data() == b"Two men came on 3 June.\n"
    assert answer.mimetype == "text/plain"
    given = answer.headers["Content-Disposition"]
    assert given.startswith("attachment;")
    assert "filename*=UTF-8''%E0%A6%B0" in given
    assert given.endswith(".txt")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(entries(app, "document.download")) == 1


def test_a_document_lies_open_in_the_database(app, browser_for):
    made = case_on_record(app)
    add(browser_for("cora"), made, b"canary in a document", "canary name.txt", about="canary about")
    with app.app_context():
        row = db.session.execute(sa.select(Document.name_sealed, Document.about_sealed, Document.content_sealed)).one()
        assert all(cell and b"canary" not in cell for cell in row)


@pytest.mark.parametrize("who", ["rowan", "fern", "hal", "oak", "yew"])
def test_a_document_is_handed_to_somebody_without_the_case(app, browser_for, who):
    made = case_on_record(app)
    cora = browser_for("cora")
    path = link_of(add(cora, made, files.pdf()))
    other = browser_for(who)
    assert other.get(path).status == 404
    assert other.get(f"/cases/{made.reference}/documents").status == 404
    nonce = re.search(r"'nonce-([^']+)'", other.http.get(path).headers["Content-Security-Policy"])
    assert nonce, "what stands in place of a file is a page, and has the policy of pages"
    assert "<script>" not in other.get(path).text, "nor a script that its policy stops"
    assert len(entries(app, "document.download")) == 0
    assert len(entries(app, "document.read", "refused")) == 4, "the document three times, and the list of documents"


def test_a_document_is_reached_through_another_case(app, browser_for):
    one, other = case_on_record(app), case_on_record(app)
    cora = browser_for("cora")
    path = link_of(add(cora, one, files.pdf()))
    assert cora.get(path.replace(one.reference, other.reference)).status == 404
    assert cora.http.get(path).status_code == 200


def test_a_conflict_leaves_documents_open(app, browser_for):
    made = case_on_record(app)
    alder = browser_for("alder")
    path = link_of(add(alder, made, files.pdf()))
    with acting(app, "cora") as cora:
        declare_conflict(actor=cora, case_id=made.id, account_id=actor_named("alder").account_id, connection="work")
    assert alder.get(path).status == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "We cannot take this kind of file"),
        (files.locked_pdf(), "protected"),
        (files.packed({"a.txt": b"a"}), "one at a time"),
        (b"", "The file is empty"),
    ],
)
def test_a_refused_file_leaves_a_row_or_no_plain_words(app, browser_for, content, words):
    made = case_on_record(app)
    page = add(browser_for("cora"), made, content, "report.pdf", about="What it is")
    assert page.status == 422
    assert words in page.words()
    assert "What it is" in page.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Document)) == 0


def test_a_form_without_a_file_fails(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/documents/new")
    page = browser.submit({"about": "x"}, files={"upload": (BytesIO(b""), "")})
    assert page.status == 422
    assert "Choose a file" in page.words()


def test_a_far_too_large_file_is_read_or_breaks_the_page(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/documents/new")
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\n\r\n'
    answer = browser.http.post(
        f"/cases/{made.reference}/documents/new",
        data=head + b"a" * 27_000_000 + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413


def test_a_document_taken_away_is_still_handed_out(app, browser_for):
    made = case_on_record(app, listed=True)
    cora, rowan = browser_for("cora"), browser_for("rowan")
    path = link_of(add(cora, made, files.pdf()))
    assert rowan.get(f"{path}/removal").status == 404
    cora.get(f"{path}/removal")
    assert cora.submit({}).status == 422
    page = cora.submit({"reason": "Wrong case"})
    assert path not in page.links()
    assert cora.get(path).status == 404
    assert "Wrong case" in cora.get(f"/cases/{made.reference}/timeline").words()


class Scanner(threading.Thread):
    """Answers one INSTREAM as a clamd would."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.read = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        line, _ = self.door.accept()
        with line, self.door:
            stream = line.makefile("rb")
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4), "big"):
                self.read += stream.read(size)
            line.sendall(self.answer + b"\0")
            stream.close()


@pytest.fixture
def scanner_at(app, monkeypatch):
    def use(address):
        settings = app.extensions["casework-settings"].model_copy(update={"clamd_address": address})
        monkeypatch.setitem(app.extensions, "casework-settings", settings)

    return use


def test_a_scanned_file_is_called_unscanned_or_sent_in_part(app, browser_for, scanner_at):
    scanner = Scanner(b"stream: OK")
    scanner.start()
    scanner_at(scanner.address)
    page = add(browser_for("cora"), case_on_record(app), b"a" * 200_000, "a.txt")
    assert "Scanned, nothing found" in page.words()
    scanner.join(5)
    assert scanner.read == b"a" * 200_000


def test_an_infected_file_is_kept(app, browser_for, scanner_at):
    scanner = Scanner(b"stream: Eicar-Test-Signature FOUND")
    scanner.start()
    scanner_at(scanner.address)
    page = add(browser_for("cora"), case_on_record(app), b"anything", "a.txt")
    assert page.status == 422
    assert "Eicar" not in page.text
    scanner.join(5)


def test_a_file_is_let_in_unscanned_when_the_scanner_is_down(app, browser_for, scanner_at):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    scanner_at(f"127.0.0.1:{port}")
    page = add(browser_for("cora"), case_on_record(app), b"anything", "a.txt")
    assert page.status == 422
    assert "cannot be checked for viruses now" in page.words()
