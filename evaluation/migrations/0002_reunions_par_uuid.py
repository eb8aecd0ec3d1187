"""Name meetings by UUID, and refuse a second bilan of the same reading while one is being produced."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("plans_action", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Reunion"),
        migrations.CreateModel(
            name="Reunion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "commission",
                    models.CharField(
                        choices=[
                            ("suivi", "Commission de suivi des plans d'action"),
                            ("bilan", "Commission du bilan"),
                        ],
                        default="suivi",
                        max_length=10,
                    ),
                ),
                ("le", models.DateTimeField(verbose_name="le")),
                ("lieu", models.CharField(blank=True, max_length=120)),
                ("ordre_du_jour", models.TextField(blank=True, max_length=4000, verbose_name="ordre du jour")),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reunions",
                        to="plans_action.projetassociatif",
                    ),
                ),
            ],
            options={"verbose_name": "réunion", "ordering": ("le", "pk")},
        ),
        migrations.AddConstraint(
            model_name="bilan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("etat__in", ["en_attente", "en_cours"])),
                fields=("projet", "type", "arrete_au"),
                name="bilan_en_cours_unique",
            ),
        ),
    ]
