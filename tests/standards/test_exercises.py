"""The clauses of other norms that a case exercises: chosen, shown, kept fresh, looked for."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.seeding import Outcome, documents
from standards.admin_forms import ExercisesField
from standards.content import load_norm, load_norms
from standards.enums import Kind, Role
from standards.lint import findings
from standards.models import ClauseVersion, EditionPage, Norm
from standards.reading import page_body
from standards.services import choose_exercises, publish_norm
from standards.workbooks import NormsWorkbook
from tests.admin_posts import values
from tests.factories import NOW, make_norm, make_topic, republish
from tests.workbooks import altered, clear_norms, exported, place


@pytest.fixture
def words(db):
    """The norm that the case lets people practise."""
    return make_norm(
        "words",
        "对客户说的话",
        "Words to customers",
        kind=Kind.CONCEPT,
        clauses=(
            (
                "WORDS-01",
                Role.DO,
                "说完“不能”，接着说能办什么。",
                "After “no”, what you can do.",
            ),
            ("WORDS-02", Role.DO, "只答应做得到的事。", "Promise only what you can do."),
        ),
    )


@pytest.fixture
def case(words):
    case = make_norm("case-slow", "太慢了", "Too slow", kind=Kind.CASE, clauses=CASE)
    choose_exercises(case=case, clauses=words.clauses.filter(code="WORDS-01"))
    return Norm.objects.get(pk=case.pk)


CASE = (
    ("CASESLOW-01", Role.SITUATION, "许先生等了 40 分钟。", "Mr Xu has waited 40 minutes."),
    ("CASESLOW-02", Role.QUESTION, "等多久该有人走过去？", "When should somebody go over?"),
)


def body(norm, language="zh-hans"):
    return page_body(Norm.objects.get(pk=norm.pk).current_edition, language)


# -- On the case's page ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("zh-hans", ["说完“不能”，接着说能办什么。", "对客户说的话"]),
        (
            "en",
            ["What this case exercises", "After “no”, what you can do.", "Words to customers"],
        ),
    ],
)
def test_page_quotes_the_clauses_and_leads_to_them(case, language, heard):
    text = body(case, language)

    assert 'href="/standards/norms/words/#WORDS-01"' in text
    assert all(each in text for each in heard)
    assert "WORDS-02" not in text


def test_case_that_exercises_nothing_has_no_such_heading(case):
    choose_exercises(case=case, clauses=[])

    assert "exercised" not in body(case)


def test_page_is_stored_with_them_so_that_reading_asks_no_more(
    client, lin, case, django_assert_num_queries
):
    client.force_login(lin)

    with django_assert_num_queries(5):  # session, person, managed units, edition, own reading
        page = client.get(case.get_absolute_url()).content.decode()

    assert "WORDS-01" in page


def test_new_wording_of_an_exercised_clause_is_on_the_case_at_once(case, words):
    republish(words, text="办不了的，接着说能办的。")

    stored = EditionPage.objects.get(edition=case.current_edition, language="zh-hans").html
    assert "办不了的，接着说能办的。" in stored
    assert "说完“不能”" not in stored


def test_draft_of_an_exercised_clause_stays_out_of_sight(case, words):
    words.clauses.update(text_zh_hans="没有发布的话。")
    case = republish(case)

    assert "说完“不能”" in body(case)


def test_withdrawn_clause_leaves_the_case(case, words):
    words.clauses.filter(code="WORDS-01").update(withdrawn=True)
    publish_norm(norm=words, by=None, at=NOW)

    assert "WORDS-01" not in body(case)


def test_other_norms_quote_nothing(words, case):
    choose_exercises(case=words, clauses=case.clauses.all())

    assert "CASESLOW" not in body(words)


def test_clauses_stand_norm_by_norm(case, words):
    first = make_norm("a-first", position=0, clauses=(("FIRST-01", Role.DO, "先抬头。"),))
    Norm.objects.filter(pk=words.pk).update(position=5)
    choose_exercises(case=case, clauses=[*words.clauses.all(), *first.clauses.all()])

    found = ClauseVersion.objects.exercised_by(case)

    assert [version.code for version in found] == ["FIRST-01", "WORDS-01", "WORDS-02"]


# -- Chosen by editors -----------------------------------------------------------------------


def test_editor_chooses_by_code_and_readers_see_it_at_once(client, song, case):
    client.force_login(song)
    url = reverse("admin:standards_casenorm_change", args=[case.pk])
    posted = values(client.get(url))
    assert posted["exercises"] == "WORDS-01"

    client.post(url, posted | {"exercises": "words-02"})

    assert [clause.code for clause in case.exercises.all()] == ["WORDS-02"]
    assert "WORDS-02" in body(case)
    assert "WORDS-01" not in body(case)


def test_only_published_clauses_of_other_kinds_can_be_chosen(case):
    make_norm("draft", published=False, clauses=(("DRAFT-01", Role.DO, "没发布。"),))
    field = ExercisesField(example="")

    assert [clause.code for clause in field.clean("WORDS-02")] == ["WORDS-02"]
    for code in ("CASESLOW-01", "DRAFT-01", "NOTHING-01"):
        with pytest.raises(ValidationError):
            field.clean(code)


def test_other_kinds_do_not_ask_for_them(client, song, words):
    client.force_login(song)

    page = client.get(reverse("admin:standards_conceptnorm_change", args=[words.pk]))

    assert 'name="exercises"' not in page.content.decode()


def test_lint_names_cases_that_exercise_nothing(case):
    def found():
        every = findings(Norm.objects.with_draft())
        return [each.where for each in every if each.check.slug == "exercises"]

    assert found() == []

    choose_exercises(case=case, clauses=[])

    assert found() == ["case-slow"]


# -- Shipped ---------------------------------------------------------------------------------


def test_every_shipped_case_exercises_three_to_six_clauses_of_other_norms():
    contents = [content for _path, content in documents("norms")]
    published = {
        clause["code"]
        for content in contents
        if content["kind"] != "case"
        for clause in content["clauses"]
    }
    cases = {each["slug"]: each.get("exercises", []) for each in contents if each["kind"] == "case"}

    assert len(cases) >= 49
    for slug, codes in cases.items():
        assert 3 <= len(set(codes)) == len(codes) <= 6, slug
        assert set(codes) <= published, slug
    assert len({frozenset(codes) for codes in cases.values()}) == len(cases)


def test_case_finds_clauses_of_a_file_that_comes_after_it_by_name(db, settings, tmp_path):
    settings.FIXTURE_ROOT = tmp_path
    (tmp_path / "norms").mkdir()
    for slug, kind, role, more in (
        ("a-case", "case", "situation", 'exercises = ["ZWORDS-01"]'),
        ("z-words", "concept", "do", ""),
    ):
        code = {"a-case": "ACASE-01", "z-words": "ZWORDS-01"}[slug]
        (tmp_path / "norms" / f"{slug}.toml").write_text(
            f'slug = "{slug}"\nkind = "{kind}"\ntopic = "{make_topic().slug}"\n{more}\n'
            f'title_zh_hans = "{slug}"\n[[clauses]]\ncode = "{code}"\nrole = "{role}"\n'
            f'text_zh_hans = "{slug}"\n',
            encoding="utf-8",
        )

    load_norms(at=NOW)

    assert 'href="/standards/norms/z-words/#ZWORDS-01"' in body(Norm.objects.get(slug="a-case"))


def test_file_that_names_clauses_reaches_a_case_loaded_before_it_did(words):
    content = {
        "slug": "case-old",
        "kind": "case",
        "topic": words.topic.slug,
        "title_zh_hans": "旧案例",
        "clauses": [{"code": "CASEOLD-01", "role": "situation", "text_zh_hans": "有一天。"}],
    }
    load_norm(content, at=NOW)

    tally = load_norm(content | {"exercises": ["WORDS-01"]}, at=NOW)

    assert tally[Outcome.UPDATED] == 1
    assert "WORDS-01" in body(Norm.objects.get(slug="case-old"))
    choose_exercises(case=Norm.objects.get(slug="case-old"), clauses=words.clauses.all())
    assert load_norm(content | {"exercises": ["WORDS-01"]}, at=NOW)[Outcome.KEPT] == 1


# -- In workbooks ----------------------------------------------------------------------------


def test_workbook_carries_them_into_an_empty_portal(case, words, song):
    book = exported(NormsWorkbook(by=song), Norm.objects.all())
    clear_norms()

    NormsWorkbook(by=song).run(book, seen=NormsWorkbook(by=song).plan(book).digest)

    case = Norm.objects.get(slug="case-slow")
    assert [clause.code for clause in case.exercises.all()] == ["WORDS-01"]


def test_workbook_changes_what_readers_see(case, song):
    book = exported(NormsWorkbook(by=song), Norm.objects.filter(pk=case.pk))
    book = altered(book, place(book, "case-slow", heading()), "WORDS-02")

    NormsWorkbook(by=song).run(book, seen=NormsWorkbook(by=song).plan(book).digest)

    assert "WORDS-02" in body(case)


@pytest.mark.parametrize(("slug", "codes"), [("words", "WORDS-02"), ("case-slow", "CASESLOW-02")])
def test_workbook_refuses_other_kinds_and_clauses_of_cases(case, song, slug, codes):
    book = exported(NormsWorkbook(by=song), Norm.objects.filter(slug=slug))
    book = altered(book, place(book, slug, heading()), codes)

    plan = NormsWorkbook(by=song).plan(book)

    assert [problem.column for problem in plan.problems] == [heading()]


def heading():
    return str(Norm._meta.get_field("exercises").verbose_name)
