"""Floor 5: which rows the database shows to whom. One line for every table; a test holds that none is missing.

It does not repeat the policy (``auth/policy.py``). It holds two things under it, whatever a query forgot: rows of a
panel go to whoever holds a role there, or has something of their own to do with that row; and whoever is excluded from
a case, with their agency or alone, or kept apart from a record, is shown no row of it.
"""

from auth.ledger.leaves import EMPTY
from wall.scopes import (
    Both,
    Duty,
    Has,
    Kept,
    NotExcluded,
    OfAccount,
    OfAgency,
    OfCovered,
    OfPanel,
    OfRequest,
    Purpose,
    Reach,
    Scope,
    Stands,
    Through,
    Wall,
    of_case,
    through,
)
from wall.standing import RESIDENT

AUDITOR, PRIVACY = Duty("auditor"), Duty("privacy_officer")
ANY_RESIDENT = Purpose(RESIDENT)
ASKED_ONLINE = Both(ANY_RESIDENT, Stands("source = 'public'"))

LET_IN = Has(
    "case_grant", "case_id", (OfAccount("account_id"), Stands("confirmed_at IS NOT NULL"), Stands("ended_at IS NULL"))
)
CHAIRS = Has("agenda_item", "case_id", (Has("meeting", "id", (OfAccount("chair_id"),), of="meeting_id"),))
WHOLE_CASE = Scope((OfPanel(), LET_IN, CHAIRS), ("id",))

# A former member keeps, for a time, the minutes of what they heard.
HEARD_IT = Has(
    "minutes",
    "id",
    (Has("attendance", "meeting_id", (OfAccount("account_id"),), of="meeting_id"),),
    of="minutes_id",
)

# Of a case itself, and of nothing in it, whoever has something of their own to do with it is shown the (sealed) row.
TO_CASE = (
    Has("action", "case_id", (OfAgency(),)),
    Has("enquiry", "case_id", (OfAgency(),)),
    Has("letter", "case_id", (OfAccount("account_id"),)),
    Has("letter", "case_id", (OfAgency(),)),
    Has("referral", "case_id", (OfAccount("author_id"),)),
    Has("referral", "case_id", (OfAgency(),)),
    Has("referral", "case_id", (OfRequest("id"),)),
    Has("emergency_access", "case_id", (OfAccount("account_id"),)),
    Has("minutes_item", "case_id", (HEARD_IT,)),
)
CASE = Scope((OfPanel(), LET_IN, CHAIRS, *TO_CASE, AUDITOR, PRIVACY), ("id",))

MEETING = Scope(
    (
        OfPanel(),
        OfAccount("chair_id"),
        Has("case_grant", "meeting_id", (OfAccount("account_id"),)),
        Has("enquiry", "meeting_id", (OfAgency(),)),
        Has("attendance", "meeting_id", (OfAccount("account_id"),)),
        AUDITOR,
    )
)
# Somebody excluded from a case is told in the running order that one stands there, and nothing of it.
AGENDA_ITEM = through("meeting", "meeting_id")
# Whoever is kept apart is so from a referral too, before there is a case.
REFERRAL = Scope((OfPanel(), OfAccount("author_id"), OfAgency(), OfRequest("id"), AUDITOR), ("case_id", "id"))
ACTION = Scope((OfPanel(), OfAgency(), OfAccount("officer_id")), ("case_id",))
# The monthly figures of it are for auditors too.
EMERGENCY = Scope((OfPanel(), OfAccount("account_id"), PRIVACY, AUDITOR), ("case_id",))
PERSON = Scope(
    (
        OfPanel(),
        Has("case_party", "person_id", (Through("whole_case", "case_id"),)),
        Has("letter", "person_id", (Through("case", "case_id"),)),
        AUDITOR,
    ),
    and_all=(Kept("kept_person"),),
)
# Somebody who stands in an excluded case and in another is a person of the other case too.
KEPT_PERSON = Scope(
    (Has("case_party", "person_id", none=True), Has("case_party", "person_id", (NotExcluded("case_id"),)))
)
CLOCK = Scope((OfPanel(), Through("case", "object_id"), Through("referral", "object_id")), ("object_id",))

