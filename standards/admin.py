"""The editors' desk: each kind of norm on one page with its clauses, drafts apart from editions."""

from dataclasses import replace

from adminsortable2.admin import CustomInlineFormSet, SortableAdminBase, SortableInlineAdminMixin
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.admin_forms import (
    OverwriteGuard,
    PairedTextForm,
    PlainChoices,
    ViewOnlyAdmin,
    labelled,
    link,
    marks,
    pairs,
    text_table,
)
from portal.languages import localized
from portal.seeding import digest
from portal.workbooks.admin import WorkbookAdmin

from . import models
from .admin_forms import CodesField, ExercisesField, TrackedTextForm, english_marks, rows_of
from .admin_publishing import PublishedFilter, PublishingAdmin
from .changes import draft_changes
from .codes import next_codes
from .drawings import DRAWINGS
from .enums import Kind, Role
from .glossary import admin as _glossary  # noqa: F401
from .kinds import KINDS
from .models import Clause, ClauseVersion, Edition, Norm, Source, SourcePoint, Topic
from .pages import text_page
from .phrases import admin as _phrases  # noqa: F401
from .pictures.admin import PictureKeeper
from .pictures.forms import PictureForm
from .previews import drafted_edition, drafted_versions
from .reading import exercised_versions, render_body
from .services import (
    NORM_COLUMNS,
    choose_exercises,
    differs_from_version,
    drafted_clauses,
    drafted_content,
    publish_norm,
    publishing_problems,
)
from .workbooks import NormsWorkbook


class ClauseForm(PictureForm, TrackedTextForm):
    """One clause. Once published its code is its identity: shown, no longer editable."""

    REQUIRED_TEXTS = ("text",)

    citations = CodesField(label=gettext_lazy("citations"), example="H1-W2 H1-M2")

    class Meta:
        model = Clause
        fields = "__all__"
        widgets = {
            name: forms.Textarea({"rows": 2}) for name in ("situation_zh_hans", "situation_en")
        }

    def __init__(self, *args, points: dict[str, SourcePoint], **kwargs):
        super().__init__(*args, **kwargs)
        self.points = points
        self.is_published = self.instance.current_version_id is not None
        for name in (name for pair in pairs("situation", "line", "instead") for name in pair):
            self.fields[name].widget.attrs["placeholder"] = (
                " "  # the style sheet asks: is it empty?
            )
        self.fields["code"].required = False
        self.fields["code"].disabled = self.is_published
        if self.instance.pk:
            self.initial["citations"] = [point.code for point in self.initial["citations"]]

    def clean_citations(self) -> list[SourcePoint]:
        return rows_of(self.cleaned_data["citations"], self.points)

    def has_changed(self):
        """A new row that was only moved is still empty."""
        if self.instance.pk is None:
            return bool(set(self.changed_data) - {"position"})
        return super().has_changed()

    @property
    def is_open(self) -> bool:
        """Shown unfolded: what is new or needs mending."""
        return self.instance.pk is None or bool(self.errors)

    @property
    def marks(self):
        clause = self.instance
        if clause.pk is None:
            return ""
        shown = [("withdrawn", _("withdrawn"))] if clause.withdrawn else []
        if clause.current_version is None:
            shown.append(("draft", _("never published")))
        elif differs_from_version(clause):
            shown.append(("draft", _("changed")))
        return marks(shown + english_marks([clause])) if shown or english_marks([clause]) else ""


class ClauseFormSet(CustomInlineFormSet):
    @cached_property
    def points(self) -> dict[str, SourcePoint]:
        """Source points by code, read once for all clauses of a post."""
        return {p.code: p for p in SourcePoint.objects.all()} if self.is_bound else {}

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "points": self.points}

    def clean(self):
        """New clauses get their codes first: two without one would be taken for the same."""
        self._give_codes()
        super().clean()

    def _give_codes(self):
        kept = [form for form in self.forms if self._is_kept(form)]
        without_code = [form for form in kept if not form.cleaned_data.get("code")]
        if without_code:
            typed = {form.cleaned_data["code"] for form in kept} - {"", None}
            codes = next_codes(self.instance, len(without_code), typed=typed)
            for form, code in zip(without_code, codes, strict=True):
                form.instance.code = form.cleaned_data["code"] = code

    def _is_kept(self, form) -> bool:
        return form.has_changed() and form.is_valid() and not form.cleaned_data.get("DELETE")


