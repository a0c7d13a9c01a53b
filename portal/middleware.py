"""Request log, language choice, shared devices, and who may not go on yet."""

import json
import logging
import re
import time
import uuid

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from .sessions import is_on_shared_device
from .shared_devices import SIGNED_OUT_IDLE, is_remembered

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


class SharedDeviceMiddleware(MiddlewareMixin):
    """Every answered request on a shared device starts the idle time anew."""

    def process_response(self, request, response):
        if request.session.accessed and is_on_shared_device(request.session):
            request.session.modified = True
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, which also says why when a shared device has signed somebody out."""

    def handle_no_permission(self, request, view_func):
        has_lost_session = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        if not (has_lost_session and is_remembered(request)):
            return super().handle_no_permission(request, view_func)
        door = f"{reverse('login')}?{SIGNED_OUT_IDLE}"
        return redirect_to_login(request.get_full_path(), door)


class OwnPasswordMiddleware(MiddlewareMixin):
    """Lead whoever signed in with a password that somebody else made to choosing their own.

    Signing out, the language switch and other pages that are open to everybody stay open.
    """

    ALLOWED = {"choose_password", "still_here", "logout"}

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        if (
            not request.user.must_choose_password
            or request.resolver_match.view_name in self.ALLOWED
        ):
            return None
        if wants_json(request):
            message = _("Choose your own password first.")
            return JsonResponse({"error": "password", "message": message}, status=403)
        return redirect("choose_password")


def wants_json(request) -> bool:
    return request.content_type == "application/json" or not request.accepts("text/html")
