"""A quiz by question: what people's first attempts say of each wording that was asked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    JSONField,
    OuterRef,
    Q,
    When,
)
from django.utils.translation import get_language

from portal.languages import SOURCE_LANGUAGE

from .. import scoring
from ..attempts.models import Attempt, Response
from ..attempts.results import ClauseLink, clause_links
from ..items.kinds.base import distinct, in_language
from ..items.kinds.boolean import labels
from ..items.models import ItemKind, ItemVersion

#: Answered by choosing among options, so that it can be counted how often each was chosen.
CHOICES = (ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.BOOLEAN)


@dataclass
class Tally:
    """What was answered to one item version; ``points`` of ``max_points`` leave out unmarked
    answers, ``chosen`` counts option keys."""

    version_id: int
    asked: int = 0
    right: int = 0
    partly: int = 0
    wrong: int = 0
    blank: int = 0
    waiting: int = 0
    points: Decimal = Decimal(0)
    max_points: Decimal = Decimal(0)
    chosen: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        return self.asked - self.blank

    @property
    def percent(self) -> int | None:
        """Share of the points, None while no answer is marked."""
        return scoring.percent(self.points, self.max_points) if self.max_points else None

    @property
    def hardness(self) -> tuple:
        """Sorts the hardest first, what is not marked yet last."""
        share = self.points / self.max_points if self.max_points else Decimal(2)
        return share, -self.asked, self.version_id


@dataclass(frozen=True)
class Option:
    text: str
    is_right: bool
    count: int
    percent: int  #: of those who answered


@dataclass(frozen=True)
class Question:
    """A tally with its texts; ``options`` is empty where the key is not to be seen."""

    tally: Tally
    code: str
    number: int  #: of the wording
    kind: str
    stem: str
    is_untranslated: bool
    options: list[Option]
    clauses: list[ClauseLink]


def first_attempts(duties, at: datetime):
    """Everybody's first attempt among these duties, if it is handed in.

    The first one only, as Moodle's statistics have it: later ones are made by people who have
    seen the questions, and maybe the answers.
    """
    attempts = Attempt.objects.filter(duty__in=duties).order_by()
    is_earlier = Q(started_at__lt=OuterRef("started_at")) | Q(
        started_at=OuterRef("started_at"), pk__lt=OuterRef("pk")
    )
    earlier = attempts.filter(is_earlier, duty__person=OuterRef("duty__person"))
    return attempts.handed_in(at).filter(~Exists(earlier))


def tallies(duties, at: datetime) -> list[Tally]:
    """The hardest first; one query, grouped by what was earned and, of choices, chosen."""
    rows = (
        Response.objects.filter(attempt__in=first_attempts(duties, at))
        .order_by()
        .values("item_version_id", "item_version__max_points", "points", "needs_mark")
        .annotate(
            is_blank=ExpressionWrapper(Q(value__isnull=True), output_field=BooleanField()),
            choice=Case(
                When(item_version__kind__in=CHOICES, then=F("value")), output_field=JSONField()
            ),
            count=Count("pk"),
        )
    )
    by_version: dict[int, Tally] = {}
    for row in rows:
        version_id = row["item_version_id"]
        _add(by_version.setdefault(version_id, Tally(version_id)), row)
    return sorted(by_version.values(), key=lambda tally: tally.hardness)


def questions(tallies: Iterable[Tally], *, shows_key: bool) -> list[Question]:
    """Texts, options and clauses of these tallies: two queries."""
    tallies = list(tallies)
    versions = (
        ItemVersion.objects.select_related("item")
        .defer("html")
        .in_bulk([tally.version_id for tally in tallies])
    )
    codes = {pk: _codes(version.payload) for pk, version in versions.items()}
    links = clause_links(code for each in codes.values() for code in each)
    language = get_language() or SOURCE_LANGUAGE
    return [
        Question(
            tally=tally,
            code=version.item.code,
            number=version.number,
            kind=version.get_kind_display(),
            stem=in_language(version.payload["stem"], language),
            is_untranslated=not version.payload["stem"].get(language),
            options=_options(version, tally, language) if shows_key else [],
            clauses=[links[code] for code in codes[version.pk] if code in links],
        )
        for tally in tallies
        for version in [versions[tally.version_id]]
    ]


def _add(tally: Tally, row: Mapping[str, Any]) -> None:
    count, points, max_points = row["count"], row["points"], row["item_version__max_points"]
    tally.asked += count
    if row["needs_mark"]:
        tally.waiting += count
        return
    tally.points += count * points
    tally.max_points += count * max_points
    if row["is_blank"]:
        tally.blank += count
        return
    if points >= max_points:
        tally.right += count
    elif points:
        tally.partly += count
    else:
        tally.wrong += count
    choice = row["choice"]
    for key in choice if isinstance(choice, list) else [choice] if choice else []:
        tally.chosen[key] += count


def _codes(payload: dict) -> tuple[str, ...]:
    """The clauses that it asks about; of an item that names none, those of its parts."""
    parts = [*payload["options"], *payload["criteria"]]
    return distinct(payload["clauses"] or [part["clause"] for part in parts])


def _options(version: ItemVersion, tally: Tally, language: str) -> list[Option]:
    return [
        Option(
            text=text,
            is_right=is_right,
            count=tally.chosen[key],
            percent=100 * tally.chosen[key] // tally.answered if tally.answered else 0,
        )
        for key, text, is_right in _offered(version, language)
    ]


def _offered(version: ItemVersion, language: str) -> list[tuple[str, str, bool]]:
    """(key, text, is right) of what could be chosen; nothing where people write or sort."""
    payload = version.payload
    if version.kind == ItemKind.BOOLEAN:
        right = "true" if payload["is_true"] else "false"
        return [(key, text, key == right) for key, text in labels(language).items()]
    if version.kind not in CHOICES:
        return []
    return [
        (option["key"], in_language(option["text"], language), option["correct"])
        for option in payload["options"]
    ]
