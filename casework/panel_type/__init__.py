"""What casework must know of a panel: typed declarations and the pure rules that read them.

A panel is data (``definition.PanelType``); nothing here touches a database or a request, except ``form_fields``, which
turns a section of questions into a web form.
"""
