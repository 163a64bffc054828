"""From what somebody sent to what is kept: the kind found in the content, and the content made harmless."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from casework.documents import images, packed, pdfs
from casework.documents.kinds import DOCX, JPEG, KINDS, MOST_BYTES, PDF, PNG, FileKind, Unfit, Why, kind_of
from inputs.text_rules import HIDDEN

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept."""

    kind: FileKind
    content: bytes


def inspect(content: bytes, most: int = MOST_BYTES) -> Inspected:
    """Judge a file and make it harmless: pictures are drawn anew, PDF and office files written anew.

    :raises Unfit: empty, larger than ``most`` bytes, of a kind not let in, damaged, protected or with active content.
    """
    if not content:
        raise Unfit("The file is empty. Choose another", Why.EMPTY)
    if len(content) > most:
        raise Unfit(f"The file must be {most // 1_000_000} MB or smaller", Why.TOO_LARGE)
    kind = kind_of(content)
    if kind in (JPEG, PNG):
        return Inspected(kind, images.redrawn(content, kind))
    if kind is PDF:
        return Inspected(kind, pdfs.without_active_content(content))
    if kind is DOCX:
        return Inspected(*packed.checked(content))
    return Inspected(kind, content)


def label_of(file_name: str | None) -> str:
    """The name to show for a file: letters of every script are kept, folders and hidden characters are not.

    A name with an ending is shown without it; the ending of the found kind is put back on downloading.
    """
    line = unicodedata.normalize("NFC", file_name or "").replace("\\", "/").replace("\n", " ").replace("\r", " ")
    line = HIDDEN.sub("", line.replace("\u200e", "").replace("\u200f", "")).rsplit("/", 1)[-1].strip(" .")
    stem = PurePosixPath(line).stem if PurePosixPath(line).suffix[1:].isalnum() else line
    return stem.strip(" .")[:LONGEST_NAME] or "Document"


def download_name(label: str, content_type: str) -> str:
    """The name under which a file is handed out: its label and the ending that fits what is in it."""
    safe = "".join("_" if letter in '/\\:*?"<>|;%' else letter for letter in label)
    return f"{safe or 'Document'}{KINDS[content_type].extension}"
