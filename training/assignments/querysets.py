"""Read vocabulary for assignments and duties; ``at`` is the clock, an aware datetime."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from portal.querysets import under


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What one gave oneself, and what anybody gave to people one manages."""
        from .models import Duty  # the queryset is made before the model is

        managed = Duty.objects.filter(assignment=OuterRef("pk")).of_people_managed_by(user)
        return self.filter(Q(Exists(managed)) | Q(given_by=user, due_at__isnull=False))


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own duties, and those of the people one manages."""
        return self.filter(Q(person=user) | under(user.managed_paths, "person__unit__path"))

    def of_people_managed_by(self, user):
        return self.filter(under(user.managed_paths, "person__unit__path")).exclude(person=user)

    def opened(self, at):
        return self.filter(assignment__opens_at__lte=at)

    def with_state(self, at):
        """Annotate what the attempts say at ``at``.

        ``attempts_used`` (int), ``is_in_progress``, ``is_passed``, ``awaits_marking`` (bool) and
        ``is_done`` (bool): a module is done when completed, a quiz when an attempt is passed or
        waits to be marked.
        """
        from ..attempts.models import Attempt

        attempts = Attempt.objects.filter(duty=OuterRef("pk"))
        return self.annotate(
            attempts_used=Count("attempts", distinct=True),
            is_in_progress=Exists(attempts.open(at)),
            is_passed=Exists(attempts.handed_in(at).passed()),
            awaits_marking=Exists(attempts.handed_in(at).filter(pending_marks__gt=0)),
        ).annotate(
            is_done=models.Case(
                models.When(
                    Q(completed_at__isnull=False) | Q(is_passed=True) | Q(awaits_marking=True),
                    then=models.Value(True),
                ),
                default=models.Value(False),
                output_field=models.BooleanField(),
            )
        )

    def outstanding(self, at):
        """Opened, not closed and not done: what a person still has to do."""
        closed = Q(assignment__closes_at__lte=at)
        return self.opened(at).with_state(at).filter(is_done=False).exclude(closed)
