"""Print the published norms as JSON on standard output."""

import json

from django.core.management.base import BaseCommand

from standards.export import exported_norms


class Command(BaseCommand):
    help = "Print the published norms as JSON."

    def handle(self, *args, **options):
        self.stdout.write(json.dumps(exported_norms(), ensure_ascii=False, indent=1))
