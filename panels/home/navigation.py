"""The menu of each kind of person: nobody sees a link that they cannot use."""

from dataclasses import dataclass

from flask import g, has_request_context, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from auth.accounts.access import may_settle_roles
from auth.accounts.sharing_rules import EndWarning, warning_of
from auth.current import current_actor, signed_in_account
from auth.doors import shut_panels
from auth.opened import opened_in_emergency, panels_opened
from auth.policy import may
from auth.policy_relationships import LISTED
from auth.roles import Actor
from casework.emergency.access import may_ask, may_review
from casework.emergency.queue import running_of
from casework.panel_settings.named_pages import bearing_of
from casework.panel_type.registry import panel_types
from panels.home.inquiry import questions_waiting
from panels.home.sources import Need
from panels.statistics.access import has_statistics
from wording.dates import today

HOME, MARKING = "/home", "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Link:
    """One entry of the menu. ``permission`` is asked of the policy in each of the person's panels."""

    text: str
    href: str
    permission: str


LINKS = (
    Link("Referrals", "/triage", "referral.queue"),
    Link("Refer", "/refer", "referral.start"),
    Link("Cases", "/cases", "case.list"),
    Link("Meetings", "/meetings", "meeting.list"),
    Link("Panels", "/admin/panels", "panel.read"),
    Link("Retention", "/retention", "retention.read"),
)
AUDITOR = (
    ("Home", "/audit"), ("Access", "/audit/access"), ("Flags", "/audit/flags"), ("Samples", "/audit/samples"),
    ("Verify", "/audit/verify"),
    ("My own trail", "/audit/trail"),
)  # fmt: skip
OWN_LINKS = (("Questions", "/questions"), ("Actions", "/actions"))


def links_for(actor: Actor) -> list[tuple[str, str]]:
    """Text and address of each link this person may use, in the order of the menu."""
    if actor.is_auditor():
        return [*AUDITOR, *_statistics(actor), ("Emergency access", "/emergency/figures")]
    if actor.is_administrator():
        own = ("Roles still needed", "/roles")
        return [("Home", "/admin"), ("Roles to confirm", "/admin/roles"), own, ("Panels", "/admin/panels")]
    if actor.is_privacy_officer():
        told = ("Breaches", "/audit/breaches"), ("Auditors", "/audit/trail")
        return [("Home", "/emergency"), ("By month", "/emergency/figures"), *told]
    usable = [(link.text, link.href) for link in LINKS if _usable(actor, link.permission)]
    return [("Home", HOME), *usable, *OWN_LINKS, *_statistics(actor), *_emergency(actor), *_roles(actor)]


def home_of(actor: Actor) -> str:
    """Where this person's working day starts."""
    return links_for(actor)[0][1]


def for_request() -> dict[str, object]:
    """What the layout shows of the person signed in: menu, name, agency, marking, what they have open by emergency
    access, and by whom and when the page was opened where that has to stand on it. Empty for everybody else.

    An error page must be drawn even when the database cannot be reached, so a fault there means an empty menu.
    """
    try:
        asks = has_request_context() and not g.get("asks_nothing")
        actor = current_actor() if asks and signed_in_account() else None
    except SQLAlchemyError:
        actor = None
    if actor is None:
        nothing = dict.fromkeys(("signed_in_name", "signed_in_agency", "marking", "shown_to"), "")
        return {"navigation": [], "proof_for": [], "emergencies": [], "home_url": "/", "prints": True, **nothing}
    bearing = bearing_of(actor, panels_opened(), in_emergency=opened_in_emergency())
    return {
        "navigation": _menu(links_for(actor)),
        "agreement_ends": _agreement_ends(),
        "emergencies": running_of(actor),
        "signed_in_name": actor.name,
        "signed_in_agency": actor.agency_name,
        "marking": _marking(actor),
        "shown_to": bearing.words,
        "prints": bearing.prints,
        "home_url": home_of(actor),
        "asked_of_you": _asked_where_they_start(actor),
        "session_keep_url": url_for("sign_in.stay"),
        "proof_for": [panel_types.get(panel).neutral_name for panel in shut_panels(actor)],
    }


def _asked_where_they_start(actor: Actor) -> list[Need]:
    """Questions of auditors, for whoever starts the day elsewhere than on the page of what needs them, on that page."""
    start = home_of(actor)
    return questions_waiting(actor) if start != HOME and request.path == start else []


def _statistics(actor: Actor) -> list[tuple[str, str]]:
    """The link to figures, where any panel of this person's counts something."""
    return [("Statistics", "/statistics")] if has_statistics(actor) else []


def _emergency(actor: Actor) -> list[tuple[str, str]]:
    """The links of those who may use emergency access, and of those who review it."""
    asks = [("Emergency access", "/cases/emergency")] if may_ask(actor) else []
    return [*asks, ("Emergency reviews", "/emergency")] if may_review(actor) else asks


def _agreement_ends() -> EndWarning | None:
    """What the person is told of their agency's information-sharing agreement, near its end."""
    account = signed_in_account()
    return warning_of(account.agency.agreement_until, account.agency.shuts_on, today()) if account else None


def _roles(actor: Actor) -> list[tuple[str, str]]:
    """To everybody their own roles and cover; to chairs also what waits for their word as a second person."""
    own = [("Roles", "/roles")]
    return [*own, ("Roles to confirm", "/admin/roles")] if may_settle_roles(actor) else own


def _usable(actor: Actor, permission: str) -> bool:
    # A member's list of cases holds those on an agenda: the link is theirs although it may lead to an empty list.
    return any(may(actor, permission, panel, frozenset({LISTED})) for panel in actor.panels())


def _menu(links: list[tuple[str, str]]) -> list[dict[str, object]]:
    """The links as shown; the one that leads nearest to the present page is marked."""
    here = max((href for _, href in links if _leads_here(href)), key=len, default="")
    return [{"text": text, "href": href, "active": href == here} for text, href in links]


def _leads_here(href: str) -> bool:
    if request.path == href:
        return True
    return href not in ("/home", "/audit", "/admin") and request.path.startswith(f"{href}/")


def _marking(actor: Actor) -> str:
    known = {panel.key: panel.marking for panel in panel_types.all()}
    markings = {known[panel] for panel in actor.panels() if panel in known}
    return MARKING if len(markings) != 1 else markings.pop()
