"""What the commission du bilan wrote, as its pages show it."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from evaluation.models import Avis, Lecture, LectureFiche, Preconisation
from evaluation.services import preconisations as services


@dataclass
class LigneAvis:
    """One fiche, the opinion about it, and how many préconisations name it."""

    row: LectureFiche
    avis: Avis | None
    preconisations: int


@dataclass
class VueAvis:
    """Everything that the commission du bilan wrote about a reading."""

    ensemble: Avis | None
    lignes: list[LigneAvis]
    preconisations: list[Preconisation]
    a_repondre: list[Preconisation] = field(default_factory=list)
    manques: list[str] = field(default_factory=list)

    @property
    def ecrites(self) -> int:
        """Count the fiches that have an opinion."""
        return sum(ligne.avis is not None and ligne.avis.is_written for ligne in self.lignes)


def lire_avis(lecture: Lecture, *, today: datetime.date) -> VueAvis:
    """Return the opinions and préconisations of a reading."""
    avis = {row.fiche_id: row for row in Avis.objects.filter(lecture=lecture).select_related("fiche", "modifie_par")}
    preconisations = list_preconisations(Preconisation.objects.filter(lecture=lecture), today=today)
    par_fiche: dict[Any, int] = {}
    for preconisation in preconisations:
        par_fiche[preconisation.fiche_id] = par_fiche.get(preconisation.fiche_id, 0) + 1
    rows = LectureFiche.objects.filter(lecture=lecture).select_related("fiche")
    return VueAvis(
        ensemble=avis.get(None),
        lignes=[
            LigneAvis(row, avis.get(row.fiche_id), par_fiche.get(row.fiche_id, 0))
            for row in rows.order_by("fiche__numero", "fiche__titre", "pk")
        ],
        preconisations=preconisations,
        a_repondre=list_preconisations(services.to_answer(lecture), today=today),
        manques=services.missing(lecture) if lecture.avis_clos_le is None else [],
    )


def list_preconisations(rows: Any, *, today: datetime.date) -> list[Preconisation]:
    """Return préconisations with what they became, each told whether it is late."""
    links = ("lecture", "fiche", "etape__fiche", "fiche_creee", "objectif_cree__objectif_general", "objectif")
    found = list(rows.select_related(*links).order_by("-lecture__ouverte_le", "numero", "pk"))
    for row in found:
        row.en_retard = row.is_late(today=today)
    return found
