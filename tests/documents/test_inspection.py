from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from casework.documents import packed as packed_files
from casework.documents import pdfs
from casework.documents.inspection import download_name, inspect, label_of
from casework.documents.kinds import DOCX, JPEG, MP3, MP4, ODT, PDF, PNG, TEXT, XLSX, Unfit
from tests.documents import files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), PDF),
        (files.photo(), JPEG),
        (files.photo(kind="PNG"), PNG),
        (files.docx(), DOCX),
        (files.xlsx(), XLSX),
        (files.odt(), ODT),
        ("Notes of 3 June\nরহিমা খাতুন\n".encode(), TEXT),
        (files.mp3(), MP3),
        (files.mp4(), MP4),
    ],
)
def test_a_kind_that_is_allowed_is_refused_or_taken_for_another(content, kind):
    assert inspect(content).kind is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00" + b"\0" * 200,
        b"\x7fELF" + b"\0" * 200,
        b"<html><script>alert(1)</script></html>",
        b"  \n<?xml version='1.0'?><svg onload='alert(1)'/>",
        b"{\\rtf1 hello}",
        b"#!/bin/sh\nrm -rf /",
        b"GIF89a" + b"\0" * 50,
        b"L\0\0\0\x01\x14\x02\0" + b"\0" * 100,
        files.packed({"a.exe": b"MZ"}),
        files.packed({}),
        b"text with a \0 in it",
        b"\xff\xfe\x00 not utf-8",
        files.mp4(b"heic"),
        files.mp4(b"evil"),
        b"%PDF-1.7 <html><script>alert(1)</script>",
        b"\xff\xd8\xff<html><script>alert(1)</script>",
        files.photo()[:200],
        files.photo(kind="PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + files.photo(),
        files.locked_pdf(),
        files.owner_locked_pdf(),
        files.docx(**{"word/vbaProject.bin": b"x"}),
        files.docx(**{"word/embeddings/oleObject1.bin": b"x"}),
        files.docx(**{"word/embeddings/inside.docx": b"x"}),
        files.docx(**{"../evil.xml": b"x"}),
        files.docx(
            **{"[Content_Types].xml": "<Override ContentType='application/vnd.ms-word.document.macroEnabled'/>"}
        ),
        files.docx(
            **{"word/_rels/settings.xml.rels": "<Relationship Type='x/attachedTemplate' TargetMode='External'/>"}
        ),
        files.packed({"mimetype": ODT.content_type, "Basic/Standard/script.xml": "x"}),
        files.docx()[:-30],
        b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 + b"MZ\x90\0" * 50,
        b"\xff\xfb\x90\x00" + b"<script>alert(1)</script>" * 40,
    ],
    ids=range(32),
)
def test_a_file_that_could_act_or_is_damaged_is_let_in(content):
    """AC 34."""
    with pytest.raises(Unfit) as refused:
        inspect(content)
    assert str(refused.value)


@pytest.mark.long
def test_a_file_over_25_mb_is_let_in():
    inspect(b"a" * 25_000_000)
    with pytest.raises(Unfit, match="25 MB"):
        inspect(b"a" * 25_000_001)


def test_a_photo_keeps_its_place_its_device_or_lies_on_its_side():
    found = inspect(files.photo())
    assert b"CanaryPhone" not in found.content
    assert b"Exif" not in found.content
    with Image.open(BytesIO(found.content)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()


def test_what_is_hung_onto_a_picture_is_kept():
    assert b"<script>" not in inspect(files.photo() + b"<script>alert(1)</script>").content
    assert b"PK" not in inspect(files.photo(kind="PNG") + files.docx()).content


@pytest.mark.long
def test_a_picture_that_fills_the_memory_is_opened():
    with pytest.raises(Unfit, match="too large"):
        inspect(files.photo(kind="PNG", size=(8_001, 5_000), gps=False))


def test_a_pdf_keeps_a_script_a_launch_or_a_file():
    content = inspect(files.hostile_pdf()).content
    for active in (
        b"JavaScript",
        b"canary",
        b"/Launch",
        b"/AA",
        b"/OpenAction",
        b"EmbeddedFiles",
        b"/XFA",
        b"Filespec",
        b"FileAttachment",
    ):
        assert active not in content, active
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        assert not pdf.attachments


def test_a_pdf_keeps_its_author():
    assert b"Canary Author" not in inspect(files.pdf()).content


def test_what_stands_before_or_after_a_pdf_is_kept():
    assert b"<script>" not in inspect(files.pdf() + b"<script>alert(1)</script>").content
    assert b"PK\x03\x04" not in inspect(files.pdf() + files.docx()).content


def test_an_ordinary_link_is_cut_out_of_a_pdf():
    made = pikepdf.new()
    page = made.add_blank_page().obj
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/keep")
    corner = pikepdf.Array([0, 0, 1, 1])
    page.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=corner, A=action)])
    out = BytesIO()
    made.save(out)
    assert b"example.org/keep" in inspect(out.getvalue()).content


def test_a_pdf_without_end_is_written(monkeypatch):
    monkeypatch.setattr(pdfs, "MOST_PAGES", 0)
    with pytest.raises(Unfit, match="pages"):
        inspect(files.pdf())


def test_an_office_file_unpacks_without_end(monkeypatch):
    monkeypatch.setattr(packed_files, "MOST_UNPACKED", 10_000)
    bomb = files.docx(**{"word/media/a.xml": b"0" * 20_000})
    with pytest.raises(Unfit, match="too large"):
        inspect(bomb)


def test_an_office_file_keeps_what_is_hung_onto_it():
    assert b"<script>" not in inspect(files.docx() + b"<script>alert(1)</script>").content


def test_an_ordinary_link_stops_a_word_file():
    link = "<Relationship Type='http://x/hyperlink' TargetMode='External' Target='https://example.org'/>"
    assert inspect(files.docx(**{"word/_rels/document.xml.rels": link})).kind is DOCX


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("letter.pdf", "letter"),
        ("রহিমা খাতুনের চিঠি.pdf", "রহিমা খাতুনের চিঠি"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\photo.JPG", "photo"),
        ("evil\u202egnp.exe", "evilgnp"),
        ("two\nlines\r.txt", "two lines"),
        ("a.tar.gz", "a.tar"),
        ("...", "Document"),
        ("", "Document"),
        (None, "Document"),
        (".htaccess", "htaccess"),
        ("x" * 300 + ".pdf", "x" * 120),
        ("Report 3.5 (final).docx", "Report 3.5 (final)"),
    ],
)
def test_a_file_name_keeps_what_could_harm_or_loses_its_letters(name, label):
    assert label_of(name) == label


def test_the_ending_of_a_download_is_the_uploaders_choice():
    assert download_name("invoice.exe", "application/pdf") == "invoice.exe.pdf"
    assert download_name('a"b;c/d', "text/plain") == "a_b_c_d.txt"
    assert download_name("চিঠি", "image/jpeg") == "চিঠি.jpg"
