"""Moments said as people say them, in the reader's language and in local time.

Every function takes an aware datetime; ``now`` is the clock, passed in by tests and left to
the real one by pages. "Local" is the day of ``TIME_ZONE``.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def local_day(moment: datetime) -> date:
    """The calendar day on which ``moment`` falls where the halls are."""
    return timezone.localtime(moment).date()


def day_start(moment: datetime) -> datetime:
    """Midnight, local time, at which the day of ``moment`` began."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def day_end(moment: datetime) -> datetime:
    """Midnight, local time, at which the day of ``moment`` is over."""
    return day_start(moment) + timedelta(days=1)  # of the wall clock, so 23 or 25 hours are fine


def when(moment: datetime, now: datetime | None = None) -> str:
    """``"today 18:00"``, ``"tomorrow 9:00"``, ``"24 November 18:00"``; the year if another."""
    now = now or timezone.now()
    words = {"time": _time(moment)}
    match _days_ahead(moment, now):
        case 0:
            return _("today %(time)s") % words
        case 1:
            return _("tomorrow %(time)s") % words
        case -1:
            return _("yesterday %(time)s") % words
    return f"{_date(moment, now)} {_time(moment)}"


def by_when(moment: datetime, now: datetime | None = None) -> str:
    """``"by 18:00 today"``, ``"by 18:00 on 24 November"``: said of a due time."""
    now = now or timezone.now()
    words = {"time": _time(moment)}
    match _days_ahead(moment, now):
        case 0:
            return _("by %(time)s today") % words
        case 1:
            return _("by %(time)s tomorrow") % words
        case -1:
            return _("by %(time)s yesterday") % words
    return _("by %(time)s on %(date)s") % {**words, "date": _date(moment, now)}


def ago(moment: datetime, now: datetime | None = None) -> str:
    """``"just now"``, ``"5 minutes ago"``, ``"3 hours ago"``; from another day, as ``when``."""
    now = now or timezone.now()
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {
            "count": minutes
        }
    if local_day(moment) == local_day(now):
        hours = minutes // 60
        return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
    return when(moment, now)


def _days_ahead(moment: datetime, now: datetime) -> int:
    return (local_day(moment) - local_day(now)).days


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G:i")


def _date(moment: datetime, now: datetime) -> str:
    local = timezone.localtime(moment)
    if local.year == timezone.localtime(now).year:
        return date_format(local, pgettext("date format", "j F"))
    return date_format(local, pgettext("date format", "j F Y"))
