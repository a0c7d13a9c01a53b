"""Which drafted questions wait for an editor."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import F

from standards.editions import EditionClause

from ..models import Item, ItemProposal
from .generators import proposals_of
from .proposals import Proposal


def open_proposals(norm: str = "") -> list[Proposal]:
    """Proposals that nobody decided on, norm by norm; ``norm`` is a slug that narrows it down.

    Left out is what an item asks already: one of the same kind about the same clause.
    """
    decided = set(ItemProposal.objects.values_list("clause_version", "generator"))
    asked = set(Item.objects.filter(clauses__isnull=False).values_list("clauses__code", "kind"))
    return [
        proposal
        for proposal in _proposals(norm)
        if (proposal.version.pk, proposal.generator) not in decided
        and (proposal.version.code, proposal.kind.value) not in asked
    ]


def proposal_named(key: str) -> Proposal | None:
    """The proposal that ``Proposal.key`` names; None when its clause has moved on since."""
    version, _dash, generator = key.partition("-")
    if not version.isdecimal() or len(version) > 18:
        return None
    entry = _entries().filter(version=int(version)).first()
    if entry is None:
        return None
    made = _proposals(entry.edition.norm.slug)
    return next((proposal for proposal in made if proposal.key == f"{version}-{generator}"), None)


def _entries():
    """What readers see today, in reading order within each norm."""
    entries = EditionClause.objects.filter(edition__norm__current_edition=F("edition"))
    return entries.select_related("version", "edition__norm").order_by(
        "edition__norm__topic__position",
        "edition__norm__position",
        "edition__norm__slug",
        "position",
    )


def _proposals(norm: str) -> Iterator[Proposal]:
    entries = _entries().filter(edition__norm__slug=norm) if norm else _entries()
    for edition, group in groupby(entries, key=lambda entry: entry.edition):
        yield from proposals_of(edition, [entry.version for entry in group])
