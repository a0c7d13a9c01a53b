"""Django's admin site, signed into through the portal's own door."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import QueryDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from .borrowed_strings import SCRIPTS

#: The index and the side bar: what stands together, in the order in which it is met.
GROUPS = (
    (
        _("Norms"),
        (
            "Norm",
            "GroomingNorm",
            "PostureNorm",
            "PhoneScript",
            "VisitProcedure",
            "CounterProcedure",
            "ComplaintProcedure",
            "PhraseSet",
            "SellingNorm",
            "ConceptNorm",
            "CaseNorm",
        ),
    ),
    (_("Questions and modules"), ("Item", "Quiz", "Module", "Checklist")),
    (_("Shelves and sources"), ("Topic", "Moment", "Term", "Source", "SourcePoint", "Picture")),
    (_("Published, as it stood"), ("Edition", "ClauseVersion", "ItemVersion")),
    (_("People and units"), ("Person", "Unit", "JobRole")),
    (
        _("Records"),
        ("Attempt", "Score", "Round", "Rating", "RoundReply", "AccessAttempt", "PasswordIssue"),
    ),
)


#: Characters of a search; far more words, or one far longer, and SQLite gives up.
MAX_SEARCH = 200

RENAMED = {"Norm": _("All norms"), "AccessAttempt": _("Failed sign-ins")}


class ScriptWords(JavaScriptCatalog):
    """Django's catalogue for the admin site's scripts, and what it lacks in Chinese."""

    def get_catalog(self):
        ours = ((words, gettext(words)) for words in SCRIPTS)
        return {words: text for words, text in ours if text != words} | super().get_catalog()


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

    def admin_view(self, view, cacheable=False):
        """Refuse people without access at once, instead of by way of the sign-in page, and what
        no database can be asked."""
        guarded = super().admin_view(view, cacheable)

        def refusing(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if not can_be_asked(request.GET):
                raise BadRequest
            return guarded(request, *args, **kwargs)

        return update_wrapper(refusing, guarded)

    def i18n_javascript(self, request, extra_context=None):
        return ScriptWords.as_view(packages=["django.contrib.admin"])(request)

    def get_app_list(self, request, app_label=None):
        """Group models by what editors look for; a model that no group names keeps its app."""
        apps = super().get_app_list(request, app_label)
        found = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
        groups = []
        for name, object_names in GROUPS:
            members = [found.pop(each) for each in object_names if each in found]
            for _app, model in members:
                model["name"] = RENAMED.get(model["object_name"], model["name"])
            if members:
                app = members[0][0]
                groups.append({**app, "name": name, "models": [model for _app, model in members]})
        left = [
            {**app, "models": [m for m in app["models"] if m["object_name"] in found]}
            for app in apps
        ]
        return groups + [app for app in left if app["models"]]


def can_be_asked(query: QueryDict) -> bool:
    """Tell whether every database takes what lists, filters and searches would make of it."""
    texts = [text for _name, texts in query.lists() for text in texts]
    searches = query.getlist("q") + query.getlist("term")
    return "\x00" not in "".join(texts) and all(len(text) <= MAX_SEARCH for text in searches)
