"""Stamp attempts whose time is over.

Pages and marking do not need it, but until then the answers say nothing of what somebody knows.
"""

from django.core.management.base import BaseCommand
from django.utils import timezone

from training.attempts.services import close_expired


class Command(BaseCommand):
    help = "Hand in every attempt whose time is over, with what was saved."

    def handle(self, *args, **options):
        self.stdout.write(f"{close_expired(at=timezone.now())} attempts closed")
