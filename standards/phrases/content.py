"""Loading the shipped moments: one file, found again by their slugs."""

from collections import Counter

from django.conf import settings
from django.db import transaction

from portal.seeding import Outcome, columns, document, settle, stored
from standards.models import Clause

from .models import Moment

TEXTS = ("title", "summary")


@transaction.atomic
def load_moments() -> Counter[Outcome]:
    """Load every moment, after the norms whose lines it names."""
    tally: Counter[Outcome] = Counter()
    for entry in document(settings.FIXTURE_ROOT / "moments.toml")["moments"]:
        tally[_load_moment(entry)] += 1
    return tally


def _load_moment(entry: dict) -> Outcome:
    moment = Moment.objects.filter(slug=entry["slug"]).first() or Moment(slug=entry["slug"])
    texts = columns(entry, *TEXTS)
    clauses = {clause.code: clause for clause in Clause.objects.filter(code__in=entry["clauses"])}
    incoming = {**texts, "position": entry["position"], "clauses": sorted(entry["clauses"])}

    def current():
        return {
            **stored(moment, texts),
            "position": moment.position,
            "clauses": sorted(moment.clauses.values_list("code", flat=True)),
        }

    def write():
        for name, value in texts.items():
            setattr(moment, name, value)
        moment.position = entry["position"]
        moment.full_clean()
        moment.save()
        moment.clauses.set(clauses[code] for code in entry["clauses"])

    return settle(moment, incoming=incoming, current=current, write=write)
