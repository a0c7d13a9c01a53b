"""The published norms as plain data, for scripts outside the portal."""

from .editions import Edition
from .models import Norm


def exported_norms() -> dict:
    """``{"norms": [{"slug", "kind", "edition", "clauses": [...]}]}`` of what readers see."""
    norms = Norm.objects.published().select_related("current_edition").order_by("slug")
    return {
        "norms": [
            {
                "slug": norm.slug,
                "kind": norm.kind,
                "edition": norm.current_edition.number,
                "clauses": _exported_clauses(norm.current_edition),
            }
            for norm in norms
        ]
    }


def _exported_clauses(edition: Edition) -> list[dict]:
    return [
        {
            "code": version.code,
            "role": version.role,
            "applies_to": version.applies_to,
            "derived": version.is_derived,
            "measure": version.measure.as_export() if version.measure else None,
            "text": _texts(version, "text"),
            "reason": _texts(version, "reason"),
            "line": _texts(version, "line"),
            "citations": version.citations,
        }
        for version in edition.clauses.order_by("entries__position")
    ]


def _texts(version, name: str) -> dict[str, str]:
    return {"zh-hans": getattr(version, f"{name}_zh_hans"), "en": getattr(version, f"{name}_en")}
