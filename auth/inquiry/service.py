"""Deciding about a flag, and answering what was asked about it."""

from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa

from auth import telling
from auth.access_log.models import AccessEntry
from auth.access_log.periods import Period
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.inquiry import evidence, flags
from auth.inquiry.access import door_to_flag, door_to_words, question_for
from auth.inquiry.flags import ANSWERED, ASKED, BREACH, EXPLAINED, SETTLED, Flag
from auth.inquiry.forms import ASK, CHOICES
from auth.inquiry.holding import give_back
from auth.inquiry.in_place import whom_to_tell
from auth.inquiry.models import FlagDecision, FlagStep
from auth.inquiry.rules import CROWD, NOBODY
from auth.models import Account
from auth.refusals import Refused
from auth.roles import Actor
from extensions import db

ANSWER = "answer"
OPEN = (ASKED, ANSWERED)
AS_ASKED = "as asked"
"""What somebody has seen who settles a question of which nothing stands out any more."""
TELLS_OFFICER, TELLS_AUDITOR, TELLS_PRIVACY = "question", "question_answered", "breach"
OWN_PATH, BREACHES = "/questions-to-you", "/audit/breaches"


def decide(
    *, actor: Actor, period: Period, kind: str, about: UUID, decision: str, words: str, seen: str,
    question: FlagDecision | None = None,
) -> FlagDecision:  # fmt: skip
    """Decide about a flag as it stands in ``period`` and was ``seen``: explained, a question to the person, a breach.

    A question keeps it open; what is settled comes back only with entries that are newer. An open ``question`` is
    settled in its own period, as it was asked where nothing of it stands out any more.

    :raises NotAllowed: for everybody but the auditor, and for one about whom it is.
    :raises Refused: it is settled already, or has changed; nobody can be asked; or something is missing.
    """
    door_to_flag(actor, kind, about, event="audit.flag")
    _one_at_a_time(kind, about)
    if decision not in {choice.value for choice in CHOICES}:
        raise Refused("Select what you decide", "decision")
    if not words.strip():
        raise Refused("Enter why, or what you ask", "words")
    if question is not None:
        db.session.refresh(question)
        if question.state not in OPEN:
            raise Refused("Somebody has settled this question")
    found = next(iter(flags.flags_in(period, kind=kind, about=about)), None)
    if found is None and question is not None and seen == AS_ASKED:
        row = _settle_as_asked(actor, question, decision, words)
        door_to_flag(actor, kind, about, event="audit.decide")
        return row
    if found is None:
        raise Refused("Nothing is left to decide here: somebody has decided, or the log has changed")
    if seen != found.seen:
        raise Refused("Something has changed here since you opened the page. Look at it as it is now, then decide")
    if evidence.is_behind(actor.account_id, found, period):
        raise Refused("You are among those who opened this case. Another auditor decides")
    if decision == ASK:
        _refuse_to_ask(found)
    row = _row(actor, found, period, ASKED if decision == ASK else decision, question or found.asked)
    _said(actor, row, decision, words)
    door_to_flag(actor, kind, about, event="audit.decide")
    return row


def open_question(kind: str, about: UUID, question_id: UUID) -> FlagDecision | None:
    """A question about this that is asked, or answered and not settled."""
    row = db.session.get(FlagDecision, question_id)
    if row is None or (row.kind, row.about) != (kind, about) or row.state not in OPEN:
        return None
    return row


def open_questions(viewer: UUID) -> list[FlagDecision]:
    """Everything that was asked and is not settled, whenever it was, the oldest first, but about ``viewer``. No word of
    it is opened."""
    wanted = sa.select(FlagDecision).where(FlagDecision.state.in_(OPEN), FlagDecision.account_id != viewer)
    return list(db.session.scalars(wanted.order_by(FlagDecision.at, FlagDecision.id)))


def path_of(row: FlagDecision) -> str:
    """Where an open question is settled."""
    return f"/audit/flags/{row.kind}/{row.about}?question={row.id}"


