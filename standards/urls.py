"""Addresses of the norms and of the search over them."""

from django.urls import include, path

from . import views
from .search.views import search

app_name = "standards"

norm_urls = [
    path("", views.norm, name="norm"),
    path("poster/", views.poster, name="poster"),
    path("meeting/", views.meeting, name="meeting"),
    path("editions/", views.editions, name="editions"),
    path("editions/<int:number>/", views.edition, name="edition"),
    path("editions/<int:number>/changes/", views.changes, name="changes"),
]
urlpatterns = [
    path("standards/", views.index, name="index"),
    path("standards/topics/<slug:slug>/", views.topic, name="topic"),
    path("standards/norms/<slug:slug>/", include(norm_urls)),
    path("search/", search, name="search"),
    path("", include("standards.glossary.urls")),
    path("", include("standards.phrases.urls")),
    path("", include("standards.pictures.urls")),
]
