from django.urls import path

from .views import given, giving, mine, team

urlpatterns = [
    path("assignments/", mine.assignments, name="assignments"),
    path("assignments/self-check/", mine.self_check, name="self_check"),
    path("team/", team.team, name="team"),
    path("team/assignments/", given.team_assignments, name="team_assignments"),
    path("team/assignments/new/", giving.assignment_new, name="assignment_new"),
    path("team/assignments/<int:pk>/", given.team_assignment, name="team_assignment"),
    path("team/assignments/<int:pk>/change/", given.assignment_change, name="assignment_change"),
    path(
        "team/assignments/<int:pk>/withdraw/", given.assignment_withdraw, name="assignment_withdraw"
    ),
    path("team/assignments/<int:pk>/remind/", given.assignment_remind, name="assignment_remind"),
    path("team/assignments/<int:pk>/people/", given.assignment_people, name="assignment_people"),
    path("team/duties/<int:pk>/", given.team_duty, name="team_duty"),
]
