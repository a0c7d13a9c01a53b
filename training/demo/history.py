"""The last fortnight of the halls that the accounts belong to, in every state there is."""

from datetime import timedelta

from ..assignments.exceptions import grant_exception
from ..assignments.followups import add_people, remind
from ..assignments.models import Duty
from ..assignments.revisions import change_assignment, withdraw_assignment
from ..assignments.services import start_self_check
from ..attempts.services import close_expired
from ..quizzes.models import Quiz
from .stage import Stage


class Fortnight(Stage):
    """Stories of named people at 城东, 城西 and 滨江; each comment says what they are for."""

    def play(self) -> None:
        self._east_complaints()
        self._east_dress()
        self._east_counter_tomorrow()
        self._account_managers_closed()
        self._first_day()
        self._west_and_riverside()
        self._station_and_campus()
        self._hall_managers()
        self._regional_managers()
        self._practice_of_ones_own()
        self._second_thoughts()
        close_expired(at=self.now - timedelta(days=1))

    def _east_complaints(self) -> None:
        """Overdue for some, passed, failed with a try left, waiting to be marked for others."""
        assignment = self.assign(
            "manager",
            ["trainee", "LJ0102", "LJ0103", "LJ0104", "LJ0106"],
            quiz="complaints-and-words",
            opened=6,
            due=-1,
            note="周五晨会前做完，写的题照平时说话来写。",
        )
        self.sit(assignment, "LJ0102", skill=0.95, days_ago=5, marked_by="manager")
        self.sit(assignment, "trainee", skill=0.45, days_ago=4, marked_by="manager")
        self.sit(assignment, "LJ0103", skill=0.8, days_ago=2)
        self.sit(assignment, "LJ0104", skill=0.6, days_ago=1)
        grant_exception(
            duty=Duty.objects.get(assignment=assignment, person=self.people["trainee"]),
            by=self.people["manager"],
            due_at=self.evening(2),
            extra_attempts=1,
            comment="这两天顶班，补一次机会，写完先给我看看思路。",
            at=self.moment(-2, 17),
        )
        remind(assignment=assignment, by=self.people["manager"], at=self.moment(-1, 8))

    def _east_dress(self) -> None:
        """Due today: one done, one in the middle of it, one whose time ran out, one not begun."""
        assignment = self.assign(
            "manager",
            ["trainee", "LJ0102", "LJ0103", "LJ0106"],
            quiz="dress-and-posture",
            opened=2,
            due=0,
        )
        self.sit(assignment, "LJ0102", skill=0.95, days_ago=1)
        self.sit(assignment, "trainee", skill=0.9, minutes_ago=6, answered=5, submit=False)
        self.sit(assignment, "LJ0106", skill=0.7, minutes_ago=150, answered=4, submit=False)

    def _east_counter_tomorrow(self) -> None:
        self.assign(
            "manager",
            ["trainee", "LJ0102", "LJ0103", "LJ0106"],
            quiz="counter-flow",
            opened=-1,
            due=3,
        )

    def _account_managers_closed(self) -> None:
        """Closed: one passed, one ran out of time, one never came."""
        assignment = self.assign(
            "regional",
            ["LJ0105", "LJ0204", "LJ0305"],
            quiz="appointment-and-visit",
            opened=9,
            due=-3,
            closes=-3,
            max_attempts=1,
        )
        self.sit(assignment, "LJ0105", skill=0.95, days_ago=7)
        self.sit(assignment, "LJ0204", skill=0.7, days_ago=6, answered=6, submit=False)

    def _first_day(self) -> None:
        assignment = self.assign(
            "manager", ["trainee", "LJ0103", "LJ0106"], module="first-day", opened=3, due=2
        )
        self.read(assignment, "LJ0103", days_ago=2)
        self.read(assignment, "trainee", days_ago=1, norms=1)

    def _west_and_riverside(self) -> None:
        west = self.assign(
            "LJ0201",
            ["LJ0202", "LJ0203", "LJ0205"],
            quiz="complaints-and-words",
            opened=4,
            due=1,
        )
        self.sit(west, "LJ0202", skill=0.9, days_ago=2, marked_by="LJ0201")
        self.sit(west, "LJ0203", skill=0.5, days_ago=1)
        riverside = self.assign(
            "LJ0301",
            ["LJ0302", "LJ0303", "LJ0304"],
            quiz="counter-flow",
            opened=5,
            due=0,
        )
        self.sit(riverside, "LJ0302", skill=0.9, days_ago=3, marked_by="LJ0301")
        self.sit(riverside, "LJ0303", skill=0.3, days_ago=3, marked_by="LJ0301")
        self.sit(riverside, "LJ0303", skill=0.85, days_ago=1)

    def _hall_managers(self) -> None:
        assignment = self.assign(
            "regional", ["manager", "LJ0201", "LJ0301"], module="complaints", opened=2, due=4
        )
        self.read(assignment, "LJ0201", days_ago=1)

    def _station_and_campus(self) -> None:
        """Running at the other two halls: one nearly through, one hardly begun."""
        station = self.assign(
            "LJ0401",
            ["LJ0402", "LJ0403", "LJ0408", "LJ0409"],
            quiz="running-the-shift",
            opened=3,
            due=1,
        )
        for number in ("LJ0402", "LJ0403", "LJ0408"):
            self.sit(station, number, skill=0.95, days_ago=2)
        campus = self.assign(
            "LJ0501",
            ["LJ0502", "LJ0505", "LJ0506", "LJ0507"],
            quiz="numbers-you-must-know",
            opened=5,
            due=-1,
        )
        self.sit(campus, "LJ0505", skill=0.4, days_ago=3)

    def _regional_managers(self) -> None:
        """The province gives something too, so that the regional manager has a task of her own."""
        assignment = self.assign(
            "JN0001",
            ["regional", "WH0001", "YX0001"],
            module="what-to-look-for",
            opened=4,
            due=3,
            note="下厅之前读完：看什么、怎么记，各市口径一致。",
        )
        self.read(assignment, "regional", days_ago=1, norms=1)
        self.read(assignment, "YX0001", days_ago=2)

    def _practice_of_ones_own(self) -> None:
        """A quiz without a limit that she gave herself: it stays half done for as long as it is."""
        trainee = self.people["trainee"]
        duty = start_self_check(
            person=trainee, quiz=Quiz.objects.get(slug="steps-in-order"), at=self.moment(-1, 18)
        )
        self.sit(
            duty.assignment, "trainee", skill=0.8, days_ago=1, hour=18, answered=2, submit=False
        )

    def _second_thoughts(self) -> None:
        """Given to the wrong people and withdrawn; given too tightly, changed and widened."""
        manager = self.people["manager"]
        wrong = self.assign(
            "manager", ["trainee", "LJ0103"], quiz="running-the-shift", opened=7, due=-1
        )
        withdraw_assignment(assignment=wrong, by=manager, at=self.moment(-7, 11))
        refresher = self.assign(
            "manager", ["LJ0102", "LJ0104"], module="words-refresher", opened=3, due=1
        )
        change_assignment(
            assignment=refresher,
            by=manager,
            due_at=self.evening(6),
            closes_at=None,
            max_attempts=refresher.max_attempts,
            note="不急，多给几天，晨会上两人一组念一段。",
            at=self.moment(-3, 12),
        )
        late_joiners = [self.people[number] for number in ("LJ0108", "LJ0109")]
        add_people(assignment=refresher, people=late_joiners, by=manager, at=self.moment(-2, 9))
        self.read(refresher, "LJ0102", days_ago=1)
