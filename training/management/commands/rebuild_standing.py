"""Work everybody's standing out anew from the evidence; after an upgrade, or for certainty."""

from django.core.management.base import BaseCommand

from portal.models import Person
from training.standing.services import rebuild


class Command(BaseCommand):
    help = "Compare what is stored of everybody's standing with the evidence, and put it right."

    def handle(self, *args, **options):
        people = Person.objects.order_by("pk")
        wrong = sum(rebuild(person=person) for person in people.iterator())
        self.stdout.write(f"{wrong} rows of standing put right")
