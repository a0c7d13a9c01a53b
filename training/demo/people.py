"""The demo's org: a province of three cities, its halls and who works in them.

The twenty people of the first three halls are written one by one, because stories are told about
them (``history``); everybody else is drawn by a seed, so that each demo has the same people.
"""

from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from portal.models import JobRole, Management, Person, Unit

from .names import strangers

PASSWORD = "service-demo"

#: code, name, level, parent's code
UNITS = (
    ("HQ", "集团总部", Unit.Level.HEAD_OFFICE, None),
    ("JN", "江南省公司", Unit.Level.PROVINCE, "HQ"),
    ("LJ", "临江市分公司", Unit.Level.CITY, "JN"),
    ("LJ-01", "城东营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-02", "城西营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-03", "滨江营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-04", "火车站营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-05", "大学城营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-06", "新区营业厅", Unit.Level.STORE, "LJ"),
    ("WH", "望海市分公司", Unit.Level.CITY, "JN"),
    ("WH-01", "港口营业厅", Unit.Level.STORE, "WH"),
    ("WH-02", "海滨路营业厅", Unit.Level.STORE, "WH"),
    ("WH-03", "望海广场营业厅", Unit.Level.STORE, "WH"),
    ("WH-04", "渔湾营业厅", Unit.Level.STORE, "WH"),
    ("YX", "云溪市分公司", Unit.Level.CITY, "JN"),
    ("YX-01", "古镇营业厅", Unit.Level.STORE, "YX"),
    ("YX-02", "云溪北路营业厅", Unit.Level.STORE, "YX"),
    ("YX-03", "工业园营业厅", Unit.Level.STORE, "YX"),
    ("YX-04", "茶市营业厅", Unit.Level.STORE, "YX"),
)

#: How many people each store has, with those who are named below.
STAFF = {
    "LJ-01": 14,
    "LJ-02": 12,
    "LJ-03": 12,
    "LJ-04": 14,
    "LJ-05": 11,
    "LJ-06": 9,
    "WH-01": 14,
    "WH-02": 11,
    "WH-03": 13,
    "WH-04": 1,
    "YX-01": 13,
    "YX-02": 11,
    "YX-03": 12,
    "YX-04": 10,
}
#: Opened last week: its people have done nothing yet.
NEW_STORE = "LJ-06"
#: Not open yet: a manager without people.
STORE_TO_COME = "WH-04"
#: The stores that have a past to tell.
STORES = tuple(store for store in STAFF if store not in (NEW_STORE, STORE_TO_COME))
#: The manager of this one, and of the city it lies in, have accounts.
HOME_STORE, HOME_CITY = "LJ-01", "LJ"

#: employee number, name, unit, job role, dress code, what else. Only the five named accounts of
#: the README have a password.
PEOPLE: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    ("trainee", "林晓", "LJ-01", "counter", "women", {}),
    ("manager", "梅芳", "LJ-01", "store_manager", "women", {"manages": "LJ-01"}),
    ("regional", "顾岚", "LJ", "regional_manager", "women", {"manages": "LJ"}),
    ("editor", "宋词", "JN", "", "", {"access": Person.Access.EDITOR}),
    ("admin", "安然", "JN", "", "", {"access": Person.Access.ADMIN}),
    ("LJ0102", "周宁", "LJ-01", "counter", "men", {}),
    ("LJ0103", "何苗", "LJ-01", "counter", "women", {}),
    ("LJ0104", "高远", "LJ-01", "duty_manager", "men", {}),
    ("LJ0105", "陈晨", "LJ-01", "account_manager", "", {}),
    ("LJ0106", "叶知秋", "LJ-01", "counter", "women", {}),
    ("LJ0201", "陶然", "LJ-02", "store_manager", "men", {"manages": "LJ-02"}),
    ("LJ0202", "韩冰", "LJ-02", "counter", "women", {}),
    ("LJ0203", "杜若", "LJ-02", "counter", "women", {}),
    ("LJ0204", "石磊", "LJ-02", "account_manager", "men", {}),
    ("LJ0205", "温婉", "LJ-02", "counter", "women", {}),
    ("LJ0301", "方圆", "LJ-03", "store_manager", "women", {"manages": "LJ-03"}),
    ("LJ0302", "江帆", "LJ-03", "counter", "men", {}),
    ("LJ0303", "白露", "LJ-03", "counter", "women", {}),
    ("LJ0304", "秦川", "LJ-03", "duty_manager", "men", {}),
    ("LJ0305", "苏晴", "LJ-03", "account_manager", "women", {}),
    ("JN0001", "聂远帆", "JN", "regional_manager", "men", {"manages": "JN"}),
    ("WH0001", "席慕秋", "WH", "regional_manager", "women", {"manages": "WH"}),
    ("YX0001", "段小川", "YX", "regional_manager", "men", {"manages": "YX"}),
)

