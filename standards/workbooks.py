"""Norms and their clauses as a workbook, out of the drafts and back into them."""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.models import JobRole
from portal.workbooks.base import Workbook
from portal.workbooks.changes import RowChange
from portal.workbooks.columns import (
    Choice,
    Codes,
    Column,
    Number,
    Row,
    Table,
    choice_column,
    paired_columns,
    text_column,
    truth_column,
    values_of,
)

from .drawings import DRAWINGS
from .enums import Kind
from .kinds import KINDS
from .models import Clause, Norm, NormOfKind, SourcePoint, Topic
from .services import choose_exercises

POSITIONS = Number(0, 32767)
MEASURES = Number(-99_999, 99_999, places=3)
NORM_PLAIN = ("slug", "kind", "position")
NORM_TEXTS = tuple(each.code for name in Norm.TRACKED for each in paired_columns(Norm, name))
CLAUSE_PLAIN = (
    "code",
    "role",
    "applies_to",
    "measure_comparison",
    "measure_low",
    "measure_high",
    "measure_unit",
    "is_critical",
    "is_derived",
    "stands_alone",
    "withdrawn",
    "drawing",
    "position",
)
CLAUSE_TEXTS = tuple(each.code for name in Clause.TRACKED for each in paired_columns(Clause, name))
#: Checked as columns, or not of the file.
NORM_UNCHECKED = ("topic", "current_edition", "loaded_digest", *Norm.TRACKED)
CLAUSE_UNCHECKED = ("norm", "current_version", "loaded_digest", *Clause.TRACKED)
KIND_MODELS = {model.KIND.value: model for model in NormOfKind.__subclasses__()}


def norms_table() -> Table:
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    job_roles = frozenset(JobRole.objects.values_list("code", flat=True))
    return Table(
        "norms",
        gettext_lazy("Norms"),
        ("slug",),
        (
            text_column(Norm, "slug"),
            choice_column(Norm, "kind", required=True),
            Column("topic", gettext_lazy("topic"), Choice(topics), required=True),
            Column("position", gettext_lazy("position"), POSITIONS, default=0, keeps=True),
            Column("job_roles", gettext_lazy("binds"), Codes(job_roles), default=()),
            Column("exercises", gettext_lazy("clauses exercised"), Codes(upper=True), default=()),
            *paired_columns(Norm, "title", required=True),
            *paired_columns(Norm, "summary"),
        ),
    )


def clauses_table() -> Table:
    points = frozenset(SourcePoint.objects.values_list("code", flat=True))
    drawings = {name: drawing.label for name, drawing in DRAWINGS.items()}
    return Table(
        "clauses",
        gettext_lazy("Clauses"),
        ("code",),
        (
            text_column(Clause, "code"),
            Column("norm", gettext_lazy("norm"), required=True),
            Column("position", gettext_lazy("position"), POSITIONS, default=None, keeps=True),
            choice_column(Clause, "role", required=True),
            *paired_columns(Clause, "text", required=True),
            *(
                each
                for name in ("reason", "line", "situation", "instead")
                for each in paired_columns(Clause, name)
            ),
            choice_column(Clause, "applies_to", default="everyone"),
            choice_column(Clause, "measure_comparison"),
            Column("measure_low", gettext_lazy("low"), MEASURES, default=None),
            Column("measure_high", gettext_lazy("high"), MEASURES, default=None),
            choice_column(Clause, "measure_unit", label=pgettext_lazy("measure", "unit")),
            truth_column(Clause, "is_critical"),
            truth_column(Clause, "is_derived"),
            truth_column(Clause, "stands_alone"),
            truth_column(Clause, "withdrawn"),
            Column("drawing", gettext_lazy("drawing"), Choice(drawings)),
            Column("citations", gettext_lazy("citations"), Codes(points, upper=True), default=()),
        ),
    )


