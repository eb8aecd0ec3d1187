"""An index for when something last happened for a fiche-action, asked for by the dashboard."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accueil', '0003_corrections_et_suites_des_orientations'),
        ('jeunes', '0003_index_de_l_adresse'),
        ('plans_action', '0003_fiche_des_trois_modeles'),
        ('structure', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='evenement',
            index=models.Index(condition=models.Q(('fiche_action__isnull', False)), fields=['fiche_action', 'jour'], name='evenement_fiche_jour_idx'),
        ),
    ]
