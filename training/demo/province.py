"""Seven weeks of every store in the province: quizzes, readings and what came of them.

The stores of the named people take part, so that their pages have a past; the week that is
running belongs to ``history``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..assignments.models import Assignment
from . import skills
from .people import HOME_CITY, HOME_STORE, STORES, manager_of, role_of, team, unit_of
from .stage import Stage

COUNTER = ("counter", "duty_manager")
OUTSIDE = ("account_manager",)
DAYS_TO_DO_IT = 6
DAYS_UNTIL_CLOSED = 9


@dataclass(frozen=True)
class Campaign:
    """What the manager of every store gave to at most ``most`` of their people, ``days_ago``.

    What is not ``everywhere`` was given in the home city alone.
    """

    days_ago: int
    quiz: str = ""
    module: str = ""
    roles: tuple[str, ...] = COUNTER
    most: int = 3
    everywhere: bool = False
    note: str = ""


CAMPAIGNS = (
    Campaign(50, module="first-day", everywhere=True, note="新标准先读一遍，下周测。"),
    Campaign(45, quiz="dress-and-posture", everywhere=True),
    Campaign(40, quiz="numbers-you-must-know", note="十二个数，张口就来。"),
    Campaign(33, module="phone-and-visit", roles=OUTSIDE),
    Campaign(30, quiz="counter-flow", everywhere=True, note="写的那道题按平时说话来写。"),
    Campaign(27, quiz="appointment-and-visit", roles=OUTSIDE, most=2),
    Campaign(24, module="complaints"),
    Campaign(20, quiz="complaints-and-words"),
    Campaign(17, quiz="the-whole-visit", roles=OUTSIDE, most=2),
    Campaign(15, quiz="voice-and-words", everywhere=True),
    Campaign(13, quiz="true-or-false-five-minutes", roles=(*COUNTER, *OUTSIDE)),
)
MOST_AT_HOME = 7  # people who take part in the home store


class Province(Stage):
    def play(self, stores: Iterable[str] = STORES) -> None:
        for store in stores:
            for campaign in CAMPAIGNS:
                if campaign.everywhere or store.startswith(HOME_CITY):
                    self._run(campaign, store)

    def _run(self, campaign: Campaign, store: str) -> None:
        asked = self._asked(campaign, store)
        giver = manager_of(self.people, store)
        closes = DAYS_UNTIL_CLOSED - campaign.days_ago
        assignment = self.assign(
            giver,
            asked,
            quiz=campaign.quiz,
            module=campaign.module,
            opened=campaign.days_ago,
            due=DAYS_TO_DO_IT - campaign.days_ago,
            closes=closes,
            note=campaign.note,
        )
        for number in asked:
            if self.rng.random() > 0.08:  # somebody is always ill or away
                days_ago = campaign.days_ago - self.rng.randint(1, DAYS_TO_DO_IT)
                if campaign.module:
                    self.read(assignment, number, days_ago=days_ago)
                else:
                    self._sit(assignment, number, giver, days_ago)

    def _asked(self, campaign: Campaign, store: str) -> list[str]:
        able = [
            person.employee_no
            for person in team(self.people, store)
            if role_of(person) in campaign.roles
        ]
        most = MOST_AT_HOME if store == HOME_STORE else campaign.most
        return sorted(self.rng.sample(able, min(most, len(able))))

    def _sit(self, assignment: Assignment, number: str, marker: str, days_ago: int) -> None:
        """Take the quiz; at home somebody who fails may take it again on the next day."""
        person = self.people[number]
        at = self.moment(-days_ago, self.rng.randint(9, 17), self.rng.randint(0, 59))
        first = self.sit_at_once(
            assignment,
            number,
            lambda version: skills.skill(person, version),
            at=at,
            marked_by=marker,
        )
        is_home = unit_of(person) == HOME_STORE
        if is_home and first.is_passed is False and self.rng.random() < 0.5:
            self.sit_at_once(
                assignment,
                number,
                lambda version: min(0.95, skills.skill(person, version) + 0.2),
                at=self.moment(1 - days_ago, 18, self.rng.randint(0, 59)),
                marked_by=marker,
            )
