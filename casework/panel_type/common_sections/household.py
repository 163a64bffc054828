"""Children and other adults at home."""

from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity

RELATIONS = (
    Choice("child", "Child"),
    Choice("stepchild", "Stepchild or foster child"),
    Choice("partner", "Husband, wife or partner"),
    Choice("parent", "Parent"),
    Choice("sibling", "Brother or sister"),
    Choice("relative", "Another relative"),
    Choice("lodger", "Lodger or friend"),
    Choice("other", "Somebody else"),
)

HOUSEHOLD = Section(
    id="household",
    title="Children and other adults at home",
    group="About the people",
    repeats=True,
    item_name="a child or another adult",
    intro="Add everyone who lives with the people you named. Leave this empty if they live alone.",
    questions=(
        Question("lives_with", "Who do they live with?", Kind.TEXT, Sensitivity.I, required=True),
        Question("name", "Their full name", Kind.TEXT, Sensitivity.I, required=True, allow_not_known=True),
        Question(
            "date_of_birth",
            "Date of birth",
            Kind.DATE,
            Sensitivity.I,
            allow_not_known=True,
            past_only=True,
            recommended=True,
            hint="For example, 27 3 2015",
        ),
        Question(
            "relationship",
            "How they are related",
            Kind.CHOICE,
            Sensitivity.I,
            required=True,
            choices=RELATIONS,
            allow_not_known=True,
            error="Select how they are related",
        ),
        Question("school", "School or nursery", Kind.TEXT, Sensitivity.I, allow_not_known=True),
        Question("social_worker", "Social worker", Kind.TEXT, Sensitivity.I, allow_not_known=True),
    ),
)