WALL = Wall(
    scopes={
        "action": ACTION,
        "action_update": through("action", "action_id"),
        "address": through("person", "person_id"),
        "agenda_item": AGENDA_ITEM,
        "assessment": of_case(),
        "attendance": through("meeting", "meeting_id", OfAccount("account_id")),
        "attendance_absence": through("attendance", "attendance_id"),
        "case": CASE,
        "case_contact": of_case(Has("referral", "case_id", (OfRequest("id"),), of="case_id")),
        "case_event": of_case(OfAccount("by_id"), OfAgency()),
        "case_grant": of_case(OfAccount("account_id"), PRIVACY, AUDITOR),
        "case_move": Scope((OfPanel(), Through("case", "case_id")), ("case_id",)),
        "case_origin": of_case(),
        # An auditor asks who stands in a case, and whose name is withheld; what they are in it is sealed.
        "case_party": of_case(AUDITOR),
        "clock": CLOCK,
        "clock_pause": through("clock", "clock_id"),
        "contribution": of_case(),
        "destruction": of_case(Through("referral", "referral_id")),
        "document": of_case(Through("referral", "referral_id")),
        "emergency_access": EMERGENCY,
        "emergency_review_step": through("emergency_access", "access_id"),
        "enquiry": Scope((OfPanel(), OfAgency()), ("case_id",)),
        # Whoever is excluded must be found to be: their own row is theirs, and those who run the panel see all.
        # Auditors ask who looked at a case that they were shut out of or linked with, here and where one is kept apart.
        "exclusion": Scope(
            (OfAccount("account_id"), OfCovered("account_id"), Through("whole_case", "case_id"), AUDITOR)
        ),
        "figure_mark": Scope((OfPanel(),)),
        "form_entry": of_case(),
        "item_agency": through("agenda_item", "item_id"),
        "item_record": of_case(),
        "item_visit": through("agenda_item", "item_id"),
        # As an exclusion: what keeps a person apart must be found to do so.
        "kept_apart": Scope(
            (
                OfAccount("account_id"),
                OfCovered("account_id"),
                Through("whole_case", "object_id"),
                Through("referral", "object_id"),
                AUDITOR,
            )
        ),
        "letter": Scope((OfPanel(), OfAccount("account_id"), OfAgency()), ("case_id",)),
        "letter_agreement": of_case(),
        "letter_referrer": of_case(OfAccount("account_id")),
        "letters_done": of_case(),
        "lift_request": of_case(),
        "match_notice": Scope((OfPanel(),)),
        "match_query": Scope((OfPanel("own_panel"),)),
        "meeting": MEETING,
        "minutes": through("meeting", "meeting_id"),
        "minutes_item": of_case(HEARD_IT),
        "note": of_case(),
        "own_facts": Scope((OfAccount("account_id"),)),
        "pack": through("meeting", "meeting_id"),
        "pack_case": of_case(),
        "pack_copy": through("meeting", "meeting_id"),
        "person": PERSON,
        # A number and PIN, or a cookie, are looked up together with the request's row before it is known whose it is.
        "referral": Scope((*REFERRAL.ways, ASKED_ONLINE), REFERRAL.cases),
        "referral_answers": through("referral", "referral_id"),
        "referral_person": through("referral", "referral_id"),
        "resident_note": through("referral", "referral_id"),
        "resident_request": through("referral", "referral_id", ANY_RESIDENT),
        "safety_marker": through("person", "person_id"),
        # An auditor asks how many bear an officer's surname; the words are keyed hashes.
        "search_token": Scope((OfPanel(), ANY_RESIDENT, AUDITOR)),
        "team_exclusion": Scope((OfAgency(), Through("whole_case", "case_id"))),
        "triage_decision": through("referral", "referral_id"),
        "typed_before": of_case(),
    },
    reaches={
        "whole_case": Reach("case", WHOLE_CASE),
        "case": Reach("case", CASE),
        "meeting": Reach("meeting", MEETING),
        "agenda_item": Reach("agenda_item", AGENDA_ITEM),
        "attendance": Reach("attendance", through("meeting", "meeting_id", OfAccount("account_id"))),
        "referral": Reach("referral", REFERRAL),
        "action": Reach("action", ACTION),
        "emergency_access": Reach("emergency_access", EMERGENCY),
        "person": Reach("person", PERSON),
        "kept_person": Reach("person", KEPT_PERSON),
        "clock": Reach("clock", CLOCK),
    },
    without={
        "access_check": "how far a check of the log has come",
        "access_checkpoint": "signed states of the log",
        "access_entry": "the log: ids and rules, no content",
        "accessed_object": "the log: ids and rules, no content",
        "access_expiry": "how far the erasing of old entries has come",
        "access_leaf": "the log's tree: hashes",
        "access_reason": "the log; its words are sealed with the key of the record that was looked at",
        "access_sealing": "the log's tree: a number",
        "access_tile": "the log's tree: hashes",
        "account": "no case data",
        "account_notice": "of an account; no case data",
        "agency": "no case data",
        "agency_agreement": "no case data",
        "appointment": "no case data",
        "audit_sample": "of the log: a seed and numbers",
        "data_key": "wrapped keys: ids and bytes, nothing of a record",
        "equality_count": "counts that belong to nobody",
        "factor_reset": "of an account; no case data",
        "invitation": "no case data",
        "flag_decision": "of the log: what was asked about, by id",
        "flag_step": "of the log, sealed with a key of its own",
        "kept_form": "of an account, sealed with a key of its own",
        "log_hold": "of the log: whose or which entries are kept, by id",
        "mode_record": "settings of a panel",
        "outgoing_message": "a mail without content",
        "panel_key": "wrapped keys",
        "panel_setting": "settings of a panel",
        "panel_sign_off": "settings of a panel",
        "passkey": "of an account; public keys",
        "passkey_challenge": "random bytes of a sign-in",
        "provider": "of an agency: where its people sign in; its secret is sealed with a key of its own",
        "provider_link": "of an account: who somebody is at a provider",
        "published_table": "published figures",
        "recovery_code": "of an account; keyed hashes",
        "reference_counter": "a number",
        "resident_session": "hashes of cookies",
        "resident_try": "counts",
        "root_use": "names of keys",
        "sampled_entry": "of the log: numbers",
        "search_index": "the state of an index, asked by every panel that asks another",
        "second_factor": "of an account, sealed with a key of its own",
        "sign_in_try": "counts",
        "translation_check": "words of the public pages",
        "unreadable_value": "places of cells that could not be opened",
        "used_form": "keys of forms",
        "user_session": "hashes of cookies",
        "vetting": "of an account: days; no case data",
    },
    erasures=EMPTY,
)
