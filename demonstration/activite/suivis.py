"""What happens with one youth, in order of time: first interview, interviews, exchanges, groups."""

from accueil.choix import (
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
    Suite,
    TypeBesoin,
    TypeDemande,
)
from accueil.models import BesoinExprime
from demonstration.activite.cadre import Cadre, evenement_de, place
from demonstration.activite.orientations import write_orientation
from demonstration.activite.rendez_vous import write_honore, write_manque
from demonstration.alea import Alea
from demonstration.ecriture import ligne
from demonstration.population import Suivi
from jeunes.profil import is_hors_age

MODES = {
    ModeConnaissance.BOUCHE_A_OREILLE: 31.0,
    ModeConnaissance.FRANCE_TRAVAIL: 17.0,
    ModeConnaissance.PARTENAIRE: 14.0,
    ModeConnaissance.ECOLE: 13.0,
    ModeConnaissance.SPONTANE: 8.0,
    ModeConnaissance.RESEAUX_SOCIAUX: 6.0,
    ModeConnaissance.SITE: 5.0,
    ModeConnaissance.EVENEMENT: 4.0,
    "": 2.0,
}
BESOINS = {
    TypeBesoin.EMPLOI: 30.0,
    TypeBesoin.ORIENTATION_FORMATION: 27.0,
    TypeBesoin.DEMARCHES: 14.0,
    TypeBesoin.SECONDAIRES: 11.0,
    TypeBesoin.REMOBILISATION: 8.0,
    TypeBesoin.PRIMAIRES: 6.0,
    TypeBesoin.INSERTION: 4.0,
}
SUITES = {Suite.RENDEZ_VOUS: 68.0, Suite.ORIENTATION: 14.0, Suite.INFORMATION: 14.0, Suite.AUCUNE: 4.0}
CANAUX_ECHANGE = {Canal.TELEPHONE: 50.0, Canal.SMS: 27.0, Canal.MAIL: 18.0, Canal.MESSAGERIE: 4.0, Canal.COURRIER: 1.0}
DEMANDES = {
    TypeDemande.INFORMATION: 46.0,
    TypeDemande.ECHANGE: 33.0,
    TypeDemande.INSCRIPTION: 11.0,
    TypeDemande.SUIVI: 10.0,
}
PART_RENDEZ_VOUS = 0.62  # of the interviews in presence
PART_MANQUES = 0.22  # rendez-vous that did not take place, for one that did


def write_suivi(cadre: Cadre, suivi: Suivi) -> None:
    """Write a youth's événements in order of time."""
    _premier_accueil(cadre, suivi)
    for rang, nature in sorted(suivi.evenements):
        if nature == Nature.ENTRETIEN:
            _entretien(cadre, suivi, rang)
        elif nature == Nature.ECHANGE:
            _echange(cadre, suivi, rang)
        else:
            _collectif(cadre, suivi, rang, nature)
    suivi.evenements.clear()


def _premier_accueil(cadre: Cadre, suivi: Suivi) -> None:
    alea, jeune = cadre.alea, suivi.jeune
    rang, lieu = suivi.debut, suivi.premier_lieu
    evenement = evenement_de(cadre, suivi, rang, lieu, Nature.PREMIER_ACCUEIL)
    evenement.modalite = Modalite.FLUX if alea.random() < (0.7 if lieu == "siege" else 0.4) else Modalite.RENDEZ_VOUS
    evenement.mode_connaissance = _mode(cadre, rang, lieu)
    evenement.suite = alea.pondere(SUITES)
    evenement.hors_territoire = jeune.is_hors_territoire()
    evenement.hors_age = is_hors_age(evenement.age)
    evenement.duree_minutes = alea.un((30, 45, 45, 60))
    if evenement.mode_connaissance == ModeConnaissance.PARTENAIRE:
        evenement.partenaire_id = alea.un(list(cadre.maison.partenaires.values())[10:40]).pk
    if evenement.mode_connaissance == ModeConnaissance.JEUNE_REFERENT:
        evenement.fiche_action_id = cadre.fiches[5].pk
    if rang > cadre.sorties and lieu == "siege" and alea.random() < 0.12:
        evenement.lieu_id = cadre.maison.lieux["hors_les_murs"].pk
        evenement.modalite, evenement.fiche_action_id = Modalite.HORS_LES_MURS, cadre.fiches[16].pk
    cadre.ecriture.ajoute(evenement)
    for besoin in draw_besoins(alea):
        cadre.ecriture.ajoute(ligne(BesoinExprime, evenement_id=evenement.id, besoin=besoin))
    if evenement.modalite == Modalite.RENDEZ_VOUS:
        write_honore(cadre, suivi, evenement, rang)


