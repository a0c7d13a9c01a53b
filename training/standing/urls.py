from django.urls import path

from . import views

urlpatterns = [
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/norms/<slug:slug>/", views.person_norm, name="person_norm"),
    path("team/map/", views.team_map, name="team_map"),
]
