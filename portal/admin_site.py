"""Django's admin site, signed into through the portal's own door."""

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_header = _("Hall Standards · editing")
    site_title = _("Hall Standards")
    index_title = _("What would you like to edit?")

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Send strangers to the one sign-in page; people without access get a 403."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.path)
