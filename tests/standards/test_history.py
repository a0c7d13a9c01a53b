"""What an edition changed, clause by clause, and the list of editions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from standards.changes import What
from standards.editions import Edition
from standards.enums import Role
from standards.history import edition_history, moved_items
from standards.models import Clause, Norm
from standards.services import publish_norm
from tests.factories import NOW, make_clause, make_norm, republish


def publish(norm, at=NOW):
    publish_norm(norm=norm, by=None, at=at)


def clause(code, **columns):
    """Change a draft as an editor does; ``save`` keeps track of the translation."""
    found = Clause.objects.get(code=code)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save()


def history(norm, before=1, after=2, language="en"):
    editions = {edition.number: edition for edition in Edition.objects.filter(norm=norm)}
    return edition_history(editions[before], editions[after], language)


def changes_url(norm, number=2, **query):
    return reverse("standards:changes", args=[norm.slug, number], query=query or None)


def html(client, url):
    return client.get(url).content.decode()


# -- what is found ---------------------------------------------------------------------------


def test_each_clause_is_added_changed_moved_or_withdrawn(dress_norm):
    clause("DRESS-02", text_en="Badge at the pocket opening, within 2 cm.")
    clause("DRESS-06", withdrawn=True)
    clause("DRESS-01", position=99)
    make_clause(dress_norm, "DRESS-07", Role.DONT, "口袋鼓起。", "Bulging pockets.")
    Clause.objects.filter(code="DRESS-07").update(position=100)
    publish(dress_norm)

    found = history(dress_norm)

    assert [(each.what, each.code) for each in found.clauses] == [
        (What.CHANGED, "DRESS-02"),
        (What.MOVED, "DRESS-01"),
        (What.NEW, "DRESS-07"),
        (What.REMOVED, "DRESS-06"),
    ]
    assert found.counts == [
        (What.NEW, 1),
        (What.CHANGED, 1),
        (What.MOVED, 1),
        (What.REMOVED, 1),
    ]
    assert found.clauses[1].after_code == "DRESS-05"


def test_change_is_shown_in_the_language_that_is_read(dress_norm):
    clause("DRESS-05", text_zh_hans="工牌戴歪。", text_en="Badge worn askew.")
    publish(dress_norm)

    [chinese] = history(dress_norm, language="zh-hans").clauses[0].changes
    [english] = history(dress_norm, language="en").clauses[0].changes

    assert (chinese.before, chinese.after) == ("工牌歪戴。", "工牌戴歪。")
    assert (english.before, english.after) == ("Badge worn crooked.", "Badge worn askew.")


def test_change_of_the_other_language_alone_is_not_passed_over(dress_norm):
    clause("DRESS-05", text_zh_hans="工牌戴歪。")
    publish(dress_norm)

    [change] = history(dress_norm, language="en").clauses[0].changes

    assert (change.after, change.language) == ("工牌戴歪。", "zh-hans")
    assert change.label.endswith("中文")


def test_changed_measure_reads_as_on_the_page(dress_norm):
    clause("DRESS-02", measure_high=3)
    publish(dress_norm)

    with translation.override("en"):
        [change] = history(dress_norm).clauses[0].changes

    assert (change.before, change.after) == ("±2 cm", "±3 cm")


def test_title_of_the_norm_is_compared(dress_norm):
    Norm.objects.filter(pk=dress_norm.pk).update(title_en="What to wear")
    publish(Norm.objects.get(pk=dress_norm.pk))

    [change] = history(dress_norm).heading

    assert (change.before, change.after) == ("Dress", "What to wear")


def test_what_was_changed_and_changed_back_is_no_change(dress_norm):
    republish(dress_norm, text="换一句。")
    republish(dress_norm, text="整洁统一。")

    assert history(dress_norm, 1, 2)
    assert not history(dress_norm, 1, 3)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ([1, 2, 3], [1, 2, 3], set()),
        ([1, 2, 3, 4], [2, 3, 4, 1], {1}),
        ([1, 2, 3, 4], [4, 1, 2, 3], {4}),
        ([1, 2, 3, 4], [1, 3, 9, 4], set()),
        ([1, 2, 3, 4, 5], [3, 1, 2, 5, 4], {3, 5}),
        ([], [1], set()),
    ],
)
def test_fewest_clauses_count_as_moved(before, after, moved):
    found = moved_items(before, after)

    assert len(found) == len(moved)
    kept = [item for item in after if item in before and item not in found]
    assert kept == sorted(kept, key=before.index)


# -- the pages -------------------------------------------------------------------------------


def test_changes_page_marks_what_went_and_what_came(client, lin, dress_norm):
    clause("DRESS-05", text_en="Badge worn askew.")
    publish(dress_norm)
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    page = html(client, changes_url(dress_norm))

    assert '<del><span class="visually-hidden">taken out: </span>crooked.</del>' in page
    assert '<ins><span class="visually-hidden">put in: </span>askew.</ins>' in page
    assert "1 clause changed" in page


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "新的第一条。"), ("en", "新的第一条。")]
)
def test_changes_page_stands_in_both_languages(client, lin, dress_norm, language, words):
    republish(dress_norm, text=words)
    client.force_login(lin)
    client.cookies["django_language"] = language

    page = html(client, changes_url(dress_norm))

    assert f'<html lang="{language}">' in page
    assert '<dd lang="zh-hans">' in page


def test_changes_since_an_older_edition(client, lin, dress_norm):
    republish(dress_norm, text="第二版这样说。")
    republish(Norm.objects.get(pk=dress_norm.pk), text="第三版那样说。")
    client.force_login(lin)

    last = client.get(changes_url(dress_norm, 3)).context
    since_first = client.get(changes_url(dress_norm, 3, since=1)).context

    assert (last["before"].number, since_first["before"].number) == (2, 1)
    assert since_first["history"].clauses[0].changes[0].before == "整洁统一。"


@pytest.mark.parametrize("since", ["3", "9", "-1", "x", "99999999999999999999"])
def test_nonsense_since_means_the_edition_before(client, lin, dress_norm, since):
    republish(dress_norm)
    client.force_login(lin)

    assert client.get(changes_url(dress_norm, 2, since=since)).context["before"].number == 1


@pytest.mark.parametrize("number", [0, 1, 3, 99999999999999999999])
def test_edition_with_nothing_before_it_changed_nothing(client, lin, dress_norm, number):
    republish(dress_norm)
    client.force_login(lin)

    assert client.get(changes_url(dress_norm, number)).status_code == 404


def test_two_editions_that_read_the_same_say_so(client, lin, dress_norm):
    republish(dress_norm, text="换一句。")
    republish(Norm.objects.get(pk=dress_norm.pk), text="整洁统一。")
    client.force_login(lin)

    assert 'class="empty"' in html(client, changes_url(dress_norm, 3, since=1))


def test_editions_stand_with_their_days_the_newest_first(client, lin, dress_norm):
    republish(dress_norm, at=NOW + timedelta(days=3))
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    page = html(client, reverse("standards:editions", args=["dress"]))

    assert page.index("5 March 2026") < page.index("2 March 2026")
    assert page.count("holds today") == 1
    assert changes_url(dress_norm) in page
    assert reverse("standards:edition", args=["dress", 1]) in page


def test_editions_of_what_is_not_published_are_not_found(client, lin, db):
    make_norm("draft", "草稿", published=False)
    client.force_login(lin)

    assert client.get(reverse("standards:editions", args=["draft"])).status_code == 404


def test_norm_page_leads_to_what_its_edition_changed(client, lin, dress_norm):
    client.force_login(lin)
    assert changes_url(dress_norm, 1) not in html(client, dress_norm.get_absolute_url())

    republish(dress_norm)

    assert changes_url(dress_norm) in html(client, dress_norm.get_absolute_url())


@pytest.mark.parametrize("count", [1, 30])
def test_history_query_counts_are_flat(client, lin, dress_norm, count, django_assert_num_queries):
    for _ in range(count):
        dress_norm = republish(dress_norm)
    client.force_login(lin)

    with django_assert_num_queries(5):  # session, person, managed units, norm, editions
        client.get(reverse("standards:editions", args=["dress"]))
    with django_assert_num_queries(6):  # the first three, both editions, versions of each
        client.get(changes_url(dress_norm, count + 1))
