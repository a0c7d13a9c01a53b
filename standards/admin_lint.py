"""The lint page of the admin site: what is worth mending, each with the way to its place."""

from dataclasses import dataclass

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .lint import CHECKS, Check, Finding, findings
from .models import Norm, Topic

#: Places shown of each kind before the page points at the filter.
SHOWN = 50


@dataclass(frozen=True)
class Group:
    check: Check
    found: list[Finding]

    @property
    def shown(self) -> list[Finding]:
        return self.found[:SHOWN]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.found) - SHOWN)


@require_safe
def lint_page(request):
    """Everything found, by kind; ``?topic=`` and ``?norm=`` are slugs that narrow it down."""
    norms = list(Norm.objects.with_draft().select_related("topic__parent", "current_edition"))
    topic, norm = request.GET.get("topic", ""), request.GET.get("norm", "")
    chosen = {each.pk for each in norms if _is_chosen(each, topic, norm)}
    found = findings(norms)
    if topic or norm:
        found = [finding for finding in found if finding.norm_ids & chosen]
    context = {
        **admin.site.each_context(request),
        "title": _("What is worth mending"),
        "groups": [
            Group(check, those)
            for check in CHECKS
            if (those := [each for each in found if each.check is check])
        ],
        "count": len(found),
        "norms": norms,
        "topics": Topic.objects.filter(norms__isnull=False).distinct(),
        "chosen_topic": topic,
        "chosen_norm": norm,
    }
    return TemplateResponse(request, "admin/standards/lint.html", context)


def _is_chosen(norm: Norm, topic: str, slug: str) -> bool:
    topics = {norm.topic.slug, norm.topic.parent.slug if norm.topic.parent else ""}
    return (not topic or topic in topics) and (not slug or norm.slug == slug)
