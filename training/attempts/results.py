"""What a result page says of each answer, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import get_language

from portal.languages import SOURCE_LANGUAGE, localized
from portal.prepared import prepared
from standards.models import Clause, ClauseVersion

from ..items.kinds import KINDS
from ..items.kinds.base import in_language
from ..items.kinds.short import ShortKind
from ..marking.models import Score
from .models import Attempt, Response


@dataclass(frozen=True)
class ClauseLink:
    """A clause as readers know it; ``url`` is empty when it is no longer in its norm."""

    code: str
    text: str
    url: str


@dataclass(frozen=True)
class ScoredCriterion:
    title: str
    text: str
    points: Decimal
    max_points: Decimal


@dataclass(frozen=True)
class Outcome:
    """One answer after handing in; ``key`` and ``explanation`` are empty until they may show.

    ``verdict`` is "right", "partly", "wrong" or "blank"; of a judged answer "waiting" or "scored".
    ``clauses`` are those that the answer shows to be unknown, or all that the item asks about.
    """

    response_pk: int
    position: int
    kind: str
    stem: str
    is_untranslated: bool  #: the stem stands in Chinese because it has no English yet
    verdict: str
    points: Decimal | None
    max_points: Decimal
    answer: list[str]
    key: list[str]
    explanation: str
    clauses: list[ClauseLink]
    score: Score | None
    criteria: list[ScoredCriterion]


def outcomes(attempt: Attempt, *, shows_key: bool) -> list[Outcome]:
    """The answers in order: two queries for them and their scores, one for all clauses."""
    responses = _with_scores(attempt.pk)
    links = clause_links(code for response in responses for code in _codes(response))
    return [_outcome(response, links, shows_key) for response in responses]


@prepared
def _with_scores(attempt_id: int):
    scores = Score.objects.select_related("by").order_by("-number")
    responses = Response.objects.filter(attempt=attempt_id).order_by("position")
    return (
        responses.select_related("item_version")
        .defer("item_version__html")
        .prefetch_related(Prefetch("scores", queryset=scores))
    )


def clause_links(codes: Iterable[str]) -> dict[str, ClauseLink]:
    """Links to where each clause stands, by code."""
    return {
        clause.code: ClauseLink(
            code=clause.code,
            text=localized(clause.current_version, "text"),
            url=f"{clause.norm.get_absolute_url()}#{clause.code}" if clause.stands else "",
        )
        for clause in _published_clauses(*sorted(set(codes)))
    }


@prepared
def _published_clauses(*codes: str):
    """Annotated with ``stands``: whether the clause is still in its norm."""
    standing = ClauseVersion.objects.current().filter(clause=OuterRef("pk"))
    clauses = Clause.objects.filter(code__in=codes, current_version__isnull=False)
    return clauses.annotate(stands=Exists(standing)).select_related("norm", "current_version")


def _codes(response: Response) -> list[str]:
    payload = response.item_version.payload
    parts = [*payload["options"], *payload["criteria"]]
    return [*payload["clauses"], *(part["clause"] for part in parts if part["clause"])]


def _outcome(response: Response, links: dict[str, ClauseLink], shows_key: bool) -> Outcome:
    version = response.item_version
    language = get_language() or SOURCE_LANGUAGE
    kind = KINDS[version.kind]
    feedback = kind.feedback(version.payload, response.value, language)
    missed = kind.mark(version.payload, version.max_points, response.value).missed
    score = next(iter(response.scores.all()), None)
    codes = missed or version.payload["clauses"]
    return Outcome(
        response_pk=response.pk,
        position=response.position,
        kind=version.kind,
        stem=in_language(version.payload["stem"], language),
        is_untranslated=not version.payload["stem"].get(language),
        verdict=_verdict(response),
        points=response.points,
        max_points=version.max_points,
        answer=feedback.answer,
        key=feedback.key if shows_key else [],
        explanation=in_language(version.payload["explanation"], language) if shows_key else "",
        clauses=[links[code] for code in codes if code in links],
        score=score,
        criteria=_criteria(version.payload, score, language) if score else [],
    )


def _verdict(response: Response) -> str:
    if response.value is None:
        return "blank"
    if KINDS[response.item_version.kind].is_judged:
        return "waiting" if response.needs_mark else "scored"
    if response.points == response.item_version.max_points:
        return "right"
    return "partly" if response.points else "wrong"


def _criteria(payload: dict, score: Score, language: str) -> list[ScoredCriterion]:
    scored = []
    for criterion in ShortKind.rubric(payload, language):
        levels = {level["key"]: level for level in criterion["levels"]}
        chosen = levels[score.levels[criterion["key"]]]
        scored.append(
            ScoredCriterion(
                title=criterion["title"],
                text=chosen["text"],
                points=chosen["points"],
                max_points=max(level["points"] for level in criterion["levels"]),
            )
        )
    return scored
