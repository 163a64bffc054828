"""Lists of this panel. The lists of concern are dated: the national one changed in 2024, and older cases keep theirs.

The labels of the national lists are the partnership's to check against the tracker; values are stored for ever.
"""

from casework.panel_type.questions import Choice

SUBJECT, PARENT = "subject", "parent_carer"

CASE_ROLES = (
    Choice(SUBJECT, "Person there is concern about"),
    Choice(PARENT, "Parent, guardian or carer"),
    Choice("child", "Child in the household"),
    Choice("household_member", "Another adult in the household"),
    Choice("representative", "Representative or advocate"),
    Choice("professional", "Professional involved"),
)

# In force since the national tracker replaced earlier systems in May 2024.
CONCERNS = (
    Choice("no_ideology", "No ideology identified"),
    Choice("violence_fascination", "Fascination with extreme violence or mass casualty attacks, no other ideology"),
    Choice("conflicted", "Conflicted, or several ideologies"),
    Choice("islamist", "Islamist"),
    Choice("extreme_right", "Extreme right-wing"),
    Choice("left_single_issue", "Left-wing, anarchist or single issue"),
    Choice("other", "Another concern"),
)

# In force until May 2024.
EARLIER_CONCERNS = (
    Choice("islamist", "Islamist"),
    Choice("extreme_right", "Extreme right-wing"),
    Choice("mixed_conflicted", "Mixed, unclear or unstable: conflicted"),
    Choice("mixed_no_issue", "Mixed, unclear or unstable: no specific extremism issue"),
    Choice("mixed_high_risk", "Mixed, unclear or unstable: high risk, no ideology"),
    Choice("mixed_vulnerable", "Mixed, unclear or unstable: vulnerability, no ideology or risk"),
    Choice("mixed_massacre", "Mixed, unclear or unstable: school massacre"),
    Choice("mixed_incel", "Mixed, unclear or unstable: incel"),
    Choice("mixed_unspecified", "Mixed, unclear or unstable: not specified"),
    Choice("other", "Another concern"),
)

NEEDS = (
    Choice("bullying", "Bullied, or bullies others"),
    Choice("crime", "Criminal behaviour"),
    Choice("domestic_abuse", "Domestic abuse"),
    Choice("mental_health", "Mental health"),
    Choice("neurodivergence", "Autism or other neurodivergence"),
    Choice("learning_disability", "Learning disability"),
    Choice("trauma", "Trauma"),
    Choice("displaced", "Displaced, or a refugee"),
    Choice("family", "Family breakdown"),
    Choice("homelessness", "Homelessness"),
    Choice("not_in_work", "Not in education, work or training"),
    Choice("isolation", "Isolation"),
    Choice("substances", "Alcohol or drugs"),
    Choice("hate_victim", "Victim of hate"),
    Choice("online", "Harm online"),
    Choice("exploitation", "Exploited by others"),
    Choice("other", "Something else"),
)

DECIDERS = (
    Choice("police", "The chief officer of police, by an officer acting for them"),
    Choice("local_authority", "The local authority", "Possible since 12 April 2019"),
)
TOOLS = (
    Choice("paf", "Prevent Assessment Framework"),
    Choice("vaf", "Vulnerability Assessment Framework", "For cases begun before September 2024"),
    Choice("other", "Another tool"),
)

# Who gives consent. A child's consent is a parent's or guardian's: explanatory notes to section 36.
SELF = "self"
FOR_A_CHILD = ("parent", "guardian", "local_authority")
GIVEN_BY = (
    Choice(SELF, "The person"),
    Choice("parent", "A parent"),
    Choice("guardian", "A guardian"),
    Choice("local_authority", "The local authority, which has parental responsibility"),
)
GIVEN, REFUSED, ADVICE = "given", "refused", "advice"
OUTCOMES = (
    Choice(GIVEN, "Given"),
    Choice(REFUSED, "Refused"),
    Choice(ADVICE, "Not decided: advice is taken first", "Where an adult may lack capacity for this decision"),
)
HAS_CAPACITY, LACKS_CAPACITY = "has", "lacks"
CAPACITY = (
    Choice(HAS_CAPACITY, "They can decide this"),
    Choice(LACKS_CAPACITY, "They cannot decide this", "Mental Capacity Act 2005"),
    Choice("child", "A parent or guardian decides, because the person is under 18"),
)
CHILD_VIEWS = (
    Choice("willing", "Wants the support"),
    Choice("unsure", "Is not sure"),
    Choice("unwilling", "Does not want the support", "A child who will not take part cannot be supported"),
    Choice("not_asked", "Could not be asked yet"),
)

ASKED_HOW = (
    Choice("meeting", "At a meeting"),
    Choice("home", "At their home"),
    Choice("phone", "By phone"),
    Choice("letter", "By letter"),
)

INTERVENTIONS = (
    Choice("ideological", "Mentoring on ideology", "By a provider whom the Home Office has approved"),
    Choice("theological", "Guidance on theology or ideology"),
    Choice("practical", "Practical mentoring"),
    Choice("mental_health", "Mental health"),
    Choice("neurodiversity", "Support with neurodiversity"),
    Choice("education_work", "Education, training or work"),
    Choice("housing", "Housing"),
    Choice("family", "Support for the family"),
    Choice("health", "Health or addiction"),
    Choice("thinking", "Thinking and behaviour"),
    Choice("pursuits", "Sport, arts and other pursuits"),
    Choice("online", "Safety online"),
    Choice("anger", "Managing anger"),
)

LEVELS = (Choice("low", "Low"), Choice("medium", "Medium"), Choice("high", "High"))
