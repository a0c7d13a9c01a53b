"""Questions drafted from clauses: what is made of which, and what editors do with it."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from standards.editions import EditionClause
from standards.enums import Audience, Kind, Role
from standards.models import Clause
from standards.services import publish_norm
from tests.factories import make_norm
from tests.training.builders import make_boolean
from training.items.drafting.generators import GENERATORS, proposals_of
from training.items.drafting.queue import open_proposals, proposal_named
from training.items.drafting.services import AlreadyDecided, accept_proposal, reject_proposal
from training.items.drafting.wrongs import broken, near
from training.items.models import Item, ItemProposal
from training.items.services import draft_payload, publish_item, publishing_problems


def drafted(norm):
    """``{(code, generator): proposal}`` of what readers see of the norm."""
    entries = EditionClause.objects.filter(edition=norm.current_edition)
    versions = [entry.version for entry in entries.select_related("version")]
    made = proposals_of(norm.current_edition, versions)
    return {(each.version.code, each.generator): each for each in made}


@pytest.fixture
def posture(db):
    """Three don'ts that can be turned round, one that cannot, and a critical do with a number."""
    return make_norm(
        "stand",
        "站姿",
        "Standing",
        kind=Kind.POSTURE,
        clauses=(
            (
                "STAND-01",
                Role.DO,
                "两脚分开 20 厘米。",
                "Stand with your feet 20 cm apart.",
                {"measure": ("exactly", 20, None, "cm"), "is_critical": True},
            ),
            ("STAND-02", Role.DO, "抬头看前方。", "Look ahead."),
            ("STAND-03", Role.DONT, "不靠墙。", "Don't lean on the wall."),
            ("STAND-04", Role.DONT, "站着的时候，不能看手机。", "Never look at your phone."),
            ("STAND-05", Role.DONT, "不要叉腰。", "Do not put your hands on your hips."),
            ("STAND-06", Role.DONT, "不歪头，也不抖腿。", "Don't tilt your head or shake a leg."),
        ),
    )


@pytest.fixture
def words(db):
    return make_norm(
        "words",
        "服务用语",
        "Words",
        kind=Kind.PHRASES,
        clauses=(
            (
                "WORDS-01",
                Role.SAY,
                "问候。",
                "Greet.",
                {
                    "situation_zh_hans": "客户走到柜台前",
                    "situation_en": "A customer comes to the counter",
                    "line_zh_hans": "您好，请坐。",
                    "line_en": "Hello, please sit down.",
                },
            ),
            (
                "WORDS-02",
                Role.AVOID,
                "不推托。",
                "Don't pass it on.",
                {
                    "situation_zh_hans": "客户问别的柜台的事",
                    "line_zh_hans": "不归我管。",
                    "instead_zh_hans": "我带您过去。",
                },
            ),
            ("WORDS-03", Role.AVOID, "不催。", "Don't hurry them.", {"line_zh_hans": "快点。"}),
        ),
    )


# -- What is made ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prohibition", "deed"),
    [
        (("不打断客户。", "Don't interrupt."), ("打断客户。", "Interrupt.")),
        (("站着时，不能看手机。", "Never look at it."), ("站着时，看手机。", "Look at it.")),
        (("不要叉腰。", "Don't do it, never."), ("叉腰。", "")),
        (("不靠墙。", "No leaning."), ("靠墙。", "")),
        (("不歪头，也不抖腿。", "Don't."), None),
        (("不够整齐。", "Not neat."), None),
        (("跟客户道别。", "Say goodbye."), None),
    ],
)
def test_a_dont_becomes_the_deed_that_it_forbids(prohibition, deed):
    found = broken(dict(zip(("zh-hans", "en"), prohibition, strict=True)))

    assert found == (deed and dict(zip(("zh-hans", "en"), deed, strict=True)))


@pytest.mark.parametrize(
    ("value", "figures"),
    [("1", ["2", "3", "4"]), ("2", ["3", "4", "1"]), ("30", ["15", "60", "90"])],
)
def test_figures_stand_near_the_right_one(value, figures):
    assert near(Decimal(value)) == [Decimal(each) for each in figures]


