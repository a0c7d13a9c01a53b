"""All that ships of the norms and the glossary, as far as a search over it needs it.

Publishing them one by one takes a minute; this writes the same editions at one stroke, without
sources, measures, pages and checks.
"""

from io import StringIO

from django.core.management import call_command

from portal.seeding import columns, documents
from standards.content import load_shelves
from standards.editions import CLAUSE_TEXTS, ClauseVersion, Edition, EditionClause
from standards.enums import Audience
from standards.glossary.content import load_glossary
from standards.models import Clause, Norm, Topic
from tests.factories import NOW


def write_shipped_norms() -> None:
    """Topics, norms, their clauses and first editions, the glossary, and what can be found."""
    load_shelves()
    contents = {content["slug"]: content for _path, content in documents("norms")}
    _write_norms(contents)
    _write_editions(contents)
    load_glossary()
    call_command("rebuild_search", stdout=StringIO())


def _write_norms(contents: dict[str, dict]) -> None:
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    Norm.objects.bulk_create(
        Norm(
            slug=slug,
            kind=content["kind"],
            topic=topics[content["topic"]],
            position=content.get("position", 0),
            **columns(content, *Norm.TRACKED),
        )
        for slug, content in contents.items()
    )
    Clause.objects.bulk_create(
        Clause(norm=norm, code=entry["code"], role=entry["role"], position=position)
        for norm in Norm.objects.order_by("pk")
        for position, entry in enumerate(contents[norm.slug]["clauses"], start=1)
    )


def _write_editions(contents: dict[str, dict]) -> None:
    norms = Norm.objects.order_by("pk")
    Edition.objects.bulk_create(
        Edition(
            norm=norm,
            number=1,
            read_minutes=1,
            published_at=NOW,
            **columns(contents[norm.slug], *Norm.TRACKED),
        )
        for norm in norms
    )
    editions = {edition.norm_id: edition for edition in Edition.objects.all()}
    for norm in norms:
        norm.current_edition = editions[norm.pk]
    Norm.objects.bulk_update(norms, ["current_edition"])
    entries = {entry["code"]: entry for one in contents.values() for entry in one["clauses"]}
    clauses = Clause.objects.order_by("pk")
    ClauseVersion.objects.bulk_create(
        ClauseVersion(
            clause=clause,
            number=1,
            code=clause.code,
            role=clause.role,
            applies_to=entries[clause.code].get("applies_to", Audience.EVERYONE),
            is_critical=False,
            is_derived=False,
            stands_alone=False,
            published_at=NOW,
            **columns(entries[clause.code], *CLAUSE_TEXTS),
        )
        for clause in clauses
    )
    versions = ClauseVersion.objects.select_related("clause").order_by("pk")
    EditionClause.objects.bulk_create(
        EditionClause(
            edition=editions[version.clause.norm_id],
            version=version,
            position=version.clause.position,
        )
        for version in versions
    )
