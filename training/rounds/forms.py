"""What an observer ticks and writes: about one person, or about everybody on shift.

The fields of a clause are named by its code, so that no field ever means another clause;
``seen`` repeats each code with the number of its wording (``DRESS-02:3``), because a clause that
was reworded after the page was opened is looked at once more.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.models import Person
from standards.models import ClauseVersion

from .models import Rating
from .services import MAX_COMMENT, MAX_RATING_COMMENT, MAX_REPLY, Mark, Sheet
from .wording import Choice, audience, choices

Result = Rating.Result


@dataclass(frozen=True)
class Line:
    """One clause as a page draws it; ``chosen`` is a result or empty."""

    version: ClauseVersion
    audience: str
    name: str
    choices: list[Choice]
    chosen: str
    errors: ErrorList
    comment: BoundField | None = None


@dataclass(frozen=True)
class PersonLines:
    """One person of the shift; ``noted`` counts the clauses that are not as offered."""

    person: Person
    on_shift: BoundField
    comment: BoundField
    lines: list[Line]
    noted: int

    @property
    def is_open(self) -> bool:
        return bool(self.noted or self.comment.value())


class RoundForm(forms.Form):
    """The id of the form, and the check that the page shows today's wording."""

    use_required_attribute = False

    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, versions: Sequence[ClauseVersion], **kwargs):
        super().__init__(*args, **kwargs)
        self.versions = list(versions)

    @property
    def next_request_id(self) -> uuid.UUID:
        """The id that the form was sent with, if it was one; else a new one."""
        if self.is_bound and (sent := getattr(self, "cleaned_data", {}).get("request_id")):
            return sent
        return uuid.uuid4()

    def clean(self):
        data = super().clean()
        if "request_id" in self.errors:
            del self._errors["request_id"]
            self.add_error(None, _("The page had lost its place. Press “Save” once more."))
        if set(self.data.getlist("seen")) != {seen(version) for version in self.versions}:
            self.add_error(
                None,
                _("A clause was changed since this page was opened. Look through it, then save."),
            )
        return data

    def _result_field(self) -> forms.ChoiceField:
        return forms.ChoiceField(
            required=False,
            choices=Result.choices,
            error_messages={"invalid_choice": _("Choose one of the four answers.")},
        )


class SheetForm(RoundForm):
    """One person: what is left open counts as not seen."""

    comment = forms.CharField(
        required=False,
        max_length=MAX_COMMENT,
        label=gettext_lazy("What you told them"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("They read it on their result."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for version in self.versions:
            self.fields[f"result.{version.code}"] = self._result_field()
            self.fields[f"comment.{version.code}"] = forms.CharField(
                required=False,
                max_length=MAX_RATING_COMMENT,
                label=gettext_lazy("What did you see?"),
                widget=forms.Textarea({"rows": 2}),
            )

    def lines(self) -> list[Line]:
        return [
            Line(
                version=version,
                audience=audience(version),
                name=f"result.{version.code}",
                choices=choices(version.role),
                chosen=self[f"result.{version.code}"].value() or "",
                errors=self[f"result.{version.code}"].errors,
                comment=self[f"comment.{version.code}"],
            )
            for version in self.versions
        ]

    def marks(self) -> list[Mark]:
        data = self.cleaned_data
        return [
            Mark(
                version,
                data[f"result.{version.code}"] or Result.NOT_SEEN,
                data[f"comment.{version.code}"],
            )
            for version in self.versions
        ]


class ShiftForm(RoundForm):
    """Everybody on shift: what is left as offered was kept.

    A clause for women or for men only is offered as "does not apply", because the portal shows
    nobody's dress code to those who manage them.
    """

    def __init__(self, *args, people: Sequence[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for person in self.people:
            self.fields[f"on.{person.pk}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"comment.{person.pk}"] = forms.CharField(
                required=False,
                max_length=MAX_COMMENT,
                label=gettext_lazy("What you told them"),
                widget=forms.Textarea({"rows": 2}),
            )
            for version in self.versions:
                field = self._result_field()
                field.initial = offered(version)
                self.fields[f"result.{person.pk}.{version.code}"] = field

    def clean(self):
        data = super().clean()
        if set(self.data.getlist("people")) != {str(person.pk) for person in self.people}:
            self.add_error(
                None, _("Somebody has left your hall since this page was opened. Look once more.")
            )
        return data

    def rows(self) -> list[PersonLines]:
        shared = {
            version.code: (audience(version), choices(version.role)) for version in self.versions
        }
        return [self._row(person, shared) for person in self.people]

    def _row(self, person: Person, shared: dict) -> PersonLines:
        lines = [
            Line(
                version=version,
                audience=audience(version),
                name=name,
                choices=choices(version.role),
                chosen=self[name].value() or offered(version),
                errors=self[name].errors,
            )
            for version in self.versions
            for name in [f"result.{person.pk}.{version.code}"]
        ]
        return PersonLines(
            person=person,
            on_shift=self[f"on.{person.pk}"],
            comment=self[f"comment.{person.pk}"],
            lines=lines,
            noted=sum(line.chosen != offered(line.version) for line in lines),
        )

    def sheets(self) -> list[Sheet]:
        return [
            Sheet(person, self._marks(person), self.cleaned_data[f"comment.{person.pk}"])
            for person in self.people
            if self.cleaned_data[f"on.{person.pk}"]
        ]

    def _marks(self, person: Person) -> list[Mark]:
        return [
            Mark(
                version,
                self.cleaned_data[f"result.{person.pk}.{version.code}"] or offered(version),
            )
            for version in self.versions
        ]


class ReplyForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        max_length=MAX_REPLY,
        label=pgettext_lazy("round", "Your answer"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self):
        if "request_id" in self.errors:
            self.add_error("text", _("The page had lost its place. Send it once more."))
        return super().clean()


def offered(version: ClauseVersion) -> str:
    """What the opening check takes a clause for unless somebody says otherwise."""
    return Result.PASS if version.applies_to == "everyone" else Result.NA


def seen(version: ClauseVersion) -> str:
    """``"DRESS-02:3"``: the clause and the number of its wording."""
    return f"{version.code}:{version.number}"
