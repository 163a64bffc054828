"""Answers for equality monitoring: always optional, in the person's own words where they can be asked.

Source of the ethnic groups and religions: Census 2021 for England, Office for National Statistics.
"""

from casework.panel_type.questions import Choice

NOT_STATED = Choice("not_stated", "Prefers not to say")

ETHNIC_GROUPS = (
    Choice("asian_indian", "Asian or Asian British: Indian"),
    Choice("asian_pakistani", "Asian or Asian British: Pakistani"),
    Choice("asian_bangladeshi", "Asian or Asian British: Bangladeshi"),
    Choice("asian_chinese", "Asian or Asian British: Chinese"),
    Choice("asian_other", "Asian or Asian British: another background"),
    Choice("black_caribbean", "Black, Black British, Caribbean or African: Caribbean"),
    Choice("black_african", "Black, Black British, Caribbean or African: African"),
    Choice("black_somali", "Black, Black British, Caribbean or African: Somali"),
    Choice("black_other", "Black, Black British, Caribbean or African: another background"),
    Choice("mixed_caribbean", "Mixed: White and Black Caribbean"),
    Choice("mixed_african", "Mixed: White and Black African"),
    Choice("mixed_asian", "Mixed: White and Asian"),
    Choice("mixed_other", "Mixed: another background"),
    Choice("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
    Choice("white_irish", "White: Irish"),
    Choice("white_traveller", "White: Gypsy or Irish Traveller"),
    Choice("white_roma", "White: Roma"),
    Choice("white_other", "White: another background"),
    Choice("arab", "Arab"),
    Choice("other", "Another ethnic group"),
    NOT_STATED,
)

RELIGIONS = (
    Choice("none", "No religion"),
    Choice("christian", "Christian"),
    Choice("buddhist", "Buddhist"),
    Choice("hindu", "Hindu"),
    Choice("jewish", "Jewish"),
    Choice("muslim", "Muslim"),
    Choice("sikh", "Sikh"),
    Choice("other", "Another religion"),
    NOT_STATED,
)

SEXES = (Choice("female", "Female"), Choice("male", "Male"), NOT_STATED)

GENDER_IDENTITY = (
    Choice("same", "The same as the sex registered at birth"),
    Choice("different", "Different from the sex registered at birth"),
    NOT_STATED,
)

SEXUAL_ORIENTATIONS = (
    Choice("straight", "Straight or heterosexual"),
    Choice("gay_lesbian", "Gay or lesbian"),
    Choice("bisexual", "Bisexual"),
    Choice("other", "Another orientation"),
    NOT_STATED,
)

DISABILITIES = (
    Choice("none", "No disability"),
    Choice("mobility", "Moving about"),
    Choice("sight", "Sight"),
    Choice("hearing", "Hearing"),
    Choice("learning", "Learning or understanding"),
    Choice("mental_health", "Mental health"),
    Choice("neurodivergence", "Autism or other neurodivergence"),
    Choice("long_term", "Long-term illness"),
    Choice("other", "Something else"),
    NOT_STATED,
)

LANGUAGES = (
    Choice("english", "English"),
    Choice("sylheti", "Sylheti"),
    Choice("bengali", "Bengali"),
    Choice("somali", "Somali"),
    Choice("arabic", "Arabic"),
    Choice("chinese", "Chinese"),
    Choice("french", "French"),
    Choice("italian", "Italian"),
    Choice("polish", "Polish"),
    Choice("portuguese", "Portuguese"),
    Choice("spanish", "Spanish"),
    Choice("urdu", "Urdu"),
    Choice("vietnamese", "Vietnamese"),
    Choice("bsl", "British Sign Language"),
    Choice("other", "Another language"),
)
