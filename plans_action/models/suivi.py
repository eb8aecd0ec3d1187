"""The life of a fiche: risks, dated notes, decisions."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from plans_action.choix import NiveauRisque, StatutFiche
from plans_action.models.fiche import FicheAction


class Risque(models.Model):
    """Something that may go wrong, and what is done about it."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="risques")
    ordre = models.PositiveSmallIntegerField(default=0)
    libelle = models.CharField("libellé", max_length=300)
    probabilite = models.CharField("probabilité", max_length=10, choices=NiveauRisque.choices, blank=True)
    gravite = models.CharField("gravité", max_length=10, choices=NiveauRisque.choices, blank=True)
    parade = models.TextField("ce qui est prévu", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("fiche", "ordre", "pk")

    def __str__(self) -> str:
        return self.libelle


class NoteFiche(models.Model):
    """What somebody noted about a fiche on a day; never rewritten by a save of the fiche."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="notes")
    jour = models.DateField("le", default=timezone.localdate)
    texte = models.TextField()
    ecrite_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ("-jour", "-ecrite_le", "-pk")
        verbose_name = "note"

    def __str__(self) -> str:
        return f"{self.jour:%d/%m/%Y} : {self.texte[:80]}"


class DecisionFiche(models.Model):
    """A change of state of a fiche: who decided, on which day, and why."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="decisions")
    avant = models.CharField(max_length=20, choices=StatutFiche.choices)
    apres = models.CharField("après", max_length=20, choices=StatutFiche.choices)
    decidee_le = models.DateField("décidée le")
    decidee_par = models.CharField("décidée par", max_length=200)
    motif = models.TextField()
    saisie_le = models.DateTimeField("saisie le", default=timezone.now, editable=False)
    saisie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-saisie_le", "-pk")
        verbose_name = "décision"

    def __str__(self) -> str:
        return f"{self.get_avant_display()} → {self.get_apres_display()}, {self.decidee_le:%d/%m/%Y}"
