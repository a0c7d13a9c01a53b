"""What was seen at work: opening checks, rounds with one person at a time, and the answers."""

from datetime import timedelta

from portal.models import Person

from ..rounds.models import Round
from . import skills
from .people import HOME_CITY, HOME_STORE, STAFF, STORES, manager_of, role_of, team
from .sightings import REPLIES
from .stage import Stage

#: At home: whom nobody has seen at work for weeks, and who has never been seen.
LONG_UNSEEN = ("LJ0105", "LJ0106", "LJ0110")
NEVER_SEEN = ("LJ0114",)

#: Which checklists are used on whom; the first is the usual one.
BY_ROLE = {
    "counter": ("seven-counter-steps", "posture-and-hands", "guiding-a-customer"),
    "duty_manager": ("complaint-at-the-counter", "guiding-a-customer"),
    "account_manager": ("telephone-appointment", "visit-accompaniment"),
}
#: Days ago on which a store's manager looked at somebody; at home more often.
ROUNDS = (46, 37, 30, 22, 16, 12, 9, 5)
ROUNDS_AT_HOME = (48, 44, 41, 36, 33, 29, 25, 21, 18, 16, 13, 11, 8, 6, 4, 2)
#: Days ago on which the shift was checked before the doors opened.
MORNINGS = (27, 6)
MORNINGS_AT_HOME = (24, 17, 10, 7, 3, 1)


def keeps(person: Person, code: str) -> float:
    """How likely somebody keeps a clause at work: a little more often than they know it."""
    return min(0.98, 0.12 + skills.of_norm(person, code))


def keeps_before_opening(person: Person, code: str) -> float:
    """Almost everybody is dressed properly in the morning, whatever they answer in a quiz."""
    return 0.8 + 0.19 * skills.of_norm(person, code)


class Floor(Stage):
    def play(self) -> None:
        for store in STORES:
            self._mornings(store)
            self._rounds(store)
        self._stairs()
        self._visits_of_the_city()
        self._round_of_the_city()

    def _mornings(self, store: str) -> None:
        """The opening check, of whoever has the early shift."""
        days = MORNINGS_AT_HOME if store == HOME_STORE else MORNINGS
        for days_ago in days:
            present = self._present(store, days_ago)
            self.see(
                manager_of(self.people, store),
                self.rng.sample(present, min(7, len(present))),
                "opening-check",
                keeps_before_opening,
                at=self.moment(-days_ago, 8, 45),
            )

    def _rounds(self, store: str) -> None:
        for days_ago in ROUNDS_AT_HOME if store == HOME_STORE else ROUNDS:
            number = self.rng.choice(self._present(store, days_ago))
            lists = BY_ROLE[role_of(self.people[number])]
            [row] = self.see(
                manager_of(self.people, store),
                [number],
                lists[0] if self.rng.random() < 0.6 else self.rng.choice(lists),
                keeps,
                at=self.moment(-days_ago, self.rng.randint(10, 17), self.rng.randint(0, 59)),
            )
            if row.failed and self.rng.random() < 0.4:
                self._answer(row, number, self.rng.choice(REPLIES))

    def _present(self, store: str, days_ago: int) -> list[str]:
        """Whom a manager may come across; nobody looked at some of them lately."""
        away = {*NEVER_SEEN, *(LONG_UNSEEN if days_ago < 35 else ())}
        return [
            person.employee_no
            for person in team(self.people, store)
            if person.employee_no not in away
        ]

    def _stairs(self) -> None:
        """A critical clause was not kept: seen, answered, and seen again three days later."""
        [failed] = self.see(
            "manager",
            ["LJ0103"],
            "guiding-a-customer",
            lambda _person, code: 0 if code == "GUIDE-10" else 1,
            at=self.moment(-5, 10, 20),
        )
        self._answer(
            failed,
            "LJ0103",
            "当时手里抱着资料，忘了提醒。扶了客户，也道了歉，下次先放下东西再带路。",
        )
        self.reply(
            failed,
            "manager",
            "看到了，处理得及时。过两天我再跟你走一趟。",
            at=failed.at + timedelta(hours=7),
        )
        self.see("manager", ["LJ0103"], "guiding-a-customer", always, at=self.moment(-2, 15, 10))
        [seen] = self.see(
            "manager",
            ["trainee"],
            "seven-counter-steps",
            lambda _person, code: 0 if code == "COUNTER-28" else 1,
            at=self.moment(-1, 11, 5),
        )
        self._answer(seen, "trainee", "客户赶着上班，我就直接提交了。以后再急也先念一遍。")

    def _visits_of_the_city(self) -> None:
        """The regional manager looks at managers and staff when she comes by."""
        [visit] = self.see(
            "regional",
            ["manager"],
            "complaint-at-the-counter",
            lambda _person, code: 0 if code == "COMPL-37" else 1,
            at=self.moment(-6, 14, 30),
        )
        self._answer(visit, "manager", "备用方案当时没想周全，回来和值班经理一起列了三条。")
        for number, days_ago in (("LJ0401", 12), ("LJ0402", 12), ("LJ0501", 3)):
            self.see(
                "regional",
                [number],
                "complaint-at-the-counter",
                keeps,
                at=self.moment(-days_ago, 15),
            )
        [failed] = self.see(
            "regional",
            ["LJ0505"],
            "complaint-at-the-counter",
            lambda _person, code: 0 if code in ("COMPL-03", "COMPL-15") else 1,
            at=self.moment(-3, 15, 40),
        )
        self.reply(
            failed,
            "LJ0501",
            "已经和本人复盘，本周晨会练“先接下来”这一步。",
            at=failed.at + timedelta(hours=3),
        )

    def _round_of_the_city(self) -> None:
        """Given to the managers: one has done it, one is late, the others still have time."""
        self.assign(
            "regional",
            ["LJ0201", "LJ0301"],
            checklist="seven-counter-steps",
            opened=8,
            due=-2,
            note="每厅先看一个人，看完当面说。",
        )
        self.see("LJ0201", ["LJ0203"], "seven-counter-steps", keeps, at=self.moment(-4, 16))
        self.assign(
            "regional",
            [manager_of(self.people, store) for store in STAFF if store.startswith(HOME_CITY)],
            checklist="complaint-at-the-counter",
            opened=1,
            due=5,
        )

    def _answer(self, row: Round, number: str, text: str) -> None:
        self.reply(row, number, text, at=row.at + timedelta(hours=2))


def always(_person: Person, _code: str) -> float:
    return 1
