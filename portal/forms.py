"""The sign-in form, the forms of one's own page, and the base of editing forms: crispy lays them
out, the helper set once."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import DressCode


class SignInForm(AuthenticationForm):
    is_shared_device = forms.BooleanField(required=False)

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "This employee number and password do not belong together. Check both and try again."
        ),
        "expired": _(
            "This one-time password has run out: it works for 24 hours. Ask your manager for a "
            "new one."
        ),
    }

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if user.is_password_expired(timezone.now()):
            raise ValidationError(self.error_messages["expired"], code="expired")

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


class LanguageForm(PortalForm):
    language = forms.ChoiceField(
        label=_("Language of the pages"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", pgettext_lazy("language", "As the browser says")),
            *settings.LANGUAGES,
        ],
    )


class DressCodeForm(PortalForm):
    dress_code = forms.ChoiceField(
        label=_("Dress code to read about"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", pgettext_lazy("dress code", "Both")),
            (DressCode.WOMEN, pgettext_lazy("dress code", "Women's")),
            (DressCode.MEN, pgettext_lazy("dress code", "Men's")),
        ],
    )


class ChoosePasswordForm(PortalForm, SetPasswordForm):
    """A person's own password in place of one that somebody else made."""

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].help_text = _(
            "At least 8 characters. Not your name, your number or a password that many people use."
        )
        self.fields["new_password2"].label = _("The new password once more")
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self):
        """The maker knows the password that is in force."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Choose another password than the one you have now."))
        return password


class OwnPasswordForm(ChoosePasswordForm, PasswordChangeForm):
    """A new password, from whoever knows the current one."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        del self.fields["old_password"].widget.attrs["autofocus"]  # one form of three


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
