"""What the demo's youths do together: regroupements, past and coming séances, sign-ups, presences, ideas."""

import datetime
from dataclasses import dataclass
from typing import Any

from accueil.choix import Rythme
from accueil.permanences import Recurrence, occurrences
from commun.dates import add_months
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, jour_ouvert, moment
from demonstration.ecriture import Ecriture, Ligne, ligne
from demonstration.maison import Maison
from demonstration.plan import Fiches, debut_projet
from demonstration.population import Population, Suivi
from jeunes.profil import profil_at
from participation.choix import OrigineInscription, Presence, StatutIdee, StatutInscription, TypeParticipation
from participation.models import Idee, Inscription, Regroupement, Seance

ORIGINES = {
    OrigineInscription.EN_LIGNE: 34.0,
    OrigineInscription.EQUIPE: 33.0,
    OrigineInscription.RESEAUX_SOCIAUX: 11.0,
    OrigineInscription.SITE: 9.0,
    OrigineInscription.JEUNE_REFERENT: 8.0,
    OrigineInscription.PARTENAIRE: 5.0,
}
PRESENCES = {Presence.PRESENT: 76.0, Presence.ABSENT: 15.0, Presence.EXCUSE: 9.0}
# Filled on average, and what share of those signed up gives the place back.
REMPLISSAGE, DESISTEMENTS = 0.72, 0.08
ESSAIS = 60


@dataclass
class Cadre:
    """What every sign-up needs."""

    alea: Alea
    maison: Maison
    population: Population
    ecriture: Ecriture


def build_collectif(*, alea: Alea, maison: Maison, population: Population, fiches: Fiches, ecriture: Ecriture) -> None:
    """Write the groups with their séances since they exist and for the coming months, and the ideas."""
    cadre = Cadre(alea, maison, population, ecriture)
    animations: list[tuple[Ligne, Any]] = []
    for row in donnees("collectif")["regroupements"]:
        regroupement = Regroupement(
            id=alea.uuid(),
            titre=row["titre"],
            description=row["description"],
            lieu=maison.lieux[row["lieu"]],
            fiche_action=fiches[row["fiche"]],
        )
        animateurs = [maison.equipe[nom] for nom in row["animateurs"]]
        ecriture.ecrit(Regroupement, [regroupement])
        ecriture.lie(Regroupement.animateurs, [(regroupement.pk, who.pk) for who in animateurs])
        past, coming = _dates(maison, row)
        serie = alea.uuid()
        today = [(maison.jour, round(0.6 * row["places"]))] if maison.jour in _occurrences(maison, row) else []
        for day in past:
            animations += _animee(_seance_passee(cadre, regroupement, row, day, serie), animateurs)
        for day, taken in [*today, *zip(coming, row["a_venir"], strict=False)]:
            animations += _animee(_seance_a_venir(cadre, regroupement, row, day, taken, serie), animateurs)
    ecriture.vide()
    ecriture.lie(Seance.animateurs, [(seance.id, who.pk) for seance, who in animations])
    _idees(cadre, fiches)


def _animee(seance: Ligne, animateurs: list[Any]) -> list[tuple[Ligne, Any]]:
    return [(seance, who) for who in animateurs]


def _dates(maison: Maison, row: dict[str, Any]) -> tuple[list[datetime.date], list[datetime.date]]:
    """Return the days of the past séances and of the coming ones, without today."""
    days = _occurrences(maison, row)
    return [day for day in days if day < maison.jour], [day for day in days if day > maison.jour]


def _occurrences(maison: Maison, row: dict[str, Any]) -> list[datetime.date]:
    """Return the days of a group's séances, August left out."""
    start = add_months(debut_projet(maison.jour), row["mois"])
    recurrence = Recurrence(
        rythme=Rythme.QUINZAINE if row.get("quinzaine") else Rythme.MENSUEL,
        jours=(row["jour"],),
        semaines_du_mois=(row.get("semaine", 1),),
        debut=start,
        fin=None,
        heure_debut=datetime.time.fromisoformat(row["heures"][0]),
        heure_fin=datetime.time.fromisoformat(row["heures"][1]),
    )
    step = row.get("un_mois_sur", 1)
    return [
        day
        for day in occurrences(recurrence, start, maison.jour + 130 * JOUR * max(step / 2, 1))
        if day.month != 8 and ((day.year - start.year) * 12 + day.month - start.month) % step == 0
    ]


def _seance(cadre: Cadre, regroupement: Regroupement, row: dict[str, Any], day: datetime.date, serie: Any) -> Ligne:
    debut, fin = (moment(day, datetime.time.fromisoformat(heure)) for heure in row["heures"])
    publiee = min(debut - 45 * JOUR, moment(cadre.maison.jour - JOUR, datetime.time(9)))
    return ligne(
        Seance,
        id=cadre.alea.uuid(),
        regroupement_id=regroupement.pk,
        lieu_id=cadre.maison.lieux[row["lieu"]].pk,
        fiche_action_id=regroupement.fiche_action_id,
        debut_le=debut,
        fin_le=fin,
        jour=day,
        places=row["places"],
        publiee_le=publiee,
        serie=serie,
    )


