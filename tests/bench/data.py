"""A city for the bench, filled as the services fill it.

Quizzes are given and rounds saved through the services; attempts are written in bulk, because
hundreds of them one by one would take longer than the bench, with the points and the standing that
the services work out.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from portal.models import JobRole, Management, Person, Unit
from standards.models import Norm
from training.assignments.models import Assignment, Duty
from training.assignments.services import create_assignment
from training.attempts.changes import new_change_id
from training.attempts.drawing import draw
from training.attempts.models import Attempt, Response
from training.attempts.services import end_of
from training.demo.answers import answer
from training.items.kinds import KINDS
from training.items.models import Item, ItemVersion
from training.marking.services import is_passed, worth
from training.modules.models import Module
from training.quizzes.models import Quiz, QuizEntry
from training.rounds.models import Checklist
from training.rounds.services import Mark, Sheet, save_rounds
from training.rounds.subjects import of_checklist
from training.standing.services import take_in_attempts

#: How many questions of each kind the quiz of twenty asks; a machine marks them all.
KINDS_OF_TWENTY = {"single": 9, "boolean": 5, "multiple": 3, "number": 1, "order": 2}
DAY = timedelta(days=1)
BATCH = 100
#: What everybody in the first hall was looked at by, and the quizzes that they have taken.
CHECKLISTS = ("seven-counter-steps", "complaint-at-the-counter", "guiding-a-customer")
PAST_QUIZZES = ("dress-and-posture", "counter-flow", "voice-and-words")


@dataclass(frozen=True)
class Size:
    halls: int
    people: int  #: in each hall, without its manager
    open_attempts: int  #: people with an attempt of twenty open
    to_submit: int  #: open attempts that the bench hands in


FULL = Size(halls=9, people=60, open_attempts=24, to_submit=240)
SHORT = Size(halls=2, people=20, open_attempts=8, to_submit=40)


@dataclass(frozen=True)
class City:
    """What the pages of the bench are about."""

    size: Size
    regional: Person
    manager: Person
    staff: list[Person]  #: of the first hall
    everybody: list[Person]
    twenty: Quiz
    open: list[Attempt]
    to_submit: list[Attempt]
    handed_in: list[Attempt]  #: of the first hall
    whole: Assignment  #: nobody has begun it

    def facts(self) -> dict:
        return {
            "people": Person.objects.count(),
            "report_people": len(self.everybody),
            "map_people": len(self.staff),
            "attempts": Attempt.objects.count(),
            "responses": Response.objects.count(),
            "waiting_for_a_mark": Response.objects.filter(needs_mark=True).count(),
            "items_per_attempt": self.twenty.entries.count(),
            "norms": Norm.objects.count(),
        }


def make_city(size: Size, seed: int = 7) -> City:
    now, rng = timezone.now(), Random(seed)
    regional, managers, everybody = make_people(size)
    staff = everybody[: size.people]
    twenty = make_twenty(rng)
    report = give(regional, twenty, everybody, now - 9 * DAY)
    took = [person for person in everybody if rng.random() < 0.92]
    sat = sit(report, took, now - 8 * DAY, rng)
    for days, slug in enumerate(PAST_QUIZZES, start=20):
        given = give(managers[0], Quiz.objects.get(slug=slug), staff, now - days * DAY)
        sit(given, staff, now - (days - 1) * DAY, rng)
    written = give(managers[0], Quiz.objects.get(slug="complaints-and-words"), staff, now - 5 * DAY)
    sit(written, staff, now - 4 * DAY, rng)
    read_first = Module.objects.get(slug="first-day")
    create(managers[0], staff, now - 3 * DAY, module=read_first)
    look_at(managers[0], staff, now - 6 * DAY, rng)
    started = timezone.now()
    first = give(managers[0], twenty, staff[: size.open_attempts], now - DAY)
    hand_in = give(regional, twenty, everybody[-size.to_submit :], now - DAY)
    whole = give(regional, twenty, everybody, now - DAY, max_attempts=10)
    return City(
        size=size,
        regional=regional,
        manager=managers[0],
        staff=staff,
        everybody=everybody,
        twenty=twenty,
        open=sit(first, staff[: size.open_attempts], started, rng, submit=False),
        to_submit=sit(hand_in, everybody[-size.to_submit :], started, rng, submit=False),
        handed_in=[each for each in sat if each.duty.person_id in {one.pk for one in staff}],
        whole=whole,
    )


def make_people(size: Size) -> tuple[Person, list[Person], list[Person]]:
    """A city with its regional manager, the managers of its halls, and everybody in them."""
    city = Unit(code="BENCH", name="沿江市分公司", level=Unit.Level.CITY)
    city = Unit.objects.add_root(instance=city)
    roles = {role.code: role for role in JobRole.objects.all()}
    regional = make_person("BENCH", "江澄", city, roles["regional_manager"], manages=city)
    managers, everybody = [], []
    for number in range(1, size.halls + 1):
        hall = Unit(code=f"BENCH-{number}", name=f"沿江{number}号营业厅", level=Unit.Level.STORE)
        hall = Unit.objects.add_child(Unit.objects.get(pk=city.pk), instance=hall)
        manager = make_person(f"BENCH{number}", f"厅长{number}", hall, roles["store_manager"], hall)
        managers.append(manager)
        jobs = cycle([roles["counter"], roles["counter"], roles["account_manager"]])
        codes = cycle(["women", "men", ""])
        everybody += Person.objects.bulk_create(
            Person(
                employee_no=f"BENCH{number}{seat:03}",
                name=f"员工{number}{seat:03}",
                unit=hall,
                job_role=next(jobs),
                dress_code=next(codes),
                password="!",
            )
            for seat in range(1, size.people + 1)
        )
    return regional, managers, everybody


def make_person(number: str, name: str, unit: Unit, role: JobRole, manages: Unit) -> Person:
    person = Person.objects.create(
        employee_no=number, name=name, unit=unit, job_role=role, password="!"
    )
    Management.objects.create(person=person, unit=manages)
    return person


def make_twenty(rng: Random) -> Quiz:
    """Twenty shipped questions of every kind that the portal marks itself."""
    quiz = Quiz.objects.create(
        slug="bench-twenty",
        title_zh_hans="二十道题看一遍",
        title_en="Twenty questions",
        pass_mark_pct=80,
        time_limit_min=60,
    )
    items: list[Item] = []
    for kind, count in KINDS_OF_TWENTY.items():
        published = Item.objects.filter(kind=kind, current_version__isnull=False)
        items += rng.sample(list(published.order_by("code")), count)
    QuizEntry.objects.bulk_create(
        QuizEntry(quiz=quiz, item=item, position=position) for position, item in enumerate(items)
    )
    return quiz


def give(giver: Person, quiz: Quiz, people: Collection[Person], opens_at: datetime, **fields):
    return create(giver, people, opens_at, quiz=quiz, **fields)


def create(giver: Person, people: Collection[Person], opens_at: datetime, **fields) -> Assignment:
    return create_assignment(
        given_by=giver,
        people=people,
        opens_at=opens_at,
        due_at=timezone.now() + 3 * DAY,
        request_id=uuid.uuid4(),
        at=opens_at,
        **fields,
    )


def sit(
    assignment: Assignment,
    people: Sequence[Person],
    at: datetime,
    rng: Random,
    *,
    submit: bool = True,
) -> list[Attempt]:
    """The first attempt of these people, all answered, as the services would store it."""
    duties = {duty.person_id: duty for duty in Duty.objects.filter(assignment=assignment)}
    quiz = assignment.quiz
    assert quiz is not None
    versions = draw(quiz, rng)
    sittings = [sitting(quiz, duties[person.pk], versions, at, rng, submit) for person in people]
    attempts = Attempt.objects.bulk_create([attempt for attempt, _responses in sittings])
    for attempt, responses in sittings:
        for response in responses:
            response.attempt = attempt
    Response.objects.bulk_create(
        [response for _attempt, responses in sittings for response in responses], batch_size=500
    )
    if submit:
        for some in batched(attempts, BATCH):
            take_in_attempts(attempts=some)
    return attempts


def sitting(
    quiz: Quiz,
    duty: Duty,
    versions: Sequence[ItemVersion],
    at: datetime,
    rng: Random,
    submit: bool,
) -> tuple[Attempt, list[Response]]:
    skill, order = rng.uniform(0.5, 0.98), list(versions)
    rng.shuffle(order)
    responses = [
        answered(version, position, skill, at, rng) for position, version in enumerate(order, 1)
    ]
    attempt = Attempt(
        duty=duty,
        number=1,
        pass_mark_pct=quiz.pass_mark_pct,
        started_at=at,
        ends_at=end_of(duty, quiz.time_limit_min, at),
        submitted_at=at + timedelta(minutes=12) if submit else None,
        max_points=sum(version.max_points for version in versions),
        points=sum(response.points or 0 for response in responses),
        pending_marks=sum(response.needs_mark for response in responses),
    )
    attempt.is_passed = is_passed(attempt, attempt.points, attempt.pending_marks)
    return attempt, responses


def answered(
    version: ItemVersion, position: int, skill: float, at: datetime, rng: Random
) -> Response:
    kind = KINDS[version.kind]
    response = Response(
        position=position,
        item_version=version,
        option_order=kind.shuffled(version.payload, rng),
        value=kind.clean(version.payload, answer(version, skill, rng)),
        change_id=new_change_id(at),
        saved_at=at,
    )
    response.points = worth(response, None)
    response.needs_mark = response.points is None
    return response


def look_at(observer: Person, people: Sequence[Person], at: datetime, rng: Random) -> None:
    """Everybody is looked at by each of the checklists, ten people at a time."""
    for slug in CHECKLISTS:
        subject = of_checklist(slug)
        for some in batched(people, 10):
            sheets = [Sheet(person, marks(subject.versions, rng), "") for person in some]
            save_rounds(
                observer=observer,
                sheets=sheets,
                checklist=Checklist.objects.get(slug=slug),
                request_id=uuid.uuid4(),
                at=at,
            )


def marks(versions, rng: Random) -> list[Mark]:
    results = [Mark(version, "pass" if rng.random() < 0.8 else "fail") for version in versions]
    return [Mark(versions[0], "pass"), *results[1:]]


def batched(rows: Sequence, size: int) -> Iterator[Sequence]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
