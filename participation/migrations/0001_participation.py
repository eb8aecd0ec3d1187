"""What youths do together: séances, registrations, invitations, ideas."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("jeunes", "0001_jeunes"),
        ("plans_action", "0001_plan_et_fiches"),
        ("structure", "0001_structure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Regroupement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("titre", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="en quelques phrases")),
                (
                    "lieu",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="regroupements", to="structure.lieu"),
                ),
                (
                    "fiche_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans_action.ficheaction",
                        verbose_name="fiche-action",
                    ),
                ),
                ("actif", models.BooleanField(default=True)),
                ("animateurs", models.ManyToManyField(blank=True, related_name="regroupements", to="structure.conseiller", verbose_name="animé par")),
            ],
            options={
                "ordering": ("titre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Seance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("regroupement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seances", to="participation.regroupement")),
                ("titre", models.CharField(blank=True, max_length=120, verbose_name="titre, s’il diffère de celui du regroupement")),
                ("debut_le", models.DateTimeField(verbose_name="début")),
                ("fin_le", models.DateTimeField(verbose_name="fin")),
                ("jour", models.DateField(editable=False)),
                ("lieu", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seances", to="structure.lieu")),
                (
                    "fiche_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans_action.ficheaction",
                        verbose_name="fiche-action",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name="nombre de places"
                    ),
                ),
                ("places_en_plus", models.PositiveSmallIntegerField(default=0, verbose_name="places en plus, volontairement")),
                ("places_prises", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("dernier_rang", models.PositiveIntegerField(default=0, editable=False)),
                ("derniere_arrivee_placee", models.BooleanField(default=False, editable=False)),
                ("publiee_le", models.DateTimeField(blank=True, null=True, verbose_name="publiée le")),
                ("inscriptions_fermees_le", models.DateTimeField(blank=True, null=True, verbose_name="inscriptions fermées le")),
                ("annulee_le", models.DateTimeField(blank=True, null=True, verbose_name="annulée le")),
                ("serie", models.UUIDField(blank=True, editable=False, null=True, verbose_name="série")),
                ("version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("animateurs", models.ManyToManyField(blank=True, related_name="seances", to="structure.conseiller", verbose_name="animée par")),
            ],
            options={
                "verbose_name": "séance",
                "ordering": ("-debut_le", "pk"),
                "indexes": [models.Index(fields=["debut_le"], name="seance_debut_idx"), models.Index(fields=["jour"], name="seance_jour_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("places_prises__lte", django.db.models.expressions.CombinedExpression(models.F("places"), "+", models.F("places_en_plus")))
                        ),
                        name="seance_places_jamais_depassees",
                    ),
                    models.CheckConstraint(condition=models.Q(("fin_le__gt", models.F("debut_le"))), name="seance_heures"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inscription",
            fields=[
                ("personne", models.UUIDField(blank=True, editable=False, null=True, verbose_name="clé statistique")),
                ("age", models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="âge au moment du fait")),
                ("mineur", models.BooleanField(blank=True, editable=False, null=True)),
                ("sexe", models.CharField(blank=True, choices=[("F", "Femme"), ("H", "Homme"), ("A", "Autre ou non précisé")], editable=False, max_length=1)),
                (
                    "niveau",
                    models.CharField(
                        blank=True,
                        choices=[("sans", "Sans diplôme"), ("3", "CAP ou BEP"), ("4", "Baccalauréat"), ("5", "Bac + 2"), ("6", "Bac + 3 et plus")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.commune"
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.epci"
                    ),
                ),
                ("qpv", models.BooleanField(blank=True, editable=False, null=True, verbose_name="quartier prioritaire")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seance", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="inscriptions", to="participation.seance")),
                ("jeune", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="inscriptions", to="jeunes.jeune")),
                ("statut", models.CharField(choices=[("confirmee", "Confirmée"), ("en_attente", "En liste d’attente"), ("annulee", "Annulée")], max_length=20)),
                ("rang", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "presence",
                    models.CharField(
                        blank=True, choices=[("present", "Présent·e"), ("absent", "Absent·e"), ("excuse", "Excusé·e")], max_length=10, verbose_name="présence"
                    ),
                ),
                (
                    "participation",
                    models.CharField(
                        choices=[("collaborateur", "Collaborateur"), ("pilote", "Pilote")],
                        default="collaborateur",
                        max_length=20,
                        verbose_name="type de participation",
                    ),
                ),
                (
                    "origine",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("en_ligne", "En ligne"),
                            ("equipe", "Par l’équipe"),
                            ("jeune_referent", "Jeune référent"),
                            ("reseaux_sociaux", "Réseaux sociaux"),
                            ("lettre", "Lettre d’information"),
                            ("site", "Site internet"),
                            ("partenaire", "Partenaire"),
                            ("sur_place", "Sur place, le jour même"),
                        ],
                        max_length=30,
                        verbose_name="d’où vient l’inscription",
                    ),
                ),
                ("inscrit_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="inscrit le")),
                (
                    "inscrit_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("annulee_le", models.DateTimeField(blank=True, null=True, verbose_name="annulée le")),
                ("promue_le", models.DateTimeField(blank=True, null=True, verbose_name="place obtenue depuis la liste d’attente le")),
                ("confirmation_envoyee_le", models.DateTimeField(blank=True, editable=False, null=True)),
                ("promotion_envoyee_le", models.DateTimeField(blank=True, editable=False, null=True)),
                ("annulation_envoyee_le", models.DateTimeField(blank=True, editable=False, null=True)),
                ("version_annoncee", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("envoi_reserve_le", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ("seance", "rang", "inscrit_le", "pk"),
                "indexes": [
                    models.Index(fields=["seance", "statut", "rang"], name="inscription_attente_idx"),
                    models.Index(fields=["personne"], name="inscription_personne_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("statut__in", ("confirmee", "en_attente"))), fields=("seance", "jeune"), name="inscription_active_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Idee",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("jeune", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="idees", to="jeunes.jeune")),
                ("texte", models.TextField(max_length=1000, verbose_name="votre idée")),
                (
                    "statut",
                    models.CharField(choices=[("deposee", "Reçue"), ("repondue", "Réponse donnée"), ("retenue", "Retenue")], default="deposee", max_length=20),
                ),
                ("reponse", models.TextField(blank=True, max_length=1000, verbose_name="réponse")),
                (
                    "repondue_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("deposee_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="déposée le")),
                ("repondue_le", models.DateTimeField(blank=True, null=True, verbose_name="réponse le")),
                (
                    "fiche_action",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="plans_action.ficheaction"),
                ),
            ],
            options={
                "verbose_name": "idée",
                "ordering": ("-deposee_le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seance", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="participation.seance")),
                (
                    "categorie",
                    models.CharField(
                        choices=[
                            ("jeune", "Jeune"),
                            ("partenaire", "Partenaire"),
                            ("employeur", "Employeur"),
                            ("financeur", "Financeur"),
                            ("elu", "Élu·e"),
                            ("presse", "Presse"),
                            ("autre", "Autre"),
                        ],
                        max_length=20,
                        verbose_name="catégorie",
                    ),
                ),
                (
                    "partenaire",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="structure.partenaire"
                    ),
                ),
                ("jeune", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jeunes.jeune")),
                ("libelle", models.CharField(blank=True, max_length=120, verbose_name="libellé")),
                (
                    "reponse",
                    models.CharField(blank=True, choices=[("vient", "Viendra"), ("ne_vient_pas", "Ne viendra pas")], max_length=20, verbose_name="réponse"),
                ),
                ("presence", models.CharField(blank=True, choices=[("present", "Présent·e"), ("absent", "Absent·e")], max_length=10, verbose_name="présence")),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("categorie", "libelle", "pk"),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("partenaire__isnull", False)), fields=("seance", "partenaire"), name="invitation_partenaire"),
                    models.UniqueConstraint(condition=models.Q(("jeune__isnull", False)), fields=("seance", "jeune"), name="invitation_jeune"),
                ],
            },
        ),
    ]
