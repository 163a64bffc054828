"""PDF files: written anew without anything that acts by itself, without files inside and without hidden details."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from casework.documents.kinds import Unfit, Why

MOST_PAGES = 2_000
ACTING = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/GoToE", "/Rendition", "/Movie"}
CARRYING = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"}
"""Kinds of annotation that carry a file or play something."""
ACTION_KEYS = ("/A", "/PA", "/OpenAction", "/AA", "/Next")
DROPPED_KEYS = ("/AA", "/JS", "/XFA", "/AF", "/EF", "/RichMediaContent", "/PieceInfo", "/Metadata")
DROPPED_NAMES = ("/JavaScript", "/EmbeddedFiles", "/Renditions")
BROKEN = "We cannot open this PDF. It may be damaged. Print it to PDF again and send that"


def without_active_content(content: bytes) -> bytes:
    """The same pages without scripts, launch and form actions, files inside, and the author's details.

    :raises Unfit: damaged, protected by a password, or too long.
    """
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=True) as pdf:
            return _cleaned(pdf)
    except pikepdf.PasswordError:
        words = "This PDF is protected by a password. Take the protection off and send it again"
        raise Unfit(words, Why.LOCKED) from None
    except Unfit:
        raise
    except Exception as fault:  # a parser may fail in any way on hostile content
        raise Unfit(BROKEN, Why.BROKEN) from fault


def _cleaned(pdf: pikepdf.Pdf) -> bytes:
    if pdf.is_encrypted:
        raise Unfit("This PDF is protected. Take the protection off and send it again", Why.LOCKED)
    if len(pdf.pages) > MOST_PAGES:
        raise Unfit(f"This PDF has more than {MOST_PAGES:,} pages. Send the part that matters", Why.LONG)
    _clean_root(pdf)
    for page in pdf.pages:
        _clean_annotations(page.obj)
    for found in pdf.objects:
        for part in _parts_of(found):
            _clean_object(part)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    out = BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _clean_root(pdf: pikepdf.Pdf) -> None:
    for key in ("/OpenAction", "/AA", "/Metadata", "/AF", "/Collection"):
        if key in pdf.Root:
            del pdf.Root[key]
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in DROPPED_NAMES:
            if key in names:
                del names[key]


def _clean_annotations(page: Any) -> None:
    annotations = page.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        kept = [note for note in annotations if str(note.get("/Subtype", "")) not in CARRYING]
        for note in kept:
            _clean_object(note)
        page["/Annots"] = pikepdf.Array(kept)


def _clean_object(found: Any) -> None:
    for key in DROPPED_KEYS:
        if key in found:
            del found[key]
    for key in ACTION_KEYS:
        if key in found and _acts(found[key]):
            del found[key]
    if _acts(found):
        for key in list(found.keys()):
            if key not in ("/Length", "/Filter"):
                del found[key]


def _parts_of(found: Any) -> Iterator[Any]:
    """An object's dictionaries, those written inside of it included; what it only refers to comes by itself."""
    waiting = [found]
    while waiting:
        part = waiting.pop()
        inner: list[Any] = []
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            inner = [part[key] for key in part.keys()]  # noqa: SIM118 - not a mapping
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        waiting += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _acts(action: Any, depth: int = 20) -> bool:
    """Whether an action, or one that follows it, does something by itself. A chain without end counts as one."""
    if depth == 0:
        return True
    if isinstance(action, pikepdf.Array):
        return any(_acts(one, depth - 1) for one in action)
    if not isinstance(action, pikepdf.Dictionary):
        return False
    return str(action.get("/S", "")) in ACTING or _acts(action.get("/Next"), depth - 1)
