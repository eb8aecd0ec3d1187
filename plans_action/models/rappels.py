"""Reminders of the dates of fiches: what somebody wants to hear of, what was told, in which message."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans_action.choix import GenreRappel
from plans_action.models.etapes import Etape
from plans_action.models.fiche import FicheAction


class ReglageRappels(models.Model):
    """What somebody who coordinates fiches wants to be reminded of; without a row, the defaults of the house hold."""

    compte = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reglage_rappels", primary_key=True
    )
    actifs = models.BooleanField("recevoir les rappels par e-mail", default=True)
    # None: the number of days that the house has chosen.
    jours = models.PositiveSmallIntegerField("combien de jours avant", null=True, blank=True)
    etapes = models.BooleanField("les étapes à faire", default=True)
    evaluations = models.BooleanField("les dates d’évaluation", default=True)
    fins = models.BooleanField("la fin des actions", default=True)
    fiches_muettes = models.ManyToManyField(FicheAction, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name = "réglage des rappels"
        verbose_name_plural = "réglages des rappels"

    def __str__(self) -> str:
        return f"Rappels de {self.compte}"

    def wants(self, genre: str) -> bool:
        """Tell whether a kind of date is wanted."""
        wanted = {GenreRappel.ETAPE: self.etapes, GenreRappel.EVALUATION: self.evaluations, GenreRappel.FIN: self.fins}
        return self.actifs and wanted[GenreRappel(genre)]


class EnvoiRappelsQuerySet(models.QuerySet["EnvoiRappels"]):
    """Messages of reminders."""

    def a_envoyer(self) -> Self:
        """Return those that nobody has sent."""
        return self.filter(envoye_le=None)


class EnvoiRappels(models.Model):
    """The one message of a day to somebody: its reminders are grouped in it."""

    compte = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    jour = models.DateField()
    prepare_le = models.DateTimeField("préparé le")
    # Who writes it holds it by this date, for some minutes.
    reserve_le = models.DateTimeField(null=True, blank=True)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)

    objects = EnvoiRappelsQuerySet.as_manager()

    class Meta:
        ordering = ("-jour", "pk")
        constraints = (models.UniqueConstraint(fields=["compte", "jour"], name="rappels_un_message_par_jour"),)
        verbose_name = "message de rappel"
        verbose_name_plural = "messages de rappel"

    def __str__(self) -> str:
        return f"Rappels du {self.jour:%d/%m/%Y}"


class Rappel(models.Model):
    """One thing told once to one person: a date that moves makes another one."""

    envoi = models.ForeignKey(EnvoiRappels, models.CASCADE, related_name="rappels")
    compte = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="+")
    etape = models.ForeignKey(Etape, models.CASCADE, null=True, blank=True, related_name="+")
    genre = models.CharField(max_length=12, choices=GenreRappel.choices)
    jour = models.DateField("date rappelée")

    class Meta:
        ordering = ("jour", "pk")
        constraints = (
            # Two workers who prepare the same day meet here: one of their two lines is not written.
            models.UniqueConstraint(
                fields=["compte", "etape", "jour"], condition=Q(etape__isnull=False), name="rappel_etape_unique"
            ),
            models.UniqueConstraint(
                fields=["compte", "fiche", "genre", "jour"], condition=Q(etape=None), name="rappel_fiche_unique"
            ),
            models.CheckConstraint(
                condition=Q(genre="etape", etape__isnull=False) | (~Q(genre="etape") & Q(etape=None)),
                name="rappel_etape_ou_fiche",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_genre_display()} du {self.jour:%d/%m/%Y}"
