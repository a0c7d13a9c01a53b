"""Read vocabulary for assignments and duties; ``at`` is the clock, an aware datetime."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from portal.querysets import under


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What one gave oneself, and what anybody gave to people one manages."""
        from .models import Duty  # the queryset is made before the model is

        managed = Duty.objects.filter(assignment=OuterRef("pk")).of_people_managed_by(user)
        return self.filter(Q(Exists(managed)) | Q(given_by=user, due_at__isnull=False))

    def given(self):
        """Orders to others; leaves out self-checks."""
        return self.filter(due_at__isnull=False)

    def standing_for(self, user):
        """Leaves out what was withdrawn, but for whoever gave or withdrew it."""
        return self.filter(Q(withdrawn_at=None) | Q(given_by=user) | Q(withdrawn_by=user))


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own duties, and those of the people one manages."""
        return self.filter(Q(person=user) | under(user.managed_paths, "person__unit__path"))

    def of_people_managed_by(self, user):
        return self.filter(under(user.managed_paths, "person__unit__path")).exclude(person=user)

    def of_active_people(self):
        return self.filter(person__is_active=True)

    def given(self):
        """Orders by somebody else; leaves out self-checks."""
        return self.filter(due_at__isnull=False)

    def in_force(self):
        """Leaves out what was withdrawn before anybody began."""
        return self.filter(assignment__withdrawn_at=None)

    def opened(self, at):
        return self.in_force().filter(assignment__opens_at__lte=at)

    def coming(self, at):
        return self.in_force().filter(assignment__opens_at__gt=at).with_state(at)

    def left_to_sit(self, person, at):
        """Quizzes that the person can still answer, whether begun or not.

        The rule of ``attempts.permissions.may_see_key``, asked of all of their duties at once.
        """
        is_left = Q(attempts_used__lt=F("max_attempts")) & (Q(closes_at=None) | Q(closes_at__gt=at))
        own = self.filter(person=person, assignment__quiz__isnull=False).in_force()
        return own.with_state(at).filter(Q(is_in_progress=True) | is_left).order_by()

    def with_subject(self):
        """Fetch what is to be done, by whose order and who reminds, along with the duty."""
        return self.select_related(
            "assignment__quiz",
            "assignment__module",
            "assignment__checklist",
            "assignment__given_by",
            "reminded_by",
        )

    def begun(self):
        """Where somebody has done something since it opened: an attempt, a reading, a round."""
        from ..attempts.models import Attempt
        from ..modules.models import Reading
        from ..rounds.models import Round

        readings = Reading.objects.filter(
            person=OuterRef("person"),
            edition__norm__module_entries__module=OuterRef("assignment__module"),
            confirmed_at__gte=OuterRef("assignment__opens_at"),
        )
        return self.filter(
            Exists(Attempt.objects.filter(duty=OuterRef("pk")))
            | Exists(readings)
            | Exists(Round.objects.filter(duty=OuterRef("pk")))
        )

    def with_state(self, at):
        """Annotate what the attempts, or the readings, say at ``at``.

        ``attempts_used`` and ``answers_to_mark`` (int), ``is_in_progress``, ``is_passed``,
        ``awaits_marking``, ``has_read``, ``is_done`` and ``is_used_up`` (bool): a module is
        begun when one of its norms is read and done when completed, a quiz when an attempt is
        passed or waits to be marked; used up is a quiz that is not done and has no attempt left.
        """
        from ..attempts.models import Attempt
        from ..modules.models import ModuleNorm

        norms = ModuleNorm.objects.filter(module=OuterRef("assignment__module")).order_by()
        attempts = Attempt.objects.filter(duty=OuterRef("pk")).order_by()
        handed_in = attempts.handed_in(at)
        return self.annotate(
            attempts_used=_per_duty(attempts, Count("pk")),
            answers_to_mark=_per_duty(handed_in, models.Sum("pending_marks")),
            is_in_progress=Exists(attempts.open(at)),
            is_passed=Exists(handed_in.passed()),
            awaits_marking=Exists(handed_in.filter(pending_marks__gt=0)),
            has_read=Exists(
                norms.filter(norm__current_edition__readings__person=OuterRef("person"))
            ),
        ).annotate(
            is_done=truth(
                Q(completed_at__isnull=False) | Q(is_passed=True) | Q(awaits_marking=True)
            ),
            is_used_up=truth(
                Q(
                    assignment__quiz__isnull=False,
                    attempts_used__gte=F("max_attempts"),
                    is_in_progress=False,
                    is_passed=False,
                    awaits_marking=False,
                )
            ),
        )

    def outstanding(self, at):
        """What a person still has to do and can: opened, not closed, not done, not used up."""
        closed = Q(closes_at__lte=at)
        return (
            self.opened(at).with_state(at).filter(is_done=False, is_used_up=False).exclude(closed)
        )

    def finished(self, at):
        """The opened duties that are not outstanding: done, used up, or closed undone."""
        closed = Q(closes_at__lte=at)
        return self.opened(at).with_state(at).filter(Q(is_done=True) | Q(is_used_up=True) | closed)


def _per_duty(attempts, aggregate):
    """A whole number per duty as a subquery, so that duties can be counted further."""
    totals = attempts.values("duty").annotate(total=aggregate).values("total")
    return Coalesce(Subquery(totals), 0)


def truth(condition):
    return models.Case(
        models.When(condition, then=models.Value(True)),
        default=models.Value(False),
        output_field=models.BooleanField(),
    )
