"""Doors: policy, access entry and key in one step.

A door asks the policy, writes the access entry in the request's own transaction, and only then unlocks the data keys.
Where that transaction is rolled back and its page is sent all the same (a form that was not right), the entry of the
look is written again.
The features call these two functions from their ``access`` modules and nowhere else; no other module may unlock a key.

Some panels want a fresh proof of who it is (step-up), and so do some deeds in any panel or in none (``fresh``: an
address shown, a file taken away, an account changed): there having just signed in will do. It is asked for after the
policy has allowed and never before: whoever is not allowed gets the answer that everybody gets, and cannot tell that
there is something to be proved for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from auth.access_log.classes import PLAIN
from auth.access_log.deeds import event_asked_for
from auth.access_log.models import AccessReason
from auth.access_log.searched import hashes_of
from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.encryption.keyring import PARTNERSHIP, unlock
from auth.opened import forget, remember
from auth.panel_facts import wants_fresh_proof
from auth.policy import EXCLUSION, PROOF, REFUSAL, Decision, decide
from auth.policy_relationships import APART, EXCLUDED
from auth.policy_table import EMERGENCY_RULE
from auth.roles import Actor
from extensions import db, keep_despite_failure, keep_if_undone, now, present_settings


class NotAllowed(Exception):
    """The record does not exist or is not this person's: one and the same answer, on purpose.

    ``but_for_exclusion``: it would be theirs if they were not shut out of it.
    """

    def __init__(self, decision: Decision = REFUSAL, *, but_for_exclusion: bool = False) -> None:
        super().__init__("Not found, or not yours.")
        self.decision, self.but_for_exclusion = decision, but_for_exclusion


class ProofNeeded(Exception):
    """The person may open this, once they have shown again who they are. Nothing is opened."""

    def __init__(self) -> None:
        super().__init__("A fresh proof of who it is is needed first.")


class PasskeyNeeded(Exception):
    """As :class:`ProofNeeded`, and only a session that began with a passkey will do. Nothing is opened."""

    def __init__(self) -> None:
        super().__init__("A session that began with a passkey is needed first.")


@dataclass(frozen=True)
class Target:
    """What somebody wants to open: a record, its panel, the keys it needs and the person's relationships to it."""

    object_type: str
    object_id: UUID
    panel: str | None
    keys: tuple[UUID, ...] = ()
    relationships: frozenset[str] = frozenset()


def pass_door(
    actor: Actor,
    permission: str,
    target: Target | None,
    *,
    event: str,
    tiers: str = "",
    object_type: str = "record",
    fresh: bool = False,
) -> Decision:
    """Open one record, or refuse.

    ``target`` is ``None`` when nothing stands at the place asked for; that is refused like any other. ``fresh``:
    whoever does this has just signed in or proved who they are, whatever the panel.
    :raises NotAllowed: refused; the refusal is kept in the log.
    :raises ProofNeeded: allowed, but a fresh proof is wanted; that it was asked for is kept in the log.
    :raises PasskeyNeeded: the same, and this session did not begin with a passkey where the installation wants that.
    :raises EntryNotWritten: the log cannot be written; nothing is unlocked.
    """
    if target is None:
        return _refuse(actor, permission, Target(object_type, PARTNERSHIP_OBJECT, None), REFUSAL)
    decision = decide(actor, permission, target.panel, target.relationships)
    if not decision.allowed:
        return _refuse(actor, permission, target, decision)
    _ask_for_proof(actor, target, decision)
    if fresh:
        need_recent_proof(actor, object_type=target.object_type)
    looked = _looked(event_asked_for(event), target, decision, tiers)
    write_entry(actor=actor, looked=looked)
    stays_true = event in NO_DEEDS or event.startswith("audit.")
    _keep_if_undone(actor, looked if stays_true else replace(looked, event=AGAIN))
    _remember(target, decision)
    unlock(target.keys)
    return decision


def pass_list_door(
    actor: Actor, permission: str, targets: Sequence[Target], *, event: str, tiers: str = "", object_type: str
) -> list[Target]:
    """Open those of ``targets`` that the person may see; one entry for the set shown. The rest is left out silently,
    and so is what wants a fresh proof that was not given (:func:`shut_panels` is what a page asks).

    An empty list is not written: nothing was seen.
    """
    decided = [(target, decide(actor, permission, target.panel, target.relationships)) for target in targets]
    shown = [
        (target, decision)
        for target, decision in decided
        if decision.allowed and not _wants_proof(actor, target, decision)
    ]
    for panel, decision in {(target.panel, decision): None for target, decision in shown}:
        group = [target for target, found in shown if target.panel == panel and found == decision]
        ids = tuple(target.object_id for target in group)
        said = event_asked_for(event, of_a_list=True)
        looked = replace(_looked(said, group[0], decision, tiers), object_type=object_type, object_ids=ids)
        write_entry(actor=actor, looked=looked)
        _keep_if_undone(actor, looked)
    for target, decision in shown:
        _remember(target, decision)
    unlock(key for target, _ in shown for key in target.keys)
    return [target for target, _ in shown]


