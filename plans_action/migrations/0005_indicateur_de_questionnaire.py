"""Let an indicateur from a questionnaire be bound to a measure of its answers."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans_action', '0004_import_fiche'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='indicateur',
            name='indicateur_calcule_a_une_mesure',
        ),
        migrations.AddConstraint(
            model_name='indicateur',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('type', 'calcule'), models.Q(('mesure', ''), _negated=True)), ('type', 'questionnaire'), models.Q(models.Q(('type', 'calcule'), _negated=True), ('mesure', '')), _connector='OR'), name='indicateur_calcule_a_une_mesure'),
        ),
    ]
