"""The two readings of each word that the application knows, the first in force."""

from django.db import migrations

ORIGINES = [
    ("accompagne", 1, "Entretien ou action collective dans la période", "periode", True),
    ("accompagne", 2, "Entretien dans les cinq derniers mois", "recente", False),
    ("sans_rendez_vous", 1, "Délai entre la demande et le rendez-vous", "delai", True),
    ("sans_rendez_vous", 2, "Personnes suivies sans rendez-vous autour du dernier jour", "a_venir", False),
]


def write_first_versions(apps, schema_editor):
    """Write the readings that every Mission Locale starts with."""
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
    dependencies = [("jeunes", "0002_recherche")]
    operations = [migrations.RunPython(write_first_versions, remove_others)]
