from casework.panel_type.prompts import Prompt, Trigger, prompts_for
from casework.panel_type.questions import Condition

PROMPTS = (
    Prompt("fire", "Fire", "Ask for a visit.", (Trigger("people", Condition("fire", equals="yes")),)),
    Prompt("crisis", "Crisis", "Ring now."),
)


def test_a_prompt_comes_up_for_an_answer_in_any_entry() -> None:
    assert prompts_for(PROMPTS, {"people": [{"fire": "no"}, {"fire": "yes"}]}) == (PROMPTS[0],)
    assert prompts_for(PROMPTS, {"people": [{"fire": "not_known"}]}) == ()
    assert prompts_for(PROMPTS, {}) == ()


def test_a_prompt_comes_up_for_a_flag_of_the_risk_score() -> None:
    assert prompts_for(PROMPTS, {}, ("crisis", "unknown")) == (PROMPTS[1],)
