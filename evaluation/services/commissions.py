"""
What a frozen bilan carries of the two commissions.

For evaluation.bilans.contenu: `content_for_bilan(projet, type)` returns a JSON-ready dict (texts, whole numbers, None:
no float, dates as ISO text) made of what is stored, the same for the same data. Put it as it is under one key of the
content, for example `contenu["commissions"]`, before the canonical dump.

{
  "lecture": None, or {"transmise_le", "transmise_par", "empreinte", "contenu": the transmitted reading, parsed},
  "avis_clos_le": None, or the day,
  "avis": [{"fiche": id or None for the whole, "titre", "reussites", "ameliorations", "objectifs"}…], the whole first,
  "preconisations": [{"numero", "titre", "texte", "nature", "fiche", "objectif", "responsable", "echeance", "statut",
      "statut_libelle", "motif", "faite_le", "devenue": {"genre", "libelle"} or None}…],
  "reponses": for the final bilan, the préconisations of the intermediate one, each with "reponse_etat",
      "reponse_libelle" and "reponse"; else [],
  "membres": [{"commission", "nom", "qualite", "college", "voix"}…] of who sits on the day of the hand-over,
  "en_double": names of who sits in both commissions that day,
  "reunions": [{"commission", "le", "lieu", "presences": [{"nom", "college", "presence", "represente_par"}…]}…] held,
      presences noted
}

`missing_for_bilan(projet, type)` returns, in words, what is not ready yet: show it before the launch.
"""

import datetime
import json
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from evaluation.choix import TypeBilan
from evaluation.commissions.membres import doubles
from evaluation.models import Avis, Convocation, Lecture, MembreCommission, Preconisation, Reunion
from evaluation.services import preconisations
from plans_action.models import ProjetAssociatif


def content_for_bilan(projet: ProjetAssociatif, type: str) -> dict[str, Any]:
    """Return what the two commissions wrote for a bilan of a projet; see the module for its shape."""
    lecture = _transmitted(projet, type)
    if lecture is None or lecture.transmise_le is None:
        return {
            "lecture": None,
            "avis_clos_le": None,
            "avis": [],
            "preconisations": [],
            "reponses": _answers(projet, type),
            "membres": [],
            "en_double": [],
            "reunions": _reunions(projet),
        }
    membres = list(
        MembreCommission.objects.siegeant(on=timezone.localdate(lecture.transmise_le))
        .select_related("compte")
        .order_by("commission", "college", "nom", "pk")
    )
    en_double = doubles(membres)
    avis = Avis.objects.filter(lecture=lecture).select_related("fiche")
    return {
        "lecture": {
            "transmise_le": timezone.localdate(lecture.transmise_le).isoformat(),
            "transmise_par": str(lecture.transmise_par or ""),
            "empreinte": lecture.empreinte,
            "contenu": json.loads(lecture.contenu),
        },
        "avis_clos_le": timezone.localdate(lecture.avis_clos_le).isoformat() if lecture.avis_clos_le else None,
        "avis": [_avis(row) for row in sorted(avis, key=_whole_first) if row.is_written],
        "preconisations": [_preconisation(row) for row in _rows(lecture)],
        "reponses": _answers(projet, type),
        "membres": [
            {
                "commission": membre.get_commission_display(),
                "nom": membre.nom,
                "qualite": membre.qualite,
                "college": membre.get_college_display(),
                "voix": membre.get_voix_display(),
            }
            for membre in membres
        ],
        "en_double": sorted({membre.nom for membre in membres if membre.pk in en_double}),
        "reunions": _reunions(projet),
    }


