"""Who and where: the Mission Locale, its places, its counsellors, its partners."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MissionLocale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nom", models.CharField(max_length=120)),
                ("adresse", models.CharField(blank=True, max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse e-mail")),
                ("horaires", models.CharField(blank=True, max_length=200, verbose_name="horaires d’ouverture")),
                (
                    "jours_rappel",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="Qui coordonne une fiche-action est prévenu par e-mail ce nombre de jours avant une étape, une évaluation ou la fin de l’action. Chaque personne peut choisir un autre délai.",
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                        verbose_name="rappel avant une date d’une fiche, en jours",
                    ),
                ),
            ],
            options={
                "verbose_name": "Mission Locale",
                "verbose_name_plural": "Mission Locale",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="mission_locale_seule")],
            },
        ),
        migrations.CreateModel(
            name="EPCI",
            fields=[
                ("code", models.CharField(max_length=9, primary_key=True, serialize=False, verbose_name="SIREN")),
                ("nom", models.CharField(max_length=160)),
                ("population", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "EPCI",
                "verbose_name_plural": "EPCI",
                "ordering": ("nom",),
            },
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                ("code", models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name="code INSEE")),
                ("nom", models.CharField(max_length=120)),
                ("nom_normalise", models.CharField(db_index=True, editable=False, max_length=120)),
                ("codes_postaux", models.CharField(blank=True, max_length=200, verbose_name="codes postaux")),
                ("departement", models.CharField(db_index=True, max_length=3, verbose_name="département")),
                ("population", models.PositiveIntegerField(default=0)),
                (
                    "epci",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="communes", to="structure.epci", verbose_name="EPCI"
                    ),
                ),
                ("du_territoire", models.BooleanField(db_index=True, default=False, verbose_name="dans notre territoire")),
                ("autre_mission_locale", models.CharField(blank=True, max_length=120, verbose_name="Mission Locale compétente")),
                ("zone_revitalisation", models.BooleanField(default=False, verbose_name="zone de revitalisation rurale")),
            ],
            options={
                "ordering": ("nom", "code"),
            },
        ),
        migrations.CreateModel(
            name="Partenaire",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nom", models.CharField(max_length=160)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("collectivite", "Collectivité"),
                            ("etat", "Service de l’État"),
                            ("employeur", "Employeur"),
                            ("formation", "Organisme de formation"),
                            ("education", "Éducation nationale"),
                            ("social", "Action sociale"),
                            ("sante", "Santé"),
                            ("association", "Association"),
                            ("financeur", "Financeur"),
                            ("spe", "Service public de l’emploi"),
                            ("justice", "Justice"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="partenaires", to="structure.commune"),
                ),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="personne à contacter")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse e-mail")),
                ("telephone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("depuis_le", models.DateField(default=datetime.date.today, verbose_name="partenaire depuis le")),
                ("actif", models.BooleanField(default=True)),
                ("comptes", models.ManyToManyField(blank=True, related_name="partenaires", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("nom", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Convention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("partenaire", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="conventions", to="structure.partenaire")),
                ("objet", models.CharField(max_length=200)),
                ("debut", models.DateField(verbose_name="début")),
                ("fin", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-debut", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fin", None), ("fin__gte", models.F("debut")), _connector="OR"), name="convention_dates")
                ],
            },
        ),
        migrations.CreateModel(
            name="Lieu",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nom", models.CharField(max_length=120)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("siege", "Siège"),
                            ("antenne", "Antenne"),
                            ("permanence", "Permanence"),
                            ("tiers_lieu", "Tiers-lieu"),
                            ("camion", "Arrêt du camion mobile"),
                            ("partenaire", "Structure partenaire"),
                            ("hors_les_murs", "Hors les murs"),
                            ("domicile", "Domicile"),
                            ("distance", "À distance"),
                        ],
                        max_length=20,
                    ),
                ),
                ("adresse", models.CharField(blank=True, max_length=200)),
                (
                    "commune",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lieux", to="structure.commune"),
                ),
                (
                    "hote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lieux",
                        to="structure.partenaire",
                        verbose_name="structure hôte",
                    ),
                ),
                ("acces", models.CharField(blank=True, max_length=200, verbose_name="comment venir")),
                ("ordre", models.PositiveSmallIntegerField(default=100)),
                ("actif", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "lieux",
                "ordering": ("ordre", "nom", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Conseiller",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "utilisateur",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conseiller",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                ("prenom", models.CharField(max_length=80, verbose_name="prénom")),
                ("nom", models.CharField(max_length=80)),
                (
                    "fonction",
                    models.CharField(
                        choices=[
                            ("conseiller", "Conseil en insertion"),
                            ("accueil", "Accueil"),
                            ("referent_justice", "Référence justice"),
                            ("referent_formation", "Référence formation"),
                            ("travail_social", "Travail social"),
                            ("service_civique", "Service civique"),
                            ("direction", "Direction"),
                            ("administratif", "Administration et gestion"),
                        ],
                        default="conseiller",
                        max_length=20,
                    ),
                ),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipe",
                        to="structure.lieu",
                        verbose_name="lieu habituel",
                    ),
                ),
                ("entree_le", models.DateField(default=django.utils.timezone.localdate, verbose_name="dans l’équipe depuis le")),
                ("actif", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "membre de l’équipe",
                "verbose_name_plural": "équipe",
                "ordering": ("nom", "prenom", "pk"),
            },
        ),
    ]
