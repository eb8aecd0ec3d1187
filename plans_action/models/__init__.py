"""The strategy: projet associatif > objectifs > fiche-action > étapes, critères, indicateurs."""

from plans_action.models.acteurs import PartiePrenante, Porteur
from plans_action.models.budget import LigneBudget
from plans_action.models.criteres import Critere, Indicateur
from plans_action.models.etapes import Etape, EtapeQuerySet, LigneEtape
from plans_action.models.fiche import ChampAction, FicheAction, FicheActionQuerySet
from plans_action.models.formations import DemandeFormation, Formation
from plans_action.models.imports import ImportFiche, ImportFicheQuerySet
from plans_action.models.partage import Origine, Partage, PartageQuerySet
from plans_action.models.pieces import ContenuPiece, Piece, PieceQuerySet
from plans_action.models.projet import (
    MOIS_BILAN_FINAL,
    MOIS_BILAN_INTERMEDIAIRE,
    ObjectifGeneral,
    ObjectifOperationnel,
    ProjetAssociatif,
)
from plans_action.models.projet_document import (
    ExerciceBudget,
    MoyenProjet,
    PointAnalyse,
    PrincipeProjet,
    PublicationProjet,
    RessourceProjet,
    TexteProjet,
)
from plans_action.models.rappels import EnvoiRappels, EnvoiRappelsQuerySet, Rappel, ReglageRappels
from plans_action.models.suivi import DecisionFiche, NoteFiche, Risque

__all__ = [
    "MOIS_BILAN_FINAL",
    "MOIS_BILAN_INTERMEDIAIRE",
    "ChampAction",
    "ContenuPiece",
    "Critere",
    "DecisionFiche",
    "DemandeFormation",
    "EnvoiRappels",
    "EnvoiRappelsQuerySet",
    "Etape",
    "EtapeQuerySet",
    "ExerciceBudget",
    "FicheAction",
    "FicheActionQuerySet",
    "Formation",
    "ImportFiche",
    "ImportFicheQuerySet",
    "Indicateur",
    "LigneBudget",
    "LigneEtape",
    "MoyenProjet",
    "NoteFiche",
    "ObjectifGeneral",
    "ObjectifOperationnel",
    "Origine",
    "Partage",
    "PartageQuerySet",
    "PartiePrenante",
    "Piece",
    "PieceQuerySet",
    "PointAnalyse",
    "Porteur",
    "PrincipeProjet",
    "ProjetAssociatif",
    "PublicationProjet",
    "Rappel",
    "ReglageRappels",
    "RessourceProjet",
    "Risque",
    "TexteProjet",
]
