"""Writing questions: an item with its options or its rubric on one page, published apart."""

from adminsortable2.admin import SortableAdminBase, SortableStackedInline, SortableTabularInline
from django.contrib import admin
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.admin_forms import ViewOnlyAdmin, labelled, marks, pairs
from portal.languages import SOURCE_LANGUAGE, localized
from portal.workbooks.admin import WorkbookAdmin
from standards.admin_forms import english_marks
from standards.admin_publishing import PublishedFilter, PublishingAdmin

from . import lint as _lint  # noqa: F401  adds its checks to the lint page
from .admin_forms import CriterionForm, ItemForm, OptionForm
from .drafting.views import drafts_page
from .kinds import KINDS
from .models import Criterion, Item, ItemKind, ItemOption, ItemVersion
from .previews import previews
from .services import draft_payload, has_unpublished_changes, publish_item, publishing_problems
from .workbooks import ItemsWorkbook


class OptionInline(SortableTabularInline):
    model = ItemOption
    form = OptionForm
    fields = [*(name for pair in pairs("text") for name in pair), "is_correct", "clause"]
    extra = 0
    classes = ["options"]
    verbose_name_plural = gettext_lazy("options, or steps in their right order")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("clause")


class CriterionInline(SortableStackedInline):
    model = Criterion
    form = CriterionForm
    fields = [*pairs("title"), "clause", "levels"]
    extra = 0
    classes = ["criteria"]
    verbose_name_plural = gettext_lazy("rubric: what a short answer is marked by")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("clause").prefetch_related("levels")


#: Where the key of a kind without options is written; css/admin_forms.css shows what is of use.
KEY_FIELDSETS = [
    (ItemKind.BOOLEAN.label, {"fields": ["is_true"], "classes": ["key-boolean"]}),
    (
        ItemKind.NUMBER.label,
        {"fields": [("answer", "tolerance", "unit")], "classes": ["key-number"]},
    ),
]


class HasVersionFilter(PublishedFilter):
    pointer = "current_version"


@admin.register(Item)
class ItemAdmin(WorkbookAdmin, SortableAdminBase, PublishingAdmin):
    form = ItemForm
    workbook = ItemsWorkbook
    change_list_template = "admin/training/item_list.html"
    inlines = [OptionInline, CriterionInline]
    publish_template = "admin/training/publish_item.html"
    list_display = ["code", "kind", "stem_here", "asks_about", "state"]
    list_filter = ["kind", HasVersionFilter]
    search_fields = ["code", "stem_zh_hans", "stem_en", "clauses__code"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_draft()

    def get_fieldsets(self, request, obj=None):
        texts = pairs("stem", "explanation")
        if obj and obj.stale_translations():
            texts.append("english_is_right")
        common = {"fields": [("kind", "code", "max_points"), *texts, "clauses", "seen"]}
        return [(None, common), *KEY_FIELDSETS]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj and obj.current_version_id else []

    def has_delete_permission(self, request, obj=None):
        """Answers hang on what was published; take it out of its quizzes instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.current_version_id)

    @admin.display(description=gettext_lazy("question"), ordering="stem_zh_hans")
    def stem_here(self, item):
        return localized(item, "stem")

    @admin.display(description=gettext_lazy("clauses"))
    def asks_about(self, item):
        return " ".join(sorted(clause.code for clause in item.clauses.all())) or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, item):
        shown = []
        if item.current_version is None:
            shown.append(("draft", _("never published")))
        elif has_unpublished_changes(item, draft_payload(item)):
            shown.append(("draft", _("unpublished changes")))
        levels = [level for criterion in item.criteria.all() for level in criterion.levels.all()]
        return marks(
            shown + english_marks([item, *item.options.all(), *item.criteria.all(), *levels])
        )

    def publishing_context(self, obj):
        item = Item.objects.with_draft().get(pk=obj.pk)
        payload = draft_payload(item)
        number = item.current_version.number + 1 if item.current_version else 1
        problems = publishing_problems(item, payload)
        return {
            "problems": problems,
            "has_changes": has_unpublished_changes(item, payload),
            "publish_label": _("Publish version %(number)s") % {"number": number},
            "previews": previews(item.kind, payload, with_key=not problems),
        }

    def get_urls(self):
        drafts = path(
            "drafts/", self.admin_site.admin_view(drafts_page), name="training_item_drafts"
        )
        return [drafts, *super().get_urls()]

    def publish(self, obj, request, at):
        version = publish_item(item=obj, at=at)
        return _("Published as version %(number)s.") % {"number": version.number}


@admin.register(ItemVersion)
class ItemVersionAdmin(ViewOnlyAdmin):
    list_display = ["item_code", "number", "kind_here", "stem_here", "published"]
    list_filter = ["kind"]
    list_select_related = ["item"]
    search_fields = ["item__code", "item__stem_zh_hans", "item__stem_en"]
    ordering = ["-published_at", "-pk"]
    fields = [("item_code", "number", "kind_here", "points", "published"), "clauses", "shown"]

    points = labelled("max_points", gettext_lazy("points"))
    published = labelled("published_at", gettext_lazy("published"))

    @admin.display(description=gettext_lazy("item"), ordering="item__code")
    def item_code(self, version):
        return version.item.code

    @admin.display(description=gettext_lazy("question"))
    def stem_here(self, version):
        stem = version.payload["stem"]
        return stem.get(get_language()) or stem[SOURCE_LANGUAGE]

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_here(self, version):
        return version.get_kind_display()

    @admin.display(description=gettext_lazy("clauses it asks about"))
    def clauses(self, version):
        return ", ".join(version.payload["clauses"])

    @admin.display(description=gettext_lazy("as people met it"))
    def shown(self, version):
        order = [option["key"] for option in version.payload["options"]]
        rendered = version.html.get(get_language()) or version.html[SOURCE_LANGUAGE]
        answer = KINDS[version.kind].compose(rendered["pieces"], order, None)
        return format_html(
            '<div class="preview-stem">{}</div>'
            '<fieldset disabled class="preview-answer">{}</fieldset>',
            mark_safe(rendered["stem"]),
            answer,
        )
