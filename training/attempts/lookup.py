"""Finding duties and attempts for a page: see, then may."""

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from portal.models import Person
from portal.permissions import get_visible_or_404, require
from portal.prepared import prepared

from ..assignments.models import Duty
from . import permissions
from .models import Attempt


def own_duty(user: Person, pk: int) -> Duty:
    """The person's own duty; a manager may know of it (403), a stranger may not (404)."""
    duties = Duty.objects.with_subject().select_related("assignment__withdrawn_by")
    duty = get_visible_or_404(duties, user, pk=pk)
    require(permissions.can_take(user, duty))
    return duty


def visible_attempt(user: Person, code: UUID) -> Attempt:
    for attempt in attempts_seen(user, code, timezone.now()):
        return attempt
    raise Http404


@prepared
def attempts_seen(user: Person, code: UUID, at: datetime):
    attempts = Attempt.objects.visible_to(user, at).filter(code=code)
    return attempts.select_related("duty__assignment__quiz")


def answerable_attempt(user: Person, code: UUID) -> Attempt:
    attempt = visible_attempt(user, code)
    require(permissions.can_answer(user, attempt))
    return attempt


def refuse_stranger(user: Person, code: UUID) -> NoReturn:
    """A service found no such attempt of this person: 404, or 403 if they may know of it."""
    visible_attempt(user, code)
    raise PermissionDenied
