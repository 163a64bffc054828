"""Which kinds of file are let in, judged by what is in them. The name and what the browser claims count for nothing."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 25_000_000
ALLOWED_WORDS = (
    "PDF, photo (JPEG or PNG), Word (DOCX), Excel (XLSX), OpenDocument text (ODT), plain text, MP3, MP4, MOV, 3GP, "
    "OGG or WAV"
)


class Why(StrEnum):
    """Why a file is not let in, for whoever says it in other words."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    HEIC = "heic"
    BROKEN_PICTURE = "broken_picture"
    LARGE_PICTURE = "large_picture"
    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
    PACKED = "packed"
    LONG = "long"
    NO_CHECK = "no_check"
    REFUSED = "refused"


class Unfit(Exception):
    """A file that is not let in. ``str()`` says why and what to do; ``why`` is the same as one word."""

    def __init__(self, words: str, why: Why) -> None:
        super().__init__(words)
        self.why = why


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
M4A = FileKind("audio/mp4", ".m4a", "M4A recording")
MOV = FileKind("video/quicktime", ".mov", "MOV video")
GP3 = FileKind("video/3gpp", ".3gp", "3GP recording")
OGG = FileKind("audio/ogg", ".ogg", "OGG recording")
WAV = FileKind("audio/wav", ".wav", "WAV recording")
KINDS = {kind.content_type: kind for kind in (PDF, JPEG, PNG, DOCX, XLSX, ODT, TEXT, MP3, MP4, M4A, MOV, GP3, OGG, WAV)}

VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
# What phones record besides: voice notes of iPhones and of Android, and films of iPhones.
OTHER_BRANDS = {b"M4A ": M4A, b"M4B ": M4A, b"qt  ": MOV, b"3gp4": GP3, b"3gp5": GP3, b"3gp6": GP3}
BITRATES_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
TAG_HEAD = 10
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
    if content.startswith(b"OggS\0") and content[28:36].startswith((b"OpusHead", b"\x01vorbis")):
        return OGG
    if content.startswith(b"RIFF") and content[8:16] == b"WAVEfmt ":
        return WAV
    if _is_mp3(content):
        return MP3
    if _is_text(content):
        return TEXT
    raise Unfit(f"We cannot take this kind of file. Send a {ALLOWED_WORDS} file", Why.KIND)


def _film(brand: bytes) -> FileKind:
    if brand in PHOTO_BRANDS:
        raise Unfit("We cannot take photos in the HEIC format. Save it as JPEG on the phone and send that", Why.HEIC)
    if brand in OTHER_BRANDS:
        return OTHER_BRANDS[brand]
    if brand not in VIDEO_BRANDS:
        raise Unfit(f"We cannot take this kind of video. Send a {ALLOWED_WORDS} file", Why.KIND)
    return MP4


def _is_mp3(content: bytes) -> bool:
    """Whether sound begins where a tag says it does: a frame, and another one (or the end) right after it."""
    start = 0
    if content.startswith(b"ID3") and len(content) > TAG_HEAD:
        start = TAG_HEAD + sum(part << (7 * place) for place, part in enumerate(reversed(content[6:10])))
    while content[start : start + 1] == b"\0":
        start += 1
    first = _frame_bytes(content[start : start + 4])
    return first > 0 and (start + first == len(content) or _frame_bytes(content[start + first :][:4]) > 0)


def _frame_bytes(head: bytes) -> int:
    """The length of an MPEG layer III frame by its head (ISO/IEC 11172-3, 13818-3); 0 if it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return 0
    newest = head[1] & 0x18 == 0x18
    rate, frequency = head[2] >> 4, (head[2] >> 2) & 3
    if rate in (0, 15) or frequency == 3:
        return 0
    bits = (BITRATES_1 if newest else BITRATES_2)[rate - 1] * 1_000
    hertz = (44_100, 48_000, 32_000)[frequency] // {0x18: 1, 0x10: 2, 0x00: 4}[head[1] & 0x18]
    return (144 if newest else 72) * bits // hertz + ((head[2] >> 1) & 1)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    hidden = any((ord(letter) < 32 and letter not in "\t\r\n\f") or ord(letter) == 127 for letter in text)
    # Pages, drawings and rich text are text too, but they can carry scripts.
    return not hidden and not text.lstrip().startswith(("<", "{\\rtf", "#!", "%!PS"))
