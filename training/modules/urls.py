"""Addresses of the modules; included by ``training.urls``."""

from django.urls import include, path

from . import views

norm_urls = [
    path("", views.module_norm, name="module_norm"),
    path("confirm/", views.reading_confirm, name="reading_confirm"),
]
urlpatterns = [
    path("modules/", views.modules, name="modules"),
    path("modules/<slug:slug>/", views.module, name="module"),
    path("modules/<slug:slug>/print/", views.module_print, name="module_print"),
    path("modules/<slug:slug>/<slug:norm_slug>/", include(norm_urls)),
]
