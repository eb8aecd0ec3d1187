"""What every fact of the demo needs, and where, when and by whom a youth is received."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from accueil.models import Evenement
from demonstration.alea import Alea
from demonstration.calendrier import moment
from demonstration.ecriture import Ecriture, Ligne, ligne
from demonstration.maison import ARRETS, Maison
from demonstration.plan import Fiches
from demonstration.population import DETOUR, Suivi
from jeunes.profil import profil_at
from structure.models import Conseiller


@dataclass(frozen=True)
class Annee:
    """One year of activity: its ranks in the calendar and how many événements it holds."""

    debut: int
    fin: int
    total: int


@dataclass
class Cadre:
    """What every fact needs."""

    alea: Alea
    maison: Maison
    fiches: Fiches
    ecriture: Ecriture
    projet: int  # rank of the projet's first day
    ouverture_espace: int  # ranks from which actions run
    sorties: int
    site: int
    annees: tuple[Annee, ...] = ()
    groupe: frozenset[int] = frozenset()  # identities of the youths of « Bouge sur mon territoire »

    @property
    def today(self) -> int:
        """Return the rank of today."""
        return self.maison.calendrier.rang(self.maison.jour)


def place(cadre: Cadre, suivi: Suivi, rang: int) -> tuple[int, str]:
    """
    Return where and when the youth is received: near home when somebody is there about that day, else the siège.

    The day moves within its year and within the follow-up only.
    """
    alea, presences = cadre.alea, cadre.maison.presences
    low, high = suivi.debut + 1, suivi.fin
    for annee in cadre.annees:
        if annee.debut <= rang < annee.fin:
            low, high = max(low, annee.debut), min(high, annee.fin)
    arret = ARRETS.get((suivi.jeune.commune.codes_postaux if suivi.jeune.commune else "")[:5])
    wanted = [arret] if arret and alea.random() < 0.4 else []
    if suivi.lieu != "siege" and alea.random() < 0.78:
        wanted.append(suivi.lieu)
    if suivi.referent.fonction == "referent_justice" and alea.random() < 0.3:
        wanted.append("maison_arret")
    for lieu in wanted:
        found = presences[lieu].proche(rang, low, high)
        if found is not None and abs(found - rang) <= DETOUR:
            return found, lieu
    return rang, "siege"


def evenement_de(cadre: Cadre, suivi: Suivi, rang: int, lieu: str, nature: str) -> Ligne:
    """Return an événement at an hour when the place is open, with the profile of that day frozen."""
    maison, alea = cadre.maison, cadre.alea
    day = maison.calendrier.jours[rang]
    fait_le = moment(day, heure_ouverte(cadre, lieu, rang))
    conseiller = qui(cadre, suivi, lieu)
    return ligne(
        Evenement,
        id=alea.uuid(),
        nature=nature,
        jeune_id=suivi.jeune.pk,
        conseiller_id=conseiller.pk,
        lieu_id=maison.lieux[lieu].pk,
        fiche_action_id=_fiche(cadre, lieu, rang),
        fait_le=fait_le,
        jour=day,
        saisi_le=fait_le,
        saisi_par_id=conseiller.utilisateur_id,
        **profil_at(suivi.jeune, day),
    )


def heure_ouverte(cadre: Cadre, lieu: str, rang: int) -> datetime.time:
    """Return an hour when the place receives that day; those of the siège where nothing is said."""
    presence = cadre.maison.presences.get(lieu)
    if presence is None or rang not in presence.heures:
        presence = cadre.maison.presences["siege"]
    return cadre.alea.un(presence.creneaux(rang))


def qui(cadre: Cadre, suivi: Suivi, lieu: str) -> Conseiller:
    """Return who receives: the référent where he or she works, else somebody of the place."""
    equipe = cadre.maison.equipe_de.get(lieu)
    if not equipe or suivi.referent in equipe:
        return suivi.referent
    return cadre.alea.un(equipe)


def _fiche(cadre: Cadre, lieu: str, rang: int) -> UUID | None:
    if rang < cadre.projet:
        return None
    if lieu.startswith("camion"):
        return cadre.fiches[1].pk
    return cadre.fiches[2].pk if lieu.startswith("tiers_lieu") else None
