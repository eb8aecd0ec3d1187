"""Questionnaires: what is asked, when, of whom, and what was answered."""

import django.db.models.deletion
import django.utils.timezone
import evaluation.models.questionnaires
import uuid
from django.conf import settings
from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    dependencies = [
        ("evaluation", "0002_releves_et_appreciations"),
        ("jeunes", "0001_jeunes"),
        ("participation", "0001_participation"),
        ("plans_action", "0001_plan_et_fiches"),
        ("structure", "0001_structure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("serie", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("titre", models.CharField(max_length=150)),
                ("introduction", models.TextField(blank=True, max_length=1500)),
                ("remerciement", models.TextField(blank=True, max_length=1500, verbose_name="mot de remerciement")),
                (
                    "public",
                    models.CharField(
                        choices=[("jeunes", "Jeunes"), ("partenaires", "Partenaires"), ("employeurs", "Employeurs")], default="jeunes", max_length=12
                    ),
                ),
                ("anonyme", models.BooleanField(default=True)),
                (
                    "fiche_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questionnaires",
                        to="plans_action.ficheaction",
                        verbose_name="fiche-action",
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[("brouillon", "Brouillon"), ("ouvert", "Ouvert"), ("clos", "Clos")], default="brouillon", max_length=10, verbose_name="état"
                    ),
                ),
                (
                    "cree_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("cree_le", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le")),
            ],
            options={
                "ordering": ("titre", "-version", "pk"),
                "constraints": [models.UniqueConstraint(fields=("serie", "version"), name="questionnaire_version_unique")],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("questionnaire", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="evaluation.questionnaire")),
                ("cle", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("smileys", "Visages, de 1 à 5"),
                            ("echelle", "Échelle à points"),
                            ("choix", "Un seul choix"),
                            ("choix_multiples", "Plusieurs choix"),
                            ("texte", "Texte court"),
                        ],
                        max_length=16,
                    ),
                ),
                ("libelle", models.CharField(blank=True, max_length=300, verbose_name="question")),
                ("aide", models.CharField(blank=True, max_length=300, verbose_name="précision")),
                ("obligatoire", models.BooleanField(default=False)),
                ("bout_bas", models.CharField(blank=True, max_length=60, verbose_name="ce que veut dire le plus petit nombre")),
                ("bout_haut", models.CharField(blank=True, max_length=60, verbose_name="ce que veut dire le plus grand nombre")),
            ],
            options={
                "ordering": ("questionnaire", "ordre", "pk"),
                "constraints": [models.UniqueConstraint(fields=("questionnaire", "cle"), name="question_cle_unique")],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="options", to="evaluation.question")),
                ("cle", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ordre", models.PositiveSmallIntegerField(default=0)),
                ("libelle", models.CharField(blank=True, max_length=120, verbose_name="libellé")),
                ("favorable", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("question", "ordre", "pk"),
                "constraints": [models.UniqueConstraint(fields=("question", "cle"), name="option_cle_unique")],
            },
        ),
        migrations.CreateModel(
            name="Vague",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("questionnaire", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="vagues", to="evaluation.questionnaire")),
                ("libelle", models.CharField(max_length=120, verbose_name="nom")),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(verbose_name="au")),
                ("lieu", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="structure.lieu")),
                (
                    "seance",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="participation.seance", verbose_name="séance"
                    ),
                ),
                (
                    "fiche_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="vagues",
                        to="plans_action.ficheaction",
                        verbose_name="fiche-action",
                    ),
                ),
                ("jeton", models.CharField(default=evaluation.models.questionnaires.new_jeton, editable=False, max_length=32, unique=True)),
                ("fermee_le", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="close le")),
                (
                    "creee_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ("-au", "libelle", "pk"),
                "constraints": [models.CheckConstraint(condition=models.Q(("au__gte", models.F("du"))), name="vague_periode")],
            },
        ),
        migrations.CreateModel(
            name="Feuille",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vague", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="feuilles", to="evaluation.vague")),
                ("jour", models.DateField()),
                ("canal", models.CharField(choices=[("en_ligne", "En ligne"), ("papier", "Papier")], default="en_ligne", max_length=10)),
                ("anonyme", models.BooleanField()),
                ("jeune", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="feuilles", to="jeunes.jeune")),
                ("repondant", models.CharField(blank=True, max_length=120, verbose_name="nom donné")),
                (
                    "saisie_par",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("montree", models.BooleanField(default=False, verbose_name="montrée")),
            ],
            options={
                "verbose_name": "feuille",
                "ordering": ("vague", "jour", "pk"),
                "indexes": [models.Index(fields=["jour"], name="feuille_jour")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("anonyme", False), models.Q(("jeune", None), ("repondant", ""), ("saisie_par", None)), _connector="OR"),
                        name="feuille_anonyme_sans_personne",
                    ),
                    models.UniqueConstraint(fields=("vague", "jeune"), name="feuille_unique_par_jeune"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReponseQuestion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("feuille", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lignes", to="evaluation.feuille")),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reponses", to="evaluation.question")),
                (
                    "option",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reponses", to="evaluation.option"),
                ),
                ("texte", models.CharField(blank=True, max_length=500)),
                ("relecture", models.CharField(choices=[("a_relire", "À relire"), ("relu", "Relu"), ("masque", "Masqué")], default="a_relire", max_length=10)),
            ],
            options={
                "verbose_name": "réponse à une question",
                "verbose_name_plural": "réponses à une question",
                "ordering": ("question", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("feuille", "question", "option"), name="reponse_option_unique"),
                    models.UniqueConstraint(condition=models.Q(("option", None)), fields=("feuille", "question"), name="reponse_texte_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("option__isnull", False), ("texte", "")),
                            models.Q(("option", None), models.Q(("texte", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reponse_option_ou_texte",
                    ),
                ],
            },
        ),
    ]
