"""Today: the page that everybody begins with."""

from datetime import datetime

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.permissions import is_manager

from .cards import manager_day, trainee_day

NOON, EVENING = 12, 18  # hours of the local day


@require_safe
def home(request):
    at = timezone.now()
    leads = is_manager(request.user)
    day = manager_day(request.user, at) if leads else trainee_day(request.user, at)
    context = {"day": day, "leads": leads, "greeting": greeting(request.user.name, at)}
    return render(request, "training/home/home.html", context)


def greeting(name: str, at: datetime) -> str:
    hour = timezone.localtime(at).hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