def _seance_passee(
    cadre: Cadre, regroupement: Regroupement, row: dict[str, Any], day: datetime.date, serie: Any
) -> Ligne:
    """Return a séance that took place, its sign-ups and presences written; one in thirty was called off."""
    alea = cadre.alea
    seance = _seance(cadre, regroupement, row, day, serie)
    # The last one of the collectif waits for its presences: somebody who tries the demo notes them.
    a_noter = row["code"] == "collectif" and day == max(_dates(cadre.maison, row)[0])
    if alea.random() < 1 / 30 and not a_noter:
        seance.annulee_le = seance.debut_le - 2 * JOUR
    wanted = min(max(round(row["places"] * alea.gauss(REMPLISSAGE, 0.2)), 2), row["places"])
    people = _tire_jeunes(cadre, day, wanted + 1)
    essai = cadre.population.essai
    if (
        (row["code"] == "collectif" or (row["code"] == "cv" and alea.random() < 0.3))
        and _vient(cadre, essai, day)
        and essai not in people
    ):
        people = [*people[: wanted - 1], essai]
    for suivi in people[:wanted]:
        inscription = _inscription(cadre, seance, suivi, day)
        if alea.random() < DESISTEMENTS and suivi is not essai:
            inscription.statut = StatutInscription.ANNULEE
            inscription.annulee_le = seance.debut_le - 3 * JOUR
            inscription.annulation_envoyee_le = inscription.annulee_le
        else:
            seance.places_prises += 1
            if seance.annulee_le is None:
                presence = Presence.PRESENT if suivi is essai else alea.pondere(PRESENCES)
                inscription.presence = "" if a_noter else presence
        cadre.ecriture.ajoute(inscription)
    cadre.ecriture.ajoute(seance)
    return seance


def _seance_a_venir(
    cadre: Cadre, regroupement: Regroupement, row: dict[str, Any], day: datetime.date, taken: int, serie: Any
) -> Ligne:
    """Return a coming séance with so many people signed up; above the places, they wait in order."""
    seance = _seance(cadre, regroupement, row, day, serie)
    today = cadre.maison.jour
    essai = cadre.population.essai
    people = [suivi for suivi in _tire_jeunes(cadre, today, taken) if suivi is not essai]
    first = day == min(_dates(cadre.maison, row)[1])
    if first and row["code"] == "collectif":
        people = [*people[: taken - 1], essai]
    if first and row["code"] == "entreprise":
        people = [*people[: seance.places + 1], essai, *people[seance.places + 1 : taken - 1]]
    for suivi in people[:taken]:
        inscription = _inscription(cadre, seance, suivi, today)
        if seance.places_prises < seance.places:
            seance.places_prises += 1
        else:
            inscription.statut = StatutInscription.EN_ATTENTE
        cadre.ecriture.ajoute(inscription)
    cadre.ecriture.ajoute(seance)
    return seance


def _inscription(cadre: Cadre, seance: Ligne, suivi: Suivi, day: datetime.date) -> Ligne:
    """Return a sign-up, next in the séance's order of arrival; its person has been told."""
    alea = cadre.alea
    seance.dernier_rang += 1
    before = max(20 - seance.dernier_rang, 1)
    le = min(seance.debut_le - before * JOUR, moment(cadre.maison.jour - JOUR, datetime.time(8)))
    le += datetime.timedelta(minutes=7 * seance.dernier_rang)
    origine = alea.pondere(ORIGINES)
    return ligne(
        Inscription,
        id=alea.uuid(),
        seance_id=seance.id,
        jeune_id=suivi.jeune.pk,
        statut=StatutInscription.CONFIRMEE,
        rang=seance.dernier_rang,
        participation=TypeParticipation.PILOTE if alea.random() < 0.12 else TypeParticipation.COLLABORATEUR,
        origine=origine,
        inscrit_le=le,
        inscrit_par_id=suivi.referent.utilisateur_id if origine == OrigineInscription.EQUIPE else None,
        confirmation_envoyee_le=le,
        **profil_at(suivi.jeune, day),
    )


def _vient(cadre: Cadre, suivi: Suivi, day: datetime.date) -> bool:
    rang = cadre.maison.calendrier.rang(day)
    return suivi.debut < rang <= suivi.fin


def _tire_jeunes(cadre: Cadre, day: datetime.date, nombre: int) -> list[Suivi]:
    """Return some youths who come at that time, each once, never the one who is on no list."""
    found: dict[int, Suivi] = {}
    for _ in range(ESSAIS * max(nombre, 1)):
        if len(found) >= nombre:
            break
        suivi = cadre.alea.un(cadre.population.suivis)
        if suivi is not cadre.population.essai_sans_rien and _vient(cadre, suivi, day):
            found[id(suivi)] = suivi
    return list(found.values())


def _idees(cadre: Cadre, fiches: Fiches) -> None:
    """Write what youths said and what was answered."""
    maison = cadre.maison
    repond = maison.equipe["Ostrowski"].utilisateur
    rows = []
    for n, (texte, reponse, jours, retenue) in enumerate(donnees("collectif")["idees"]["lignes"]):
        day = jour_ouvert(maison.jour - jours * JOUR)
        author = cadre.population.essai if n in (10, 12) else next(iter(_tire_jeunes(cadre, day, 1)), None)
        statut = StatutIdee.DEPOSEE if not reponse else StatutIdee.RETENUE if retenue else StatutIdee.REPONDUE
        rows.append(
            Idee(
                id=cadre.alea.uuid(),
                jeune=author.jeune if author else None,
                texte=texte,
                statut=statut,
                reponse=reponse,
                repondue_par=repond if reponse else None,
                deposee_le=moment(day, datetime.time(15, 10)),
                repondue_le=moment(jour_ouvert(day + 6 * JOUR), datetime.time(11)) if reponse else None,
                fiche_action=fiches[18],
            )
        )
    cadre.ecriture.ecrit(Idee, rows)
