import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0001_initial"),
        ("training", "0004_duties_take_the_times_of_their_assignment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("generator", models.CharField(max_length=12)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clause_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_proposals",
                        to="standards.clauseversion",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposal",
                        to="training.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "drafted question",
                "verbose_name_plural": "drafted questions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clause_version", "generator"), name="item_proposal_decided_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", False), ("rejected_at", None)),
                            models.Q(
                                ("accepted_at", None),
                                ("item", None),
                                ("rejected_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="item_proposal_accepted_or_rejected",
                    ),
                ],
            },
        ),
    ]
