"""The youths of the demo: who they are, from when to when they come, who accompanies them, what they become."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from commun.dates import AGE_FIN_PUBLIC, add_months, birthday
from commun.noms import normalise_nom
from comptes.choix import Role
from comptes.models import Utilisateur
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, jour_ouvert, moment
from demonstration.ecriture import Ecriture, Ligne, ligne
from demonstration.maison import ARRETS, CONSEILLERE, DOMAINE, Maison, compte, ecrit_comptes
from demonstration.plan import debut_projet
from evaluation.choix import TypeCommission
from evaluation.models import DecisionDefinition
from jeunes.choix import LectureDefinition, Niveau, ObjetDefinition, Sexe, TypeProgramme, TypeSituation
from jeunes.models import Accompagnement, Consentement, Definition, Jeune, ObjetConsentement, Situation
from jeunes.profil import profil_at
from structure.models import Commune, Conseiller

# Shares of the Moulins document: 53 % men, 51 % without a diploma, 76 % below the baccalauréat.
SEXES = {Sexe.HOMME: 53.0, Sexe.FEMME: 46.5, Sexe.AUTRE: 0.5}
NIVEAUX = {Niveau.SANS: 51.0, Niveau.NIVEAU_3: 25.0, Niveau.NIVEAU_4: 18.0, Niveau.NIVEAU_5: 4.5, Niveau.NIVEAU_6: 1.5}
# Age at the first interview. With those who come of age since, 8 % of the people of a year are minors.
AGES = {15: 0.3, 16: 4.6, 17: 5.1, 18: 24.0, 19: 18.0, 20: 13.0, 21: 10.0, 22: 7.0, 23: 5.5, 24: 4.0, 25: 2.5, 26: 1.0}
PART_AVANT = 0.3  # already known when the three years start
PART_HORS_TERRITOIRE = 0.02
MOIS_AVANT = 15
FIN_ENCORE = 0.35  # still comes, whatever the length drawn
SUIVI_MEDIAN_JOURS = 420
DETOUR = 12  # open days by which a meeting moves to take place near home

SITUATIONS_INITIALES = {
    TypeSituation.RECHERCHE: 60.0,
    TypeSituation.INACTIVITE: 25.0,
    TypeSituation.CDD_COURT: 8.0,
    TypeSituation.SCOLARITE: 7.0,
}
# What follows: weight, shortest and longest length in days (None: goes on).
SITUATIONS: dict[str, tuple[float, int, int | None]] = {
    TypeSituation.PMSMP: (24, 5, 28),
    TypeSituation.FORMATION: (15, 30, 150),
    TypeSituation.FORMATION_QUALIFIANTE: (11, 120, 330),
    TypeSituation.CDD_COURT: (21, 10, 170),
    TypeSituation.CDD_LONG: (8, 190, 400),
    TypeSituation.CDI: (5, 0, None),
    TypeSituation.ALTERNANCE: (8, 330, 700),
    TypeSituation.SERVICE_CIVIQUE: (4, 180, 240),
    TypeSituation.IAE: (3, 120, 360),
    TypeSituation.CREATION: (0.5, 0, None),
    TypeSituation.SCOLARITE: (1, 200, 300),
}
PROGRAMMES = {"": 45.0, "pacea": 22.0, "cej": 24.0, "rsa": 3.0, "justice": 3.0, "obligation_formation": 3.0}


@dataclass
class Suivi:
    """A youth and the days from the first interview to the last contact, as ranks of the calendar."""

    jeune: Jeune
    debut: int
    fin: int  # excluded
    lieu: str
    referent: Conseiller
    intensite: float
    encore_suivi: bool
    premier_lieu: str
    evenements: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Population:
    """Everybody, and the two who can be tried."""

    suivis: list[Suivi]
    essai: Suivi
    essai_sans_rien: Suivi


def build_population(
    *, alea: Alea, maison: Maison, nombre: int, debut: datetime.date, ecriture: Ecriture
) -> Population:
    """Write the youths, their accounts, their accompaniments and situations; return what activity needs."""
    suivis = _suivis(alea, maison, nombre, debut)
    essai, essai_sans_rien = _essais(alea, maison, suivis, ecriture)
    definitions = _definitions(maison)
    ecriture.ecrit(Definition, definitions)
    ecriture.ecrit(Definition, _autres_definitions(maison))
    _decisions(alea, maison, ecriture)
    ecriture.ecrit(Jeune, [suivi.jeune for suivi in suivis])
    for suivi in suivis:
        _accompagne(alea, maison, suivi, ecriture)
        _situations(alea, maison, suivi, ecriture)
        ecriture.vide(au_moins=5000)
    ecriture.vide()
    return Population(suivis, essai, essai_sans_rien)


@dataclass(frozen=True)
class Quotas:
    """What is dealt to everybody at once, so that the shares are exact whatever the size."""

    sexes: Sequence[str]
    personnes: Sequence[tuple[int, str]]  # age at the first interview and level
    communes: list[Commune]
    hors_territoire: set[int]
    avant: set[int]  # already known when the three years start


def _quotas(alea: Alea, maison: Maison, nombre: int) -> Quotas:
    sexes, ages = alea.quotas(SEXES, nombre), sorted(alea.quotas(AGES, nombre))
    # Minors have no diploma above the CAP yet: they take their level from that part of the quotas.
    niveaux = alea.quotas(NIVEAUX, nombre)
    mineurs = sum(age < 18 for age in ages)
    niveaux.sort(key=lambda niveau: niveau not in (Niveau.SANS, Niveau.NIVEAU_3))
    bas, hauts = niveaux[:mineurs], niveaux[mineurs:]
    alea.shuffle(hauts)
    personnes = list(zip(ages, bas + hauts, strict=True))
    alea.shuffle(personnes)
    communes = alea.choices(maison.communes, maison.poids_communes, k=nombre)
    # The first two are those who can be tried.
    hors_territoire = set(alea.sample(range(2, nombre), round(nombre * PART_HORS_TERRITOIRE)))
    avant = set(alea.sample(range(2, nombre), round(nombre * PART_AVANT)))
    return Quotas(sexes, personnes, communes, hors_territoire, avant)


@dataclass(frozen=True)
class Bornes:
    """Ranks of the calendar: the oldest arrival, the first day of the three years, today."""

    avant: int
    debut: int
    today: int


def _suivis(alea: Alea, maison: Maison, nombre: int, debut: datetime.date) -> list[Suivi]:
    calendrier = maison.calendrier
    bornes = Bornes(*(calendrier.rang(day) for day in (add_months(debut, -MOIS_AVANT), debut, maison.jour)))
    quotas = _quotas(alea, maison, nombre)
    lieux = {commune.pk: maison.lieu_habituel(commune) for commune in [*maison.communes, *maison.voisines]}
    used: set[str] = set()
    suivis = []
    for n in range(nombre):
        commune = alea.un(maison.voisines) if n in quotas.hors_territoire else quotas.communes[n]
        lieu, avant = lieux[commune.pk], n in quotas.avant
        age, niveau = quotas.personnes[n]
        start, premier_lieu = _arrivee(alea, maison, commune, lieu, bornes, avant=avant)
        end = _depart(alea, maison, start, bornes, avant=avant)
        naissance = _naissance(alea, calendrier.jours[start], age)
        if age < AGE_FIN_PUBLIC:
            end = min(end, max(calendrier.rang(birthday(naissance, AGE_FIN_PUBLIC)), start + 1))
        jeune = _jeune(alea, sexe=quotas.sexes[n], niveau=niveau, naissance=naissance, commune=commune)
        jeune.email = _email(jeune, n, used)
        jeune.cree_le = moment(calendrier.jours[start], datetime.time(9))
        jeune.set_search_keys()
        suivis.append(
            Suivi(
                jeune=jeune,
                debut=start,
                fin=end,
                lieu=lieu,
                referent=_referent(alea, maison, lieu),
                intensite=alea.lognormvariate(0, 0.5),
                encore_suivi=end >= bornes.today - 2,
                premier_lieu=premier_lieu,
            )
        )
    return suivis


def _arrivee(
    alea: Alea, maison: Maison, commune: Commune, lieu: str, bornes: Bornes, *, avant: bool
) -> tuple[int, str]:
    """Return when and where the first interview takes place: near home when somebody receives there about that day."""
    du, au = (bornes.avant, bornes.debut) if avant else (bornes.debut, bornes.today - 5)
    start = maison.calendrier.tire(alea.random(), du, au)
    premier_lieu = _premier_lieu(alea, commune, lieu)
    found = maison.presences[premier_lieu].proche(start, bornes.avant, bornes.today - 1)
    if found is None or abs(found - start) > DETOUR:
        return start, "siege"
    return found, premier_lieu


def _depart(alea: Alea, maison: Maison, start: int, bornes: Bornes, *, avant: bool) -> int:
    """Return the rank after the last contact; who was known before the three years still came in them."""
    calendrier = maison.calendrier
    length = round(alea.lognormvariate(0, 0.8) * SUIVI_MEDIAN_JOURS)
    last = min(calendrier.jours[start] + length * JOUR, maison.jour)
    end = min(max(calendrier.rang(last), start + 1), bornes.today)
    if avant:
        end = max(end, min(bornes.debut + alea.randrange(20, 200), bornes.today))
    return bornes.today if alea.random() < FIN_ENCORE else end


def _jeune(alea: Alea, *, sexe: str, niveau: str, naissance: datetime.date, commune: Commune) -> Jeune:
    noms = _noms()
    prenoms = noms.prenoms.get(sexe) or noms.prenoms[Sexe.FEMME]
    return Jeune(
        id=alea.uuid(),
        cle_statistique=alea.uuid(),
        prenom=alea.un(prenoms),
        nom=alea.un(noms.noms) if alea.random() < 0.97 else f"{alea.un(noms.noms)}-{alea.un(noms.noms)}",
        date_naissance=naissance,
        sexe=sexe,
        niveau=niveau,
        telephone=f"06 00 {alea.randrange(100):02d} {alea.randrange(100):02d} {alea.randrange(100):02d}",
        adresse=f"{alea.randrange(1, 90)} {alea.un(noms.voies)}",
        commune=commune,
        qpv=commune.code == donnees("structure")["territoire"]["qpv"] and alea.random() < 0.35,
    )


@dataclass(frozen=True)
class Noms:
    """Invented names to draw from."""

    prenoms: dict[str, list[str]]
    noms: list[str]
    voies: list[str]


@lru_cache(maxsize=1)
def _noms() -> Noms:
    brut = donnees("noms")
    return Noms(
        prenoms={sexe: brut[f"prenoms_{sexe.lower()}"].split() for sexe in (Sexe.FEMME, Sexe.HOMME)},
        noms=[nom.replace("-", " ") for nom in brut["noms"].split()],
        voies=[voie for line in brut["voies"].split("\n") for voie in line.split("|")],
    )


def _referent(alea: Alea, maison: Maison, lieu: str) -> Conseiller:
    """Return who accompanies; the conseillère who can be tried has more youths than the others."""
    equipe = maison.equipe_de[lieu] or maison.equipe_de["siege"]
    conseil = [who for who in equipe if who.fonction in ("conseiller", "referent_justice", "travail_social")]
    weights = [3.0 if who.nom == CONSEILLERE else 1.0 for who in conseil]
    return alea.choices(conseil, weights)[0]


def _premier_lieu(alea: Alea, commune: Commune, lieu: str) -> str:
    """Return where the first interview would take place: often at the stop of the camion where there is one."""
    arret = ARRETS.get(commune.codes_postaux[:5])
    return arret if arret and alea.random() < 0.6 else lieu


def _naissance(alea: Alea, premier: datetime.date, age: int) -> datetime.date:
    """Return a birth date that gives an age on a day."""
    eldest = add_months(premier, -12 * (age + 1)) + JOUR
    return eldest + alea.randrange(365) * JOUR


def _email(jeune: Jeune, n: int, used: set[str]) -> str:
    """Return an address of its own; one youth in ten gave none."""
    if n % 10 == 7:
        return ""
    local = f"{normalise_nom(jeune.prenom)}.{normalise_nom(jeune.nom)}".replace(" ", "-")
    email = f"{local}@{DOMAINE}"
    if email in used:
        email = f"{local}{n}@{DOMAINE}"
    used.add(email)
    return email


def _essais(alea: Alea, maison: Maison, suivis: list[Suivi], ecriture: Ecriture) -> tuple[Suivi, Suivi]:
    """Turn the first two youths into those who can be tried: one who takes part in everything, one who just came."""
    calendrier = maison.calendrier
    today = calendrier.rang(maison.jour)
    comptes: list[Utilisateur] = []
    moulins = next(commune for commune in maison.communes if commune.code == "03190")
    for suivi, cle, mois, age in ((suivis[0], "jeune", 8, 19), (suivis[1], "jeune_sans_rien", 1, 18)):
        row = donnees("structure")["comptes"][cle]
        jeune = suivi.jeune
        jeune.prenom, jeune.nom, jeune.sexe, jeune.email = row["prenom"], row["nom"], row["sexe"], row["email"]
        jeune.commune = moulins
        jeune.niveau = Niveau.NIVEAU_3
        suivi.debut = min(calendrier.rang(add_months(maison.jour, -mois)), today - 6)
        suivi.fin, suivi.lieu, suivi.premier_lieu, suivi.encore_suivi = today, "siege", "siege", True
        suivi.referent = maison.equipe[CONSEILLERE]
        jeune.date_naissance = _naissance(alea, calendrier.jours[suivi.debut], age)
        jeune.cree_le = moment(calendrier.jours[suivi.debut], datetime.time(9))
        jeune.set_search_keys()
        jeune.compte = compte(alea, maison, Role.JEUNE, jeune.prenom, jeune.nom, jeune.email)
        comptes.append(jeune.compte)
    ecrit_comptes(comptes, ecriture)
    return suivis[0], suivis[1]


def _accompagne(alea: Alea, maison: Maison, suivi: Suivi, ecriture: Ecriture) -> None:
    """Write who accompanies: a référent from the first interview, perhaps a programme."""
    jours = maison.calendrier.jours
    debut = jours[suivi.debut]
    fin = None if suivi.encore_suivi else jours[suivi.fin - 1]
    ecriture.ajoute(
        ligne(Accompagnement, jeune_id=suivi.jeune.pk, conseiller_id=suivi.referent.pk, debut=debut, fin=fin)
    )
    programme = alea.pondere(PROGRAMMES)
    if programme and suivi.fin - suivi.debut > 40:
        start = suivi.debut + alea.randrange(5, 30)
        end = start + alea.randrange(120, 380)
        ecriture.ajoute(
            ligne(
                Accompagnement,
                jeune_id=suivi.jeune.pk,
                conseiller_id=suivi.referent.pk,
                type=TypeProgramme.PROGRAMME,
                programme_id=maison.programmes[programme].pk,
                debut=jours[start],
                fin=jours[min(end, suivi.fin - 1)] if end < suivi.fin or fin else None,
            )
        )
    if alea.random() < 0.3:
        ecriture.ajoute(
            ligne(
                Consentement,
                jeune_id=suivi.jeune.pk,
                objet=alea.un(list(ObjetConsentement)),
                donne_le=moment(debut, datetime.time(10)),
            )
        )


def _situations(alea: Alea, maison: Maison, suivi: Suivi, ecriture: Ecriture) -> None:
    """Write what the youth does from one day to another, until some months after the last contact."""
    jours = maison.calendrier.jours
    day = jours[suivi.debut]
    limit = min(jours[suivi.fin - 1] + 120 * JOUR, maison.jour)
    rows: list[Ligne] = [_situation(alea, maison, suivi, alea.pondere(SITUATIONS_INITIALES), day)]
    weights = {genre: row[0] for genre, row in SITUATIONS.items()}
    while True:
        day += (15 + round(alea.expovariate(1 / 130))) * JOUR
        if day >= limit:
            break
        genre = alea.pondere(weights)
        shortest, longest = SITUATIONS[genre][1:]
        rows[-1].fin = day - JOUR
        rows.append(_situation(alea, maison, suivi, genre, day))
        if longest is None:
            if alea.random() < 0.8:
                break
            continue
        end = day + alea.randint(shortest, longest) * JOUR
        rows[-1].fin_prevue = end
        if alea.random() < 0.12:  # broken off
            end = day + (end - day) // 3
        if end >= maison.jour:
            break
        rows[-1].fin = end
        rows.append(_situation(alea, maison, suivi, TypeSituation.RECHERCHE, end + JOUR))
        day = end + JOUR
    for row in rows:
        if row.fin is not None and row.fin < row.jour:
            row.fin = row.jour
        ecriture.ajoute(row)


def _situation(alea: Alea, maison: Maison, suivi: Suivi, genre: str, day: datetime.date) -> Ligne:
    return ligne(
        Situation,
        id=alea.uuid(),
        jeune_id=suivi.jeune.pk,
        type=genre,
        jour=day,
        lieu_id=maison.lieux[suivi.lieu].pk,
        saisi_le=moment(day, datetime.time(11)),
        saisi_par_id=suivi.referent.utilisateur_id,
        **profil_at(suivi.jeune, day),
    )


def _definitions(maison: Maison) -> list[Definition]:
    """Return two versions: bilans that used the first keep it."""
    larges = [TypeSituation.CDI, TypeSituation.CDD_LONG, TypeSituation.ALTERNANCE]
    larges += [TypeSituation.FORMATION_QUALIFIANTE, TypeSituation.CREATION]
    return [
        Definition(
            objet=ObjetDefinition.SORTIE_POSITIVE,
            lecture=LectureDefinition.ENTREE,
            version=1,
            libelle="Emploi durable, alternance, formation qualifiante ou création",
            situations=[str(genre.value) for genre in larges],
            duree_minimale_jours=0,
            choisie=False,
            cree_le=moment(add_months(maison.jour, -30), datetime.time(10)),
        ),
        Definition(
            objet=ObjetDefinition.SORTIE_POSITIVE,
            lecture=LectureDefinition.ENTREE,
            version=2,
            libelle="La même situation tenue au moins trois mois, retour à l’école et service civique compris",
            situations=[str(g.value) for g in (*larges, TypeSituation.SCOLARITE, TypeSituation.SERVICE_CIVIQUE)],
            duree_minimale_jours=90,
            choisie=True,
            cree_le=moment(add_months(maison.jour, -14), datetime.time(10)),
        ),
    ]


def _autres_definitions(maison: Maison) -> list[Definition]:
    """Return the versions that the migration writes, when the base was emptied since."""
    known = set(Definition.objects.exclude(objet=ObjetDefinition.SORTIE_POSITIVE).values_list("objet", "version"))
    versions = [
        (ObjetDefinition.ACCOMPAGNE, 1, "Entretien ou action collective dans la période", LectureDefinition.PERIODE),
        (ObjetDefinition.ACCOMPAGNE, 2, "Entretien dans les cinq derniers mois", LectureDefinition.RECENTE),
        (ObjetDefinition.SANS_RENDEZ_VOUS, 1, "Délai entre la demande et le rendez-vous", LectureDefinition.DELAI),
        (
            ObjetDefinition.SANS_RENDEZ_VOUS,
            2,
            "Personnes suivies sans rendez-vous autour du dernier jour",
            LectureDefinition.A_VENIR,
        ),
    ]
    return [
        Definition(
            objet=objet,
            version=version,
            libelle=libelle,
            lecture=lecture,
            choisie=version == 1,
            cree_le=moment(add_months(maison.jour, -30), datetime.time(10)),
        )
        for objet, version, libelle, lecture in versions
        if (objet.value, version) not in known
    ]


def _decisions(alea: Alea, maison: Maison, ecriture: Ecriture) -> None:
    """Write how the second version of the positive exit came into force."""
    definition = Definition.objects.get(objet=ObjetDefinition.SORTIE_POSITIVE, version=2)
    premiere_reunion = donnees("commissions")["reunions"][0]["mois"]
    jour = jour_ouvert(add_months(debut_projet(maison.jour), premiere_reunion))
    decision = DecisionDefinition(
        id=alea.uuid(),
        definition=definition,
        commission=TypeCommission.SUIVI,
        le=jour,
        motif="Une signature ne dit pas si l’emploi a tenu : la commission compte ce qui dure trois mois.",
        enregistree_le=moment(jour, datetime.time(16)),
    )
    ecriture.ecrit(DecisionDefinition, [decision])
