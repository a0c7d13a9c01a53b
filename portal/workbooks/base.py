"""One kind of workbook: what it exports, what an import would change, and writing it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from ..models import Person
from ..sheets import Sheet
from .changes import Key, Plan, Problem, RowChange, compare
from .columns import Row, Table
from .reading import Rows, read_workbook


class PlanMoved(Exception):
    """What the import would do is not what was looked at; nothing was written."""


class Workbook(ABC):
    """Made anew for each export and each import, which it prepares while it checks.

    A subclass names its ``tables`` and says how rows come from the database and go back. Importing
    writes drafts: it neither publishes nor deletes anything, and rows that the file does not name
    stay as they are.
    """

    name: ClassVar[str]  #: of the file, without its ending

    def __init__(self, *, by: Person):
        self.by = by
        self.problems: list[Problem] = []

    @property
    @abstractmethod
    def tables(self) -> Sequence[Table]:
        """The sheets, those first that others name."""

    @abstractmethod
    def rows(self, selected: models.QuerySet) -> dict[str, Iterable[Row]]:
        """Rows to export, by table code."""

    @abstractmethod
    def stored(self, rows: Rows, *, lock: bool) -> Mapping[str, Mapping[Key, Row]]:
        """What the database says of the rows that the file names, by table code and key."""

    @abstractmethod
    def prepare(self, changes: Mapping[str, list[RowChange]]) -> None:
        """Check the changes (``complain``) and keep what ``write`` needs; writes nothing."""

    @abstractmethod
    def write(self) -> Sequence[tuple[models.Model, bool]]:
        """Write what was prepared; return (row, is new) for the admin site's history."""

    def sheets(self, selected: models.QuerySet) -> list[Sheet]:
        rows = self.rows(selected)
        return [
            Sheet(
                str(table.title),
                [str(each.label) for each in table.columns],
                [
                    [each.kind.cell(row[each.code]) for each in table.columns]
                    for row in rows[table.code]
                ],
            )
            for table in self.tables
        ]

    def plan(self, content: bytes) -> Plan:
        """Say what importing the file would do. Raises ``NotAWorkbook``."""
        return self._plan(*read_workbook(content, self.tables), lock=False)

    def _plan(self, rows: Rows, problems: list[Problem], *, lock: bool) -> Plan:
        self.problems = problems
        stored = self.stored(rows, lock=lock)
        changes: dict[str, list[RowChange]] = {}
        unchanged = 0
        for table in self.tables:
            found, same = compare(table, rows[table.code], stored[table.code])
            changes[table.code] = found
            unchanged += same
            self._check_required(found)
        self.prepare(changes)
        every = [change for found in changes.values() for change in found]
        return Plan(every, unchanged, self._first_of_each_cell())

    def run(self, content: bytes, *, seen: str) -> tuple[Plan, Sequence[tuple[models.Model, bool]]]:
        """Write the file's changes in one transaction.

        ``seen`` is the digest of the plan that somebody looked at; raises ``PlanMoved`` when the
        plan is another by now or has problems, and ``NotAWorkbook``.
        """
        rows, problems = read_workbook(content, self.tables)  # slow, so before anything is locked
        try:
            with transaction.atomic():
                plan = self._plan(rows, problems, lock=True)
                if plan.digest != seen or not plan.can_run:
                    raise PlanMoved
                return plan, self.write()
        except IntegrityError as error:  # somebody added the same key at this very moment
            raise PlanMoved from error

    def complain(self, change: RowChange, column: str, text: str) -> None:
        """``column`` is a code, or empty for the whole row."""
        if column in change.bad:
            return
        labels = {each.code: str(each.label) for each in change.table.columns}
        label = labels.get(column, "")
        self.problems.append(Problem(change.sheet, change.number, label, text))

    def validate(self, change: RowChange, instance: Any, *, exclude: Iterable[str]) -> None:
        """Run the model's own checks, without asking the database anything."""
        for check in (lambda: instance.clean_fields(exclude=set(exclude)), instance.clean):
            try:
                check()
            except ValidationError as error:
                self._complain_of(change, error)

    def _complain_of(self, change: RowChange, error: ValidationError) -> None:
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in found.items():
            for text in texts:
                self.complain(change, "" if name == NON_FIELD_ERRORS else name, text)

    def _check_required(self, changes: list[RowChange]) -> None:
        for change in changes:
            for each in change.table.columns:
                if each.required and change.new[each.code] in ("", None, ()):
                    self.complain(change, each.code, _("Fill this in."))

    def _first_of_each_cell(self) -> list[Problem]:
        """One complaint a cell, by sheet and row."""
        first: dict[tuple, Problem] = {}
        for problem in self.problems:
            first.setdefault((problem.sheet, problem.row, problem.column), problem)
        return sorted(first.values(), key=lambda each: (each.sheet, each.row or 0))

    @cached_property
    def by_code(self) -> dict[str, Table]:
        return {table.code: table for table in self.tables}