class NormsWorkbook(Workbook):
    """Two sheets, for norms by slug and clauses by code."""

    name = "norms"

    @cached_property
    def tables(self):
        return (norms_table(), clauses_table())

    def rows(self, selected):
        norms = selected.select_related("topic").prefetch_related(
            "job_roles", "exercises", "clauses__citations"
        )
        clauses = [(clause, norm) for norm in norms for clause in norm.clauses.all()]
        return {
            "norms": [norm_row(norm) for norm in norms],
            "clauses": [clause_row(clause, norm.slug) for clause, norm in clauses],
        }

    def stored(self, rows, *, lock):
        norms = Norm.objects.select_related("topic").prefetch_related("job_roles", "exercises")
        clauses = Clause.objects.select_related("norm").prefetch_related("citations")
        if lock:
            norms = norms.select_for_update(of=("self",))
            clauses = clauses.select_for_update(of=("self",))
        codes = {row.values["code"] for row in rows["clauses"]}
        self.clauses = clauses.in_bulk(sorted(codes), field_name="code")
        slugs = {row.values["slug"] for row in rows["norms"]}
        slugs |= {row.values["norm"] for row in rows["clauses"] if row.values.get("norm")}
        slugs |= {clause.norm.slug for clause in self.clauses.values()}
        self.norms = norms.in_bulk(sorted(slugs), field_name="slug")
        return {
            "norms": {(slug,): norm_row(norm) for slug, norm in self.norms.items()},
            "clauses": {
                (code,): clause_row(clause, clause.norm.slug)
                for code, clause in self.clauses.items()
            },
        }

    def prepare(self, changes):
        self.norm_changes = changes["norms"]
        self.clause_changes = changes["clauses"]
        for change in self.norm_changes:
            self._prepare_norm(change)
        self._place_at_the_end([c for c in self.clause_changes if c.new["position"] is None])
        for change in self.clause_changes:
            self._prepare_clause(change)
        self._check_exercises()

    def _prepare_norm(self, change: RowChange) -> None:
        norm = self.norms.setdefault(change.new["slug"], Norm(slug=change.new["slug"]))
        if change.old and change.old["kind"] != change.new["kind"]:
            self.complain(change, "kind", _("A norm keeps its kind."))
        _assign(norm, change.new, NORM_PLAIN + NORM_TEXTS)
        self.validate(change, norm, exclude=NORM_UNCHECKED)

    def _place_at_the_end(self, changes: list[RowChange]) -> None:
        """Give new clauses without a position the next ones of their norm, in the file's order."""
        if not changes:
            return
        slugs = {change.new["norm"] for change in changes}
        drafted = Clause.objects.filter(norm__slug__in=slugs).order_by().values_list("norm__slug")
        last = dict(drafted.annotate(last=Max("position")))
        for change in self.clause_changes:
            if change.new["position"] is not None:
                slug = change.new["norm"]
                last[slug] = max(last.get(slug) or 0, change.new["position"])
        for change in changes:
            slug = change.new["norm"]
            last[slug] = change.new["position"] = (last.get(slug) or 0) + 1

    def _prepare_clause(self, change: RowChange) -> None:
        row = change.new
        clause = self.clauses.setdefault(row["code"], Clause(code=row["code"]))
        norm = self.norms.get(row["norm"])
        if change.old and change.old["norm"] != row["norm"]:
            belongs = _("This code belongs to the norm %(slug)s.") % {"slug": change.old["norm"]}
            self.complain(change, "norm", belongs)
        elif norm is None and row["norm"]:
            self.complain(change, "norm", _("There is no norm of this name, nor on its sheet."))
        elif norm and norm.kind in KINDS and row["role"] not in ("", *KINDS[norm.kind].roles):
            self.complain(change, "role", _("A norm of this kind has no such clauses."))
        _assign(clause, row, CLAUSE_PLAIN + CLAUSE_TEXTS)
        self.validate(change, clause, exclude=CLAUSE_UNCHECKED)

    def _check_exercises(self) -> None:
        """A case names clauses of other norms; they may be new in the same file."""
        named = {code for change in self.norm_changes for code in change.new["exercises"]}
        others = Clause.objects.exclude(norm__kind=Kind.CASE).filter(code__in=named)
        known = {*others.values_list("code", flat=True)} if named else set()
        known |= {change.new["code"] for change in self.clause_changes if change.is_new}
        for change in self.norm_changes:
            unknown = [code for code in change.new["exercises"] if code not in known]
            if change.new["exercises"] and change.new["kind"] != Kind.CASE:
                self.complain(change, "exercises", _("Only cases exercise clauses of other norms."))
            elif unknown:
                problem = _("Nothing has the code %(codes)s.") % {"codes": ", ".join(unknown)}
                self.complain(change, "exercises", problem)

    def write(self):
        written: dict[str, bool] = {}
        for change in self.norm_changes:
            self._write_norm(change)
            written[change.new["slug"]] = change.is_new
        cited = {code for change in self.clause_changes for code in change.new["citations"]}
        points = SourcePoint.objects.in_bulk(sorted(cited), field_name="code")
        for change in self.clause_changes:
            clause = self.clauses[change.new["code"]]
            clause.norm = self.norms[change.new["norm"]]
            clause.save()
            if "citations" in change.changed():
                clause.citations.set([points[code] for code in change.new["citations"]])
            written.setdefault(change.new["norm"], False)
        for change in self.norm_changes:
            if "exercises" in change.changed():
                named = Clause.objects.filter(code__in=change.new["exercises"])
                choose_exercises(case=self.norms[change.new["slug"]], clauses=named)
        return [(_of_its_kind(self.norms[slug]), is_new) for slug, is_new in written.items()]

    def _write_norm(self, change: RowChange) -> None:
        norm = self.norms[change.new["slug"]]
        norm.topic = self._topics[change.new["topic"]]
        norm.save()
        if "job_roles" in change.changed():
            norm.job_roles.set(JobRole.objects.filter(code__in=change.new["job_roles"]))

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return {topic.slug: topic for topic in Topic.objects.all()}


def norm_row(norm: Norm) -> Row:
    return {
        **values_of(norm, NORM_PLAIN + NORM_TEXTS),
        "topic": norm.topic.slug,
        "job_roles": tuple(sorted(role.code for role in norm.job_roles.all())),
        "exercises": tuple(sorted(clause.code for clause in norm.exercises.all())),
    }


def clause_row(clause: Clause, slug: str) -> Row:
    return {
        **values_of(clause, CLAUSE_PLAIN + CLAUSE_TEXTS),
        "norm": slug,
        "citations": tuple(sorted(point.code for point in clause.citations.all())),
    }


def _assign(instance, row: Row, names: Iterable[str]) -> None:
    for name in names:
        setattr(instance, name, row[name])


def _of_its_kind(norm: Norm) -> Norm:
    """The norm as the model whose page in the admin site keeps its history."""
    model = KIND_MODELS[norm.kind]
    values = {field.attname: getattr(norm, field.attname) for field in Norm._meta.concrete_fields}
    return model(**values)
