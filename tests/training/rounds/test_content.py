"""Checklists that ship with the portal: loaded once, never over what an editor wrote."""

import pytest

from portal.seeding import Outcome, documents
from tests.training.rounds.builders import make_checklist
from training.content import load_checklist
from training.rounds.models import Checklist
from training.rounds.subjects import FEWEST_CLAUSES, MOST_CLAUSES

CONTENT = {
    "slug": "badge-check",
    "scope": "person",
    "position": 3,
    "title_zh_hans": "工牌检查",
    "title_en": "Badge check",
    "summary_zh_hans": "看工牌。",
    "clauses": ["DRESS-05", "DRESS-02", "DRESS-03"],
}


def codes() -> list[str]:
    entries = Checklist.objects.get().entries.select_related("clause")
    return [entry.clause.code for entry in entries]


def test_checklist_is_loaded_in_its_order(dress_norm):
    assert load_checklist(CONTENT) == Outcome.CREATED

    checklist = Checklist.objects.get()
    assert (checklist.position, checklist.title_en, codes()) == (
        3,
        "Badge check",
        CONTENT["clauses"],
    )


def test_loading_again_changes_nothing(dress_norm):
    load_checklist(CONTENT)

    assert load_checklist(CONTENT) == Outcome.UNCHANGED


def test_newer_file_updates_what_nobody_touched(dress_norm):
    load_checklist(CONTENT)

    assert load_checklist(CONTENT | {"clauses": ["DRESS-02", "DRESS-06", "DRESS-05"]}) == (
        Outcome.UPDATED
    )
    assert codes() == ["DRESS-02", "DRESS-06", "DRESS-05"]


def test_what_an_editor_wrote_stays(dress_norm):
    make_checklist("badge-check", ["DRESS-02", "DRESS-03", "DRESS-04"])

    assert load_checklist(CONTENT) == Outcome.KEPT
    assert codes() == ["DRESS-02", "DRESS-03", "DRESS-04"]


@pytest.mark.parametrize(("path", "content"), list(documents("checklists")))
def test_shipped_checklists_are_short(path, content):
    assert path.stem == content["slug"]
    assert FEWEST_CLAUSES <= len(set(content["clauses"])) == len(content["clauses"]) <= MOST_CLAUSES
