from django.urls import path

from . import views

urlpatterns = [
    path("team/quizzes/", views.team_quizzes, name="team_quizzes"),
    path("team/quizzes/<slug:slug>/", views.quiz_report, name="quiz_report"),
    path("team/quizzes/<slug:slug>/export.csv", views.quiz_report_csv, name="quiz_report_csv"),
    path("team/quizzes/<slug:slug>/export.xlsx", views.quiz_report_xlsx, name="quiz_report_xlsx"),
]
