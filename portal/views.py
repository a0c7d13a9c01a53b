"""Pages that belong to nobody's subject: the door, health."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import shared_devices
from .forms import SignInForm
from .sessions import idle_seconds


class SignInView(LoginView):
    """The door; whoever is inside already is led on."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_initial(self):
        return super().get_initial() | {
            "is_shared_device": shared_devices.is_remembered(self.request)
        }

    def form_valid(self, form):
        response = super().form_valid(form)
        is_shared = form.cleaned_data["is_shared_device"]
        shared_devices.begin(self.request, response, is_shared=is_shared)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_idle_end=self.request.GET.get("ended") == "idle",
            idle_minutes=idle_seconds() // 60,
            **kwargs,
        )

    def get_redirect_url(self):
        """The page that was asked for, unless it is this one."""
        url = super().get_redirect_url()
        return "" if url == self.request.path else url


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """The process is alive; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """The process can serve: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")
