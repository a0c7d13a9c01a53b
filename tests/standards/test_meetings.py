"""A case at the morning meeting: its scenes, and the page that shows them."""

import pytest
from django.urls import reverse
from django.utils import translation

from standards.enums import Role
from standards.meetings import meeting, story
from standards.models import ClauseVersion
from standards.services import choose_exercises
from tests.factories import make_case, make_norm


def version(role, text, text_en="", **texts):
    """A clause version that is not saved."""
    version.last += 1
    return ClauseVersion(
        pk=version.last,
        code=f"SLOW-{version.last:02d}",
        role=role,
        text_zh_hans=text,
        text_en=text_en,
        applies_to="everyone",
        is_critical=False,
        is_derived=False,
        stands_alone=False,
        **texts,
    )


version.last = 0

STORY = version(Role.SITUATION, "许先生等了很久。")
WANT = version(Role.WANT, "他要一个准数。")
FAULT = version(Role.FAULT, "没人抬头。")
STEP = version(Role.STEP, "道歉：抬头看着他。")
SAY = version(Role.SAY, "说出来。", line_zh_hans="让您久等了。")
AVOID = version(Role.AVOID, "不推。", line_zh_hans="快不了。", instead_zh_hans="还要五分钟。")
DO = version(Role.DO, "看着他。")
QUESTION = version(Role.QUESTION, "谁先走过去？")


def url(norm):
    return reverse("standards:meeting", args=[norm.slug])


# -- Arranging the scenes --------------------------------------------------------------------


def test_scenes_follow_the_way_of_a_meeting():
    arranged = meeting([STORY, WANT, FAULT, STEP, SAY, QUESTION], [], "zh-hans")

    assert [scene.key for scene in arranged.scenes] == [
        "story",
        "want",
        "fault",
        "handling",
        "talk",
        "floor",
    ]


def test_what_a_case_does_not_tell_is_no_scene():
    arranged = meeting([STORY, STEP], [], "zh-hans")

    assert [scene.key for scene in arranged.scenes] == ["story", "handling", "floor"]


@pytest.mark.parametrize(("steps", "questions", "minutes"), [(1, 1, 7), (4, 2, 9), (8, 5, 10)])
def test_a_meeting_takes_five_to_ten_minutes(steps, questions, minutes):
    many = [version(Role.STEP, "做。") for _ in range(steps)]
    asked = [version(Role.QUESTION, "谁？") for _ in range(questions)]

    arranged = meeting([STORY, WANT, FAULT, *many, *asked], [], "zh-hans")

    assert arranged.minutes == sum(scene.minutes for scene in arranged.scenes) == minutes


def test_a_step_brings_what_is_said_at_it():
    [handling] = meeting([STEP, SAY, AVOID, DO], [], "zh-hans").handling

    assert (handling.step.name, handling.step.rest) == ("道歉", "抬头看着他。")
    assert [clause.version for clause in handling.say] == [SAY]
    assert [clause.version for clause in handling.avoid] == [AVOID]
    assert [clause.version for clause in handling.do] == [DO]


def test_what_belongs_to_no_step_comes_last():
    first, last = meeting([SAY, STEP, AVOID], [], "zh-hans").handling

    assert [clause.version for clause in first.clauses] == [AVOID]
    assert last.step is None
    assert [clause.version for clause in last.clauses] == [SAY]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("他走了。", [("他走了。", False, "")]),
        (
            "他走上来说：“太慢了！”说完就走。",
            [("太慢了！", True, "他走上来说："), ("说完就走。", False, "")],
        ),
        (
            "昨天办了“存话费送电饭煲”，今天来退。",
            [("昨天办了“存话费送电饭煲”，今天来退。", False, "")],
        ),
        (
            "厅里人多，他等了四十分钟，走到柜台前问：“为什么？”",
            [("厅里人多，他等了四十分钟，走到柜台前问：", False, ""), ("为什么？", True, "")],
        ),
        (
            "Staff: “When?” “Please wait,” says the clerk.",
            [
                ("When?", True, "Staff:"),
                ("Please wait,", True, ""),
                ("says the clerk.", False, ""),
            ],
        ),
    ],
)
def test_what_is_spoken_is_told_apart(text, told):
    passages = story(version(Role.SITUATION, text), "zh-hans").passages

    assert [(each.text, each.is_spoken, each.speaker) for each in passages] == told


