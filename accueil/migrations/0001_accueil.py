"""The front desk: permanences, facts and their corrections, appointments, orientations, companies."""

import django.core.serializers.json
import django.core.validators
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
        ("structure", "0001_structure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactEntreprise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("partenaire", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="contacts_entreprise", to="structure.partenaire")),
                ("jour", models.DateField(verbose_name="le")),
                (
                    "nature",
                    models.CharField(
                        choices=[("rencontre", "Rencontre"), ("relance", "Relance ou nouvelles"), ("visite", "Visite de l’entreprise")], max_length=20
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
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ce qui s’est dit")),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "contact avec une entreprise",
                "verbose_name_plural": "contacts avec les entreprises",
                "ordering": ("-jour", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Candidature",
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
                ("fait_le", models.DateTimeField(verbose_name="le")),
                ("jour", models.DateField(editable=False)),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("lieu", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.lieu")),
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
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("partenaire", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="candidatures", to="structure.partenaire")),
                (
                    "jeune",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="candidatures", to="jeunes.jeune"),
                ),
                (
                    "suite",
                    models.CharField(
                        choices=[
                            ("envoyee", "Envoyée"),
                            ("entretien", "Entretien"),
                            ("retenue", "Retenue"),
                            ("refusee", "Refusée"),
                            ("sans_reponse", "Sans réponse"),
                        ],
                        default="envoyee",
                        max_length=20,
                    ),
                ),
                ("suite_le", models.DateField(blank=True, null=True, verbose_name="suite connue le")),
            ],
            options={
                "ordering": ("-fait_le", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Permanence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lieu", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="permanences", to="structure.lieu")),
                (
                    "rythme",
                    models.CharField(
                        choices=[("hebdomadaire", "Toutes les semaines"), ("quinzaine", "Tous les quinze jours"), ("mensuel", "Certaines semaines du mois")],
                        default="hebdomadaire",
                        max_length=20,
                    ),
                ),
                ("jours", models.JSONField(default=list)),
                ("semaines_du_mois", models.JSONField(blank=True, default=list)),
                ("heure_debut", models.TimeField(verbose_name="de")),
                ("heure_fin", models.TimeField(verbose_name="à")),
                ("debut", models.DateField(verbose_name="à partir du")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("conseillers", models.ManyToManyField(related_name="permanences", to="structure.conseiller")),
            ],
            options={
                "ordering": ("lieu__ordre", "heure_debut", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("heure_fin__gt", models.F("heure_debut"))), name="permanence_heures"),
                    models.CheckConstraint(condition=models.Q(("fin", None), ("fin__gte", models.F("debut")), _connector="OR"), name="permanence_dates"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PermanenceException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("permanence", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="exceptions", to="accueil.permanence")),
                ("jour", models.DateField()),
                ("annulee", models.BooleanField(default=True, verbose_name="annulée")),
                ("motif", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("jour", "pk"),
                "constraints": [models.UniqueConstraint(fields=("permanence", "jour"), name="permanence_exception_unique")],
            },
        ),
        migrations.CreateModel(
            name="Evenement",
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
                ("fait_le", models.DateTimeField(verbose_name="le")),
                ("jour", models.DateField(editable=False)),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("lieu", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.lieu")),
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
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("premier_accueil", "Premier accueil"),
                            ("entretien", "Entretien individuel"),
                            ("entretien_partenaire", "Entretien avec un partenaire"),
                            ("atelier", "Atelier"),
                            ("information_collective", "Information collective"),
                            ("visite", "Visite"),
                            ("prestation", "Prestation"),
                            ("echange", "Téléphone, SMS, courrier"),
                            ("contact", "Contact ou passage"),
                        ],
                        max_length=30,
                    ),
                ),
                ("jeune", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="evenements", to="jeunes.jeune")),
                (
                    "conseiller",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="evenements", to="structure.conseiller"),
                ),
                (
                    "modalite",
                    models.CharField(
                        blank=True,
                        choices=[("flux", "Sur le flux"), ("rendez_vous", "Sur rendez-vous"), ("hors_les_murs", "Hors les murs")],
                        max_length=20,
                        verbose_name="modalité",
                    ),
                ),
                (
                    "canal",
                    models.CharField(
                        choices=[
                            ("presence", "En présence"),
                            ("telephone", "Téléphone"),
                            ("sms", "SMS"),
                            ("mail", "E-mail"),
                            ("messagerie", "Messagerie instantanée"),
                            ("visio", "Visioconférence"),
                            ("courrier", "Courrier"),
                        ],
                        default="presence",
                        max_length=20,
                    ),
                ),
                ("duree_minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée en minutes")),
                (
                    "mode_connaissance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bouche_a_oreille", "Amis, famille"),
                            ("jeune_referent", "Jeune référent"),
                            ("ecole", "École, CFA, université"),
                            ("partenaire", "Partenaire"),
                            ("france_travail", "France Travail"),
                            ("reseaux_sociaux", "Réseaux sociaux"),
                            ("site", "Site internet"),
                            ("evenement", "Événement, forum"),
                            ("camion", "Camion mobile, rencontre dans la rue"),
                            ("spontane", "De sa propre initiative"),
                        ],
                        max_length=30,
                        verbose_name="comment la personne nous connaît",
                    ),
                ),
                (
                    "partenaire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evenements",
                        to="structure.partenaire",
                        verbose_name="partenaire",
                    ),
                ),
                (
                    "jeune_referent",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jeunes.jeune", verbose_name="jeune référent"
                    ),
                ),
                (
                    "suite",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rendez_vous", "Rendez-vous"),
                            ("orientation", "Orientation vers un partenaire"),
                            ("information", "Information donnée"),
                            ("aucune", "Pas de suite pour le moment"),
                        ],
                        max_length=20,
                        verbose_name="ce qui suit",
                    ),
                ),
                ("hors_territoire", models.BooleanField(default=False, editable=False)),
                ("hors_age", models.BooleanField(default=False, editable=False, verbose_name="hors âge")),
                (
                    "type_demande",
                    models.CharField(
                        blank=True,
                        choices=[("information", "Information"), ("echange", "Échange informel"), ("inscription", "Demande d’inscription"), ("suivi", "Suivi")],
                        max_length=20,
                        verbose_name="demande",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000)),
            ],
            options={
                "verbose_name": "événement",
                "ordering": ("-fait_le", "-pk"),
                "indexes": [
                    models.Index(fields=["nature", "jour", "personne"], name="evenement_nature_idx"),
                    models.Index(fields=["lieu", "nature", "jour", "personne"], name="evenement_lieu_idx"),
                    models.Index(condition=models.Q(("fiche_action__isnull", False)), fields=["fiche_action", "nature", "jour"], name="evenement_fiche_idx"),
                    models.Index(condition=models.Q(("fiche_action__isnull", False)), fields=["fiche_action", "jour"], name="evenement_fiche_jour_idx"),
                    models.Index(fields=["personne", "jour"], name="evenement_personne_idx"),
                    models.Index(fields=["jeune", "-fait_le"], name="evenement_jeune_idx"),
                    models.Index(fields=["conseiller", "-fait_le"], name="evenement_conseiller_idx"),
                ],
                "constraints": [models.UniqueConstraint(condition=models.Q(("nature", "premier_accueil")), fields=("jeune",), name="premier_accueil_unique")],
            },
        ),
        migrations.CreateModel(
            name="BesoinExprime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evenement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="besoins", to="accueil.evenement")),
                (
                    "besoin",
                    models.CharField(
                        choices=[
                            ("orientation_formation", "Orientation et formation"),
                            ("emploi", "Emploi"),
                            ("remobilisation", "Remobilisation"),
                            ("primaires", "Se nourrir, se loger, se soigner"),
                            ("secondaires", "Se vêtir, se déplacer, se cultiver"),
                            ("demarches", "Démarches et droits"),
                            ("insertion", "Insertion, publics fragiles"),
                        ],
                        max_length=30,
                    ),
                ),
            ],
            options={
                "ordering": ("evenement", "besoin"),
                "constraints": [models.UniqueConstraint(fields=("evenement", "besoin"), name="besoin_unique")],
            },
        ),
        migrations.CreateModel(
            name="ComplementNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evenement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="complements", to="accueil.evenement")),
                ("texte", models.TextField(max_length=1000)),
                ("ecrit_le", models.DateTimeField(verbose_name="écrit le")),
                ("ecrit_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "complément de note",
                "verbose_name_plural": "compléments de notes",
                "ordering": ("ecrit_le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="EvenementAnnule",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("premier_accueil", "Premier accueil"),
                            ("entretien", "Entretien individuel"),
                            ("entretien_partenaire", "Entretien avec un partenaire"),
                            ("atelier", "Atelier"),
                            ("information_collective", "Information collective"),
                            ("visite", "Visite"),
                            ("prestation", "Prestation"),
                            ("echange", "Téléphone, SMS, courrier"),
                            ("contact", "Contact ou passage"),
                        ],
                        max_length=30,
                    ),
                ),
                ("jeune", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="evenements_annules", to="jeunes.jeune")),
                ("conseiller", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.conseiller")),
                ("lieu", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.lieu")),
                ("fait_le", models.DateTimeField(verbose_name="le")),
                ("saisi_le", models.DateTimeField(verbose_name="saisi le")),
                ("saisi_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("note", models.TextField(blank=True)),
                ("complements", models.JSONField(default=list)),
                ("donnees", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("motif", models.CharField(max_length=200)),
                ("annule_le", models.DateTimeField(verbose_name="annulé le")),
                ("annule_par", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "événement annulé",
                "verbose_name_plural": "événements annulés",
                "ordering": ("-fait_le", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PremierAccueil",
            fields=[],
            options={
                "verbose_name": "premier accueil",
                "verbose_name_plural": "premiers accueils",
                "proxy": True,
            },
            bases=("accueil.evenement",),
        ),
        migrations.CreateModel(
            name="RendezVous",
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
                ("fait_le", models.DateTimeField(verbose_name="le")),
                ("jour", models.DateField(editable=False)),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("lieu", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.lieu")),
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
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("jeune", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="rendez_vous", to="jeunes.jeune")),
                (
                    "conseiller",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rendez_vous", to="structure.conseiller"
                    ),
                ),
                ("prevu_le", models.DateTimeField(blank=True, null=True, verbose_name="prévu le")),
                ("prevu_jour", models.DateField(blank=True, editable=False, null=True)),
                (
                    "duree_minutes",
                    models.PositiveSmallIntegerField(
                        default=45,
                        validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(480)],
                        verbose_name="durée en minutes",
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("demande", "Demandé"),
                            ("fixe", "Fixé"),
                            ("honore", "Honoré"),
                            ("excuse", "Excusé"),
                            ("absent", "Absent"),
                            ("annule", "Annulé"),
                        ],
                        default="demande",
                        max_length=20,
                    ),
                ),
            ],
            options={
                "verbose_name": "rendez-vous",
                "verbose_name_plural": "rendez-vous",
                "ordering": ("prevu_le", "fait_le", "pk"),
                "indexes": [
                    models.Index(fields=["jour"], name="rdv_demande_idx"),
                    models.Index(fields=["conseiller", "prevu_le"], name="rdv_conseiller_idx"),
                    models.Index(fields=["personne", "prevu_jour"], name="rdv_personne_idx"),
                    models.Index(fields=["prevu_jour", "personne"], name="rdv_prevu_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Orientation",
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
                ("fait_le", models.DateTimeField(verbose_name="le")),
                ("jour", models.DateField(editable=False)),
                ("saisi_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le")),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("lieu", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structure.lieu")),
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
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("jeune", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="orientations", to="jeunes.jeune")),
                ("partenaire", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="orientations", to="structure.partenaire")),
                ("sens", models.CharField(choices=[("vers", "Vers le partenaire"), ("depuis", "Par le partenaire")], default="vers", max_length=10)),
                ("motif", models.CharField(blank=True, max_length=200)),
                (
                    "statut",
                    models.CharField(
                        choices=[("envoyee", "Envoyée"), ("recue", "Reçue"), ("acceptee", "Acceptée"), ("refusee", "Refusée"), ("terminee", "Terminée")],
                        default="envoyee",
                        max_length=20,
                    ),
                ),
                ("issue", models.CharField(blank=True, max_length=200)),
                ("recue_le", models.DateField(blank=True, null=True, verbose_name="reçue le")),
                ("decidee_le", models.DateField(blank=True, null=True, verbose_name="décidée le")),
                ("terminee_le", models.DateField(blank=True, null=True, verbose_name="terminée le")),
            ],
            options={
                "ordering": ("-fait_le", "-pk"),
            },
        ),
    ]
