from casework.panel_type.questions import Condition, Kind, Question, Section, Sensitivity

WHY = Question("why", "Why not?", Kind.TEXT, Sensitivity.O, show_if=Condition("safe", equals="no"))
ABOUT = Section("about", "About", "Group", (WHY,))
