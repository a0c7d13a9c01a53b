"""Seven weeks of every store in the province: quizzes, readings and what came of them.

The stores of the named people take part, so that their pages have a past; the week that is
running belongs to ``history``.
"""

from dataclasses import dataclass

from ..assignments.models import Assignment
from . import skills
from .people import NEW_STORE, STAFF, STORE_TO_COME, manager_of, team
from .stage import Stage

COUNTER = ("counter", "duty_manager")
OUTSIDE = ("account_manager",)
DAYS_TO_DO_IT = 6
DAYS_UNTIL_CLOSED = 9


@dataclass(frozen=True)
class Campaign:
    """What the manager of every store gave to some of their people, ``days_ago``.

    ``most`` people at most are asked, all of them where the store is ``everybody``'s.
    """

    days_ago: int
    quiz: str = ""
    module: str = ""
    roles: tuple[str, ...] = COUNTER
    most: int = 4
    note: str = ""


CAMPAIGNS = (
    Campaign(50, module="first-day", most=6, note="新标准先读一遍，下周测。"),
    Campaign(45, quiz="dress-and-posture", most=4),
    Campaign(38, quiz="looks-and-bearing", most=3),
    Campaign(33, module="phone-and-visit", roles=OUTSIDE),
    Campaign(31, quiz="counter-flow", most=4, note="写的那道题按平时说话来写。"),
    Campaign(29, quiz="appointment-and-visit", roles=OUTSIDE, most=2),
    Campaign(24, module="complaints", most=5),
    Campaign(20, quiz="complaints-and-words", most=3),
    Campaign(15, quiz="steps-in-order", most=3, note="班前班后练一遍就行。"),
)
#: In this store everybody takes part: its manager is one of the accounts.
HOME_STORE = "LJ-01"


class Province(Stage):
    def play(self) -> None:
        for store in STAFF:
            if store not in (NEW_STORE, STORE_TO_COME):
                for campaign in CAMPAIGNS:
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
            if person.job_role and person.job_role.code in campaign.roles
        ]
        most = len(able) if store == HOME_STORE else min(campaign.most, len(able))
        return sorted(self.rng.sample(able, most))

    def _sit(self, assignment: Assignment, number: str, marker: str, days_ago: int) -> None:
        """Take the quiz; somebody who fails sometimes takes it again on the next day."""
        person = self.people[number]
        at = self.moment(-days_ago, self.rng.randint(9, 17), self.rng.randint(0, 59))
        first = self.sit_at_once(
            assignment,
            number,
            lambda version: skills.skill(person, version),
            at=at,
            marked_by=marker,
        )
        if first.is_passed is False and self.rng.random() < 0.4:
            self.sit_at_once(
                assignment,
                number,
                lambda version: min(0.95, skills.skill(person, version) + 0.2),
                at=self.moment(1 - days_ago, 18, self.rng.randint(0, 59)),
                marked_by=marker,
            )
