from django.urls import path

from .views import giving, mine, team

urlpatterns = [
    path("assignments/", mine.assignments, name="assignments"),
    path("assignments/self-check/", mine.self_check, name="self_check"),
    path("team/", team.team, name="team"),
    path("team/people/<int:pk>/", team.team_person, name="team_person"),
    path("team/assignments/", team.team_assignments, name="team_assignments"),
    path("team/assignments/new/", giving.assignment_new, name="assignment_new"),
    path("team/assignments/<int:pk>/", team.team_assignment, name="team_assignment"),
]
