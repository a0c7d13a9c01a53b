"""The main navigation: what each role meets most, at most five entries."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from . import permissions, shared_devices


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str
    is_current: bool


def navigation(request):
    """Context processor: ``navigation``, a list of ``Entry`` (empty for whoever may go nowhere),
    ``search_url``, and ``idle`` on a shared device."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    if user.must_choose_password:
        return {"navigation": [], "idle": shared_devices.idle(request)}
    return {
        "navigation": [_entry(request.path, *row) for row in _rows(user)],
        "search_url": reverse("standards:search"),
        "idle": shared_devices.idle(request),
    }


def _rows(user):
    yield _("Today"), "home", "home"
    yield _("Norms"), "standards:index", "book"
    if permissions.is_manager(user):
        yield _("Team"), "training:team", "people"
        yield _("Rounds"), "training:rounds", "eye"
        yield _("Marking"), "training:marking", "inbox"
    else:
        yield _("Modules"), "training:modules", "layers"
        yield _("My tasks"), "training:assignments", "clipboard"
    if user.is_staff:
        yield _("Edit"), "admin:index", "edit"


def _entry(path: str, label: str, url_name: str, icon: str) -> Entry:
    url = reverse(url_name)
    is_current = path == url if url_name == "home" else path.startswith(url)
    return Entry(label=label, url=url, icon=icon, is_current=is_current)
