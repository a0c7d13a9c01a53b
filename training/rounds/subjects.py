"""What a round looks at: a checklist, a norm's critical clauses, a weak clause, or chosen ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from portal.forms import is_slug
from portal.languages import localized
from standards.models import ClauseVersion, Norm

from .models import Checklist
from .querysets import OBSERVABLE_ROLES

#: A round is a glance between two customers: long ones get faked.
FEWEST_CLAUSES, MOST_CLAUSES = 3, 10
MAX_CODE = 20  # characters, as Clause.code


@dataclass(frozen=True)
class Subject:
    """Clauses as they are worded today, in the order to look at them."""

    versions: list[ClauseVersion]
    checklist: Checklist | None = None

    @property
    def title(self) -> str:
        if self.checklist:
            return str(self.checklist)
        norms = {version.clause.norm for version in self.versions}
        if len(norms) == 1:
            return localized(norms.pop().current_edition, "title")
        return _("Clauses chosen by hand")

    @property
    def is_of_shift(self) -> bool:
        """Everybody on shift at once, exceptions only."""
        return self.checklist is not None and self.checklist.scope == Checklist.Scope.SHIFT

    @property
    def query(self) -> list[tuple[str, str]]:
        """Names and values by which an address, or a form, asks for the same again."""
        if self.checklist:
            return [("checklist", self.checklist.slug)]
        return [("clauses", version.code) for version in self.versions]


def observable():
    """Wordings in force that somebody can be seen to keep or break."""
    versions = ClauseVersion.objects.current().filter(role__in=OBSERVABLE_ROLES)
    return versions.select_related("clause__norm__current_edition")


def subject_of(asked) -> Subject | None:
    """What a ``QueryDict`` asks to look at; None when it asks for nothing.

    What is unknown or no longer in force is left out, so the subject may have no clauses.
    """
    if "checklist" in asked:
        return of_checklist(asked["checklist"])
    if "norm" in asked:
        return Subject(critical_first(clauses_of_norm(asked["norm"])))
    if "clause" in asked:
        return around(asked["clause"])
    if codes := asked.getlist("clauses"):
        return Subject(by_code(codes[: MOST_CLAUSES + 1]))
    return None


def of_checklist(slug: str) -> Subject:
    checklist = Checklist.objects.filter(slug=slug).first() if is_slug(slug) else None
    if checklist is None:
        return Subject([])
    return Subject(clauses_of_checklist(checklist), checklist)


def clauses_of_checklist(checklist: Checklist) -> list[ClauseVersion]:
    keys = list(checklist.entries.values_list("clause_id", flat=True))
    versions = {each.clause_id: each for each in observable().filter(clause__in=keys)}
    return [versions[key] for key in keys if key in versions]


def clauses_of_norm(slug: str) -> list[ClauseVersion]:
    """In the order of its current edition."""
    if not is_slug(slug):
        return []
    versions = observable().filter(clause__norm__slug=slug)
    current = F("clause__norm__current_edition")
    return list(versions.filter(entries__edition=current).order_by("entries__position"))


def critical_first(versions: Sequence[ClauseVersion]) -> list[ClauseVersion]:
    """The critical ones, filled up to three from the top; in their own order."""
    ranked = sorted(versions, key=lambda version: not version.is_critical)
    critical = sum(version.is_critical for version in versions)
    chosen = {each.pk for each in ranked[: min(max(critical, FEWEST_CLAUSES), MOST_CLAUSES)]}
    return [version for version in versions if version.pk in chosen]


def around(code: str) -> Subject:
    """A weak clause and up to two of its norm, critical ones first."""
    [*found] = by_code([code])
    if not found:
        return Subject([])
    siblings = [each for each in clauses_of_norm(found[0].clause.norm.slug) if each.code != code]
    siblings.sort(key=lambda version: not version.is_critical)
    return Subject([*found, *siblings[: FEWEST_CLAUSES - 1]])


def by_code(codes: Sequence[str]) -> list[ClauseVersion]:
    """In the order of the codes; unknown ones and repeats are left out."""
    wanted = [code for code in dict.fromkeys(codes) if len(code) <= MAX_CODE and "\x00" not in code]
    versions = {each.code: each for each in observable().filter(code__in=wanted)}
    return [versions[code] for code in wanted if code in versions]


def norms_to_pick_from() -> list[Norm]:
    """Published norms with something to look at, shelf by shelf; ``clause_count`` each."""
    versions = Q(current_edition__clauses__role__in=OBSERVABLE_ROLES)
    critical = versions & Q(current_edition__clauses__is_critical=True)
    norms = Norm.objects.published().select_related("current_edition", "topic")
    counted = norms.annotate(
        clause_count=Count("current_edition__clauses", filter=versions),
        critical_count=Count("current_edition__clauses", filter=critical),
    )
    in_order = counted.order_by("topic__position", "topic__slug", "position", "slug")
    return list(in_order.filter(clause_count__gt=0))
