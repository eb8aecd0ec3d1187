"""Rendez-vous: those behind the interviews, those that did not take place, those of the coming weeks."""

import datetime
from collections import Counter, defaultdict

from accueil.choix import (
    Nature,
    StatutRendezVous,
)
from accueil.models import RendezVous
from demonstration.activite.cadre import Cadre, heure_ouverte, place, qui
from demonstration.alea import Alea
from demonstration.calendrier import JOUR, moment
from demonstration.ecriture import Ligne, ligne
from demonstration.maison import CONSEILLERE
from demonstration.population import Population, Suivi
from jeunes.profil import profil_at

ISSUES_RDV = {StatutRendezVous.ABSENT: 62.0, StatutRendezVous.EXCUSE: 24.0, StatutRendezVous.ANNULE: 14.0}


def _delai(alea: Alea) -> int:
    """Return how many days before the rendez-vous it was asked for; one in seven waits more than fifteen days."""
    return min(round(alea.lognormvariate(1.8, 0.85)), 45)


def _rendez_vous(cadre: Cadre, suivi: Suivi, demande: datetime.date, lieu: object, **fields: object) -> Ligne:
    fait_le = moment(demande, datetime.time(9, 30))
    return ligne(
        RendezVous,
        id=cadre.alea.uuid(),
        jeune_id=suivi.jeune.pk,
        lieu_id=lieu,
        fait_le=fait_le,
        jour=demande,
        saisi_le=fait_le,
        **fields,
        **profil_at(suivi.jeune, demande),
    )


def _demande(cadre: Cadre, suivi: Suivi, rang: int) -> datetime.date:
    """Return the open day on which a rendez-vous was asked for, never before the first interview."""
    jours = cadre.maison.calendrier.jours
    wanted = cadre.maison.calendrier.rang(jours[rang] - _delai(cadre.alea) * JOUR)
    return jours[min(max(wanted, suivi.debut), rang)]


def write_honore(cadre: Cadre, suivi: Suivi, evenement: Ligne, rang: int) -> None:
    """Write the rendez-vous that an interview had; a first one may have been asked for before the file existed."""
    premier = evenement.nature == Nature.PREMIER_ACCUEIL
    jours = cadre.maison.calendrier.jours
    demande = jours[max(rang - cadre.alea.randrange(8), 0)] if premier else _demande(cadre, suivi, rang)
    cadre.ecriture.ajoute(
        _rendez_vous(
            cadre,
            suivi,
            demande,
            evenement.lieu_id,
            conseiller_id=evenement.conseiller_id,
            saisi_par_id=evenement.saisi_par_id,
            prevu_le=evenement.fait_le,
            prevu_jour=evenement.jour,
            statut=StatutRendezVous.HONORE,
        )
    )


def write_manque(cadre: Cadre, suivi: Suivi, rang: int) -> None:
    """Write a rendez-vous that did not take place, some days around the interview that did."""
    jours = cadre.maison.calendrier.jours
    rang = min(max(rang - cadre.alea.randrange(1, 12), suivi.debut + 1), suivi.fin - 1)
    rang, lieu = place(cadre, suivi, rang)
    conseiller = qui(cadre, suivi, lieu)
    cadre.ecriture.ajoute(
        _rendez_vous(
            cadre,
            suivi,
            _demande(cadre, suivi, rang),
            cadre.maison.lieux[lieu].pk,
            conseiller_id=conseiller.pk,
            saisi_par_id=conseiller.utilisateur_id,
            prevu_le=moment(jours[rang], heure_ouverte(cadre, lieu, rang)),
            prevu_jour=jours[rang],
            statut=cadre.alea.pondere(ISSUES_RDV),
        )
    )


def write_a_venir(cadre: Cadre, population: Population) -> None:
    """Fill the coming weeks: a full day today (or on the next open day), appointments, open requests."""
    alea, maison = cadre.alea, cadre.maison
    today = cadre.today
    horizon = min(today + 22, len(maison.calendrier.jours) - 1)
    taken: set[tuple[object, int, datetime.time]] = set()
    per_day: Counter[tuple[object, int]] = Counter()
    followed: dict[object, list[Suivi]] = defaultdict(list)
    for suivi in population.suivis:
        if suivi.encore_suivi:
            followed[suivi.referent.pk].append(suivi)
    for conseiller in maison.equipe.values():
        wanted = 6 if conseiller.nom == CONSEILLERE else 4
        for position, suivi in enumerate(followed[conseiller.pk]):
            if suivi is population.essai_sans_rien:
                continue
            if position < wanted + 1:
                first = today
            elif alea.random() < 0.58:
                first = today + 1 + int(alea.random() ** 1.4 * (horizon - today))
            else:
                if alea.random() < 0.12:
                    _sans_date(cadre, suivi)
                continue
            slot = _creneau_libre(cadre, suivi, first, horizon, taken, per_day, wanted)
            if slot is not None:
                _fixe(cadre, suivi, *slot)


def _creneau_libre(
    cadre: Cadre,
    suivi: Suivi,
    premier: int,
    dernier: int,
    taken: set[tuple[object, int, datetime.time]],
    per_day: Counter[tuple[object, int]],
    par_jour: int,
) -> tuple[int, str, datetime.time] | None:
    """Return the first free hour of the référent at the youth's place or at the siège, a few a day at most."""
    who = suivi.referent.pk
    code = suivi.lieu if suivi.referent in cadre.maison.equipe_de[suivi.lieu] else "siege"
    presence = cadre.maison.presences[code]
    for rang in range(premier, dernier):
        if per_day[who, rang] >= par_jour or rang not in presence.heures:
            continue
        for heure in presence.creneaux(rang)[::3]:
            if (who, rang, heure) not in taken:
                taken.add((who, rang, heure))
                per_day[who, rang] += 1
                return rang, code, heure
    return None


def _fixe(cadre: Cadre, suivi: Suivi, rang: int, lieu: str, heure: datetime.time) -> None:
    jours, today = cadre.maison.calendrier.jours, cadre.today
    # Asked for in the last week: older ones whose day is still to come would all be late ones.
    asked = max(today - 1 - cadre.alea.randrange(12) // 2, suivi.debut)
    cadre.ecriture.ajoute(
        _rendez_vous(
            cadre,
            suivi,
            jours[asked],
            cadre.maison.lieux[lieu].pk,
            conseiller_id=suivi.referent.pk,
            saisi_par_id=suivi.referent.utilisateur_id,
            prevu_le=moment(jours[rang], heure),
            prevu_jour=jours[rang],
            statut=StatutRendezVous.FIXE,
        )
    )


def _sans_date(cadre: Cadre, suivi: Suivi) -> None:
    asked = max(cadre.today - 1 - cadre.alea.randrange(25), suivi.debut)
    cadre.ecriture.ajoute(
        _rendez_vous(
            cadre,
            suivi,
            cadre.maison.calendrier.jours[asked],
            cadre.maison.lieux[suivi.lieu].pk,
            conseiller_id=suivi.referent.pk,
            saisi_par_id=suivi.referent.utilisateur_id,
            statut=StatutRendezVous.DEMANDE,
        )
    )
