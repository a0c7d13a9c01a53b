"""Read vocabulary for checklists and rounds."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from portal.frozen import FrozenQuerySet
from portal.querysets import under
from standards.enums import Role

#: What somebody can be seen to keep or break. Principles and facts are too wide, cases are told.
OBSERVABLE_ROLES = (Role.DO, Role.DONT, Role.STEP, Role.SAY, Role.AVOID)


class ChecklistQuerySet(models.QuerySet):
    def ready(self):
        """Checklists with something to look at today; annotated with ``clause_count``."""
        version = "entries__clause__current_version"
        in_force = Q(
            **{
                f"{version}__role__in": OBSERVABLE_ROLES,
                f"{version}__editions__norm__current_edition": F(f"{version}__editions"),
            }
        )
        counted = Count("entries", filter=in_force, distinct=True)
        return self.annotate(clause_count=counted).filter(clause_count__gt=0)


class RoundQuerySet(FrozenQuerySet):
    def visible_to(self, user):
        """Rounds of oneself, and of the people one manages today, whoever made them."""
        return self.filter(Q(person=user) | under(user.managed_paths, "person__unit__path"))

    def of_people_managed_by(self, user):
        return self.filter(under(user.managed_paths, "person__unit__path")).exclude(person=user)

    def with_subject(self):
        """Fetch along what a line about a round says: whose, by whom, against what."""
        return self.select_related("person__unit", "observer", "checklist", "norm__current_edition")

    def with_reply(self):
        """Annotate ``has_reply``."""
        from .models import RoundReply

        return self.annotate(has_reply=Exists(RoundReply.objects.filter(round=OuterRef("pk"))))


def last_seen(person="pk"):
    """When somebody was last seen on a round, as a subquery; null for never."""
    from .models import Round

    rounds = Round.objects.filter(person=OuterRef(person)).order_by("-at", "-pk")
    return Subquery(rounds.values("at")[:1])
