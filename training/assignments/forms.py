"""What a manager fills in to give a quiz, a module or a round."""

from datetime import datetime, timedelta

from crispy_forms.bootstrap import StrictButton
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.db.models import Count, Exists, Q
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from portal import times
from portal.forms import Fold, KeysField, is_key
from portal.models import JobRole, Person, Unit
from portal.querysets import under

from ..modules.models import Module
from ..quizzes.models import Quiz
from ..rounds.models import Checklist
from . import permissions
from .moments import (
    NOW,
    SHIFT_START,
    STAYS_OPEN,
    MomentField,
    MomentsForm,
    other_moment,
    with_others,
    write_moment,
)
from .people import MAX_LOOKUP, called, in_order, lookup_text, team_of
from .services import MAX_ATTEMPTS, MAX_NOTE, problems_of_round

#: So many people are shown to tick; beyond it they are looked up by name or number.
PEOPLE_SHOWN = 60
#: So many halls stand in one list; beyond it those of a city are folded away under its name.
UNITS_SHOWN = 20
TICKS = "training/assignments/_ticks.html"
FOLDED_TICKS = "training/assignments/_tick_folds.html"
MOMENTS = ("due", "opens", "closes")
PEOPLE = ("units", "job_roles", "people")


def ticks(model, label, **kwargs) -> KeysField:
    forged = gettext_lazy("Something you ticked is not yours to choose. Please choose again.")
    return KeysField(
        model.objects.none(),
        required=False,
        label=label,
        error_messages={"invalid_choice": forged, "invalid_pk_value": forged},
        **kwargs,
    )


class AssignmentForm(MomentsForm):
    """Raw choices in, domain values out.

    ``cleaned_data`` of a valid form holds ``quiz``, ``module`` and ``checklist`` (two of them
    None), ``people`` (a list, by hall and name), ``opens_at``, ``due_at``, ``closes_at``,
    ``max_attempts`` and ``note``. A round is offered to whoever manages people who lead halls;
    of the halls that are ticked it goes to these alone.
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
        self.user = user
        self.team = Person.objects.managed_by(user).active()
        self.team_size = self.team.count()
        units = Unit.objects.filter(under(user.managed_paths, "path"))
        self.units_below = list(units.order_by("path"))
        super().__init__(*args, at=at, **kwargs)
        self._offer_subjects()
        self._offer_people()
        self._offer_moments()

    def layout(self):
        find = StrictButton(
            _("Find"), type="submit", name="step", value="find", css_class="btn-secondary"
        )
        looked_up = ["find", find] if self.team_size > PEOPLE_SHOWN else []
        roles, people = (Field(name, template=TICKS) for name in ("job_roles", "people"))
        units = Field("units", template=FOLDED_TICKS) if self.has_many_units else "units"
        return Layout(
            "subject",
            part(_("Who"), units, roles, *looked_up, people),
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
        choices = [("", _("Choose")), (_("Quizzes"), quizzes), (_("Modules"), modules)]
        checklists = [(f"checklist:{each.slug}", str(each)) for each in self._checklists()]
        if checklists:
            choices.append((_("Rounds, for those who lead a hall"), checklists))
        self.fields["subject"].choices = choices

    def _checklists(self):
        """Nothing where nobody below could make a round."""
        return Checklist.objects.ready().filter(
            Exists(permissions.assignable(self.user, for_round=True))
        )

    def _offer_people(self):
        units = Unit.objects.filter(under(self.user.managed_paths, "path"))
        self.fields["units"].queryset = units
        self.fields["units"].widget.choices = self._unit_choices()
        self.fields["job_roles"].queryset = JobRole.objects.filter(people__in=self.team).distinct()
        self.fields["people"].queryset = self.team
        self.fields["people"].widget.choices = self._people_choices()

    def _unit_choices(self):
        """Units that have people and how many: set in below the unit they belong to, or, where
        there are many, those without a unit below them in a group of that name."""
        units = self.units_below
        names = {unit.path: unit.name for unit in units}
        sizes = self.team.order_by().values_list("unit__path").annotate(Count("pk"))
        top = min((unit.depth for unit in units), default=0)
        choices: list[tuple] = []
        groups: dict[str, list] = {}
        for unit in units:
            size = sum(count for path, count in sizes if path.startswith(unit.path))
            if not size:
                continue
            above = names.get(unit.path[: -Unit.steplen])
            is_folded = self.has_many_units and above and unit.is_leaf()
            indent = "" if is_folded else "　" * (unit.depth - top)
            words = {"unit": indent + unit.name, "count": size}
            label = ngettext("%(unit)s · %(count)s person", "%(unit)s · %(count)s people", size)
            into = groups.setdefault(above, []) if is_folded else choices
            into.append((unit.pk, label % words))
        return choices + list(groups.items())

    @property
    def has_many_units(self) -> bool:
        return len(self.units_below) > UNITS_SHOWN

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
        ticked = Q(pk__in=[pk for pk in self.raw("people") or [] if is_key(pk)])
        text = lookup_text(self.raw("find"))
        return people.filter(ticked | called(text) if text else ticked)[: 2 * PEOPLE_SHOWN]

    def _offer_moments(self):
        evenings = self.evenings()
        tomorrow = times.day_start(self.at) + timedelta(days=1, hours=SHIFT_START)
        self.offer("due", evenings)
        self.offer("opens", {NOW: _("Now"), write_moment(tomorrow): capfirst(self.when(tomorrow))})
        self.offer("closes", self.closings())
        self.fields["due"].initial = next(iter(evenings))

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
        is_round = kind == "checklist"
        data["checklist"] = Checklist.objects.filter(slug=slug).first() if is_round else None

    def _clean_people(self, data):
        if self.has_errors(PEOPLE):
            return
        singles = data["people"]
        chosen = Q(pk__in=[person.pk for person in singles])
        if data["units"] or data["job_roles"]:
            group = under([unit.path for unit in data["units"]], "unit__path")
            roles = Q(job_role__in=data["job_roles"])
            if not data["units"]:
                group = roles
            elif data["job_roles"]:
                group &= roles
            chosen |= group
        team = self.team
        if data["checklist"]:
            team = permissions.assignable(self.user, for_round=True)
            for problem in problems_of_round(self.user, singles):
                self.add_error("people", problem)
        data["people"] = list(in_order(team.filter(chosen).select_related("unit")))
        if not data["people"] and "people" not in self.errors:
            is_empty_round = data["checklist"] and (data["units"] or data["job_roles"])
            problem = _("Nobody among them leads a hall, and a round is made by whoever does.")
            text = problem if is_empty_round else _("Choose at least one person.")
            self.add_error("people", text)

    def _clean_moments(self, data):
        if self.has_errors(with_others(*MOMENTS)):
            return
        data["opens_at"] = max(self.moment(data, "opens") or self.at, self.at)
        self.clean_due_and_closing(data, data["opens_at"])


def subject_key(assignment) -> str:
    """What an assignment gives, as the form names it: ``"quiz:dress-check"``."""
    kinds = {"quiz": assignment.quiz_id, "module": assignment.module_id}
    kind = next((kind for kind, key in kinds.items() if key), "checklist")
    return f"{kind}:{assignment.subject.slug}"


def part(title: str, *fields) -> Fieldset:
    return Fieldset(format_html("<h2>{}</h2>", title), *fields, css_class="mt-4")
