"""What the demo's stories are told with: people, a clock and one verb for each thing they do.

Everything goes through the services, each given the moment at which it would have happened.
"""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import QueryDict

from portal.models import Person
from standards.editions import ClauseVersion, Edition

from ..assignments.models import Assignment, Duty
from ..assignments.services import create_assignment
from ..attempts.changes import new_change_id
from ..attempts.models import Attempt
from ..attempts.services import save_form, save_response, start_attempt, submit_attempt
from ..items.models import ItemVersion
from ..marking.services import record_score
from ..modules.models import Module, ModuleNorm
from ..modules.services import confirm_reading
from ..quizzes.models import Quiz
from ..rounds.models import Checklist, Round
from ..rounds.services import Mark, Sheet, save_reply, save_rounds
from ..rounds.subjects import Subject, of_checklist
from .answers import COMMENTS, answer, levels
from .sightings import GOOD, MIXED, SEEN

NOT_SEEN = 0.06  # of what somebody looks for does not come up
HALL_HOUR = 15  # o'clock: the quiet hour in which people sit down to a quiz

#: How likely a person is to keep the clause of this code, 0 to 1.
Keeps = Callable[[Person, str], float]
#: How likely the person in question is to answer an item right, 0 to 1.
Skill = Callable[[ItemVersion], float]


