"""Builders of checklists and rounds; rounds are saved through the service."""

import uuid

from standards.models import Clause
from tests.factories import NOW
from training.rounds.models import Checklist, ChecklistClause, Round
from training.rounds.services import Mark, save_round
from training.rounds.subjects import by_code


def make_checklist(slug: str, codes: list[str], **fields) -> Checklist:
    fields = {"title_zh_hans": "工牌检查", "title_en": "Badge check"} | fields
    checklist = Checklist.objects.create(slug=slug, **fields)
    for position, code in enumerate(codes, start=1):
        clause = Clause.objects.get(code=code)
        ChecklistClause.objects.create(checklist=checklist, clause=clause, position=position)
    return checklist


def marks(results: dict[str, str]) -> list[Mark]:
    """``{"DRESS-02": "pass"}`` as the service takes it."""
    versions = {version.code: version for version in by_code(list(results))}
    return [Mark(versions[code], result) for code, result in results.items()]


def make_round(person, observer, results: dict[str, str], checklist=None, **fields) -> Round:
    fields = {"request_id": uuid.uuid4(), "at": NOW} | fields
    return save_round(
        observer=observer, person=person, marks=marks(results), checklist=checklist, **fields
    )
