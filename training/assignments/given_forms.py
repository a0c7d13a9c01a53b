"""What a manager fills in about something that was given."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from portal import times
from portal.forms import Fold, PortalForm
from portal.models import Person

from .exceptions import MAX_COMMENT, MAX_EXTRA_MINUTES
from .followups import people_without
from .forms import PEOPLE_SHOWN, TICKS, ticks
from .models import Assignment, Duty
from .moments import (
    STAYS_OPEN,
    WHEN_DUE,
    MomentField,
    MomentsForm,
    other_moment,
    read_moment,
    with_others,
    write_moment,
)
from .people import called, in_order
from .services import MAX_ATTEMPTS, MAX_NOTE

#: Minutes and attempts that are offered as more.
MORE_MINUTES = (5, 10, 15, 30, 60)
MORE_ATTEMPTS = (1, 2, 3)


class ChangeForm(MomentsForm):
    """The terms of an assignment, as they are until something else is chosen."""

    due = MomentField(label=pgettext_lazy("assignment", "Due"), required=False)
    due_other = other_moment()
    closes = MomentField(label=gettext_lazy("After the due time"), required=False)
    closes_other = other_moment()
    max_attempts = forms.TypedChoiceField(
        label=gettext_lazy("Attempts"),
        coerce=int,
        choices=[(n, n) for n in range(1, MAX_ATTEMPTS + 1)],
        help_text=gettext_lazy("The best attempt counts."),
    )
    note = forms.CharField(
        required=False,
        max_length=MAX_NOTE,
        label=gettext_lazy("A note to them"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("They read it before they begin."),
    )

    def __init__(self, *args, assignment: Assignment, at, **kwargs):
        self.assignment = assignment
        super().__init__(*args, at=at, initial=terms_of(assignment), **kwargs)
        if assignment.quiz_id is None:
            del self.fields["max_attempts"]
        self.offer("due", as_it_is(assignment.due_at, self.evenings(), at))
        self.offer("closes", self.closings())

    def layout(self):
        attempts = ["max_attempts"] if self.assignment.quiz_id else []
        return Layout(
            "due",
            Fold(_("Another time"), "due_other"),
            "closes",
            Fold(_("Another time"), "closes_other"),
            *attempts,
            "note",
        )

    def clean(self):
        data = super().clean()
        if not self.has_errors(with_others("due", "closes")):
            self.clean_due_and_closing(data, self.assignment.opens_at)
        return data

    def values(self) -> dict:
        """What ``change_assignment`` takes; a time to the minute that was left alone keeps its
        seconds."""
        data = self.cleaned_data
        was = self.assignment
        return {
            "due_at": same_minute(data["due_at"], was.due_at),
            "closes_at": same_minute(data["closes_at"], was.closes_at),
            "max_attempts": data.get("max_attempts", was.max_attempts),
            "note": data["note"],
        }


def terms_of(assignment: Assignment) -> dict:
    if assignment.closes_at is None:
        closes = STAYS_OPEN
    elif assignment.closes_at == assignment.due_at:
        closes = WHEN_DUE
    else:
        closes = write_moment(assignment.closes_at)
    return {
        "due": write_moment(assignment.due_at),  # type: ignore[arg-type]  # only a self-check has none
        "closes": closes,
        "max_attempts": assignment.max_attempts,
        "note": assignment.note,
    }


def as_it_is(moment, choices: dict[str, str], at) -> dict[str, str]:
    """The moment that holds now, first, then the others."""
    label = _("As it is: %(when)s") % {"when": times.when(moment, at)}
    return {write_moment(moment): label} | {
        written: words for written, words in choices.items() if written != write_moment(moment)
    }


def same_minute(moment, was):
    """``was`` where the form, which knows no seconds, says the same."""
    if moment and was and write_moment(moment) == write_moment(was):
        return was
    return moment


class ExceptionForm(MomentsForm):
    """What one person is granted beyond the others; only what can help with this duty."""

    due = MomentField(label=gettext_lazy("Due later"), required=False)
    due_other = other_moment()
    closes = MomentField(label=gettext_lazy("Closes later"), required=False)
    closes_other = other_moment()
    extra_attempts = forms.TypedChoiceField(
        label=gettext_lazy("More attempts"),
        coerce=int,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Until it is used, the right answers of the earlier attempts are hidden again."
        ),
    )
    extra_minutes = forms.TypedChoiceField(
        label=gettext_lazy("More time for each attempt"),
        coerce=int,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("An attempt that is open ends so much later, too."),
    )
    comment = forms.CharField(
        max_length=MAX_COMMENT,
        label=gettext_lazy("Why"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("They read it, too."),
        error_messages={
            "required": gettext_lazy("Say why, in a few words. They read it, too."),
        },
    )

    def __init__(self, *args, duty: Duty, at, **kwargs):
        self.duty = duty
        super().__init__(*args, at=at, initial={"due": "", "closes": ""}, **kwargs)
        for name in self.fields.keys() - set(self._names()):
            del self.fields[name]
        self.offer("due", self._later(duty.due_at))
        if "closes" in self.fields:
            self.fields["due"].help_text = _("If it closes before that, its closing moves along.")
            self.offer("closes", self._later(duty.closes_at))
        self._offer_more("extra_attempts", MORE_ATTEMPTS, MAX_ATTEMPTS - duty.max_attempts)
        self._offer_more("extra_minutes", MORE_MINUTES, MAX_EXTRA_MINUTES - duty.extra_minutes)

    @property
    def is_offered(self) -> bool:
        """Nothing is left to grant for what is done or withdrawn, nor to somebody who left."""
        is_over = self.duty.completed_at or self.duty.assignment.withdrawn_at
        return self.duty.person.is_active and not is_over

    def layout(self):
        names = self._names()
        parts = ["due", Fold(_("Another time"), "due_other")]
        if "closes" in names:
            parts += ["closes", Fold(_("Another time"), "closes_other")]
        parts += [name for name in ("extra_attempts", "extra_minutes") if name in names]
        return Layout(*parts, "comment")

    def _names(self) -> list[str]:
        quiz = self.duty.assignment.quiz
        names = with_others("due", "closes") if self.duty.closes_at else with_others("due")
        if quiz and self.duty.max_attempts < MAX_ATTEMPTS:
            names.append("extra_attempts")
        if quiz and quiz.time_limit_min and self.duty.extra_minutes < MAX_EXTRA_MINUTES:
            names.append("extra_minutes")
        return [*names, "comment"]

    def _later(self, moment) -> dict[str, str]:
        label = _("As it is: %(when)s") % {"when": times.when(moment, self.at)}
        evenings = self.evenings().items()
        return {"": label} | {
            written: words for written, words in evenings if read_moment(written) > moment
        }

    def _offer_more(self, name: str, numbers, most: int):
        if name not in self.fields:
            return
        words = {
            "extra_attempts": lambda n: ngettext("%(count)s more", "%(count)s more", n),
            "extra_minutes": lambda n: ngettext("%(count)s minute", "%(count)s minutes", n),
        }[name]
        choices = [(n, words(n) % {"count": n}) for n in numbers if n <= most]
        self.fields[name].choices = [("", _("As it is")), *choices]  # type: ignore[attr-defined]

    def values(self) -> dict:
        """What ``grant_exception`` takes; it says what does not fit, once it knows what holds."""
        data = self.cleaned_data
        return {
            "due_at": self.moment(data, "due"),
            "closes_at": self.moment(data, "closes"),
            "extra_attempts": data.get("extra_attempts") or 0,
            "extra_minutes": data.get("extra_minutes") or 0,
            "comment": data["comment"],
        }

    def add_refusal(self, by_field: dict[str, str]):
        """Say beside each field what ``NotGranted`` says of it."""
        for name, problem in by_field.items():
            field = f"{name}_other" if self.cleaned_data.get(f"{name}_other") else name
            self.add_error(field if field in self.fields else None, problem)


class AddPeopleForm(PortalForm):
    """People to tick who do not have it yet; of many only those who likely should, and those of
    whom ``text`` is a part of the name or number."""

    people = ticks(Person, gettext_lazy("Who"))

    def __init__(self, *args, assignment: Assignment, user: Person, text: str, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_without(assignment, user)
        self.team_size = people.count()
        self.is_large = self.team_size > PEOPLE_SHOWN
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        shown = in_order(people.select_related("unit", "job_role"))
        if text:
            shown = shown.filter(called(text))
        elif self.is_large:
            shown = shown.filter(is_likely=True)
        self.since = assignment.created_at
        self.shown = list(shown[: 2 * PEOPLE_SHOWN])
        self.spans_halls = len({person.unit_id for person in self.shown}) > 1
        self.fields["people"].widget.choices = self._choices()

    def layout(self):
        return Layout(Field("people", template=TICKS))

    def clean_people(self):
        people = list(self.cleaned_data["people"])
        if not people:
            raise forms.ValidationError(_("Choose at least one person."))
        return people

    def _choices(self) -> list[tuple[str, list]]:
        likely = [self._choice(person) for person in self.shown if person.is_likely]
        others = [self._choice(person) for person in self.shown if not person.is_likely]
        groups = (
            (_("In the halls and job roles of those who have it"), likely),
            (_("Others"), others),
        )
        return [(title, choices) for title, choices in groups if choices]

    def _choice(self, person: Person) -> tuple[int, str]:
        words = [person.name]
        if self.spans_halls:
            words.append(str(person.unit))
        if person.job_role:
            words.append(str(person.job_role))
        if person.joined_at > self.since:
            words.append(_("joined since"))
        return person.pk, " · ".join(words)
