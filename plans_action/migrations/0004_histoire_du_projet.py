"""Keep the history of a projet: who moved the date of a bilan, when and why."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans_action", "0003_document_du_projet"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalProjetAssociatif",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("titre", models.CharField(max_length=200)),
                ("sous_titre", models.CharField(blank=True, max_length=200, verbose_name="sous-titre")),
                ("debut", models.DateField(verbose_name="début")),
                (
                    "annee_chiffres",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="année des chiffres du public",
                    ),
                ),
                ("actif", models.BooleanField(default=True, verbose_name="projet en cours")),
                (
                    "bilan_intermediaire_le",
                    models.DateField(blank=True, null=True, verbose_name="bilan à 18 mois déplacé au"),
                ),
                ("bilan_final_le", models.DateField(blank=True, null=True, verbose_name="bilan à 3 ans déplacé au")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical projet associatif",
                "verbose_name_plural": "historical projets associatifs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
