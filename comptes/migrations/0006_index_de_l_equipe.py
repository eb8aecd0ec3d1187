"""An index of the people at work, a few dozen among the accounts of thousands of youths."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comptes', '0005_demandes_sur_les_comptes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='utilisateur',
            index=models.Index(condition=models.Q(('role', 'jeune'), _negated=True), fields=['nom', 'prenom'], name='utilisateur_equipe_idx'),
        ),
    ]
