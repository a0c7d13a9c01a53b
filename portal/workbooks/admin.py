"""Export and import of a workbook from a list of the admin site."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ..permissions import require
from ..sheets import dated, xlsx_response
from . import uploads
from .base import PlanMoved, Workbook
from .changes import Problem
from .reading import MAX_BYTES, MAX_ROWS, NotAWorkbook, raw_sheets

ENTRIES_PER_PAGE = 100


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("XLSX file"), widget=forms.FileInput({"accept": ".xlsx"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        content = file.read(MAX_BYTES + 1)
        try:
            raw_sheets(content)
        except NotAWorkbook as error:
            raise forms.ValidationError(str(error)) from error
        return content


class WorkbookAdmin(admin.ModelAdmin):
    """Adds “Export” (what the list shows, or the chosen rows) and “Import” with its dry run.

    Who may see the list may export; who may write in the app may import, which never publishes.
    """

    workbook: type[Workbook]
    change_list_template = "admin/workbooks/change_list.html"
    actions: Any = ["export_chosen"]
    #: Said before and after an import.
    import_note = gettext_lazy("An import writes drafts. Nobody meets them until you publish.")

    def get_actions(self, request):
        """Nothing of the admin site's own: deleting many rows at a stroke is not for here."""
        own = super().get_actions(request)
        return {name: own[name] for name in own if name == "export_chosen"}

    def get_urls(self):
        views = (
            ("export.xlsx", self.export_view, "export"),
            ("import/", self.import_view, "import"),
        )
        own = [
            path(address, self.admin_site.admin_view(view), name=self._url_name(name))
            for address, view, name in views
        ]
        return [*own, *super().get_urls()]

    def has_import_permission(self, request) -> bool:
        return request.user.has_module_perms(self.opts.app_label)

    def changelist_view(self, request, extra_context=None):
        query = request.GET.urlencode()
        context = {
            "export_url": self._url("export") + (f"?{query}" if query else ""),
            "import_url": self._url("import") if self.has_import_permission(request) else "",
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.action(description=gettext_lazy("Export as XLSX"), permissions=["view"])
    def export_chosen(self, request, queryset):
        return self._exported(request, queryset)

    def export_view(self, request):
        return require_safe(self._export)(request)

    def _export(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(self._changelist_url())
        return self._exported(request, shown)

    def _exported(self, request, queryset) -> HttpResponse:
        book = self.workbook(by=request.user)
        rows = self.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        return xlsx_response(book.sheets(rows), dated(book.name, timezone.now()))

    def import_view(self, request):
        require(self.has_import_permission(request))
        return require_http_methods(["GET", "HEAD", "POST"])(self._import)(request)

    def _import(self, request):
        if request.method == "POST" and "seen" in request.POST:
            return self._run(request)
        if token := request.GET.get("file"):
            return self._dry_run(request, token)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            kind = self.workbook.name
            token = uploads.keep(form.cleaned_data["file"], kind=kind, by=request.user)
            return redirect(self._dry_run_url(token))
        return self._page(request, "admin/workbooks/upload.html", {"form": form})

    def _dry_run(self, request, token: str):
        content = uploads.fetch(token, kind=self.workbook.name, by=request.user)
        if content is None:
            return self._start_again(request)
        try:
            plan = self.workbook(by=request.user).plan(content)
        except NotAWorkbook as error:
            messages.error(request, str(error))
            return redirect(self._url("import"))
        paginator = Paginator([*plan.problems, *plan.changes], ENTRIES_PER_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        problems = [entry for entry in page if isinstance(entry, Problem)]
        context = {
            "plan": plan,
            "token": token,
            "page_obj": page,
            "problems": problems,
            "changes": page.object_list[len(problems) :],
            "import_url": self._url("import"),
        }
        return self._page(request, "admin/workbooks/dry_run.html", context)

    def _run(self, request):
        kind, token = self.workbook.name, request.POST.get("file", "")
        content = uploads.fetch(token, kind=kind, by=request.user)
        if content is None:
            return self._start_again(request)
        try:
            plan, written = self.workbook(by=request.user).run(content, seen=request.POST["seen"])
        except PlanMoved:
            messages.warning(
                request,
                _("Somebody edited these rows after the dry run. Nothing was written: look again."),
            )
            return redirect(self._dry_run_url(token))
        uploads.drop(token, kind=kind, by=request.user)
        self._log(request, written)
        counts = {"created": plan.created, "updated": plan.updated}
        done = _("Imported. New rows: %(created)s. Changed rows: %(updated)s.") % counts
        messages.success(request, f"{done} {self.import_note}")
        return redirect(self._changelist_url())

    def _start_again(self, request):
        messages.warning(request, _("The file is kept for an hour only. Please choose it again."))
        return redirect(self._url("import"))

    def _log(self, request, written) -> None:
        for flag, is_new in ((ADDITION, True), (CHANGE, False)):
            rows = [row for row, was_new in written if was_new == is_new]
            if rows:
                LogEntry.objects.log_actions(request.user.pk, rows, flag, _("Imported from a file"))

    def _page(self, request, template: str, context: dict) -> TemplateResponse:
        own = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import: %(name)s") % {"name": self.opts.verbose_name_plural},
            "import_note": self.import_note,
            "export_url": self._url("export"),
            "limits": {"size": MAX_BYTES // 1024 // 1024, "rows": MAX_ROWS},
        }
        return TemplateResponse(request, template, own | context)

    def _url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _url(self, name: str) -> str:
        return reverse(f"{self.admin_site.name}:{self._url_name(name)}")

    def _changelist_url(self) -> str:
        return self._url("changelist")

    def _dry_run_url(self, token: str) -> str:
        return f"{self._url('import')}?{urlencode({'file': token})}"
