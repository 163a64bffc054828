"""The papers of a meeting: building, publishing, and each reader's own copy."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.pace import heavy
from auth.policy import may
from auth.roles import Actor
from casework.errors import Refused
from casework.panel_type.registry import panel_types
from inputs import PageForm
from panels.agendas import copies, packs
from panels.agendas.access import need_proof_to_take, packs_of
from panels.agendas.models import Pack
from panels.agendas.pack_order import Far, how_far, left_out
from panels.meetings.access import meeting_for
from panels.meetings.cycle import dates_of
from panels.meetings.models import Meeting

blueprint = Blueprint("pack", __name__, url_prefix="/meetings/<uuid:meeting_id>/pack")


@blueprint.get("")
@permission_required("pack.open")
def pack(meeting_id: UUID) -> ResponseReturnValue:
    """The versions of the papers this person may have, and for planners how the building goes."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "pack.open", event="pack.list").meeting
    leads = may(actor, "pack.build", meeting.panel)
    return _pack_page(actor, meeting, leads)


@blueprint.post("")
@permission_required("pack.build")
def build(meeting_id: UUID) -> ResponseReturnValue:
    """Ask for a new version; it is built behind this page."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "pack.build", event="pack.build").meeting
    try:
        packs.start_pack(actor=actor, meeting=meeting)
    except Refused as refused:
        return _pack_page(actor, meeting, True, message=refused.message)
    return redirect(url_for("agendas.pack.pack", meeting_id=meeting.id), 303)


@blueprint.get("/<int:number>/progress")
@permission_required("pack.build")
def progress(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """How far a build is, for the script that follows it: numbers and a reference."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "pack.build", event="pack.progress").meeting
    found = _numbered(meeting, number)
    far = how_far(actor, meeting, found)
    dead = found.state in (packs.WAITING, packs.BUILDING) and not packs.is_running(found)
    return jsonify(
        value=far.done,
        maximum=far.total,
        text=progress_words(found, actor, far),
        done=found.state == packs.READY,
        failed=found.state == packs.FAILED or dead,
        next_href=url_for("agendas.pack.pack", meeting_id=meeting.id),
    )


@blueprint.post("/<int:number>/publication")
@permission_required("pack.build")
def publish(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Give a version to the members."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "pack.build", event="pack.publish").meeting
    try:
        packs.publish_pack(actor=actor, meeting=meeting, pack=_numbered(meeting, number))
    except Refused as refused:
        return _pack_page(actor, meeting, True, message=refused.message)
    flash(f"Pack {number} is published. Members can read it now.", "success")
    return redirect(url_for("agendas.pack.pack", meeting_id=meeting.id), 303)


@blueprint.get("/<int:number>/pack.pdf")
@permission_required("pack.open")
@heavy
def download(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """This person's own copy, made now: cases that are closed to the person are not in it. It leaves the service, so
    whoever takes it has just signed in or proved who they are."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "pack.open", event="pack.open").meeting
    found = _numbered(meeting, number)
    if found.state != packs.READY or not _may_have(actor, meeting, found):
        raise NotAllowed
    need_proof_to_take(actor)
    return _as_file(packs.copy_for(actor, meeting, found).pdf, f"panel-pack-{number}.pdf")


@blueprint.post("/<int:number>/copies/<int:copy>")
@permission_required("pack.open")
def copy_settled(meeting_id: UUID, number: int, copy: int) -> ResponseReturnValue:
    """Note that a copy is back or destroyed: one's own, or anybody's for whoever plans the meeting."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "pack.open", event="pack.copy").meeting
    pack = _numbered(meeting, number)
    found = next((one for one in copies.copies_of(actor, [pack], meeting.panel)[pack.id] if one.number == copy), None)
    if found is None:
        raise NotAllowed
    try:
        copies.settle(actor=actor, copy=found, how=request.form.get("how", ""))
    except Refused as refused:
        return _pack_page(actor, meeting, may(actor, "pack.build", meeting.panel), message=refused.message)
    flash(f"Copy {copy} of pack {number}: {copies.way_words(found.back_how).lower()}.", "success")
    return redirect(url_for("agendas.pack.pack", meeting_id=meeting.id), 303)


def progress_words(found: Pack, reader: Actor, far: Far) -> str:
    """How a build stands, in words. The case it is at, and the pages, are told to the person who asked: they are
    made of what is open to them for sure."""
    theirs = found.asked_by_id == reader.account_id
    if found.state == packs.READY:
        return f"Pack {found.number} is ready{f': {found.pages} pages' if theirs else ''}."
    if found.state == packs.FAILED or not packs.is_running(found):
        return "The pack could not be built. Nothing was lost: build it again."
    if far.done >= far.total:
        return "Setting the pages"
    at = f": {found.now_at}" if found.now_at and theirs else ""
    return f"Building case {min(far.done + 1, far.total)} of {far.total}{at}"


def _pack_page(actor: Actor, meeting: Meeting, leads: bool, message: str = "") -> ResponseReturnValue:
    found = packs_of(meeting)
    page = render_template(
        "panels/agendas/pack.html",
        meeting=meeting,
        leads=leads,
        takes=leads or members_take(meeting),
        packs=[one for one in found if leads or (one.published_at and one.state == packs.READY)],
        running=next((one for one in found if packs.is_running(one)), None) if leads else None,
        words=lambda one: progress_words(one, actor, how_far(actor, meeting, one)),
        copies=copies.copies_of(actor, found, meeting.panel),
        ways=copies.WAYS,
        way_words=copies.way_words,
        not_listed=lambda one: packs.not_listed(actor, one),
        far=lambda one: how_far(actor, meeting, one),
        left_out=lambda one: left_out(actor, one),
        counts_pages=lambda one: one.asked_by_id == actor.account_id,
        form=PageForm(formdata=None),
        dates=dates_of(meeting),
        message=message,
    )
    return page, 422 if message else 200


def _numbered(meeting: Meeting, number: int) -> Pack:
    return packs.pack_numbered(meeting, number) or abort(404)


def _may_have(actor: Actor, meeting: Meeting, found: Pack) -> bool:
    if may(actor, "pack.build", meeting.panel):
        return True
    return found.published_at is not None and members_take(meeting)


def members_take(meeting: Meeting) -> bool:
    """Whether members may take the papers away as a file, or read them here only."""
    return panel_types.get(meeting.panel).visibility.members_take_pack


def _as_file(pdf: bytes, name: str) -> Response:
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
