"""Loading the shipped glossary: one file, terms found again by their slugs."""

from collections import Counter

from django.conf import settings
from django.db import transaction

from portal.seeding import Outcome, columns, document, settle, stored
from standards.models import Norm

from .models import Term
from .services import refresh_words

TEXTS = ("name", "also", "meaning")


@transaction.atomic
def load_glossary() -> Counter[Outcome]:
    """Load every term, after the norms that explain them."""
    tally: Counter[Outcome] = Counter()
    for entry in document(settings.FIXTURE_ROOT / "glossary.toml")["terms"]:
        tally[_load_term(_term_of(entry), entry)] += 1
    if tally[Outcome.CREATED] or tally[Outcome.UPDATED]:
        refresh_words()
    return +tally


def _term_of(entry: dict) -> Term:
    """The entry's row: of its slug, or what an editor wrote under one of its names meanwhile."""
    terms = Term.objects.select_related("norm")
    for key in ("slug", "name_zh_hans", "name_en"):
        if term := terms.filter(**{key: entry[key]}).first():
            return term
    return Term(slug=entry["slug"])


def _load_term(term: Term, entry: dict) -> Outcome:
    texts = columns(entry, *TEXTS)
    facts = {"pinyin": entry["pinyin"], "is_of_portal": entry.get("of_portal", False)}
    incoming = {**texts, **facts, "norm": entry.get("norm", "")}

    def current():
        return {
            **stored(term, texts),
            **{name: getattr(term, name) for name in facts},
            "norm": term.norm.slug if term.norm else "",
        }

    def write():
        for name, value in {**texts, **facts}.items():
            setattr(term, name, value)
        term.norm = Norm.objects.get(slug=incoming["norm"]) if incoming["norm"] else None
        term.full_clean()
        term.save()

    return settle(term, incoming=incoming, current=current, write=write)
