"""Pictures at the editors' desk: kept with the draft, and all of them in one list."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.admin_forms import ViewOnlyAdmin, labelled, link
from portal.languages import LANGUAGE_CODES, localized

from .files import written_files_follow_the_rows
from .forms import PictureForm
from .models import Picture


class PictureKeeper(admin.ModelAdmin):
    """Keeps the pictures of a ``PictureForm`` and of those in its inlines, or none of them."""

    def changeform_view(self, request, *args, **kwargs):
        with written_files_follow_the_rows():
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        form.keep_picture(by=request.user, at=timezone.now())
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            is_leaving = row in formset.deleted_forms
            if isinstance(row, PictureForm) and row.has_changed() and not is_leaving:
                row.keep_picture(by=request.user, at=timezone.now())
        super().save_formset(request, form, formset, change)

    def render_change_form(self, request, context, *args, **kwargs):
        inlines = context["inline_admin_formsets"]
        rows = [row for inline in inlines for row in inline.formset.forms]
        for form in (context["adminform"].form, *rows):
            if isinstance(form, PictureForm):
                form.ask_for_the_file_again()
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("picture"))
    def picture_now(self, obj):
        return thumbnail(obj.picture)


def thumbnail(picture: Picture | None):
    """The picture in small, leading to it in large."""
    if picture is None:
        return "–"
    return format_html(
        '<a href="{}"><img class="thumbnail" src="{}" width="{}" height="{}" alt="{}"></a>',
        picture.large_url,
        picture.small_url,
        picture.small_width,
        picture.small_height,
        picture,
    )


@admin.register(Picture)
class PictureAdmin(ViewOnlyAdmin):
    list_display = ["shown", "words", "uploader", "uploaded"]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt_zh_hans", "alt_en", "digest"]
    fields = ["shown", "texts", ("uploaded", "uploader"), "digest", "shown_by"]

    uploader = labelled("uploaded_by", pgettext_lazy("picture", "uploaded by"))
    uploaded = labelled("uploaded_at", pgettext_lazy("picture", "uploaded"))

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, picture):
        return thumbnail(picture)

    @admin.display(description=pgettext_lazy("picture", "what it shows"))
    def words(self, picture):
        return localized(picture, "alt")

    @admin.display(description=pgettext_lazy("picture", "what it shows"))
    def texts(self, picture):
        found = ((localized(picture, "alt", language),) for language in LANGUAGE_CODES)
        return format_html_join("", "<p>{}</p>", found)

    @admin.display(description=gettext_lazy("published in"))
    def shown_by(self, picture):
        """Editions with it at their head, and clause versions with it beside their text."""
        rows = [
            (
                link(
                    reverse(f"admin:standards_{row._meta.model_name}_change", args=[row.pk]),
                    str(row),
                ),
            )
            for row in (*picture.editions.all(), *picture.versions.all())
        ]
        return format_html_join(", ", "{}", rows) or pgettext("picture", "nothing yet")