def test_chinese_story_in_an_english_meeting_says_so():
    assert story(STORY, "en").language == "zh-hans"


# -- The page --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("zh-hans", ["许先生等了 40 分钟", "太慢了！", "抬头看着他。", "让您等了", "还要五分钟。"]),
        ("en", ["What does the customer want?", "He wants a definite answer.", "Look up at him."]),
    ],
)
def test_page_tells_the_case_in_both_languages(client, lin, db, language, heard):
    case = make_case()
    client.force_login(lin)
    client.cookies["django_language"] = language

    page = client.get(url(case)).content.decode()
    plain = page.replace("\u00a0", " ").replace("\u2060", "")

    assert [each for each in heard if each not in plain] == []
    assert page.count('<section class="scene ') == 6


def test_answers_wait_to_be_shown(client, lin, db):
    case = make_case()
    client.force_login(lin)

    page = client.get(url(case)).content.decode()

    assert page.count('<details class="reveal">') == 5  # one want, two faults, two steps
    assert "<details open" not in page


def test_text_can_be_in_the_other_language(client, lin, db):
    case = make_case()
    client.force_login(lin)

    page = client.get(url(case), {"text": "en"}).content.decode()

    assert '<html lang="zh-hans">' in page
    assert "He wants a definite answer." in page


def test_only_published_cases_have_a_meeting(client, lin, dress_norm):
    draft = make_case(published=False)
    client.force_login(lin)

    assert client.get(url(dress_norm)).status_code == 404
    assert client.get(url(draft)).status_code == 404


def test_case_leads_to_its_meeting_and_other_norms_do_not(client, lin, dress_norm):
    case = make_case()
    client.force_login(lin)

    assert url(case) in client.get(case.get_absolute_url()).content.decode()
    assert "/meeting/" not in client.get(dress_norm.get_absolute_url()).content.decode()


def test_meeting_sends_people_to_the_floor_with_clauses_and_a_manager_to_a_round(
    client, lin, mei, dress_norm
):
    case = make_case()
    other = make_norm("smile")
    chosen = [*dress_norm.clauses.filter(code__in=["DRESS-02", "DRESS-03"]), *other.clauses.all()]
    choose_exercises(case=case, clauses=chosen)
    client.force_login(lin)
    page = client.get(url(case)).content.decode()
    assert 'href="/standards/norms/dress/#DRESS-02"' in page
    assert "/rounds/new/" not in page

    client.force_login(mei)
    page = client.get(url(case)).content.decode()

    link = "/rounds/new/?pick=dress&amp;clauses=DRESS-02&amp;clauses=DRESS-03"
    assert link in page
    assert client.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("count", [1, 6])
def test_meeting_query_count(client, lin, count, django_assert_num_queries):
    case = make_case()
    for number in range(count):
        norm = make_norm(f"norm-{number + 1}")
        case.exercises.add(*norm.clauses.all())
    client.force_login(lin)

    with django_assert_num_queries(
        6
    ):  # session, person, managed units, edition, clauses, exercised
        client.get(url(case))


def test_minutes_are_said_once_for_all_and_scene_by_scene(client, lin, db):
    case = make_case()
    client.force_login(lin)

    with translation.override("en"):
        client.cookies["django_language"] = "en"
        page = client.get(url(case)).content.decode()

    assert page.count("1 min</span>") == 5
    assert page.count("2 min</span>") == 1
    assert "7 min</span>" in page
