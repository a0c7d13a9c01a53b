"""The glossary: its page, the words at the foot of each norm, loading, and what ships."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from portal.seeding import Outcome, document, documents
from standards.editions import CLAUSE_TEXTS, EditionPage
from standards.enums import Role
from standards.glossary.content import TEXTS, load_glossary
from standards.glossary.models import SEPARATORS
from standards.glossary.services import refresh_words
from standards.models import Term
from standards.search.folding import fold
from tests.admin_posts import errors, values
from tests.factories import make_norm, republish

FIXTURES = Path(__file__).parents[2] / "fixtures"


def make_term(slug="badge", zh="工牌", en="badge", *, pinyin="gong pai", **fields) -> Term:
    meanings = {"meaning_zh_hans": f"{zh}的意思。", "meaning_en": f"What {en} means."}
    term = Term(slug=slug, name_zh_hans=zh, name_en=en, pinyin=pinyin, **{**meanings, **fields})
    term.full_clean()
    term.save()
    refresh_words()
    return term


def rows(html: str) -> dict[str, str]:
    """The terms that the page shows, by slug, each with its markup."""
    found = re.findall(r'<div id="([\w-]+)" data-find="\w+"( hidden)?>(.*?)</div>', html)
    return {slug: row for slug, hidden, row in found if not hidden}


def glossary(client, asked="", language="zh-hans") -> str:
    response = client.get(
        reverse("standards:glossary"),
        {"q": asked} if asked else {},
        headers={"accept-language": language},
    )
    assert response.status_code == 200
    return response.content.decode()


def norm_page(client, norm, **query) -> str:
    return client.get(norm.get_absolute_url(), query).content.decode()


@pytest.fixture
def reader(client, lin):
    client.force_login(lin)
    return client


@pytest.fixture
def desk(client, song):
    """The editor's browser."""
    client.force_login(song)
    return client


# -- the page --------------------------------------------------------------------------------


def test_row_names_a_term_in_both_languages_and_explains_it_in_the_readers(reader, dress_norm):
    make_term(norm=dress_norm, also_zh_hans="胸牌、胸卡", also_en="name tag")

    chinese, english = (
        rows(glossary(reader))["badge"],
        rows(glossary(reader, language="en"))["badge"],
    )

    assert '<dt>工牌 <span lang="en">badge</span></dt>' in chinese
    assert "工牌的意思。" in chinese
    assert "胸牌、胸卡" in chinese
    assert f'<a href="{dress_norm.get_absolute_url()}">着装</a>' in chinese
    assert '<dt>badge <span lang="zh-hans">工牌</span></dt>' in english
    assert "What badge means." in english
    assert "name tag" in english


def test_terms_stand_under_letters_by_pinyin_or_by_english_name(reader):
    make_term("bow", "鞠躬", "bow", pinyin="ju gong")
    make_term("badge", "工牌", "badge", pinyin="gong pai")
    make_term("plan", "套餐", "plan", pinyin="tao can")

    chinese, english = glossary(reader), glossary(reader, language="en")

    assert re.findall(r'href="#letter-(\w)"', chinese) == ["G", "J", "T"]
    assert list(rows(chinese)) == ["badge", "bow", "plan"]
    assert re.findall(r'href="#letter-(\w)"', english) == ["B", "P"]
    assert list(rows(english)) == ["badge", "bow", "plan"]


def test_term_without_english_shows_its_chinese_marked_as_such(reader):
    make_term(en="", meaning_en="")

    row = rows(glossary(reader, language="en"))["badge"]

    assert row.count('class="untranslated" lang="zh-hans"') == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("asked", ["工牌", "BADGE", "ｂａｄｇｅ", "gongpai", "工牌 badge"])
def test_term_is_found_by_its_names_in_either_language(reader, asked, language):
    make_term()
    make_term("plan", "套餐", "plan", pinyin="tao can")

    assert list(rows(glossary(reader, asked, language))) == ["badge"]


def test_term_is_found_by_what_people_say_instead(reader):
    make_term(also_zh_hans="胸牌，胸卡", also_en="name tag")
    make_term("plan", "套餐", "plan", pinyin="tao can")

    assert list(rows(glossary(reader, "胸卡"))) == ["badge"]
    assert list(rows(glossary(reader, "name tag", "en"))) == ["badge"]


