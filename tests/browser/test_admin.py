"""The editors' desk in a real browser: dragging, adding, publishing, and nothing that the content
security policy has to stop on any kind of admin page."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from standards.models import ClauseVersion, Edition, Norm
from tests.factories import make_module
from tests.training import builders
from training.attempts.services import start_attempt, submit_attempt

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 900}, "has_touch": False}


def codes(page):
    return page.locator(".clause:not(.empty-form) .clause-code").all_inner_texts()


def drafted(norm):
    return [clause.code for clause in norm.clauses.all()]


def open_norm(visit, song, norm, **context):
    url = reverse("admin:standards_groomingnorm_change", args=[norm.pk])
    page = visit(song, url, **(DESK | context))
    page.wait_for_selector(".clause-tools:not([hidden])")
    return page


def head(page, code):
    return page.locator(f".clause:has(.clause-code:text-is('{code}')) summary h3")


def tools(page, code):
    return page.locator(f".clause:has(.clause-code:text-is('{code}')) .clause-tools")


def drag(page, grip, onto):
    """Take a row by its grip with the mouse and let it go at the lower end of another."""
    start, end = grip.bounding_box(), onto.bounding_box()
    page.mouse.move(start["x"] + 4, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(start["x"] + 6, start["y"] + 20, steps=4)
    for share in (0.5, 0.8, 0.9):
        page.mouse.move(start["x"] + 6, end["y"] + end["height"] * share, steps=8)
        page.wait_for_timeout(250)  # the rows glide aside
    page.mouse.up()


def save(page, name="_continue"):
    with page.expect_navigation():
        page.locator(f".desk-row [name={name}]").click()


def test_editor_drags_a_clause_saves_and_publishes(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)

    drag(page, head(page, "DRESS-01").locator(".grip"), onto=head(page, "DRESS-03"))
    expect(page.locator(".clause-code").nth(0)).to_have_text("DRESS-02")
    save(page, "_publish")

    assert drafted(dress_norm)[:3] == ["DRESS-02", "DRESS-03", "DRESS-01"]
    with page.expect_navigation():
        page.locator(".desk-row input[type=submit]").click()
    listed = Norm.objects.get(pk=dress_norm.pk).current_edition.entries.all()
    assert [entry.version.code for entry in listed][:3] == ["DRESS-02", "DRESS-03", "DRESS-01"]
    assert Edition.objects.count() == 2


def test_clause_is_moved_without_dragging(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)

    tools(page, "DRESS-03").locator("[data-move=up]").click()
    tools(page, "DRESS-03").locator("[data-move=up]").focus()
    page.keyboard.press("Enter")
    save(page)

    assert drafted(dress_norm)[:3] == ["DRESS-03", "DRESS-01", "DRESS-02"]


def test_new_clause_stands_where_it_was_added(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)

    tools(page, "DRESS-02").locator("[data-add]").click()
    row = page.locator("#clauses-6")
    row.locator("[name$=role]").select_option("do")
    row.locator("[name$=text_zh_hans]").fill("皮鞋擦亮。")
    row.locator("[name$=text_en]").fill("Polish your shoes.")
    save(page)

    assert drafted(dress_norm)[:4] == ["DRESS-01", "DRESS-02", "DRESS-07", "DRESS-03"]


def test_new_clause_may_be_taken_away_again(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)
    for number, text in ((6, "一。"), (7, "二。")):
        tools(page, "DRESS-01").locator("[data-add]").click()
        row = page.locator(f"#clauses-{number}")
        row.locator("[name$=role]").select_option("do")
        row.locator("[name$=text_zh_hans]").fill(text)

    page.locator("a.inline-deletelink").first.click()
    save(page)

    texts = [clause.text_zh_hans for clause in dress_norm.clauses.all()]
    assert len(texts) == 7
    assert texts[:3] == ["整洁统一。", "一。", "工牌别在左胸口袋上口，上下不超过 2 厘米。"]


def test_refused_save_loses_neither_words_nor_order(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)
    tools(page, "DRESS-03").locator("[data-move=up]").click()
    head(page, "DRESS-01").click()
    page.locator("#id_clauses-0-citations").fill("H1-W2 NO-77")
    page.locator("#id_clauses-0-text_zh_hans").fill("干净整齐。")

    save(page)

    expect(page.locator("#clauses-0 .errorlist")).to_contain_text("NO-77")
    expect(page.locator("#id_clauses-0-text_zh_hans")).to_have_value("干净整齐。")
    expect(page.locator("#id_clauses-0-text_zh_hans")).to_be_visible()
    page.wait_for_selector(".clause-tools:not([hidden])")
    assert codes(page)[:3] == ["DRESS-01", "DRESS-03", "DRESS-02"]

    page.locator("#id_clauses-0-citations").fill("")
    save(page)

    assert drafted(dress_norm)[:3] == ["DRESS-01", "DRESS-03", "DRESS-02"]


def test_leaving_with_unsaved_words_is_asked_about(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)
    head(page, "DRESS-01").click()
    page.locator("#id_clauses-0-text_zh_hans").fill("干净整齐。")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.locator("a", has_text=re.compile("^首页$")).first.click()
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    expect(page.locator("#id_clauses-0-text_zh_hans")).to_have_value("干净整齐。")


def test_words_to_say_are_asked_for_where_something_is_said(visit, song, phone_norm):
    url = reverse("admin:standards_phonescript_change", args=[phone_norm.pk])
    page = visit(song, url, **DESK)
    page.locator("#clauses-1 summary").click()
    expect(page.locator("#id_clauses-1-line_zh_hans")).to_be_hidden()

    page.locator("#id_clauses-1-role").select_option("avoid")

    expect(page.locator("#id_clauses-1-line_zh_hans")).to_be_visible()
    expect(page.locator("#id_clauses-1-instead_zh_hans")).to_be_visible()


def test_options_of_an_item_are_dragged(visit, song, dress_norm):
    item = builders.make_order(steps=("报家门", "约时间", "道别"))
    page = visit(song, reverse("admin:training_item_change", args=[item.pk]), **DESK)
    page.wait_for_load_state("load")
    page.locator("#options-group").evaluate("group => group.scrollIntoView()")
    grips = page.locator("#options-group tr.has_original td.original p")
    drag(page, grips.nth(0), onto=grips.nth(2))
    save(page)

    assert [option.text_zh_hans for option in item.options.all()] == ["约时间", "道别", "报家门"]


@pytest.fixture
def rows(an, lin, mei, org, dress_norm, phone_norm):
    """One row of everything that has a page in the admin site."""
    now = timezone.now()
    item = builders.make_single()
    quiz = builders.make_quiz([item, builders.make_short(), builders.make_order()])
    duty = builders.make_duty(lin, quiz, given_by=mei, opens_at=now, due_at=None)
    attempt = start_attempt(duty=duty, person=lin, at=now)
    submit_attempt(attempt=attempt, at=now)
    return [
        ("standards", "groomingnorm", dress_norm),
        ("standards", "phonescript", phone_norm),
        ("standards", "topic", dress_norm.topic),
        ("standards", "edition", dress_norm.current_edition),
        ("standards", "clauseversion", ClauseVersion.objects.first()),
        ("training", "item", item),
        ("training", "itemversion", item.current_version),
        ("training", "quiz", quiz),
        ("training", "module", make_module(norms=[dress_norm])),
        ("training", "attempt", attempt),
        ("portal", "person", mei),
        ("portal", "unit", org.city),
        ("portal", "jobrole", lin.job_role),
    ]


LOOK_ONLY = {"edition", "clauseversion", "itemversion", "attempt"}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_admin_page_asks_for_what_the_policy_forbids(visit, an, rows, width):
    """The ``console`` fixture fails the test on any complaint of the browser."""
    page = visit(an, "/admin/", viewport={"width": width, "height": 900})
    addresses = ["/admin/password_change/", "/admin/standards/norm/", "/admin/axes/accessattempt/"]
    for app, model, row in rows:
        base = f"/admin/{app}/{model}/"
        addresses += [base, f"{base}{row.pk}/change/", f"{base}{row.pk}/history/"]
        if model not in LOOK_ONLY:
            addresses.append(f"{base}add/")
        if model in {"groomingnorm", "phonescript", "item"}:
            addresses.append(f"{base}{row.pk}/publish/")
        if model in {"quiz", "module", "topic"}:
            addresses.append(f"{base}{row.pk}/delete/")
    addresses.append(f"/admin/portal/person/{an.pk}/password/")
    for address in addresses:
        response = page.goto(address)
        assert response.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_choices_are_found_while_typing(visit, song, dress_norm):
    quiz = builders.make_quiz([builders.make_single()])
    page = visit(song, reverse("admin:training_quiz_change", args=[quiz.pk]), **DESK)
    page.wait_for_load_state("load")

    page.locator("#entries-group .add-row a").click()
    page.locator("#entries-1 .field-draw_from .select2-selection").click()
    page.locator(".select2-search__field").fill("着")
    page.locator(".select2-results__option", has_text="着装").click()
    page.locator("#id_entries-1-draw_count").fill("2")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/quiz/")

    assert [entry.draw_from for entry in quiz.entries.all()] == [None, dress_norm]
