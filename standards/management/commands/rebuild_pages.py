from django.core.management.base import BaseCommand

from standards.editions import Edition
from standards.reading import RENDERER, render_pages


class Command(BaseCommand):
    help = (
        "Render the stored pages of every edition again where an older renderer wrote them. "
        "Run it after an upgrade; until then such pages are rendered at each visit."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="also those of this renderer, after a translation"
        )

    def handle(self, *args, **options):
        editions = Edition.objects.order_by("pk")
        if not options["all"]:
            editions = editions.without_pages_of(RENDERER)
        count = 0
        for edition in editions.iterator():
            render_pages(edition)
            count += 1
        self.stdout.write(f"{count} editions rendered.")
