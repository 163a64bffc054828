from tests.panel_type.forms_panel import forms_panels as forms_panels
