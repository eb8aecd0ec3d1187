"""Figures read by hand, and what is said of an indicateur without a figure."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("evaluation", "0001_calculs_et_bilans"),
        ("plans_action", "0002_autour_des_fiches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppreciationIndicateur",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("indicateur", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="appreciations", to="plans_action.indicateur")),
                ("jour", models.DateField(verbose_name="apprécié le")),
                ("depuis", models.DateField(blank=True, null=True, verbose_name="porte sur ce qui s’est passé depuis le")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("depasse", "Au-delà de l’attendu"),
                            ("atteint", "Atteint"),
                            ("en_partie", "Atteint en partie"),
                            ("non_atteint", "Pas atteint"),
                            ("a_discuter", "À discuter"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("texte", models.TextField(max_length=4000, verbose_name="ce qui fait dire cela")),
                ("lu_par", models.CharField(blank=True, max_length=200, verbose_name="qui a apprécié")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("retire_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirée le")),
                (
                    "retire_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "appréciation",
                "ordering": ("-jour", "-saisi_le", "-pk"),
                "indexes": [models.Index(fields=["indicateur", "-jour"], name="appreciation_jour_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("depuis", None), ("depuis__lte", models.F("jour")), _connector="OR"), name="appreciation_periode_dans_l_ordre"
                    ),
                    models.CheckConstraint(condition=models.Q(("texte", ""), _negated=True), name="appreciation_dit_pourquoi"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppreciationIndicateur",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("jour", models.DateField(verbose_name="apprécié le")),
                ("depuis", models.DateField(blank=True, null=True, verbose_name="porte sur ce qui s’est passé depuis le")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("depasse", "Au-delà de l’attendu"),
                            ("atteint", "Atteint"),
                            ("en_partie", "Atteint en partie"),
                            ("non_atteint", "Pas atteint"),
                            ("a_discuter", "À discuter"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("texte", models.TextField(max_length=4000, verbose_name="ce qui fait dire cela")),
                ("lu_par", models.CharField(blank=True, max_length=200, verbose_name="qui a apprécié")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                ("retire_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirée le")),
                (
                    "indicateur",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.indicateur",
                    ),
                ),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retire_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical appréciation",
                "verbose_name_plural": "historical appréciations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "appreciation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="evaluation.appreciationindicateur"),
                ),
                ("lignee", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("mots", models.TextField(blank=True, max_length=600, verbose_name="paroles")),
                (
                    "de",
                    models.CharField(
                        choices=[
                            ("jeune", "Jeune"),
                            ("partenaire", "Partenaire"),
                            ("employeur", "Entreprise"),
                            ("collectivite", "Mairie ou collectivité"),
                            ("financeur", "Financeur"),
                            ("equipe", "Équipe"),
                            ("presse", "Presse"),
                            ("autre", "Autre"),
                        ],
                        max_length=14,
                        verbose_name="de qui",
                    ),
                ),
                (
                    "accord",
                    models.CharField(
                        choices=[
                            ("accord", "Accepte d’être citée, sans son nom"),
                            ("anonyme", "Écrit sans nom\u00a0: questionnaire, idée"),
                            ("public", "Dit ou écrit en public\u00a0: article, discours"),
                            ("maison", "Pas encore demandé\u00a0: reste entre nous"),
                        ],
                        default="maison",
                        max_length=10,
                    ),
                ),
                ("retiree_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirée le")),
                (
                    "retiree_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("motif", models.CharField(blank=True, editable=False, max_length=100, verbose_name="raison du retrait")),
            ],
            options={
                "ordering": ("appreciation", "ordre", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("mots", ""), _negated=True), ("retiree_le__isnull", False), _connector="OR"), name="citation_a_des_mots"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReglageReleve",
            fields=[
                (
                    "indicateur",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reglage_releve",
                        serialize=False,
                        to="plans_action.indicateur",
                    ),
                ),
                (
                    "agregation",
                    models.CharField(
                        choices=[
                            ("dernier", "Le dernier relevé de la période"),
                            ("somme", "La somme des relevés de la période"),
                            ("moyenne", "La moyenne des relevés de la période"),
                        ],
                        default="dernier",
                        max_length=10,
                        verbose_name="valeur d’une période",
                    ),
                ),
                ("unite", models.CharField(blank=True, max_length=40, verbose_name="unité")),
                (
                    "decimales",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(2)], verbose_name="chiffres après la virgule"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="où le lire")),
            ],
            options={
                "verbose_name": "réglage des relevés",
                "verbose_name_plural": "réglages des relevés",
                "constraints": [models.CheckConstraint(condition=models.Q(("decimales__lte", 2)), name="reglage_releve_decimales")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReglageReleve",
            fields=[
                (
                    "agregation",
                    models.CharField(
                        choices=[
                            ("dernier", "Le dernier relevé de la période"),
                            ("somme", "La somme des relevés de la période"),
                            ("moyenne", "La moyenne des relevés de la période"),
                        ],
                        default="dernier",
                        max_length=10,
                        verbose_name="valeur d’une période",
                    ),
                ),
                ("unite", models.CharField(blank=True, max_length=40, verbose_name="unité")),
                (
                    "decimales",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(2)], verbose_name="chiffres après la virgule"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="où le lire")),
                (
                    "indicateur",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.indicateur",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical réglage des relevés",
                "verbose_name_plural": "historical réglages des relevés",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Releve",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("indicateur", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="releves", to="plans_action.indicateur")),
                ("jour", models.DateField(verbose_name="relevé le")),
                ("valeur", models.DecimalField(decimal_places=2, max_digits=14)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="où il a été lu")),
                ("preuve_lien", models.URLField(blank=True, max_length=500, verbose_name="lien vers la preuve")),
                ("preuve", models.CharField(blank=True, max_length=300, verbose_name="référence de la preuve")),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("retire_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retiré le")),
                (
                    "retire_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("pieces", models.ManyToManyField(blank=True, related_name="releves", to="plans_action.piece", verbose_name="fichiers de preuve")),
            ],
            options={
                "verbose_name": "relevé",
                "ordering": ("-jour", "-pk"),
                "constraints": [models.UniqueConstraint(condition=models.Q(("retire_le", None)), fields=("indicateur", "jour"), name="releve_unique_par_jour")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReleve",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("jour", models.DateField(verbose_name="relevé le")),
                ("valeur", models.DecimalField(decimal_places=2, max_digits=14)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="où il a été lu")),
                ("preuve_lien", models.URLField(blank=True, max_length=500, verbose_name="lien vers la preuve")),
                ("preuve", models.CharField(blank=True, max_length=300, verbose_name="référence de la preuve")),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                ("retire_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retiré le")),
                (
                    "indicateur",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.indicateur",
                    ),
                ),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retire_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical relevé",
                "verbose_name_plural": "historical relevés",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