def test_what_no_term_holds_leads_on_to_the_search(reader):
    make_term()

    page = glossary(reader, "月亮")

    assert rows(page) == {}
    assert '<div id="no-terms" role="status">' in page
    assert f'href="{reverse("standards:search")}"' in page


def test_empty_glossary_says_so(reader):
    page = glossary(reader)

    assert 'class="empty"' in page
    assert "glossary-search" not in page


def test_term_names_no_norm_before_it_is_published(reader):
    make_term(norm=make_norm("later", "以后", "Later", published=False))

    assert "<a " not in rows(glossary(reader))["badge"]


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_is_flat(reader, dress_norm, count, django_assert_num_queries):
    for number in range(count):
        make_term(f"term-{number}", f"词{number}", f"term {number}", norm=dress_norm)

    with django_assert_num_queries(4):  # session, person, managed units, terms
        glossary(reader)


def test_norms_lead_to_the_glossary(reader, dress_norm):
    page = reader.get(reverse("standards:index")).content.decode()

    assert f'href="{reverse("standards:glossary")}"' in page


# -- words at the foot of a norm -------------------------------------------------------------


def words(html: str) -> list[str]:
    """Where the words that the page lists lead to, in their order."""
    [_before, *lists] = html.split('<details class="fold words')
    return re.findall(r'<dt><a href="/glossary/#([\w-]+)">', lists[0]) if lists else []


def test_norm_lists_the_terms_that_it_uses_in_its_language(reader, dress_norm):
    make_term("buckle", "皮带扣", "buckle", pinyin="pi dai kou")
    make_term()
    make_term("plan", "套餐", "plan", pinyin="tao can")

    chinese, english = norm_page(reader, dress_norm), norm_page(reader, dress_norm, text="en")

    assert words(chinese) == words(english) == ["badge", "buckle"]  # as the reader meets them
    assert "工牌的意思。" in chinese
    assert "What badge means." in english


def test_module_lists_the_words_of_its_norm_too(reader, dress_norm, module):
    make_term()

    page = reader.get(reverse("training:module_norm", args=[module.slug, dress_norm.slug]))

    assert words(page.content.decode()) == ["badge"]


def test_english_term_is_a_whole_word_in_singular_or_plural(reader, db):
    clauses = (
        ("OPEN-01", Role.DO, "看计划。", "Plans are drawn up by planners."),
        ("OPEN-02", Role.DO, "看口。", "Doubts arise."),
    )
    norm = make_norm("plans", "计划", "Schedules", clauses=clauses)
    make_term("planner", "计划员", "planner", pinyin="ji hua yuan")
    make_term("plan", "套餐", "plan", pinyin="tao can")
    make_term("doubt", "异议", "doubt", pinyin="yi yi")
    make_term("raw", "生", "raw", pinyin="sheng")

    assert words(norm_page(reader, norm, text="en")) == ["plan", "planner", "doubt"]


def test_letters_that_stand_for_words_are_found_in_capitals_only(reader, db):
    clauses = (
        ("OPEN-01", Role.DO, "用心。", "Take care of people; ASK first."),
        ("OPEN-02", Role.DO, "先问。", "Don't ask twice."),
    )
    norm = make_norm("caring", clauses=clauses)
    make_term("care", "CARE", "CARE", pinyin="care")
    make_term("ask", "ASK", "ASK", pinyin="ask")

    assert words(norm_page(reader, norm, text="en")) == ["ask"]


def test_longer_term_hides_the_shorter_one_within_it(reader, db):
    norm = make_norm("who", clauses=(("OPEN-01", Role.DO, "客户经理先到。"),))
    make_term("account-manager", "客户经理", "account manager", pinyin="ke hu jing li")
    make_term("customer", "客户", "customer", pinyin="ke hu")

    assert words(norm_page(reader, norm)) == ["account-manager"]


def test_words_of_the_portal_are_not_looked_for(reader, dress_norm):
    make_term(is_of_portal=True)

    assert words(norm_page(reader, dress_norm)) == []
    assert list(rows(glossary(reader))) == ["badge"]


def test_new_edition_lists_the_words_that_it_uses(reader, dress_norm):
    make_term("plan", "套餐", "plan", pinyin="tao can")

    republish(dress_norm, text="先看套餐。")

    assert words(norm_page(reader, dress_norm)) == ["plan"]


