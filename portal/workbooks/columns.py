"""What a workbook's sheets hold: tables of columns, and how each column's cells are read.

A row is a dict of plain values by column code, the same whether it comes from the database or from
a file, so that comparing and writing know nothing of cells, headings or languages.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ..languages import LANGUAGE_CODES, LANGUAGE_NAMES, SOURCE_LANGUAGE, column
from ..sheets import FORMULA_STARTS, Cell

Value = Any  #: str, int, Decimal, bool, None or a tuple of codes
Row = dict[str, Value]

_STARTS = re.escape("".join(FORMULA_STARTS))
_NEEDS_ESCAPE = re.compile(rf"'*[{_STARTS}]")
_ESCAPED = re.compile(rf"'+[{_STARTS}]")
_SEPARATORS = re.compile(r"[\s,;、]+")  # after NFKC, so that ， and ； are among them
YES = pgettext_lazy("in a sheet", "yes")
NO = pgettext_lazy("in a sheet", "no")


class BadCell(Exception):
    """The cell cannot be read; the message says why, in the reader's language."""


class Kind(Protocol):
    """How a column's values stand in cells."""

    def read(self, cell: Any) -> Value:
        """Turn what a spreadsheet holds, never None or blank, into a value; raises ``BadCell``."""

    def cell(self, value: Value) -> Cell:
        """What is written; reading it gives the value again."""


def folded(text: object) -> str:
    """For comparing headings and names: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def in_every_language(text: object) -> set[str]:
    """A lazy text as each language of the portal has it, folded."""
    found = set()
    for code in LANGUAGE_CODES:
        with translation.override(code):
            found.add(folded(text))
    return found


def escaped(text: str) -> str:
    """Put an apostrophe before what a program might run as a formula, and before what looks
    as if that had been done to it already: ``unescaped`` takes away exactly this one."""
    return f"'{text}" if _NEEDS_ESCAPE.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


def clean_text(text: str | None) -> str:
    """One kind of line break, no blanks around, nothing that no workbook may hold."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub("", lines).strip()


def _as_text(cell: Any) -> str:
    if isinstance(cell, date | time):
        raise BadCell(_("This is a date. Format the cell as text and type it again."))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_text(unescaped(clean_text(str(cell))))


