"""Roles, and the person who acts.

A role is held in one panel, from a day to a day (an :class:`auth.models.Appointment`). Three duties are not panel
roles: the auditor reads the access log and no case; the administrator manages accounts and sees no case; the privacy
officer reviews emergency access and sees no case.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may be in one panel, or (the last three) in the partnership."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    COORDINATOR = "coordinator"
    CASE_OFFICER = "case_officer"
    MEMBER = "member"
    REFERRER = "referrer"
    DUTY_OFFICER = "duty_officer"
    DEPUTY = "deputy"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"


ROLE_TITLES = {
    Role.CHAIR: "Chair",
    Role.VICE_CHAIR: "Vice-chair",
    Role.COORDINATOR: "Coordinator",
    Role.CASE_OFFICER: "Case officer",
    Role.MEMBER: "Panel member",
    Role.REFERRER: "Referrer",
    Role.DUTY_OFFICER: "Duty officer",
    Role.DEPUTY: "Named deputy",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "System administrator",
    Role.PRIVACY_OFFICER: "Privacy officer",
}
PARTNERSHIP_ROLES = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})
ACROSS_PANELS = frozenset({Role.PRIVACY_OFFICER})
"""Duties in the partnership that reach records of every panel, as far as a rule of the policy names them."""
ONE_PERSON_ROLES = frozenset({Role.MEMBER, Role.REFERRER})
"""Roles that one administrator gives alone. Every other opens or watches more than was put before the person, and
takes a second person."""
UNVETTED_ROLES = frozenset({Role.REFERRER})
"""Roles for which no panel asks that the person is vetted: whoever refers somebody reads what they wrote themselves."""
EMERGENCY_ROLES = frozenset({Role.DUTY_OFFICER, Role.DEPUTY})
"""Roles of a panel that open nothing by themselves: whoever holds one may use emergency access, where the panel says
so."""


@dataclass(frozen=True)
class Held:
    """One role in force today. ``panel`` is ``None`` for the duties in the partnership. ``for_account_id``: the
    colleague whose role it is, where it is held as cover."""

    role: Role
    panel: str | None
    appointment_id: UUID
    for_account_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts, as services and doors see it: plain values, no session, no database row.

    ``proof_until``: until when the fresh proof of this session counts; ``None`` when none was given. Somebody without a
    session (a job, a command) acts for a person who was asked when the work was asked for. ``signed_in_until``: until
    when having signed in here counts as a proof, where that will do; ``None`` when nothing was given here.
    """

    account_id: UUID
    name: str
    agency_id: UUID
    agency_name: str
    agency_type: str
    held: tuple[Held, ...] = ()
    session_id: UUID | None = None
    network_hash: bytes | None = None
    request_id: str = ""
    job_title: str = ""
    closed_panels: frozenset[str] = frozenset()
    """Panels that the partnership does not run now. Nobody has a right in them, whatever they hold or own there."""
    proof_until: datetime | None = None
    signed_in_until: datetime | None = None
    by_passkey: bool = False
    """Whether this session began with a passkey, which answers at our address alone."""
    is_shut_out: bool = False
    """Whether the person's agency has no information-sharing agreement any more: no record of a panel opens then."""
    is_frozen: bool = False
    """Whether an auditor has stopped the person's access until they decide: no record of a panel opens then."""
    _by_panel: dict[str | None, frozenset[Role]] = field(default_factory=dict, compare=False, repr=False)

    def roles(self, panel: str | None) -> frozenset[Role]:
        """The roles this person holds today in ``panel`` (``None``: in the partnership)."""
        if panel not in self._by_panel:
            self._by_panel[panel] = frozenset(held.role for held in self.held if held.panel == panel)
        return self._by_panel[panel]

    def own_roles(self, panel: str | None) -> frozenset[Role]:
        """The same without those that are held as cover for a colleague."""
        return frozenset(held.role for held in self.held if held.panel == panel and held.for_account_id is None)

    def covered(self) -> tuple[tuple[str, UUID], ...]:
        """For whom this person covers today: panel and account of each colleague."""
        return tuple((held.panel, held.for_account_id) for held in self.held if held.panel and held.for_account_id)

    def acting_for(self, appointment_id: UUID | None) -> UUID | None:
        """The account of the colleague for whom this person acts by one of the roles they hold; mostly nobody."""
        return next((held.for_account_id for held in self.held if held.appointment_id == appointment_id), None)

    def holding(self, held: tuple[Held, ...]) -> "Actor":
        """The same person with other roles. What was worked out of the roles before is not taken along."""
        return replace(self, held=held, _by_panel={})

    def own_panels(self, *roles: Role) -> tuple[str, ...]:
        """As :meth:`panels`, without what is held as cover."""
        return tuple(panel for panel in self.panels(*roles) if self.own_roles(panel) & set(roles))

    def panels(self, *roles: Role) -> tuple[str, ...]:
        """The panels in which one of ``roles`` (any role if none is given) is held, in stable order."""
        found = {held.panel for held in self.held if held.panel and (not roles or held.role in roles)}
        return tuple(sorted(found))

    def has_fresh_proof(self, at: datetime) -> bool:
        """Whether this person has just shown who they are, as far as that is asked of them."""
        return self.session_id is None or (self.proof_until is not None and at < self.proof_until)

    def has_recent_proof(self, at: datetime) -> bool:
        """The same, where having just signed in will do as well."""
        return self.has_fresh_proof(at) or (self.signed_in_until is not None and at < self.signed_in_until)

    def is_auditor(self) -> bool:
        """Whether this person reads the access log."""
        return Role.AUDITOR in self.roles(None)

    def is_administrator(self) -> bool:
        """Whether this person manages accounts."""
        return Role.ADMINISTRATOR in self.roles(None)

    def is_privacy_officer(self) -> bool:
        """Whether this person reviews emergency access."""
        return Role.PRIVACY_OFFICER in self.roles(None)

    def has_no_case(self) -> bool:
        """Whether this person has a duty in the partnership beside which nobody sees a case."""
        return bool(self.roles(None) & PARTNERSHIP_ROLES)
