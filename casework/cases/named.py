"""Words that many read, in a case whose names are withheld: whoever reads the names keeps them out of what they write.

Only the words of somebody who reads the names here are looked at. To tell anybody else that a word names one of the
people would tell them who it is: they could try names until one is refused.
"""

from collections.abc import Iterable

from auth.encryption.sealed import Locked
from auth.policy import may
from auth.roles import Actor
from casework.cases.access import case_by_id, related_to
from casework.cases.models import Case
from casework.errors import Refused
from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, VICE_CHAIR
from casework.people.named import Known, known_of, named_in


def people_known(case: Case) -> list[Known]:
    """The people of an opened case by everything they could be known by; a hidden address stays shut and is not needed:
    nobody who may pass something on has read it here.

    :raises Locked: this person does not read the names.
    """
    return [
        known_of(
            party.person.identity or {},
            party.person.contact or {},
            [address.lines or {} for address in party.person.addresses if not address.hidden],
            party.person.reference,
        )
        for party in case.parties
    ]


def names_told(case: Case, texts: dict[str, str]) -> list[tuple[str, str]]:
    """The fields of ``texts`` that tell who the case is about though its names are withheld, each with what to do."""
    if not case.identity_withheld:
        return []
    try:
        people = people_known(case)
    except Locked:
        return []
    found = [(field, named_in(text, people)) for field, text in texts.items()]
    return [(field, _take_out(words)) for field, words in found if words]


def refuse_names(case: Case, **texts: str) -> None:
    """:raises Refused: naming the first field of ``texts`` that tells who the case is about."""
    for field, message in names_told(case, texts):
        raise Refused(message, field)


def names_read_by(roles: Iterable[str]) -> bool:
    """Whether all of these roles read withheld names anyway, so that words for them alone give nobody away."""
    return set(roles) <= {CHAIR, VICE_CHAIR, COORDINATOR, CASE_OFFICER}


def refuse_names_of(actor: Actor, case: Case, **texts: str) -> None:
    """As :func:`refuse_names` for words about a case that is not open here: it is opened for this, where its names are
    withheld and the actor runs the panel, and for nobody else.

    :raises Refused: as :func:`refuse_names`.
    """
    if case.identity_withheld and may(actor, "identity.set", case.panel, related_to(actor, case)):
        refuse_names(case_by_id(actor, case.id, event="case.names").case, **texts)


def _take_out(words: list[str]) -> str:
    told = ", ".join(f"“{word}”" for word in words)
    return f"Take out {told}: the names in this case are withheld, and others read this"
