"""Accounts, sign-in codes, drafts, and the journal of accesses."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    operations = [
        migrations.CreateModel(
            name="Utilisateur",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="adresse e-mail")),
                ("prenom", models.CharField(blank=True, max_length=80, verbose_name="prénom")),
                ("nom", models.CharField(blank=True, max_length=80, verbose_name="nom")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("jeune", "Jeune"),
                            ("conseiller", "Conseil et accueil"),
                            ("partenaire", "Partenaire"),
                            ("commission", "Membre de commission"),
                            ("direction", "Direction"),
                            ("administration", "Administration"),
                        ],
                        default="jeune",
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("cree_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le")),
                ("a_verifier", models.CharField(blank=True, editable=False, max_length=120, verbose_name="à vérifier par l’équipe")),
                ("approbation_attendue", models.BooleanField(default=False, editable=False, verbose_name="attend une approbation")),
                (
                    "demande_par",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandé par",
                    ),
                ),
                (
                    "approuve_par",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approuvé par",
                    ),
                ),
                ("approuve_le", models.DateTimeField(editable=False, null=True, verbose_name="approuvé le")),
                ("invitation_due_le", models.DateTimeField(editable=False, null=True)),
                ("annonce_due_le", models.DateTimeField(editable=False, null=True)),
                ("jeton_sessions", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "verbose_name": "compte",
                "ordering": ("email",),
                "indexes": [models.Index(condition=models.Q(("role", "jeune"), _negated=True), fields=["nom", "prenom"], name="utilisateur_equipe_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("approbation_attendue", True), ("is_active", True), _negated=True), name="utilisateur_approuve_avant_actif"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandeCompte",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compte", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="demandes", to=settings.AUTH_USER_MODEL)),
                ("nature", models.CharField(choices=[("facteur", "Second contrôle à retirer"), ("adresse", "Changement d’adresse e-mail")], max_length=10)),
                ("nouvelle_adresse", models.EmailField(blank=True, max_length=254, verbose_name="nouvelle adresse e-mail")),
                ("motif", models.CharField(max_length=200)),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("attente", "Attend un accord"),
                            ("acceptee", "Accordée, attend la nouvelle adresse"),
                            ("faite", "Faite"),
                            ("refusee", "Refusée"),
                        ],
                        default="attente",
                        max_length=10,
                    ),
                ),
                ("demande_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("demande_le", models.DateTimeField(verbose_name="demandé le")),
                ("decide_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("decide_le", models.DateTimeField(null=True, verbose_name="décidé le")),
                ("faite_le", models.DateTimeField(null=True, verbose_name="faite le")),
                ("messages_dus_le", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "demande sur un compte",
                "verbose_name_plural": "demandes sur les comptes",
                "ordering": ("-demande_le", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("statut__in", ("attente", "acceptee"))), fields=("compte", "nature"), name="demande_compte_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalAcces",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("le", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="le")),
                (
                    "utilisateur",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="par"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("lecture", "Dossier ouvert"),
                            ("lecture_motivee", "Dossier ouvert hors portefeuille"),
                            ("export", "Export"),
                            ("connexion", "Connexion"),
                            ("droits", "Changement de droits"),
                        ],
                        max_length=20,
                    ),
                ),
                ("objet_type", models.CharField(max_length=40, verbose_name="type d’objet")),
                ("objet_id", models.CharField(max_length=40, verbose_name="identifiant")),
                ("motif", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "accès",
                "verbose_name_plural": "journal des accès",
                "ordering": ("-le", "-pk"),
                "indexes": [models.Index(fields=["objet_type", "objet_id", "-le"], name="journal_objet_idx")],
            },
        ),
        migrations.CreateModel(
            name="AlerteVolume",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("utilisateur", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="alertes_volume", to=settings.AUTH_USER_MODEL)),
                ("jour", models.DateField()),
                ("nombre", models.PositiveIntegerField(verbose_name="dossiers ouverts")),
                ("seuil", models.PositiveIntegerField(verbose_name="seuil ce jour-là")),
                (
                    "fenetre",
                    models.CharField(
                        choices=[("heure", "en une heure"), ("jour", "dans la journée"), ("habitude", "dans la journée, plus de trois fois une journée habituelle")],
                        default="jour",
                        editable=False,
                        max_length=10,
                        verbose_name="comptés",
                    ),
                ),
                ("annonce_due_le", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "alerte de volume",
                "verbose_name_plural": "alertes de volume",
                "ordering": ("-jour", "-nombre", "pk"),
                "constraints": [models.UniqueConstraint(fields=("utilisateur", "jour"), name="alerte_volume_unique")],
            },
        ),
        migrations.CreateModel(
            name="Brouillon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("utilisateur", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="brouillons", to=settings.AUTH_USER_MODEL)),
                ("cle", models.CharField(max_length=120, verbose_name="formulaire")),
                ("donnees", models.JSONField(default=dict)),
                ("modifie_le", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("utilisateur", "cle"), name="brouillon_unique")],
            },
        ),
        migrations.CreateModel(
            name="CodeConnexion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="adresse e-mail")),
                ("demande_le", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="demandé le")),
                ("essais", models.PositiveSmallIntegerField(default=0)),
                ("envoye_le", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
                ("utilise_le", models.DateTimeField(blank=True, null=True, verbose_name="utilisé le")),
            ],
            options={
                "verbose_name": "code de connexion",
                "verbose_name_plural": "codes de connexion",
                "ordering": ("-demande_le", "pk"),
            },
        ),
    ]
