"""A handbook of chapters with lines, and what was read: enough for three indexed SELECTs."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Django's own user, in a table beside the portal's people."""


class Chapter(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    views = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.title


class Line(models.Model):
    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="lines")
    text = models.CharField(max_length=200)

    def __str__(self):
        return self.text


class Visit(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="visits")
    chapter = models.ForeignKey(Chapter, models.CASCADE)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="visit_newest")]

    def __str__(self):
        return f"{self.user_id} · {self.chapter_id}"