def test_do_and_dont_become_true_and_false(posture):
    made = drafted(posture)

    kept, forbidden = made["STAND-02", "truth"], made["STAND-03", "truth"]
    assert (kept.is_true, kept.stem["zh-hans"]) == (True, "抬头看前方。这样做合乎规范。")
    assert (forbidden.is_true, forbidden.stem["en"]) == (
        False,
        "Lean on the wall. That follows the norm.",
    )
    assert ("STAND-06", "truth") not in made


def test_one_do_stands_among_what_the_donts_forbid(posture):
    options = drafted(posture)["STAND-02", "which"].options

    assert {(each.text["zh-hans"], each.is_correct, each.clause) for each in options} == {
        ("抬头看前方。", True, "STAND-02"),
        ("靠墙。", False, "STAND-03"),
        ("站着的时候，看手机。", False, "STAND-04"),
        ("叉腰。", False, "STAND-05"),
    }


def test_measure_is_asked_as_a_number_and_among_its_neighbours(posture):
    made = drafted(posture)

    number, choice = made["STAND-01", "figure"], made["STAND-01", "figures"]
    assert (number.stem["zh-hans"], number.answer, number.unit) == (
        "填上数字：两脚分开 ____ 厘米。",
        Decimal(20),
        "cm",
    )
    assert [(each.text["en"], each.is_correct) for each in choice.options] == [
        ("10 cm", False),
        ("20 cm", True),
        ("40 cm", False),
        ("60 cm", False),
    ]


def test_critical_clause_becomes_a_multiple_choice(posture):
    options = drafted(posture)["STAND-01", "critical"].options

    assert sorted(each.clause for each in options if each.is_correct) == ["STAND-01", "STAND-02"]
    assert sum(not each.is_correct for each in options) == 2


def test_steps_are_to_be_put_in_order(phone_norm):
    [proposal] = [each for key, each in drafted(phone_norm).items() if key[1] == "order"]

    steps = phone_norm.clauses.filter(role=Role.STEP).values_list("code", flat=True)
    assert [option.clause for option in proposal.options] == list(steps)


def test_words_to_say_stand_among_those_never_to_say(words):
    made = drafted(words)

    say, better = made["WORDS-01", "say"], made["WORDS-02", "say"]
    assert say.stem == {
        "zh-hans": "客户走到柜台前，你怎么说？",
        "en": "A customer comes to the counter. What do you say?",
    }
    assert {(each.text["zh-hans"], each.is_correct) for each in better.options} == {
        ("我带您过去。", True),
        ("不归我管。", False),
        ("快点。", False),
    }
    assert ("WORDS-03", "say") not in made  # nobody said when


def test_question_about_one_dress_code_says_whose(db):
    norm = make_norm(
        "dress-men",
        kind=Kind.CONCEPT,
        clauses=(("TIE-01", Role.DO, "系领带。", "Wear a tie.", {"applies_to": Audience.MEN}),),
    )

    stem = drafted(norm)["TIE-01", "truth"].stem
    assert stem["zh-hans"] == "按男士的标准：系领带。这样做合乎规范。"
    assert stem["en"] == "By the norm for men: Wear a tie. That follows the norm."


def test_same_clauses_give_the_same_proposals(posture):
    assert drafted(posture) == drafted(posture)


def test_what_every_generator_makes_can_be_published(posture, phone_norm, words, song):
    made = {**drafted(posture), **drafted(phone_norm), **drafted(words)}
    assert {generator for _code, generator in made} == {
        "truth",
        "which",
        "critical",
        "figure",
        "figures",
        "order",
        "say",
    }
    assert len(GENERATORS) == 7

    for proposal in made.values():
        item = accept_proposal(proposal=proposal, by=song, at=timezone.now())
        item = Item.objects.with_draft().get(pk=item.pk)
        assert publishing_problems(item, draft_payload(item)) == [], proposal.key
        assert publish_item(item=item, at=timezone.now()).kind == proposal.kind


# -- The queue -------------------------------------------------------------------------------------

QUEUE = "/admin/training/item/drafts/"


@pytest.fixture
def desk(client, song):
    client.force_login(song)
    return client


def decide(desk, proposal, what, **more):
    return desk.post(QUEUE, {"proposal": proposal.key, "do": what, **more})


