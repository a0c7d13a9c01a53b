"""What an assignment would mean, before it is given."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import Person, Unit

from ..attempts.drawing import question_count
from ..quizzes.models import Quiz
from .models import Duty
from .services import readers_of


@dataclass(frozen=True)
class Preview:
    """``halls`` are (unit, its people), in order.

    ``facts`` say in short what is given. ``already`` have the same thing to do from before,
    ``readers`` have confirmed every norm of the module and would be done at once.
    """

    facts: list[str]
    halls: list[tuple[Unit, list[Person]]]
    already: list[Person]
    readers: list[Person]

    @property
    def count(self) -> int:
        return sum(len(people) for _unit, people in self.halls)

    @property
    def unneeded(self) -> list[Person]:
        return self.already + self.readers


def preview(choices: dict, at: datetime) -> Preview:
    """Look at the ``cleaned_data`` of an ``AssignmentForm``; its people are in order of halls."""
    people = choices["people"]
    has_it = already_have(choices, at)
    has_read = readers_of(choices["module"], people) if choices["module"] else set()
    return Preview(
        facts=facts_of(choices),
        halls=[
            (unit, list(members))
            for unit, members in groupby(people, key=lambda person: person.unit)
        ],
        already=[person for person in people if person.pk in has_it],
        readers=[person for person in people if person.pk in has_read - has_it],
    )


def facts_of(choices: dict) -> list[str]:
    if choices["quiz"]:
        return quiz_facts(choices["quiz"])
    if choices["checklist"]:
        return [_("Round"), _("they make it with their people")]
    return [_("Module")]


def quiz_facts(quiz: Quiz) -> list[str]:
    count = question_count(quiz)
    questions = ngettext("%(count)s question", "%(count)s questions", count)
    facts = [_("Quiz"), questions % {"count": count}]
    facts.append(_("passed with %(percent)s %%") % {"percent": quiz.pass_mark_pct})
    if quiz.time_limit_min:
        minutes = ngettext("%(count)s minute", "%(count)s minutes", quiz.time_limit_min)
        facts.append(minutes % {"count": quiz.time_limit_min})
    return facts


def already_have(choices: dict, at: datetime) -> set[int]:
    """Keys of the chosen people to whom the same is given and still to do, or yet to open."""
    given = Duty.objects.given().filter(
        person__in=choices["people"],
        assignment__quiz=choices["quiz"],
        assignment__module=choices["module"],
        assignment__checklist=choices["checklist"],
    )
    outstanding = given.outstanding(at).values_list("person", flat=True)
    coming = given.coming(at).values_list("person", flat=True)
    return set(outstanding) | set(coming)
