"""Request log and language choice."""

import json
import logging
import re
import time
import uuid

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

request_log = logging.getLogger("portal.requests")
ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")


class RequestLogMiddleware:
    """Write one JSON line per request and give the request an id.

    An ``X-Request-ID`` set by a proxy is kept where it is harmless to print; the response
    carries the id, and error pages show it, so that a report from a hall finds its line.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        offered = request.headers.get("X-Request-ID", "")
        request.id = offered if ACCEPTED_REQUEST_ID.fullmatch(offered) else uuid.uuid4().hex
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        # request.user is lazy: only what the view already fetched is read here.
        person = getattr(request, "_cached_user", None)
        line = {
            "id": request.id,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
            "person": getattr(person, "pk", None),
        }
        request_log.info(json.dumps(line, ensure_ascii=False))
        return response


class PersonLocaleMiddleware(LocaleMiddleware):
    """Choose the language: the switch's cookie, the person's choice, the browser, Chinese."""

    def process_request(self, request):
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()


def chosen_language(request) -> str:
    supported = dict(settings.LANGUAGES)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in supported:
        return cookie
    saved = getattr(request.user, "language", "")
    if saved in supported:
        return saved
    return translation.get_language_from_request(request)
