"""A fiche-action as it was understood, and its JSON."""

from dataclasses import dataclass, field
from typing import Any

from plans_action.imports.indicateurs import Signe

COLONNES = ("quoi", "quand", "qui", "comment")
ENTETE = ("titre", "objectif", "calendrier", "resume", "coordonne", "realise", "partenaires", "recurrence")


@dataclass
class LigneLue:
    """One line of a step, in the words of the document."""

    quoi: str = ""
    quand: str = ""
    qui: str = ""
    comment: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the line as published."""
        return {colonne: getattr(self, colonne) for colonne in COLONNES}


@dataclass
class EtapeLue:
    """One step, under the number its authors gave it."""

    numero: int
    lignes: list[LigneLue] = field(default_factory=list)


@dataclass
class EvaluationLue(LigneLue):
    """The evaluation row, and the indicateurs proposed from its sentences."""

    signes: list[Signe] = field(default_factory=list)
    vigilance: list[str] = field(default_factory=list)

    @property
    def indicateurs(self) -> list[str]:
        """Return the indicateurs proposed, in the words of the document."""
        return list(dict.fromkeys(signe.texte for signe in self.signes))

    def as_json(self) -> dict[str, Any]:
        """Return the evaluation as published."""
        return {**super().as_json(), "indicateurs": self.indicateurs}


@dataclass
class FicheLue:
    """
    What was understood of one fiche; `a_ranger` holds what was not.

    `complements` holds the headings of the other two templates (Technowest, ARML); `avertissements` what a person must
    know; `reconnus` the labels that were read as such.
    """

    titre: str = ""
    objectif: str = ""
    calendrier: str = ""
    resume: str = ""
    coordonne: str = ""
    realise: str = ""
    partenaires: str = ""
    recurrence: str = ""
    etapes: list[EtapeLue] = field(default_factory=list)
    evaluation: EvaluationLue = field(default_factory=EvaluationLue)
    perspectives: str = ""
    perspectives_lues: LigneLue = field(default_factory=LigneLue)  # the same, cell by cell
    a_ranger: list[str] = field(default_factory=list)
    complements: dict[str, str] = field(default_factory=dict)
    avertissements: list[str] = field(default_factory=list)
    reconnus: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the fiche as `importer_fiches --format json` publishes it."""
        return {
            **{champ: getattr(self, champ) for champ in ENTETE},
            "etapes": [
                {"numero": etape.numero, "lignes": [ligne.as_json() for ligne in etape.lignes]} for etape in self.etapes
            ],
            "evaluation": self.evaluation.as_json(),
            "perspectives": self.perspectives,
            "a_ranger": list(self.a_ranger),
            **({"complements": dict(self.complements)} if self.complements else {}),
        }
