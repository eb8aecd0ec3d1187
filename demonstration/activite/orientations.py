"""Where interviews lead: orientations to partners and from them."""

import datetime

from accueil.choix import (
    STATUTS_SANS_REPONSE,
    SensOrientation,
    StatutOrientation,
)
from accueil.models import Orientation
from demonstration.activite.cadre import Cadre
from demonstration.calendrier import JOUR, jour_ouvert
from demonstration.ecriture import Ligne, ligne
from demonstration.population import Suivi
from jeunes.profil import profil_at
from structure.choix import TypePartenaire

STATUTS_ORIENTATION = {
    StatutOrientation.TERMINEE: 40.0,
    StatutOrientation.ACCEPTEE: 27.0,
    StatutOrientation.RECUE: 12.0,
    StatutOrientation.ENVOYEE: 13.0,
    StatutOrientation.REFUSEE: 8.0,
}
ISSUES_ORIENTATION: dict[str, str] = {
    StatutOrientation.TERMINEE: "Place trouvée",
    StatutOrientation.REFUSEE: "Plus de place avant plusieurs mois",
}
MOTIFS = {
    TypePartenaire.FORMATION: "Positionnement sur une formation",
    TypePartenaire.SANTE: "Bilan de santé, ouverture de droits",
    TypePartenaire.SOCIAL: "Appui social de proximité",
    TypePartenaire.ASSOCIATION: "Mobilité, logement ou activité",
    TypePartenaire.SPE: "Recherche d'emploi",
    TypePartenaire.EMPLOYEUR: "Immersion ou candidature",
}


def write_orientation(cadre: Cadre, suivi: Suivi, evenement: Ligne) -> None:
    """Write where an interview led, to a partner more often than from one."""
    alea = cadre.alea
    candidates = [partner for partner in cadre.maison.partenaires.values() if partner.type in MOTIFS]
    partenaire = alea.un(candidates)
    anciennete = (cadre.maison.jour - evenement.jour).days
    statut = _statut_orientation(alea.pondere(STATUTS_ORIENTATION), anciennete)
    sens = SensOrientation.VERS if alea.random() < 0.85 else SensOrientation.DEPUIS
    cadre.ecriture.ajoute(
        ligne(
            Orientation,
            id=alea.uuid(),
            jeune_id=suivi.jeune.pk,
            partenaire_id=partenaire.pk,
            sens=sens,
            motif=MOTIFS[TypePartenaire(partenaire.type)],
            statut=statut,
            issue=ISSUES_ORIENTATION.get(statut, ""),
            **_dates_orientation(statut, evenement.jour, anciennete),
            fait_le=evenement.fait_le,
            jour=evenement.jour,
            saisi_le=evenement.fait_le,
            saisi_par_id=evenement.saisi_par_id,
            lieu_id=evenement.lieu_id,
            **profil_at(suivi.jeune, evenement.jour),
        )
    )


def _statut_orientation(statut: str, anciennete: int) -> str:
    """Return a state that the age of a handover makes plausible: few stay without answer for months."""
    if anciennete < 5:
        return StatutOrientation.ENVOYEE
    if anciennete < 45 and statut == StatutOrientation.TERMINEE:
        return StatutOrientation.RECUE
    if anciennete > 90 and statut in STATUTS_SANS_REPONSE and anciennete % 12:
        return StatutOrientation.ACCEPTEE
    return statut


def _dates_orientation(statut: str, jour: datetime.date, anciennete: int) -> dict[str, datetime.date]:
    """Return the days of the states that a handover went through."""
    etapes = {"recue_le": 3, "decidee_le": 11, "terminee_le": 40}
    passees = {
        StatutOrientation.ENVOYEE: 0,
        StatutOrientation.RECUE: 1,
        StatutOrientation.ACCEPTEE: 2,
        StatutOrientation.REFUSEE: 2,
        StatutOrientation.TERMINEE: 3,
    }[StatutOrientation(statut)]
    return {
        name: max(jour_ouvert(jour + datetime.timedelta(days=min(delai, anciennete)), -JOUR), jour)
        for name, delai in list(etapes.items())[:passees]
    }
