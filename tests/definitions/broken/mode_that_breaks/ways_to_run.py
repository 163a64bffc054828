from casework.panel_type.modes import Mode

MODES = (
    Mode("full", "In full", "Everything is written here."),
    Mode("brief", "Without words", "Only dates and choices.", narrative=False),
)
