"""A report's lines: as cells of a page and as rows of a file, the same numbers in both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal import times
from portal.sheets import Sheet

from .filters import state_words
from .people import PersonResult
from .questions import Question


@dataclass(frozen=True)
class Column:
    label: str
    num: bool = False


@dataclass(frozen=True)
class Cell:
    """Of ``components/table.html``."""

    label: str
    value: str
    url: str = ""
    num: bool = False


def person_columns() -> list[Column]:
    return [
        Column(pgettext("person", "Name")),
        Column(_("Hall")),
        Column(_("Result")),
        Column(_("Best result"), num=True),
        Column(_("Attempts used"), num=True),
        Column(pgettext("column", "Handed in")),
    ]


def person_rows(results: Iterable[PersonResult], at: datetime) -> list[list[Cell]]:
    """The name leads to the person, the result to the attempt that counts."""
    columns = person_columns()
    return [
        [
            Cell(column.label, value, url, column.num)
            for column, (value, url) in zip(columns, _person_cells(result, at), strict=True)
        ]
        for result in results
    ]


def person_sheet(results: Iterable[PersonResult]) -> Sheet:
    return Sheet(
        title=_("By person"),
        columns=[
            _("Employee number"),
            pgettext("person", "Name"),
            _("Hall"),
            pgettext("person", "Left"),
            _("Result"),
            _("Best result (%)"),
            pgettext("quiz", "Points"),
            _("Out of"),
            _("Attempts used"),
            _("Attempt that counts"),
            pgettext("column", "Handed in"),
        ],
        rows=[_person_row(result) for result in results],
    )


def question_sheet(questions: Iterable[Question], *, shows_key: bool) -> Sheet:
    columns = [
        pgettext("item", "Code"),
        pgettext("item", "Wording"),
        _("Question"),
        _("Kind of question"),
        _("Share of points (%)"),
        pgettext("people", "Asked"),
        pgettext("people", "Answered"),
        pgettext("people", "Right"),
        _("Partly right"),
        pgettext("people", "Not right"),
        _("Not answered"),
        _("Awaiting marking"),
        _("Clauses"),
    ]
    if shows_key:
        columns += [_("Right answer"), _("How often chosen")]
    return Sheet(
        title=_("By question"),
        columns=columns,
        rows=[_question_row(question, shows_key=shows_key) for question in questions],
    )


def option_columns() -> list[Column]:
    return [
        Column(pgettext("item", "Option")),
        Column(_("Chosen by"), num=True),
        Column(pgettext("item", "Key")),
    ]


def option_rows(question: Question) -> list[list[Cell]]:
    option, chosen, key = option_columns()
    return [
        [
            Cell(option.label, each.text),
            Cell(chosen.label, f"{each.count} · {each.percent} %", num=True),
            Cell(key.label, f"✓ {_('Right answer')}" if each.is_right else ""),
        ]
        for each in question.options
    ]


def _person_cells(result: PersonResult, at: datetime) -> list[tuple[str, str]]:
    """(value, address) in the order of the columns."""
    best = result.best
    hall = result.hall
    if result.has_left:
        hall = f"{hall} · {pgettext('person', 'left')}"
    return [
        (result.name, reverse("training:person", args=[result.person_id])),
        (hall, ""),
        (
            state_words(result.state),
            reverse("training:attempt_result", args=[best.code]) if best else "",
        ),
        ("" if result.percent is None else f"{result.percent} %", ""),
        (str(result.attempts_used), ""),
        (times.when(best.handed_in_at, at) if best and best.handed_in_at else "", ""),
    ]


def _person_row(result: PersonResult) -> list:
    best = result.best
    is_marked = result.percent is not None
    return [
        result.employee_no,
        result.name,
        result.hall,
        pgettext("person", "left") if result.has_left else "",
        state_words(result.state),
        result.percent,
        best.points if best and is_marked else None,
        best.max_points if best and is_marked else None,
        result.attempts_used,
        best.number if best else None,
        best.handed_in_at if best else None,
    ]


def _question_row(question: Question, *, shows_key: bool) -> list:
    tally = question.tally
    row = [
        question.code,
        question.number,
        question.stem,
        question.kind,
        tally.percent,
        tally.asked,
        tally.answered,
        tally.right,
        tally.partly,
        tally.wrong,
        tally.blank,
        tally.waiting,
        " ".join(clause.code for clause in question.clauses),
    ]
    if shows_key:
        row.append("\n".join(option.text for option in question.options if option.is_right))
        row.append("\n".join(f"{option.count} × {option.text}" for option in question.options))
    return row
