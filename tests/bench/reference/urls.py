from django.urls import path

from .views import chapter

urlpatterns = [path("chapters/<slug:slug>/", chapter, name="chapter")]
