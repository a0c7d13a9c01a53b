"""People, units and job roles: the administrators' part of the admin site."""

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.db.models import Count, ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from treebeard.forms import TreeNodeChoiceField

from .admin_forms import PairedTextForm, PlainChoices, marks, pairs
from .languages import localized
from .models import JobRole, Management, PasswordIssue, Person, Unit
from .passwords import set_password_for
from .people_workbook import PeopleWorkbook
from .services import place_unit
from .workbooks.admin import WorkbookAdmin

admin.site.unregister(Group)  # what somebody may do follows from ``Person.access`` alone


class NewPersonForm(AdminUserCreationForm):
    """A person to come, with a first password typed here or with none."""

    usable_password = AdminUserCreationForm.create_usable_password_field(
        gettext_lazy("Disabled: nobody can sign in as this person until a password is set.")
    )

    class Meta:
        model = Person
        fields = ("employee_no", "name", "unit", "job_role", "access")

    def save(self, commit=True):
        """What is typed here is not the person's own choice."""
        if self.cleaned_data["set_usable_password"]:
            self.instance.password_given_at = timezone.now()
        return super().save(commit)


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password typed for somebody, who then chooses their own; ``user.edited_by`` types it."""

    def save(self, commit=True):
        is_usable = self.cleaned_data["set_usable_password"]
        self.user = set_password_for(
            person=self.user,
            password=self.cleaned_data["password1"] if is_usable else None,
            by=self.user.edited_by,
            at=timezone.now(),
        )
        return self.user


class PersonForm(UserChangeForm):
    class Meta:
        model = Person
        fields = ("employee_no", "name", "unit", "job_role", "access", "is_active")


class ManagementForm(forms.ModelForm):
    class Meta:
        model = Management
        fields = ("unit",)
        labels = {"unit": gettext_lazy("unit")}


class ManagementInline(PlainChoices, admin.TabularInline):
    model = Management
    form = ManagementForm
    autocomplete_fields = ["unit"]
    extra = 0
    verbose_name_plural = gettext_lazy("manages these units and everything below them")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("unit", "person")


@admin.register(Person)
class PersonAdmin(PlainChoices, WorkbookAdmin, UserAdmin):
    """Somebody who leaves is unticked, not deleted: what they did stays theirs.

    Language and dress code are not here: they are the person's own choice.
    """

    form = PersonForm
    add_form = NewPersonForm
    change_password_form = GivenPasswordForm
    workbook = PeopleWorkbook
    import_note = gettext_lazy("Somebody new cannot sign in until they are given a password.")
    inlines = [ManagementInline]
    list_display = ["name", "employee_no", "unit", "job_role", "access", "manages", "is_active"]
    list_display_links = ["name", "employee_no"]
    list_filter = ["is_active", "access", "job_role", "unit__level"]
    list_select_related = ["unit", "job_role"]
    search_fields = ["employee_no", "name", "unit__name", "unit__code"]
    ordering = ["employee_no"]
    autocomplete_fields = ["unit"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": [("employee_no", "name"), "password"]}),
        (gettext_lazy("Work"), {"fields": [("unit", "job_role"), "access", "is_active"]}),
        (gettext_lazy("Times"), {"fields": [("joined_at", "last_login")]}),
    ]
    add_fieldsets = [
        (None, {"fields": [("employee_no", "name")]}),
        (gettext_lazy("Work"), {"fields": [("unit", "job_role"), "access"]}),
        (gettext_lazy("Signing in"), {"fields": ["usable_password", "password1", "password2"]}),
    ]

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("managed_units")

    def get_object(self, request, object_id, from_field=None):
        """The person, who knows for the password form who is at the desk."""
        person = super().get_object(request, object_id, from_field)
        if person is not None:
            person.edited_by = request.user
        return person

    def get_readonly_fields(self, request, obj=None):
        """Nobody shuts themselves out."""
        own = ["access", "is_active"] if obj == request.user else []
        return ["joined_at", "last_login", *own]

    def has_delete_permission(self, request, obj=None):
        """Only a person without a trace can be deleted, as after a slip while adding one."""
        return (
            super().has_delete_permission(request, obj)
            and obj != request.user
            and not (obj and has_records(obj))
        )

    @admin.display(description=gettext_lazy("manages"))
    def manages(self, person):
        return ", ".join(unit.name for unit in person.managed_units.all()) or "–"


def has_records(person: Person) -> bool:
    """Tell whether anything but the units they manage points at the person."""
    pointers = [
        relation.field
        for relation in person._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model is not Management
    ]
    return any(
        pointer.model._base_manager.filter(**{pointer.name: person}).exists()
        for pointer in pointers
    )


class UnitForm(forms.ModelForm):
    parent = TreeNodeChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("belongs to"),
        required=False,
        empty_label=gettext_lazy("nothing: it stands at the top"),
        help_text=gettext_lazy("Moving a unit moves everything below it, and its people."),
    )

    class Meta:
        model = Unit
        fields = ("code", "name", "level")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.get_tree()
        if self.instance.pk:
            below = Unit.objects.get_descendants(self.instance, include_self=True)
            units = units.exclude(pk__in=below.values("pk"))
            self.initial["parent"] = Unit.objects.get_parent(self.instance)
        self.fields["parent"].queryset = units


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    """The org tree as an indented list; a unit moves by naming the one it belongs to.

    Not treebeard's own admin: it moves units by a slip of the mouse, not at all by touch, and its
    words cannot be translated.
    """

    form = UnitForm
    fields = [("code", "name"), ("level", "parent")]
    list_display = ["indented", "code", "level", "people_count"]
    list_filter = ["level"]
    search_fields = ["code", "name"]
    ordering = ["path"]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people_count=Count("people"))

    def has_delete_permission(self, request, obj=None):
        """treebeard would delete everything below along with it."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_leaf())

    def save_model(self, request, obj, form, change):
        place_unit(unit=obj, parent=form.cleaned_data["parent"])

    @admin.display(description=gettext_lazy("name"))
    def indented(self, unit):
        return "　" * (unit.depth - 1) + unit.name

    @admin.display(description=gettext_lazy("people"), ordering="people_count")
    def people_count(self, unit):
        return unit.people_count


