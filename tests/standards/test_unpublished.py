"""What an editor saves and does not publish is nobody's business: no page, no search, no export,
no question knows of it, whoever looks and in whichever language."""

import re
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from standards.enums import Audience, Role
from standards.models import Clause, Norm, Picture
from standards.services import publish_norm
from tests.factories import make_clause, make_source_point, republish
from tests.test_every_url import TABLE
from tests.world import address
from training.attempts.drawing import draw
from training.items.models import Item
from training.items.services import publish_item
from training.modules.services import confirm_reading
from training.quizzes.models import Quiz, QuizEntry

DRAFTED = "没有发布"
#: Differs from one answer to the next, whatever is published.
OF_THE_REQUEST = re.compile(
    r'(name="(?:csrfmiddlewaretoken|change|request_id)" value|data-server-now)="[^"]*"'
)
#: A workbook says what its CSV says; the pages name the pictures that they show.
NO_TEXT = re.compile("xlsx|picture")


@pytest.fixture
def drawn_quiz(world):
    quiz = Quiz.objects.create(slug="drawn", title_zh_hans="抽题", title_en="Drawn")
    QuizEntry.objects.create(quiz=quiz, draw_from=world.norm, draw_count=9)
    return quiz


@pytest.fixture
def look(client, world, drawn_quiz):
    """Everything that anybody can see or take away, by what it is.

    Two norms have changed since Zhou read them.
    """
    for norm in Norm.objects.published():
        edition = norm.current_edition
        confirm_reading(person=world.people["zhou"], edition=edition, at=timezone.now())
        republish(norm)
    gettable = [name for method, name in TABLE if method == "GET" and not NO_TEXT.search(name)]
    addresses = [address(world, name) for name in gettable]
    addresses += [f"{reverse('standards:search')}?q={q}" for q in (DRAFTED, "DRESS-0", "badge")]
    addresses += [f"{url}?text=en" for url in addresses if "/norms/" in url]

    def look():
        seen = {"export": exported(), "draw": names(draw(drawn_quiz, Random(1)))}
        seen["ready"] = list(Quiz.objects.ready().values_list("slug", flat=True))
        for persona, language in (("lin", "zh-hans"), ("zhou", "en"), ("mei", "zh-hans")):
            client.force_login(world.people[persona])
            for url in addresses:
                page = client.get(url, headers={"accept-language": language})
                seen[persona, url] = OF_THE_REQUEST.sub("", page.content.decode())
        return seen

    return look


def exported() -> str:
    out = StringIO()
    call_command("export_norms", stdout=out)
    return out.getvalue()


def names(versions) -> list[str]:
    return [version.name for version in versions]


def edit_every_part(norm: Norm) -> None:
    """Title, summary, every text, order, a clause withdrawn and one added, sources, measures,
    pictures."""
    first, second, third, fourth, *_ = norm.clauses.order_by("position")
    for column in ("title_zh_hans", "title_en", "summary_zh_hans", "summary_en"):
        setattr(norm, column, f"{DRAFTED} {column}")
    picture = Picture.objects.first()
    norm.picture = None if norm.picture else picture
    norm.save()
    for column in [f"{name}_{code}" for name in Clause.TRACKED for code in ("zh_hans", "en")]:
        setattr(first, column, f"{DRAFTED} {column}")
    first.role, first.position, first.is_critical = Role.DONT, 99, True
    first.picture = picture
    first.save()
    second.withdrawn = True
    second.save()
    third.measure_comparison, third.measure_high, third.measure_unit = "max", 3, "cm"
    third.is_derived = True
    third.save()
    third.citations.set([make_source_point("H9-W9")])
    fourth.applies_to, fourth.drawing = Audience.WOMEN, "both-hands"
    fourth.save()
    make_clause(norm, f"{norm.slug.upper()}-99", Role.DO, f"{DRAFTED}的条款{norm.pk}。")


def edit_item(item: Item, phone_norm: Norm) -> None:
    """Its texts, what it is worth, its options and rubric, and what it asks about."""
    item.stem_zh_hans = item.stem_en = item.explanation_zh_hans = DRAFTED
    item.max_points = 9
    item.save()
    item.clauses.set(phone_norm.clauses.all())
    for option in item.options.all():
        option.text_zh_hans, option.is_correct = DRAFTED, not option.is_correct
        option.save()
    for criterion in item.criteria.all():
        criterion.title_zh_hans = DRAFTED
        criterion.save()
        criterion.levels.first().delete()


def test_unpublished_edits_change_nothing_that_anybody_sees(look, world, phone_norm):
    before = look()

    for norm in (world.norm, phone_norm):
        edit_every_part(norm)
    for item in Item.objects.all():
        edit_item(item, phone_norm)

    after = look()
    assert [what for what in after if after[what] != before[what]] == []


def test_what_is_published_is_seen(look, world):
    """The pages above are compared with something that does change."""
    before = look()
    edit_every_part(world.norm)
    world.norm.clauses.filter(code="DRESS-04").update(applies_to=Audience.MEN)
    world.norm.clauses.filter(role=Role.DO, applies_to=Audience.EVERYONE).update(
        applies_to=Audience.WOMEN
    )

    publish_norm(norm=world.norm, by=None, at=timezone.now())

    after = look()
    changed = {what for what in after if after[what] != before[what]}
    assert "export" in changed
    for name in ("home", "standards:index", "standards:topic", "standards:norm"):
        assert ("zhou", address(world, name)) in changed, name
    for name in ("training:module", "training:module_norm", "training:attempt_result"):
        assert ("lin", address(world, name)) in changed, name
    assert ("lin", f"{reverse('standards:search')}?q={DRAFTED}") in changed
    assert DRAFTED in after["export"]


def test_form_opened_before_a_publication_does_not_turn_readers_back(phone_norm, world):
    drafts = [phone_norm, phone_norm.clauses.first(), Item.objects.get(code="badge")]
    republish(Norm.objects.get(pk=phone_norm.pk))
    item = Item.objects.get(pk=drafts[2].pk)
    item.stem_zh_hans = "换过的题"
    item.save()
    publish_item(item=item, at=timezone.now())

    for draft in drafts:
        draft.save()

    stored = [type(draft).objects.get(pk=draft.pk) for draft in drafts]
    assert stored[0].current_edition.number == 2
    assert stored[1].current_version.number == 2
    assert stored[2].current_version.number == 2


def test_open_attempt_keeps_the_version_that_was_drawn(client, world):
    client.force_login(world.people["lin"])
    url = address(world, "training:attempt")
    before = OF_THE_REQUEST.sub("", client.get(url).content.decode())
    item = Item.objects.get(code="badge")
    item.stem_zh_hans = DRAFTED
    item.save()

    publish_item(item=item, at=timezone.now())

    assert OF_THE_REQUEST.sub("", client.get(url).content.decode()) == before
