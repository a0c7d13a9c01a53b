"""Fill an empty portal with a province of demo people and seven weeks of their work."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from portal.models import Person

from ...demo.floor import Floor
from ...demo.history import Fortnight
from ...demo.people import create_people, say_goodbye
from ...demo.province import Province


class Command(BaseCommand):
    help = "Create the demo's people and history; does nothing where people exist already."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("load_demo works only with DEMO=1: its passwords are well known.")
        if Person.objects.exists():
            self.stdout.write("demo: people exist already, nothing was changed")
            return
        with transaction.atomic(), translation.override("zh-hans"):
            now = timezone.now()
            people = create_people(now)
            Province(people, now).play()
            Fortnight(people, now).play()
            Floor(people, now).play()
            say_goodbye(people)
        self.stdout.write(f"demo: {len(people)} people")
