"""The demo's org: a city with three halls and twenty people."""

from django.contrib.auth.hashers import make_password

from portal.models import JobRole, Management, Person, Unit

PASSWORD = "service-demo"

#: code, name, level, parent's code
UNITS = (
    ("HQ", "集团总部", Unit.Level.HEAD_OFFICE, None),
    ("JN", "江南省公司", Unit.Level.PROVINCE, "HQ"),
    ("LJ", "临江市分公司", Unit.Level.CITY, "JN"),
    ("LJ-01", "城东营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-02", "城西营业厅", Unit.Level.STORE, "LJ"),
    ("LJ-03", "滨江营业厅", Unit.Level.STORE, "LJ"),
)

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
)


def create_people() -> dict[str, Person]:
    """Create the org and everybody in it; returns the people by employee number."""
    units = _create_units()
    roles = {role.code: role for role in JobRole.objects.all()}
    password = make_password(PASSWORD)
    people = {}
    for number, name, unit, role, dress_code, extra in PEOPLE:
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
        people[number] = person
    return people


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
