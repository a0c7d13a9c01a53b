"""Sessions in the database, asked only for keys that the portal can have made; and sessions on a
tablet that many share, wherever they live."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

SHARED_DEVICE = "is_shared_device"


def is_on_shared_device(session) -> bool:
    return bool(session.get(SHARED_DEVICE))


def idle_seconds() -> int:
    """How long a session on a shared device lasts without a request."""
    return round(settings.SHARED_DEVICE_IDLE_MINUTES * 60)


class SharedDeviceMixin:
    """On a shared device the store itself ends the session after idle minutes, and the browser
    forgets it when it is closed. Django's ``set_expiry`` can do one or the other, not both."""

    def get_expiry_age(self, **kwargs):
        if is_on_shared_device(self):
            return idle_seconds()
        return super().get_expiry_age(**kwargs)

    def get_expiry_date(self, **kwargs):
        if is_on_shared_device(self):
            return timezone.now() + timedelta(seconds=idle_seconds())
        return super().get_expiry_date(**kwargs)

    def get_expire_at_browser_close(self):
        return is_on_shared_device(self) or super().get_expire_at_browser_close()


class SessionStore(SharedDeviceMixin, db.SessionStore):
    def _validate_session_key(self, key):
        """A forged cookie can hold anything, such as a NUL, which PostgreSQL does not look up."""
        return super()._validate_session_key(key) and key.isalnum()
