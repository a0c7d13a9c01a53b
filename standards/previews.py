"""The page that a draft would have, made without publishing anything."""

from datetime import datetime

from .editions import ClauseVersion, Edition
from .models import Clause, Norm
from .services import NORM_COLUMNS, drafted_clauses, drafted_content, minutes_to_read


def drafted_versions(norm: Norm, at: datetime) -> list[ClauseVersion]:
    """The clause versions that publishing the draft now would list, in reading order; unsaved.

    They stand under their clauses' keys, because a layout tells versions apart by key.
    """
    return [_drafted_version(clause, at) for clause in drafted_clauses(norm)]


def _drafted_version(clause: Clause, at: datetime) -> ClauseVersion:
    content = drafted_content(clause)
    version = ClauseVersion(pk=clause.pk, clause=clause, published_at=at, **content)
    version.picture = clause.picture  # fetched along already
    return version


def drafted_edition(norm: Norm, versions: list[ClauseVersion], at: datetime) -> Edition:
    """The edition that publishing the draft now would write; unsaved."""
    current = norm.current_edition
    return Edition(
        norm=norm,
        number=current.number + 1 if current else 1,
        published_at=at,
        picture=norm.picture,
        read_minutes=minutes_to_read(versions),
        **{name: getattr(norm, name) or "" for name in NORM_COLUMNS},
    )