@dataclass(frozen=True)
class Text:
    max_length: int | None = None
    normal: Callable[[str], str] = str

    def read(self, cell):
        text = self.normal(_as_text(cell))
        if self.max_length is not None and len(text) > self.max_length:
            counts = {"limit": self.max_length, "count": len(text)}
            raise BadCell(_("At most %(limit)s characters; this has %(count)s.") % counts)
        return text

    def cell(self, value):
        return escaped(clean_text(value))


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high`` with ``places`` decimals; without decimals it is an int."""

    low: int
    high: int
    places: int = 0

    def read(self, cell):
        number = self._number(cell)
        limits = {"low": self.low, "high": self.high, "places": self.places}
        if number is None or not self.low <= number <= self.high:
            raise BadCell(_("A number from %(low)s to %(high)s is wanted here.") % limits)
        if number != round(number, self.places):
            if self.places:
                raise BadCell(_("At most %(places)s decimals.") % limits)
            raise BadCell(_("A whole number is wanted here."))
        return round(number, self.places) if self.places else int(number)

    def cell(self, value):
        if value is None:
            return None
        return int(value) if value == int(value) else value

    def _number(self, cell) -> Decimal | None:
        text = unicodedata.normalize("NFKC", str(cell)).strip()
        try:
            number = None if isinstance(cell, bool) else Decimal(text)
        except InvalidOperation:
            return None
        return number if number is not None and number.is_finite() else None


@dataclass(frozen=True)
class Truth:
    def read(self, cell):
        text = folded(_as_text(cell))
        if text in self._yes:
            return True
        if text in self._no:
            return False
        raise BadCell(_("Write %(yes)s or %(no)s.") % {"yes": YES, "no": NO})

    def cell(self, value):
        return "" if value is None else str(YES if value else NO)

    @cached_property
    def _yes(self) -> set[str]:
        return {"1", "true", "y", "是", "√"} | in_every_language(YES)

    @cached_property
    def _no(self) -> set[str]:
        return {"0", "false", "n", "否", "×"} | in_every_language(NO)


@dataclass(frozen=True)
class Choice:
    """One of ``names``, (code, lazy label) pairs; read by its code or its label in any language.

    A label that two of them share, or that is another's code, names none of them.
    """

    names: Mapping[str, object]

    def read(self, cell):
        text = _as_text(cell)
        found = text if text in self.names else self._by_name.get(folded(text))
        if found is None:
            known = ", ".join(str(self.cell(code)) for code in list(self.names)[:20])
            raise BadCell(_("Nothing here is called that. There are: %(names)s") % {"names": known})
        return found

    def cell(self, value):
        if value not in self.names:
            return value
        label = str(self.names[value])
        return escaped(label) if self._by_name.get(folded(label)) == value else value

    @cached_property
    def _by_name(self) -> dict[str, str]:
        named: dict[str, set[str]] = {}
        for code, label in self.names.items():
            for name in in_every_language(label):
                named.setdefault(name, set()).add(code)
        found = {name: codes.pop() for name, codes in named.items() if len(codes) == 1}
        return found | {folded(code): code for code in self.names}


@dataclass(frozen=True)
class Codes:
    """Codes one after the other, in no order; ``known`` are all that exist, None asks nobody."""

    known: frozenset[str] | None = None
    upper: bool = False

    def read(self, cell):
        text = unicodedata.normalize("NFKC", _as_text(cell))
        codes = tuple(sorted({code for code in _SEPARATORS.split(text) if code}))
        if self.upper:
            codes = tuple(sorted({code.upper() for code in codes}))
        if self.known is not None and (unknown := [c for c in codes if c not in self.known]):
            raise BadCell(_("Nothing has the code %(codes)s.") % {"codes": ", ".join(unknown)})
        return codes

    def cell(self, value):
        return escaped(" ".join(value))


@dataclass(frozen=True)
class Column:
    """``default`` is what an empty cell means and what a new row has without one."""

    code: str
    label: object  #: a lazy text
    kind: Kind = field(default_factory=Text)
    default: Value = ""
    required: bool = False
    #: An empty cell leaves what is stored.
    keeps: bool = False
    #: Written for those who read the sheet; never read.
    is_note: bool = False

    def shown(self, value: Value) -> str:
        """The value in words, as its cell has it, without the apostrophe."""
        cell = self.kind.cell(value)
        return "" if cell is None else unescaped(str(cell))

    @cached_property
    def headings(self) -> set[str]:
        """Every heading that names this column."""
        return {folded(self.code)} | in_every_language(self.label)


@dataclass(frozen=True)
class Table:
    """One sheet; ``key`` are the columns by which a row is found again."""

    code: str
    title: object  #: a lazy text, at most 31 characters in each language
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def key_of(self, row: Row) -> tuple:
        return tuple(row[name] for name in self.key)

    def shown_key(self, row: Row) -> str:
        return " · ".join(str(row[name]) for name in self.key)

    @cached_property
    def titles(self) -> set[str]:
        return {folded(self.code)} | in_every_language(self.title)

    def headed(self, text: object) -> Column | None:
        name = folded(text)
        return next((each for each in self.columns if name in each.headings), None)


def _field(model: type[models.Model] | models.Model, name: str) -> Any:
    return model._meta.get_field(name)


def text_column(model: type[models.Model], name: str, **options) -> Column:
    """The column of a text field, with its words and its length."""
    model_field = _field(model, name)
    kind = options.pop("kind", None) or Text(model_field.max_length)
    return Column(name, options.pop("label", model_field.verbose_name), kind, **options)


def choice_column(model: type[models.Model], name: str, **options) -> Column:
    """The column of a field with choices."""
    model_field = _field(model, name)
    names = {code: label for code, label in model_field.flatchoices if code}
    return Column(name, options.pop("label", model_field.verbose_name), Choice(names), **options)


def truth_column(model: type[models.Model], name: str, *, default=False, **options) -> Column:
    label = options.pop("label", _field(model, name).verbose_name)
    return Column(name, label, Truth(), default=default, **options)


def paired_columns(model: type[models.Model], name: str, *, required=False) -> tuple[Column, ...]:
    """The columns of a text in two languages; only the Chinese can be required."""
    label = _field(model, name).verbose_name
    return tuple(
        text_column(
            model,
            column(name, code),
            label=format_lazy("{} · {}", label, LANGUAGE_NAMES[code]),
            required=required and code == SOURCE_LANGUAGE,
        )
        for code in LANGUAGE_CODES
    )


def values_of(instance: models.Model, columns: Iterable[str]) -> Row:
    """Texts, numbers and ticks of a model row as a sheet's row has them."""
    return {
        name: clean_text(getattr(instance, name)) if _is_text(instance, name) else value
        for name in columns
        for value in [getattr(instance, name)]
    }


def _is_text(instance: models.Model, name: str) -> bool:
    return isinstance(_field(instance, name), models.CharField | models.TextField)
