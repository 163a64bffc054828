"""The auditor's start, the flags, one flag and what is decided about it, one entry. No case is opened."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.access_log import periods, reading, subjects
from auth.access_log.access import keep_entry
from auth.access_log.forms import SearchForm
from auth.access_log.holds import hold_on
from auth.access_log.periods import Period
from auth.access_log.verdicts import COLOURS, TITLES
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.inquiry import again, earlier, evidence, flags, holding, home, keeping_views, more_views, own_views, service
from auth.inquiry.access import DECIDE, READ, door_to_entry, door_to_flag, door_to_log, door_to_words
from auth.inquiry.blueprint import blueprint
from auth.inquiry.event import event_of
from auth.inquiry.forms import OF_A_CASE, DecideForm
from auth.inquiry.models import FlagDecision
from auth.inquiry.more_forms import STOP, HoldForm
from auth.inquiry.rules import CROWD, KINDS, NOBODY, counted
from auth.ledger.export import has_proof
from auth.models import Account
from auth.pace import heavy
from auth.refusals import Refused
from extensions import now
from wording.dates import today

__all__ = ["blueprint", "keeping_views", "more_views", "own_views"]
NOT_FOUND = "No record has this reference, and no member of staff this name or e-mail address"
SPANS = {name: periods.TITLES[name] for name in (periods.WEEK, periods.FOUR_WEEKS, periods.LAST_MONTH)}


@blueprint.get("/audit")
@permission_required(READ)
def start() -> ResponseReturnValue:
    """What needs a decision, then what can be looked up."""
    door_to_log(current_actor(), event="audit.home")
    return _home(SearchForm(), 200)


@blueprint.post("/audit/search")
@permission_required(READ)
def search() -> ResponseReturnValue:
    """Find what was asked about; a reference or a number goes into the next address, a name never does."""
    door_to_log(current_actor(), event="audit.search")  # before the look-up: where it leads would tell others too
    form = SearchForm()
    if not form.validate_on_submit():
        keep_entry()
        return _home(form, 422)
    subject = subjects.by_reference(form.what.data)
    staff = [] if subject else subjects.staff_called(form.what.data)
    if subject is not None:
        return redirect(f"/audit/access?reference={subject.title}&period={periods.FOUR_WEEKS}", 303)
    if len(staff) == 1:
        return redirect(f"/audit/access?account={staff[0].id}&period={periods.FOUR_WEEKS}", 303)
    if not staff:
        keep_entry()
        form.what.errors = [NOT_FOUND]
    return _home(form, 200 if staff else 422, staff=staff)


@blueprint.get("/audit/flags")
@permission_required(DECIDE)
def flag_list() -> ResponseReturnValue:
    """What needs explaining in a period, the most urgent first; what was asked; what was decided."""
    door_to_log(current_actor(), event="audit.flags", permission=DECIDE)
    name, period = span()
    kind = request.args.get("kind", "")
    me = current_actor().account_id
    found = flags.flags_in(period, viewer=me, kind=kind if kind in KINDS else "")
    page = min(max(request.args.get("page", 1, int), 1), 1_000)
    decided = service.decided(me)
    return render_template(
        "auth/inquiry/flags.html",
        flags=found[(page - 1) * reading.PAGE : page * reading.PAGE],
        names=home.references([flag.about for flag in found if flag.kind == CROWD]),
        page=home.pages_of(f"/audit/flags?span={name}&kind={kind}&", len(found), page),
        period=period,
        span=name,
        spans=SPANS,
        kind=kind,
        kinds=KINDS,
        questions=service.open_questions(me),
        path_of=service.path_of,
        states=home.STATES,
        decided=decided,
        decided_names=home.references([row.about for row in decided if row.kind == CROWD]),
    )


@blueprint.get("/audit/flags/earlier")
@permission_required(DECIDE)
@heavy
def earlier_flags() -> ResponseReturnValue:
    """What nobody has decided about in the twelve months before the last 28 days, by month."""
    actor = current_actor()
    door_to_log(actor, event="audit.flags", permission=DECIDE)
    return render_template("auth/inquiry/earlier.html", months=earlier.months(actor.account_id, today()))


@blueprint.route("/audit/flags/<kind>/<uuid:about>", methods=["GET", "POST"])
@permission_required(DECIDE)
def one_flag(kind: str, about: UUID) -> ResponseReturnValue:
    """One flag: its sentence, what it is measured against, the entries behind it; decide."""
    actor = current_actor()
    name, period = span()
    if kind not in KINDS:
        door_to_log(actor, event="audit.flag", permission=DECIDE)
        raise NotAllowed
    door_to_flag(actor, kind, about, event="audit.flag")
    question = _question(kind, about)
    if question is not None:
        period = Period(question.first_on, question.last_on)
    form = DecideForm()
    if kind == CROWD or about == NOBODY:
        form.decision.choices = OF_A_CASE
    if form.validate_on_submit():
        try:
            row = service.decide(
                actor=actor, period=period, kind=kind, about=about, decision=form.decision.data, words=form.words.data,
                seen=form.seen.data, question=question,
            )  # fmt: skip
        except Refused as refused:
            _show(form, refused)
        else:
            flash(*home.done(row))
            return redirect("/audit/flags", 303)
    keep_entry()  # nothing was decided
    return _flag_page(kind, about, (name, period), form, question)


@blueprint.post("/audit/flags/<kind>/<uuid:about>/hold")
@permission_required(DECIDE)
def keep(kind: str, about: UUID) -> ResponseReturnValue:
    """Keep the entries of whom or what a flag is about; stop the person's access, if that is asked for."""
    actor, form = current_actor(), HoldForm()
    if kind not in KINDS:
        door_to_log(actor, event="audit.flag", permission=DECIDE)
        raise NotAllowed
    name, period = span()
    question = _question(kind, about)
    if form.validate_on_submit():
        try:
            stop = STOP in (form.stop.data or ())
            holding.keep(actor=actor, kind=kind, about=about, reason=form.reason.data, stop=stop)
        except Refused as refused:
            _show(form, refused)
        else:
            flash(holding.KEPT, "success")
            return redirect(_place(kind, about, name, question), 303)
    else:
        door_to_flag(actor, kind, about, event="audit.flag")
    keep_entry()  # nothing was kept
    if question is not None:
        period = Period(question.first_on, question.last_on)
    decide = DecideForm(formdata=None)
    if kind == CROWD or about == NOBODY:
        decide.decision.choices = OF_A_CASE
    return _flag_page(kind, about, (name, period), decide, question, form)


