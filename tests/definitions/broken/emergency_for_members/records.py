from casework.panel_type.definition import MEMBER, Visibility

VISIBILITY = Visibility(emergency=(MEMBER,))
