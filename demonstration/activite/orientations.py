"""Where interviews lead: orientations to partners and from them."""

from accueil.choix import (
    SensOrientation,
    StatutOrientation,
)
from accueil.models import Orientation
from demonstration.activite.cadre import Cadre
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
    statut = alea.pondere(STATUTS_ORIENTATION)
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
            issue="Place trouvée" if statut == StatutOrientation.TERMINEE else "",
            fait_le=evenement.fait_le,
            jour=evenement.jour,
            saisi_le=evenement.fait_le,
            saisi_par_id=evenement.saisi_par_id,
            lieu_id=evenement.lieu_id,
            **profil_at(suivi.jeune, evenement.jour),
        )
    )
