"""The editors' desk in a real browser: dragging, adding, publishing, and nothing that the content
security policy has to stop on any kind of admin page."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from standards.models import Clause, ClauseVersion, Edition, Norm
from tests.factories import make_module
from tests.standards.picture_files import jpeg
from tests.training import builders
from training.attempts.services import start_attempt, submit_attempt
from training.items.drafting.queue import open_proposals
from training.items.models import Item

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 900}, "has_touch": False}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}


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
    addresses += ["/admin/standards/lint/", "/admin/training/item/drafts/"]
    for app, model, row in rows:
        base = f"/admin/{app}/{model}/"
        addresses += [base, f"{base}{row.pk}/change/", f"{base}{row.pk}/history/"]
        if model not in LOOK_ONLY:
            addresses.append(f"{base}add/")
        if model in {"groomingnorm", "phonescript", "item"}:
            addresses.append(f"{base}{row.pk}/publish/")
        if model in {"groomingnorm", "phonescript"}:
            addresses.append(f"{base}{row.pk}/preview/")
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


class Steps:
    """Counts what a person does: pages met, and clicks (a choice from a list is one, too)."""

    def __init__(self, page):
        self.page = page
        self.clicks = 0
        self.pages = [page.url]
        page.on("framenavigated", self._met)

    def _met(self, frame):
        if frame == self.page.main_frame:
            self.pages.append(frame.url)

    def click(self, what, **options):
        self.clicks += 1
        (self.page.locator(what) if isinstance(what, str) else what).click(**options)

    def go(self, what):
        with self.page.expect_navigation():
            self.click(what)

    def type(self, what, text):
        """Click into a field, then type over what stands there."""
        self.click(what)
        what.fill(text)

    def choose(self, what, value):
        self.clicks += 2  # open the list, take one
        what.select_option(value)


def test_somebody_new_corrects_adds_reorders_previews_and_publishes(
    visit, song, phone_norm, settings, tmp_path
):
    """From the desk's first page, in at most six pages and forty clicks; they know only what the
    pages say."""
    settings.MEDIA_ROOT = tmp_path / "media"
    page = visit(song, reverse("admin:standards_phonescript_changelist"), **DESK)
    steps = Steps(page)
    steps.go(page.get_by_role("link", name="电话预约", exact=True))
    page.wait_for_selector(".clause-tools:not([hidden])")

    # A clause is corrected in both languages.
    steps.click(head(page, "PHONE-01"))
    steps.type(page.locator("#id_clauses-0-text_zh_hans"), "尊重客户的时间，先问方不方便。")
    steps.type(page.locator("#id_clauses-0-text_en"), "Respect their time: ask if it suits.")

    # It gets a picture with its words.
    steps.clicks += 2  # the button and the file
    page.locator("#id_clauses-0-picture_file").set_input_files(
        {"name": "phone.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    steps.type(page.locator("#id_clauses-0-picture_alt_zh"), "拨号前先看一眼时间")
    steps.type(page.locator("#id_clauses-0-picture_alt_en"), "A look at the clock before dialling")

    # A step is added after the last line to say, with its own line, in one more clause.
    added = {
        "step": ("道别后挂机。", "Say goodbye, then hang up."),
        "say": ("道别。", "Goodbye."),
    }
    below = "PHONE-05"
    count = phone_norm.clauses.count()
    for number, (role, (chinese, english)) in enumerate(added.items(), start=count):
        steps.click(tools(page, below).locator("[data-add]"))
        row = page.locator(f"#clauses-{number}")
        steps.choose(row.locator("[name$=role]"), role)
        steps.type(row.locator("[name$=text_zh_hans]"), chinese)
        steps.type(row.locator("[name$=text_en]"), english)
        if role == "say":
            steps.type(row.locator("[name$=-line_zh_hans]"), "再见。")
            steps.type(row.locator("[name$=-line_en]"), "Goodbye.")
            steps.click(row.locator("[data-move=down]"))

    # The line never to say goes before them.
    for _ in range(2):
        steps.click(tools(page, "PHONE-06").locator("[data-move=up]"))

    steps.go(".desk-row [name=_preview]")
    assert page.url.endswith("/preview/"), page.locator(".faults").inner_text()
    expect(page.locator("#main")).to_contain_text("先问方不方便")
    expect(page.locator("#main")).to_contain_text("道别后挂机")
    assert Edition.objects.filter(norm=phone_norm).count() == 1
    steps.go("a[href$='/publish/']")
    steps.go(".desk-row input.default")

    edition = Norm.objects.get(pk=phone_norm.pk).current_edition
    listed = [entry.version for entry in edition.entries.select_related("version__picture")]
    assert edition.number == 2
    assert listed[0].text_en == "Respect their time: ask if it suits."
    assert listed[0].picture is not None
    assert [version.code[-2:] for version in listed] == [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "09",
        "10",
        "07",
        "08",
    ]
    assert [listed[6].text_zh_hans, listed[7].line_en] == ["道别后挂机。", "Goodbye."]
    assert len(steps.pages) <= 6, steps.pages
    assert steps.clicks <= 40


@pytest.fixture
def queue(dress_norm):
    """What waits for an editor."""
    return open_proposals()


def test_drafted_questions_are_decided_with_one_key_each(visit, song, queue):
    page = visit(song, "/admin/training/item/drafts/", **DESK)
    for key in "ra":
        with page.expect_navigation():
            page.keyboard.press(key)
    expect(page.locator("input[name=proposal]")).to_have_value(queue[2].key)
    assert [item.code for item in Item.objects.all()] == [
        f"{queue[1].version.code}-{queue[1].generator}".lower()
    ]

    with page.expect_navigation():
        page.keyboard.press("e")

    assert page.url.endswith("/change/")


def test_keys_of_the_queue_can_be_switched_off(visit, song, queue):
    page = visit(song, "/admin/training/item/drafts/", **DESK)
    page.locator("[data-keys]").uncheck()
    page.reload()

    expect(page.locator("[data-keys]")).not_to_be_checked()
    page.keyboard.press("a")
    page.wait_for_timeout(300)

    assert Item.objects.count() == 0


def test_lint_page_leads_to_the_field_to_mend(visit, song, dress_norm):
    Clause.objects.filter(code="DRESS-03").update(reason_zh_hans="")
    page = visit(song, "/admin/standards/lint/", **DESK)

    page.locator("#reason a", has_text="DRESS-03").click()

    field = page.locator("#id_clauses-2-reason_zh_hans")
    expect(field).to_be_visible()
    expect(field).to_be_focused()


def test_fault_at_the_top_leads_to_its_clause(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm)
    head(page, "DRESS-03").click()
    page.locator("#id_clauses-2-citations").fill("NO-77")
    save(page)

    page.locator(".faults a").click()

    expect(page.locator("#id_clauses-2-citations")).to_be_focused()


def test_clause_is_dragged_by_touch(visit, song, dress_norm):
    page = open_norm(visit, song, dress_norm, **TABLET)
    start = head(page, "DRESS-01").locator(".grip").bounding_box()
    end = head(page, "DRESS-03").bounding_box()
    touch = page.context.new_cdp_session(page)

    def send(kind, x, y):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = start["x"] + 4, start["y"] + 6
    send("touchStart", x, y)
    for step in range(1, 21):
        target = end["y"] + end["height"] * 0.9
        send("touchMove", x, y + (target - y) * step / 20)
        page.wait_for_timeout(40)
    page.wait_for_timeout(300)
    send("touchEnd", 0, 0)
    expect(page.locator(".clause-code").nth(0)).to_have_text("DRESS-02")
    save(page)

    assert drafted(dress_norm)[2] == "DRESS-01"