@blueprint.get("/audit/events/<int:number>")
@permission_required(READ)
def one_event(number: int) -> ResponseReturnValue:
    """One entry: who, when, from where, what, and the rule as it stood then."""
    door_to_entry(current_actor(), number)
    found = event_of(number)
    if found is None:
        raise NotAllowed
    return render_template(
        "auth/inquiry/event.html",
        event=found,
        titles=TITLES,
        colours=COLOURS,
        panels=subjects.panel_titles(),
        has_proof=has_proof(number),
    )


def span() -> tuple[str, Period]:
    """The period that the page is about, by its name; four weeks if none is said."""
    name = request.args.get("span", periods.FOUR_WEEKS)
    month = earlier.month_named(name, today())
    if month is not None:
        return name, month
    name = name if name in SPANS else periods.FOUR_WEEKS
    return name, home.period_named(name)


def _question(kind: str, about: UUID) -> FlagDecision | None:
    asked = request.args.get("question", type=UUID)
    return service.open_question(kind, about, asked) if asked else None


def _place(kind: str, about: UUID, name: str, question: FlagDecision | None, then: str = "") -> str:
    """The address of a flag as it is looked at; ``then``: of a page behind it."""
    return f"/audit/flags/{kind}/{about}{then}?{f'question={question.id}' if question else f'span={name}'}"


def _flag_page(
    kind: str,
    about: UUID,
    asked: tuple[str, Period],
    form: DecideForm,
    question: FlagDecision | None,
    hold_form: HoldForm | None = None,
) -> ResponseReturnValue:
    (name, period), keeping = asked, hold_form or HoldForm(formdata=None)
    once_more = "again" in request.args  # it asks the whole log of those days once more for each decision
    flag = next(iter(flags.flags_in(period, kind=kind, about=about)), None)
    before, account = service.before(kind, about), service.account_of(about)
    if flag is None and not before:
        raise NotAllowed
    for row in before:
        door_to_words(current_actor(), row)
    days = {unit.day for unit in flag.units} if flag else set()
    form.seen.data = flag.seen if flag else service.AS_ASKED if question else ""
    if flag is None and question is not None:
        form.decision.choices = OF_A_CASE
    page = min(max(request.args.get("page", 1, int), 1), 1_000)
    lines = evidence.entries_of(kind, about, period, days, page=page) if flag else []
    count = evidence.count_of(kind, about, period, days) if flag else 0
    here = _place(kind, about, name, question)
    text = render_template(
        "auth/inquiry/flag.html",
        flag=flag,
        kind=KINDS[kind],
        counted=counted,
        account=account if kind != CROWD else None,
        reference=home.references([about]).get(about, "a record") if kind == CROWD or about == NOBODY else "",
        nobody=about == NOBODY,
        question=question,
        before=[(row, again.worked_out_again(row) if once_more else "") for row in before],
        cannot=again.WORDS,
        here=here,
        again=f"{here}&again=1#before",
        state_words=home.STATES,
        lines=lines,
        page=home.pages_of(f"{here}&", count, page, "#entries"),
        period=period,
        form=form,
        hold=hold_on("case" if kind == CROWD else "account", about),
        hold_form=keeping,
        hold_place=_place(kind, about, name, question, "/hold"),
        stopped=account is not None and account.is_frozen(now()),
        titles=TITLES,
        colours=COLOURS,
        panels=subjects.panel_titles(),
    )
    faulty = any(one.errors or one.form_errors for one in (form, keeping))
    return make_response(text, 422 if faulty else 200)


def _home(form: SearchForm, status: int, staff: Sequence[Account] = ()) -> ResponseReturnValue:
    facts = home.facts(current_actor().account_id, today())
    return make_response(render_template("auth/inquiry/home.html", form=form, staff=staff, **facts), status)


def _show(form: DecideForm | HoldForm, refused: Refused) -> None:
    if refused.field is not None and refused.field in form:
        form[refused.field].errors = [refused.message]
    else:
        form.form_errors.append(refused.message)
