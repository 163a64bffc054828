"""Rules by situation, beside those by role: from which networks administrators' pages answer, and whose session must
have begun with a passkey. Off unless the operator sets them (docs/operating.md, Settings).

They are asked before any door. What somebody may do about their own account stays open to them everywhere: that is
where a passkey is added.
"""

from functools import partial
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from flask import Flask, Response, current_app, make_response, render_template, request

from auth import pace
from auth.access_log.service import write_turned_away
from auth.access_marks import WITHOUT_ACCOUNT, mark_of
from auth.current import current_actor, signed_in_account
from auth.doors import PasskeyNeeded, lacks_passkey
from auth.roles import Actor
from extensions import keep_despite_failure, nothing_is_shown, present_settings

OWN = frozenset({"signed-in", *WITHOUT_ACCOUNT})
NETWORK_RULE, PASSKEY_RULE = "network", "no-passkey"
WORDS = {
    NETWORK_RULE: "administrators' pages do not answer on this network",
    PASSKEY_RULE: "this session did not begin with a passkey",
}


class NotFromHere(Exception):
    """The person may, but not from this network or in a session that began in this way. Nothing is opened."""

    def __init__(self, rule: str) -> None:
        super().__init__(WORDS[rule])
        self.rule = rule


def is_within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether an address lies in one of the networks; an IPv4 address in IPv6 dress is the address that it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)


def broken_rule(actor: Actor, address: str) -> str | None:
    """Which of these rules an administrator's request breaks; ``None`` for everybody else and when all is well."""
    settings = present_settings()
    if not actor.is_administrator():
        return None
    if settings.admin_networks and not is_within(address, settings.admin_networks):
        return NETWORK_RULE
    return PASSKEY_RULE if lacks_passkey(actor) else None


def refuse(actor: Actor, rule: str, mark: str) -> None:
    """Keep in the log that somebody was turned away by their situation.

    :raises NotFromHere: always.
    """
    entry = partial(write_turned_away, actor=actor, event=mark, rule=rule, words=WORDS[rule])
    keep_despite_failure(entry)
    raise NotFromHere(rule)


def bind(app: Flask) -> None:
    """Before each view: the situation of whoever manages accounts. Bound after the marks are checked."""
    pace.bind(app)
    app.register_error_handler(NotFromHere, _page)
    app.register_error_handler(PasskeyNeeded, _page)

    @app.after_request
    def _kept_to_ourselves(response: Response) -> Response:
        # Another site's page neither holds on to a window of ours nor takes what we answer.
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    @app.before_request
    def _situation() -> None:
        mark = mark_of(current_app, request.endpoint) if request.endpoint not in (None, "static") else None
        if mark is None or mark in OWN or signed_in_account() is None:
            return
        pace.count(current_actor())
        rule = broken_rule(current_actor(), request.remote_addr or "")
        if rule is not None:
            refuse(current_actor(), rule, mark)


def _page(fault: Exception) -> Response:
    nothing_is_shown()
    by_network = isinstance(fault, NotFromHere) and fault.rule == NETWORK_RULE
    return make_response(render_template("errors/not_from_here.html", by_network=by_network), 403)
