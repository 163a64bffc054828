"""The administrator's page of languages: which are drafts, and who has checked the others."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.access import PERMISSION, pass_accounts_door
from auth.current import current_actor, permission_required
from casework.trigger.translations import service
from casework.trigger.translations.forms import CheckedForm, TakeBackForm
from wording.languages import TRANSLATED, Language, language_named

blueprint = Blueprint("translations", __name__, url_prefix="/admin/translations")


@blueprint.get("")
@permission_required(PERMISSION)
def languages() -> ResponseReturnValue:
    """Every translated language."""
    pass_accounts_door(current_actor(), event="translation.list")
    standings = service.standings()
    return render_template("casework/trigger/translations.html", standings=standings, form=TakeBackForm())


@blueprint.route("/<code>", methods=["GET", "POST"])
@permission_required(PERMISSION)
def checked(code: str) -> ResponseReturnValue:
    """Record that a speaker has checked a language as it is now."""
    actor, form = current_actor(), CheckedForm()
    pass_accounts_door(actor, event="translation.form")
    language = _known(code)
    if form.validate_on_submit():
        pass_accounts_door(actor, event="translation.check")
        service.record_check(actor=actor, language=code, speaker=form.speaker.data)
        flash(f"{language.english} pages no longer say that they are a draft.", "success")
        return redirect(url_for("translations.languages"), 303)
    page = render_template("casework/trigger/translation_checked.html", language=language, form=form)
    return make_response(page, 422 if form.errors else 200)


@blueprint.post("/<code>/draft")
@permission_required(PERMISSION)
def draft(code: str) -> ResponseReturnValue:
    """Let the pages say again that nobody has checked them."""
    actor = current_actor()
    pass_accounts_door(actor, event="translation.check")
    language = _known(code)
    service.take_back(actor=actor, language=code)
    flash(f"{language.english} pages say again that they are a draft.", "success")
    return redirect(url_for("translations.languages"), 303)


def _known(code: str) -> Language:
    language = language_named(code)
    if language is None or code not in TRANSLATED:
        abort(404)
    return language