def _reunions(projet: ProjetAssociatif) -> list[dict[str, Any]]:
    """Return the meetings of both commissions whose presences were noted, the first one first."""
    notees = Convocation.objects.exclude(presence="").order_by("college", "nom", "pk")
    rows: Any = (
        Reunion.objects.filter(projet=projet, annulee_le=None)
        .filter(pk__in=notees.order_by().values("reunion"))
        .prefetch_related(Prefetch("convocations", notees, to_attr="notees"))
        .order_by("le", "pk")
    )
    return [
        {
            "commission": reunion.get_commission_display(),
            "le": timezone.localdate(reunion.le).isoformat(),
            "lieu": reunion.lieu,
            "presences": [
                {
                    "nom": convocation.nom,
                    "college": convocation.get_college_display(),
                    "presence": convocation.get_presence_display(),
                    "represente_par": convocation.represente_par,
                }
                for convocation in reunion.notees
            ],
        }
        for reunion in rows
    ]


def missing_for_bilan(projet: ProjetAssociatif, type: str) -> list[str]:
    """Return what the commissions have not done yet for a bilan, in words; empty when all is ready."""
    lecture = Lecture.objects.filter(projet=projet, type=type).first()
    if lecture is None:
        return ["La commission de suivi n’a pas lu les fiches-action pour ce bilan."]
    if lecture.transmise_le is None:
        return ["La commission de suivi n’a pas encore transmis sa lecture."]
    if lecture.avis_clos_le is None:
        return preconisations.missing(lecture) or ["La commission du bilan n’a pas encore clos ses avis."]
    return []


def _transmitted(projet: ProjetAssociatif, type: str) -> Lecture | None:
    lectures = Lecture.objects.filter(projet=projet, type=type, transmise_le__isnull=False)
    return lectures.select_related("transmise_par").first()


def _rows(lecture: Lecture) -> list[Preconisation]:
    links = ("fiche", "objectif__objectif_general", "etape__fiche", "fiche_creee", "objectif_cree__objectif_general")
    return list(Preconisation.objects.filter(lecture=lecture).select_related(*links).order_by("numero", "pk"))


def _answers(projet: ProjetAssociatif, type: str) -> list[dict[str, Any]]:
    """Return what the final bilan answers to each préconisation of the intermediate one."""
    before = _transmitted(projet, TypeBilan.INTERMEDIAIRE) if type == TypeBilan.FINAL else None
    return [
        {
            **_preconisation(row),
            "reponse_etat": row.reponse_etat,
            "reponse_libelle": row.get_reponse_etat_display(),
            "reponse": row.reponse,
        }
        for row in (_rows(before) if before else [])
    ]


def _whole_first(avis: Avis) -> tuple[bool, int, str, str]:
    fiche = avis.fiche
    return (fiche is not None, (fiche.numero or 0) if fiche else 0, fiche.titre if fiche else "", str(avis.pk))


def _avis(avis: Avis) -> dict[str, Any]:
    return {
        "fiche": str(avis.fiche_id) if avis.fiche_id else None,
        "titre": str(avis),
        "reussites": avis.reussites,
        "ameliorations": avis.ameliorations,
        "objectifs": avis.objectifs,
    }


def _preconisation(row: Preconisation) -> dict[str, Any]:
    return {
        "numero": row.numero,
        "titre": row.titre,
        "texte": row.texte,
        "nature": row.get_nature_display(),
        "fiche": str(row.fiche) if row.fiche else "",
        "objectif": str(row.objectif) if row.objectif else "",
        "responsable": row.responsable,
        "echeance": _jour(row.echeance),
        "statut": row.statut,
        "statut_libelle": row.get_statut_display(),
        "motif": row.motif,
        "faite_le": _jour(row.faite_le),
        "devenue": _devenue(row),
    }


def _devenue(row: Preconisation) -> dict[str, str] | None:
    if row.etape is not None:
        return {"genre": "étape", "libelle": f"{row.etape} ({row.etape.fiche})"}
    if row.fiche_creee is not None:
        return {"genre": "fiche-action", "libelle": str(row.fiche_creee)}
    if row.objectif_cree is not None:
        return {"genre": "objectif", "libelle": str(row.objectif_cree)}
    return None


def _jour(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
