"""The sign-in form, and the base of editing forms: crispy lays them out, the helper set once."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.core.validators import slug_re


class SignInForm(AuthenticationForm):
    def clean(self):
        """Do not try, count or write down a name longer than anybody's."""
        if len(self.cleaned_data.get("username") or "") > self.fields["username"].max_length:
            raise self.get_invalid_login_error()
        return super().clean()


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


class Fold(Div):
    """Fields that seldom differ from what is offered, folded away until they do."""

    template = "components/fold.html"

    def __init__(self, label: str, *fields: str):
        super().__init__(*fields)
        self.label = label
        self.is_open = False

    def render(self, form, context, **kwargs):
        self.is_open = any(
            form[name].errors
            or str(form[name].value() or "") != str(form[name].field.initial or "")
            for name in self.fields
        )
        return super().render(form, context, **kwargs)


class KeysField(forms.ModelMultipleChoiceField):
    """Rows to tick; a forged key of any length is refused instead of upsetting the database."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for key in value or ():
            if not is_key(key):
                message, code = self.error_messages["invalid_pk_value"], "invalid_pk_value"
                raise ValidationError(message, code=code, params={"pk": key})
        return super().clean(value)


def is_key(text) -> bool:
    """Tell whether a posted text may be a primary key, or another number of ours, at all."""
    return str(text).isascii() and str(text).isdecimal() and len(str(text)) < 19


def is_slug(text: str) -> bool:
    """Tell whether a posted text may be a slug at all."""
    return slug_re.fullmatch(text) is not None
