"""Recording that a speaker has checked a translation, and taking that back."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from auth.roles import Actor
from casework.trigger.translations.models import TranslationCheck
from extensions import db
from wording.languages import LANGUAGES, TRANSLATED, Language, fingerprint


@dataclass(frozen=True, slots=True)
class Standing:
    """How a language stands. ``last`` is what was recorded last; ``changed``: its words are others since then."""

    language: Language
    last: TranslationCheck | None
    changed: bool

    @property
    def is_draft(self) -> bool:
        """Whether its pages say that no speaker has checked them."""
        return self.last is None or not self.last.speaker or self.changed


def standings() -> list[Standing]:
    """Every translated language."""
    return [_standing(language) for language in LANGUAGES if language.code in TRANSLATED]


def is_draft(code: str) -> bool:
    """Whether no speaker has checked the words of this language as they are now. While that cannot be read: yes."""
    try:
        return next(one.is_draft for one in standings() if one.language.code == code)
    except SQLAlchemyError:
        db.session.rollback()
        return True


def record_check(*, actor: Actor, language: str, speaker: str) -> None:
    """Record that ``speaker`` (a name or an organisation, in words) has checked the words as they are now."""
    _add(actor, language, speaker)


def take_back(*, actor: Actor, language: str) -> None:
    """Let the pages of a language say again that nobody has checked them."""
    _add(actor, language, "")


def _add(actor: Actor, language: str, speaker: str) -> None:
    words = fingerprint(language)
    db.session.add(TranslationCheck(language=language, speaker=speaker, words=words, set_by_id=actor.account_id))
    db.session.flush()


def _standing(language: Language) -> Standing:
    latest = sa.select(TranslationCheck).where(TranslationCheck.language == language.code)
    last = db.session.scalars(latest.order_by(TranslationCheck.number.desc()).limit(1)).first()
    return Standing(language, last, last is not None and last.words != fingerprint(language.code))
