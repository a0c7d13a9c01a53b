"""People as a workbook: administrators import and export, a manager takes out their own people.

No sheet holds a password, a dress code or a language: those are the person's own.
"""

from collections.abc import Sequence
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .models import JobRole, Person, Unit
from .permissions import is_manager, require
from .sheets import dated, xlsx_response
from .workbooks.base import Workbook
from .workbooks.changes import RowChange
from .workbooks.columns import (
    Choice,
    Codes,
    Column,
    Row,
    Table,
    Text,
    choice_column,
    text_column,
    truth_column,
    values_of,
)

PLAIN = ("employee_no", "name", "access", "is_active")
#: Checked as columns, or not of the file.
UNCHECKED = ("unit", "job_role", "password", "language", "dress_code")


def people_table(units: dict[str, Unit]) -> Table:
    job_roles = {role.code: role for role in JobRole.objects.all()}
    number = Text(32, normal=Person.normalize_username)
    return Table(
        "people",
        gettext_lazy("People"),
        ("employee_no",),
        (
            text_column(Person, "employee_no", kind=number),
            text_column(Person, "name", required=True),
            Column("unit", gettext_lazy("code of the unit")),
            Column("unit_name", gettext_lazy("name of the unit"), is_note=True),
            Column("job_role", gettext_lazy("job role"), Choice(job_roles)),
            choice_column(Person, "access"),
            truth_column(Person, "is_active", default=True, keeps=True),
            Column(
                "manages",
                gettext_lazy("manages (codes of units)"),
                Codes(frozenset(units)),
                default=(),
            ),
        ),
    )


class PeopleWorkbook(Workbook):
    """One sheet. Somebody new has no password until a manager or an administrator gives one."""

    name = "people"

    @cached_property
    def tables(self) -> Sequence[Table]:
        return (people_table(self.units),)

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in Unit.objects.all()}

    def rows(self, selected):
        people = selected.select_related("unit", "job_role").prefetch_related("managed_units")
        return {
            "people": [
                person_row(person) | {"unit_name": person.unit.name if person.unit else ""}
                for person in people.order_by("employee_no")
            ]
        }

    def stored(self, rows, *, lock):
        people = Person.objects.select_related("unit", "job_role").prefetch_related("managed_units")
        if lock:
            people = people.select_for_update(of=("self",))
        numbers = {row.values["employee_no"] for row in rows["people"]}
        self.people = people.in_bulk(sorted(numbers), field_name="employee_no")
        return {"people": {(no,): person_row(person) for no, person in self.people.items()}}

    def prepare(self, changes):
        self.changes = changes["people"]
        for change in self.changes:
            self._prepare_person(change)

    def _prepare_person(self, change: RowChange) -> None:
        row = change.new
        new = Person(employee_no=row["employee_no"])
        person = self.people.setdefault(row["employee_no"], new)
        if row["unit"] and row["unit"] not in self.units:
            self.complain(change, "unit", _("There is no unit with this code."))
        if person.pk == self.by.pk and change.old is not None:
            for name in ("access", "is_active"):
                if row[name] != change.old[name]:
                    self.complain(change, name, _("Nobody changes this of themselves."))
        for name in PLAIN:
            setattr(person, name, row[name])
        self.validate(change, person, exclude=UNCHECKED)

    def write(self):
        job_roles = {role.code: role for role in JobRole.objects.all()}
        written = []
        for change in self.changes:
            person = self.people[change.new["employee_no"]]
            person.unit = self.units.get(change.new["unit"])
            person.job_role = job_roles.get(change.new["job_role"])
            if change.is_new:
                person.set_unusable_password()
                person.save()
            else:
                person.save(update_fields=[*PLAIN, "unit", "job_role"])
            if "manages" in change.changed():
                person.managed_units.set([self.units[code] for code in change.new["manages"]])
            written.append((person, change.is_new))
        return written


class TeamWorkbook(PeopleWorkbook):
    """What a manager takes out: not who may do what in the admin site."""

    @cached_property
    def tables(self) -> Sequence[Table]:
        [people] = super().tables
        kept = tuple(each for each in people.columns if each.code != "access")
        return (Table(people.code, people.title, people.key, kept),)


@require_safe
def team_people_xlsx(request):
    """The people of the units that somebody manages."""
    require(is_manager(request.user))
    people = Person.objects.managed_by(request.user)
    book = TeamWorkbook(by=request.user)
    return xlsx_response(book.sheets(people), dated(book.name, timezone.now()))


def person_row(person: Person) -> Row:
    return {
        **values_of(person, PLAIN),
        "unit": person.unit.code if person.unit else "",
        "job_role": person.job_role.code if person.job_role else "",
        "manages": tuple(sorted(unit.code for unit in person.managed_units.all())),
    }