def test_page_that_is_not_stored_lists_its_words_too(reader, dress_norm):
    make_term()
    EditionPage.objects.all().delete()

    assert words(norm_page(reader, dress_norm)) == ["badge"]


def test_words_cost_a_reader_no_query(reader, dress_norm, module, django_assert_num_queries):
    make_term()

    with django_assert_num_queries(5):  # what a norm without any asks
        norm_page(reader, dress_norm)


# -- at the editors' desk --------------------------------------------------------------------


def term_url(term=None) -> str:
    if term is None:
        return reverse("admin:standards_term_add")
    return reverse("admin:standards_term_change", args=[term.pk])


def save(desk, term=None, **changes):
    page = desk.get(term_url(term))
    return desk.post(term_url(term), values(page) | changes)


NEW = {
    "slug": "badge",
    "name_zh_hans": "工牌",
    "name_en": "badge",
    "meaning_zh_hans": "写着姓名的牌子。",
    "meaning_en": "A plate with a name.",
    "pinyin": "gong pai",
}


def test_term_that_an_editor_writes_stands_under_norms_at_once(desk, dress_norm):
    assert save(desk, **NEW).status_code == 302

    assert words(norm_page(desk, dress_norm)) == ["badge"]
    assert "写着姓名的牌子。" in norm_page(desk, dress_norm)


def test_changed_term_is_changed_under_norms_at_once(desk, dress_norm):
    term = make_term()

    save(desk, term, name_zh_hans="裙长", name_en="skirt", meaning_zh_hans="裙子多长。")

    page = norm_page(desk, dress_norm)
    assert words(page) == ["badge"]
    assert "裙子多长。" in page
    assert "工牌的意思。" not in page


def test_deleted_term_leaves_every_norm(desk, dress_norm):
    term = make_term()

    desk.post(reverse("admin:standards_term_delete", args=[term.pk]), {"post": "yes"})

    assert not Term.objects.exists()
    assert words(norm_page(desk, dress_norm)) == []


def test_bodies_stay_when_a_term_changes(dress_norm):
    bodies = EditionPage.objects.order_by("pk").values_list("renderer", "html")
    before = list(bodies)

    make_term()

    assert list(bodies) == before


def test_cost_of_a_change_does_not_grow_with_the_norms(dress_norm, django_assert_num_queries):
    make_term()
    Term.objects.update(meaning_zh_hans="换了意思。")

    # savepoint, norms, versions, pages, terms in two languages, writing, release
    with django_assert_num_queries(8):
        assert refresh_words() == 1


def test_term_that_exists_is_refused_in_words(desk, settings):
    make_term()
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    response = save(desk, **NEW | {"slug": "other", "name_en": "plate"})

    assert list(response.context["adminform"].form.errors) == ["name_zh_hans"]
    assert "The glossary has this term already." in errors(response)


@pytest.mark.parametrize("missing", ["name_en", "meaning_en"])
def test_english_is_whole_or_absent(desk, missing):
    response = save(desk, **NEW | {missing: ""})

    assert list(response.context["adminform"].form.errors) == [missing]
    assert not Term.objects.exists()


def test_english_may_come_later(desk):
    assert save(desk, **NEW | {"name_en": "", "meaning_en": ""}).status_code == 302

    page = desk.get(reverse("admin:standards_term_changelist"), {"english": "no"})
    assert [term.slug for term in page.context["cl"].result_list] == ["badge"]
    page = desk.get(reverse("admin:standards_term_changelist"), {"english": "yes"})
    assert list(page.context["cl"].result_list) == []


def test_second_editor_does_not_overwrite_the_first_unawares(desk):
    term = make_term()
    opened = values(desk.get(term_url(term)))
    save(desk, term, meaning_zh_hans="先存的意思。")

    response = desk.post(term_url(term), opened | {"meaning_zh_hans": "后存的意思。"})

    assert response.status_code == 200
    term.refresh_from_db()
    assert term.meaning_zh_hans == "先存的意思。"


@pytest.mark.parametrize("pinyin", ["Gong pai", "gōng pái", "工牌", " ", "1 pai"])
def test_pinyin_is_small_letters(desk, pinyin):
    response = save(desk, **NEW | {"pinyin": pinyin})

    assert list(response.context["adminform"].form.errors) == ["pinyin"]


# -- loading ---------------------------------------------------------------------------------


