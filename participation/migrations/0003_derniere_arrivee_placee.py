from django.db import migrations, models


class Migration(migrations.Migration):
    """Let the one UPDATE of a sign-up write down whether it found a place."""

    dependencies = [
        ("participation", "0002_comptage_et_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="seance",
            name="derniere_arrivee_placee",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
