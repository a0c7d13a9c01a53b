"""A person's own page and password; a one-time password made for somebody by their manager."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from . import passwords
from .forms import ChoosePasswordForm, DressCodeForm, LanguageForm, OwnPasswordForm
from .middleware import chosen_language
from .models import Person
from .permissions import get_visible_or_404, is_manager, require


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    """Three forms on one page; ``part`` of the post says whose button was pressed.

    Each form is bound by its own post alone, so that a mistake in one leaves the others as saved.
    """
    forms = {
        "language": LanguageForm(initial={"language": request.user.language}),
        "dress_code": DressCodeForm(initial={"dress_code": request.user.dress_code}),
        "password": OwnPasswordForm(request.user),
    }
    if request.method == "POST":
        part = request.POST.get("part", "")
        if part not in SAVING:
            raise BadRequest
        forms[part] = form = _bound(part, request)
        if form.is_valid():
            return SAVING[part](request, form)
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "portal/me.html", {"forms": forms}, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request):
    """Where somebody is led who signed in with a password that somebody else made."""
    if not request.user.must_choose_password:
        return redirect("me")
    at = timezone.now()
    is_expired = request.user.is_password_expired(at)
    form = ChoosePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if not is_expired and form.is_bound and form.is_valid():
        return _password_chosen(request, form, lead_to="home")
    context = {"form": form, "is_expired": is_expired}
    return render(
        request, "portal/choose_password.html", context, status=422 if form.is_bound else 200
    )


@never_cache
@require_safe
def still_here(request):
    """Asked by a shared device's page when it is used: the request itself keeps the session."""
    return HttpResponse(status=204)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_password(request, pk):
    """Make the password and show it, this once; another press makes another.

    Whoever comes back to the address, as by the language switch, is led to the person's page.
    """
    require(is_manager(request.user))
    person = get_visible_or_404(Person.objects.select_related("unit"), request.user, pk=pk)
    if request.method != "POST":
        return redirect("training:person", pk=person.pk)
    at = timezone.now()
    password = passwords.make_one_time_password(person=person, by=request.user, at=at)
    context = {"person": person, "password": password, "expires_at": at + passwords.VALID_FOR}
    return render(request, "portal/one_time_password.html", context)


def _bound(part, request):
    if part == "language":
        return LanguageForm(request.POST)
    if part == "dress_code":
        return DressCodeForm(request.POST)
    return OwnPasswordForm(request.user, request.POST)


def _save_language(request, form):
    """Also set the switch's cookie, which goes first; blank takes it away."""
    person, language = request.user, form.cleaned_data["language"]
    person.language = language
    person.save(update_fields=["language"])
    response = redirect("me")
    name = settings.LANGUAGE_COOKIE_NAME
    if language:
        response.set_cookie(
            name,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    else:
        response.delete_cookie(
            name,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    request.COOKIES.pop(name, None)
    with translation.override(chosen_language(request)):
        messages.success(request, _("Saved: the language of the pages."))
    return response


def _save_dress_code(request, form):
    person = request.user
    person.dress_code = form.cleaned_data["dress_code"]
    person.save(update_fields=["dress_code"])
    messages.success(request, _("Saved: the dress code you read about."))
    return redirect("me")


def _save_password(request, form):
    return _password_chosen(request, form, lead_to="me")


def _password_chosen(request, form, *, lead_to: str):
    """Keep this session and end the others; a password replaced meanwhile leads to the door."""
    try:
        person = passwords.choose_password(
            person=request.user, password=form.cleaned_data["new_password1"], at=timezone.now()
        )
    except (passwords.PasswordReplaced, passwords.OneTimePasswordExpired):
        return redirect(lead_to)  # where the stored person decides anew
    update_session_auth_hash(request, person)
    messages.success(request, _("Saved: your new password. Other devices are signed out."))
    return redirect(lead_to)


SAVING = {
    "language": _save_language,
    "dress_code": _save_dress_code,
    "password": _save_password,
}
