"""Lists of answers that several panels share: roles in a case, homes, kinds of problem, vulnerability, consent."""

from casework.panel_type.questions import Choice

VICTIM = "victim"
REPRESENTATIVE = "representative"
ALLEGED_PERPETRATOR = "alleged_perpetrator"

CASE_ROLES = (
    Choice(VICTIM, "Person affected (victim)"),
    Choice(ALLEGED_PERPETRATOR, "Person said to be responsible", "An allegation, not a finding"),
    Choice("subject", "Person there is concern about"),
    Choice("complainant", "Person who complained or applied"),
    Choice(REPRESENTATIVE, "Representative or advocate"),
    Choice("witness", "Witness"),
    Choice("child", "Child in the household"),
    Choice("household_member", "Another adult in the household"),
    Choice("parent_carer", "Parent or carer"),
    Choice("location", "Place where it happens"),
    Choice("landlord", "Owner or landlord"),
    Choice("professional", "Professional involved"),
)

TENURES = (
    Choice("council_tenant", "Council tenant"),
    Choice("council_leaseholder", "Council leaseholder"),
    Choice("association_tenant", "Housing association tenant"),
    Choice("association_leaseholder", "Housing association leaseholder or shared owner"),
    Choice("private_tenant", "Private tenant"),
    Choice("owner", "Owns the home and lives in it"),
    Choice("temporary", "Temporary accommodation"),
    Choice("supported", "Supported or sheltered housing"),
    Choice("hostel", "Hostel or refuge"),
    Choice("no_fixed_home", "Sleeping rough or no fixed address"),
    Choice("student", "Student accommodation"),
    Choice("other", "Something else"),
)

ASB_TYPES = (
    Choice("noise", "Noise"),
    Choice("rowdy", "Rowdy or inconsiderate behaviour"),
    Choice("verbal_abuse", "Shouting, insults or harassment"),
    Choice("threats", "Threats or intimidation"),
    Choice("violence", "Violence"),
    Choice("drug_dealing", "Dealing in drugs"),
    Choice("drug_use", "Using drugs"),
    Choice("nitrous_oxide", "Nitrous oxide"),
    Choice("alcohol", "Street drinking or other alcohol problems"),
    Choice("groups", "Groups hanging around"),
    Choice("vehicles", "Vehicles", "Speeding, revving, abandoned"),
    Choice("damage", "Damage, vandalism or graffiti"),
    Choice("fire_setting", "Fires lit on purpose"),
    Choice("rubbish", "Dumped rubbish or litter"),
    Choice("animals", "Dogs or other animals"),
    Choice("prostitution", "Related to prostitution"),
    Choice("begging", "Begging"),
    Choice("neighbours", "Dispute between neighbours"),
    Choice("cuckooing", "Someone's home taken over (cuckooing)"),
    Choice("domestic_noise", "Noise that may be domestic abuse"),
    Choice("communal_areas", "Misuse of shared areas"),
    Choice("hate", "Hatred of who someone is"),
    Choice("calls_online", "Nuisance calls or messages online"),
    Choice("other", "Something else"),
)

VULNERABILITIES = (
    Choice("physical", "Physical disability or long-term illness"),
    Choice("sensory", "Sight or hearing loss"),
    Choice("learning_disability", "Learning disability"),
    Choice("neurodivergence", "Autism or other neurodivergence"),
    Choice("mental_health", "Mental ill health"),
    Choice("self_harm", "Risk of self-harm or suicide"),
    Choice("dementia", "Dementia"),
    Choice("dependency", "Dependency on drugs or alcohol"),
    Choice("older", "Aged 65 or over"),
    Choice("child", "Under 18"),
    Choice("care_leaver", "Looked after, or has left care"),
    Choice("pregnancy", "Pregnant or has a new baby"),
    Choice("domestic_abuse", "Domestic abuse"),
    Choice("isolated", "Isolated or lives alone"),
    Choice("language", "Language barrier"),
    Choice("immigration", "Insecure immigration status or no recourse to public funds"),
    Choice("earlier_victim", "Was a victim before"),
    Choice("money", "Debt, or money taken by others"),
    Choice("caring", "Cares for somebody"),
    Choice("homelessness", "Homeless or about to be"),
    Choice("bereavement", "Bereavement"),
    Choice("exploitation", "Exploited by others", "For crime, sex or labour"),
    Choice("capacity", "Cannot decide this alone (mental capacity)"),
    Choice("hoarding", "Hoarding or self-neglect"),
    Choice("other", "Something else"),
)

HATE_STRANDS = (
    Choice("race", "Race or nationality"),
    Choice("religion", "Religion or belief"),
    Choice("sexual_orientation", "Sexual orientation"),
    Choice("transgender", "Gender identity"),
    Choice("disability", "Disability"),
    Choice("sex", "Sex or gender"),
    Choice("age", "Age"),
    Choice("subculture", "Lifestyle or subculture"),
    Choice("other", "Another reason"),
)

CONSENT_GIVEN = "given"
CONSENT = (
    Choice(CONSENT_GIVEN, "Yes, they agreed"),
    Choice("refused", "No, they were asked and did not agree"),
    Choice("unsafe", "They were not asked, because asking would not be safe"),
    Choice("prejudice", "They were not asked, because asking would make it harder to prevent or detect crime"),
    Choice("lacks_capacity", "They cannot decide this, and it is in their best interests"),
    Choice("not_applicable", "It does not apply here"),
)
CONSENT_NOT_GIVEN = tuple(choice.value for choice in CONSENT if choice.value != CONSENT_GIVEN)

RISK_BANDS = (Choice("standard", "Standard"), Choice("medium", "Medium"), Choice("high", "High"))
