"""The two commissions of the demo: members, meetings with their agenda, presences and minutes."""

import datetime
from typing import Any

from commun.dates import add_months
from comptes.models import Utilisateur
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, jour_ouvert, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import Maison
from demonstration.plan import Fiches
from evaluation.choix import PresenceReunion, TypeBilan
from evaluation.commissions.grille import VERSION_COURANTE
from evaluation.models import (
    Convocation,
    Lecture,
    LectureFiche,
    MembreCommission,
    PointOrdreDuJour,
    Reunion,
)
from evaluation.models.commissions import default_voix
from evaluation.services.lectures import fiches_a_lire
from plans_action.models import ProjetAssociatif

PRESENCES = {PresenceReunion.PRESENT: 8, PresenceReunion.EXCUSE: 2, PresenceReunion.REPRESENTE: 1}
DIRECTION = "Vasnier"


def build_commissions(
    *, alea: Alea, maison: Maison, projet: ProjetAssociatif, fiches: Fiches, ecriture: Ecriture
) -> None:
    """Write who sits, the meetings of both commissions and what was said of the past ones."""
    source = donnees("commissions")
    membres = [_membre(alea, maison, projet, row) for row in source["membres"]]
    ecriture.ecrit(MembreCommission, membres)
    rows = [(_reunion(alea, maison, projet, row), row) for row in source["reunions"]]
    ecriture.ecrit(Reunion, [reunion for reunion, _ in rows])
    for reunion, row in rows:
        _points(reunion, row, fiches, ecriture)
    convocations = [
        _convocation(alea, reunion, membre)
        for reunion, _ in rows
        for membre in membres
        if membre.commission == reunion.commission and reunion.convoquee_le is not None
    ]
    ecriture.ecrit(Convocation, convocations)
    _lecture(alea, maison, projet, ecriture)


def _lecture(alea: Alea, maison: Maison, projet: ProjetAssociatif, ecriture: Ecriture) -> None:
    """Open the reading for the 18-month bilan; its answers come once the figures are counted (lecture.py)."""
    source = donnees("commissions")["lecture"]
    day = jour_ouvert(maison.jour + source["jours"] * JOUR)
    lecture = Lecture(
        id=alea.uuid(),
        projet=projet,
        type=TypeBilan.INTERMEDIAIRE,
        grille_version=VERSION_COURANTE,
        ouverte_le=moment(day, datetime.time(9)),
        ouverte_par=_compte(maison, DIRECTION),
    )
    ecriture.ecrit(Lecture, [lecture])
    rows = []
    for fiche in fiches_a_lire(projet):
        commencee = fiche.numero in (*source["lues"], source["commencee"])
        if commencee:
            day = jour_ouvert(day + JOUR)
        row = LectureFiche(
            id=alea.uuid(),
            lecture=lecture,
            fiche=fiche,
            version=1 if commencee else 0,
            modifiee_le=moment(day, datetime.time(18, 20)) if commencee else None,
            modifiee_par=maison.comptes["commission"] if commencee else None,
        )
        rows.append(row)
    ecriture.ecrit(LectureFiche, rows)


def _compte(maison: Maison, code: str) -> Utilisateur | None:
    if not code:
        return None
    return maison.comptes[code] if code in maison.comptes else maison.equipe[code].utilisateur


def _membre(alea: Alea, maison: Maison, projet: ProjetAssociatif, row: dict[str, Any]) -> MembreCommission:
    return MembreCommission(
        id=alea.uuid(),
        commission=row["commission"],
        nom=row["nom"],
        qualite=row["qualite"],
        college=row["college"],
        voix=default_voix(row["college"]),
        preside=row.get("preside", False),
        email=row.get("email", ""),
        compte=_compte(maison, row.get("compte", "")),
        du=projet.debut,
    )


def _reunion(alea: Alea, maison: Maison, projet: ProjetAssociatif, row: dict[str, Any]) -> Reunion:
    if "mois" in row:
        day = add_months(projet.debut, row["mois"])
    elif "jours" in row:
        day = maison.jour + row["jours"] * JOUR
    else:
        day = projet.echeance_intermediaire + datetime.timedelta(days=row["apres_bilan"])
    day = jour_ouvert(day)
    direction = _compte(maison, DIRECTION)
    past = day < maison.jour
    return Reunion(
        id=alea.uuid(),
        projet=projet,
        commission=row["commission"],
        le=moment(day, datetime.time(14)),
        lieu="Siège, salle de réunion",
        ordre_du_jour=row["presentation"],
        convoquee_le=moment(day - datetime.timedelta(days=15), datetime.time(9)) if past else None,
        convoquee_par=direction if past else None,
        compte_rendu=row.get("compte_rendu", "") if past else "",
        compte_rendu_version=1 if past and "compte_rendu" in row else 0,
        compte_rendu_par=direction if past else None,
        compte_rendu_valide_le=moment(day + datetime.timedelta(days=6), datetime.time(17)) if past else None,
    )


def _points(reunion: Reunion, row: dict[str, Any], fiches: Fiches, ecriture: Ecriture) -> None:
    releves = row.get("releves", []) if reunion.compte_rendu_version else []
    points = [
        PointOrdreDuJour(
            reunion=reunion,
            ordre=ordre,
            titre=titre,
            duree_minutes=duree,
            releve=releves[ordre] if ordre < len(releves) else "",
        )
        for ordre, (titre, duree, _) in enumerate(row["points"])
    ]
    ecriture.ecrit(PointOrdreDuJour, points)
    liens = [
        (point.pk, fiches[numero].pk)
        for point, (_, _, numeros) in zip(points, row["points"], strict=True)
        for numero in numeros
        if numero in fiches
    ]
    ecriture.lie(PointOrdreDuJour.fiches, liens)


def _convocation(alea: Alea, reunion: Reunion, membre: MembreCommission) -> Convocation:
    """Return what was kept of a member at a past meeting."""
    presence = alea.pondere(PRESENCES)
    return Convocation(
        id=alea.uuid(),
        reunion=reunion,
        membre=membre,
        nom=membre.nom,
        qualite=membre.qualite,
        college=membre.college,
        voix=membre.voix,
        email=membre.adresse,
        convoquee_le=reunion.convoquee_le,
        version_annoncee=1 if membre.adresse else 0,
        annoncee_le=reunion.convoquee_le if membre.adresse else None,
        presence=presence,
        represente_par="Françoise Delteil" if presence == PresenceReunion.REPRESENTE else "",
    )
