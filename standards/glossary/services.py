"""The lists of terms at the foot of norms follow the glossary."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F

from portal.languages import LANGUAGE_CODES
from standards.editions import ClauseVersion, EditionClause, EditionPage
from standards.models import Norm

from .words import Vocabulary


@transaction.atomic
def refresh_words() -> int:
    """Write the list of every current norm anew where the glossary changed it; return how many.

    To be called in the transaction that changed a term. The rendered bodies stay, which makes
    this a matter of a moment.
    """
    # Whoever is publishing has read the terms as they were: wait for their edition.
    list(Norm.objects.select_for_update().order_by("pk").values_list("pk"))
    versions = _current_versions()
    pages = EditionPage.objects.filter(edition=F("edition__norm__current_edition"))
    vocabularies = {language: Vocabulary(language) for language in LANGUAGE_CODES}
    changed = []
    for page in pages.select_related("edition").defer("html"):
        vocabulary = vocabularies[page.language]
        words = vocabulary.words_of(page.edition, versions[page.edition_id])
        if words != page.words:
            page.words = words
            changed.append(page)
    EditionPage.objects.bulk_update(changed, ["words"], batch_size=100)
    return len(changed)


def _current_versions() -> dict[int, list[ClauseVersion]]:
    """What each current edition lists, in reading order, by the edition's key."""
    entries = EditionClause.objects.filter(edition=F("edition__norm__current_edition"))
    versions: dict[int, list[ClauseVersion]] = defaultdict(list)
    for entry in entries.select_related("version").order_by("edition", "position"):
        versions[entry.edition_id].append(entry.version)
    return versions
