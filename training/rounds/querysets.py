"""Read vocabulary for rounds."""

from django.db.models import Q

from portal.frozen import FrozenQuerySet
from portal.querysets import under


class RoundQuerySet(FrozenQuerySet):
    def visible_to(self, user):
        """Rounds of oneself, and of the people one manages today, whoever made them."""
        return self.filter(Q(person=user) | under(user.managed_paths, "person__unit__path"))

    def of_people_managed_by(self, user):
        return self.filter(under(user.managed_paths, "person__unit__path")).exclude(person=user)
