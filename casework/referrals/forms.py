"""Forms of referring and triage, besides those that the panel's own questions make."""

from functools import cache

from casework.panel_settings.wordless import worded
from casework.panel_type.clocks import Event
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Choice
from casework.panel_type.risk import RiskQuestion, RiskTool
from casework.referrals import stages
from casework.referrals.matching import KnownPerson, Matches, is_open
from casework.referrals.models import ACCEPT, JOIN, MORE_INFO, REJECT, URGENT
from inputs import ChoiceField, InputField, LineField, MultiField, Option, PageForm, TextField, YesNoField

NEW = "new"
OPTIONS = (
    Option(ACCEPT, "Take it: open a case"),
    Option(JOIN, "Join it to an open case"),
    Option(MORE_INFO, "Ask the referrer for more", "The clock rests until they answer"),
    Option(REJECT, "Do not take it", "Counts once the chair confirms"),
    Option(
        URGENT, "Hear it before the next meeting", "Counts once the chair confirms. Decide whether to take it as well"
    ),
)


class PanelForm(PageForm):
    """Which panel to refer to."""

    panel = ChoiceField("What are you worried about?", required="Select what you are worried about")


class MoreForm(PageForm):
    """Whether a list of entries needs another."""

    more = YesNoField(
        "Do you want to add another?", allow_not_known=False, required="Select yes if you want to add another"
    )


class ReplyForm(PageForm):
    """The answer to the panel team's question."""

    reply = TextField("Your answer", required="Enter what the panel team asked for")


class UrgentForm(PageForm):
    """Why this cannot wait."""

    reason = TextField(
        "What has happened, and why can it not wait?", required="Enter what has happened and why it cannot wait"
    )


class WithdrawForm(PageForm):
    """Why a referral is taken back."""

    reason = TextField("Why do you withdraw this referral?", required="Enter why you withdraw this referral")


class TranslationForm(PageForm):
    """What was written in another language, in English."""

    translation = TextField("Translation into English", required="Enter the translation")


class RevealForm(PageForm):
    """Why somebody has to see what is kept apart."""

    why = LineField("Why do you need to see it?", max_length=500, required="Enter why you need to see it")


class DeclineForm(PageForm):
    """Why the chair does not agree."""

    reason = TextField("Why do you not agree?", max_length=4000, required="Enter why you do not agree")


class TriageForm(PageForm):
    """The decision about a referral; the choices about its people are added for each referral."""

    option = ChoiceField("Your decision", choices=OPTIONS, required="Select what you decide")
    reason = TextField(
        "Why",
        max_length=4000,
        required="Enter why you decided this",
        hint="For the panel's record. The referrer does not see it",
    )
    prepared = ChoiceField("If you do not take it, the main reason")
    forum = ChoiceField("If another meeting is better placed, which one?")
    advice = TextField(
        "What the referrer is told",
        max_length=4000,
        hint="Needed when you ask for more or do not take it. Name nobody else's case. If you leave it empty and "
        "select a main reason, the referrer gets the advice that goes with it",
    )
    case = ChoiceField("If you join it, to which case?")

    def people_fields(self) -> list[InputField]:
        """The choices about people, in the order of the referral."""
        return [field for field in self if isinstance(field, InputField) and field.name.startswith("person_")]


def triage_form(panel: PanelType, matches: Matches) -> TriageForm:
    """The decision form of one referral: who its people are, and which cases it could join."""
    fields = {
        subject.name: ChoiceField(f"Who is {subject.title}?", choices=_who(subject.known))
        for subject in matches.subjects
    }
    kind: type[TriageForm] = type("OneTriageForm", (TriageForm,), dict(fields))
    form = worded(kind, panel.key, reasons=["reason", "advice"])()
    offered = options_of(panel)
    form.option.choices = [option for option in OPTIONS if option.value in offered]
    form.prepared.choices = [Choice(reason.value, reason.label) for reason in panel.referral_reasons.reject]
    form.forum.choices = panel.alternative_forums
    form.case.choices = [
        Option(case.reference, f"{case.reference}, {(case.summary or {}).get('name', '')}")
        for case in matches.open_cases
    ]
    for name, goes_with in (("prepared", {REJECT}), ("forum", {REJECT}), ("advice", {REJECT, MORE_INFO})):
        if offered.isdisjoint(goes_with):
            del form[name]
    return form


def options_of(panel: PanelType) -> frozenset[str]:
    """The decisions that this panel's lifecycle knows: one that turns nothing away has no way to say so."""
    verbs = {move.verb for move in panel.lifecycle.transitions}
    needed = {ACCEPT: stages.ACCEPT, JOIN: stages.ACCEPT, MORE_INFO: stages.ASK, REJECT: stages.REJECT}
    known = {option for option, verb in needed.items() if verb in verbs}
    urgent = any(rule.starts_on == Event.URGENT_ACCEPTED for rule in panel.clocks)
    return frozenset(known | ({URGENT} if urgent else set()))


@cache
def risk_form_class(tool: RiskTool) -> type[PageForm]:
    """All questions of a risk tool on one page; every one may be left open."""
    fields = {question.id: _risk_field(question) for question in tool.questions}
    return type("RiskForm", (PageForm,), dict(fields))


def _risk_field(question: RiskQuestion) -> InputField:
    options = [Option(option.value, option.text) for option in question.options]
    maker = MultiField if question.multiple else ChoiceField
    return maker(question.text, choices=options, hint=question.hint, allow_not_known=True)


def _who(known: tuple[KnownPerson, ...]) -> list[Option]:
    people: dict[str, Option] = {}
    for one in known:
        name, where = one.person.display_name, one.case.reference
        state = "open" if is_open(one.case) else "closed"
        people.setdefault(one.person.reference, Option(one.person.reference, f"{name}, {where} ({state})", one.words))
    return [Option(NEW, "Somebody the panel does not know yet"), *people.values()]
