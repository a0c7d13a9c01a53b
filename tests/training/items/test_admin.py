"""Writing items in the admin site: options, rubrics, publishing."""

import pytest
from django.urls import reverse

from tests.admin_posts import add_row, errors, values
from tests.factories import make_norms
from tests.training.builders import make_order, make_short, make_single
from training.items.models import Item, ItemVersion

MARKUP = '<script>alert("x")</script><b>粗</b>'
ADD_URL = "/admin/training/item/add/"


def change_url(item):
    return reverse("admin:training_item_change", args=[item.pk])


def publish_url(item):
    return reverse("admin:training_item_publish", args=[item.pk])


@pytest.fixture
def desk(client, song, dress_norm):
    client.force_login(song)
    return client


def save(desk, item, changes):
    return desk.post(change_url(item), values(desk.get(change_url(item))) | changes)


def fresh(item):
    return Item.objects.get(pk=item.pk)


def test_editor_writes_a_question_with_options_and_publishes_it(desk):
    opened = desk.get(ADD_URL)
    data = values(opened) | {
        "kind": "single",
        "code": "badge-where",
        "stem_zh_hans": "工牌戴在哪里？",
        "stem_en": "Where does the badge go?",
        "clauses": "dress-02，DRESS-05",
        "_publish": "1",
    }
    for text, is_correct in (("左胸口袋上口", "on"), ("右胸", "")):
        row = {"text_zh_hans": text} | ({"is_correct": is_correct} if is_correct else {})
        data = add_row(opened, data, "options", **row)

    saved = desk.post(ADD_URL, data)

    item = Item.objects.get(code="badge-where")
    assert saved["Location"] == publish_url(item)
    assert item.current_version is None
    assert "左胸口袋上口" in desk.get(publish_url(item)).content.decode()

    desk.post(publish_url(item))

    version = fresh(item).current_version
    assert [option["correct"] for option in version.payload["options"]] == [True, False]
    assert version.payload["clauses"] == ["DRESS-02", "DRESS-05"]


def test_unpublished_edit_leaves_the_version_as_it_was(desk):
    item = make_single()
    before = item.current_version.payload

    save(desk, item, {"stem_zh_hans": "上下几厘米？", "options-0-text_zh_hans": "两厘米"})

    assert fresh(item).stem_zh_hans == "上下几厘米？"
    assert fresh(item).current_version.payload == before
    assert ItemVersion.objects.count() == 1


def test_option_keeps_its_key_when_its_text_changes(desk):
    item = make_single()
    before = [option.key for option in item.options.all()]

    save(desk, item, {"options-0-text_zh_hans": "两厘米", "options-1-clause": ""})

    options = list(item.options.select_related("clause"))
    assert [option.key for option in options] == before
    assert (options[0].text_zh_hans, options[1].clause) == ("两厘米", None)


def test_steps_are_reordered(desk):
    item = make_order(steps=("报家门", "约时间", "道别"))

    save(desk, item, {"options-0-position": 3, "options-2-position": 1, "options-1-position": 2})

    assert [option.text_zh_hans for option in item.options.all()] == ["道别", "约时间", "报家门"]


def test_rubric_is_typed_a_level_a_line(desk):
    item = make_short(criteria=1)
    level_keys = {level.points: level.key for level in item.criteria.get().levels.all()}

    save(
        desk,
        item,
        {"criteria-0-levels": "0 | 没有道歉\n2｜先道歉，再复述 | Apologises\n3 | 还谢了客户"},
    )

    levels = list(item.criteria.get().levels.all())
    assert [(str(level.points), level.text_zh_hans, level.text_en) for level in levels] == [
        ("0.0", "没有道歉", ""),
        ("2.0", "先道歉，再复述", "Apologises"),
        ("3.0", "还谢了客户", ""),
    ]
    assert [levels[0].key, levels[1].key] == [level_keys[0], level_keys[2]]


def test_level_keeps_its_key_when_its_points_change(desk):
    item = make_short(criteria=1)
    level_keys = {level.text_zh_hans: level.key for level in item.criteria.get().levels.all()}

    save(desk, item, {"criteria-0-levels": "0 | 没有\n1 | 清楚"})

    keys = {level.text_zh_hans: level.key for level in item.criteria.get().levels.all()}
    assert keys == {"没有": level_keys["没有"], "清楚": level_keys["清楚"]}


def test_saving_an_untouched_item_changes_nothing(desk):
    for item in (make_single(), make_order(), make_short()):
        before = item.current_version.payload

        save(desk, item, {})

        response = desk.get(publish_url(item))
        assert not response.context["has_changes"]
        assert fresh(item).current_version.payload == before


