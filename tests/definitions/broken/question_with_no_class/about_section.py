from casework.panel_type.questions import Kind, Question, Section

ABOUT = Section(
    "about",
    "About",
    "Group",
    (
        Question("name", "Name", Kind.TEXT, None, required=True),  # type: ignore[arg-type]
    ),
)
