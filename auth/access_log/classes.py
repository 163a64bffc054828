"""Classes of events, for questions to the log: what opens a record, what searches, what leaves the product.

Taken from the list of events in the security design (4.1). A test holds that each named here is an event in words.
"""

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, REFUSED

CASE = "case"
SEARCHES = ("case.searched", "referral.match")
"""One entry for each search. What a search opened to compare (``case.search``) has an entry of its own beside it."""
LEAVES = (
    "audit.dossier", "audit.export", "audit.file", "audit.proof", "document.download", "letter.print",
    "minutes.extract", "pack.read", "referral.copy", "retention.certificate", "statistics.file",
)  # fmt: skip
"""Exports, prints and files that were taken away."""
NO_MORE_THAN_SUMMARIES = ("F0", "F0-F1")
"""Tiers of an entry about several cases, none of which was opened whole."""
PLAIN = ("referral.status", "enquiry.standing")
"""What shows how a part of a case stands, and nothing in it."""
NO_TRIES = (
    "access_log.check",
    "form.foreign",
    "form.token",
    "sign_in",
    "sign_in_failed",
    "step_up",
    "step_up.asked",
    "value.unreadable",
)
"""Refusals that are nobody's try to see something: passwords, and what the service met itself."""

opens_case = sa.and_(
    AccessEntry.outcome == ALLOWED,
    AccessEntry.object_type == CASE,
    AccessEntry.shown == 1,
    AccessEntry.event.not_in((*SEARCHES, "case.search", "case.list", "role.sight", "agenda.ready")),
    AccessEntry.event.not_like("audit.%"),
    AccessEntry.event.not_like("retention.%"),
)
"""Entries of somebody who opened one case. What the records manager does before destruction is none."""
opens_part = sa.and_(
    AccessEntry.outcome == ALLOWED,
    AccessEntry.event.not_in((*SEARCHES, "case.search", "role.sight", "agenda.ready", "referral.queue", *PLAIN)),
    AccessEntry.event.not_like("%.list"),
    AccessEntry.event.not_like("audit.%"),
    AccessEntry.event.not_like("retention.%"),
    sa.or_(AccessEntry.object_type != CASE, AccessEntry.shown == 1, AccessEntry.tiers.not_in(NO_MORE_THAN_SUMMARIES)),
)
"""The same of a case or of a part of it: a document, a letter, the case's pages of a pack. To see it named in a list is
not to open it."""
_LISTS = ("referral.queue", "referral.match", "address.compare", "role.sight", "subject.name")
_OWN_WORK = ("referral.start", "referral.write")
opens_paper = sa.and_(
    AccessEntry.outcome == ALLOWED,
    AccessEntry.object_type != CASE,
    AccessEntry.shown == 1,
    AccessEntry.tiers.not_in(("", "F0")),
    AccessEntry.event.not_in((*_LISTS, *_OWN_WORK)),
    AccessEntry.event.not_like("%.list"),
    AccessEntry.event.not_like("audit.%"),
    AccessEntry.event.not_like("retention.%"),
)
"""Entries of somebody who opened one record besides cases, deeper than that it is there: a referral, a document, a
letter, an enquiry, an action, a meeting. What they write themselves is none."""
opens_record = sa.or_(
    opens_case, opens_paper, sa.and_(AccessEntry.outcome == ALLOWED, AccessEntry.event == "pack.read")
)
"""Entries of somebody who opened a case, such a record, or an agenda pack with the cases in it."""
searches = sa.and_(AccessEntry.outcome == ALLOWED, AccessEntry.event.in_(SEARCHES))
finds_nothing = sa.and_(searches, AccessEntry.event == "case.searched", AccessEntry.shown == 0)
leaves = sa.and_(AccessEntry.outcome == ALLOWED, AccessEntry.event.in_(LEAVES))
retells = sa.and_(AccessEntry.outcome == ALLOWED, AccessEntry.event == "own_facts.change")
"""What somebody told of themselves, so that they are kept apart, was told otherwise."""
erases_by_hand = AccessEntry.event == "access_log.erase"
erases = AccessEntry.event.in_(("access_log.accept_rollback", "access_log.erase", "access_log.expire"))
"""Whatever takes something out of the log, or accepts that something is gone; by hand only what somebody decided of one
entry."""
tries = sa.and_(AccessEntry.outcome == REFUSED, AccessEntry.event.not_in(NO_TRIES))
