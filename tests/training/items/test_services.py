"""Publishing an item."""

from standards.services import publish_norm
from tests.factories import NOW
from tests.training.builders import HOUR, make_single


def test_publish_item_freezes_the_wordings_it_asks_about(dress_norm):
    item = make_single(clauses=("DRESS-01", "DRESS-02"))
    asked = [clause.current_version for clause in item.clauses.order_by("code")]
    reworded = item.clauses.get(code="DRESS-02")
    reworded.text_zh_hans = "工牌别在左胸。"
    reworded.save()

    publish_norm(norm=dress_norm, by=None, at=NOW + HOUR)

    assert list(item.current_version.clause_versions.order_by("code")) == asked
