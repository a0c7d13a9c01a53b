"""Whose results a manager sees in a report: those of the people below, for what they were given."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from portal.models import Person
from portal.prepared import prepared

from ..assignments.models import Duty
from ..quizzes.models import Quiz


def given_duties(user: Person):
    """Quizzes that the people below the user were given; what they check for themselves is theirs.

    People who left are among them: whoever counts drops those of them who handed nothing in.
    """
    duties = Duty.objects.of_people_managed_by(user).given().in_force()
    return duties.filter(assignment__quiz__isnull=False).order_by()


def reported_quizzes(user: Person):
    return Quiz.objects.filter(Exists(given_duties(user).filter(assignment__quiz=OuterRef("pk"))))


@prepared
def reported_quiz(user: Person, at: datetime, slug: str):
    """The quiz, if it is reported to the user, annotated with ``hides_key``: whether they still
    have it to answer themselves."""
    own = Duty.objects.left_to_sit(user, at).filter(assignment__quiz=OuterRef("pk"))
    return reported_quizzes(user).filter(slug=slug).annotate(hides_key=Exists(own))
