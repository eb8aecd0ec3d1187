"""Three years of the front desk: événements, needs, rendez-vous, orientations, and people met without a name."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from accueil.choix import (
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
    SensOrientation,
    StatutOrientation,
    StatutRendezVous,
    Suite,
    TypeBesoin,
    TypeDemande,
)
from accueil.models import BesoinExprime, Evenement, Orientation, RendezVous
from commun.dates import add_months
from demonstration.alea import Alea
from demonstration.calendrier import JOUR, moment
from demonstration.ecriture import Ecriture, Ligne, ligne
from demonstration.maison import ARRETS, CONSEILLERE, Maison
from demonstration.plan import Fiches, debut_projet
from demonstration.population import DETOUR, Population, Suivi
from jeunes.profil import is_hors_age, profil_at
from structure.choix import TypePartenaire
from structure.models import Conseiller

PART_ENTRETIENS = 0.46  # of the événements of a year, as in the Moulins document
# The rest, by weight.
AUTRES_NATURES = {
    Nature.ECHANGE: 52.0,
    Nature.ATELIER: 18.0,
    Nature.INFORMATION_COLLECTIVE: 8.0,
    Nature.PRESTATION: 9.0,
    Nature.VISITE: 4.0,
    Nature.CONTACT: 9.0,
}
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
ISSUES_RDV = {StatutRendezVous.ABSENT: 62.0, StatutRendezVous.EXCUSE: 24.0, StatutRendezVous.ANNULE: 14.0}
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
PART_RENDEZ_VOUS = 0.62  # of the interviews in presence
PART_MANQUES = 0.22  # rendez-vous that did not take place, for one that did
CONTACTS_PAR_SORTIE = 4.0  # for a Mission Locale of the size of Moulins
TAILLE_MOULINS = 2089
VOYAGEURS = 8


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


def build_activite(
    *, alea: Alea, maison: Maison, population: Population, fiches: Fiches, par_an: tuple[int, ...], ecriture: Ecriture
) -> None:
    """Write exactly the number of événements asked for each year, and what goes with them."""
    rang = maison.calendrier.rang
    projet = debut_projet(maison.jour)
    cadre = Cadre(
        alea, maison, fiches, ecriture, rang(projet), rang(add_months(projet, 6)), rang(add_months(projet, 5)),
        rang(add_months(projet, 10)),
    )  # fmt: skip
    voyage = [suivi for suivi in population.suivis if suivi.debut < cadre.site and suivi.fin > cadre.site + 60]
    cadre.groupe = frozenset(map(id, voyage[2 : 2 + VOYAGEURS]))
    bounds = [rang(add_months(maison.jour, -12 * n)) for n in range(len(par_an), -1, -1)]
    annees = [Annee(bounds[n], bounds[n + 1], total) for n, total in enumerate(par_an)]
    cadre.annees = tuple(annees)
    premiers = Counter(_annee(annees, suivi.debut) for suivi in population.suivis)
    for numero, annee in enumerate(annees):
        anonymes = _contacts_anonymes(cadre, annee, len(population.suivis))
        _partage(cadre, population.suivis, annee, annee.total - anonymes - premiers[numero], premiers[numero])
    for suivi in population.suivis:
        _vie(cadre, suivi)
        ecriture.vide(au_moins=6000)
    _rendez_vous_a_venir(cadre, population)
    ecriture.vide()


def _annee(annees: list[Annee], rang: int) -> int:
    return next((n for n, annee in enumerate(annees) if annee.debut <= rang < annee.fin), -1)


def _partage(cadre: Cadre, suivis: list[Suivi], annee: Annee, nombre: int, premiers: int) -> None:
    """Deal the événements of a year to those who came that year, with exactly the share of interviews wanted."""
    calendrier, alea = cadre.maison.calendrier, cadre.alea
    spans = [(max(suivi.debut + 1, annee.debut), min(suivi.fin, annee.fin)) for suivi in suivis]
    weights = [calendrier.poids(*span) * suivi.intensite for suivi, span in zip(suivis, spans, strict=True)]
    entretiens = min(max(round(PART_ENTRETIENS * annee.total) - premiers, 0), nombre)
    natures = [str(Nature.ENTRETIEN.value)] * entretiens
    natures += [str(nature) for nature in alea.quotas(AUTRES_NATURES, nombre - entretiens)]
    alea.shuffle(natures)
    chosen = alea.choices(range(len(suivis)), weights, k=nombre)
    for index, nature in zip(chosen, natures, strict=True):
        suivis[index].evenements.append((calendrier.tire(alea.random(), *spans[index]), nature))


def _vie(cadre: Cadre, suivi: Suivi) -> None:
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
    evenement = _evenement(cadre, suivi, rang, lieu, Nature.PREMIER_ACCUEIL)
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
    for besoin in {alea.pondere(BESOINS) for _ in range(alea.un((1, 2, 2, 3)))}:
        cadre.ecriture.ajoute(ligne(BesoinExprime, evenement_id=evenement.id, besoin=besoin))
    if evenement.modalite == Modalite.RENDEZ_VOUS:
        _honore(cadre, suivi, evenement, rang)


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
        evenement = _evenement(cadre, suivi, rang, "distance", Nature.ENTRETIEN)
        evenement.canal = Canal.TELEPHONE if chance < 0.07 else Canal.VISIO
        evenement.modalite = Modalite.RENDEZ_VOUS
    elif chance < 0.16:  # somewhere else than at a desk: usual since the projet started
        evenement = _evenement(cadre, suivi, rang, "domicile" if chance < 0.11 else "hors_les_murs", Nature.ENTRETIEN)
        evenement.modalite = Modalite.HORS_LES_MURS
        if rang > cadre.sorties:
            evenement.fiche_action_id = cadre.fiches[16].pk
    else:
        rang, lieu = _place(cadre, suivi, rang)
        nature = Nature.ENTRETIEN_PARTENAIRE if alea.random() < 0.06 else Nature.ENTRETIEN
        evenement = _evenement(cadre, suivi, rang, lieu, nature)
        with_rdv = alea.random() < PART_RENDEZ_VOUS
        evenement.modalite = Modalite.RENDEZ_VOUS if with_rdv else Modalite.FLUX
        if with_rdv:
            _honore(cadre, suivi, evenement, rang)
            if alea.random() < PART_MANQUES:
                _manque(cadre, suivi, rang)
        if evenement.fiche_action_id is None and rang > cadre.projet and alea.random() < 0.06:
            evenement.fiche_action_id = cadre.fiches[13].pk
    if id(suivi) in cadre.groupe and rang >= cadre.site:
        evenement.fiche_action_id = cadre.fiches[11].pk
    evenement.duree_minutes = alea.un((30, 45, 45, 45, 60))
    cadre.ecriture.ajoute(evenement)
    if alea.random() < 0.10:
        cadre.ecriture.ajoute(ligne(BesoinExprime, evenement_id=evenement.id, besoin=alea.pondere(BESOINS)))
    if alea.random() < 0.09:
        _orientation(cadre, suivi, evenement)


def _echange(cadre: Cadre, suivi: Suivi, rang: int) -> None:
    evenement = _evenement(cadre, suivi, rang, "distance", Nature.ECHANGE)
    evenement.canal = cadre.alea.pondere(CANAUX_ECHANGE)
    evenement.duree_minutes = 10
    cadre.ecriture.ajoute(evenement)


def _collectif(cadre: Cadre, suivi: Suivi, rang: int, nature: str) -> None:
    lieu = "siege"
    if suivi.lieu in ("saint_pourcain", "dompierre") and cadre.alea.random() < 0.6:
        rang, lieu = _place(cadre, suivi, rang)
    evenement = _evenement(cadre, suivi, rang, lieu, nature)
    if nature == Nature.CONTACT:
        evenement.type_demande = cadre.alea.pondere(DEMANDES)
        if rang > cadre.ouverture_espace and lieu == "siege":
            evenement.fiche_action_id = cadre.fiches[17].pk
    else:
        evenement.duree_minutes = 120
    cadre.ecriture.ajoute(evenement)


def _place(cadre: Cadre, suivi: Suivi, rang: int) -> tuple[int, str]:
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


def _evenement(cadre: Cadre, suivi: Suivi, rang: int, lieu: str, nature: str) -> Ligne:
    """Return an événement at an hour when the place is open, with the profile of that day frozen."""
    maison, alea = cadre.maison, cadre.alea
    day = maison.calendrier.jours[rang]
    fait_le = moment(day, _heure(cadre, lieu, rang))
    conseiller = _qui(cadre, suivi, lieu)
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


def _heure(cadre: Cadre, lieu: str, rang: int) -> datetime.time:
    presence = cadre.maison.presences.get(lieu)
    if presence is None or rang not in presence.heures:
        presence = cadre.maison.presences["siege"]
    return cadre.alea.un(presence.creneaux(rang))


def _qui(cadre: Cadre, suivi: Suivi, lieu: str) -> Conseiller:
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


# --- Rendez-vous ----------------------------------------------------------------------------------------------------


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


def _honore(cadre: Cadre, suivi: Suivi, evenement: Ligne, rang: int) -> None:
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


def _manque(cadre: Cadre, suivi: Suivi, rang: int) -> None:
    """Write a rendez-vous that did not take place, some days around the interview that did."""
    jours = cadre.maison.calendrier.jours
    rang = min(max(rang - cadre.alea.randrange(1, 12), suivi.debut + 1), suivi.fin - 1)
    rang, lieu = _place(cadre, suivi, rang)
    conseiller = _qui(cadre, suivi, lieu)
    cadre.ecriture.ajoute(
        _rendez_vous(
            cadre,
            suivi,
            _demande(cadre, suivi, rang),
            cadre.maison.lieux[lieu].pk,
            conseiller_id=conseiller.pk,
            saisi_par_id=conseiller.utilisateur_id,
            prevu_le=moment(jours[rang], _heure(cadre, lieu, rang)),
            prevu_jour=jours[rang],
            statut=cadre.alea.pondere(ISSUES_RDV),
        )
    )


def _rendez_vous_a_venir(cadre: Cadre, population: Population) -> None:
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
    asked = max(min(today - 1 - cadre.alea.randrange(12), today - 1), suivi.debut)
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


# --- Orientations ---------------------------------------------------------------------------------------------------


def _orientation(cadre: Cadre, suivi: Suivi, evenement: Ligne) -> None:
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


# --- People met without a name --------------------------------------------------------------------------------------


def _contacts_anonymes(cadre: Cadre, annee: Annee, jeunes: int) -> int:
    """Write the contacts of a year; return how many. They appear with the actions of the projet."""
    average = CONTACTS_PAR_SORTIE * (jeunes / TAILLE_MOULINS) ** 0.8
    written = 0
    for rang, lieu, fiche in _sorties(cadre, annee):
        for _ in range(cadre.alea.environ(average)):
            cadre.ecriture.ajoute(_contact(cadre, rang, lieu, fiche))
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
    fait_le = moment(day, _heure(cadre, lieu, rang))
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
