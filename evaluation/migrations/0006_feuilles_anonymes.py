"""The triggers that keep anonymous questionnaires and their sheets anonymous."""

from django.db import migrations

from evaluation import anonymat


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_lecture_transmise_figee")]
    operations = [migrations.RunPython(anonymat.install, anonymat.remove)]
