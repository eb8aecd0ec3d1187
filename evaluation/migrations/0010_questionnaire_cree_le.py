"""Let the demo say when a questionnaire was written; the triggers are put back after the table is rebuilt."""

import django.utils.timezone
from django.db import migrations, models

from evaluation import anonymat


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0009_releves'),
    ]

    operations = [
        migrations.RunPython(anonymat.remove, anonymat.install),
        migrations.AlterField(
            model_name='questionnaire',
            name='cree_le',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le'),
        ),
        migrations.RunPython(anonymat.install, anonymat.remove),
    ]
