import pytest

from casework.panel_type.lifecycle import Lifecycle, NotPossible, State, Transition, allowed, find, from_each, reachable

LIFECYCLE = Lifecycle(
    (State("draft", "Draft", ""), State("sent", "Sent", ""), State("done", "Done", "", final=True)),
    (
        Transition("send", "draft", "sent", ("referrer",), title="Send"),
        Transition("finish", "sent", "done", ("chair", "vice_chair"), title="Finish"),
        *from_each(("draft", "sent"), Transition("drop", "", "done", ("referrer",), needs_reason=True)),
    ),
)


def test_a_move_that_is_allowed_is_found() -> None:
    assert find(LIFECYCLE, "sent", "finish").target == "done"
    assert find(LIFECYCLE, "sent", "drop").needs_reason


def test_a_move_that_is_not_possible_says_so_in_a_sentence() -> None:
    with pytest.raises(NotPossible, match="You cannot do “Finish” now, because the case is at “Draft”"):
        find(LIFECYCLE, "draft", "finish")
    with pytest.raises(NotPossible, match="You cannot do that now"):
        find(LIFECYCLE, "draft", "fly")


def test_a_person_sees_the_moves_of_their_roles_and_no_others() -> None:
    assert [move.verb for move in allowed(LIFECYCLE, "sent", ["chair"])] == ["finish"]
    assert [move.verb for move in allowed(LIFECYCLE, "sent", ["referrer", "chair"])] == ["finish", "drop"]
    assert allowed(LIFECYCLE, "sent", []) == ()


def test_states_that_can_be_reached_are_found() -> None:
    assert reachable(LIFECYCLE, "sent") == {"sent", "done"}


def test_a_state_is_found_by_its_key() -> None:
    assert LIFECYCLE.state("done").final
    with pytest.raises(KeyError):
        LIFECYCLE.state("nowhere")
