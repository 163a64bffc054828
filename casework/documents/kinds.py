"""Which kinds of file are let in, judged by what is in them. The name and what the browser claims count for nothing."""

from dataclasses import dataclass

import puremagic

MOST_BYTES = 25_000_000
ALLOWED_WORDS = "PDF, photo (JPEG or PNG), Word (DOCX), Excel (XLSX), OpenDocument text (ODT), plain text, MP3 or MP4"


class Unfit(Exception):
    """A file that is not let in. ``str()`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its content type, its extension and its name in words."""

    content_type: str
    extension: str
    words: str


PDF = FileKind("application/pdf", ".pdf", "PDF")
JPEG = FileKind("image/jpeg", ".jpg", "JPEG photo")
PNG = FileKind("image/png", ".png", "PNG image")
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "Word document")
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "Excel workbook")
ODT = FileKind("application/vnd.oasis.opendocument.text", ".odt", "OpenDocument text")
TEXT = FileKind("text/plain", ".txt", "Plain text")
MP3 = FileKind("audio/mpeg", ".mp3", "MP3 recording")
MP4 = FileKind("video/mp4", ".mp4", "MP4 video")
KINDS = {kind.content_type: kind for kind in (PDF, JPEG, PNG, DOCX, XLSX, ODT, TEXT, MP3, MP4)}

VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4A ", b"dash"}
PHOTO_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}


def kind_of(content: bytes) -> FileKind:
    """The kind of a file by its first bytes; the inspectors then read it whole.

    :raises Unfit: none of those let in. Says which are.
    """
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04"):
        return DOCX  # which of the packed kinds it is, its parts decide
    if content[4:8] == b"ftyp":
        return _film(content[8:12])
    if _is_mp3(content):
        return MP3
    if _is_text(content):
        return TEXT
    raise Unfit(f"We cannot take this kind of file. Send a {ALLOWED_WORDS} file")


def _film(brand: bytes) -> FileKind:
    if brand in PHOTO_BRANDS:
        raise Unfit("We cannot take photos in the HEIC format. Save it as JPEG on the phone and send that")
    if brand not in VIDEO_BRANDS:
        raise Unfit(f"We cannot take this kind of video. Send a {ALLOWED_WORDS} file")
    return MP4


def _is_mp3(content: bytes) -> bool:
    if not content.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")):
        return False
    try:
        return any(found.extension == ".mp3" for found in puremagic.magic_string(content[:100_000]))
    except puremagic.PureError:
        return False


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    hidden = any((ord(letter) < 32 and letter not in "\t\r\n\f") or ord(letter) == 127 for letter in text)
    # Pages, drawings and rich text are text too, but they can carry scripts.
    return not hidden and not text.lstrip().startswith(("<", "{\\rtf", "#!", "%!PS"))
