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


def can_make_password_for(user, person) -> bool:
    """Tell whether the user may let the person in anew: somebody of theirs who still works here.

    Not themselves, and nobody who would lend them more than they have: neither an editor or
    administrator nor whoever manages as much as they do.
    """
    paths = user.managed_paths
    if person == user or not person.is_active or person.access or not person.unit_id:
        return False
    if not person.unit.path.startswith(tuple(paths)):
        return False
    return all(
        any(managed != path and managed.startswith(path) for path in paths)
        for managed in person.managed_paths
    )
