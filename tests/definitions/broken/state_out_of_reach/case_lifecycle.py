from casework.panel_type.lifecycle import Lifecycle, State
from tests.panel_type.small_panel import LIFECYCLE as SOUND

ISLAND = State("island", "An island", "Nobody comes here", final=True)
LIFECYCLE = Lifecycle((*SOUND.states, ISLAND), SOUND.transitions)
