"""Load the shipped norms, items, quizzes, modules and checklists; safe to run again."""

from collections import Counter

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from standards.content import load_norms, load_shelves
from standards.glossary.content import load_glossary
from standards.phrases.content import load_moments
from training.content import load_checklists, load_items, load_modules, load_quizzes


class Command(BaseCommand):
    help = "Load the shipped content: drafts, then published. Never touches what an editor changed."

    def handle(self, *args, **options):
        at = timezone.now()
        with translation.override("zh-hans"):
            load_shelves()
            self._report("norms and clauses", load_norms(at=at))
            self._report("terms", load_glossary())
            self._report("moments", load_moments())
            self._report("items", load_items(at=at))
            self._report("quizzes", load_quizzes())
            self._report("modules", load_modules())
            self._report("checklists", load_checklists())

    def _report(self, what: str, tally: Counter) -> None:
        counts = ", ".join(f"{count} {outcome.value}" for outcome, count in tally.items())
        self.stdout.write(f"{what}: {counts or 'none'}")
