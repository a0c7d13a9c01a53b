"""Writing items: publishing a draft as an immutable version."""

import secrets
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.languages import LANGUAGE_CODES, column
from standards.editions import ClauseVersion
from standards.measures import plain
from standards.services import NothingToPublish, NotPublishable

from .kinds import KINDS
from .kinds.base import in_language, paragraphs
from .models import Item, ItemKind, ItemVersion


@transaction.atomic
def publish_item(*, item: Item, at: datetime) -> ItemVersion:
    """Freeze the item's draft as its next version, with the clause versions it asks about.

    Raises ``NotPublishable`` (Chinese missing, kind's rules, a clause that readers cannot see) or
    ``NothingToPublish``; then nothing is written.
    """
    item = Item.objects.with_draft().select_for_update(of=("self",)).get(pk=item.pk)
    payload = draft_payload(item)
    if problems := publishing_problems(item, payload):
        raise NotPublishable(problems)
    if not has_unpublished_changes(item, payload):
        raise NothingToPublish
    last = item.versions.aggregate(number=Max("number"))["number"] or 0
    name = f"q{secrets.token_hex(5)}"
    version = ItemVersion.objects.create(
        item=item,
        number=last + 1,
        name=name,
        kind=item.kind,
        max_points=item.max_points,
        payload=payload,
        html=rendered_pieces(item.kind, payload, name),
        published_at=at,
    )
    version.clause_versions.set(
        ClauseVersion.objects.filter(pk__in=item.clauses.values("current_version"))
    )
    item.current_version = version
    item.save(update_fields=["current_version"])
    return version


def has_unpublished_changes(item: Item, payload: dict) -> bool:
    """Tell whether the draft says something else than the current version; None yet counts."""
    current = item.current_version
    return current is None or (current.payload, current.kind) != (payload, item.kind)


def draft_payload(item: Item) -> dict:
    """The draft as ``ItemVersion.payload`` stores it; fetch many items ``with_draft()``."""
    has_parts = item.kind not in (ItemKind.BOOLEAN, ItemKind.NUMBER)
    return {
        "stem": texts(item, "stem"),
        "explanation": texts(item, "explanation"),
        "max_points": str(item.max_points),
        "clauses": sorted(clause.code for clause in item.clauses.all()),
        "options": [
            {
                "key": option.key,
                "text": texts(option, "text"),
                "correct": option.is_correct,
                "clause": option.clause.code if option.clause else None,
            }
            for option in item.options.all()
            if has_parts
        ],
        "criteria": [
            {
                "key": criterion.key,
                "title": texts(criterion, "title"),
                "clause": criterion.clause.code if criterion.clause else None,
                "levels": [
                    {"key": level.key, "text": texts(level, "text"), "points": str(level.points)}
                    for level in criterion.levels.all()
                ],
            }
            for criterion in item.criteria.all()
            if has_parts
        ],
        **_plain_key(item),
    }


def _plain_key(item: Item) -> dict:
    """The key of a kind that has no options; the other kinds' payloads say nothing of it."""
    if item.kind == ItemKind.BOOLEAN:
        return {"is_true": item.is_true}
    if item.kind == ItemKind.NUMBER:
        key = {"answer": plain(item.answer), "tolerance": plain(item.tolerance or Decimal(0))}
        return {"number": {**key, "unit": item.unit}}
    return {}


def publishing_problems(item: Item, payload: dict) -> list[str]:
    problems = []
    if not payload["stem"]["zh-hans"]:
        problems.append(_("The question has no Chinese text."))
    pieces = [option["text"] for option in payload["options"]]
    pieces += [criterion["title"] for criterion in payload["criteria"]]
    pieces += [level["text"] for criterion in payload["criteria"] for level in criterion["levels"]]
    if not all(piece["zh-hans"] for piece in pieces):
        problems.append(_("An option or a level has no Chinese text."))
    clauses = item.clauses.all()
    unseen = [clause for clause in clauses if clause.current_version_id is None or clause.withdrawn]
    if unseen:
        problems.append(
            _("Readers do not see these clauses: %(codes)s.")
            % {"codes": ", ".join(sorted(clause.code for clause in unseen))}
        )
    if not payload["clauses"]:
        problems.append(_("Name at least one clause that the question asks about."))
    return problems + KINDS[item.kind].problems(payload)


def texts(obj, field: str) -> dict[str, str]:
    """``{"zh-hans": …, "en": …}`` of a translated field."""
    return {code: getattr(obj, column(field, code)) or "" for code in LANGUAGE_CODES}


def rendered_pieces(kind: str, payload: dict, name: str) -> dict:
    """``{language: {"stem": html, "pieces": {…}}}`` for ``ItemVersion.html``."""
    return {
        language: {
            "stem": paragraphs(in_language(payload["stem"], language)),
            "pieces": KINDS[kind].render(payload, name, language),
        }
        for language in LANGUAGE_CODES
    }
