"""Office files (packed folders of XML): only without macros, files inside and links that load by themselves."""

import re
import zipfile
from io import BytesIO

from casework.documents.kinds import DOCX, ODT, XLSX, FileKind, Unfit, Why

MOST_PARTS = 3_000
MOST_UNPACKED = 250_000_000
ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|activex|/embeddings/|externallinks/|oleobject|^basic/|^scripts/|macrosheets|\.(bin|exe|dll|js|vbs|lnk)$",
    re.IGNORECASE,
)
HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
LINK_TYPE = b"/hyperlink"
BROKEN = "We cannot open this file. It may be damaged or protected by a password. Save it again and send that"
ACTIVE = "This file has macros, other files or links that load by themselves. Save it as PDF and send that"
NOT_OFFICE = "We cannot take packed files such as ZIP. Send the files one at a time"


def checked(content: bytes) -> tuple[FileKind, bytes]:
    """Which office file it is, and the file packed anew: nothing before, between or after its parts is kept.

    :raises Unfit: not an office file, damaged, protected, or with something active in it.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_size(parts)
            kind = _kind(packed)
            for part in parts:
                _check_part(packed, part)
            return kind, _packed_anew(packed, parts)
    except Unfit:
        raise
    except Exception as fault:  # an unpacker may fail in any way on hostile content
        raise Unfit(BROKEN, Why.BROKEN) from fault


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Unfit("This file is too large when it is unpacked. Send it as PDF", Why.LONG)


def _kind(packed: zipfile.ZipFile) -> FileKind:
    names = set(packed.namelist())
    if "[Content_Types].xml" in names:
        types = packed.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise Unfit(ACTIVE, Why.ACTIVE)
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    if "mimetype" in names and packed.read("mimetype").strip() == ODT.content_type.encode():
        return ODT
    raise Unfit(NOT_OFFICE, Why.PACKED)


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename
    if part.flag_bits & 0x1:
        raise Unfit(BROKEN, Why.BROKEN)
    if ".." in name.split("/") or name.startswith("/") or "\\" in name:
        raise Unfit(BROKEN, Why.BROKEN)
    if ACTIVE_PARTS.search(name) and not HARMLESS_BIN.search(name):
        raise Unfit(ACTIVE, Why.ACTIVE)
    if name.endswith(".rels"):
        for link in OUTSIDE.findall(packed.read(part)):
            if LINK_TYPE not in link:
                raise Unfit(ACTIVE, Why.ACTIVE)


def _packed_anew(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bytes:
    out = BytesIO()
    seen: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
        for part in parts:
            if part.filename in seen:
                raise Unfit(BROKEN, Why.BROKEN)
            seen.add(part.filename)
            stored = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            anew.writestr(zipfile.ZipInfo(part.filename), _read(packed, part), compress_type=stored)
    return out.getvalue()


def _read(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The part, never more of it than it says: a lying header must not fill the memory."""
    with packed.open(part) as stream:
        content = stream.read(part.file_size + 1)
    if len(content) > part.file_size:
        raise Unfit(BROKEN, Why.BROKEN)
    return content
