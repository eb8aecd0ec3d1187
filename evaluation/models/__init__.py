"""What it all proves: dated values of indicateurs, commissions, bilans."""

from evaluation.models.appreciations import (
    AppreciationIndicateur,
    AppreciationQuerySet,
    Citation,
    CitationQuerySet,
)
from evaluation.models.bilans import Bilan, BilanFige, BilanQuerySet, ChaineBilans
from evaluation.models.calculs import BaseCalcul, Calcul, CalculQuerySet, ValeurIndicateur
from evaluation.models.commissions import (
    Convocation,
    ConvocationQuerySet,
    MembreCommission,
    MembreCommissionQuerySet,
    PointOrdreDuJour,
    Reunion,
    ReunionQuerySet,
)
from evaluation.models.definitions import DecisionDefinition, DecisionDefinitionQuerySet
from evaluation.models.lectures import Lecture, LectureFiche, LectureFicheQuerySet, LectureQuerySet, Reponse
from evaluation.models.preconisations import Avis, Preconisation, PreconisationQuerySet
from evaluation.models.questionnaires import Feuille, Option, Question, Questionnaire, ReponseQuestion, Vague
from evaluation.models.releves import ReglageReleve, Releve, ReleveQuerySet
from evaluation.models.traces import ActionTrace, ChangementFait, Comparaison, ComparaisonQuerySet, TraceFait

__all__ = [
    "ActionTrace",
    "AppreciationIndicateur",
    "AppreciationQuerySet",
    "Avis",
    "BaseCalcul",
    "Bilan",
    "BilanFige",
    "BilanQuerySet",
    "Calcul",
    "CalculQuerySet",
    "ChaineBilans",
    "ChangementFait",
    "Citation",
    "CitationQuerySet",
    "Comparaison",
    "ComparaisonQuerySet",
    "Convocation",
    "ConvocationQuerySet",
    "DecisionDefinition",
    "DecisionDefinitionQuerySet",
    "Feuille",
    "Lecture",
    "LectureFiche",
    "LectureFicheQuerySet",
    "LectureQuerySet",
    "MembreCommission",
    "MembreCommissionQuerySet",
    "Option",
    "PointOrdreDuJour",
    "Preconisation",
    "PreconisationQuerySet",
    "Question",
    "Questionnaire",
    "ReglageReleve",
    "Releve",
    "ReleveQuerySet",
    "Reponse",
    "ReponseQuestion",
    "Reunion",
    "ReunionQuerySet",
    "TraceFait",
    "Vague",
    "ValeurIndicateur",
]
