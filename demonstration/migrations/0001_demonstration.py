"""What the demonstration loaded."""

from django.db import migrations, models

from commun.tables import CreationDeTables


class Migration(CreationDeTables):
    operations = [
        migrations.CreateModel(
            name="Chargement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taille", models.CharField(max_length=20)),
                ("graine", models.PositiveIntegerField()),
                ("jour", models.DateField()),
                ("lignes", models.PositiveIntegerField(default=0)),
                ("termine_le", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
    ]
