"""Moments to tap: this evening, tomorrow, in a week, or another time; for forms about duties."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import times
from portal.forms import PortalForm

from .services import problems_of_times

#: Hours of the local day at which a shift usually begins and ends.
SHIFT_START, SHIFT_END = 9, 18
#: This evening is offered as a due time only while at least this much is left until then.
LEAST_NOTICE = timedelta(hours=1)
#: Days ahead that are offered as due times, in words.
DUE_IN_DAYS = (
    (0, "%(when)s"),
    (1, "%(when)s"),
    (3, gettext_lazy("in 3 days · %(when)s")),
    (7, gettext_lazy("in a week · %(when)s")),
)
NOW, STAYS_OPEN, WHEN_DUE = "now", "open", "due"


def write_moment(moment: datetime) -> str:
    """Local time as a form carries it: ``"2026-11-24T18:00"``."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def read_moment(text: str) -> datetime | None:
    """The aware datetime that ``write_moment`` wrote, None for anything else."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007  made aware below
    except ValueError:
        return None
    return timezone.make_aware(moment)


class MomentField(forms.ChoiceField):
    """A few likely moments to tap, each with its local time as value.

    What is offered moves on while the form lies open, so every moment is taken, still offered or
    not; words such as "now" only where they are offered.
    """

    widget = forms.RadioSelect

    def valid_value(self, value):
        return super().valid_value(value) or read_moment(value) is not None


def other_moment() -> forms.DateTimeField:
    return forms.DateTimeField(
        required=False,
        label=gettext_lazy("or at another time"),
        help_text=gettext_lazy("A time given here counts; leave it empty to use the one above."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class MomentsForm(PortalForm):
    """A form with moments: each ``name`` has a ``MomentField`` and ``name_other`` beside it."""

    def __init__(self, *args, at: datetime, **kwargs):
        self.at = at
        super().__init__(*args, **kwargs)

    def evenings(self) -> dict[str, str]:
        """The ends of shifts that are likely, as ``{written moment: words}``; soonest first."""
        today = times.day_start(self.at)
        evenings = [
            (today + timedelta(days=days, hours=SHIFT_END), label) for days, label in DUE_IN_DAYS
        ]
        if evenings[0][0] < self.at + LEAST_NOTICE:
            del evenings[0]
        return {write_moment(m): capfirst(label % {"when": self.when(m)}) for m, label in evenings}

    def closings(self) -> dict[str, str]:
        return {
            STAYS_OPEN: _("It stays open: late is possible"),
            WHEN_DUE: _("It closes at the due time"),
        }

    def offer(self, name: str, choices: dict[str, str]):
        """Offer moments and words; a moment that was chosen before stays on offer."""
        chosen = self.raw(name) or ""
        moment = read_moment(chosen)
        if moment and chosen not in choices:
            choices[chosen] = capfirst(self.when(moment))
        self.fields[name].choices = list(choices.items())  # type: ignore[attr-defined]

    def raw(self, name: str):
        """What was posted or prefilled, before it is checked."""
        if self.is_bound:
            return self.fields[name].widget.value_from_datadict(self.data, self.files, name)
        return self.initial.get(name)

    def when(self, moment: datetime) -> str:
        return times.when(moment, self.at)

    def moment(self, data, name: str) -> datetime | None:
        """Another time if one is given, else the one that was tapped; None for a word."""
        return data.get(f"{name}_other") or read_moment(data.get(name, ""))

    def clean_due_and_closing(self, data, opens_at: datetime):
        """Write ``due_at`` and ``closes_at``; complain beside the field that was filled in."""
        due, closes = self.moment(data, "due"), self.moment(data, "closes")
        if due is None:
            self.add_error("due", _("Say by when it is to be done."))
            return
        data["due_at"] = due
        data["closes_at"] = closes or (due if data["closes"] == WHEN_DUE else None)
        problems = problems_of_times(opens_at, due, data["closes_at"], self.at)
        self.add_problems(data, problems)

    def add_problems(self, data, problems: dict[str, str]):
        for name, problem in problems.items():
            self.add_error(f"{name}_other" if data[f"{name}_other"] else name, problem)

    def has_errors(self, names) -> bool:
        return any(name in self.errors for name in names)


def with_others(*names: str) -> list[str]:
    """The fields of moments: ``"due"`` -> ``["due", "due_other"]``."""
    return [field for name in names for field in (name, f"{name}_other")]
