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
TELLS_OFFICER, TELLS_AUDITOR, TELLS_PRIVACY = "question", "question_answered", "breach"
OWN_PATH, BREACHES = "/questions-to-you", "/audit/breaches"


def decide(
    *, actor: Actor, period: Period, kind: str, about: UUID, decision: str, words: str, seen: str
) -> FlagDecision:
    """Decide about a flag as it stands in ``period`` and was ``seen``: explained, a question to the person, a breach.

    A question keeps it open; what is settled comes back only with entries that are newer.

    :raises NotAllowed: for everybody but the auditor, and for one about whom it is.
    :raises Refused: it is settled already, or has changed; nobody can be asked; or something is missing.
    """
    door_to_flag(actor, kind, about, event="audit.decide")
    _one_at_a_time(kind, about)
    if decision not in {choice.value for choice in CHOICES}:
        raise Refused("Select what you decide", "decision")
    if not words.strip():
        raise Refused("Enter why, or what you ask", "words")
    found = next(iter(flags.flags_in(period, kind=kind, about=about)), None)
    if found is None:
        raise Refused("Nothing is left to decide here: somebody has decided, or the log has changed")
    if seen != found.seen:
        raise Refused("Something has changed here since you opened the page. Look at it as it is now, then decide")
    if evidence.is_behind(actor.account_id, found, period):
        raise Refused("You are among those who opened this case. Another auditor decides")
    if decision == ASK:
        _refuse_to_ask(found)
    row = _row(actor, found, period, ASKED if decision == ASK else decision)
    _step(actor, row, decision, words)
    if decision == EXPLAINED:
        give_back(row.account_id)
    _tell(row, decision)
    return row


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
    telling.tell([row.by_id], TELLS_AUDITOR, f"/audit/flags/{row.kind}/{row.about}")
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


def _row(actor: Actor, flag: Flag, period: Period, state: str) -> FlagDecision:
    """The row of the question that stands, or a new one, with the flag's figures as they are now."""
    log_at = db.session.scalar(sa.select(sa.func.max(AccessEntry.number))) or 0
    then = flags.units_of(flag.kind, flag.about, Period(period.first, period.last, log_at))
    row = flag.asked
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
