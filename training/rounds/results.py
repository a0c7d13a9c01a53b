"""What the page of a round says of each clause: as it was worded then, and where it stands now."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from standards.models import ClauseVersion

from .models import Rating, Round
from .services import SCORED
from .wording import audience, word


@dataclass(frozen=True)
class RatedClause:
    """``url`` is empty when the clause left its norm; ``is_reworded`` when it reads otherwise now.

    ``tone`` is "pass", "fail" or empty.
    """

    version: ClauseVersion
    audience: str
    word: str
    tone: str
    comment: str
    url: str
    is_reworded: bool
    is_critical_failure: bool


@dataclass(frozen=True)
class Result:
    """``pct`` is the share kept of what counts, rounded down."""

    pct: int
    clauses: list[RatedClause]

    @property
    def critical_failures(self) -> list[RatedClause]:
        return [clause for clause in self.clauses if clause.is_critical_failure]


def result_of(row: Round) -> Result:
    in_force = ClauseVersion.objects.current().filter(clause=OuterRef("clause_version__clause"))
    ratings = (
        Rating.objects.filter(round=row)
        .select_related("clause_version__clause__norm")
        .annotate(stands=Exists(in_force))
        .order_by("position")
    )
    return Result(
        pct=100 * row.passed // row.scored, clauses=[_clause(rating) for rating in ratings]
    )


def _clause(rating) -> RatedClause:
    version = rating.clause_version
    clause = version.clause
    is_failed = rating.result == Rating.Result.FAIL
    return RatedClause(
        version=version,
        audience=audience(version),
        word=word(version.role, rating.result),
        tone=rating.result if rating.result in SCORED else "",
        comment=rating.comment,
        url=f"{clause.norm.get_absolute_url()}#{version.code}" if rating.stands else "",
        is_reworded=clause.current_version_id != version.pk,
        is_critical_failure=version.is_critical and is_failed,
    )
