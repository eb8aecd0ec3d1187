"""Commissions, their readings and what they recommend."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("evaluation", "0003_questionnaires"),
        ("plans_action", "0001_plan_et_fiches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MembreCommission",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "commission",
                    models.CharField(choices=[("suivi", "Commission de suivi des plans d’action"), ("bilan", "Commission du bilan")], max_length=10),
                ),
                ("nom", models.CharField(max_length=120, verbose_name="prénom et nom")),
                ("qualite", models.CharField(blank=True, max_length=160, verbose_name="fonction ou organisme")),
                (
                    "college",
                    models.CharField(
                        choices=[
                            ("elus", "Élus des collectivités"),
                            ("administrations", "Administrations"),
                            ("associations", "Associations"),
                            ("socio_economiques", "Partenaires sociaux et économiques"),
                            ("direction", "Direction"),
                            ("equipe", "Équipe"),
                            ("jeunes", "Jeunes"),
                        ],
                        max_length=20,
                        verbose_name="collège",
                    ),
                ),
                (
                    "voix",
                    models.CharField(
                        choices=[("deliberative", "Voix délibérative"), ("consultative", "Voix consultative")], default="deliberative", max_length=15
                    ),
                ),
                ("preside", models.BooleanField(default=False, verbose_name="préside la commission")),
                (
                    "compte",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sieges",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse e-mail")),
                ("du", models.DateField(verbose_name="siège depuis le")),
                ("au", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
            ],
            options={
                "verbose_name": "membre de commission",
                "verbose_name_plural": "membres de commission",
                "ordering": ("commission", "college", "nom", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("au", None), ("au__gte", models.F("du")), _connector="OR"), name="membre_commission_periode"),
                    models.UniqueConstraint(
                        condition=models.Q(("au", None), ("compte__isnull", False)), fields=("commission", "compte"), name="membre_commission_compte_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reunion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reunions", to="plans_action.projetassociatif")),
                (
                    "commission",
                    models.CharField(
                        choices=[("suivi", "Commission de suivi des plans d’action"), ("bilan", "Commission du bilan")], default="suivi", max_length=10
                    ),
                ),
                ("le", models.DateTimeField(verbose_name="le")),
                ("duree_minutes", models.PositiveSmallIntegerField(default=120, verbose_name="durée prévue, en minutes")),
                ("lieu", models.CharField(blank=True, max_length=120)),
                ("ordre_du_jour", models.TextField(blank=True, max_length=4000, verbose_name="présentation")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("convoquee_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="convoquée le")),
                (
                    "convoquee_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("annulee_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="annulée le")),
                ("motif_annulation", models.CharField(blank=True, max_length=300, verbose_name="raison de l’annulation")),
                ("compte_rendu", models.TextField(blank=True, max_length=20000, verbose_name="compte rendu")),
                ("compte_rendu_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "compte_rendu_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("compte_rendu_valide_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="compte rendu validé le")),
            ],
            options={
                "verbose_name": "réunion",
                "ordering": ("le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PointOrdreDuJour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reunion", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="points", to="evaluation.reunion")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("titre", models.CharField(max_length=300, verbose_name="point")),
                ("duree_minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée")),
                ("releve", models.TextField(blank=True, max_length=8000, verbose_name="ce qui a été dit et décidé")),
                ("fiches", models.ManyToManyField(blank=True, related_name="points_reunion", to="plans_action.ficheaction", verbose_name="fiches-action")),
            ],
            options={
                "verbose_name": "point de l’ordre du jour",
                "verbose_name_plural": "points de l’ordre du jour",
                "ordering": ("reunion", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Convocation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reunion", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="convocations", to="evaluation.reunion")),
                ("membre", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="convocations", to="evaluation.membrecommission")),
                ("nom", models.CharField(max_length=120)),
                ("qualite", models.CharField(blank=True, max_length=160)),
                (
                    "college",
                    models.CharField(
                        choices=[
                            ("elus", "Élus des collectivités"),
                            ("administrations", "Administrations"),
                            ("associations", "Associations"),
                            ("socio_economiques", "Partenaires sociaux et économiques"),
                            ("direction", "Direction"),
                            ("equipe", "Équipe"),
                            ("jeunes", "Jeunes"),
                        ],
                        max_length=20,
                    ),
                ),
                ("voix", models.CharField(choices=[("deliberative", "Voix délibérative"), ("consultative", "Voix consultative")], max_length=15)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("convoquee_le", models.DateTimeField(blank=True, null=True, verbose_name="convoqué le")),
                ("version_annoncee", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("annoncee_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dernier message le")),
                ("annulation_envoyee_le", models.DateTimeField(blank=True, editable=False, null=True)),
                ("envoi_reserve_le", models.DateTimeField(blank=True, editable=False, null=True)),
                ("refusee", models.BooleanField(default=False, editable=False, verbose_name="adresse refusée")),
                (
                    "presence",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Présent·e"), ("represente", "Représenté·e"), ("excuse", "Excusé·e"), ("absent", "Absent·e")],
                        max_length=12,
                        verbose_name="présence",
                    ),
                ),
                ("represente_par", models.CharField(blank=True, max_length=120, verbose_name="représenté par")),
            ],
            options={
                "ordering": ("reunion", "college", "nom", "pk"),
                "constraints": [models.UniqueConstraint(fields=("reunion", "membre"), name="convocation_unique")],
            },
        ),
        migrations.CreateModel(
            name="Lecture",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lectures", to="plans_action.projetassociatif")),
                (
                    "type",
                    models.CharField(
                        choices=[("intermediaire", "Bilan à 18 mois"), ("final", "Bilan à 3 ans")], max_length=20, verbose_name="pour quel bilan ?"
                    ),
                ),
                ("grille_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("ouverte_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="ouverte le")),
                (
                    "ouverte_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("transmise_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="transmise le")),
                (
                    "transmise_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("contenu", models.TextField(blank=True, editable=False)),
                ("empreinte", models.CharField(blank=True, editable=False, max_length=64, verbose_name="empreinte SHA-256")),
                ("avis_clos_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="avis clos le")),
                (
                    "avis_clos_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture des fiches-action",
                "verbose_name_plural": "lectures des fiches-action",
                "ordering": ("-ouverte_le", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("projet", "type"), name="lecture_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("transmise_le", None), ("empreinte", ""), ("contenu", ""), ("avis_clos_le", None)),
                            models.Q(("transmise_le__isnull", False), models.Q(("empreinte", ""), _negated=True), models.Q(("contenu", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="lecture_transmise_a_une_empreinte",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LectureFiche",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lecture", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="fiches", to="evaluation.lecture")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lectures", to="plans_action.ficheaction")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("modifiee_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="modifiée le")),
                (
                    "modifiee_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("lecture", "fiche__numero", "fiche__titre", "pk"),
                "constraints": [models.UniqueConstraint(fields=("lecture", "fiche"), name="lecture_fiche_unique")],
            },
        ),
        migrations.CreateModel(
            name="Reponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lecture_fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reponses", to="evaluation.lecturefiche")),
                ("question", models.CharField(max_length=30)),
                (
                    "appreciation",
                    models.CharField(
                        blank=True,
                        choices=[("oui", "Oui"), ("en_partie", "En partie"), ("non", "Non"), ("sans_objet", "Sans objet")],
                        max_length=12,
                        verbose_name="appréciation",
                    ),
                ),
                ("commentaire", models.TextField(blank=True, max_length=4000)),
            ],
            options={
                "verbose_name": "réponse à la grille",
                "ordering": ("lecture_fiche", "pk"),
                "constraints": [models.UniqueConstraint(fields=("lecture_fiche", "question"), name="reponse_unique")],
            },
        ),
        migrations.CreateModel(
            name="Avis",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lecture", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="avis", to="evaluation.lecture")),
                (
                    "fiche",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="avis", to="plans_action.ficheaction"),
                ),
                ("reussites", models.TextField(blank=True, max_length=6000, verbose_name="réussites")),
                ("ameliorations", models.TextField(blank=True, max_length=6000, verbose_name="points à améliorer")),
                ("objectifs", models.TextField(blank=True, max_length=6000, verbose_name="nouveaux objectifs à se donner")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("modifie_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="modifié le")),
                (
                    "modifie_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "avis",
                "ordering": ("lecture", "fiche__numero", "fiche__titre", "pk"),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("fiche__isnull", False)), fields=("lecture", "fiche"), name="avis_fiche_unique"),
                    models.UniqueConstraint(condition=models.Q(("fiche", None)), fields=("lecture",), name="avis_ensemble_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preconisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lecture", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="preconisations", to="evaluation.lecture")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("titre", models.CharField(max_length=200, verbose_name="en une phrase")),
                ("texte", models.TextField(blank=True, max_length=4000, verbose_name="précisions")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("etape", "Ajouter ou changer une étape"),
                            ("fiche", "Ouvrir une nouvelle fiche-action"),
                            ("objectif", "Se donner un nouvel objectif"),
                            ("autre", "Autre chose"),
                        ],
                        max_length=12,
                        verbose_name="ce qui est préconisé",
                    ),
                ),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preconisations",
                        to="plans_action.ficheaction",
                        verbose_name="fiche-action concernée",
                    ),
                ),
                (
                    "objectif",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="preconisations",
                        to="plans_action.objectifoperationnel",
                        verbose_name="objectif concerné",
                    ),
                ),
                ("responsable", models.CharField(blank=True, max_length=120, verbose_name="qui s’en charge")),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="pour le")),
                ("ecrite_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="écrite le")),
                (
                    "ecrite_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[("a_decider", "À décider"), ("acceptee", "Acceptée"), ("en_cours", "En cours"), ("faite", "Faite"), ("ecartee", "Écartée")],
                        default="a_decider",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("decidee_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="décidée le")),
                (
                    "decidee_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("motif", models.TextField(blank=True, max_length=1000, verbose_name="pourquoi")),
                ("faite_le", models.DateField(blank=True, editable=False, null=True, verbose_name="faite le")),
                (
                    "etape",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="preconisations",
                        to="plans_action.etape",
                    ),
                ),
                (
                    "fiche_creee",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="nees_de",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "objectif_general_cree",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="nes_de",
                        to="plans_action.objectifgeneral",
                    ),
                ),
                (
                    "objectif_cree",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="nes_de",
                        to="plans_action.objectifoperationnel",
                    ),
                ),
                (
                    "reponse_etat",
                    models.CharField(
                        blank=True,
                        choices=[("suivie", "Suivie"), ("en_partie", "Suivie en partie"), ("non_suivie", "Pas suivie")],
                        max_length=12,
                        verbose_name="a-t-elle été suivie ?",
                    ),
                ),
                ("reponse", models.TextField(blank=True, max_length=4000, verbose_name="ce que l’on en dit")),
            ],
            options={
                "verbose_name": "préconisation",
                "ordering": ("lecture", "numero", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("lecture", "numero"), name="preconisation_numero"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statut", "a_decider"), ("decidee_le", None)),
                            models.Q(models.Q(("statut", "a_decider"), _negated=True), ("decidee_le__isnull", False)),
                            _connector="OR",
                        ),
                        name="preconisation_decidee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("statut", "ecartee"), _negated=True), models.Q(("motif", ""), _negated=True), _connector="OR"),
                        name="preconisation_ecartee_a_un_motif",
                    ),
                ],
            },
        ),
    ]
