"""What the load generator asks of the portal: every request of every page, as signed-in people."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from random import Random
from urllib.parse import quote

from django.urls import reverse
from django.utils import translation

from portal.models import Person
from standards.models import Norm, Topic
from training.assignments.models import Duty
from training.attempts.drawing import draw
from training.attempts.models import Response
from training.demo.answers import answer
from training.modules.models import ModuleNorm
from training.rounds.models import Checklist
from training.rounds.subjects import of_checklist

from .asking import Door, sql_count
from .data import CHECKLISTS, FULL, SHORT, City, make_city
from .pages import PAGES

READERS = 50
AT_ONCE = 8
SEARCHED = ("工牌", "微笑", "投诉", "道歉", "排队", "预约", "拜访", "资费", "身份证", "等候")


class Plan:
    """One method for each page, named as it is: the requests to cycle through."""

    def __init__(self, city: City):
        self.city = city
        self.doors: dict[int, Door] = {}
        self.readers = city.staff[:READERS]

    def requests(self, page: str) -> list[dict]:
        method: Callable[[], Iterable[dict]] = getattr(self, page.replace("-", "_"))
        return list(method())

    def door(self, person_id: int) -> Door:
        if person_id not in self.doors:
            self.doors[person_id] = Door.of(Person(pk=person_id))
        return self.doors[person_id]

    def home(self) -> Iterator[dict]:
        for person in self.readers:
            yield self.door(person.pk).get("/", marker='<span class="clip">' + person.name)

    def manager_home(self) -> Iterator[dict]:
        manager = self.city.manager
        yield self.door(manager.pk).get("/", marker=reverse("training:marking"))

    def topic(self) -> Iterator[dict]:
        topics = Topic.objects.filter(norms__current_edition__isnull=False).distinct()
        yield from self._read([(topic.get_absolute_url(), str(topic)) for topic in topics])

    def norm(self) -> Iterator[dict]:
        norms = Norm.objects.filter(current_edition__isnull=False).prefetch_related("clauses")
        yield from self._read([(norm.get_absolute_url(), code_in(norm)) for norm in norms])

    def module(self) -> Iterator[dict]:
        entries = ModuleNorm.objects.select_related("module", "norm").order_by("-position")
        last = {entry.module: entry.norm.slug for entry in entries}
        yield from self._read([(module.get_absolute_url(), last[module]) for module in last])

    def search(self) -> Iterator[dict]:
        address = reverse("standards:search")
        yield from self._read([(f"{address}?q={quote(word)}", word) for word in SEARCHED])

    def attempt(self) -> Iterator[dict]:
        for attempt in self.city.open:
            door = self.door(attempt.duty.person_id)
            yield door.get(attempt.get_absolute_url(), marker="item-dot")

    def save(self) -> Iterator[dict]:
        """Each question of each open attempt is answered right, then wrong, and so on."""
        rng = Random(1)
        for skill in (1, 0):
            for response in with_items(Response.objects.filter(attempt__in=self.city.open)):
                attempt = response.attempt
                body = {
                    "name": response.item_version.name,
                    "value": answer(response.item_version, skill, rng),
                    "change_id": "@CHANGE@",
                }
                yield self.door(attempt.duty.person_id).post_json(
                    reverse("training:attempt_responses", args=[attempt.code]),
                    json.dumps(body),
                    marker='"is_newer": false',
                )

    def submit(self) -> Iterator[dict]:
        for attempt in self.city.to_submit:
            address = reverse("training:attempt_hand_in", args=[attempt.code])
            yield self.door(attempt.duty.person_id).post(address, {})

    def result(self) -> Iterator[dict]:
        for attempt in self.city.handed_in:
            address = reverse("training:attempt_result", args=[attempt.code])
            yield self.door(attempt.duty.person_id).get(address, marker=str(self.city.twenty))

    def marking(self) -> Iterator[dict]:
        door = self.door(self.city.manager.pk)
        yield door.get(reverse("training:marking"), marker="/marking/")

    def report(self) -> Iterator[dict]:
        address = reverse("training:quiz_report", args=[self.city.twenty.slug])
        total = Duty.objects.filter(assignment__quiz=self.city.twenty).count()
        door = self.door(self.city.regional.pk)
        for page in range(1, total // 50 + 1):
            yield door.get(f"{address}?page={page}", marker=str(self.city.twenty))

    def map(self) -> Iterator[dict]:
        door = self.door(self.city.manager.pk)
        yield door.get(reverse("training:team_map"), marker=self.city.staff[-1].name)

    def round(self) -> Iterator[dict]:
        door = self.door(self.city.manager.pk)
        for person, checklist in self._rounds():
            address = f"{reverse('training:round_new')}?checklist={checklist.slug}"
            yield door.get(f"{address}&person={person.pk}", marker=person.name)

    def save_round(self) -> Iterator[dict]:
        door = self.door(self.city.manager.pk)
        versions = {slug: of_checklist(slug).versions for slug in CHECKLISTS}
        for person, checklist in self._rounds():
            fields = [
                ("request_id", "@UUID@"),
                ("person", person.pk),
                ("checklist", checklist.slug),
                ("comment", ""),
            ]
            for version in versions[checklist.slug]:
                fields += [
                    ("seen", f"{version.code}:{version.number}"),
                    (f"result.{version.code}", "pass"),
                    (f"comment.{version.code}", ""),
                ]
            yield door.post(reverse("training:round_new"), fields)

    def whole_attempts(self) -> list[dict]:
        """Eight people, and what each would answer."""
        rng = Random(2)
        versions = draw(self.city.twenty, rng)
        duties = Duty.objects.filter(assignment=self.city.whole).order_by("pk")[:AT_ONCE]
        return [
            {
                "cookie": self.door(duty.person_id).cookie,
                "title": str(self.city.twenty),
                "duty": reverse("training:duty", args=[duty.pk]),
                "start": reverse("training:attempt_start", args=[duty.pk]),
                "answers": {version.name: answer(version, 0.8, rng) for version in versions},
            }
            for duty in duties
        ]

    def _rounds(self) -> list[tuple[Person, Checklist]]:
        checklists = cycle(Checklist.objects.filter(slug__in=CHECKLISTS).order_by("slug"))
        return list(zip(self.city.staff, checklists, strict=False))

    def _read(self, addresses: list[tuple[str, str]]) -> Iterator[dict]:
        """Every address, by one reader after the other."""
        readers = cycle(self.readers)
        many = islice(cycle(addresses), max(len(addresses), READERS))
        for (path, marker), person in zip(many, readers, strict=False):
            yield self.door(person.pk).get(path, marker=marker)


def code_in(norm: Norm) -> str:
    """A clause's code, which stands on the norm's page whatever else changes there."""
    return f'id="{norm.clauses.all()[0].code}"'


def with_items(responses):
    return responses.select_related("attempt__duty", "item_version__item").order_by(
        "position", "attempt"
    )


def plan(*, is_short: bool) -> dict:
    """Make the city, sign its people in and count the SQL statements of each page."""
    with translation.override("zh-hans"):
        city = make_city(SHORT if is_short else FULL)
        plan = Plan(city)
        requests = {page.name: plan.requests(page.name) for page in PAGES}
        whole = plan.whole_attempts()
    facts = city.facts()
    sql = {}
    for page in PAGES:
        sql[page.name] = sql_count(requests[page.name][-2:])
        if page.once:  # two of them are used up
            requests[page.name] = requests[page.name][:-2]
    cookies = [door.cookie for door in plan.doors.values()]
    return {"facts": facts, "requests": requests, "whole": whole, "sql": sql, "cookies": cookies}
