from tests.panel_type.forms_panels import forms_panels as forms_panels
