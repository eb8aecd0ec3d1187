"""The plan: the projet associatif, its objectives, and the fiches-action with all that they say."""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
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
            name="ProjetAssociatif",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("titre", models.CharField(max_length=200)),
                ("sous_titre", models.CharField(blank=True, max_length=200, verbose_name="sous-titre")),
                ("debut", models.DateField(verbose_name="début")),
                (
                    "annee_chiffres",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)],
                        verbose_name="année des chiffres du public",
                    ),
                ),
                ("actif", models.BooleanField(default=True, verbose_name="projet en cours")),
                ("bilan_intermediaire_le", models.DateField(blank=True, null=True, verbose_name="bilan à 18 mois déplacé au")),
                ("bilan_final_le", models.DateField(blank=True, null=True, verbose_name="bilan à 3 ans déplacé au")),
            ],
            options={
                "verbose_name_plural": "projets associatifs",
                "ordering": ("-debut", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ObjectifGeneral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("projet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="objectifs", to="plans_action.projetassociatif")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("titre", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "objectif général",
                "verbose_name_plural": "objectifs généraux",
                "ordering": ("projet", "numero"),
                "constraints": [models.UniqueConstraint(fields=("projet", "numero"), name="objectif_general_numero")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalObjectifGeneral",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("titre", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
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
                "verbose_name": "historical objectif général",
                "verbose_name_plural": "historical objectifs généraux",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ObjectifOperationnel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objectif_general",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="operationnels", to="plans_action.objectifgeneral"),
                ),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("titre", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "objectif opérationnel",
                "verbose_name_plural": "objectifs opérationnels",
                "ordering": ("objectif_general__projet", "objectif_general__numero", "numero"),
                "constraints": [models.UniqueConstraint(fields=("objectif_general", "numero"), name="objectif_operationnel_numero")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalObjectifOperationnel",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("titre", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                (
                    "objectif_general",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.objectifgeneral",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical objectif opérationnel",
                "verbose_name_plural": "historical objectifs opérationnels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ChampAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nom", models.CharField(max_length=80, unique=True)),
            ],
            options={
                "verbose_name": "champ d’action",
                "verbose_name_plural": "champs d’action",
                "ordering": ("nom", "pk"),
            },
        ),
        migrations.CreateModel(
            name="FicheAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "objectif",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fiches",
                        to="plans_action.objectifoperationnel",
                        verbose_name="objectif opérationnel",
                    ),
                ),
                (
                    "parente",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="enfants", to="plans_action.ficheaction"
                    ),
                ),
                ("numero", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="numéro")),
                ("titre", models.CharField(max_length=300)),
                (
                    "modele",
                    models.CharField(
                        choices=[
                            ("moulins", "Plan d’action par étapes"),
                            ("technowest", "Projet construit avec les jeunes"),
                            ("arml", "Action à partager entre Missions Locales"),
                        ],
                        default="moulins",
                        max_length=20,
                        verbose_name="modèle",
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("idee", "Idée"),
                            ("proposee", "Proposée"),
                            ("validee", "Validée"),
                            ("en_cours", "En cours"),
                            ("suspendue", "Suspendue"),
                            ("realisee", "Réalisée"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        default="idee",
                        max_length=20,
                    ),
                ),
                ("but", models.TextField(blank=True, verbose_name="objectif")),
                ("calendrier", models.TextField(blank=True, verbose_name="calendrier de l’action")),
                ("date_action", models.DateField(blank=True, null=True, verbose_name="jour de l’action")),
                ("debut", models.DateField(blank=True, null=True, verbose_name="début")),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="échéance")),
                ("resume", models.TextField(blank=True, verbose_name="résumé de l’action")),
                ("coordonne", models.TextField(blank=True, verbose_name="qui coordonne ?")),
                ("realise", models.TextField(blank=True, verbose_name="qui réalise ?")),
                ("partenaires_texte", models.TextField(blank=True, verbose_name="partenaires associés, en toutes lettres")),
                ("recurrence", models.TextField(blank=True, verbose_name="récurrence")),
                (
                    "type_recurrence",
                    models.CharField(
                        blank=True,
                        choices=[("ponctuelle", "Ponctuelle"), ("reguliere", "Régulière"), ("permanente", "Permanente")],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("premiere_etape", models.PositiveSmallIntegerField(default=0, verbose_name="numéro de la première étape")),
                ("evaluation_quoi", models.TextField(blank=True, verbose_name="qu’évalue-t-on ?")),
                ("evaluation_quand", models.TextField(blank=True, verbose_name="quand évalue-t-on ?")),
                ("evaluation_qui", models.TextField(blank=True, verbose_name="qui évalue ?")),
                ("evaluation_comment", models.TextField(blank=True, verbose_name="comment évalue-t-on ?")),
                ("vigilance", models.TextField(blank=True, verbose_name="points de vigilance")),
                ("perspectives", models.TextField(blank=True, verbose_name="perspectives et évolutions")),
                ("perspectives_quand", models.TextField(blank=True, verbose_name="perspectives : quand ?")),
                ("perspectives_qui", models.TextField(blank=True, verbose_name="perspectives : qui ?")),
                ("perspectives_comment", models.TextField(blank=True, verbose_name="perspectives : comment ?")),
                ("duree_projet", models.TextField(blank=True, verbose_name="durée du projet")),
                ("duree_action", models.TextField(blank=True, verbose_name="durée de l’action")),
                ("preparation", models.TextField(blank=True, verbose_name="préparation")),
                (
                    "type_participation",
                    models.CharField(
                        blank=True,
                        choices=[("collaborateur", "Collaborateur"), ("pilote", "Pilote"), ("les_deux", "Collaborateur\u00a0; Pilote")],
                        max_length=20,
                        verbose_name="type de participation",
                    ),
                ),
                ("contacts", models.TextField(blank=True)),
                ("intentions", models.TextField(blank=True)),
                ("besoins_materiels", models.TextField(blank=True, verbose_name="besoins matériels")),
                ("description", models.TextField(blank=True)),
                ("demarche_reflexion", models.TextField(blank=True, verbose_name="réflexion")),
                ("demarche_ciblage", models.TextField(blank=True, verbose_name="ciblage")),
                ("demarche_communication", models.TextField(blank=True, verbose_name="communication")),
                ("demarche_regroupement", models.TextField(blank=True, verbose_name="regroupement")),
                ("demarche_ajustement", models.TextField(blank=True, verbose_name="ajustement")),
                (
                    "demarche_phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reflexion", "Réflexion"),
                            ("ciblage", "Ciblage"),
                            ("communication", "Communication"),
                            ("regroupement", "Regroupement"),
                            ("ajustement", "Ajustement de la stratégie"),
                        ],
                        max_length=20,
                        verbose_name="phase en cours",
                    ),
                ),
                ("demarche_tour", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tour de la démarche")),
                ("constat", models.TextField(blank=True)),
                ("finalite", models.TextField(blank=True, verbose_name="finalité")),
                ("public_cible", models.TextField(blank=True, verbose_name="public visé")),
                ("implantation", models.TextField(blank=True)),
                ("pilotage", models.TextField(blank=True)),
                ("resultats", models.TextField(blank=True, verbose_name="résultats attendus")),
                ("a_ranger", models.TextField(blank=True, verbose_name="à ranger")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("modifiee_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="modifiée le")),
                (
                    "modifiee_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("coordinateurs", models.ManyToManyField(blank=True, related_name="fiches_coordonnees", to="structure.conseiller")),
                ("partenaires", models.ManyToManyField(blank=True, related_name="fiches", to="structure.partenaire")),
                ("lieux", models.ManyToManyField(blank=True, related_name="fiches", to="structure.lieu")),
                ("champs_action", models.ManyToManyField(blank=True, related_name="fiches", to="plans_action.champaction", verbose_name="champs d’action")),
            ],
            options={
                "verbose_name": "fiche-action",
                "verbose_name_plural": "fiches-action",
                "ordering": ("numero", "titre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalFicheAction",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("numero", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="numéro")),
                ("titre", models.CharField(max_length=300)),
                (
                    "modele",
                    models.CharField(
                        choices=[
                            ("moulins", "Plan d’action par étapes"),
                            ("technowest", "Projet construit avec les jeunes"),
                            ("arml", "Action à partager entre Missions Locales"),
                        ],
                        default="moulins",
                        max_length=20,
                        verbose_name="modèle",
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("idee", "Idée"),
                            ("proposee", "Proposée"),
                            ("validee", "Validée"),
                            ("en_cours", "En cours"),
                            ("suspendue", "Suspendue"),
                            ("realisee", "Réalisée"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        default="idee",
                        max_length=20,
                    ),
                ),
                ("but", models.TextField(blank=True, verbose_name="objectif")),
                ("calendrier", models.TextField(blank=True, verbose_name="calendrier de l’action")),
                ("date_action", models.DateField(blank=True, null=True, verbose_name="jour de l’action")),
                ("debut", models.DateField(blank=True, null=True, verbose_name="début")),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="échéance")),
                ("resume", models.TextField(blank=True, verbose_name="résumé de l’action")),
                ("coordonne", models.TextField(blank=True, verbose_name="qui coordonne ?")),
                ("realise", models.TextField(blank=True, verbose_name="qui réalise ?")),
                ("partenaires_texte", models.TextField(blank=True, verbose_name="partenaires associés, en toutes lettres")),
                ("recurrence", models.TextField(blank=True, verbose_name="récurrence")),
                (
                    "type_recurrence",
                    models.CharField(
                        blank=True,
                        choices=[("ponctuelle", "Ponctuelle"), ("reguliere", "Régulière"), ("permanente", "Permanente")],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("premiere_etape", models.PositiveSmallIntegerField(default=0, verbose_name="numéro de la première étape")),
                ("evaluation_quoi", models.TextField(blank=True, verbose_name="qu’évalue-t-on ?")),
                ("evaluation_quand", models.TextField(blank=True, verbose_name="quand évalue-t-on ?")),
                ("evaluation_qui", models.TextField(blank=True, verbose_name="qui évalue ?")),
                ("evaluation_comment", models.TextField(blank=True, verbose_name="comment évalue-t-on ?")),
                ("vigilance", models.TextField(blank=True, verbose_name="points de vigilance")),
                ("perspectives", models.TextField(blank=True, verbose_name="perspectives et évolutions")),
                ("perspectives_quand", models.TextField(blank=True, verbose_name="perspectives : quand ?")),
                ("perspectives_qui", models.TextField(blank=True, verbose_name="perspectives : qui ?")),
                ("perspectives_comment", models.TextField(blank=True, verbose_name="perspectives : comment ?")),
                ("duree_projet", models.TextField(blank=True, verbose_name="durée du projet")),
                ("duree_action", models.TextField(blank=True, verbose_name="durée de l’action")),
                ("preparation", models.TextField(blank=True, verbose_name="préparation")),
                (
                    "type_participation",
                    models.CharField(
                        blank=True,
                        choices=[("collaborateur", "Collaborateur"), ("pilote", "Pilote"), ("les_deux", "Collaborateur\u00a0; Pilote")],
                        max_length=20,
                        verbose_name="type de participation",
                    ),
                ),
                ("contacts", models.TextField(blank=True)),
                ("intentions", models.TextField(blank=True)),
                ("besoins_materiels", models.TextField(blank=True, verbose_name="besoins matériels")),
                ("description", models.TextField(blank=True)),
                ("demarche_reflexion", models.TextField(blank=True, verbose_name="réflexion")),
                ("demarche_ciblage", models.TextField(blank=True, verbose_name="ciblage")),
                ("demarche_communication", models.TextField(blank=True, verbose_name="communication")),
                ("demarche_regroupement", models.TextField(blank=True, verbose_name="regroupement")),
                ("demarche_ajustement", models.TextField(blank=True, verbose_name="ajustement")),
                (
                    "demarche_phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reflexion", "Réflexion"),
                            ("ciblage", "Ciblage"),
                            ("communication", "Communication"),
                            ("regroupement", "Regroupement"),
                            ("ajustement", "Ajustement de la stratégie"),
                        ],
                        max_length=20,
                        verbose_name="phase en cours",
                    ),
                ),
                ("demarche_tour", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tour de la démarche")),
                ("constat", models.TextField(blank=True)),
                ("finalite", models.TextField(blank=True, verbose_name="finalité")),
                ("public_cible", models.TextField(blank=True, verbose_name="public visé")),
                ("implantation", models.TextField(blank=True)),
                ("pilotage", models.TextField(blank=True)),
                ("resultats", models.TextField(blank=True, verbose_name="résultats attendus")),
                ("a_ranger", models.TextField(blank=True, verbose_name="à ranger")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("modifiee_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="modifiée le")),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "objectif",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.objectifoperationnel",
                        verbose_name="objectif opérationnel",
                    ),
                ),
                (
                    "parente",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "modifiee_par",
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
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical fiche-action",
                "verbose_name_plural": "historical fiches-action",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFicheAction_partenaires",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "ficheaction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "partenaire",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structure.partenaire",
                    ),
                ),
                ("history", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="plans_action.historicalficheaction")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFicheAction_partenaires",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFicheAction_champs_action",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "ficheaction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "champaction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.champaction",
                    ),
                ),
                ("history", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="plans_action.historicalficheaction")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFicheAction_champs_action",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFicheAction_lieux",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "ficheaction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structure.lieu",
                    ),
                ),
                ("history", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="plans_action.historicalficheaction")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFicheAction_lieux",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFicheAction_coordinateurs",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "ficheaction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "conseiller",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structure.conseiller",
                    ),
                ),
                ("history", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="plans_action.historicalficheaction")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFicheAction_coordinateurs",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Porteur",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="porteurs", to="plans_action.ficheaction")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("nom", models.CharField(blank=True, max_length=200)),
                ("role", models.CharField(blank=True, max_length=200, verbose_name="rôle")),
                (
                    "conseiller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="structure.conseiller",
                        verbose_name="membre de l’équipe",
                    ),
                ),
            ],
            options={
                "ordering": ("fiche", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalPorteur",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("nom", models.CharField(blank=True, max_length=200)),
                ("role", models.CharField(blank=True, max_length=200, verbose_name="rôle")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "conseiller",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structure.conseiller",
                        verbose_name="membre de l’équipe",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical porteur",
                "verbose_name_plural": "historical porteurs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PartiePrenante",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parties_prenantes", to="plans_action.ficheaction")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("nom", models.CharField(blank=True, max_length=200, verbose_name="qui")),
                ("roles", models.TextField(blank=True, verbose_name="rôles")),
                (
                    "partenaire",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="structure.partenaire"),
                ),
            ],
            options={
                "verbose_name": "partie prenante",
                "verbose_name_plural": "parties prenantes",
                "ordering": ("fiche", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalPartiePrenante",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("nom", models.CharField(blank=True, max_length=200, verbose_name="qui")),
                ("roles", models.TextField(blank=True, verbose_name="rôles")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "partenaire",
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
                "verbose_name": "historical partie prenante",
                "verbose_name_plural": "historical parties prenantes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LigneBudget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="budget", to="plans_action.ficheaction")),
                ("libelle", models.CharField(max_length=200, verbose_name="libellé")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("montant", "Montant saisi"),
                            ("poste", "Poste\u00a0: heures × coût horaire"),
                            ("charges", "Charges\u00a0: part des postes"),
                            ("materiel", "Matériel\u00a0: montant saisi"),
                        ],
                        default="montant",
                        max_length=20,
                    ),
                ),
                ("etp", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="équivalents temps plein")),
                ("heures", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="heures par an")),
                ("cout_horaire", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="coût horaire")),
                ("taux", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="taux de charges")),
                (
                    "financeur",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="structure.partenaire"),
                ),
                ("prevu", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="prévu")),
                ("depense", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="dépensé")),
            ],
            options={
                "verbose_name": "ligne de budget",
                "verbose_name_plural": "lignes de budget",
                "ordering": ("fiche", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("prevu__gte", 0), ("depense__gte", 0)), name="budget_positif"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etp", None), ("etp__gte", 0), _connector="OR"),
                            models.Q(("heures", None), ("heures__gte", 0), _connector="OR"),
                            models.Q(("cout_horaire", None), ("cout_horaire__gte", 0), _connector="OR"),
                            models.Q(("taux", None), ("taux__gte", 0), _connector="OR"),
                        ),
                        name="budget_calcul_positif",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLigneBudget",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("libelle", models.CharField(max_length=200, verbose_name="libellé")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("montant", "Montant saisi"),
                            ("poste", "Poste\u00a0: heures × coût horaire"),
                            ("charges", "Charges\u00a0: part des postes"),
                            ("materiel", "Matériel\u00a0: montant saisi"),
                        ],
                        default="montant",
                        max_length=20,
                    ),
                ),
                ("etp", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="équivalents temps plein")),
                ("heures", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="heures par an")),
                ("cout_horaire", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="coût horaire")),
                ("taux", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="taux de charges")),
                ("prevu", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="prévu")),
                ("depense", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="dépensé")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
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
                "verbose_name": "historical ligne de budget",
                "verbose_name_plural": "historical lignes de budget",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Critere",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="criteres", to="plans_action.ficheaction")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(max_length=1000, verbose_name="libellé")),
                ("determinant", models.BooleanField(default=False, verbose_name="critère déterminant")),
            ],
            options={
                "verbose_name": "critère",
                "ordering": ("fiche", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalCritere",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(max_length=1000, verbose_name="libellé")),
                ("determinant", models.BooleanField(default=False, verbose_name="critère déterminant")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical critère",
                "verbose_name_plural": "historical critères",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Indicateur",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("critere", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="indicateurs", to="plans_action.critere")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(max_length=1000, verbose_name="libellé")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("calcule", "Calculé par l’application"),
                            ("questionnaire", "Issu d’un questionnaire"),
                            ("releve", "Relevé à l’extérieur"),
                            ("qualitatif", "Apprécié par des personnes"),
                        ],
                        default="qualitatif",
                        max_length=20,
                    ),
                ),
                ("mesure", models.CharField(blank=True, max_length=60)),
                ("filtres", models.JSONField(blank=True, default=dict)),
                ("parametres", models.JSONField(blank=True, default=dict, verbose_name="paramètres")),
                ("cible", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                (
                    "sens_cible",
                    models.CharField(
                        choices=[("au_moins", "Au moins"), ("au_plus", "Au plus")], default="au_moins", max_length=10, verbose_name="sens de la cible"
                    ),
                ),
                (
                    "motif_cible",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moyens", "Les moyens ont changé"),
                            ("public", "Le public ou le territoire a changé"),
                            ("calendrier", "Le calendrier a changé"),
                            ("mesure", "La mesure ou sa définition a changé"),
                            ("decision", "Décision d’une commission ou d’un financeur"),
                            ("erreur", "Correction d’une erreur de saisie"),
                        ],
                        max_length=20,
                        verbose_name="raison du dernier changement de cible",
                    ),
                ),
            ],
            options={
                "ordering": ("critere", "ordre", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("type", "calcule"), models.Q(("mesure", ""), _negated=True)),
                            ("type", "questionnaire"),
                            models.Q(models.Q(("type", "calcule"), _negated=True), ("mesure", "")),
                            _connector="OR",
                        ),
                        name="indicateur_calcule_a_une_mesure",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalIndicateur",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(max_length=1000, verbose_name="libellé")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("calcule", "Calculé par l’application"),
                            ("questionnaire", "Issu d’un questionnaire"),
                            ("releve", "Relevé à l’extérieur"),
                            ("qualitatif", "Apprécié par des personnes"),
                        ],
                        default="qualitatif",
                        max_length=20,
                    ),
                ),
                ("mesure", models.CharField(blank=True, max_length=60)),
                ("filtres", models.JSONField(blank=True, default=dict)),
                ("parametres", models.JSONField(blank=True, default=dict, verbose_name="paramètres")),
                ("cible", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                (
                    "sens_cible",
                    models.CharField(
                        choices=[("au_moins", "Au moins"), ("au_plus", "Au plus")], default="au_moins", max_length=10, verbose_name="sens de la cible"
                    ),
                ),
                (
                    "motif_cible",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moyens", "Les moyens ont changé"),
                            ("public", "Le public ou le territoire a changé"),
                            ("calendrier", "Le calendrier a changé"),
                            ("mesure", "La mesure ou sa définition a changé"),
                            ("decision", "Décision d’une commission ou d’un financeur"),
                            ("erreur", "Correction d’une erreur de saisie"),
                        ],
                        max_length=20,
                        verbose_name="raison du dernier changement de cible",
                    ),
                ),
                (
                    "critere",
                    models.ForeignKey(
                        blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="plans_action.critere"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical indicateur",
                "verbose_name_plural": "historical indicateurs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Etape",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="etapes", to="plans_action.ficheaction")),
                ("ordre", models.PositiveSmallIntegerField()),
                ("titre", models.CharField(blank=True, max_length=200)),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="pour le")),
                ("echeance_deduite", models.BooleanField(default=False, editable=False)),
                (
                    "statut",
                    models.CharField(
                        choices=[("a_venir", "À venir"), ("en_cours", "En cours"), ("faite", "Faite"), ("abandonnee", "Abandonnée")],
                        default="a_venir",
                        max_length=20,
                    ),
                ),
                ("faite_le", models.DateField(blank=True, null=True, verbose_name="faite le")),
                (
                    "faite_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "étape",
                "ordering": ("fiche", "ordre", "pk"),
                "constraints": [
                    models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable["DEFERRED"], fields=("fiche", "ordre"), name="etape_ordre")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEtape",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField()),
                ("titre", models.CharField(blank=True, max_length=200)),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="pour le")),
                ("echeance_deduite", models.BooleanField(default=False, editable=False)),
                (
                    "statut",
                    models.CharField(
                        choices=[("a_venir", "À venir"), ("en_cours", "En cours"), ("faite", "Faite"), ("abandonnee", "Abandonnée")],
                        default="a_venir",
                        max_length=20,
                    ),
                ),
                ("faite_le", models.DateField(blank=True, null=True, verbose_name="faite le")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "faite_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
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
                "verbose_name": "historical étape",
                "verbose_name_plural": "historical étapes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LigneEtape",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("etape", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lignes", to="plans_action.etape")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("quoi", models.TextField(blank=True)),
                ("quand", models.TextField(blank=True)),
                ("qui", models.TextField(blank=True)),
                ("comment", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "ligne d’étape",
                "verbose_name_plural": "lignes d’étape",
                "ordering": ("etape", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalLigneEtape",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("quoi", models.TextField(blank=True)),
                ("quand", models.TextField(blank=True)),
                ("qui", models.TextField(blank=True)),
                ("comment", models.TextField(blank=True)),
                (
                    "etape",
                    models.ForeignKey(
                        blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="plans_action.etape"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical ligne d’étape",
                "verbose_name_plural": "historical lignes d’étape",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Risque",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="risques", to="plans_action.ficheaction")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "probabilite",
                    models.CharField(
                        blank=True, choices=[("faible", "Faible"), ("moyen", "Moyenne"), ("fort", "Forte")], max_length=10, verbose_name="probabilité"
                    ),
                ),
                (
                    "gravite",
                    models.CharField(
                        blank=True, choices=[("faible", "Faible"), ("moyen", "Moyenne"), ("fort", "Forte")], max_length=10, verbose_name="gravité"
                    ),
                ),
                ("parade", models.TextField(blank=True, verbose_name="ce qui est prévu")),
            ],
            options={
                "ordering": ("fiche", "ordre", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalRisque",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "probabilite",
                    models.CharField(
                        blank=True, choices=[("faible", "Faible"), ("moyen", "Moyenne"), ("fort", "Forte")], max_length=10, verbose_name="probabilité"
                    ),
                ),
                (
                    "gravite",
                    models.CharField(
                        blank=True, choices=[("faible", "Faible"), ("moyen", "Moyenne"), ("fort", "Forte")], max_length=10, verbose_name="gravité"
                    ),
                ),
                ("parade", models.TextField(blank=True, verbose_name="ce qui est prévu")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "historical risque",
                "verbose_name_plural": "historical risques",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="NoteFiche",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="plans_action.ficheaction")),
                ("jour", models.DateField(default=django.utils.timezone.localdate, verbose_name="le")),
                ("texte", models.TextField()),
                ("ecrite_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="écrite le")),
                (
                    "auteur",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "ordering": ("-jour", "-ecrite_le", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalNoteFiche",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("jour", models.DateField(default=django.utils.timezone.localdate, verbose_name="le")),
                ("texte", models.TextField()),
                ("ecrite_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="écrite le")),
                (
                    "fiche",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans_action.ficheaction",
                    ),
                ),
                (
                    "auteur",
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
                "verbose_name": "historical note",
                "verbose_name_plural": "historical notes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="DecisionFiche",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiche", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="plans_action.ficheaction")),
                (
                    "avant",
                    models.CharField(
                        choices=[
                            ("idee", "Idée"),
                            ("proposee", "Proposée"),
                            ("validee", "Validée"),
                            ("en_cours", "En cours"),
                            ("suspendue", "Suspendue"),
                            ("realisee", "Réalisée"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "apres",
                    models.CharField(
                        choices=[
                            ("idee", "Idée"),
                            ("proposee", "Proposée"),
                            ("validee", "Validée"),
                            ("en_cours", "En cours"),
                            ("suspendue", "Suspendue"),
                            ("realisee", "Réalisée"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        max_length=20,
                        verbose_name="après",
                    ),
                ),
                ("decidee_le", models.DateField(verbose_name="décidée le")),
                ("decidee_par", models.CharField(max_length=200, verbose_name="décidée par")),
                ("motif", models.TextField()),
                ("saisie_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisie le")),
                (
                    "saisie_par",
                    models.ForeignKey(
                        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "ordering": ("-saisie_le", "-pk"),
            },
        ),
    ]
