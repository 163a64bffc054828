"""Files in the words of a resident: why one could not be taken and what to do, its kind, and its size."""

from casework.documents.kinds import DOCX, GP3, JPEG, M4A, MOV, MP3, MP4, ODT, OGG, PDF, PNG, TEXT, WAV, XLSX, Why
from wording.languages import gettext, msg

PICTURE, SOUND, FILM, PAPER = msg("Photo or picture"), msg("Sound"), msg("Video"), msg("Document")
KIND_WORDS = {
    **{kind.content_type: PICTURE for kind in (JPEG, PNG)},
    **{kind.content_type: SOUND for kind in (MP3, M4A, OGG, WAV)},
    **{kind.content_type: FILM for kind in (MP4, MOV, GP3)},
    **{kind.content_type: PAPER for kind in (PDF, DOCX, XLSX, ODT, TEXT)},
}
CHOOSE = msg("Choose a file first.")
FULL = msg("You have added as many files as we can keep here. Call us if you have more.")
NOT_HERE = msg("We cannot take files here. Call us, or bring them to us.")
REFUSED = {
    Why.EMPTY: msg("This file is empty. Choose another file."),
    Why.TOO_LARGE: msg("This file is too large. Send a file of %(most)s MB or less, or a part of it."),
    Why.KIND: msg("We cannot open this kind of file. Send a photo, a sound, a video, a PDF or a Word file."),
    Why.HEIC: msg("We cannot open this kind of photo. Make a screenshot of it and send that."),
    Why.BROKEN_PICTURE: msg("We cannot open this photo. It may be damaged. Make a screenshot of it and send that."),
    Why.LARGE_PICTURE: msg("This photo is too large. Make a screenshot of it and send that."),
    Why.BROKEN: msg("We cannot open this file. It may be damaged. Send a photo of it."),
    Why.LOCKED: msg("This file is locked with a password. Send it without the password, or send a photo of it."),
    Why.ACTIVE: msg("This file has other files or programs inside. Send a PDF or a photo of it."),
    Why.PACKED: msg("This file has other files packed in it. Send them one at a time."),
    Why.LONG: msg("This file is too long. Send only the pages that matter."),
    Why.NO_CHECK: msg("We cannot check files for viruses at this moment. Try again in a few minutes."),
    Why.REFUSED: msg("We cannot take this file, because it may do harm. Call us, and we help you."),
}
CHECKED = msg("We check each file for viruses before we keep it.")
NOT_CHECKED = msg("No virus check runs here. Our staff open files with care.")
"""Where no scanner is set up."""


def refused_words(why: Why, most: int) -> str:
    """Why a file was not taken and what to do. ``most``: the largest size in bytes."""
    return gettext(REFUSED[why], most=most // 1_000_000) if why is Why.TOO_LARGE else gettext(REFUSED[why])


def kind_words(content_type: str) -> str:
    """What sort of file it is."""
    return gettext(KIND_WORDS[content_type])


def size_words(size: int) -> str:
    """A size as phones say it."""
    if size >= 100_000:
        return gettext("%(count)s MB", count=round(size / 1_000_000, 1))
    return gettext("%(count)s KB", count=max(size // 1_000, 1))
