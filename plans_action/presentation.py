"""The parts of a fiche as they are read on the screen and on paper."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from commun.templatetags.ml import INSECABLE, nombre
from plans_action import rubriques
from plans_action.choix import NatureBudget, PhaseDemarche
from plans_action.libelles import Precisions, describe_cible, find_mesure
from plans_action.models import Critere, Etape, FicheAction, Indicateur, LigneBudget, LigneEtape
from plans_action.montants import Poste, heures_of
from plans_action.quand import parse_quand


@dataclass(frozen=True)
class IndicateurLu:
    """An indicateur in words: what it is computed from, its target."""

    indicateur: Indicateur
    mesure: str
    definition: str
    precisions: list[str]
    cible: str


@dataclass(frozen=True)
class CritereLu:
    """A critère and the signs that tell it."""

    critere: Critere
    indicateurs: list[IndicateurLu]


def present_criteres(fiche: FicheAction) -> list[CritereLu]:
    """Return the critères of a fiche, in words; the names of filtered places are read once each."""
    precisions = Precisions()
    return [
        CritereLu(critere, [_present(indicateur, precisions) for indicateur in critere.indicateurs.all()])
        for critere in fiche.criteres.all()
    ]


def _present(indicateur: Indicateur, precisions: Precisions) -> IndicateurLu:
    mesure = find_mesure(indicateur.mesure)
    if mesure is None:
        return IndicateurLu(
            indicateur,
            "Mesure qui n’existe plus" if indicateur.mesure else indicateur.get_type_display(),
            "",
            [],
            describe_cible(indicateur),
        )
    return IndicateurLu(
        indicateur,
        mesure.libelle,
        mesure.definition,
        precisions.of(mesure, indicateur.filtres, indicateur.parametres),
        describe_cible(indicateur),
    )


# --- Steps -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LigneLue:
    """A line of a step, and the days that its relative « quand » leads to; `a_calculer` while there is none."""

    ligne: LigneEtape
    debut: datetime.date | None = None
    fin: datetime.date | None = None
    a_calculer: bool = False


@dataclass(frozen=True)
class EtapeLue:
    """A step, whether it is late, and its lines."""

    etape: Etape
    en_retard: bool
    lignes: list[LigneLue]


def present_etapes(fiche: FicheAction, *, today: datetime.date) -> list[EtapeLue]:
    """Return the steps of a fiche with what their « quand » mean."""
    return [
        EtapeLue(etape, etape.is_late(today=today), [_present_ligne(ligne, fiche) for ligne in etape.lignes.all()])
        for etape in fiche.etapes.all()
    ]


def _present_ligne(ligne: LigneEtape, fiche: FicheAction) -> LigneLue:
    """A date or a period already says its days: only what is counted from the day of the action is worked out."""
    understood = [quand for texte in ligne.quand.splitlines() if (quand := parse_quand(texte)).genre == "relatif"]
    bounds = [jours for quand in understood if (jours := quand.resolve(fiche.date_action)) is not None]
    if not bounds:
        return LigneLue(ligne, a_calculer=bool(understood))
    return LigneLue(ligne, min(debut for debut, _ in bounds), max(fin for _, fin in bounds))


# --- Sections of the three templates ---------------------------------------------------------------


@dataclass(frozen=True)
class Bloc:
    """A section with its texts that are not empty."""

    titre: str
    textes: list[tuple[str, str]]


_BLOCS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Constat et finalité",
        (
            ("constat", "Constat"),
            ("finalite", "Finalité"),
            ("implantation", "Implantation"),
            ("pilotage", "Pilotage"),
        ),
    ),
    (
        "Public et résultats",
        (
            ("public_cible", "Public visé"),
            ("intentions", "Intentions"),
            ("description", "Description"),
            ("resultats", "Résultats attendus"),
        ),
    ),
    (
        "Le projet",
        (
            ("duree_projet", "Durée du projet"),
            ("duree_action", "Durée de l’action"),
            ("preparation", "Préparation"),
            ("besoins_materiels", "Besoins matériels"),
            ("contacts", "Contacts"),
        ),
    ),
)


def present_blocs(fiche: FicheAction) -> list[Bloc]:
    """Return the sections of texts that hold something."""
    blocs = [
        Bloc(titre, [(libelle, getattr(fiche, nom)) for nom, libelle in champs if getattr(fiche, nom)])
        for titre, champs in _BLOCS
    ]
    return [bloc for bloc in blocs if bloc.textes]


@dataclass(frozen=True)
class PhaseLue:
    """A phase of the cyclical approach."""

    libelle: str
    texte: str
    en_cours: bool


def present_demarche(fiche: FicheAction) -> list[PhaseLue]:
    """Return the five phases, none when nothing is written of them."""
    phases = [
        PhaseLue(str(phase.label), getattr(fiche, f"demarche_{phase.value}"), fiche.demarche_phase == phase)
        for phase in PhaseDemarche
    ]
    return phases if fiche.demarche_tour or any(phase.texte or phase.en_cours for phase in phases) else []


@dataclass(frozen=True)
class BudgetLu:
    """A line of the budget: the hours that were counted, its amounts."""

    ligne: LigneBudget
    heures: Decimal | None

    @property
    def depassement(self) -> str:
        """Say by how much what is spent goes beyond what was planned; "" when it does not."""
        return say_depassement(self.ligne.prevu, self.ligne.depense)


def say_depassement(prevu: Decimal, depense: Decimal) -> str:
    """Say by how much an amount goes beyond what was planned; "" when it does not."""
    return f"Prévu dépassé de {nombre(depense - prevu, 2)}{INSECABLE}€" if depense > prevu else ""


def present_budget(fiche: FicheAction) -> list[BudgetLu]:
    """Return the lines of the budget with the hours of each post."""
    return [BudgetLu(ligne, _heures(ligne)) for ligne in fiche.budget.all()]


def _heures(ligne: LigneBudget) -> Decimal | None:
    if ligne.nature != NatureBudget.POSTE:
        return None
    return heures_of(Poste(ligne.nature, etp=ligne.etp, heures=ligne.heures))


def assess_fiche(fiche: FicheAction) -> rubriques.Completude:
    """Return what a fiche still misses, from what is already read of it."""
    contenu: dict[str, object] = {"modele": fiche.modele}
    for nom in {nom for element in rubriques.ELEMENTS for nom in element.noms}:
        valeur = getattr(fiche, nom)
        contenu[nom] = bool(valeur.all()) if hasattr(valeur, "all") else valeur
    return rubriques.assess(contenu)
