"""The demo's last fortnight: assignments, readings and attempts in every state.

Everything goes through the services, each given the moment at which it would have happened.
"""

import uuid
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from portal.models import Person
from standards.editions import Edition

from ..assignments.models import Assignment, Duty
from ..assignments.services import create_assignment
from ..attempts.changes import new_change_id
from ..attempts.models import Attempt
from ..attempts.services import close_expired, save_response, start_attempt, submit_attempt
from ..marking.services import record_score
from ..modules.models import Module, ModuleNorm
from ..modules.services import confirm_reading
from ..quizzes.models import Quiz
from .answers import COMMENTS, answer, levels

HALL_HOUR = 15  # o'clock: the quiet hour in which people sit down to a quiz


class Fortnight:
    """Plays the demo's history up to ``now``; the same ``seed`` plays the same one."""

    def __init__(self, people: dict[str, Person], now: datetime, seed: int = 7):
        self.people = people
        self.now = now
        self.rng = Random(seed)

    def play(self) -> None:
        self._east_complaints()
        self._east_dress()
        self._east_counter_tomorrow()
        self._account_managers_closed()
        self._first_day()
        self._west_and_riverside()
        self._hall_managers()
        close_expired(at=self.now - timedelta(days=1))

    def _east_complaints(self) -> None:
        """Overdue for some, passed, failed with a try left, waiting to be marked for others."""
        assignment = self._assign(
            "manager",
            ["trainee", "LJ0102", "LJ0103", "LJ0104", "LJ0106"],
            quiz="complaints-and-words",
            opened=6,
            due=-1,
            note="周五晨会前做完，写的题照平时说话来写。",
        )
        self._sit(assignment, "LJ0102", skill=0.95, days_ago=5, marked_by="manager")
        self._sit(assignment, "trainee", skill=0.45, days_ago=4, marked_by="manager")
        self._sit(assignment, "LJ0103", skill=0.8, days_ago=2)
        self._sit(assignment, "LJ0104", skill=0.6, days_ago=1)

    def _east_dress(self) -> None:
        """Due today: one done, one in the middle of it, one whose time ran out, one not begun."""
        assignment = self._assign(
            "manager",
            ["trainee", "LJ0102", "LJ0103", "LJ0106"],
            quiz="dress-and-posture",
            opened=2,
            due=0,
        )
        self._sit(assignment, "LJ0102", skill=0.95, days_ago=1)
        self._sit(assignment, "trainee", skill=0.9, minutes_ago=6, answered=5, submit=False)
        self._sit(assignment, "LJ0106", skill=0.7, minutes_ago=150, answered=4, submit=False)

    def _east_counter_tomorrow(self) -> None:
        self._assign(
            "manager",
            ["trainee", "LJ0102", "LJ0103", "LJ0106"],
            quiz="counter-flow",
            opened=-1,
            due=3,
        )

    def _account_managers_closed(self) -> None:
        """Closed: one passed, one ran out of time, one never came."""
        assignment = self._assign(
            "regional",
            ["LJ0105", "LJ0204", "LJ0305"],
            quiz="appointment-and-visit",
            opened=9,
            due=-3,
            closes=-3,
            max_attempts=1,
        )
        self._sit(assignment, "LJ0105", skill=0.95, days_ago=7)
        self._sit(assignment, "LJ0204", skill=0.7, days_ago=6, answered=6, submit=False)

    def _first_day(self) -> None:
        assignment = self._assign(
            "manager", ["trainee", "LJ0103", "LJ0106"], module="first-day", opened=3, due=2
        )
        self._read(assignment, "LJ0103", days_ago=2)
        self._read(assignment, "trainee", days_ago=1, norms=1)

    def _west_and_riverside(self) -> None:
        west = self._assign(
            "LJ0201",
            ["LJ0202", "LJ0203", "LJ0205"],
            quiz="complaints-and-words",
            opened=4,
            due=1,
        )
        self._sit(west, "LJ0202", skill=0.9, days_ago=2, marked_by="LJ0201")
        self._sit(west, "LJ0203", skill=0.5, days_ago=1)
        riverside = self._assign(
            "LJ0301",
            ["LJ0302", "LJ0303", "LJ0304"],
            quiz="counter-flow",
            opened=5,
            due=0,
        )
        self._sit(riverside, "LJ0302", skill=0.9, days_ago=3, marked_by="LJ0301")
        self._sit(riverside, "LJ0303", skill=0.3, days_ago=3, marked_by="LJ0301")
        self._sit(riverside, "LJ0303", skill=0.85, days_ago=1)

    def _hall_managers(self) -> None:
        assignment = self._assign(
            "regional", ["manager", "LJ0201", "LJ0301"], module="complaints", opened=2, due=4
        )
        self._read(assignment, "LJ0201", days_ago=1)

    def _assign(
        self,
        giver: str,
        people: list[str],
        *,
        quiz: str = "",
        module: str = "",
        opened: int,
        due: int,
        closes: int | None = None,
        max_attempts: int = 2,
        note: str = "",
    ) -> Assignment:
        """Give a quiz or module ``opened`` days ago; ``due`` and ``closes`` are days from today."""
        opens_at = self._at(-opened, 9)
        return create_assignment(
            given_by=self.people[giver],
            quiz=Quiz.objects.get(slug=quiz) if quiz else None,
            module=Module.objects.get(slug=module) if module else None,
            people=[self.people[number] for number in people],
            opens_at=opens_at,
            due_at=self._evening(due),
            closes_at=None if closes is None else self._evening(closes),
            max_attempts=max_attempts,
            note=note,
            request_id=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            at=min(opens_at, self.now),
        )

    def _sit(
        self,
        assignment: Assignment,
        number: str,
        *,
        skill: float,
        days_ago: int = 0,
        minutes_ago: int = 0,
        answered: int | None = None,
        submit: bool = True,
        marked_by: str = "",
    ) -> None:
        """Take the quiz: answer ``answered`` questions (all), hand in, have it marked."""
        started = (
            self.now - timedelta(minutes=minutes_ago)
            if minutes_ago
            else self._at(-days_ago, HALL_HOUR)
        )
        person = self.people[number]
        duty = Duty.objects.get(assignment=assignment, person=person)
        attempt = start_attempt(duty=duty, person=person, at=started, rng=self.rng)
        at = started
        for response in attempt.responses.select_related("item_version__item")[:answered]:
            at += timedelta(seconds=self.rng.randint(20, 55))
            save_response(
                person=person,
                code=attempt.code,
                name=response.item_version.name,
                raw=answer(response.item_version, skill, self.rng),
                change_id=new_change_id(at),
                at=at,
            )
        if submit:
            submit_attempt(attempt=attempt, at=at + timedelta(seconds=40))
        if marked_by:
            self._mark(attempt, self.people[marked_by], at + timedelta(hours=20))

    def _mark(self, attempt: Attempt, by: Person, at: datetime) -> None:
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

    def _read(
        self, assignment: Assignment, number: str, *, days_ago: int, norms: int | None = None
    ):
        at = self._at(-days_ago, HALL_HOUR)
        for entry in ModuleNorm.objects.filter(module=assignment.module)[:norms]:
            edition = Edition.objects.current().get(norm=entry.norm_id)
            confirm_reading(person=self.people[number], edition=edition, at=at)

    def _at(self, days: int, hour: int) -> datetime:
        """``hour`` o'clock, ``days`` from today, in the halls' time."""
        today = self.now.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(
            hour=hour, minute=0, second=0, microsecond=0
        )
        return today + timedelta(days=days)

    def _evening(self, days: int) -> datetime:
        """18:00, or 23:59 when today's 18:00 is past, so that “due today” is still ahead."""
        evening = self._at(days, 18)
        return evening.replace(hour=23, minute=59) if days == 0 and evening <= self.now else evening
