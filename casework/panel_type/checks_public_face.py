"""Faults in what a panel says of itself to residents."""

import re
from collections.abc import Iterator

from casework.panel_type.definition import PanelType
from casework.panel_type.faults import Fault

PATH = re.compile("[a-z]+(-[a-z]+)*")


def public_face_faults(panel: PanelType) -> Iterator[Fault]:
    """A path that is none, numbers that the panel does not have, and a form without the law that it rests on."""
    face = panel.public_face
    if panel.public_door is not None and not (face and face.basis and face.readers):
        mend = "Fill basis and readers of its public page: the law on data protection wants residents to be told"
        yield Fault("residents ask the panel, and are not told by which law, or who reads it", mend, face)
    if face is None:
        return
    if not PATH.fullmatch(face.path):
        yield Fault(f"the public page has the path {face.path}", "Write it in small letters and hyphens", face)
    known = {clock.key for clock in panel.clocks} | {number.key for number in panel.own_numbers}
    for key in sorted(face.placeholders() - known):
        mend = "Name one of the panel's clocks, or one of its own numbers"
        yield Fault(f"the public page speaks of %({key})s, which is neither a clock nor a number", mend, face)