#: Who has left; what they did stays.
LEFT = ("LJ0113", "LJ0309", "YX0207")


def create_people(now: datetime, seed: int = 7) -> dict[str, Person]:
    """Create the org and everybody in it; returns the people by employee number."""
    units = _create_units()
    roles = {role.code: role for role in JobRole.objects.all()}
    password = make_password(PASSWORD)
    rows = [*PEOPLE, *_rest_of_the_staff(Random(seed))]
    for number, name, unit, role, dress_code, extra in rows:
        person = Person(
            employee_no=number,
            name=name,
            unit=units[unit],
            job_role=roles.get(role),
            dress_code=dress_code,
            access=extra.get("access", ""),
        )
        person.set_unusable_password()
        if number.islower():  # the five accounts; everybody else has a number with letters in front
            person.password = password
        person.save()
        if managed := extra.get("manages"):
            Management.objects.create(person=person, unit=units[managed])
    everybody = Person.objects.select_related("unit", "job_role")
    people = {person.employee_no: person for person in everybody}
    _date_joining(people, now, Random(seed))
    return people


def say_goodbye(people: dict[str, Person]) -> None:
    """Those who have left can no longer sign in; they leave after their history was played."""
    Person.objects.filter(pk__in=[people[number].pk for number in LEFT]).update(is_active=False)


def team(people: dict[str, Person], store: str) -> list[Person]:
    """The people of a store without its manager, in the order of their numbers."""
    return [
        person
        for _number, person in sorted(people.items())
        if unit_of(person) == store and role_of(person) != "store_manager"
    ]


def manager_of(people: dict[str, Person], unit: str) -> str:
    """The employee number of whoever manages a unit."""
    roles = {"store_manager", "regional_manager"}
    return next(
        number
        for number, person in people.items()
        if unit_of(person) == unit and role_of(person) in roles
    )


def unit_of(person: Person) -> str:
    """The code of the person's unit."""
    return person.unit.code if person.unit else ""


def role_of(person: Person) -> str:
    """The code of the person's job role."""
    return person.job_role.code if person.job_role else ""


def _rest_of_the_staff(rng: Random):
    """Rows as in ``PEOPLE`` for the seats that nobody is named for."""
    named = [row for row in PEOPLE if row[2] in STAFF]
    newcomers = strangers(rng)
    for store, seats in STAFF.items():
        taken = sum(row[2] == store for row in named)
        roles = [row[3] for row in named if row[2] == store]
        for seat in range(taken + 1, seats + 1):
            role = _next_role(roles, seats)
            roles.append(role)
            name, dress_code = next(newcomers)
            manages = {"manages": store} if role == "store_manager" else {}
            yield f"{store.replace('-', '')}{seat:02}", name, store, role, dress_code, manages


def _next_role(taken: list[str], seats: int) -> str:
    """The role that a store of so many seats still lacks."""
    wanted = {"store_manager": 1, "duty_manager": 2 if seats > 12 else 1}
    wanted["account_manager"] = 3 if seats > 12 else 2
    return next((role for role, count in wanted.items() if taken.count(role) < count), "counter")


def _date_joining(people: dict[str, Person], now: datetime, rng: Random) -> None:
    for person in people.values():
        days = rng.randint(70, 2600)
        person.joined_at = now - timedelta(days=9 if unit_of(person) == NEW_STORE else days)
    Person.objects.bulk_update(people.values(), ["joined_at"], batch_size=100)


def _create_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for code, name, level, parent in UNITS:
        node = Unit(code=code, name=name, level=level)
        if parent:
            # Adding a child renumbers the parent's row in the database, so it is fetched afresh.
            Unit.objects.add_child(Unit.objects.get(code=parent), instance=node)
        else:
            Unit.objects.add_root(instance=node)
        units[code] = Unit.objects.get(code=code)
    return units
