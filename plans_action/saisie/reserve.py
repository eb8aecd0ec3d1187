"""The choices shared by the forms of one page, each read once."""

from functools import cached_property
from typing import Any

from django.db.models import Q

from commun.mesures import Definie, Filtre, Mesure, registre
from commun.noms import normalise_nom
from jeunes.models import Definition
from plans_action.choix import CHAMPS_ACTION
from plans_action.forms import operationnels
from plans_action.models import ChampAction, FicheAction, Indicateur
from structure.models import Conseiller, Lieu, Partenaire

PREMIERE_PHRASE = 110

Choix = list[tuple[str, Any]]


class Reserve:
    """The choices shared by the forms of one page, each read once."""

    def __init__(self, fiche: FicheAction) -> None:
        self.fiche = fiche
        self._filtres: dict[int, list[tuple[str, str]]] = {}

    @cached_property
    def conseillers(self) -> Choix:
        """Return the team, and whoever already coordinates."""
        liste = Conseiller.objects.filter(Q(actif=True) | Q(fiches_coordonnees=self.fiche)).distinct()
        return [(str(personne.pk), str(personne)) for personne in liste]

    @cached_property
    def partenaires(self) -> Choix:
        """Return the partners that can be chosen, and those already linked."""
        financeurs = self.fiche.budget.exclude(financeur=None).values("financeur")
        liste = Partenaire.objects.filter(Q(actif=True) | Q(fiches=self.fiche) | Q(pk__in=financeurs)).distinct()
        return [
            (str(partenaire.pk), str(partenaire)) for partenaire in sorted(liste, key=lambda p: normalise_nom(p.nom))
        ]

    @cached_property
    def champs_action(self) -> list[str]:
        """Return the domains that are offered: those of the template, then those that other fiches name."""
        connus = ChampAction.objects.values_list("nom", flat=True).order_by("nom")
        return [*CHAMPS_ACTION, *(nom for nom in connus if nom not in CHAMPS_ACTION)]

    @cached_property
    def cibles(self) -> dict[str, tuple[Any, str, str]]:
        """Return the stored target of each indicateur: value, side, why it last changed."""
        lignes = Indicateur.objects.filter(critere__fiche=self.fiche).order_by("pk")
        return {str(ligne.pk): (ligne.cible, ligne.sens_cible, ligne.motif_cible) for ligne in lignes}

    @cached_property
    def lieux(self) -> Choix:
        """Return the places that can be chosen, and those already linked."""
        liste = Lieu.objects.filter(Q(actif=True) | Q(fiches=self.fiche)).distinct()
        return [(str(lieu.pk), str(lieu)) for lieu in liste]

    @cached_property
    def objectifs(self) -> Choix:
        """Return the operational objectives, grouped."""
        return [("", "Pas encore placée"), *operationnels()]

    @cached_property
    def fiches(self) -> Choix:
        """Return the other fiches."""
        autres = FicheAction.objects.exclude(pk=self.fiche.pk).order_by("numero", "titre", "pk")
        return [("", "Aucune"), *((str(fiche.pk), str(fiche)) for fiche in autres.only("numero", "titre"))]

    @cached_property
    def mesures(self) -> Choix:
        """Return the measures by family, each with the beginning of its definition."""
        familles: dict[str, list[tuple[str, str]]] = {}
        for mesure in registre.all():
            familles.setdefault(mesure.famille, []).append((mesure.cle, _with_definition(mesure)))
        return [("", "Choisissez une mesure"), *familles.items()]

    @cached_property
    def _definitions(self) -> list[Definition]:
        return list(Definition.objects.order_by("objet", "version"))

    def versions(self, definie: Definie) -> list[tuple[str, str]]:
        """Return the versions of the word that a measure rests on: number and name."""
        return [(str(une.version), str(une)) for une in self._definitions if une.objet == definie.objet]

    def filtre(self, filtre: Filtre) -> list[tuple[str, str]]:
        """Return the choices of a filter of a measure; the fiche itself comes first and says so."""
        key = id(filtre.choix)
        if key not in self._filtres:
            choix = [(str(cle), str(label)) for cle, label in filtre.choix()]
            soi = str(self.fiche.pk)
            self._filtres[key] = [(cle, "Cette fiche-action") for cle, _ in choix if cle == soi] + [
                paire for paire in choix if paire[0] != soi
            ]
        return self._filtres[key]


def _with_definition(mesure: Mesure) -> str:
    phrase = mesure.definition.split(". ")[0].rstrip(".")
    if len(phrase) > PREMIERE_PHRASE:
        phrase = f"{phrase[:PREMIERE_PHRASE].rsplit(' ', 1)[0]}…"
    return f"{mesure.libelle} : {phrase[:1].lower()}{phrase[1:]}"
