"""What a manager fills in to give a quiz or a module."""

from datetime import datetime, timedelta

from crispy_forms.bootstrap import StrictButton
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from portal import times
from portal.forms import Fold, KeysField, PortalForm, is_key
from portal.models import JobRole, Person, Unit
from portal.querysets import under

from ..modules.models import Module
from ..quizzes.models import Quiz
from .people import MAX_LOOKUP, called, in_order, lookup_text, team_of
from .services import MAX_ATTEMPTS, MAX_NOTE, problems_of_times

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
#: So many people are shown to tick; beyond it they are looked up by name or number.
PEOPLE_SHOWN = 60
NOW, STAYS_OPEN, WHEN_DUE = "now", "open", "due"
TICKS = "training/assignments/_ticks.html"
MOMENTS = ("due", "opens", "closes")
PEOPLE = ("units", "job_roles", "people")


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


def ticks(model, label, **kwargs) -> KeysField:
    forged = gettext_lazy("Something you ticked is not yours to choose. Please choose again.")
    return KeysField(
        model.objects.none(),
        required=False,
        label=label,
        error_messages={"invalid_choice": forged, "invalid_pk_value": forged},
        **kwargs,
    )


class AssignmentForm(PortalForm):
    """Raw choices in, domain values out.

    ``cleaned_data`` of a valid form holds ``quiz`` and ``module`` (one of them None), ``people``
    (a list, by hall and name), ``opens_at``, ``due_at``, ``closes_at``, ``max_attempts`` and
    ``note``.
    """

    subject = forms.ChoiceField(
        label=gettext_lazy("What"),
        error_messages={"required": gettext_lazy("Choose a quiz or a module.")},
    )
    units = ticks(Unit, gettext_lazy("Everybody in"))
    job_roles = ticks(
        JobRole,
        gettext_lazy("Only these job roles"),
        help_text=gettext_lazy("Tick none to include every role."),
    )
    find = forms.CharField(
        required=False,
        max_length=MAX_LOOKUP,
        label=gettext_lazy("Find people by name or employee number"),
    )
    people = ticks(Person, gettext_lazy("Single people"))
    due = MomentField(label=pgettext_lazy("assignment", "Due"), required=False)
    due_other = other_moment()
    opens = MomentField(label=pgettext_lazy("assignment", "Opens"), required=False, initial=NOW)
    opens_other = other_moment()
    closes = MomentField(
        label=gettext_lazy("After the due time"), required=False, initial=STAYS_OPEN
    )
    closes_other = other_moment()
    max_attempts = forms.TypedChoiceField(
        label=gettext_lazy("Attempts"),
        coerce=int,
        choices=[(n, n) for n in range(1, MAX_ATTEMPTS + 1)],
        initial=2,
        help_text=gettext_lazy("For a quiz. The best attempt counts."),
    )
    note = forms.CharField(
        required=False,
        max_length=MAX_NOTE,
        label=gettext_lazy("A note to them"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("They read it before they begin."),
    )

    def __init__(self, *args, user: Person, at: datetime, **kwargs):
        self.user, self.at = user, at
        self.team = Person.objects.managed_by(user).active()
        self.team_size = self.team.count()
        super().__init__(*args, **kwargs)
        self._offer_subjects()
        self._offer_people()
        self._offer_moments()

    def layout(self):
        find = StrictButton(
            _("Find"), type="submit", name="step", value="find", css_class="btn-secondary"
        )
        looked_up = ["find", find] if self.team_size > PEOPLE_SHOWN else []
        roles, people = (Field(name, template=TICKS) for name in ("job_roles", "people"))
        return Layout(
            "subject",
            part(_("Who"), "units", roles, *looked_up, people),
            part(_("When"), "due", Fold(_("Another time"), "due_other")),
            "note",
            Fold(
                _("Opening, closing, attempts"),
                *("opens", "opens_other", "closes", "closes_other", "max_attempts"),
            ),
        )

    # -- What is offered --------------------------------------------------------------------

    def _offer_subjects(self):
        quizzes = [(f"quiz:{quiz.slug}", str(quiz)) for quiz in Quiz.objects.ready()]
        modules = [
            (f"module:{module.slug}", str(module))
            for module in Module.objects.visible_to(self.user)
        ]
        self.fields["subject"].choices = [
            ("", _("Choose")),
            (_("Quizzes"), quizzes),
            (_("Modules"), modules),
        ]

    def _offer_people(self):
        units = Unit.objects.filter(under(self.user.managed_paths, "path")).order_by("path")
        self.fields["units"].queryset = units
        self.fields["units"].widget.choices = self._unit_choices(list(units))
        self.fields["job_roles"].queryset = JobRole.objects.filter(people__in=self.team).distinct()
        self.fields["people"].queryset = self.team
        self.fields["people"].widget.choices = self._people_choices()

    def _unit_choices(self, units):
        """Units that have people and how many, set in below the unit they belong to."""
        sizes = self.team.order_by().values_list("unit__path").annotate(Count("pk"))
        top = min((unit.depth for unit in units), default=0)
        choices = []
        for unit in units:
            size = sum(count for path, count in sizes if path.startswith(unit.path))
            if size:
                words = {"unit": "　" * (unit.depth - top) + unit.name, "count": size}
                label = ngettext("%(unit)s · %(count)s person", "%(unit)s · %(count)s people", size)
                choices.append((unit.pk, label % words))
        return choices

    def _people_choices(self) -> list:
        by_unit: dict[str, list] = {}
        for person in self._people_shown():
            label = f"{person.name} · {person.job_role}" if person.job_role else person.name
            by_unit.setdefault(person.unit.name, []).append((person.pk, label))
        return list(by_unit.items()) if len(by_unit) > 1 else next(iter(by_unit.values()), [])

    def _people_shown(self):
        people = team_of(self.user)
        if self.team_size <= PEOPLE_SHOWN:
            return people
        ticked = Q(pk__in=[pk for pk in self._raw("people") or [] if is_key(pk)])
        text = lookup_text(self._raw("find"))
        return people.filter(ticked | called(text) if text else ticked)[: 2 * PEOPLE_SHOWN]

    def _offer_moments(self):
        today = times.day_start(self.at)
        evenings = [
            (today + timedelta(days=days, hours=SHIFT_END), label) for days, label in DUE_IN_DAYS
        ]
        if evenings[0][0] < self.at + LEAST_NOTICE:
            del evenings[0]
        tomorrow = today + timedelta(days=1, hours=SHIFT_START)
        self._offer(
            "due",
            {write_moment(m): capfirst(label % {"when": self._when(m)}) for m, label in evenings},
        )
        self._offer(
            "opens", {NOW: _("Now"), write_moment(tomorrow): capfirst(self._when(tomorrow))}
        )
        self._offer(
            "closes",
            {
                STAYS_OPEN: _("It stays open: late is possible"),
                WHEN_DUE: _("It closes at the due time"),
            },
        )
        self.fields["due"].initial = write_moment(evenings[0][0])

    def _offer(self, name: str, choices: dict[str, str]):
        """Offer moments and words; a moment that was chosen before stays on offer."""
        chosen = self._raw(name) or ""
        moment = read_moment(chosen)
        if moment and chosen not in choices:
            choices[chosen] = capfirst(self._when(moment))
        self.fields[name].choices = list(choices.items())  # type: ignore[attr-defined]

    def _raw(self, name: str):
        """What was posted or prefilled, before it is checked."""
        if self.is_bound:
            return self.fields[name].widget.value_from_datadict(self.data, self.files, name)
        return self.initial.get(name)

    def _when(self, moment: datetime) -> str:
        return times.when(moment, self.at)

    # -- What was chosen --------------------------------------------------------------------

    def clean(self):
        data = super().clean()
        self._clean_subject(data)
        self._clean_people(data)
        self._clean_moments(data)
        return data

    def _clean_subject(self, data):
        kind, _colon, slug = data.get("subject", "").partition(":")
        data["quiz"] = Quiz.objects.filter(slug=slug).first() if kind == "quiz" else None
        data["module"] = Module.objects.filter(slug=slug).first() if kind == "module" else None

    def _clean_people(self, data):
        if self._has_errors(PEOPLE):
            return
        chosen = Q(pk__in=[person.pk for person in data["people"]])
        if data["units"] or data["job_roles"]:
            group = under([unit.path for unit in data["units"]], "unit__path")
            roles = Q(job_role__in=data["job_roles"])
            if not data["units"]:
                group = roles
            elif data["job_roles"]:
                group &= roles
            chosen |= group
        data["people"] = list(in_order(self.team.filter(chosen).select_related("unit")))
        if not data["people"]:
            self.add_error("people", _("Choose at least one person."))

    def _clean_moments(self, data):
        opens, due, closes = (self._moment(data, name) for name in ("opens", "due", "closes"))
        if self._has_errors([name for moment in MOMENTS for name in (moment, f"{moment}_other")]):
            return
        if due is None:
            self.add_error("due", _("Say by when it is to be done."))
            return
        data["opens_at"] = max(opens or self.at, self.at)
        data["due_at"] = due
        data["closes_at"] = closes or (due if data["closes"] == WHEN_DUE else None)
        problems = problems_of_times(data["opens_at"], due, data["closes_at"], self.at)
        for name, problem in problems.items():
            self.add_error(f"{name}_other" if data[f"{name}_other"] else name, problem)

    def _moment(self, data, name: str) -> datetime | None:
        """Another time if one is given, else the one that was tapped; None for a word."""
        return data.get(f"{name}_other") or read_moment(data.get(name, ""))

    def _has_errors(self, names) -> bool:
        return any(name in self.errors for name in names)


def part(title: str, *fields) -> Fieldset:
    return Fieldset(format_html("<h2>{}</h2>", title), *fields, css_class="mt-4")