def give_reason(*, actor: Actor, text: str, data_key_id: UUID) -> UUID:
    """Store why somebody looks, sealed with the record's own (already open) key; returns the reason's id."""
    reason = AccessReason(data_key_id=data_key_id, account_id=actor.account_id, text=text)
    db.session.add(reason)
    return reason.id


def pass_door_with_reason(
    actor: Actor,
    permission: str,
    target: Target,
    *,
    event: str,
    tiers: str,
    reason: str,
    reason_key: UUID,
    typed: str = "",
) -> Decision:
    """As :func:`pass_door`, ``fresh`` and with the person's words kept: what is shown for a reason is shown to nobody
    who finds a screen left open. ``reason_key`` must be open already. ``typed``: words that are looked for; the entry
    keeps their hashes.

    :raises NotAllowed: as there.
    :raises ProofNeeded: as there.
    """
    decision = decide(actor, permission, target.panel, target.relationships)
    if not decision.allowed:
        return _refuse(actor, permission, target, decision)
    _ask_for_proof(actor, target, decision)
    need_recent_proof(actor, object_type=target.object_type)
    reason_id = give_reason(actor=actor, text=reason, data_key_id=reason_key)
    words = hashes_of(typed, now()) if typed else ()
    looked = replace(_looked(event, target, decision, tiers), reason_id=reason_id, words=words)
    write_entry(actor=actor, looked=looked)
    _remember(target, decision)
    unlock(target.keys)
    return decision


def pass_search_door(
    actor: Actor, permission: str, panel: str, *, event: str, typed: str, found: int, relationships: frozenset[str]
) -> None:
    """Write down that somebody searched in a panel: keyed hashes of the words, and how many records were found, none
    among them. It opens nothing.

    :raises NotAllowed: as :func:`pass_door`. :raises EntryNotWritten: the log cannot be written; nothing may be shown.
    """
    target = Target("search", PARTNERSHIP_OBJECT, panel, relationships=relationships)
    decision = decide(actor, permission, panel, relationships)
    if not decision.allowed:
        _refuse(actor, permission, target, decision)
    looked = replace(_looked(event, target, decision, ""), words=hashes_of(typed, now()), found=found)
    write_entry(actor=actor, looked=looked)
    _keep_if_undone(actor, looked)


def shut_panels(actor: Actor) -> tuple[str, ...]:
    """The panels of this person whose records stay shut until a fresh proof is given. It tells nothing of whether there
    are any: lists and counts leave these panels out, and pages offer the proof to whoever is appointed."""
    return tuple(panel for panel in actor.panels() if is_shut(actor, panel))


def is_shut(actor: Actor, panel: str) -> bool:
    """Whether this panel's records stay shut to the person until a fresh proof is given."""
    return wants_fresh_proof(panel) and (not actor.has_fresh_proof(now()) or lacks_passkey(actor))


def lacks_passkey(actor: Actor) -> bool:
    """Whether the installation wants a session that began with a passkey, and this person's did not."""
    return actor.session_id is not None and present_settings().passkey_wanted and not actor.by_passkey


def need_proof(actor: Actor, panel: str, *, object_type: str) -> None:
    """The door of a page that shows one panel's records and nothing else.

    :raises ProofNeeded: as :func:`pass_door`.
    """
    if is_shut(actor, panel):
        _prove_first(actor, Target(object_type, PARTNERSHIP_OBJECT, panel))


def need_new_proof(actor: Actor, since: datetime | None, *, object_type: str) -> None:
    """As :func:`need_proof`, of whatever panel, for what wants a proof of its own each time: one that still counts and
    was given after ``since``.

    :raises ProofNeeded: there is none.
    """
    if actor.session_id is None:
        return
    given = actor.proof_until - timedelta(minutes=present_settings().step_up_minutes) if actor.proof_until else None
    if given is None or not actor.has_fresh_proof(now()) or (since is not None and given <= since):
        _prove_first(actor, Target(object_type, PARTNERSHIP_OBJECT, None))


