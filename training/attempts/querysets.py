"""Read vocabulary for attempts; ``at`` is the clock, an aware datetime.

State is read from timestamps: an attempt is open until it is submitted or its time is over,
whether or not anything has stamped it since.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.querysets import under


class AttemptQuerySet(models.QuerySet):
    def open(self, at):
        return self.filter(Q(submitted_at__isnull=True), Q(ends_at=None) | Q(ends_at__gt=at))

    def handed_in(self, at):
        return self.filter(Q(submitted_at__isnull=False) | Q(ends_at__lte=at))

    def expired(self, at):
        """Time is over and nothing has stamped it yet."""
        return self.filter(submitted_at__isnull=True, ends_at__lte=at)

    def passed(self):
        return self.filter(is_passed=True)

    def visible_to(self, user, at=None):
        """Own attempts, and attempts of people one manages that are handed in by now, or ``at``."""
        now = at or timezone.now()
        managed = under(user.managed_paths, "duty__person__unit__path")
        handed_in = Q(submitted_at__isnull=False) | Q(ends_at__lte=now)
        return self.filter(Q(duty__person=user) | (managed & handed_in))


class ResponseQuerySet(models.QuerySet):
    def to_mark(self, at):
        """Judged answers of handed-in attempts that nobody has marked yet."""
        handed_in = Q(attempt__submitted_at__isnull=False) | Q(attempt__ends_at__lte=at)
        return self.filter(handed_in, needs_mark=True)

    def visible_to(self, user):
        """Answers a manager may mark: of people they manage, never their own."""
        now = timezone.now()
        handed_in = Q(attempt__submitted_at__isnull=False) | Q(attempt__ends_at__lte=now)
        return self.of_people_managed_by(user).filter(handed_in)

    def of_people_managed_by(self, user):
        """Answers of people they manage, never their own, handed in or not."""
        managed = under(user.managed_paths, "attempt__duty__person__unit__path")
        return self.filter(managed).exclude(attempt__duty__person=user)