def test_accepted_proposal_is_a_draft_that_nobody_is_asked(desk, posture):
    proposal = desk.get(QUEUE).context["proposal"]

    response = decide(desk, proposal, "accept")

    item = Item.objects.get()
    assert response["Location"].startswith(QUEUE)
    assert (item.code, item.current_version) == (
        f"{proposal.version.code}-{proposal.generator}".lower(),
        None,
    )
    assert [clause.code for clause in item.clauses.all()] == sorted(proposal.clauses)
    assert desk.get(QUEUE).context["proposal"].key != proposal.key


def test_rejected_proposal_is_not_proposed_again(desk, song, posture):
    before = open_proposals()

    decide(desk, before[0], "reject")

    assert [each.key for each in open_proposals()] == [each.key for each in before[1:]]
    assert Item.objects.count() == 0
    decision = ItemProposal.objects.get()
    assert (decision.rejected_at is None, decision.decided_by) == (False, song)


def test_edit_opens_the_form_of_the_draft(desk, posture):
    response = decide(desk, open_proposals()[0], "edit")

    item = Item.objects.get()
    assert response["Location"] == reverse("admin:training_item_change", args=[item.pk])
    assert desk.get(response["Location"]).status_code == 200


def test_two_editors_decide_once(desk, posture):
    proposal = open_proposals()[0]
    decide(desk, proposal, "accept")

    decide(desk, proposal, "reject")

    assert (Item.objects.count(), ItemProposal.objects.get().rejected_at) == (1, None)


def test_deciding_twice_is_refused(song, posture):
    proposal = open_proposals()[0]
    reject_proposal(proposal=proposal, by=song, at=timezone.now())

    with pytest.raises(AlreadyDecided):
        accept_proposal(proposal=proposal, by=song, at=timezone.now())

    assert Item.objects.count() == 0


def test_changed_clause_is_a_new_chance(song, posture):
    old = next(each for each in open_proposals() if each.key.endswith("truth"))
    reject_proposal(proposal=old, by=song, at=timezone.now())
    Clause.objects.filter(code=old.version.code).update(text_zh_hans="目光平视。")

    publish_norm(norm=posture, by=song, at=timezone.now())

    found = [each for each in open_proposals() if each.generator == "truth"]
    assert old.version.code in [each.version.code for each in found]
    assert proposal_named(old.key) is None


def test_what_an_item_asks_already_is_not_proposed(dress_norm):
    make_boolean(clauses=("DRESS-02",))

    about = [each.generator for each in open_proposals() if each.version.code == "DRESS-02"]

    assert "truth" not in about


def test_queue_is_narrowed_to_a_norm(desk, posture, words):
    page = desk.get(QUEUE, {"norm": "words"})

    assert page.context["proposal"].version.code.startswith("WORDS")


def test_proposal_may_be_left_for_later(desk, posture):
    first, second = open_proposals()[:2]

    page = desk.get(QUEUE, {"after": first.key})

    assert page.context["proposal"].key == second.key
    assert ItemProposal.objects.count() == 0


def test_end_of_the_queue_says_what_still_waits(desk, posture):
    last = open_proposals()[-1]

    page = desk.get(QUEUE, {"after": last.key})

    assert page.context["proposal"] is None
    assert page.context["left_for_later"] == page.context["count"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"do": "publish"}, 400),
        ({"do": "accept"}, 302),
        ({"do": "accept", "proposal": "x-truth"}, 302),
        ({"do": "accept", "proposal": f"{'9' * 30}-truth"}, 302),
        ({"do": "reject", "proposal": "1-nothing"}, 302),
    ],
)
def test_forged_decision_writes_nothing(desk, posture, data, status):
    assert desk.post(QUEUE, data).status_code == status
    assert (Item.objects.count(), ItemProposal.objects.count()) == (0, 0)


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_queue_is_for_editors(client, request, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE, {"do": "accept"}).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_queue_has_a_flat_query_count(desk, count, django_assert_num_queries):
    for number in range(count):
        make_norm(f"norm-{number + 1}")

    with django_assert_num_queries(9):
        desk.get(QUEUE)
