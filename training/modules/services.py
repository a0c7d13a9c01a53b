"""Writing readings: “I have read edition N”."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.models import Person
from standards.editions import Edition

from ..assignments.models import Duty
from .models import ModuleNorm, Reading


class EditionSuperseded(Exception):
    """Only what holds today can be confirmed; ``current`` is the edition to read instead."""

    def __init__(self, current: Edition):
        super().__init__(str(current))
        self.current = current


@transaction.atomic
def confirm_reading(*, person: Person, edition: Edition, at: datetime) -> Reading:
    """Record that the person has read the norm's current edition, and complete their duties.

    A repeat returns the reading there is, and still completes what waits for it: a duty that
    opened after everything was read. A module's duty is complete once every published norm of the
    module is confirmed at its current edition. Raises ``EditionSuperseded``.
    """
    current = Edition.objects.current().get(norm=edition.norm_id)
    if current != edition:
        raise EditionSuperseded(current)
    reading, _is_new = Reading.objects.get_or_create(
        person=person, edition=edition, defaults={"confirmed_at": at}
    )
    _complete_duties(person, edition.norm_id, at)
    return reading


def _complete_duties(person: Person, norm_id: int, at: datetime) -> None:
    """Complete the person's open duties of modules with this norm in which nothing is unread."""
    waiting = Duty.objects.filter(
        person=person, completed_at=None, assignment__module__entries__norm=norm_id
    )
    waiting = waiting.opened(at).exclude(closes_at__lte=at).order_by()
    # Two tabs that confirm the last two norms must not each miss the other's reading: whoever
    # comes second waits here and looks afterwards.
    locked = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
    unread = (
        ModuleNorm.objects.filter(module=OuterRef("assignment__module"))
        .published()
        .with_reading(person)
        .filter(is_read=False)
    )
    still_given = Duty.objects.in_force().filter(~Exists(unread), pk__in=locked)
    still_given.update(completed_at=at)
