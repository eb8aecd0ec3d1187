"""People met without a name, as the actions of the projet start."""

from collections.abc import Iterator, Sequence

from accueil.choix import (
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
)
from accueil.models import Evenement
from demonstration.activite.cadre import Annee, Cadre, heure_ouverte
from demonstration.activite.suivis import DEMANDES
from demonstration.alea import Alea
from demonstration.calendrier import moment
from demonstration.ecriture import Ligne, ligne
from demonstration.population import Suivi
from jeunes.profil import profil_at

PART_VENUS_ENSUITE = 0.35  # of the contacts in whose weeks somebody new came
JOURS_POUR_VENIR = (2, 35)
CONTACTS_PAR_SORTIE = 4.0  # for a Mission Locale of the size of Moulins
TAILLE_MOULINS = 2089


def write_rencontres(cadre: Cadre, annee: Annee, suivis: Sequence[Suivi]) -> int:
    """Write the contacts of a year; return how many. They appear with the actions of the projet."""
    average = CONTACTS_PAR_SORTIE * (len(suivis) / TAILLE_MOULINS) ** 0.8
    nouveaux = _Nouveaux(suivis, annee)
    written = 0
    for rang, lieu, fiche in _sorties(cadre, annee):
        for _ in range(cadre.alea.environ(average)):
            contact = _contact(cadre, rang, lieu, fiche)
            if suivi := nouveaux.met(rang):
                contact.jeune_id = suivi.jeune.pk
                for nom, valeur in profil_at(suivi.jeune, contact.jour).items():
                    setattr(contact, nom, valeur)
            cadre.ecriture.ajoute(contact)
            written += 1
        cadre.ecriture.vide(au_moins=6000)
    for rang in _echanges_entre_structures(cadre, annee):
        visite = _contact(cadre, rang, "siege", 6)
        visite.nature, visite.type_demande = Nature.VISITE, ""
        visite.partenaire_id = cadre.maison.partenaires["fjt"].pk
        visite.duree_minutes = 360
        visite.note = "Journée d'échange entre les deux équipes."
        cadre.ecriture.ajoute(visite)
        written += 1
    return written


class _Nouveaux:
    """Those who came for a first interview some weeks after somebody met them, each once."""

    def __init__(self, suivis: Sequence[Suivi], annee: Annee) -> None:
        # A chance of its own: the rest of the activity draws as before.
        self.alea = Alea.of(annee.debut, "venus ensuite")
        self.restent = sorted((suivi for suivi in suivis if suivi.debut >= annee.debut), key=lambda suivi: suivi.debut)

    def met(self, rang: int) -> Suivi | None:
        """Return who, met that day, will come; mostly nobody."""
        if self.alea.random() > PART_VENUS_ENSUITE:
            return None
        premier, dernier = (rang + jours for jours in JOURS_POUR_VENIR)
        suivi = next((suivi for suivi in self.restent if premier <= suivi.debut <= dernier), None)
        if suivi is not None:
            self.restent.remove(suivi)
        return suivi


def _sorties(cadre: Cadre, annee: Annee) -> Iterator[tuple[int, str, int]]:
    """Yield each occasion of meeting people: the day, the place, the fiche."""
    maison, jours = cadre.maison, cadre.maison.calendrier.jours
    for code, presence in maison.presences.items():
        if code.startswith(("camion", "tiers_lieu")):
            for rang in presence.jours:
                if annee.debut <= rang < annee.fin:
                    yield rang, code, 1 if code.startswith("camion") else 2
    for rang in range(max(annee.debut, cadre.sorties), annee.fin):
        weekday = jours[rang].isoweekday()
        if rang > cadre.ouverture_espace:
            yield rang, "siege", 17
        if weekday in (3, 5):
            yield rang, "hors_les_murs", 15
        if weekday == 1 and rang > cadre.site:
            yield rang, "distance", 9


def _echanges_entre_structures(cadre: Cadre, annee: Annee) -> Iterator[int]:
    """Yield about a day a month, since the convention was signed."""
    first = cadre.site
    for rang in range(max(annee.debut, first), annee.fin):
        if (rang - first) % 21 == 10:
            yield rang


def _contact(cadre: Cadre, rang: int, lieu: str, fiche: int) -> Ligne:
    alea, maison = cadre.alea, cadre.maison
    day = maison.calendrier.jours[rang]
    fait_le = moment(day, heure_ouverte(cadre, lieu, rang))
    conseiller = alea.un(maison.equipe_de.get(lieu) or maison.equipe_de["siege"])
    return ligne(
        Evenement,
        id=alea.uuid(),
        nature=Nature.CONTACT,
        conseiller_id=conseiller.pk,
        lieu_id=maison.lieux[lieu].pk,
        fiche_action_id=cadre.fiches[fiche].pk,
        fait_le=fait_le,
        jour=day,
        saisi_le=fait_le,
        saisi_par_id=conseiller.utilisateur_id,
        modalite=Modalite.HORS_LES_MURS if lieu == "hors_les_murs" else Modalite.FLUX,
        canal=Canal.MESSAGERIE if fiche == 9 else Canal.PRESENCE,
        mode_connaissance=ModeConnaissance.SITE if fiche == 9 else "",
        type_demande=alea.pondere(DEMANDES),
    )