class JobRoleForm(PairedTextForm):
    REQUIRED_TEXTS = ("name",)

    class Meta:
        model = JobRole
        fields = "__all__"


@admin.register(JobRole)
class JobRoleAdmin(admin.ModelAdmin):
    form = JobRoleForm
    fields = [*pairs("name"), ("code", "position")]
    list_display = ["name_here", "code", "position"]
    search_fields = ["code", "name_zh_hans", "name_en"]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    @admin.display(description=gettext_lazy("name"))
    def name_here(self, job_role):
        return localized(job_role, "name")


@admin.register(PasswordIssue)
class PasswordIssueAdmin(admin.ModelAdmin):
    """Who made a password for whom, and when; made on the team's pages or in a person's form."""

    list_display = ["person", "by", "at"]
    list_display_links = ["at"]
    list_select_related = ["person", "by"]
    search_fields = ["person__employee_no", "person__name", "by__employee_no", "by__name"]
    date_hierarchy = "at"
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.unregister([AccessAttempt, AccessFailureLog, AccessLog])


@admin.register(AccessAttempt)
class SignInFailureAdmin(AccessAttemptAdmin):
    """Wrong passwords, and a way to let somebody in before the lock opens by itself."""

    list_display = ["username", "ip_address", "attempt_time", "failures_since_start", "lock"]
    list_display_links = ["username"]
    list_filter = ()
    search_fields = ["username", "ip_address"]
    fieldsets = None
    fields = [("username", "ip_address"), ("attempt_time", "failures_since_start"), "user_agent"]
    actions = ["unlock"]

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("state"))
    def lock(self, attempt):
        is_locked = attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT
        return marks([("stale", _("locked for now"))] if is_locked else [])

    @admin.action(description=gettext_lazy("Let these people try again"), permissions=["view"])
    def unlock(self, request, queryset):
        count = queryset.count()
        queryset.delete()
        done = ngettext("%(count)s lock opened.", "%(count)s locks opened.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