def answer(*, actor: Actor, decision_id: UUID, words: str) -> FlagDecision:
    """Answer what an auditor asked; the auditor hears that there is an answer.

    :raises NotAllowed: unknown, or somebody else is asked. :raises Refused: nothing is asked now, or no answer given.
    """
    row = question_for(actor, decision_id)
    if row.state != ASKED:
        raise Refused("Nothing is asked of you now")
    if not words.strip():
        raise Refused("Enter your answer", "words")
    row.state = ANSWERED
    _step(actor, row, ANSWER, words)
    telling.tell([row.by_id], TELLS_AUDITOR, path_of(row))
    return row


def decided(viewer: UUID, state: str = "") -> list[FlagDecision]:
    """What was decided, the newest first, but about ``viewer``; of one state, if said. No word of it is opened."""
    wanted = sa.select(FlagDecision).where(FlagDecision.state == state if state else FlagDecision.state.in_(SETTLED))
    others = sa.or_(FlagDecision.account_id.is_(None), FlagDecision.account_id != viewer)
    return list(db.session.scalars(wanted.where(others).order_by(FlagDecision.at.desc()).limit(200)))


def before(kind: str, about: UUID) -> list[FlagDecision]:
    """What was decided or asked about the same before, the newest first."""
    same = sa.select(FlagDecision).where(FlagDecision.kind == kind, FlagDecision.about == about)
    return list(db.session.scalars(same.order_by(FlagDecision.at.desc())))


def _one_at_a_time(kind: str, about: UUID) -> None:
    """Of two who decide about the same, one waits and sees what the other decided. SQLite lets one in at a time."""
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(sha256(f"{kind}|{about}".encode()).digest()[:8], signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(number, sa.BigInteger))))


def _refuse_to_ask(flag: Flag) -> None:
    if flag.about == NOBODY:
        raise Refused("Nobody was signed in, so nobody can be asked", "decision")
    if flag.kind == CROWD or flag.account is None:
        raise Refused("Many people opened this case. Ask them one by one, from what they did", "decision")
    if not flag.account.is_active:
        raise Refused("This account is not in use any more, so nobody would answer", "decision")


def _settle_as_asked(actor: Actor, row: FlagDecision, decision: str, words: str) -> FlagDecision:
    if decision not in SETTLED:
        raise Refused("Nothing of it stands out any more, so it can only be settled", "decision")
    door_to_words(actor, row)
    row.state, row.by_id = decision, actor.account_id
    _said(actor, row, decision, words)
    return row


def _said(actor: Actor, row: FlagDecision, decision: str, words: str) -> None:
    _step(actor, row, decision, words)
    if decision == EXPLAINED:
        give_back(actor, row.account_id)
    _tell(row, decision)


def _row(actor: Actor, flag: Flag, period: Period, state: str, row: FlagDecision | None) -> FlagDecision:
    """``row`` (a question that stands), or a new one, with the flag's figures as they are now."""
    log_at = db.session.scalar(sa.select(sa.func.max(AccessEntry.number))) or 0
    then = flags.units_of(flag.kind, flag.about, Period(period.first, period.last, log_at))
    if row is None:
        row = FlagDecision(data_key_id=new_data_key(panel=PARTNERSHIP, kind="flag"), kind=flag.kind, about=flag.about)
        row.account_id = None if flag.account is None else flag.account.id
        db.session.add(row)
    else:
        door_to_words(actor, row)
    row.first_on, row.last_on, row.figure, row.up_to = period.first, period.last, flag.figure, flag.up_to
    row.log_at, row.digest, row.state, row.by_id = log_at, flags.digest_of(then), state, actor.account_id
    return row


def _step(actor: Actor, row: FlagDecision, kind: str, words: str) -> None:
    step = FlagStep(data_key_id=row.data_key_id, kind=kind, words=words.strip(), by_id=actor.account_id)
    row.steps.append(step)
    db.session.flush()


def _tell(row: FlagDecision, decision: str) -> None:
    if decision == ASK and row.account_id is not None:
        telling.tell([row.account_id], TELLS_OFFICER, f"{OWN_PATH}/{row.id}")
    if decision == BREACH:
        telling.tell(whom_to_tell(row), TELLS_PRIVACY, BREACHES)


def account_of(about: UUID) -> Account | None:
    """The person a flag is about; ``None`` of a crowd."""
    return db.session.get(Account, about)
