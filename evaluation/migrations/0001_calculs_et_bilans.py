"""What is computed, frozen and compared; what facts were before they changed."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("jeunes", "0001_jeunes"),
        ("plans_action", "0001_plan_et_fiches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bilan",
            fields=[
                (
                    "etat",
                    models.CharField(
                        choices=[("en_attente", "En attente"), ("en_cours", "En cours"), ("termine", "Terminé"), ("echoue", "Échoué")],
                        default="en_attente",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("progression", models.PositiveSmallIntegerField(default=0, verbose_name="progression en %")),
                ("etape_en_cours", models.CharField(blank=True, max_length=200, verbose_name="étape en cours")),
                ("battement_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dernier battement")),
                ("jeton", models.UUIDField(editable=False, null=True)),
                ("tentatives", models.PositiveSmallIntegerField(default=0)),
                ("erreur", models.CharField(blank=True, max_length=300, verbose_name="ce qui a échoué")),
                ("demande_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
                ("termine_le", models.DateTimeField(blank=True, null=True, verbose_name="terminé le")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bilans", to="plans_action.projetassociatif")),
                ("type", models.CharField(choices=[("intermediaire", "Bilan à 18 mois"), ("final", "Bilan à 3 ans")], max_length=20)),
                ("arrete_au", models.DateField(verbose_name="arrêté au")),
                (
                    "lance_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("contenu", models.TextField(blank=True, editable=False)),
                ("empreinte", models.CharField(blank=True, editable=False, max_length=64, verbose_name="empreinte SHA-256")),
                ("fige_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="figé le")),
                ("pdf", models.BinaryField(blank=True, null=True)),
                ("rang", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ("empreinte_precedente", models.CharField(blank=True, editable=False, max_length=64)),
                ("sceau_precedent", models.CharField(blank=True, editable=False, max_length=64)),
                ("sceau", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "ordering": ("-demande_le", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fige_le", None), ("empreinte", "")),
                            models.Q(("fige_le__isnull", False), models.Q(("empreinte", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="bilan_fige_a_une_empreinte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fige_le", None), ("rang", None), ("sceau", "")),
                            models.Q(("fige_le__isnull", False), ("rang__isnull", False), models.Q(("sceau", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="bilan_fige_a_un_sceau",
                    ),
                    models.UniqueConstraint(fields=("projet", "rang"), name="bilan_rang_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("etat__in", ["en_attente", "en_cours"])), fields=("projet", "type", "arrete_au"), name="bilan_en_cours_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChaineBilans",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="chaine", to="plans_action.projetassociatif")),
                ("longueur", models.PositiveSmallIntegerField(default=0)),
                ("sceau", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "chaîne des bilans",
                "verbose_name_plural": "chaînes des bilans",
                "ordering": ("projet",),
            },
        ),
        migrations.CreateModel(
            name="Calcul",
            fields=[
                (
                    "etat",
                    models.CharField(
                        choices=[("en_attente", "En attente"), ("en_cours", "En cours"), ("termine", "Terminé"), ("echoue", "Échoué")],
                        default="en_attente",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("progression", models.PositiveSmallIntegerField(default=0, verbose_name="progression en %")),
                ("etape_en_cours", models.CharField(blank=True, max_length=200, verbose_name="étape en cours")),
                ("battement_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dernier battement")),
                ("jeton", models.UUIDField(editable=False, null=True)),
                ("tentatives", models.PositiveSmallIntegerField(default=0)),
                ("erreur", models.CharField(blank=True, max_length=300, verbose_name="ce qui a échoué")),
                ("demande_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
                ("termine_le", models.DateTimeField(blank=True, null=True, verbose_name="terminé le")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="calculs", to="plans_action.projetassociatif")),
                ("arrete_au", models.DateField(verbose_name="arrêté au")),
                ("complet", models.BooleanField(default=True)),
                (
                    "demande_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ("-demande_le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="BaseCalcul",
            fields=[
                (
                    "projet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="base_calcul",
                        serialize=False,
                        to="plans_action.projetassociatif",
                    ),
                ),
                ("arrete_au", models.DateField(verbose_name="arrêté au")),
                ("contexte", models.JSONField(default=dict)),
                ("signatures", models.JSONField(default=dict)),
                ("complet_le", models.DateTimeField(verbose_name="tout compté le")),
            ],
            options={
                "verbose_name": "base de calcul",
                "verbose_name_plural": "bases de calcul",
                "ordering": ("projet",),
            },
        ),
        migrations.CreateModel(
            name="ValeurIndicateur",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicateur", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="valeurs", to="plans_action.indicateur")),
                ("debut", models.DateField(verbose_name="du")),
                ("fin", models.DateField(verbose_name="au")),
                (
                    "etat",
                    models.CharField(
                        choices=[("mesuree", "Mesurée"), ("non_mesuree", "Non mesuré"), ("sans_objet", "Sans objet")], max_length=20, verbose_name="état"
                    ),
                ),
                ("valeur", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ("numerateur", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ("denominateur", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ("mesure", models.CharField(blank=True, max_length=60)),
                ("mesure_version", models.PositiveSmallIntegerField(default=1)),
                ("definition_version", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("calcule_le", models.DateTimeField(verbose_name="calculé le")),
            ],
            options={
                "verbose_name": "valeur d’indicateur",
                "verbose_name_plural": "valeurs d’indicateur",
                "ordering": ("indicateur", "debut", "fin"),
                "constraints": [
                    models.UniqueConstraint(fields=("indicateur", "debut", "fin"), name="valeur_unique_par_periode"),
                    models.CheckConstraint(condition=models.Q(("fin__gte", models.F("debut"))), name="valeur_periode"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "mesuree"), ("valeur__isnull", False)),
                            models.Q(models.Q(("etat", "mesuree"), _negated=True), ("valeur__isnull", True)),
                            _connector="OR",
                        ),
                        name="valeur_mesuree_a_un_nombre",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionDefinition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("definition", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="jeunes.definition")),
                (
                    "commission",
                    models.CharField(
                        choices=[("suivi", "Commission de suivi des plans d’action"), ("bilan", "Commission du bilan")],
                        max_length=10,
                        verbose_name="décidé par",
                    ),
                ),
                ("le", models.DateField(verbose_name="décidé le")),
                ("motif", models.TextField(max_length=1000, verbose_name="pourquoi")),
                ("enregistree_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="enregistrée le")),
                (
                    "enregistree_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "décision sur une définition",
                "verbose_name_plural": "décisions sur une définition",
                "ordering": ("-enregistree_le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="TraceFait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("modele", models.CharField(max_length=60)),
                ("objet", models.CharField(max_length=40)),
                ("action", models.CharField(choices=[("ajout", "Ajouté"), ("correction", "Corrigé"), ("retrait", "Retiré")], max_length=12)),
                ("avant", models.JSONField(null=True)),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "verbose_name": "trace d’un fait",
                "verbose_name_plural": "traces des faits",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["modele", "le"], name="trace_fait_modele_idx")],
            },
        ),
        migrations.CreateModel(
            name="ChangementFait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("modele", models.CharField(max_length=60)),
                ("objet", models.CharField(max_length=40)),
                ("avant", models.JSONField(null=True)),
                (
                    "projet",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans_action.projetassociatif"
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’un fait",
                "verbose_name_plural": "changements des faits",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Comparaison",
            fields=[
                (
                    "etat",
                    models.CharField(
                        choices=[("en_attente", "En attente"), ("en_cours", "En cours"), ("termine", "Terminé"), ("echoue", "Échoué")],
                        default="en_attente",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("progression", models.PositiveSmallIntegerField(default=0, verbose_name="progression en %")),
                ("etape_en_cours", models.CharField(blank=True, max_length=200, verbose_name="étape en cours")),
                ("battement_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dernier battement")),
                ("jeton", models.UUIDField(editable=False, null=True)),
                ("tentatives", models.PositiveSmallIntegerField(default=0)),
                ("erreur", models.CharField(blank=True, max_length=300, verbose_name="ce qui a échoué")),
                ("demande_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
                ("termine_le", models.DateTimeField(blank=True, null=True, verbose_name="terminé le")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("bilan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="comparaisons", to="evaluation.bilan")),
                (
                    "demande_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("resultat", models.TextField(blank=True, editable=False)),
            ],
            options={
                "ordering": ("-demande_le", "pk"),
            },
        ),
    ]
