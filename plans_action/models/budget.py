"""What a fiche costs."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from plans_action.choix import NatureBudget
from plans_action.models.fiche import FicheAction
from structure.models import Partenaire


class LigneBudget(models.Model):
    """
    One line of a fiche's budget, in euros: planned, then spent, by whom it is paid.

    The planned amount of a post is its hours × its hourly cost, that of overheads a share of the posts: both are
    computed when the fiche is saved, by `plans_action.montants`.
    """

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="budget")
    libelle = models.CharField("libellé", max_length=200)
    nature = models.CharField(max_length=20, choices=NatureBudget.choices, default=NatureBudget.MONTANT)
    etp = models.DecimalField("équivalents temps plein", max_digits=5, decimal_places=2, null=True, blank=True)
    heures = models.DecimalField("heures par an", max_digits=8, decimal_places=2, null=True, blank=True)
    cout_horaire = models.DecimalField("coût horaire", max_digits=8, decimal_places=2, null=True, blank=True)
    taux = models.DecimalField("taux de charges", max_digits=5, decimal_places=2, null=True, blank=True)
    financeur = models.ForeignKey(Partenaire, models.SET_NULL, null=True, blank=True, related_name="+")
    prevu = models.DecimalField("prévu", max_digits=12, decimal_places=2, default=0)
    depense = models.DecimalField("dépensé", max_digits=12, decimal_places=2, default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ("fiche", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(prevu__gte=0) & Q(depense__gte=0), name="budget_positif"),
            models.CheckConstraint(
                condition=(Q(etp=None) | Q(etp__gte=0))
                & (Q(heures=None) | Q(heures__gte=0))
                & (Q(cout_horaire=None) | Q(cout_horaire__gte=0))
                & (Q(taux=None) | Q(taux__gte=0)),
                name="budget_calcul_positif",
            ),
        )
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"

    def __str__(self) -> str:
        return self.libelle
