"""Youths: who follows them, their situations, their consents, and what is counted of them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("structure", "0001_structure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Jeune",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("cle_statistique", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "compte",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="jeune", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("nom", models.CharField(max_length=80)),
                ("prenom", models.CharField(max_length=80, verbose_name="prénom")),
                ("cle_nom", models.CharField(db_index=True, editable=False, max_length=170)),
                ("cle_prenom", models.CharField(db_index=True, editable=False, max_length=170)),
                ("date_naissance", models.DateField(blank=True, null=True, verbose_name="date de naissance")),
                ("sexe", models.CharField(blank=True, choices=[("F", "Femme"), ("H", "Homme"), ("A", "Autre ou non précisé")], max_length=1)),
                (
                    "niveau",
                    models.CharField(
                        blank=True,
                        choices=[("sans", "Sans diplôme"), ("3", "CAP ou BEP"), ("4", "Baccalauréat"), ("5", "Bac + 2"), ("6", "Bac + 3 et plus")],
                        max_length=10,
                        verbose_name="niveau de formation",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse e-mail")),
                ("telephone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("telephone_normalise", models.CharField(blank=True, db_index=True, editable=False, max_length=20)),
                ("adresse", models.CharField(blank=True, max_length=200)),
                (
                    "commune",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="jeunes", to="structure.commune"),
                ),
                ("qpv", models.BooleanField(blank=True, null=True, verbose_name="habite un quartier prioritaire")),
                (
                    "canal_sur",
                    models.CharField(
                        choices=[
                            ("tous", "Tous les moyens"),
                            ("mail", "E-mail seulement"),
                            ("sms", "SMS seulement"),
                            ("appel", "Appel seulement"),
                            ("aucun", "Aucun message"),
                        ],
                        default="tous",
                        max_length=10,
                        verbose_name="moyen de contact sûr",
                    ),
                ),
                ("ne_pas_contacter_domicile", models.BooleanField(default=False, verbose_name="ne pas contacter le domicile")),
                ("cree_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le")),
                (
                    "cree_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("modifie_le", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
            ],
            options={
                "ordering": ("cle_nom", "pk"),
                "indexes": [
                    models.Index(fields=["date_naissance"], name="jeune_naissance_idx"),
                    models.Index(django.db.models.functions.text.Lower("email"), name="jeune_adresse_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccesMotive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jeune", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="acces_motives", to="jeunes.jeune")),
                ("utilisateur", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("motif", models.CharField(max_length=200)),
                ("le", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-le", "-pk"),
                "indexes": [models.Index(fields=["utilisateur", "jeune", "-le"], name="acces_motive_idx")],
            },
        ),
        migrations.CreateModel(
            name="AvisContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jeune", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="avis_contact", to="jeunes.jeune")),
                ("adresse", models.EmailField(blank=True, max_length=254, verbose_name="ancienne adresse")),
                ("du_le", models.DateTimeField(verbose_name="à envoyer le")),
                ("envoye_le", models.DateTimeField(null=True, verbose_name="traité le")),
            ],
            options={
                "verbose_name": "avis de changement de coordonnées",
                "verbose_name_plural": "avis de changement de coordonnées",
                "ordering": ("du_le", "pk"),
                "indexes": [models.Index(condition=models.Q(("envoye_le", None)), fields=["du_le"], name="avis_contact_du_idx")],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30, unique=True)),
                ("libelle", models.CharField(max_length=120, verbose_name="libellé")),
                ("debut", models.DateField(blank=True, null=True, verbose_name="ouvert depuis le")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="fermé depuis le")),
            ],
            options={
                "ordering": ("libelle", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Accompagnement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jeune", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="accompagnements", to="jeunes.jeune")),
                ("conseiller", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="accompagnements", to="structure.conseiller")),
                (
                    "type",
                    models.CharField(choices=[("parcours", "Référence unique de parcours"), ("programme", "Programme")], default="parcours", max_length=20),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="accompagnements", to="jeunes.programme"
                    ),
                ),
                ("debut", models.DateField(default=django.utils.timezone.localdate, verbose_name="début")),
                ("fin", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-debut", "-pk"),
                "indexes": [models.Index(fields=["conseiller", "fin"], name="accompagnement_conseiller_idx")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fin", None), ("fin__gte", models.F("debut")), _connector="OR"), name="accompagnement_dates"),
                    models.UniqueConstraint(condition=models.Q(("fin", None), ("type", "parcours")), fields=("jeune",), name="referent_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Situation",
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
                ("jeune", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="situations", to="jeunes.jeune")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("cdi", "Emploi en CDI"),
                            ("cdd_long", "Emploi en CDD de plus de 6 mois"),
                            ("cdd_court", "Emploi en CDD de 6 mois ou moins, intérim"),
                            ("alternance", "Apprentissage ou alternance"),
                            ("iae", "Insertion par l’activité économique"),
                            ("formation_qualifiante", "Formation qualifiante"),
                            ("formation", "Autre formation"),
                            ("scolarite", "Retour à l’école"),
                            ("creation", "Création d’entreprise"),
                            ("service_civique", "Service civique ou volontariat"),
                            ("pmsmp", "Immersion en entreprise (PMSMP)"),
                            ("recherche", "Recherche d’emploi"),
                            ("inactivite", "Sans activité"),
                        ],
                        max_length=30,
                    ),
                ),
                ("jour", models.DateField(verbose_name="depuis le")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("fin_prevue", models.DateField(blank=True, null=True, verbose_name="fin prévue")),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.lieu", verbose_name="saisie à"
                    ),
                ),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ("-jour", "-saisi_le", "pk"),
                "indexes": [
                    models.Index(fields=["type", "jour"], name="situation_type_idx"),
                    models.Index(fields=["personne", "jour"], name="situation_personne_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fin", None), ("fin__gte", models.F("jour")), _connector="OR"), name="situation_dates")
                ],
            },
        ),
        migrations.CreateModel(
            name="Definition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objet",
                    models.CharField(
                        choices=[
                            ("sortie_positive", "Sortie positive"),
                            ("accompagne", "Jeune accompagné"),
                            ("sans_rendez_vous", "Sans rendez-vous dans un délai"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("libelle", models.CharField(max_length=160, verbose_name="libellé")),
                (
                    "lecture",
                    models.CharField(
                        choices=[
                            ("entree", "Entrée dans la situation pendant la période"),
                            ("dernier_jour", "En situation le dernier jour de la période"),
                            ("periode", "Entretien ou action collective pendant la période"),
                            ("recente", "Entretien dans les derniers mois"),
                            ("delai", "Délai après la demande"),
                            ("a_venir", "Autour du dernier jour"),
                        ],
                        max_length=20,
                        verbose_name="lecture",
                    ),
                ),
                ("situations", models.JSONField(blank=True, default=list, verbose_name="situations retenues")),
                ("duree_minimale_jours", models.PositiveSmallIntegerField(default=0, verbose_name="durée minimale en jours")),
                ("mois", models.PositiveSmallIntegerField(default=5, verbose_name="nombre de mois")),
                ("jours", models.PositiveSmallIntegerField(default=15, verbose_name="nombre de jours")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="pourquoi cette lecture")),
                ("choisie", models.BooleanField(default=False, verbose_name="en vigueur")),
                ("cree_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créée le")),
                (
                    "cree_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "définition",
                "ordering": ("objet", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("objet", "version"), name="definition_version_unique"),
                    models.UniqueConstraint(condition=models.Q(("choisie", True)), fields=("objet",), name="definition_choisie_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consentement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jeune", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consentements", to="jeunes.jeune")),
                (
                    "objet",
                    models.CharField(
                        choices=[
                            ("image", "Photo ou témoignage"),
                            ("partenaire", "Partage avec un partenaire"),
                            ("messages", "Informations sur les activités"),
                        ],
                        max_length=20,
                    ),
                ),
                ("precision", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                ("donne_le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="donné le")),
                ("retire_le", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
            ],
            options={
                "ordering": ("-donne_le", "-pk"),
            },
        ),
    ]
