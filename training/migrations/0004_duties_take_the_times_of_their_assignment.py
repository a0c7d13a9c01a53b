"""Duties given before they had times of their own take those of their assignment."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def copy_times(apps, schema_editor):
    Assignment = apps.get_model("training", "Assignment")
    Duty = apps.get_model("training", "Duty")
    own = Assignment.objects.filter(pk=OuterRef("assignment"))
    names = ("due_at", "closes_at", "max_attempts")
    Duty.objects.update(**{name: Subquery(own.values(name)) for name in names})


class Migration(migrations.Migration):
    dependencies = [("training", "0003_rounds_standing_and_exceptions")]

    operations = [migrations.RunPython(copy_times, migrations.RunPython.noop, elidable=True)]
