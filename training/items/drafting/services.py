"""Deciding on a drafted question: it becomes an item's draft, or it is not proposed again."""

from datetime import datetime

from django.db import transaction

from portal.languages import column
from portal.models import Person
from standards.models import Clause

from ..models import Item, ItemOption, ItemProposal
from .proposals import Proposal, Texts


class AlreadyDecided(Exception):
    """Somebody accepted or rejected the proposal before; ``item`` is what came of it, or None."""

    def __init__(self, item: Item | None):
        super().__init__()
        self.item = item


@transaction.atomic
def accept_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Item:
    """Write the proposal as an item's draft, which nobody is asked until an editor publishes it.

    Raises ``AlreadyDecided``; then nothing is written.
    """
    decision = _decide(proposal, by, accepted_at=at)
    clauses = {clause.code: clause for clause in Clause.objects.filter(code__in=_codes(proposal))}
    item = Item.objects.create(
        code=_free_code(proposal),
        kind=proposal.kind,
        is_true=proposal.is_true,
        answer=proposal.answer,
        unit=proposal.unit,
        **_columns("stem", proposal.stem),
        **_columns("explanation", proposal.explanation),
    )
    item.clauses.set(clauses[code] for code in proposal.clauses)
    for position, option in enumerate(proposal.options, start=1):
        ItemOption.objects.create(
            item=item,
            is_correct=option.is_correct,
            clause=clauses[option.clause],
            position=position,
            **_columns("text", option.text),
        )
    decision.item = item
    decision.save(update_fields=["item"])
    return item


@transaction.atomic
def reject_proposal(*, proposal: Proposal, by: Person, at: datetime) -> None:
    """Remember that the proposal is not wanted. Raises ``AlreadyDecided``."""
    _decide(proposal, by, rejected_at=at)


def _decide(proposal: Proposal, by: Person, **stamp: datetime) -> ItemProposal:
    decision, is_new = ItemProposal.objects.get_or_create(
        clause_version=proposal.version,
        generator=proposal.generator,
        defaults={"decided_by": by, **stamp},
    )
    if not is_new:
        raise AlreadyDecided(decision.item)
    return decision


def _codes(proposal: Proposal) -> set[str]:
    return {*proposal.clauses, *(option.clause for option in proposal.options)}


def _columns(name: str, texts: Texts) -> Texts:
    return {column(name, code): text for code, text in texts.items()}


def _free_code(proposal: Proposal) -> str:
    """``"dress-02-truth"``, with a number behind it where an earlier version's took that."""
    code = f"{proposal.version.code.lower()}-{proposal.generator}"
    taken = set(Item.objects.filter(code__startswith=code).values_list("code", flat=True))
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (code, *numbered) if each not in taken)
