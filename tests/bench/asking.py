"""Requests as data: made where Django knows the people, sent by a process that knows nothing.

Works under the portal's settings and under the yardstick's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

#: Statements that open, mark or end a transaction are not counted.
UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Door:
    """A signed-in person: the session's cookie, and the token that forms carry."""

    cookie: str
    token: str

    @classmethod
    def of(cls, user) -> "Door":
        client = Client(SERVER_NAME=HOST)
        client.force_login(get_user_model().objects.get(pk=user.pk))
        request = RequestFactory().get("/")
        token = get_token(request)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        secret = request.META["CSRF_COOKIE"]
        return cls(f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={secret}", token)

    def get(self, path: str, *, marker: str, status: int = 200) -> dict:
        return self._request("GET", path, status=status, marker=marker)

    def post(self, path: str, fields, *, status: int = 302, marker: str = "") -> dict:
        """A form, with the token as its first field."""
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        body = urlencode([("csrfmiddlewaretoken", self.token), *pairs], safe="@")
        return self._request(
            "POST",
            path,
            status=status,
            marker=marker,
            body=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    def post_json(self, path: str, body: str, *, marker: str) -> dict:
        return self._request(
            "POST",
            path,
            status=200,
            marker=marker,
            body=body,
            headers={"Content-Type": "application/json", "X-CSRFToken": self.token},
        )

    def _request(self, method: str, path: str, **rest) -> dict:
        return {"method": method, "path": path, "cookie": self.cookie} | rest


def sql_count(requests: Sequence[dict]) -> int:
    """SQL statements of the last of these requests; the others warm what is kept in memory."""
    for request in requests[:-1]:
        answer(request)
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer(requests[-1])
    return sum(not sql.lstrip().upper().startswith(UNCOUNTED) for sql in statements)


def answer(request: dict):
    """Have the application answer in this process; raises where the answer is not the expected."""
    from .load import filled_in

    client = Client(SERVER_NAME=HOST, headers={"cookie": request["cookie"]})
    headers = request.get("headers", {})
    response = client.generic(
        request["method"],
        request["path"],
        filled_in(request.get("body", "")),
        content_type=headers.get("Content-Type", "application/octet-stream"),
        headers={"accept-language": "zh-CN"},
    )
    if response.status_code != request["status"]:
        raise RuntimeError(f"{request['path']} answered {response.status_code}")
    if request["marker"] not in response.content.decode():
        raise RuntimeError(f"{request['path']} does not say {request['marker']!r}")
    return response
