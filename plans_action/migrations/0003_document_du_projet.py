"""The document of the projet associatif: texts, principles, analysis, means and budget."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("plans_action", "0002_autour_des_fiches"),
        ("structure", "0001_structure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TexteProjet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="textes", to="plans_action.projetassociatif")),
                (
                    "rubrique",
                    models.CharField(
                        choices=[
                            ("presentation", "Présentation"),
                            ("valeurs", "Nos valeurs"),
                            ("charte", "Notre charte"),
                            ("territoire", "Le territoire"),
                            ("lieux", "Les lieux d’accueil"),
                            ("public", "Le public"),
                            ("equipe", "L’équipe"),
                            ("partenaires", "Les partenaires"),
                            ("besoins", "Les besoins auxquels nous répondons"),
                            ("moyens", "Les moyens"),
                            ("analyse", "Forces et points à améliorer"),
                            ("strategie", "Objectifs et plans d’action"),
                            ("budget", "Le budget"),
                            ("formation", "La formation de l’équipe"),
                            ("evaluation", "L’évaluation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("texte", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "texte du projet associatif",
                "ordering": ("projet", "pk"),
                "constraints": [models.UniqueConstraint(fields=("projet", "rubrique"), name="texte_projet_rubrique")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTexteProjet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "rubrique",
                    models.CharField(
                        choices=[
                            ("presentation", "Présentation"),
                            ("valeurs", "Nos valeurs"),
                            ("charte", "Notre charte"),
                            ("territoire", "Le territoire"),
                            ("lieux", "Les lieux d’accueil"),
                            ("public", "Le public"),
                            ("equipe", "L’équipe"),
                            ("partenaires", "Les partenaires"),
                            ("besoins", "Les besoins auxquels nous répondons"),
                            ("moyens", "Les moyens"),
                            ("analyse", "Forces et points à améliorer"),
                            ("strategie", "Objectifs et plans d’action"),
                            ("budget", "Le budget"),
                            ("formation", "La formation de l’équipe"),
                            ("evaluation", "L’évaluation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("texte", models.TextField(blank=True)),
                (
                    "projet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.projetassociatif",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical texte du projet associatif",
                "verbose_name_plural": "historical texte du projet associatifs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PrincipeProjet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="principes", to="plans_action.projetassociatif")),
                ("genre", models.CharField(choices=[("valeur", "Valeur"), ("article", "Article de la charte")], max_length=20)),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("titre", models.CharField(max_length=200, verbose_name="intitulé")),
                ("texte", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "valeur ou article",
                "ordering": ("projet", "genre", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalPrincipeProjet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("genre", models.CharField(choices=[("valeur", "Valeur"), ("article", "Article de la charte")], max_length=20)),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("titre", models.CharField(max_length=200, verbose_name="intitulé")),
                ("texte", models.TextField(blank=True)),
                (
                    "projet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.projetassociatif",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical valeur ou article",
                "verbose_name_plural": "historical valeur ou articles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MoyenProjet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moyens", to="plans_action.projetassociatif")),
                (
                    "genre",
                    models.CharField(
                        choices=[("vehicule", "Véhicules"), ("local", "Locaux et salles"), ("equipement", "Équipement"), ("autre", "Autres moyens")],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("libelle", models.CharField(max_length=200, verbose_name="intitulé")),
                ("nombre", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("lieu", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="structure.lieu")),
                ("precision", models.CharField(blank=True, max_length=300, verbose_name="précision")),
            ],
            options={
                "verbose_name": "moyen",
                "ordering": ("projet", "genre", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalMoyenProjet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "genre",
                    models.CharField(
                        choices=[("vehicule", "Véhicules"), ("local", "Locaux et salles"), ("equipement", "Équipement"), ("autre", "Autres moyens")],
                        max_length=20,
                        verbose_name="sorte",
                    ),
                ),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("libelle", models.CharField(max_length=200, verbose_name="intitulé")),
                ("nombre", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("precision", models.CharField(blank=True, max_length=300, verbose_name="précision")),
                (
                    "projet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.projetassociatif",
                    ),
                ),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="structure.lieu"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical moyen",
                "verbose_name_plural": "historical moyens",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PointAnalyse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="points_analyse", to="plans_action.projetassociatif")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("besoins", "Les besoins auxquels nous répondons"),
                            ("territoire", "Le territoire"),
                            ("public", "Le public"),
                            ("equipe", "L’équipe"),
                            ("finances", "Les finances"),
                            ("moyens", "Les moyens"),
                        ],
                        max_length=20,
                        verbose_name="thème",
                    ),
                ),
                ("sens", models.CharField(choices=[("force", "Force"), ("amelioration", "Point à améliorer")], max_length=20, verbose_name="nature")),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("texte", models.CharField(max_length=500, verbose_name="ce qui a été dit")),
                ("atelier", models.CharField(blank=True, max_length=160, verbose_name="atelier")),
                ("atelier_le", models.DateField(blank=True, null=True, verbose_name="jour de l’atelier")),
                (
                    "objectif",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="points_analyse",
                        to="plans_action.objectifoperationnel",
                        verbose_name="objectif qui y répond",
                    ),
                ),
            ],
            options={
                "verbose_name": "point d’analyse",
                "verbose_name_plural": "points d’analyse",
                "ordering": ("projet", "theme", "sens", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalPointAnalyse",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("besoins", "Les besoins auxquels nous répondons"),
                            ("territoire", "Le territoire"),
                            ("public", "Le public"),
                            ("equipe", "L’équipe"),
                            ("finances", "Les finances"),
                            ("moyens", "Les moyens"),
                        ],
                        max_length=20,
                        verbose_name="thème",
                    ),
                ),
                ("sens", models.CharField(choices=[("force", "Force"), ("amelioration", "Point à améliorer")], max_length=20, verbose_name="nature")),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("texte", models.CharField(max_length=500, verbose_name="ce qui a été dit")),
                ("atelier", models.CharField(blank=True, max_length=160, verbose_name="atelier")),
                ("atelier_le", models.DateField(blank=True, null=True, verbose_name="jour de l’atelier")),
                (
                    "projet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.projetassociatif",
                    ),
                ),
                (
                    "objectif",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.objectifoperationnel",
                        verbose_name="objectif qui y répond",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical point d’analyse",
                "verbose_name_plural": "historical points d’analyse",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ExerciceBudget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="exercices", to="plans_action.projetassociatif")),
                (
                    "annee",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)], verbose_name="année"
                    ),
                ),
                ("total_vote", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="total voté")),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "année du budget",
                "verbose_name_plural": "années du budget",
                "ordering": ("projet", "annee"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("projet", "annee"), name="exercice_budget_annee", violation_error_message="Cette année est déjà dans le budget."
                    ),
                    models.CheckConstraint(condition=models.Q(("total_vote", None), ("total_vote__gte", 0), _connector="OR"), name="exercice_total_positif"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalExerciceBudget",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "annee",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)], verbose_name="année"
                    ),
                ),
                ("total_vote", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="total voté")),
                ("note", models.TextField(blank=True)),
                (
                    "projet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.projetassociatif",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical année du budget",
                "verbose_name_plural": "historical années du budget",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RessourceProjet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("exercice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="ressources", to="plans_action.exercicebudget")),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "financeur",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.partenaire"),
                ),
                ("libelle", models.CharField(blank=True, max_length=200, verbose_name="intitulé")),
                ("reprise", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="reprise de fonds dédiés")),
                ("subvention", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="subvention ou produit de l’année")),
                ("emploi", models.CharField(blank=True, max_length=500, verbose_name="ce que cela paie")),
            ],
            options={
                "verbose_name": "ressource",
                "ordering": ("exercice", "ordre", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reprise__gte", 0), ("subvention__gte", 0)), name="ressource_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("financeur__isnull", False), models.Q(("libelle", ""), _negated=True), _connector="OR"), name="ressource_nommee"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRessourceProjet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("libelle", models.CharField(blank=True, max_length=200, verbose_name="intitulé")),
                ("reprise", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="reprise de fonds dédiés")),
                ("subvention", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="subvention ou produit de l’année")),
                ("emploi", models.CharField(blank=True, max_length=500, verbose_name="ce que cela paie")),
                (
                    "exercice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.exercicebudget",
                    ),
                ),
                (
                    "financeur",
                    models.ForeignKey(
                        blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="structure.partenaire"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical ressource",
                "verbose_name_plural": "historical ressources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PublicationProjet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="plans_action.projetassociatif")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("publiee_le", models.DateTimeField(verbose_name="publiée le")),
                ("publiee_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("contenu", models.TextField()),
                ("empreinte", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                ("pdf", models.BinaryField()),
            ],
            options={
                "verbose_name": "publication du projet associatif",
                "verbose_name_plural": "publications du projet associatif",
                "ordering": ("projet", "-numero"),
                "constraints": [models.UniqueConstraint(fields=("projet", "numero"), name="publication_projet_numero")],
            },
        ),
    ]
