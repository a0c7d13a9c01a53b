"""Queries whose SQL Django writes once per process.

Django builds the text of a query anew each time it runs. For a queryset with annotations and
subqueries that takes ten times as long as the database needs to answer it, and from one request to
the next only the values differ. ``prepared`` has the text built once, with stand-ins for the
values, and then puts the values in where the stand-ins stood.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils.translation import get_language

from .models import Person

#: Stand-ins are far from every value that the portal has, and each of two sets from the other, so
#: that what a query makes of a value can be told from what it makes of all values.
SET = 1_000  # stand-ins at most
FIRST_KEY = 2_113_000_000
FIRST_MOMENT = datetime(2611, 3, 5, 7, 11, 13, tzinfo=UTC)
MOMENTS_APART = timedelta(days=1_801, minutes=433, seconds=7)  # so that no two share an hour
NEAR = timedelta(days=800)  # what a query adds to a moment, or takes off, at most
#: ``fill(values, connection)``: one parameter of the text.
Fill = Callable[[list, Any], Any]


class NotPreparable(Exception):
    """The query depends on its values in another way than by comparing with them."""


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list]:
    """Decorate a function that returns a queryset; what is left returns its rows.

    Its arguments are keys (int), codes (UUID), texts, moments, and people, of whom it may use the
    key, the job role's key and ``managed_paths``. It is shown stand-ins: it may compare rows with
    them and add to a moment, and must not decide by them, nor read a clock. What is passed by
    keyword is part of the query's shape: the function sees it as it is, and each value gets a text
    of its own.
    """

    @cache
    def written(language: str | None, shapes: tuple, keywords: tuple) -> "Text":
        first, second = (_text(build, shapes, dict(keywords), number) for number in (0, 1))
        if first.sql != second.sql or first.places != second.places:
            raise NotPreparable(build.__qualname__)
        return first

    @wraps(build)
    def rows(*arguments: Any, **keywords: Any) -> list:
        # modeltranslation names columns by the reader's language.
        shapes, named = tuple(map(_shape, arguments)), tuple(sorted(keywords.items()))
        text = written(get_language(), shapes, named)
        return text.rows([value for each in arguments for value in _values(each)])

    return rows


# -- Arguments and what stands in for them ----------------------------------------------------


def _shape(argument: Any) -> tuple:
    """What two arguments have in common when one text serves both."""
    if isinstance(argument, Person):
        return Person, argument.job_role_id is None, len(argument.managed_paths)
    return (argument.__class__,)


def _values(argument: Any) -> list:
    if isinstance(argument, Person):
        role = [] if argument.job_role_id is None else [argument.job_role_id]
        return [argument.pk, *role, *argument.managed_paths]
    return [argument]


def _stand_in(shape: tuple, new: Iterator[int]) -> Any:
    kind = shape[0]
    if kind is Person:
        person = Person(pk=_key(next(new)))
        person.job_role_id = None if shape[1] else _key(next(new))
        person.managed_paths = [_words(next(new)) for _path in range(shape[2])]
        return person
    makers = {int: _key, UUID: _code, str: _words, datetime: _moment}
    return makers[kind](next(new))


def _key(number: int) -> int:
    return FIRST_KEY + number


def _code(number: int) -> UUID:
    return UUID(int=FIRST_KEY + number)


def _words(number: int) -> str:
    return f"ZSTANDIN{number:04}Z"


def _moment(number: int) -> datetime:
    return FIRST_MOMENT + number * MOMENTS_APART


# -- The text -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a parameter comes from: the value of this ``number``, ``apart`` from it in time or
    with texts ``around`` it; ``constant`` without a number."""

    number: int | None = None
    apart: timedelta = timedelta(0)
    around: tuple[str, str] | None = None
    constant: Any = None

    def fill(self, values: list, connection: Any) -> Any:
        if self.number is None:
            return self.constant
        value = values[self.number]
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value + self.apart)
        if isinstance(value, UUID):
            return value if connection.features.has_native_uuid_field else value.hex
        if self.around is None:
            return value
        before, after = self.around
        return f"{before}{connection.ops.prep_for_like_query(value)}{after}"


@dataclass(frozen=True)
class Text:
    """``compiler`` is None where the query can have no rows."""

    queryset: QuerySet
    compiler: Any
    sql: str
    places: list[Place]

    def rows(self, values: list) -> list:
        if self.compiler is None:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        params = tuple(place.fill(values, connection) for place in self.places)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)


def _text(build: Callable[..., QuerySet], shapes: tuple, keywords: dict, number: int) -> Text:
    """The text with the stand-ins of one of two sets."""
    new = iter(range(number * SET, number * SET + SET))
    stand_ins = [_stand_in(shape, new) for shape in shapes]
    queryset = build(*stand_ins, **keywords).using(DEFAULT_DB_ALIAS)
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Text(queryset, None, "", [])
    values = [value for each in stand_ins for value in _values(each)]
    return Text(queryset, compiler, sql, [_place(param, values) for param in params])


def _place(param: Any, stand_ins: list) -> Place:
    moment = _as_moment(param)
    if moment is not None:
        return _place_of_moment(moment, stand_ins)
    for number, stand_in in enumerate(stand_ins):
        is_hex = isinstance(stand_in, UUID) and param == stand_in.hex  # a UUID as SQLite takes it
        if is_hex or (type(param) is type(stand_in) and param == stand_in):
            return Place(number)
        if isinstance(stand_in, str) and isinstance(param, str) and stand_in in param:
            before, _found, after = param.partition(stand_in)
            return Place(number, around=(before, after))
    return Place(constant=param)


def _place_of_moment(moment: datetime, stand_ins: list) -> Place:
    for number, stand_in in enumerate(stand_ins):
        if isinstance(stand_in, datetime) and abs(moment - stand_in) < NEAR:
            return Place(number, apart=moment - stand_in)
    raise NotPreparable(f"the query has read a clock: {moment}")


def _as_moment(param: Any) -> datetime | None:
    """A parameter that is a moment; SQLite takes moments as text, in UTC."""
    if isinstance(param, str):
        try:
            param = datetime.fromisoformat(param)
        except ValueError:
            return None
    if not isinstance(param, datetime):
        return None
    return param if param.tzinfo else param.replace(tzinfo=UTC)
