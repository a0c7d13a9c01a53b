from django.urls import path

from . import views

urlpatterns = [
    path("marking/", views.marking, name="marking"),
    path("marking/answers/<int:pk>/", views.marking_answer, name="marking_answer"),
    path("marking/<slug:code>/", views.marking_item, name="marking_item"),
]