def need_recent_proof(actor: Actor, *, object_type: str) -> None:
    """Of whatever panel, for what one proof serves as long as it counts (``step_up_minutes``); having just signed in
    here is one.

    :raises ProofNeeded: neither was lately.
    """
    if not actor.has_recent_proof(now()):
        _prove_first(actor, Target(object_type, PARTNERSHIP_OBJECT, None))


def unlock_for_service(key_ids: Iterable[UUID], *, purpose: str) -> None:
    """Open keys of what is no case content: what belongs to the account itself (second factor, kept form, what it told
    to be kept apart by), and the secret by which an agency's provider knows this service.

    ``purpose`` is one of :data:`SERVICE_PURPOSES`; anything else is a fault of the caller.
    """
    if purpose not in SERVICE_PURPOSES:
        raise ValueError(f"{purpose} is not a purpose for which a key may be opened without an entry.")
    unlock(key_ids)


def pass_index_door(targets: Sequence[Target]) -> None:
    """Open records of one panel and one type so that the service can make its search index anew. Nobody is shown
    anything of them; the entry says that the service itself had them open.

    :raises EntryNotWritten: the log cannot be written; nothing is unlocked.
    """
    if targets:
        looked = _looked("index.rebuild", targets[0], FOR_THE_INDEX, "")
        write_entry(actor=None, looked=replace(looked, object_ids=tuple(target.object_id for target in targets)))
        unlock(key for target in targets for key in target.keys)


FOR_THE_INDEX = Decision(True, "search-index", 1, "the service made its search index anew and showed it to nobody")
SERVICE_PURPOSES = frozenset({"second factor", "kept form", "kept apart", "client secret"})
PARTNERSHIP_OBJECT = UUID(int=0)
__all__ = [
    "PARTNERSHIP",
    "NotAllowed",
    "ProofNeeded",
    "Target",
    "pass_door",
    "pass_door_with_reason",
    "pass_index_door",
    "pass_list_door",
    "pass_search_door",
]


AGAIN = "form.again"
"""The event of whoever is shown a form again: what the door was passed for has not come about."""
NO_DEEDS = frozenset({"referral.start", "referral.write", *PLAIN})
"""Events that stay true of such an answer, and that are nobody's look at somebody else's record. (What auditors ask
stays in their trail, by its own name.)"""


def _keep_if_undone(actor: Actor, looked: Looked) -> None:
    keep_if_undone(partial(write_entry, actor=actor, looked=looked))


def _remember(target: Target, decision: Decision) -> None:
    in_emergency = decision.rule == EMERGENCY_RULE
    remember(target.panel, names_panel=decision.names_panel, in_emergency=in_emergency)


def _wants_proof(actor: Actor, target: Target, decision: Decision) -> bool:
    """Whoever learns of a record only because their agency was asked is not sent to prove anything: that would tell
    which panel it is from. Whoever belongs to the panel is asked for all of its records."""
    if target.panel is None or not is_shut(actor, target.panel):
        return False
    return decision.names_panel or bool(actor.roles(target.panel))


def _ask_for_proof(actor: Actor, target: Target, decision: Decision) -> None:
    if _wants_proof(actor, target, decision):
        _prove_first(actor, target)


def _prove_first(actor: Actor, target: Target) -> None:
    looked = replace(_looked("step_up.asked", target, PROOF, ""), outcome=REFUSED)
    keep_despite_failure(partial(write_entry, actor=actor, looked=looked))
    if target.panel is not None and lacks_passkey(actor):
        raise PasskeyNeeded
    raise ProofNeeded


def _looked(event: str, target: Target, decision: Decision, tiers: str) -> Looked:
    return Looked(
        event=event,
        outcome=ALLOWED,
        object_type=target.object_type,
        object_ids=() if target.object_id == PARTNERSHIP_OBJECT else (target.object_id,),
        panel=target.panel,
        rule=decision.rule,
        rule_version=decision.rule_version,
        explanation=decision.sentence,
        role=decision.role,
        appointment_id=decision.appointment_id,
        tiers=tiers,
    )


def _refuse(actor: Actor, permission: str, target: Target, decision: Decision) -> Decision:
    forget()
    looked = replace(_looked(permission, target, decision, ""), outcome=REFUSED)
    keep_despite_failure(partial(write_entry, actor=actor, looked=looked))
    otherwise = target.relationships - {EXCLUDED, APART}
    excluded = decision == EXCLUSION and decide(actor, permission, target.panel, otherwise).allowed
    raise NotAllowed(decision, but_for_exclusion=excluded)
