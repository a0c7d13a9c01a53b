"""Tablets that many people share: what the device remembers, and what its pages are told."""

from django.conf import settings

from .sessions import SHARED_DEVICE, idle_seconds, is_on_shared_device

COOKIE = "shared_device"
COOKIE_AGE = 60 * 60 * 24 * 365  # seconds
#: Query of the sign-in page when nobody had used the device for too long.
SIGNED_OUT_IDLE = "ended=idle"
#: Seconds before the end at which the page warns; half of it where less time is left to idle.
WARNING = 60


def is_remembered(request) -> bool:
    """Tell whether somebody last called this device a shared one when they signed in."""
    return request.COOKIES.get(COOKIE) == "1"


def begin(request, response, *, is_shared: bool) -> None:
    """Mark the session that has just begun, and have the device remember the answer."""
    if is_shared:
        request.session[SHARED_DEVICE] = True
        response.set_cookie(
            COOKIE,
            "1",
            max_age=COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def idle(request) -> dict[str, int] | None:
    """``{"seconds", "warning"}`` for the script that warns; None on a device of one's own."""
    if not is_on_shared_device(request.session):
        return None
    seconds = idle_seconds()
    return {"seconds": seconds, "warning": min(WARNING, seconds // 2)}
