"""One table for every word of several readings; the positive exits keep their versions, the others get their first."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ORIGINES = [
    ("accompagne", 1, "Entretien ou action collective dans la période", "periode", True),
    ("accompagne", 2, "Entretien dans les cinq derniers mois", "recente", False),
    ("sans_rendez_vous", 1, "Délai entre la demande et le rendez-vous", "delai", True),
    ("sans_rendez_vous", 2, "Personnes suivies sans rendez-vous autour du dernier jour", "a_venir", False),
]


def write_first_versions(apps, schema_editor):
    """Write the two readings of each word that the application knows, the first in force."""
    definition = apps.get_model("jeunes", "Definition")
    definition.objects.using(schema_editor.connection.alias).bulk_create(
        definition(objet=objet, version=version, libelle=libelle, lecture=lecture, choisie=choisie)
        for objet, version, libelle, lecture, choisie in ORIGINES
    )


def remove_others(apps, schema_editor):
    """Leave the positive exits alone."""
    definition = apps.get_model("jeunes", "Definition")
    definition.objects.using(schema_editor.connection.alias).exclude(objet="sortie_positive").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("jeunes", "0004_avis_de_contact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("DefinitionSortiePositive", "Definition"),
        migrations.RemoveConstraint("definition", "definition_choisie_unique"),
        migrations.AlterModelOptions("definition", {"ordering": ("objet", "-version"), "verbose_name": "définition"}),
        migrations.AddField(
            "definition",
            "objet",
            models.CharField(
                choices=[
                    ("sortie_positive", "Sortie positive"),
                    ("accompagne", "Jeune accompagné"),
                    ("sans_rendez_vous", "Sans rendez-vous dans un délai"),
                ],
                default="sortie_positive",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "definition",
            "lecture",
            models.CharField(
                "lecture",
                choices=[
                    ("entree", "Entrée dans la situation pendant la période"),
                    ("dernier_jour", "En situation le dernier jour de la période"),
                    ("periode", "Entretien ou action collective pendant la période"),
                    ("recente", "Entretien dans les derniers mois"),
                    ("delai", "Délai après la demande"),
                    ("a_venir", "Autour du dernier jour"),
                ],
                default="entree",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField("definition", "mois", models.PositiveSmallIntegerField("nombre de mois", default=5)),
        migrations.AddField("definition", "jours", models.PositiveSmallIntegerField("nombre de jours", default=15)),
        migrations.AddField(
            "definition", "note", models.TextField("pourquoi cette lecture", blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.AddField(
            "definition",
            "cree_par",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField("definition", "version", models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField("definition", "choisie", models.BooleanField("en vigueur", default=False)),
        migrations.AlterField(
            "definition", "situations", models.JSONField("situations retenues", blank=True, default=list)
        ),
        migrations.AddConstraint(
            "definition", models.UniqueConstraint(fields=["objet", "version"], name="definition_version_unique")
        ),
        migrations.AddConstraint(
            "definition",
            models.UniqueConstraint(
                fields=["objet"], condition=models.Q(choisie=True), name="definition_choisie_unique"
            ),
        ),
        migrations.RunPython(write_first_versions, remove_others),
    ]
