"""What the attempt page's script asks and saves; every reply carries the server's clock."""

import json

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..items.kinds import BadAnswer, ForgedAnswer
from . import services
from .changes import BadChangeId
from .errors import AttemptClosed, UnknownItem
from .lookup import answerable_attempt, refuse_stranger
from .models import Attempt, Response

ERRORS = {
    BadRequest: "body",
    BadChangeId: "change_id",
    UnknownItem: "item",
    ForgedAnswer: "answer",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def responses(request, code):
    """Read what is stored; store an answer (``name``, ``value``, ``change_id``) or a flag
    (``name``, ``is_flagged``).

    Refusals: 400 with ``error`` (a value of ``ERRORS``, or the code of a ``BadAnswer``), 409 when
    the attempt is over.
    """
    if request.method != "POST":
        return _stored(request, code)
    try:
        return _store(request, code)
    except Attempt.DoesNotExist:
        refuse_stranger(request.user, code)
    except AttemptClosed:
        return _reply({"error": "closed"}, status=409)
    except BadAnswer as bad:
        return _reply({"error": bad.code}, status=400)
    except tuple(ERRORS) as refusal:
        return _reply({"error": ERRORS[type(refusal)]}, status=400)


def _stored(request, code):
    attempt = answerable_attempt(request.user, code)
    rows = attempt.responses.select_related("item_version").defer(
        "item_version__payload", "item_version__html"
    )
    return _reply(
        {
            "is_open": attempt.is_open(timezone.now()),
            "ends_at": attempt.ends_at,
            "responses": [_row(response) for response in rows],
        }
    )


def _store(request, code):
    body = _json_object(request)
    asked = {"person": request.user, "code": code, "name": body.get("name"), "at": timezone.now()}
    if "is_flagged" in body:
        if not isinstance(body["is_flagged"], bool):
            raise BadRequest
        services.set_flag(is_flagged=body["is_flagged"], **asked)
        return _reply({"name": body["name"], "is_flagged": body["is_flagged"]})
    saved = services.save_response(raw=body.get("value"), change_id=body.get("change_id"), **asked)
    return _reply(
        {
            **_row(saved.response),
            "is_newer": saved.is_newer,
            "answered": saved.answered,
            "total": saved.total,
            "ends_at": saved.ends_at,
        }
    )


def _row(response: Response) -> dict:
    return {
        "name": response.item_version.name,
        "value": response.value,
        "change_id": response.change_id,
        "saved_at": response.saved_at,
        "is_flagged": response.is_flagged,
    }


def _json_object(request) -> dict:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(body, dict):
        raise BadRequest
    return body


def _reply(data: dict, status: int = 200) -> JsonResponse:
    return JsonResponse({**data, "server_now": timezone.now()}, status=status)
