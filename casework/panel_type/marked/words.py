"""The names of a panel, which a partnership may set."""

from dataclasses import replace

from casework.panel_type.definition import PanelType
from casework.panel_type.marked.numbers import MarkedWords

MOST = 60


def marked_words(panel: PanelType) -> tuple[MarkedWords, ...]:
    """What the panel is called, and what it is called where others may see it."""
    return (
        MarkedWords("name", "Name", panel.name, MOST, lambda now, words: replace(now, name=words)),
        MarkedWords(
            "neutral_name",
            "Neutral name, on screens, envelopes and e-mails that others may see",
            panel.neutral_name,
            MOST,
            lambda now, words: replace(now, neutral_name=words),
        ),
    )
