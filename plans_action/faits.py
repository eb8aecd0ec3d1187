"""Facts: the rows that everything counted is counted from."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from jeunes.profil import ProfilFige


class Fait(ProfilFige):
    """
    Abstract: something that really happened, somewhere, perhaps for a fiche-action.

    `jour` is the local day of `fait_le`, stored so that counting by day or month needs no time-zone arithmetic in SQL
    and gives the same result in every database. A fact names its fiche, never the reverse.
    """

    fait_le = models.DateTimeField("le")
    jour = models.DateField(editable=False)
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    lieu = models.ForeignKey("structure.Lieu", models.PROTECT, null=True, blank=True, related_name="+")
    fiche_action = models.ForeignKey(
        "plans_action.FicheAction",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fiche-action",
    )

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `jour` in step with `fait_le`; bulk_create callers set it themselves."""
        self.jour = local_day(self.fait_le)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


def local_day(moment: datetime.datetime) -> datetime.date:
    """Return the day of a moment where the Mission Locale is."""
    return timezone.localdate(moment)
