"""The receipt of a request, the keys by which it can be checked, and a page that checks one."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from auth.current import public
from casework.panel_type.calendar import local_day
from casework.trigger.blueprint import blueprint
from casework.trigger.forms import ReceiptForm, receipt_form
from casework.trigger.marks import resident
from casework.trigger.opening import open_sent
from casework.trigger.receipts import is_ours, keys_text, read_receipt, receipt_of
from casework.trigger.rules import number_words
from casework.trigger.switching import chose_language
from casework.trigger.words import day_said


@blueprint.get("/form/receipt")
@resident
def receipt() -> ResponseReturnValue:
    """A page to print or to copy. It says nothing of the matter."""
    opened = open_sent(answers=True)
    sent_at = opened.request.sent_at
    return render_template(
        "trigger/receipt.html",
        number=number_words(opened.request.number),
        day=day_said(local_day(sent_at)) if sent_at else "",
        text=receipt_of(opened).text(),
    )


@blueprint.get("/form/receipt/check")
@public
def receipt_check() -> ResponseReturnValue:
    """A box for a receipt."""
    return _check_page(receipt_form(), "")


@blueprint.post("/form/receipt/check")
@public
def receipt_checked() -> ResponseReturnValue:
    """Whether we gave this receipt, and whether it is as we gave it. It says nothing about any request."""
    switched, form = chose_language(), receipt_form()
    if switched or not form.validate_on_submit():
        return _check_page(form, "")
    found = read_receipt(str(form.text.data or ""))
    return _check_page(form, "unreadable" if found is None else "ours" if is_ours(found) else "not_ours")


@blueprint.get("/form/key")
@public
def receipt_keys() -> ResponseReturnValue:
    """The public keys, as text: a name and a key on each line, the newest first."""
    answer = make_response(keys_text())
    answer.mimetype = "text/plain"
    return answer


def _check_page(form: ReceiptForm, said: str) -> ResponseReturnValue:
    return render_template("trigger/receipt_check.html", form=form, said=said)
