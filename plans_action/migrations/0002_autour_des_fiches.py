"""Around the fiches: training, imports, sharing, attached files, reminders."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("plans_action", "0001_plan_et_fiches"),
        ("structure", "0001_structure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Formation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("intitule", models.CharField(max_length=200, verbose_name="intitulé")),
                ("organisme", models.CharField(blank=True, max_length=160)),
                ("jour", models.DateField(verbose_name="prévue le")),
                (
                    "statut",
                    models.CharField(
                        choices=[("prevue", "Prévue"), ("tenue", "Tenue"), ("annulee", "Annulée")], default="prevue", max_length=10, verbose_name="état"
                    ),
                ),
                (
                    "motif",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("participants", "Manque de participants"),
                            ("organisme", "Par l’organisme"),
                            ("equipe", "Équipe indisponible"),
                            ("budget", "Budget"),
                            ("autre", "Autre raison"),
                        ],
                        max_length=20,
                        verbose_name="raison de l’annulation",
                    ),
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
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-jour", "intitule", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("statut", "annulee"), ("motif", ""), _connector="OR"), name="formation_annulee_a_un_motif")
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandeFormation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conseiller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="demandes_formation",
                        to="structure.conseiller",
                        verbose_name="demandée par",
                    ),
                ),
                ("intitule", models.CharField(max_length=200, verbose_name="formation souhaitée")),
                (
                    "formation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="demandes",
                        to="plans_action.formation",
                        verbose_name="session proposée",
                    ),
                ),
                ("jour", models.DateField(verbose_name="demandée le")),
                (
                    "statut",
                    models.CharField(
                        choices=[("demandee", "Demandée"), ("acceptee", "Acceptée"), ("refusee", "Refusée")],
                        default="demandee",
                        max_length=10,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "motif",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("budget", "Budget"),
                            ("places", "Plus de place"),
                            ("calendrier", "Dates impossibles"),
                            ("priorite", "Pas une priorité du plan"),
                            ("autre", "Autre raison"),
                        ],
                        max_length=20,
                        verbose_name="raison du refus",
                    ),
                ),
                ("decidee_le", models.DateField(blank=True, null=True, verbose_name="réponse donnée le")),
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
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de formation",
                "verbose_name_plural": "demandes de formation",
                "ordering": ("-jour", "intitule", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decidee_le", None), ("motif", ""), ("statut", "demandee")),
                            models.Q(("decidee_le__isnull", False), ("motif", ""), ("statut", "acceptee")),
                            models.Q(("decidee_le__isnull", False), ("statut", "refusee"), models.Q(("motif", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="demande_formation_decidee",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFiche",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nom_fichier", models.CharField(max_length=255, verbose_name="fichier")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="empreinte SHA-256")),
                ("titre", models.CharField(max_length=300)),
                ("lue", models.JSONField(blank=True, null=True, verbose_name="fiche telle que lue")),
                ("contenu", models.JSONField(blank=True, null=True, verbose_name="fiche proposée")),
                ("avertissements", models.JSONField(blank=True, default=list)),
                (
                    "statut",
                    models.CharField(choices=[("a_relire", "À relire"), ("accepte", "Acceptée"), ("ecarte", "Écartée")], default="a_relire", max_length=20),
                ),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imports",
                        to="plans_action.ficheaction",
                        verbose_name="fiche créée",
                    ),
                ),
                ("lu_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lu le")),
                (
                    "lu_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("regle_le", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
            ],
            options={
                "verbose_name": "import de fiche",
                "verbose_name_plural": "imports de fiches",
                "ordering": ("-lu_le", "nom_fichier", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contenu__isnull", False), ("regle_le__isnull", True), ("statut", "a_relire")),
                            models.Q(models.Q(("statut", "a_relire"), _negated=True), ("contenu__isnull", True), ("regle_le__isnull", False)),
                            _connector="OR",
                        ),
                        name="import_fiche_contenu_jusqu_au_reglement",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("fiche", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="partage", to="plans_action.ficheaction")),
                ("contenu", models.JSONField()),
                ("rubriques", models.JSONField(default=list)),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                ("recherche", models.TextField(editable=False)),
                ("sha256", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField(default=1)),
                ("version_fiche", models.PositiveIntegerField()),
                ("publie_le", models.DateTimeField(default=django.utils.timezone.now)),
                ("publie_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("retire_le", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-publie_le", "pk"),
                "constraints": [models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="partage_version")],
            },
        ),
        migrations.CreateModel(
            name="Origine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="origine", to="plans_action.ficheaction")),
                ("source", models.UUIDField(unique=True, verbose_name="identifiant chez son auteur")),
                ("mission_locale", models.CharField(max_length=200)),
                ("adresse", models.URLField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField()),
                ("publiee_le", models.DateTimeField()),
                ("recue_le", models.DateTimeField()),
                ("recue_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("contenu", models.JSONField()),
            ],
            options={
                "ordering": ("-recue_le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="plans_action.ficheaction")),
                (
                    "etape",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pieces",
                        to="plans_action.etape",
                        verbose_name="étape",
                    ),
                ),
                ("nom", models.CharField(max_length=120)),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("jpeg", "Photo JPEG"),
                            ("png", "Image PNG"),
                            ("docx", "Document Word"),
                            ("xlsx", "Tableau Excel"),
                            ("odt", "Document LibreOffice"),
                            ("txt", "Texte"),
                            ("csv", "Tableau CSV"),
                        ],
                        max_length=10,
                    ),
                ),
                ("taille", models.PositiveIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                ("legende", models.CharField(blank=True, max_length=200, verbose_name="ce que ce fichier montre")),
                ("deposee_le", models.DateTimeField(verbose_name="déposée le")),
                ("deposee_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("retiree_le", models.DateTimeField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "retiree_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("motif_retrait", models.CharField(blank=True, max_length=200, verbose_name="pourquoi elle est retirée")),
            ],
            options={
                "verbose_name": "fichier joint",
                "verbose_name_plural": "fichiers joints",
                "ordering": ("deposee_le", "pk"),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("retiree_le", None)), fields=("fiche", "sha256"), name="piece_unique"),
                    models.CheckConstraint(condition=models.Q(("taille__gt", 0)), name="piece_non_vide"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContenuPiece",
            fields=[
                (
                    "piece",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="contenu", serialize=False, to="plans_action.piece"
                    ),
                ),
                ("octets", models.BinaryField()),
            ],
            options={
                "verbose_name": "contenu d’un fichier joint",
                "verbose_name_plural": "contenus des fichiers joints",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReglageRappels",
            fields=[
                (
                    "compte",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reglage_rappels",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("actifs", models.BooleanField(default=True, verbose_name="recevoir les rappels par e-mail")),
                ("jours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="combien de jours avant")),
                ("etapes", models.BooleanField(default=True, verbose_name="les étapes à faire")),
                ("evaluations", models.BooleanField(default=True, verbose_name="les dates d’évaluation")),
                ("fins", models.BooleanField(default=True, verbose_name="la fin des actions")),
                ("fiches_muettes", models.ManyToManyField(blank=True, related_name="+", to="plans_action.ficheaction")),
            ],
            options={
                "verbose_name": "réglage des rappels",
                "verbose_name_plural": "réglages des rappels",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="EnvoiRappels",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("compte", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("jour", models.DateField()),
                ("prepare_le", models.DateTimeField(verbose_name="préparé le")),
                ("reserve_le", models.DateTimeField(blank=True, null=True)),
                ("envoye_le", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
            ],
            options={
                "verbose_name": "message de rappel",
                "verbose_name_plural": "messages de rappel",
                "ordering": ("-jour", "pk"),
                "constraints": [models.UniqueConstraint(fields=("compte", "jour"), name="rappels_un_message_par_jour")],
            },
        ),
        migrations.CreateModel(
            name="Rappel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("envoi", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rappels", to="plans_action.envoirappels")),
                ("compte", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans_action.ficheaction")),
                ("etape", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans_action.etape")),
                ("genre", models.CharField(choices=[("etape", "Étape"), ("evaluation", "Évaluation"), ("echeance", "Fin de l’action")], max_length=12)),
                ("jour", models.DateField(verbose_name="date rappelée")),
            ],
            options={
                "ordering": ("jour", "pk"),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("etape__isnull", False)), fields=("compte", "etape", "jour"), name="rappel_etape_unique"),
                    models.UniqueConstraint(condition=models.Q(("etape", None)), fields=("compte", "fiche", "genre", "jour"), name="rappel_fiche_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etape__isnull", False), ("genre", "etape")),
                            models.Q(models.Q(("genre", "etape"), _negated=True), ("etape", None)),
                            _connector="OR",
                        ),
                        name="rappel_etape_ou_fiche",
                    ),
                ],
            },
        ),
    ]
