"""One-time passwords: who must choose their own, until when one signs in, who made which."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="made at")),
            ],
            options={
                "verbose_name": "password made for somebody",
                "verbose_name_plural": "passwords made for somebody",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="password_expires_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="one-time password valid until"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="password_given_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="password set by somebody else"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("password_expires_at", None),
                    models.Q(
                        ("password_expires_at__gt", models.F("password_given_at")),
                        ("password_given_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="person_only_given_password_expires",
            ),
        ),
        migrations.AddField(
            model_name="passwordissue",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="passwordissue",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="password_issues",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddConstraint(
            model_name="passwordissue",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("by")), _negated=True),
                name="password_issue_not_to_oneself",
            ),
        ),
    ]