@pytest.fixture
def shipped(settings, tmp_path, db):
    """Writes the glossary that ships, of one term with these fields."""
    settings.FIXTURE_ROOT = tmp_path

    def write(**fields):
        lines = [f'{name} = "{value}"' for name, value in {**NEW, **fields}.items()]
        text = "\n".join(["[[terms]]", *lines])
        (tmp_path / "glossary.toml").write_text(text, encoding="utf-8")

    write()
    return write


def test_loading_again_changes_nothing(shipped, dress_norm):
    shipped(norm="dress", also_zh_hans="胸牌")

    assert load_glossary() == {Outcome.CREATED: 1}
    assert load_glossary() == {Outcome.UNCHANGED: 1}
    assert Term.objects.get().norm == dress_norm


def test_newer_file_updates_what_nobody_touched_and_the_norms(shipped, reader, dress_norm):
    load_glossary()
    shipped(meaning_zh_hans="新的意思。")

    assert load_glossary() == {Outcome.UPDATED: 1}
    assert "新的意思。" in norm_page(reader, dress_norm)


def test_what_an_editor_changed_is_theirs(shipped, desk):
    load_glossary()
    save(desk, Term.objects.get(), meaning_zh_hans="编辑写的。")
    shipped(meaning_zh_hans="新的意思。")

    assert load_glossary() == {Outcome.KEPT: 1}
    assert Term.objects.get().meaning_zh_hans == "编辑写的。"


@pytest.mark.parametrize("names", [{"en": "plate"}, {"zh": "胸牌"}])
def test_term_that_an_editor_wrote_first_stays(shipped, names):
    make_term("their-badge", **names)

    assert load_glossary() == {Outcome.KEPT: 1}
    assert Term.objects.get().slug == "their-badge"


# -- what ships ------------------------------------------------------------------------------

SHIPPED = document(FIXTURES / "glossary.toml")["terms"]


def everything_said() -> str:
    """Every text of the norms that ship, in both languages, folded."""
    texts = []
    for _path, norm in documents("norms"):
        texts += [
            norm.get(f"{name}_{code}", "")
            for name in ("title", "summary")
            for code in ("zh_hans", "en")
        ]
        for clause in norm["clauses"]:
            texts += [
                clause.get(f"{name}_{code}", "")
                for name in CLAUSE_TEXTS
                for code in ("zh_hans", "en")
            ]
    return fold("\n".join(texts))


def names_of(term: dict) -> list[str]:
    also = [SEPARATORS.split(term.get(f"also_{code}", "")) for code in ("zh_hans", "en")]
    names = [term["name_zh_hans"], term["name_en"], *also[0], *also[1]]
    return [fold(name) for name in names if name.strip()]


@pytest.mark.parametrize("term", SHIPPED, ids=lambda term: term["slug"])
def test_shipped_term_is_whole(term):
    for name in TEXTS:
        longest = Term._meta.get_field(name).max_length
        for code in ("zh_hans", "en"):
            assert len(term.get(f"{name}_{code}", "")) <= longest
    assert term["name_zh_hans"]
    assert term["name_en"]
    assert term["meaning_zh_hans"].endswith("。")
    assert re.search(r"[.”]$", term["meaning_en"])


@pytest.mark.parametrize("key", ["slug", "name_zh_hans", "name_en"])
def test_shipped_terms_are_told_apart(key):
    found = [fold(term[key]) for term in SHIPPED]

    assert len(found) == len(set(found))


def test_shipped_terms_name_norms_that_ship():
    slugs = {norm["slug"] for _path, norm in documents("norms")}

    assert {term["norm"] for term in SHIPPED if "norm" in term} <= slugs


def test_every_word_of_the_trade_that_ships_is_said_in_a_norm():
    said = everything_said()
    trade = [term for term in SHIPPED if not term.get("of_portal")]

    unsaid = [term["slug"] for term in trade if not any(name in said for name in names_of(term))]

    assert unsaid == []


def test_shipped_glossary_loads(db):
    slugs = sorted({term["norm"] for term in SHIPPED if "norm" in term})
    for number, slug in enumerate(slugs, start=10):
        make_norm(slug, clauses=((f"SOME-{number}", Role.DO, "照做。"),), published=False)

    assert load_glossary() == {Outcome.CREATED: len(SHIPPED)}
