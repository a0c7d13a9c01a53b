"""Addresses of pictures: named by content, no path that anybody could make up."""

from django.urls import re_path

from . import views

urlpatterns = [
    re_path(
        r"^pictures/(?P<digest>[0-9a-f]{64})-(?P<size>large|small)\.webp$",
        views.picture,
        name="picture",
    ),
]
