"""Publishing from the admin site: save the draft, look at what would change, then publish."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .services import NothingToPublish, NotPublishable

#: What the buttons beside saving are called, and the page that each leads on to.
LEADS_ON = {"_publish": "publish", "_preview": "preview"}


class PublishedFilter(admin.SimpleListFilter):
    """Was it ever published? ``pointer`` is the foreign key to what readers see."""

    title = gettext_lazy("state")
    parameter_name = "published"
    pointer: str

    def lookups(self, request, model_admin):
        return [("yes", _("already published")), ("no", _("never published"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(**{f"{self.pointer}__isnull": self.value() == "no"})
        return queryset


class PublishingAdmin(admin.ModelAdmin):
    """A draft with a page of its own for publishing it; saving never publishes.

    ``publish_template`` says what would change; it gets ``publishing_context(obj)``, of which
    ``problems`` (sentences) and ``has_changes`` decide whether there is a button.
    """

    change_form_template = "admin/standards/publishing_change_form.html"
    publish_template: str

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def render_change_form(self, request, context, *args, **kwargs):
        context["faults"] = faults(context["adminform"].form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def publish(self, obj, request, at) -> str:
        """Call the service; return the sentence that says what was published."""
        raise NotImplementedError

    def publishing_context(self, obj) -> dict:
        raise NotImplementedError

    def get_urls(self):
        opts = self.opts
        own = path(
            "<path:object_id>/publish/",
            self.admin_site.admin_view(self.publish_view),
            name=f"{opts.app_label}_{opts.model_name}_publish",
        )
        return [own, *super().get_urls()]

    def url_of(self, page: str, obj) -> str:
        """Address of one of the draft's pages: ``change``, ``publish`` or ``preview``."""
        opts = self.opts
        name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_{page}"
        return reverse(name, args=[quote(obj.pk)])

    def publish_url(self, obj) -> str:
        return self.url_of("publish", obj)

    def change_url(self, obj) -> str:
        return self.url_of("change", obj)

    def publish_view(self, request, object_id):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        if request.method == "POST" and self._publish_and_tell(request, obj):
            return redirect(self.change_url(obj))
        context = {
            **self.admin_site.each_context(request),
            **self.publishing_context(obj),
            "opts": self.opts,
            "original": obj,
            "title": _("Publish: %(name)s") % {"name": obj},
            "change_url": self.change_url(obj),
        }
        return TemplateResponse(request, self.publish_template, context)

    def _publish_and_tell(self, request, obj) -> bool:
        try:
            done = self.publish(obj, request, timezone.now())
        except NotPublishable:
            messages.error(request, _("Not published yet; the draft is kept. See what is missing."))
            return False
        except NothingToPublish:
            messages.info(request, _("There is nothing new to publish."))
        else:
            self.log_change(request, obj, done)
            messages.success(request, done)
        return True

    def response_add(self, request, obj, post_url_continue=None):
        return self._led_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._led_on(request, obj) or super().response_change(request, obj)

    def _led_on(self, request, obj):
        for button, page in LEADS_ON.items():
            if button in request.POST:
                return redirect(self.url_of(page, obj))
        return None


def faults(form, inlines) -> list[tuple[str, str, list[str]]]:
    """What a refused form complains about, for the top of a long page.

    One row per field: the id of its control, where that is (``"DRESS-07 · text · 中文"``) and the
    sentences. What a form says as a whole leads to its first control.
    """
    found = list(_faults_of(form, ""))
    for inline in inlines:
        for number, row in enumerate(inline.formset.forms, start=1):
            name = getattr(row.instance, "code", "") or f"{inline.opts.verbose_name} {number}"
            found += _faults_of(row, f"{name} · ")
    return found


def _faults_of(form, prefix: str):
    for name, sentences in form.errors.items():
        if name in form.fields:
            field = form[name]
        elif prefix:
            field = next(iter(form.visible_fields()))
        else:
            continue  # what is said of the whole stands at the top already
        label = field.label if name in form.fields else ""
        yield field.id_for_label, f"{prefix}{label}".removesuffix(" · "), list(sentences)
