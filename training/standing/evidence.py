"""What a person's standing on the clauses of a norm rests on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import get_language

from portal.languages import SOURCE_LANGUAGE
from portal.models import Person
from standards.models import ClauseVersion, EditionClause, Norm

from ..items.kinds.base import in_language
from ..rounds.models import Rating
from ..rounds.wording import word
from .models import ClauseAnswer, Standing
from .services import COUNTED, RECENT


@dataclass(frozen=True)
class Proof:
    """One answer or one rating: ``text`` is the question, or the comment if there is one."""

    is_good: bool
    word: str
    text: str
    at: datetime
    url: str
    by: str = ""


@dataclass(frozen=True)
class ClauseLine:
    """A clause as it is worded today; ``standing`` is None where there is no evidence."""

    version: ClauseVersion
    standing: Standing | None
    answers: list[Proof]
    ratings: list[Proof]


def clause_lines(person: Person, norm: Norm) -> list[ClauseLine]:
    """The clauses of the current edition in its order, with what counts: four queries."""
    entries = EditionClause.objects.filter(edition=norm.current_edition_id)
    standings = Standing.objects.filter(person=person, clause__norm=norm)
    by_clause = {standing.clause_id: standing for standing in standings}
    answers, ratings = _answers(person, norm), _ratings(person, norm)
    return [
        ClauseLine(
            version=entry.version,
            standing=by_clause.get(entry.version.clause_id),
            answers=answers[entry.version.clause_id],
            ratings=ratings[entry.version.clause_id],
        )
        for entry in entries.select_related("version")
    ]


def _answers(person: Person, norm: Norm) -> dict[int, list[Proof]]:
    rows = ClauseAnswer.objects.filter(person=person, clause__norm=norm)
    rows = _counted(rows, F("clause_id"), "at", "response_id")
    rows = rows.select_related("response__attempt", "response__item_version")
    language = get_language() or SOURCE_LANGUAGE
    found: dict[int, list[Proof]] = defaultdict(list)
    for row in rows.defer("response__item_version__html", "response__value"):
        response = row.response
        result = reverse("training:attempt_result", args=[response.attempt.code])
        found[row.clause_id].append(
            Proof(
                is_good=row.is_right,
                word="",
                text=in_language(response.item_version.payload["stem"], language),
                at=row.at,
                url=f"{result}#answer-{response.position}",
            )
        )
    return found


def _ratings(person: Person, norm: Norm) -> dict[int, list[Proof]]:
    rows = Rating.objects.filter(
        round__person=person, clause_version__clause__norm=norm, result__in=COUNTED
    )
    rows = _counted(rows, F("clause_version__clause"), "round__at", "pk")
    found: dict[int, list[Proof]] = defaultdict(list)
    for row in rows.select_related("round__observer", "clause_version"):
        found[row.clause_version.clause_id].append(
            Proof(
                is_good=row.result == Rating.Result.PASS,
                word=word(row.clause_version.role, row.result),
                text=row.comment,
                at=row.round.at,
                url=row.round.get_absolute_url(),
                by=row.round.observer.name,
            )
        )
    return found


def _counted(rows, clause: F, moment: str, tie: str):
    """The last ``RECENT`` rows on each clause, newest first."""
    newest = [F(moment).desc(), F(tie).desc()]
    number = Window(RowNumber(), partition_by=[clause], order_by=newest)
    return rows.annotate(number=number).filter(number__lte=RECENT).order_by("number")
