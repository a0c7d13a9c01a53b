from django.core.management.base import BaseCommand
from django.db import transaction

from standards.editions import Edition
from standards.models import Term
from standards.search.indexing import entries_of_edition, entry_of_term
from standards.search.models import SearchEntry


class Command(BaseCommand):
    help = (
        "Write anew what the search finds. Publishing keeps it fresh; run this once after an "
        "upgrade that says so, or for certainty."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        SearchEntry.objects.all().delete()
        for edition in Edition.objects.current().select_related("norm").order_by("pk"):
            SearchEntry.objects.bulk_create(entries_of_edition(edition))
        SearchEntry.objects.bulk_create(map(entry_of_term, Term.objects.order_by("pk")))
        self.stdout.write(f"{SearchEntry.objects.count()} entries can be found.")