class ClauseInline(SortableInlineAdminMixin, admin.StackedInline):
    model = Clause
    fk_name = "norm"
    form = ClauseForm
    formset = ClauseFormSet
    template = "admin/standards/clause_inline.html"
    extra = 0
    verbose_name_plural = gettext_lazy("clauses, in reading order")

    class Media:
        js = [forms.Script("js/admin/clauses.js", type="module")]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("current_version", "picture")
            .prefetch_related("citations")
        )

    def get_fields(self, request, obj=None):
        kind = self.parent_model.KIND
        fields = [
            "code",
            "role",
            *(name for pair in pairs(*Clause.TRACKED) for name in pair),
            "measure_comparison",
            "measure_low",
            "measure_high",
            "measure_unit",
            "citations",
            "drawing",
            "is_critical",
            "is_derived",
            "withdrawn",
            "position",
        ]
        if kind in (Kind.GROOMING, Kind.POSTURE):
            fields.append("applies_to")
        if Role.STEP in KINDS[kind].roles:
            fields.append("stands_alone")
        return fields

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "drawing":
            choices = [("", "—"), *((name, each.label) for name, each in DRAWINGS.items())]
            return forms.ChoiceField(label=db_field.verbose_name, choices=choices, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "role":
            roles = KINDS[self.parent_model.KIND].roles
            kwargs["choices"] = [("", "—"), *((role.value, role.label) for role in roles)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class NormForm(PictureForm, OverwriteGuard, TrackedTextForm):
    REQUIRED_TEXTS = ("title",)

    def opened_fingerprint(self) -> str:
        return draft_digest(self.instance)

    def fingerprint(self) -> str:
        return draft_digest(Norm.objects.with_draft().get(pk=self.instance.pk))


def draft_digest(norm: Norm) -> str:
    """Fingerprint of everything an editor sees of the draft; fetch the norm ``with_draft()``."""
    return digest(
        {
            "norm": [getattr(norm, name) or "" for name in NORM_COLUMNS],
            "picture": norm.picture_id,
            "clauses": [
                [clause.pk, clause.position, clause.withdrawn, drafted_content(clause)]
                for clause in norm.clauses.all()
            ],
        }
    )


class TopicChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, topic):
        return f"{topic.parent} › {topic}" if topic.parent else str(topic)


class HasEditionFilter(PublishedFilter):
    pointer = "current_edition"


class NormAdmin(PlainChoices, SortableAdminBase, PictureKeeper, PublishingAdmin):
    """A norm and its clauses on one page; registered for each kind with its own ``guidance``."""

    guidance: Promise  # a lazy text

    form = NormForm
    inlines = [ClauseInline]
    publish_template = "admin/standards/publish_norm.html"
    change_list_template = "admin/standards/norm_list.html"
    list_display = ["title_here", "topic", "edition", "state"]
    list_filter = ["topic", HasEditionFilter]
    search_fields = [
        "slug",
        "title_zh_hans",
        "title_en",
        "clauses__code",
        "clauses__text_zh_hans",
        "clauses__text_en",
    ]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_draft().select_related("topic")

    def get_fieldsets(self, request, obj=None):
        texts = pairs("title", "summary")
        if obj and obj.stale_translations():
            texts.append("english_is_right")
        pictured = bool(obj and obj.picture)
        picture = ["picture_file", ("picture_alt_zh", "picture_alt_en")]
        if pictured:
            picture = ["picture_now", *picture, "picture_removed"]
        place = ["topic", "slug", "position", "job_roles", "seen"]
        return [
            (None, {"fields": texts}),
            (
                _("Picture at the head"),
                {"fields": picture, "classes": [] if pictured else ["collapse"]},
            ),
            (
                _("Where it stands"),
                {
                    "fields": place,
                    "classes": [] if obj is None else ["collapse"],
                    "description": _("Readers see these at once; texts only once published."),
                },
            ),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["picture_now", "slug"] if obj and obj.current_edition_id else ["picture_now"]

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title_en"]} if obj is None else {}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "topic":
            kwargs["queryset"] = Topic.objects.select_related("parent")
            kwargs["form_class"] = TopicChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        """What was published stays; withdraw its clauses instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.current_edition_id)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.current_edition_id else None

    @admin.display(description=gettext_lazy("title"), ordering="title_zh_hans")
    def title_here(self, norm):
        return localized(norm, "title")

    @admin.display(description=gettext_lazy("edition"), ordering="current_edition__number")
    def edition(self, norm):
        return norm.current_edition.number if norm.current_edition else "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, norm):
        shown = []
        if norm.current_edition is None:
            shown.append(("draft", _("never published")))
        elif draft_changes(norm):
            shown.append(("draft", _("unpublished changes")))
        kept = [clause for clause in norm.clauses.all() if not clause.withdrawn]
        return marks(shown + english_marks([norm, *kept]))

    def get_urls(self):
        opts = self.opts
        preview = path(
            "<path:object_id>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name=f"{opts.app_label}_{opts.model_name}_preview",
        )
        return [preview, *super().get_urls()]

    def preview_view(self, request, object_id):
        """The saved draft in the dress of the readers' page: ``?text=en``, ``?dress=men``."""
        norm = self.get_object(request, unquote(object_id))
        if norm is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, norm):
            raise PermissionDenied
        now = timezone.now()
        versions = drafted_versions(norm, now)
        has_changes = not norm.current_edition or bool(draft_changes(norm))
        edition = drafted_edition(norm, versions, now) if has_changes else norm.current_edition
        edition.norm = norm  # fetched along with its topic
        page = text_page(request, edition)
        body = render_body(versions, page.language, exercised_versions(norm))
        context = {
            "page": replace(page, body=body),
            "change_url": self.change_url(norm),
            "publish_url": self.publish_url(norm),
            "has_changes": has_changes,
        }
        return TemplateResponse(request, "standards/preview.html", context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["guidance"] = self.guidance
        context["has_preview"] = True
        return super().render_change_form(request, context, *args, **kwargs)

    def publishing_context(self, obj):
        norm = Norm.objects.with_draft().get(pk=obj.pk)
        changes = draft_changes(norm)
        number = norm.current_edition.number + 1 if norm.current_edition else 1
        return {
            "changes": changes,
            "has_changes": bool(changes),
            "preview_url": self.url_of("preview", obj),
            "problems": publishing_problems(norm, drafted_clauses(norm)),
            "publish_label": _("Publish edition %(number)s") % {"number": number},
        }

    def publish(self, obj, request, at):
        edition = publish_norm(norm=obj, by=request.user, at=at)
        return _("Published as edition %(number)s.") % {"number": edition.number}


@admin.register(models.GroomingNorm)
class GroomingNormAdmin(NormAdmin):
    guidance = gettext_lazy(
        "What can be checked at the mirror. A rule for both dress codes is one clause for "
        "everyone; otherwise write one for women and one for men. To publish: at least one do and "
        "one don't, and something for women and for men."
    )


@admin.register(models.PostureNorm)
class PostureNormAdmin(NormAdmin):
    guidance = gettext_lazy(
        "How somebody stands, sits, walks or points: what a colleague can see from two metres "
        "away. To publish: at least one do and one don't."
    )


@admin.register(models.PhoneScript)
class PhoneScriptAdmin(NormAdmin):
    guidance = gettext_lazy(
        "Steps of a call in order, each followed by the line to say. A clause belongs to the step "
        "before it. To publish: three steps or more, each with a line to say."
    )


@admin.register(models.VisitProcedure)
class VisitProcedureAdmin(NormAdmin):
    guidance = gettext_lazy(
        "Steps of a visit to a customer, from preparing to following up. A clause belongs to the "
        "step before it. To publish: three steps or more."
    )


@admin.register(models.ComplaintProcedure)
class ComplaintProcedureAdmin(NormAdmin):
    guidance = gettext_lazy(
        "What to do when a customer complains, step by step, with the words that make it worse and "
        "the better ones. To publish: three steps or more, something to do or say, and something "
        "never to say."
    )


@admin.register(models.CounterProcedure)
class CounterProcedureAdmin(NormAdmin):
    guidance = gettext_lazy(
        "Steps of serving a customer at the counter, from the wave to the goodbye. A clause "
        "belongs to the step before it. To publish: three steps or more."
    )


@admin.register(models.PhraseSet)
class PhraseSetAdmin(NormAdmin):
    guidance = gettext_lazy(
        "Words to say and words never to say. Beside each forbidden line stands the better one. "
        "To publish: at least one of each."
    )


@admin.register(models.SellingNorm)
class SellingNormAdmin(NormAdmin):
    guidance = gettext_lazy("How to recommend a service: what to find out, show and say, in order.")


@admin.register(models.ConceptNorm)
class ConceptNormAdmin(NormAdmin):
    guidance = gettext_lazy("What is worth knowing: one idea or one fact in each clause.")


class CaseForm(NormForm):
    exercises = ExercisesField(
        label=gettext_lazy("clauses exercised"),
        example="COMPL-21 WORDS-06",
        help_text=gettext_lazy(
            "Codes of three to six clauses of other norms that this case lets people practise."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["exercises"] = [clause.code for clause in self.initial["exercises"]]


@admin.register(models.CaseNorm)
class CaseNormAdmin(NormAdmin):
    form = CaseForm
    guidance = gettext_lazy(
        "A story to talk about: the situation, what the customer wants, what went wrong, what "
        "would have helped, and questions to discuss."
    )

    def get_fieldsets(self, request, obj=None):
        texts, *others = super().get_fieldsets(request, obj)
        exercised = (_("What it exercises"), {"fields": ["exercises"]})
        return [texts, exercised, *others]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "exercises" in form.changed_data:
            choose_exercises(case=form.instance, clauses=form.cleaned_data["exercises"])


KIND_ADMINS = {
    model.KIND: model
    for model in (
        models.GroomingNorm,
        models.PostureNorm,
        models.PhoneScript,
        models.VisitProcedure,
        models.ComplaintProcedure,
        models.CounterProcedure,
        models.PhraseSet,
        models.SellingNorm,
        models.ConceptNorm,
        models.CaseNorm,
    )
}


@admin.register(Norm)
class AllNormsAdmin(WorkbookAdmin, ViewOnlyAdmin):
    """Every norm in one list, for finding one; each is edited on the page of its kind."""

    workbook = NormsWorkbook
    import_note = gettext_lazy(
        "Texts are drafts until you publish. A norm's topic, position and job roles and what a "
        "case exercises count at once."
    )
    change_list_template = "admin/standards/all_norms_list.html"
    list_display = ["title_here", "kind", "topic", "edition"]
    list_filter = ["kind", "topic", HasEditionFilter]
    list_select_related = ["topic", "current_edition"]
    search_fields = NormAdmin.search_fields
    title_here = NormAdmin.title_here
    edition = NormAdmin.edition

    def change_view(self, request, object_id, form_url="", extra_context=None):
        norm = self.get_object(request, object_id)
        if norm is None or not self.has_view_permission(request, norm):
            return super().change_view(request, object_id, form_url, extra_context)
        model = KIND_ADMINS[norm.kind]._meta.model_name
        return redirect(f"{self.admin_site.name}:standards_{model}_change", norm.pk)


class TopicForm(PairedTextForm):
    class Meta:
        model = Topic
        fields = "__all__"


@admin.register(Topic)
class TopicAdmin(PlainChoices, admin.ModelAdmin):
    form = TopicForm
    fields = [*pairs("title", "summary"), "slug", "parent", "position"]
    list_display = ["title_here", "parent", "position", "norm_count"]
    list_editable = ["position"]
    list_select_related = ["parent"]
    search_fields = ["slug", "title_zh_hans", "title_en"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(norm_count=Count("norms"))

    @admin.display(description=gettext_lazy("title"))
    def title_here(self, topic):
        return localized(topic, "title")

    @admin.display(description=gettext_lazy("norms"))
    def norm_count(self, topic):
        return topic.norm_count


class SourceForm(PairedTextForm):
    REQUIRED_TEXTS = ("title", "genre")

    class Meta:
        model = Source
        fields = "__all__"


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    fields = ["code", *pairs("title", "genre")]
    list_display = ["code", "title_here"]
    search_fields = ["code", "title_zh_hans", "title_en"]
    actions = None

    @admin.display(description=gettext_lazy("title"))
    def title_here(self, source):
        return localized(source, "title")


class SourcePointForm(PairedTextForm):
    REQUIRED_TEXTS = ("section",)

    class Meta:
        model = SourcePoint
        fields = "__all__"


@admin.register(SourcePoint)
class SourcePointAdmin(PlainChoices, admin.ModelAdmin):
    form = SourcePointForm
    fields = ["code", "source", *pairs("section"), "genre", "position"]
    list_display = ["code", "source", "section_here", "cited_by"]
    list_filter = ["source"]
    list_select_related = ["source"]
    search_fields = ["code", "section_zh_hans", "section_en"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("clauses")

    @admin.display(description=gettext_lazy("section"))
    def section_here(self, point):
        return localized(point, "section")

    @admin.display(description=gettext_lazy("cited by"))
    def cited_by(self, point):
        return " ".join(sorted(clause.code for clause in point.clauses.all())) or "–"


@admin.register(Edition)
class EditionAdmin(ViewOnlyAdmin):
    list_display = ["title_here", "number", "published_at", "publisher"]
    list_select_related = ["published_by"]
    search_fields = ["title_zh_hans", "title_en", "norm__slug"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]
    fields = [("number", "published_at", "publisher", "read_minutes"), "texts", "listed"]

    publisher = labelled("published_by", gettext_lazy("published by"))

    def view_on_site(self, edition):
        return reverse("standards:edition", args=[edition.norm.slug, edition.number])

    @admin.display(description=gettext_lazy("title"))
    def title_here(self, edition):
        return localized(edition, "title")

    @admin.display(description=gettext_lazy("text"))
    def texts(self, edition):
        return text_table(edition, labels(Norm))

    @admin.display(description=gettext_lazy("clauses"))
    def listed(self, edition):
        rows = (
            (
                reverse("admin:standards_clauseversion_change", args=[entry.version_id]),
                entry.version.code,
                localized(entry.version, "text"),
            )
            for entry in edition.entries.select_related("version")
        )
        return format_html(
            '<ol class="listed">{}</ol>',
            format_html_join("", '<li><a href="{}">{}</a> {}</li>', rows),
        )


@admin.register(ClauseVersion)
class ClauseVersionAdmin(ViewOnlyAdmin):
    list_display = ["code", "number", "role", "text_here", "published"]
    list_filter = ["role"]
    search_fields = ["code", "text_zh_hans", "text_en", "line_zh_hans", "line_en"]
    ordering = ["code", "-number"]
    fields = [("code", "number", "role", "published"), "texts", "facts", "cited", "listed_in"]

    published = labelled("published_at", gettext_lazy("published"))

    @admin.display(description=gettext_lazy("text"))
    def text_here(self, version):
        return localized(version, "text")

    @admin.display(description=gettext_lazy("text"))
    def texts(self, version):
        return text_table(version, labels(Clause))

    @admin.display(description=gettext_lazy("state"))
    def facts(self, version):
        """Audience, measure and what was ticked."""
        ticked = ("is_critical", "is_derived", "stands_alone")
        shown = [version.get_applies_to_display()]
        shown += [version.measure.label] if version.measure else []
        shown += [_label(name) for name in ticked if getattr(version, name)]
        return " · ".join(str(each) for each in [*shown, version.drawing] if each)

    @admin.display(description=gettext_lazy("citations"))
    def cited(self, version):
        return " ".join(version.citations) or "–"

    @admin.display(description=gettext_lazy("editions"))
    def listed_in(self, version):
        rows = (
            (link(reverse("admin:standards_edition_change", args=[edition.pk]), str(edition)),)
            for edition in version.editions.all()
        )
        return format_html_join(", ", "{}", rows) or "–"


def labels(model) -> list[tuple[str, str]]:
    """The texts of a draft model with their labels; versions have the same columns."""
    return [(name, model._meta.get_field(name).verbose_name) for name in model.TRACKED]


def _label(name):
    return Clause._meta.get_field(name).verbose_name
