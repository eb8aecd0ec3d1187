"""The papers of a meeting as PDF: its convocation, its attendance sheet, its minutes."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from commun.pdf import compile_pdf
from commun.templatetags.ml import INSECABLE, date_courte, date_longue, heure_fr, pluriel
from evaluation.choix import Voix
from evaluation.commissions.reunions import lire_quorum
from evaluation.models import PointOrdreDuJour, Reunion
from structure.models import MissionLocale

GABARIT = Path(__file__).parents[1] / "typst" / "reunion.typ"
DOCUMENTS = {"convocation": "Convocation", "presence": "Feuille de présence", "compte-rendu": "Compte rendu"}
VOIX = ("voix délibérative présente ou représentée", "voix délibératives présentes ou représentées")
APPEL = (
    "Vous êtes membre de cette commission : votre présence est attendue. Si vous ne pouvez pas venir, prévenez la "
    "Mission Locale et dites qui vous représente."
)


def produire_document(
    reunion: Reunion, document: str, *, points: Sequence[PointOrdreDuJour], attendus: Iterable[Any]
) -> bytes:
    """Return one of the papers; `attendus` are the convocations of the meeting, or the members it will call."""
    return compile_pdf(GABARIT, present(reunion, document, points=points, attendus=list(attendus)), instant=reunion.le)


def present(
    reunion: Reunion, document: str, *, points: Sequence[PointOrdreDuJour], attendus: list[Any]
) -> dict[str, Any]:
    """Return what the paper says."""
    compte_rendu = document == "compte-rendu"
    quorum = lire_quorum(a for a in attendus if getattr(a, "presence", ""))
    voix = sum(a.voix == Voix.DELIBERATIVE for a in attendus)
    return {
        "document": document,
        "titre": DOCUMENTS[document],
        "mission_locale": MissionLocale.current_name(),
        "commission": reunion.get_commission_display(),
        "reperes": [{"nom": nom, "texte": texte, "fort": nom == "Date"} for nom, texte in _reperes(reunion) if texte],
        "phrase": APPEL if document == "convocation" else "",
        "presentation": reunion.ordre_du_jour,
        "titre_points": "Ce qui a été dit et décidé" if compte_rendu else "Ordre du jour",
        "points": [_point(point, compte_rendu=compte_rendu) for point in points],
        "attendus": [_attendu(attendu) for attendu in attendus],
        "presences": [p for a in attendus if (p := _attendu(a))["presence"]] if compte_rendu else [],
        "quorum": f"{pluriel(quorum.voix_presentes, *VOIX)} sur {voix}.",
        "suites": reunion.compte_rendu if compte_rendu else "",
        "etat": _etat(reunion) if compte_rendu else "",
    }


def _reperes(reunion: Reunion) -> list[tuple[str, str]]:
    # The year is always said: a paper is read later.
    jour = date_longue(reunion.le, relatif=False, aujourdhui=datetime.date.min)
    quand = f"{jour}, jusqu’à {heure_fr(reunion.fin_le)}"
    return [
        ("Commission", reunion.get_commission_display()),
        ("Projet", str(reunion.projet)),
        ("Date", f"{quand} (annulée)" if reunion.annulee_le else quand),
        ("Lieu", reunion.lieu),
    ]


def _point(point: PointOrdreDuJour, *, compte_rendu: bool) -> dict[str, str]:
    releve = point.releve or "Rien n’a été noté."
    return {
        "titre": point.titre,
        "duree": f"{point.duree_minutes}{INSECABLE}min" if point.duree_minutes else "",
        "fiches": " · ".join(str(fiche) for fiche in point.fiches.all()),
        "releve": releve if compte_rendu else "",
    }


def _attendu(attendu: Any) -> dict[str, str]:
    presence = str(attendu.get_presence_display()).lower() if getattr(attendu, "presence", "") else ""
    represente_par = getattr(attendu, "represente_par", "")
    return {
        "nom": attendu.nom,
        "qualite": attendu.qualite,
        "college": str(attendu.get_college_display()),
        "voix": "délibérative" if attendu.voix == Voix.DELIBERATIVE else "consultative",
        "presence": f"{presence} par {represente_par}" if presence and represente_par else presence,
        "represente_par": represente_par,
    }


def _etat(reunion: Reunion) -> str:
    if reunion.compte_rendu_valide_le is None:
        return "Compte rendu provisoire, pas encore validé."
    return f"Compte rendu validé le {date_courte(reunion.compte_rendu_valide_le)}."
