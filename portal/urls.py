"""The portal's addresses; each app keeps its own below."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import set_language

from standards.admin_lint import lint_page
from training.home.views import home

from . import account, views
from .people_workbook import team_people_xlsx

urlpatterns = [
    path("", home, name="home"),
    path("accounts/login/", views.SignInView.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/", account.choose_password, name="choose_password"),
    path("me/", account.me, name="me"),
    path("me/here/", account.still_here, name="still_here"),
    path("team/people/export.xlsx", team_people_xlsx, name="team_people_xlsx"),
    path("team/people/<int:pk>/password/", account.one_time_password, name="one_time_password"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/standards/lint/", admin.site.admin_view(lint_page), name="standards_lint"),
    path("admin/", admin.site.urls),
    path("", include("standards.urls")),
    path("", include("training.urls")),
]
if settings.DEBUG:
    urlpatterns += [
        path(
            "styleguide/", TemplateView.as_view(template_name="styleguide.html"), name="styleguide"
        )
    ]
