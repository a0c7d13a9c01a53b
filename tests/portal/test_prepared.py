"""Queries that are written once: the same rows as the queryset, whoever asks and whenever."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.models import Management, Person
from portal.prepared import NotPreparable, prepared
from tests.factories import NOW, make_person
from tests.training.rounds.builders import make_round
from training.rounds.models import Round

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@prepared
def newcomers(person: Person, at, *, count: int):
    people = Person.objects.managed_by(person).filter(joined_at__gt=at - 7 * DAY)
    leads = Exists(Management.objects.filter(person=OuterRef("pk")))
    return people.annotate(leads=leads).select_related("unit").order_by("pk")[:count]


@pytest.fixture
def crew(lin, zhou, han):
    Person.objects.filter(pk=zhou.pk).update(joined_at=NOW - 3 * DAY)
    Person.objects.filter(pk=lin.pk).update(joined_at=NOW - 9 * DAY)
    Person.objects.filter(pk=han.pk).update(joined_at=NOW - 3 * DAY)


def test_each_asks_for_their_own(crew, mei, tao, zhou, han):
    assert newcomers(mei, NOW, count=5) == [zhou]
    assert newcomers(tao, NOW, count=5) == [han]


def test_each_moment_counts_from_itself(crew, mei, lin, zhou):
    assert newcomers(mei, NOW - 5 * DAY, count=5) == [lin, zhou]
    assert newcomers(mei, NOW + 9 * DAY, count=5) == []


def test_rows_carry_what_was_fetched_along(crew, mei, django_assert_num_queries):
    newcomers(mei, NOW, count=5)
    mei = Person.objects.select_related("unit").get(pk=mei.pk)

    with django_assert_num_queries(2):  # what she manages, and the rows
        [row] = newcomers(mei, NOW, count=5)
        assert (row.leads, row.unit) == (False, mei.unit)


def test_what_is_passed_by_name_is_part_of_the_text(crew, mei):
    assert len(newcomers(mei, NOW - 5 * DAY, count=1)) == 1
    assert len(newcomers(mei, NOW - 5 * DAY, count=2)) == 2


def test_who_manages_nothing_and_has_no_role_gets_nothing(crew):
    assert newcomers(make_person("X1", "无名"), NOW, count=5) == []


def test_texts_are_compared_as_texts(lin):
    @prepared
    def called(text):
        return Person.objects.filter(name__startswith=text)

    assert called("林") == [lin]
    assert called("%") == []
    assert called("_") == []


def test_several_keys_may_be_left_out(lin, zhou):
    @prepared
    def others(*keys):
        return Person.objects.filter(pk__in=[lin.pk, zhou.pk]).exclude(pk__in=keys)

    assert others(lin.pk) == [zhou]
    assert others(lin.pk, zhou.pk) == []


def test_a_query_that_reads_the_clock_is_refused():
    @prepared
    def late():
        return Person.objects.filter(joined_at__lt=timezone.now())

    with pytest.raises(NotPreparable):
        late()


def test_a_query_that_makes_another_moment_of_its_moment_is_refused():
    @prepared
    def since_midnight(at):
        return Person.objects.filter(joined_at__gte=at.replace(hour=0))

    with pytest.raises(NotPreparable):
        since_midnight(NOW)


def test_a_query_that_decides_by_a_value_is_refused():
    @prepared
    def odd(key):
        people = Person.objects.filter(pk=key)
        return people.filter(is_active=True) if key > 2_113_000_050 else people

    with pytest.raises(NotPreparable):
        odd(3)


def test_codes_are_compared_as_codes(lin, mei, dress_norm):
    @prepared
    def rounds(code):
        return Round.objects.filter(code=code)

    row = make_round(lin, mei, {"DRESS-02": "pass"})

    assert rounds(row.code) == [row]
    assert rounds(uuid.uuid4()) == []
