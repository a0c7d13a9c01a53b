"""What is worth mending in the drafts: found by reading them, never stored.

A ``Check`` says what is looked for and what to do about it; a ``Finding`` is one place with the
address where it is mended. Other rings add theirs to ``SOURCES``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages import SOURCE_LANGUAGE, column, is_untranslated, localized

from .changes import draft_changes
from .enums import Kind, Role
from .kinds import KINDS, every_step_has_a_line, steps
from .models import Clause, Moment, Norm, NormOfKind
from .phrases.models import SPOKEN
from .services import problem_of_drawing


@dataclass(frozen=True)
class Check:
    """``advice`` says in one sentence why it matters or how it is mended."""

    slug: str
    label: Promise
    advice: Promise


@dataclass(frozen=True)
class Finding:
    """``where`` is a code, ``text`` what stands there, ``said`` what about it, perhaps empty.

    ``norm_ids`` are the norms that it concerns; an item may ask about several.
    """

    check: Check
    where: str
    text: str
    url: str
    norm_ids: frozenset[int]
    said: str = ""


UNPUBLISHED = Check(
    "unpublished",
    gettext_lazy("Norms with unpublished changes"),
    gettext_lazy("Readers still see the edition before. Look at the changes, then publish."),
)
NO_REASON = Check(
    "reason",
    gettext_lazy("Clauses without a reason"),
    gettext_lazy("Whoever knows why keeps to it. One sentence is enough."),
)
NO_MEASURE = Check(
    "measure",
    gettext_lazy("Numbers in the text that are not a measure"),
    gettext_lazy(
        "Give the number in the measure fields too: then it shows as a chip and can be asked."
    ),
)
NO_LINE = Check(
    "line",
    gettext_lazy("Steps without a line to say"),
    gettext_lazy("A norm of this kind gives the words for every step: add a “say” clause below."),
)
NO_CITATION = Check(
    "citation",
    gettext_lazy("Clauses without a source"),
    gettext_lazy("Name the source point, as in H1-W2."),
)
NOT_TRANSLATED = Check(
    "translation",
    gettext_lazy("Missing English"),
    gettext_lazy("English readers see the Chinese here."),
)
STALE = Check(
    "stale",
    gettext_lazy("English older than its Chinese"),
    gettext_lazy("Rewrite the English, or tick that it still says what the Chinese says."),
)
DRAWING = Check(
    "drawing",
    gettext_lazy("Drawings that do not fit"),
    gettext_lazy("Choose another drawing, or none, or mend the measure."),
)
NO_EXERCISES = Check(
    "exercises",
    gettext_lazy("Cases without clauses that they exercise"),
    gettext_lazy(
        "Name three to six clauses of other norms: then a meeting knows what to take away."
    ),
)
NO_MOMENT = Check(
    "moment",
    gettext_lazy("Lines that serve at no moment"),
    gettext_lazy(
        "In the phrase book they stand last, under their norm's title. Open a moment and add them."
    ),
)

#: Every check in the order of the page; a ring above appends its own.
CHECKS = [
    UNPUBLISHED,
    NO_REASON,
    NO_MEASURE,
    NO_LINE,
    NO_CITATION,
    NOT_TRANSLATED,
    STALE,
    DRAWING,
    NO_EXERCISES,
    NO_MOMENT,
]

#: These roles tell of a case or ask about it: there is no why to them.
WITHOUT_REASON = (Role.SITUATION, Role.WANT, Role.QUESTION)
#: Figures in facts stand beside their source and are no rule; a case's story is none either.
RULES = (Role.PRINCIPLE, Role.DO, Role.DONT, Role.STEP, Role.SAY, Role.AVOID)
#: A number in digits followed by a unit that a measure can have.
NUMBER_WITH_UNIT = re.compile(
    r"\d+(?:\.\d+)?\s*(?:[–~～至到/-]\s*\d+(?:\.\d+)?)?\s*"
    r"(?:厘米|公分|米|秒|分钟|个?小时|工作日|天|次|声|遍|人|颗|步|[%％]|(?:cm|m|s|min|h)\b)"
)


def norm_findings(norms: Iterable[Norm]) -> Iterator[Finding]:
    """What the drafts of norms show; fetch the norms ``with_draft()``."""
    for norm in norms:
        yield from _of_norm(norm)
        yield from _silent_steps(norm)
        for index, clause in enumerate(norm.clauses.all()):
            if not clause.withdrawn:
                yield from _of_clause(norm, clause, index)


def case_findings(norms: Iterable[Norm]) -> Iterator[Finding]:
    """Cases that exercise nothing."""
    exercising = set(Norm.objects.filter(exercises__isnull=False).values_list("pk", flat=True))
    for norm in norms:
        if norm.kind == Kind.CASE and norm.pk not in exercising:
            url = f"{admin_url(norm, 'change')}#id_exercises"
            title = localized(norm, "title")
            yield Finding(NO_EXERCISES, norm.slug, title, url, frozenset([norm.pk]))


def line_findings(norms: Iterable[Norm]) -> Iterator[Finding]:
    """Lines that the phrase book has no moment for."""
    placed = set(Moment.clauses.through.objects.values_list("clause_id", flat=True))
    url = reverse("admin:standards_moment_changelist")
    for norm in norms:
        for clause in norm.clauses.all():
            if clause.role in SPOKEN and not clause.withdrawn and clause.pk not in placed:
                text = localized(clause, "line")
                yield Finding(NO_MOMENT, clause.code, text, url, frozenset([norm.pk]))


#: Each takes the norms, fetched ``with_draft()``, and yields findings.
SOURCES: list[Callable[[Iterable[Norm]], Iterator[Finding]]] = [
    norm_findings,
    case_findings,
    line_findings,
]


def findings(norms: Iterable[Norm]) -> list[Finding]:
    norms = list(norms)
    return [finding for source in SOURCES for finding in source(norms)]


def _of_norm(norm: Norm) -> Iterator[Finding]:
    def found(check, said="", page="change", anchor=""):
        url = admin_url(norm, page) + anchor
        return Finding(check, norm.slug, localized(norm, "title"), url, frozenset([norm.pk]), said)

    if norm.current_edition and draft_changes(norm):
        yield found(UNPUBLISHED, page="publish")
    elif norm.current_edition is None:
        yield found(UNPUBLISHED, _("never published"), page="publish")
    yield from _english(found, norm, "id_")


def _of_clause(norm: Norm, clause: Clause, index: int) -> Iterator[Finding]:
    field = f"id_clauses-{index}-"

    def found(check, said="", name="text_zh_hans", anchor=""):
        anchor = anchor or f"#{field}{name}"
        url = admin_url(norm, "change") + anchor
        text = localized(clause, "text")
        return Finding(check, clause.code, text, url, frozenset([norm.pk]), said)

    if not localized(clause, "reason", SOURCE_LANGUAGE) and clause.role not in WITHOUT_REASON:
        yield found(NO_REASON, name="reason_zh_hans")
    is_rule = clause.role in RULES and not clause.measure_comparison
    if is_rule and (number := NUMBER_WITH_UNIT.search(clause.text_zh_hans or "")):
        yield found(NO_MEASURE, number.group(), name="measure_comparison")
    if not clause.citations.all():
        yield found(NO_CITATION, name="citations")
    if problem := problem_of_drawing(clause):
        yield found(DRAWING, problem, name="drawing")
    yield from _english(found, clause, field)


def _english(found, row: Norm | Clause, field: str) -> Iterator[Finding]:
    stale = row.stale_translations()
    missing = [name for name in row.TRACKED if is_untranslated(row, name, "en")]
    for check, names in ((NOT_TRANSLATED, missing), (STALE, stale)):
        if names:
            anchor = f"#{field}{column(names[0], 'en')}"
            yield found(check, _labels(row, names), anchor=anchor)


def _labels(row, names: list[str]) -> str:
    return " · ".join(str(row._meta.get_field(name).verbose_name) for name in names)


def _silent_steps(norm: Norm) -> Iterator[Finding]:
    if every_step_has_a_line not in KINDS[norm.kind].demands:
        return
    clauses = list(norm.clauses.all())
    places = {clause.pk: index for index, clause in enumerate(clauses)}
    for step, owned in steps([clause for clause in clauses if not clause.withdrawn]):
        if not any(clause.role == Role.SAY for clause in owned):
            url = f"{admin_url(norm, 'change')}#id_clauses-{places[step.pk]}-role"
            text = localized(step, "text")
            yield Finding(NO_LINE, step.code, text, url, frozenset([norm.pk]))


def admin_url(norm: Norm, page: str) -> str:
    """A page of the norm in the admin site, which edits each kind as a model of its own."""
    model = next(model for model in NormOfKind.__subclasses__() if norm.kind == model.KIND)
    return reverse(f"admin:standards_{model._meta.model_name}_{page}", args=[norm.pk])
