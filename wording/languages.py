"""The languages of the resident's pages: which one a request is in, and what its sentences are in it.

The English sentence is the key of a catalogue. A catalogue is a ``.po`` file in a folder ``translations``: one beside
this file, and one in each panel's folder for that panel's own words. They are read once, at start. Staff pages are
English.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlencode

from babel.messages.pofile import read_po
from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_app_context,
    has_request_context,
    make_response,
    redirect,
    request,
)
from markupsafe import escape

EXTENSION = "casework-catalogues"
DRAFTS = "casework-draft-languages"
"""The application puts a callable here: whether the words of a language have not been checked by a speaker."""
COOKIE = "lang"
PARAMETER = "lang"
FOLDER = "translations"
OWN_FOLDER = Path(__file__).parent / FOLDER


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is the value of ``lang`` attributes, ``name`` its own word for itself, ``english`` ours for it."""

    code: str
    name: str
    english: str


# In this order wherever they are offered (ux.md 3.5).
LANGUAGES = (
    Language("en", "English", "English"),
    Language("bn", "বাংলা", "Bengali"),
    Language("so", "Soomaali", "Somali"),
)
CODES = tuple(language.code for language in LANGUAGES)
SOURCE = CODES[0]
TRANSLATED = CODES[1:]
Catalogue = dict[str, str]


def language_named(code: str | None) -> Language | None:
    """The language with this code, or ``None``."""
    return next((language for language in LANGUAGES if language.code == code), None)


def read_catalogue(file: Path, code: str) -> Catalogue:
    """English sentence → translation. Entries that are empty or marked ``fuzzy`` are not in it."""
    with file.open("rb") as source:
        entries = read_po(source, locale=code)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}


def read_catalogues(folders: Iterable[Path]) -> dict[str, Catalogue]:
    """Every translated language's sentences out of these folders; a folder without a file for one adds nothing."""
    kept = list(folders)
    found: dict[str, Catalogue] = {}
    for code in TRANSLATED:
        files = [folder / f"{code}.po" for folder in kept]
        found[code] = {
            key: said for file in files if file.is_file() for key, said in read_catalogue(file, code).items()
        }
    return found


def msg(text: str) -> str:
    """Mark a sentence of a declaration for the catalogues; it stays English until :func:`gettext` says it."""
    return text


def gettext(text: str, **values: object) -> str:
    """``text`` in the language of the request, with ``%(name)s`` filled from ``values``.

    A sentence that a catalogue lacks is said in English: a test, and the start of an installation, let none be missing.
    """
    said = _catalogue().get(text, text)
    if not values:
        return said
    # A link among the values: the sentence is text all the same, and what else is filled in is escaped.
    whole = escape(said) if any(hasattr(value, "__html__") for value in values.values()) else said
    return whole % values


def current_language() -> str:
    """The code of the language that is being spoken: English unless a resident's page chose another."""
    return str(g.get("language", SOURCE)) if has_app_context() else SOURCE


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything inside in this language. Raises ``KeyError`` for one that we do not have."""
    if code not in CODES:
        raise KeyError(code)
    before = current_language()
    g.language = code
    try:
        yield
    finally:
        g.language = before


def choose_language() -> Response | None:
    """Before a resident's page: the language of the address, or else of the cookie.

    A language in the address is kept in a cookie and taken out of the address, so that nobody shares it by accident.
    """
    asked = request.args.get(PARAMETER)
    if asked is not None and request.method in ("GET", "HEAD"):
        return _clean_address(asked)
    speak_as_kept()
    return None


def speak_as_kept() -> None:
    """Speak the language of the cookie for the rest of this request; English without one."""
    kept = language_named(request.args.get(PARAMETER)) or language_named(request.cookies.get(COOKIE))
    g.language = kept.code if kept else SOURCE


def remember_language(response: Response, code: str) -> Response:
    """Keep the language for this browser until it is closed. The cookie tells which words, and nothing else."""
    secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    response.set_cookie(COOKIE, code, secure=secure, httponly=True, samesite="Lax")
    return response


def language_links() -> list[dict[str, object]]:
    """The other ways to read this page: ``code``, ``name``, ``href`` and whether it is the one being read."""
    here = current_language()
    return [
        {"code": one.code, "name": one.name, "href": _address_with(one.code), "current": one.code == here}
        for one in LANGUAGES
    ]


def translation_is_draft() -> bool:
    """Whether the page being shown is in a translation that no speaker has checked yet."""
    code = current_language()
    return code != SOURCE and bool(current_app.extensions[DRAFTS](code))


def fingerprint(code: str) -> str:
    """A hash over everything that is said in a translated language. Raises ``KeyError`` for a language without any."""
    said = current_app.extensions[EXTENSION][code]
    return sha256("\n".join(f"{text}\t{said[text]}" for text in sorted(said)).encode()).hexdigest()


def bind(app: Flask, folders: Iterable[Path] = ()) -> None:
    """Read the catalogues, our own and those of ``folders``, and make ``_`` and the languages known to templates."""
    app.extensions[EXTENSION] = MappingProxyType(read_catalogues([OWN_FOLDER, *folders]))
    app.extensions.setdefault(DRAFTS, lambda code: True)
    app.add_template_global(gettext, "_")
    for known in (language_links, current_language, translation_is_draft):
        app.add_template_global(known)


def _catalogue() -> Catalogue:
    if not has_app_context():
        return {}
    found: Catalogue = current_app.extensions.get(EXTENSION, {}).get(current_language(), {})
    return found


def _clean_address(asked: str) -> Response:
    rest = [(key, value) for key, value in request.args.items(multi=True) if key != PARAMETER]
    response = make_response(redirect(_path_with(rest), 303))
    known = language_named(asked)
    return remember_language(response, known.code) if known else response


def _address_with(code: str) -> str:
    if not has_request_context():
        return f"?{PARAMETER}={code}"
    # A form that was sent back with errors is shown by a POST: the link leads to the same page without what was typed.
    rest = [(key, value) for key, value in request.args.items(multi=True) if key != PARAMETER]
    return _path_with([*rest, (PARAMETER, code)])


def _path_with(pairs: list[tuple[str, str]]) -> str:
    # One leading slash: "//elsewhere" would be another site.
    path = "/" + quote(request.path.lstrip("/"))
    return f"{path}?{urlencode(pairs)}" if pairs else path
