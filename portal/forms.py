"""The base of editing forms: crispy lays them out, with the helper set once, here."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms


class PortalForm(forms.Form):
    """Rendered by ``{% crispy form %}`` inside a ``<form>`` that the page writes itself, with its
    token and its buttons. ``layout`` arranges the fields; without one they stand in order.
    """

    use_required_attribute = False  # the server says what is missing, in the reader's language

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        return Layout(*self.fields)
