"""A lifecycle drawn: states as boxes in steps, one below the other, and every move as a line that leads to its target.

All lines into one state share a lane beside the boxes. A line that joins a lane has a dot; lines that only cross have
none. The drawing comes in slices, one for each state, that fit on top of one another without a seam, so that paper can
break between two states and never through one. Pure.
"""

from panels.settings.diagram.drawing import Diagram, Slice, draw

__all__ = ["Diagram", "Slice", "draw"]
