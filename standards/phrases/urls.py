"""Addresses of the phrase book."""

from django.urls import path

from . import views

urlpatterns = [
    path("phrases/", views.phrases, name="phrases"),
    path("phrases/lines.json", views.phrase_lines, name="phrase_lines"),
    path("phrases/<slug:slug>/", views.moment, name="moment"),
]