class Stage:
    """``people`` by employee number; the same ``seed`` plays the same history."""

    def __init__(self, people: dict[str, Person], now: datetime, seed: int = 7):
        self.people = people
        self.now = now
        # Each kind of story draws its own numbers, so that no two make the same request id.
        self.rng = Random(f"{seed} {type(self).__name__}")
        self.subjects: dict[str, Subject] = {}

    def assign(
        self,
        giver: str,
        people: Collection[str],
        *,
        quiz: str = "",
        module: str = "",
        checklist: str = "",
        opened: int,
        due: int,
        closes: int | None = None,
        max_attempts: int = 2,
        note: str = "",
    ) -> Assignment:
        """Give something ``opened`` days ago; ``due`` and ``closes`` are days from today."""
        opens_at = self.moment(-opened, 9)
        return create_assignment(
            given_by=self.people[giver],
            quiz=Quiz.objects.get(slug=quiz) if quiz else None,
            module=Module.objects.get(slug=module) if module else None,
            checklist=Checklist.objects.get(slug=checklist) if checklist else None,
            people=[self.people[number] for number in people],
            opens_at=opens_at,
            due_at=self.evening(due),
            closes_at=None if closes is None else self.evening(closes),
            max_attempts=max_attempts,
            note=note,
            request_id=self.request_id(),
            at=min(opens_at, self.now),
        )

    def sit(
        self,
        assignment: Assignment,
        number: str,
        *,
        skill: float,
        days_ago: int = 0,
        minutes_ago: int = 0,
        hour: int = HALL_HOUR,
        answered: int | None = None,
        submit: bool = True,
        marked_by: str = "",
    ) -> None:
        """Take the quiz question by question: ``answered`` of them (all), hand in, be marked."""
        started = (
            self.now - timedelta(minutes=minutes_ago)
            if minutes_ago
            else self.moment(-days_ago, hour)
        )
        attempt = self._start(assignment, number, started)
        at = started
        for response in attempt.responses.select_related("item_version__item")[:answered]:
            at += timedelta(seconds=self.rng.randint(20, 55))
            save_response(
                person=self.people[number],
                code=attempt.code,
                name=response.item_version.name,
                raw=answer(response.item_version, skill, self.rng),
                change_id=new_change_id(at),
                at=at,
            )
        if submit:
            submit_attempt(attempt=attempt, at=at + timedelta(seconds=40))
        if marked_by:
            self.mark(attempt, self.people[marked_by], at + timedelta(hours=20))

    def sit_at_once(
        self, assignment: Assignment, number: str, skill: Skill, *, at: datetime, marked_by: str
    ) -> Attempt:
        """Take the whole quiz in one page that runs no script, which is a tenth of the queries."""
        attempt = self._start(assignment, number, at)
        versions = [
            response.item_version
            for response in attempt.responses.select_related("item_version__item").defer(
                "item_version__html"
            )
        ]
        answers: dict[ItemVersion, Any] = {
            version: answer(version, skill(version), self.rng)
            for version in versions
            if self.rng.random() < 0.98  # now and then one is left blank
        }
        at += timedelta(seconds=sum(self.rng.randint(20, 55) for _version in versions))
        if attempt.ends_at:
            at = min(at, attempt.ends_at - timedelta(seconds=5))
        save_form(
            person=self.people[number],
            code=attempt.code,
            post=as_form(answers),
            change_id=new_change_id(at),
            at=at,
        )
        attempt = submit_attempt(attempt=attempt, at=at)
        self.mark(attempt, self.people[marked_by], at + timedelta(hours=self.rng.randint(3, 40)))
        attempt.refresh_from_db()
        return attempt

    def mark(self, attempt: Attempt, by: Person, at: datetime) -> None:
        """Give a fair mark to everything that was written."""
        for response in attempt.responses.filter(needs_mark=True).select_related(
            "item_version__item"
        ):
            chosen = levels(response)
            best = all(
                criterion["levels"][-1]["key"] == chosen[criterion["key"]]
                for criterion in response.item_version.payload["criteria"]
            )
            record_score(
                response=response,
                by=by,
                levels=chosen,
                comment=COMMENTS[0] if best else self.rng.choice(COMMENTS[1:]),
                reason="",
                seen_number=0,
                at=min(at, self.now),
            )

    def read(
        self, assignment: Assignment, number: str, *, days_ago: int, norms: int | None = None
    ) -> None:
        """Confirm the first ``norms`` norms of the module, all of them unless told."""
        at = self.moment(-days_ago, HALL_HOUR)
        for entry in ModuleNorm.objects.filter(module=assignment.module)[:norms]:
            edition = Edition.objects.current().get(norm=entry.norm_id)
            confirm_reading(person=self.people[number], edition=edition, at=at)

    def see(
        self, observer: str, seen: Collection[str], checklist: str, keeps: Keeps, *, at: datetime
    ) -> list[Round]:
        """Look at these people by a checklist; ``keeps`` says how likely somebody keeps a clause.

        What was not kept has a note; on a shift the comment is left out, because nobody writes one
        for each of ten people.
        """
        subject = self._subject(checklist)
        sheets = []
        for number in seen:
            person = self.people[number]
            marks = [self._rating(person, version, keeps) for version in subject.versions]
            if not any(mark.result in ("pass", "fail") for mark in marks):
                marks[0] = Mark(marks[0].version, "pass")
            is_good = all(mark.result != "fail" for mark in marks)
            words = "" if subject.is_of_shift else self.rng.choice(GOOD if is_good else MIXED)
            sheets.append(Sheet(person, marks, words))
        return save_rounds(
            observer=self.people[observer],
            sheets=sheets,
            checklist=subject.checklist,
            request_id=self.request_id(),
            at=at,
        )

    def reply(self, row: Round, number: str, text: str, *, at: datetime) -> None:
        save_reply(row=row, by=self.people[number], text=text, request_id=self.request_id(), at=at)

    def _rating(self, person: Person, version: ClauseVersion, keeps: Keeps) -> Mark:
        if version.applies_to not in ("everyone", person.dress_code or "women"):
            return Mark(version, "na")
        likely = keeps(person, version.code)
        if 0 < likely < 1 and self.rng.random() < NOT_SEEN:
            return Mark(version, "not_seen")
        if self.rng.random() < likely:
            return Mark(version, "pass")
        return Mark(version, "fail", SEEN.get(version.code, ""))

    def _subject(self, checklist: str) -> Subject:
        if checklist not in self.subjects:
            self.subjects[checklist] = of_checklist(checklist)
        return self.subjects[checklist]

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """``hour`` o'clock, ``days`` from today, in the halls' time."""
        today = self.now.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(
            hour=hour, minute=minute, second=0, microsecond=0
        )
        return today + timedelta(days=days)

    def evening(self, days: int) -> datetime:
        """18:00, or 23:59 when today's 18:00 is past, so that “due today” is still ahead."""
        evening = self.moment(days, 18)
        return evening.replace(hour=23, minute=59) if days == 0 and evening <= self.now else evening

    def request_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def _start(self, assignment: Assignment, number: str, at: datetime) -> Attempt:
        person = self.people[number]
        duty = Duty.objects.get(assignment=assignment, person=person)
        return start_attempt(duty=duty, person=person, at=at, rng=self.rng)


def as_form(answers: dict[ItemVersion, Any]) -> QueryDict:
    """The fields that a page without scripts would send for these answers."""
    post = QueryDict(mutable=True)
    for version, raw in answers.items():
        if version.kind == "order":
            for place, key in enumerate(raw, start=1):
                post[f"{version.name}.{key}"] = str(place)
        else:
            post.setlist(version.name, raw if isinstance(raw, list) else [raw])
    return post
