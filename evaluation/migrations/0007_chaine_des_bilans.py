"""Chain the bilans that were frozen before there was a chain, in the order in which they were."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evaluation.bilans.chaine import Maillon


def chain_frozen_bilans(apps, schema_editor):
    """Give each frozen bilan its rank and its seal."""
    Bilan, ChaineBilans = apps.get_model("evaluation", "Bilan"), apps.get_model("evaluation", "ChaineBilans")
    figes = Bilan.objects.filter(fige_le__isnull=False)
    for projet_id in list(figes.order_by("projet").values_list("projet", flat=True).distinct()):
        sceau, empreinte, rang = "", "", 0
        for rang, bilan in enumerate(figes.filter(projet=projet_id).order_by("fige_le", "pk"), 1):
            bilan.rang, bilan.sceau_precedent, bilan.empreinte_precedente = rang, sceau, empreinte
            bilan.sceau = sceau = Maillon.of(bilan).seal(sceau)
            empreinte = bilan.empreinte
            bilan.save(update_fields=["rang", "sceau", "sceau_precedent", "empreinte_precedente"])
        ChaineBilans.objects.create(projet_id=projet_id, longueur=rang, sceau=sceau)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0006_questionnaires"),
        ("plans_action", "0004_import_fiche"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChaineBilans",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("longueur", models.PositiveSmallIntegerField(default=0)),
                ("sceau", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "chaîne des bilans",
                "verbose_name_plural": "chaînes des bilans",
                "ordering": ("projet",),
            },
        ),
        migrations.AddField(
            model_name="bilan",
            name="empreinte_precedente",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="bilan",
            name="rang",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="bilan",
            name="sceau",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="bilan",
            name="sceau_precedent",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="chainebilans",
            name="projet",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="chaine", to="plans_action.projetassociatif"
            ),
        ),
        migrations.RunPython(chain_frozen_bilans, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="bilan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fige_le", None), ("rang", None), ("sceau", "")),
                    models.Q(
                        ("fige_le__isnull", False), ("rang__isnull", False), models.Q(("sceau", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="bilan_fige_a_un_sceau",
            ),
        ),
        migrations.AddConstraint(
            model_name="bilan",
            constraint=models.UniqueConstraint(fields=("projet", "rang"), name="bilan_rang_unique"),
        ),
    ]
