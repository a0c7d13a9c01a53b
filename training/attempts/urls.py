from django.urls import include, path

from . import json_views, views

attempt_urls = [
    path("", views.attempt, name="attempt"),
    path("responses/", json_views.responses, name="attempt_responses"),
    path("hand-in/", views.hand_in, name="attempt_hand_in"),
    path("result/", views.result, name="attempt_result"),
]
urlpatterns = [
    path("duties/<int:pk>/", views.duty, name="duty"),
    path("duties/<int:pk>/start/", views.start, name="attempt_start"),
    path("attempts/<uuid:code>/", include(attempt_urls)),
]
