"""An index for the files that carry an address, asked for at each sign-in of an account without file."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jeunes', '0002_recherche'),
        ('structure', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='jeune',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='jeune_adresse_idx'),
        ),
    ]