def draw_besoins(alea: Alea) -> list[str]:
    """Return the needs told at a first interview, as drawn: the order of a set changes with each process."""
    return list(dict.fromkeys(alea.pondere(BESOINS) for _ in range(alea.un((1, 2, 2, 3)))))


def _mode(cadre: Cadre, rang: int, lieu: str) -> str:
    """Return how the person knows us: new ways appear when the fiches start."""
    alea = cadre.alea
    if lieu.startswith("camion"):
        return ModeConnaissance.CAMION
    if rang > cadre.ouverture_espace and alea.random() < 0.09:
        return ModeConnaissance.JEUNE_REFERENT
    if rang > cadre.site and alea.random() < 0.08:
        return ModeConnaissance.SITE
    return str(alea.pondere(MODES))


def _entretien(cadre: Cadre, suivi: Suivi, rang: int) -> None:
    alea = cadre.alea
    chance = alea.random()
    if chance < 0.10:  # by phone or on a screen
        evenement = evenement_de(cadre, suivi, rang, "distance", Nature.ENTRETIEN)
        evenement.canal = Canal.TELEPHONE if chance < 0.07 else Canal.VISIO
        evenement.modalite = Modalite.RENDEZ_VOUS
    elif chance < 0.16:  # somewhere else than at a desk: usual since the projet started
        evenement = evenement_de(cadre, suivi, rang, "domicile" if chance < 0.11 else "hors_les_murs", Nature.ENTRETIEN)
        evenement.modalite = Modalite.HORS_LES_MURS
        if rang > cadre.sorties:
            evenement.fiche_action_id = cadre.fiches[16].pk
    else:
        rang, lieu = place(cadre, suivi, rang)
        nature = Nature.ENTRETIEN_PARTENAIRE if alea.random() < 0.06 else Nature.ENTRETIEN
        evenement = evenement_de(cadre, suivi, rang, lieu, nature)
        with_rdv = alea.random() < PART_RENDEZ_VOUS
        evenement.modalite = Modalite.RENDEZ_VOUS if with_rdv else Modalite.FLUX
        if with_rdv:
            write_honore(cadre, suivi, evenement, rang)
            if alea.random() < PART_MANQUES:
                write_manque(cadre, suivi, rang)
        if evenement.fiche_action_id is None and rang > cadre.projet and alea.random() < 0.06:
            evenement.fiche_action_id = cadre.fiches[13].pk
    if id(suivi) in cadre.groupe and rang >= cadre.site:
        evenement.fiche_action_id = cadre.fiches[11].pk
    evenement.duree_minutes = alea.un((30, 45, 45, 45, 60))
    cadre.ecriture.ajoute(evenement)
    if alea.random() < 0.10:
        cadre.ecriture.ajoute(ligne(BesoinExprime, evenement_id=evenement.id, besoin=alea.pondere(BESOINS)))
    if alea.random() < 0.09:
        write_orientation(cadre, suivi, evenement)


def _echange(cadre: Cadre, suivi: Suivi, rang: int) -> None:
    evenement = evenement_de(cadre, suivi, rang, "distance", Nature.ECHANGE)
    evenement.canal = cadre.alea.pondere(CANAUX_ECHANGE)
    evenement.duree_minutes = 10
    cadre.ecriture.ajoute(evenement)


def _collectif(cadre: Cadre, suivi: Suivi, rang: int, nature: str) -> None:
    lieu = "siege"
    if suivi.lieu in ("saint_pourcain", "dompierre") and cadre.alea.random() < 0.6:
        rang, lieu = place(cadre, suivi, rang)
    evenement = evenement_de(cadre, suivi, rang, lieu, nature)
    if nature == Nature.CONTACT:
        evenement.type_demande = cadre.alea.pondere(DEMANDES)
        if rang > cadre.ouverture_espace and lieu == "siege":
            evenement.fiche_action_id = cadre.fiches[17].pk
    else:
        evenement.duree_minutes = 120
    cadre.ecriture.ajoute(evenement)
