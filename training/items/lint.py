"""What is worth mending in items and quizzes, for the lint page of ``standards.lint``."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages import is_untranslated, localized
from standards.lint import CHECKS, NOT_TRANSLATED, SOURCES, STALE, Check, Finding
from standards.models import Norm

from .models import Item
from .services import draft_payload, has_unpublished_changes, publishing_problems

CLAUSE_CHANGED = Check(
    "item-clause",
    gettext_lazy("Questions whose clause has changed since"),
    gettext_lazy("Read the question beside the clause's new text, then publish it again."),
)
ITEM_UNPUBLISHED = Check(
    "item-unpublished",
    gettext_lazy("Questions with unpublished changes"),
    gettext_lazy("People still get the version before, or none."),
)
QUIZ_ASKS_DRAFTS = Check(
    "quiz",
    gettext_lazy("Quizzes that ask something unpublished"),
    gettext_lazy("A question that was never published is left out until it is."),
)


def item_findings(norms: Iterable[Norm]) -> Iterator[Finding]:
    """What the drafts of all items show; an item concerns the norms of its clauses."""
    rows = Item.objects.with_draft().prefetch_related(
        "clauses__current_version", "current_version__clause_versions", "entries__quiz"
    )
    for item in rows:
        yield from _of_item(item)


def _of_item(item: Item) -> Iterator[Finding]:
    clauses = list(item.clauses.all())
    norm_ids = frozenset(clause.norm_id for clause in clauses)
    change_url = reverse("admin:training_item_change", args=[item.pk])
    publish_url = reverse("admin:training_item_publish", args=[item.pk])

    def found(check, url, said="", where=item.code):
        return Finding(check, where, localized(item, "stem"), url, norm_ids, said)

    payload = draft_payload(item)
    if changed := _changed_clauses(item, clauses):
        yield found(CLAUSE_CHANGED, change_url, " ".join(changed))
    if has_unpublished_changes(item, payload):
        problems = publishing_problems(item, payload)
        never = [_("never published")] if item.current_version is None else []
        yield found(ITEM_UNPUBLISHED, publish_url, " ".join(never + problems))
    if item.current_version is None:
        for entry in item.entries.all():
            yield found(QUIZ_ASKS_DRAFTS, publish_url, where=localized(entry.quiz, "title"))
    rows = [item, *item.options.all(), *item.criteria.all()]
    rows += [level for criterion in item.criteria.all() for level in criterion.levels.all()]
    if any(is_untranslated(row, name, "en") for row in rows for name in row.TRACKED):
        yield found(NOT_TRANSLATED, change_url)
    if any(row.stale_translations() for row in rows):
        yield found(STALE, change_url)


def _changed_clauses(item: Item, clauses) -> list[str]:
    """Codes of clauses of which readers see another version than the item was published with."""
    if item.current_version is None:
        return []
    asked = {
        version.clause_id: version.pk for version in item.current_version.clause_versions.all()
    }
    return sorted(
        clause.code
        for clause in clauses
        if clause.pk in asked and clause.current_version_id != asked[clause.pk]
    )


CHECKS.extend([CLAUSE_CHANGED, ITEM_UNPUBLISHED, QUIZ_ASKS_DRAFTS])
SOURCES.append(item_findings)
