"""Addresses of the training capabilities."""

from django.urls import include, path

app_name = "training"
urlpatterns = [
    path("", include("training.modules.urls")),
    path("", include("training.assignments.urls")),
    path("", include("training.attempts.urls")),
    path("", include("training.marking.urls")),
    path("", include("training.rounds.urls")),
    path("", include("training.reports.urls")),
    path("", include("training.standing.urls")),
]
