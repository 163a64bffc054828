"""The answers that residents pick from, in their words. Values are those of the officers' form where it has them."""

from casework.panel_type.questions import NO, NOT_KNOWN, YES, Choice

YES_NO_UNSURE = (Choice(YES, "Yes"), Choice(NO, "No"), Choice(NOT_KNOWN, "I am not sure"))
YES_NO = (Choice(YES, "Yes"), Choice(NO, "No"))
SAFE = (Choice(YES, "Safe"), Choice(NO, "Not safe"))
FORGOTTEN = (Choice(YES, "I do not remember when"),)

WHO_APPLIES = (
    Choice("self", "Me"),
    Choice("on_behalf", "Someone else", "You need their agreement. We can ask them for you."),
    Choice("business", "A business"),
    Choice("group", "A group of people"),
)
CONSENT = (
    Choice("shown", "Yes, they told me so"),
    Choice("to_come", "Yes, and they will write to you"),
    Choice("ask", "Not yet. Ask them for me"),
)
RELATIONS = (
    Choice("family", "Family"),
    Choice("friend", "Friend or neighbour"),
    Choice("carer", "Carer"),
    Choice("advocate", "Advocate or support worker"),
    Choice("councillor", "Councillor"),
    Choice("mp", "Member of Parliament"),
    Choice("officer", "Worker of a public service"),
    Choice("solicitor", "Solicitor"),
    Choice("other", "Someone else"),
)
AGREED = (Choice(YES, "Yes, they agreed"), Choice(NO, "No, or I have not asked yet"))

TYPES = (
    Choice("noise", "Noise"),
    Choice("verbal_abuse", "Shouting, insults or harassment"),
    Choice("threats", "Threats"),
    Choice("violence", "Violence"),
    Choice("groups", "Groups of people who frighten others"),
    Choice("drug_dealing", "Selling drugs"),
    Choice("drug_use", "Using drugs"),
    Choice("alcohol", "Drinking in the street"),
    Choice("damage", "Damage or graffiti"),
    Choice("fire_setting", "Fires"),
    Choice("rubbish", "Rubbish"),
    Choice("vehicles", "Cars, motorbikes or scooters"),
    Choice("animals", "Dogs or other animals"),
    Choice("communal_areas", "Problems on stairs or in shared areas"),
    Choice("cuckooing", "A home taken over by other people"),
    Choice("calls_online", "Calls, or messages online"),
    Choice("hate", "Hatred of who someone is"),
    Choice("other", "Something else"),
)
BODIES = (
    Choice("police", "The police"),
    Choice("council", "The council"),
    Choice("social_landlord", "My landlord: the council or a housing association"),
    Choice("health", "A doctor, nurse or hospital"),
    Choice("other", "Someone else", "For example a private landlord, a school or a councillor."),
)
HOW = (
    Choice("phone", "By phone"),
    Choice("online", "Online"),
    Choice("email", "By e-mail"),
    Choice("letter", "By letter"),
    Choice("in_person", "In person"),
    Choice("other", "Another way"),
)
STRANDS = (
    Choice("race", "Race or nationality"),
    Choice("religion", "Religion or belief"),
    Choice("sexual_orientation", "Who I love"),
    Choice("transgender", "Gender identity"),
    Choice("disability", "Disability or illness"),
    Choice("sex", "Being a woman or a man"),
    Choice("age", "Age"),
    Choice("subculture", "How I live or dress"),
    Choice("other", "Another reason"),
)
VULNERABILITIES = (
    Choice("physical", "A disability, or an illness of long standing"),
    Choice("sensory", "I cannot see or hear well"),
    Choice("learning_disability", "A learning disability"),
    Choice("neurodivergence", "Autism, or another difference of mind"),
    Choice("mental_health", "My mind is not well"),
    Choice("older", "I am 65 or older"),
    Choice("child", "I am under 18"),
    Choice("pregnancy", "Pregnant, or a new baby"),
    Choice("domestic_abuse", "Someone at home hurts or controls me"),
    Choice("isolated", "I live alone, or know few people"),
    Choice("language", "I speak or read little English"),
    Choice("caring", "I care for somebody"),
    Choice("money", "Money problems"),
    Choice("other", "Something else"),
)
STOPPED = (
    Choice(YES, "Yes, it has stopped"),
    Choice("for_a_while", "For some time, then it came back"),
    Choice(NO, "No"),
    Choice("nothing_done", "Nothing was done"),
)
WANTED = (
    Choice("stop", "It stops"),
    Choice("safety", "I am safe at home"),
    Choice("contact", "I have one person to speak to"),
    Choice("action", "Someone takes action"),
    Choice("move", "I move to another home"),
    Choice("apology", "Someone explains, or says sorry"),
    Choice("support", "I get help to feel better"),
    Choice("other", "Something else"),
)
TENURES = (
    Choice("council_tenant", "I rent from the council"),
    Choice("council_leaseholder", "I have a lease from the council"),
    Choice("association_tenant", "I rent from a housing association"),
    Choice("association_leaseholder", "I have a lease, or share the ownership, with a housing association"),
    Choice("private_tenant", "I rent from a private landlord"),
    Choice("owner", "I own my home"),
    Choice("temporary", "It is a temporary home"),
    Choice("supported", "Supported or sheltered housing"),
    Choice("hostel", "Hostel or refuge"),
    Choice("no_fixed_home", "I have no home now"),
    Choice("student", "A home for students"),
    Choice("other", "Something else"),
)
SEEN = (Choice(YES, "Yes"), Choice(NO, "No"), Choice("not_sure", "I am not sure"))
TIMES = (Choice("morning", "Morning"), Choice("afternoon", "Afternoon"), Choice("evening", "Evening"))
ANSWERED = (
    Choice("nothing", "Say nothing and try later"),
    Choice("agreed", "Say only that you will call again about an appointment"),
)
LIKED = (
    Choice("phone", "Phone call"),
    Choice("text", "Text message"),
    Choice("email", "E-mail"),
    Choice("letter", "Letter"),
    Choice("in_person", "We meet"),
)
WILL_CALL = (Choice(YES, "I will call you"),)
LANGUAGES = (
    Choice("english", "English"),
    Choice("bengali", "Bengali"),
    Choice("sylheti", "Sylheti"),
    Choice("somali", "Somali"),
    Choice("arabic", "Arabic"),
    Choice("urdu", "Urdu"),
    Choice("polish", "Polish"),
    Choice("bsl", "British Sign Language"),
    Choice("other", "Another language"),
)
FORMATS = (
    Choice("none", "A letter in normal print"),
    Choice("large_print", "Large print"),
    Choice("audio", "A sound recording"),
    Choice("bsl", "British Sign Language"),
    Choice("easy_read", "Easy read, with pictures"),
    Choice("braille", "Braille"),
    Choice("spoken", "Someone reads it to me"),
)
INVOLVED = (
    Choice("in_person", "I come to part of the meeting"),
    Choice("remote", "I join part of the meeting by phone or video"),
    Choice("speaker", "Someone speaks for me"),
    Choice("statement", "I send a message for the meeting"),
    Choice("updates", "I am told how it goes, and no more"),
    Choice("later", "I decide later"),
)
TRUE = (Choice("true", "It is true, as far as I know"),)
