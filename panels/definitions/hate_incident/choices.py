"""Lists of this panel: strands with their kinds, incidents, recording categories, police outcomes, wishes.

The five centrally monitored strands are race, religion, sexual orientation, disability and transgender identity. A
partnership may record others: what counts is how the victim or anyone else perceives the hostility.
"""

from casework.panel_type.questions import Choice

MONITORED = frozenset({"race", "religion", "sexual_orientation", "disability", "transgender"})

STRANDS = (
    Choice("race", "Race, ethnicity or nationality"),
    Choice("religion", "Religion or belief"),
    Choice("sexual_orientation", "Sexual orientation"),
    Choice("disability", "Disability"),
    Choice("transgender", "Transgender identity"),
    Choice("sex", "Sex or gender (misogyny)"),
    Choice("age", "Age"),
    Choice("immigration", "Immigration status"),
    Choice("subculture", "Alternative subculture"),
    Choice("sex_work", "Sex work"),
    Choice("homelessness", "Homelessness"),
    Choice("other", "Another difference, seen by somebody"),
)

STRAND_KINDS = (
    Choice("anti_asian", "Anti-Asian"),
    Choice("anti_black", "Anti-Black"),
    Choice("anti_east_asian", "Against Chinese or East Asian people"),
    Choice("anti_gypsy_roma_traveller", "Against Gypsy, Roma or Traveller people"),
    Choice("anti_migrant", "Against migrants or people seeking asylum"),
    Choice("antisemitic", "Antisemitic"),
    Choice("anti_european", "Against people from elsewhere in Europe"),
    Choice("anti_muslim", "Anti-Muslim"),
    Choice("anti_christian", "Anti-Christian"),
    Choice("anti_hindu", "Anti-Hindu"),
    Choice("anti_sikh", "Anti-Sikh"),
    Choice("no_belief", "Against people without a belief"),
    Choice("inter_sect", "Within or between beliefs"),
    Choice("homophobic", "Homophobic"),
    Choice("lesbophobic", "Lesbophobic"),
    Choice("biphobic", "Biphobic"),
    Choice("physical", "Physical disability"),
    Choice("sensory", "Sight or hearing loss"),
    Choice("learning", "Learning disability"),
    Choice("autism", "Autism"),
    Choice("mental_health", "Mental health"),
    Choice("visible_difference", "Visible difference"),
    Choice("older", "Older people"),
    Choice("younger", "Younger people"),
    Choice("other", "Something else"),
)

PERCEIVED_BY = (
    Choice("victim", "The person affected"),
    Choice("other", "Somebody else"),
    Choice("both", "Both"),
)

INCIDENT_TYPES = (
    Choice("verbal", "Shouting, insults, slurs"),
    Choice("threats", "Threats"),
    Choice("harassment", "Harassment or stalking"),
    Choice("assault_common", "Assault without injury"),
    Choice("assault_injury", "Assault with injury"),
    Choice("assault_weapon", "Assault with a weapon"),
    Choice("spitting", "Spitting"),
    Choice("damage", "Damage to property"),
    Choice("graffiti", "Graffiti or symbols"),
    Choice("arson", "Fire set, or an attempt"),
    Choice("online", "Online or by message"),
    Choice("hate_mail", "Letters or leaflets"),
    Choice("worship", "Damage to, or desecration of, a place of worship"),
    Choice("offensive_items", "Offensive things or waste left or pushed through the door"),
    Choice("exclusion", "Bullying or exclusion at school or work"),
    Choice("mate_crime", "Theft or money taken by a so-called friend (mate crime)"),
    Choice("noise", "Noise or nuisance aimed at the person"),
    Choice("public_order", "Stirring up others, public disorder"),
    Choice("dog", "A dog used to frighten"),
    Choice("display", "Material on display"),
    Choice("other", "Something else"),
)

LOCATION_TYPES = (
    Choice("home", "At home or at the door"),
    Choice("communal", "Shared area of the building"),
    Choice("street", "Street"),
    Choice("estate", "Estate"),
    Choice("transport", "Public transport"),
    Choice("school", "School or college"),
    Choice("work", "Work"),
    Choice("shop", "Shop"),
    Choice("worship", "Place of worship"),
    Choice("online", "Online"),
    Choice("licensed", "Pub, bar or club"),
    Choice("health", "Hospital or surgery"),
)

REPORTING_ROUTES = (
    Choice("police_999", "Police, 999"),
    Choice("police_101", "Police, 101"),
    Choice("police_online", "Police, online"),
    Choice("true_vision", "True Vision"),
    Choice("council", "Council"),
    Choice("housing", "Landlord"),
    Choice("reporting_centre", "Third-party reporting centre"),
    Choice("victim_support", "Victim support"),
    Choice("school", "School"),
    Choice("councillor", "Councillor"),
    Choice("hate_service", "Hate crime service"),
    Choice("anonymous", "Anonymous"),
)

EVIDENCE = (
    Choice("words", "Words used"),
    Choice("symbols", "Symbols"),
    Choice("pattern", "A pattern of who is targeted"),
    Choice("no_other", "No other explanation"),
    Choice("admission", "The person said to be responsible admitted it"),
    Choice("social_media", "Social media"),
    Choice("group", "Belongs to a group"),
    Choice("none", "None besides how it is perceived", "Perception is enough to record it"),
)

# What police record is changing. The list is dated: a new value is added, an old one is kept for what was recorded so.
RECORDING_CATEGORIES = (
    Choice("hate_crime", "Hate crime"),
    Choice("hate_incident", "Hate incident that is no crime"),
    Choice("asb", "Anti-social behaviour"),
    Choice("intelligence", "Intelligence only"),
    Choice("assessing", "Being assessed"),
    Choice("legacy_nchi", "Non-crime hate incident", "As recorded before the change of 2026"),
)

POLICE_OUTCOMES = (
    Choice("charged", "Charged or summonsed"),
    Choice("caution", "Caution"),
    Choice("conditional_caution", "Conditional caution"),
    Choice("penalty_notice", "Penalty notice"),
    Choice("community_resolution", "Community resolution"),
    Choice("evidence_supports", "Not enough evidence, the person affected supports action"),
    Choice("evidence_does_not", "Not enough evidence, the person affected does not support action"),
    Choice("no_suspect", "No suspect"),
    Choice("not_in_interest", "Not in the public interest"),
    Choice("ongoing", "Still open"),
)
SANCTION_DETECTIONS = ("charged", "caution", "conditional_caution", "penalty_notice")
"""Formal outcomes that count as a sanction detection."""

WISHES = (
    Choice("prosecution", "Prosecution"),
    Choice("stop", "That it stops"),
    Choice("restorative", "An apology, or a meeting to put it right"),
    Choice("move", "To move"),
    Choice("support", "Support only"),
    Choice("record", "That it is recorded, no more"),
    Choice("unsure", "Not sure yet"),
)

PARTY_KINDS = (
    Choice("individual", "A person"),
    Choice("household", "A household"),
    Choice("institution", "An institution, such as a prayer hall or a shop"),
    Choice("community", "A community"),
)
