from casework.panel_type.questions import Form, Kind, Question, Section

NAME = Question("name", "Name", Kind.TEXT, required=True)  # type: ignore[call-arg]
REFERRAL_FORM = Form("ref", 1, "Refer", (Section("about", "About", "Group", (NAME,)),))