def test_new_criterion_comes_with_its_levels(desk):
    item = make_short(criteria=1)
    opened = desk.get(change_url(item))
    data = add_row(
        opened,
        values(opened) | {"max_points": "4"},
        "criteria",
        title_zh_hans="给出方案",
        levels="0 | 没有\n2 | 有",
        clause="DRESS-05",
    )

    desk.post(change_url(item), data)
    desk.post(publish_url(item))

    payload = fresh(item).current_version.payload
    assert [criterion["clause"] for criterion in payload["criteria"]] == [None, "DRESS-05"]
    assert len(payload["criteria"][1]["levels"]) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"criteria-0-levels": "没有"}, "1"),
        ({"criteria-0-levels": "0 | 没有\n很好 | 有"}, "2"),
        ({"criteria-0-levels": "0 | 没有\n-1 | 有"}, "2"),
        ({"criteria-0-levels": "0 | 没有\nNaN | 有"}, "2"),
        ({"criteria-0-levels": "0 | 没有\n1.25 | 有"}, "2"),
        ({"criteria-0-levels": "0 | 没有\n1e400 | 有"}, "2"),
        ({"criteria-0-levels": f"0 | {'长' * 241}"}, "240"),
        ({"criteria-0-levels": "1 | 一\n1.0 | 二"}, "levels"),
        ({"criteria-0-levels": "0 | 一 | one | eins"}, "levels"),
        ({"criteria-0-levels": "\n".join(f"{n} | 档" for n in range(9))}, "8"),
        ({"criteria-0-levels": "0 | 空\x00字"}, "levels"),
        ({"criteria-0-title_zh_hans": ""}, "title_zh_hans"),
        ({"criteria-0-clause": "DRESS-02 DRESS-05"}, "clause"),
        ({"criteria-0-clause": "NO-77"}, "NO-77"),
        ({"clauses": "DRESS-02 NO-77"}, "NO-77"),
        ({"clauses": "DRESS-02 ?"}, "?"),
        ({"clauses": "\x00"}, "clauses"),
        ({"stem_zh_hans": ""}, "stem_zh_hans"),
        ({"stem_zh_hans": "长" * 601}, "600"),
        ({"max_points": "0"}, "__all__"),
        ({"max_points": "-1"}, "__all__"),
        ({"max_points": "12345"}, "max_points"),
        ({"kind": "essay"}, "essay"),
    ],
)
def test_bad_input_is_answered_with_a_message(desk, changes, said):
    item = make_short(criteria=1)

    response = save(desk, item, changes)

    assert response.status_code == 200
    assert said in errors(response) + str(response.context["adminform"].form.errors)
    page = response.content.decode()
    typed = changes.get("criteria-0-levels", "").split("\n")[-1]
    assert typed.replace("\x00", "\ufffd") in page or "\x00" in typed
    assert [str(level.points) for level in item.criteria.get().levels.all()] == [
        "0.0",
        "1.0",
        "2.0",
    ]


def test_what_is_missing_is_said_and_nothing_is_published(desk):
    item = make_single(published=False)
    save(desk, item, {"options-1-is_correct": "on", "clauses": ""})

    response = desk.post(publish_url(item))

    assert response.status_code == 200
    assert len(response.context["problems"]) == 2
    assert fresh(item).current_version is None


def test_published_item_cannot_be_deleted_and_keeps_its_code(desk):
    item = make_single()

    refused = desk.post(reverse("admin:training_item_delete", args=[item.pk]), {"post": "yes"})
    save(desk, item, {"code": "other"})

    assert refused.status_code == 403
    assert fresh(item).code == "badge"


@pytest.mark.parametrize("action", ["change", "delete"])
def test_item_version_refuses_every_post(desk, action):
    version = make_single().current_version

    url = reverse(f"admin:training_itemversion_{action}", args=[version.pk])

    assert desk.post(url, {"post": "yes"}).status_code == 403
    assert ItemVersion.objects.filter(pk=version.pk).exists()


def test_markup_is_shown_as_it_was_typed(desk):
    item = make_short(criteria=1)
    save(
        desk,
        item,
        {
            "stem_zh_hans": MARKUP,
            "stem_en": MARKUP,
            "explanation_zh_hans": MARKUP,
            "criteria-0-title_zh_hans": MARKUP,
            "criteria-0-levels": f"0 | {MARKUP}\n2 | 好",
        },
    )
    desk.post(publish_url(item))

    version = fresh(item).current_version
    assert version.number == 2
    for url in (
        change_url(item),
        publish_url(item),
        reverse("admin:training_item_changelist"),
        reverse("admin:training_itemversion_change", args=[version.pk]),
        reverse("admin:training_itemversion_changelist"),
    ):
        page = desk.get(url).content.decode()
        assert "&lt;b&gt;粗" in page, url
        assert "<b>粗" not in page, url


def test_list_tells_drafts_from_published_items(desk):
    make_single("published")
    make_single("never", published=False)
    changed = make_single("changed")
    Item.objects.filter(pk=changed.pk).update(stem_zh_hans="改了")

    page = desk.get(reverse("admin:training_item_changelist"))

    marked = page.context["cl"].model_admin.state
    assert ["mark-draft" in str(marked(item)) for item in page.context["cl"].result_list] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("model", "queries"), [("item", 10), ("itemversion", 6)])
def test_lists_have_flat_query_counts(desk, count, model, queries, django_assert_num_queries):
    for i in range(count):
        make_single(f"single-{i}")
        make_short(f"short-{i}")

    with django_assert_num_queries(queries):
        response = desk.get(reverse(f"admin:training_{model}_changelist"))

    assert len(response.context["cl"].result_list) == 2 * count


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_items_are_for_editors(client, request, dress_norm, persona):
    item = make_single()
    client.force_login(request.getfixturevalue(persona))

    assert client.get(change_url(item)).status_code == 403
    assert client.post(publish_url(item)).status_code == 403


def test_item_search_finds_by_clause(desk):
    make_single("by-clause", clauses=("DRESS-05",))
    make_norms(2)

    page = desk.get(reverse("admin:training_item_changelist"), {"q": "DRESS-05"})

    assert [item.code for item in page.context["cl"].result_list] == ["by-clause"]
