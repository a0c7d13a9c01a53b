"""Sessions in the database, asked only for keys that the portal can have made."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key):
        """A forged cookie can hold anything, such as a NUL, which PostgreSQL does not look up."""
        return super()._validate_session_key(key) and key.isalnum()
