"""See, then may: first the queryset (else 404), then the predicate (else 403)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def get_visible_or_404(queryset, user, **lookup):
    """Fetch one object the user may know about; anything else is a 404."""
    return get_object_or_404(queryset.visible_to(user), **lookup)


def require(allowed: bool) -> None:
    """Turn a failed predicate on a visible object into a 403."""
    if not allowed:
        raise PermissionDenied


def is_manager(user) -> bool:
    """Tell whether the person manages any unit: managers see /team/ and /marking/."""
    return bool(user.managed_paths)


def is_editor(user) -> bool:
    """Tell whether the person may write norms and questions in the admin site."""
    return user.access in (user.Access.EDITOR, user.Access.ADMIN)
