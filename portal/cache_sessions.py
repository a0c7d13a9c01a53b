"""Sessions in the cache that all workers share (``SESSION_STORE=cache``)."""

from django.contrib.sessions.backends import cache

from .sessions import SharedDeviceMixin


class SessionStore(SharedDeviceMixin, cache.SessionStore):
    pass
