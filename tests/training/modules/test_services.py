"""“I have read edition N”: once, of what holds today, completing what waits for it."""

import uuid
from datetime import timedelta

import pytest

from standards.models import Norm
from tests.factories import make_module, make_norm, republish
from tests.training.builders import add_duty
from training.assignments.models import Assignment, Duty
from training.modules.models import Reading
from training.modules.services import EditionSuperseded, confirm_reading


def give(module, person, by, at, **times):
    assignment = Assignment.objects.create(
        given_by=by,
        module=module,
        request_id=uuid.uuid4(),
        created_at=at,
        **{"opens_at": at, "due_at": at + timedelta(days=7)} | times,
    )
    return add_duty(assignment, person)


def read_all(person, module, at):
    for norm in module.norms.published():
        confirm_reading(person=person, edition=norm.current_edition, at=at)


def completed_at(duty):
    return Duty.objects.get(pk=duty.pk).completed_at


def test_reading_is_recorded_once(lin, dress_norm, clock):
    first = confirm_reading(person=lin, edition=dress_norm.current_edition, at=clock)
    again = confirm_reading(
        person=lin, edition=dress_norm.current_edition, at=clock + timedelta(days=1)
    )

    assert first == again
    assert Reading.objects.get().confirmed_at == clock


def test_superseded_edition_cannot_be_confirmed(lin, dress_norm, clock):
    old = dress_norm.current_edition
    norm = republish(dress_norm)

    with pytest.raises(EditionSuperseded) as caught:
        confirm_reading(person=lin, edition=old, at=clock)

    assert caught.value.current == norm.current_edition
    assert not Reading.objects.exists()


def test_duty_is_complete_when_the_last_norm_is_confirmed(lin, mei, module, clock):
    duty = give(module, lin, mei, clock)
    dress, phone = module.norms.order_by("module_entries__position")
    later = clock + timedelta(hours=1)

    confirm_reading(person=lin, edition=dress.current_edition, at=clock)
    assert completed_at(duty) is None

    confirm_reading(person=lin, edition=phone.current_edition, at=later)
    assert completed_at(duty) == later


def test_completion_is_not_moved_by_reading_again(lin, mei, module, clock):
    duty = give(module, lin, mei, clock)
    read_all(lin, module, clock)

    read_all(lin, module, clock + timedelta(days=3))

    assert completed_at(duty) == clock


def test_older_edition_does_not_count_and_what_was_done_stays_done(lin, mei, module, clock):
    done = give(module, lin, mei, clock)
    read_all(lin, module, clock)
    republish(Norm.objects.get(slug="dress"))
    fresh = give(module, lin, mei, clock)

    confirm_reading(person=lin, edition=Norm.objects.get(slug="phone").current_edition, at=clock)
    assert completed_at(fresh) is None

    confirm_reading(person=lin, edition=Norm.objects.get(slug="dress").current_edition, at=clock)
    assert completed_at(fresh) == clock
    assert completed_at(done) == clock


def test_unpublished_norm_is_not_waited_for(lin, mei, dress_norm, clock):
    module = make_module("mixed", [dress_norm, make_norm("draft", "草稿", published=False)])
    duty = give(module, lin, mei, clock)

    confirm_reading(person=lin, edition=dress_norm.current_edition, at=clock)

    assert completed_at(duty) == clock


@pytest.mark.parametrize(
    ("opens", "closes"), [(1, None), (-10, -1)], ids=["not yet open", "closed"]
)
def test_duty_outside_its_time_is_left_alone(lin, mei, module, clock, opens, closes):
    days = {"opens_at": opens, "closes_at": closes, "due_at": closes or opens + 1}
    times = {name: day and clock + timedelta(days=day) for name, day in days.items()}
    duty = give(module, lin, mei, clock, **times)

    read_all(lin, module, clock)

    assert completed_at(duty) is None


def test_duty_that_opens_after_the_reading_is_completed_by_saying_so_again(lin, mei, module, clock):
    duty = give(module, lin, mei, clock, opens_at=clock + timedelta(days=1))
    read_all(lin, module, clock)
    later = clock + timedelta(days=2)

    confirm_reading(person=lin, edition=Norm.objects.get(slug="phone").current_edition, at=later)

    assert completed_at(duty) == later


def test_only_ones_own_duties_of_modules_with_the_norm_are_completed(
    lin, zhou, mei, module, dress_norm, clock
):
    of_zhou = give(module, zhou, mei, clock)
    other = give(make_module("other", [make_norm("other", "别的")]), lin, mei, clock)
    short = give(make_module("short", [dress_norm]), lin, mei, clock)

    read_all(lin, module, clock)

    assert completed_at(of_zhou) is None
    assert completed_at(other) is None
    assert completed_at(short) == clock
