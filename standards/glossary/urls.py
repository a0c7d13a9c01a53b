"""Address of the glossary."""

from django.urls import path

from .views import glossary

urlpatterns = [path("glossary/", glossary, name="glossary")]
