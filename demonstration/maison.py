"""The house of the demo: territory, partners, places, team, permanences and accounts."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress

from accueil.choix import Rythme
from accueil.models import Permanence, PermanenceException
from accueil.permanences import Recurrence
from commun.dates import add_months
from commun.noms import normalise_nom
from comptes.choix import Role
from comptes.models import Utilisateur
from demonstration.alea import Alea, donnees
from demonstration.calendrier import Calendrier, Presence, moment, presence
from demonstration.ecriture import Ecriture
from jeunes.models import Programme
from structure.choix import Fonction
from structure.models import Commune, Conseiller, Convention, Lieu, MissionLocale, Partenaire
from structure.referentiel import import_communes

ROLES = {Fonction.DIRECTION: Role.DIRECTION, Fonction.ADMINISTRATIF: Role.ADMINISTRATION}
DOMAINE = "demo.example"
# The administratrice who can be tried; the other administrative staff have no account.
ADMINISTRATRICE = "Courtel"
CONSEILLERE = "Montagnac"
# Postal codes around each stop of the camion: who lives there is also met at the stop.
ARRETS = {
    "03230": "camion_chevagnes",
    "03440": "camion_buxieres",
    "03470": "camion_saligny",
    "03240": "camion_cressanges",
    "03320": "camion_veurdre",
}


@dataclass
class Maison:
    """What the rest of the demo draws from."""

    jour: datetime.date
    calendrier: Calendrier
    communes: list[Commune] = field(default_factory=list)
    poids_communes: list[float] = field(default_factory=list)
    voisines: list[Commune] = field(default_factory=list)
    epci_de: dict[str, str | None] = field(default_factory=dict)
    partenaires: dict[str, Partenaire] = field(default_factory=dict)
    lieux: dict[str, Lieu] = field(default_factory=dict)
    presences: dict[str, Presence] = field(default_factory=dict)
    equipe: dict[str, Conseiller] = field(default_factory=dict)
    equipe_de: dict[str, list[Conseiller]] = field(default_factory=lambda: defaultdict(list))
    accueil_siege: dict[int, list[Conseiller]] = field(default_factory=lambda: defaultdict(list))
    programmes: dict[str, Programme] = field(default_factory=dict)
    comptes: dict[str, Utilisateur] = field(default_factory=dict)

    def lieu_habituel(self, commune: Commune) -> str:
        """Return the code of the place nearest to a commune: by postal code, then by EPCI, else the siège."""
        postaux = set(commune.codes_postaux.split())
        for lieu in donnees("structure")["lieux"]:
            same_epci = lieu.get("commune") and self.epci_de[lieu["commune"]] == commune.epci_id
            if same_epci and postaux & set(lieu.get("codes_postaux", ())):
                return str(lieu["code"])
        for lieu in donnees("structure")["lieux"]:
            if commune.du_territoire and commune.epci_id in lieu.get("epci", ()):
                return str(lieu["code"])
        return "siege"


def build_maison(*, alea: Alea, jour: datetime.date, calendrier: Calendrier, ecriture: Ecriture) -> Maison:
    """Write the house, and return it."""
    maison = Maison(jour=jour, calendrier=calendrier)
    source = donnees("structure")
    ecriture.ecrit(MissionLocale, [MissionLocale(pk=1, **source["mission_locale"])])
    _territoire(maison, source["territoire"])
    _partenaires(maison, alea, source, ecriture)
    _lieux(maison, alea, source["lieux"], ecriture)
    _equipe(maison, alea, source["equipe"]["lignes"], ecriture)
    _permanences(maison, source["lieux"], ecriture)
    _programmes(maison, source["programmes"]["lignes"], ecriture)
    return maison


def compte(alea: Alea, maison: Maison, role: str, prenom: str, nom: str, email: str) -> Utilisateur:
    """Return an account without a usable password: the demo opens it in one click, or by a mailed code."""
    return Utilisateur(
        id=alea.uuid(),
        email=email,
        prenom=prenom,
        nom=nom,
        role=role,
        password=f"!{alea.getrandbits(128):032x}",
        jeton_sessions=alea.uuid(),
        cree_le=moment(maison.calendrier.debut, datetime.time(9)),
    )


def ecrit_comptes(comptes: list[Utilisateur], ecriture: Ecriture) -> None:
    """Write accounts with their checked addresses."""
    ecriture.ecrit(Utilisateur, comptes)
    adresses = [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in comptes]
    ecriture.ecrit(EmailAddress, adresses)


def adresse(prenom: str, nom: str) -> str:
    """Return an invented e-mail address, at a domain that exists nowhere."""
    return f"{normalise_nom(prenom)}.{normalise_nom(nom)}@{DOMAINE}".replace(" ", "-")


def _territoire(maison: Maison, source: dict[str, Any]) -> None:
    shared = source["partages"]
    import_communes(departements=source["departements"], epci=[*source["entiers"], *shared])
    ours = set(Commune.objects.filter(epci__in=source["entiers"]).values_list("code", flat=True))
    for epci, rule in shared.items():
        for commune in Commune.objects.filter(epci=epci).order_by("code"):
            by_post = bool(set(commune.codes_postaux.split()) & set(rule["codes_postaux"]))
            if commune.code in rule["plus"] or (by_post and commune.code not in rule["moins"]):
                ours.add(commune.code)
    Commune.objects.filter(code__in=ours).update(du_territoire=True, zone_revitalisation=True, autre_mission_locale="")
    Commune.objects.filter(epci__in=shared).exclude(code__in=ours).update(
        du_territoire=False, zone_revitalisation=False, autre_mission_locale=source["autre"]
    )
    maison.communes = list(Commune.objects.filter(du_territoire=True).select_related("epci").order_by("code"))
    maison.epci_de = {commune.code: commune.epci_id for commune in maison.communes}
    maison.poids_communes = [float(commune.population) for commune in maison.communes]
    maison.voisines = list(Commune.objects.exclude(autre_mission_locale="").select_related("epci").order_by("code"))


def _partenaires(maison: Maison, alea: Alea, source: dict[str, Any], ecriture: Ecriture) -> None:
    for code, nom, genre, commune, depuis in source["partenaires"]["lignes"]:
        start = add_months(maison.jour, depuis if depuis < 0 else -12 * depuis)
        maison.partenaires[code] = Partenaire(
            id=alea.uuid(),
            nom=nom,
            type=genre,
            commune_id=commune or None,
            depuis_le=start,
            email=f"contact@{code.replace('_', '-')}.example",
        )
    ecriture.ecrit(Partenaire, list(maison.partenaires.values()))
    conventions = [
        Convention(
            partenaire=maison.partenaires[row["partenaire"]],
            objet=row["objet"],
            debut=add_months(maison.jour.replace(month=1, day=1), -12 * (row["annees"] - 1)),
            fin=add_months(maison.jour, row["fin_mois"])
            if "fin_mois" in row
            else add_months(maison.jour.replace(month=1, day=1), 12 + 2 * row["annees"]),
        )
        for row in source["conventions"]
    ]
    ecriture.ecrit(Convention, conventions)


def _lieux(maison: Maison, alea: Alea, source: list[dict[str, Any]], ecriture: Ecriture) -> None:
    for ordre, row in enumerate(source):
        maison.lieux[row["code"]] = Lieu(
            id=alea.uuid(),
            nom=row["nom"],
            type=row["type"],
            adresse=row.get("adresse", ""),
            commune_id=row.get("commune"),
            hote=maison.partenaires.get(row.get("hote", "")),
            acces=row.get("acces", ""),
            ordre=10 * (ordre + 1),
        )
    ecriture.ecrit(Lieu, list(maison.lieux.values()))


def _equipe(maison: Maison, alea: Alea, source: list[list[Any]], ecriture: Ecriture) -> None:
    comptes = []
    for prenom, nom, fonction, lieu, lieux, jours_siege, annees in source:
        user = None
        if fonction != Fonction.ADMINISTRATIF or nom == ADMINISTRATRICE:
            user = compte(alea, maison, ROLES.get(fonction, Role.CONSEILLER), prenom, nom, adresse(prenom, nom))
            comptes.append(user)
        conseiller = Conseiller(
            id=alea.uuid(),
            utilisateur=user,
            prenom=prenom,
            nom=nom,
            fonction=fonction,
            lieu=maison.lieux[lieu],
            entree_le=add_months(maison.jour, -12 * annees),
        )
        maison.equipe[nom] = conseiller
        for code in lieux:
            maison.equipe_de[code].append(conseiller)
        for jour in jours_siege:
            maison.accueil_siege[jour].append(conseiller)
    for role, row in donnees("structure")["comptes"].items():
        if role in (Role.PARTENAIRE, Role.COMMISSION):
            user = compte(alea, maison, role, row["prenom"], row["nom"], row["email"])
            comptes.append(user)
            maison.comptes[role] = user
    ecrit_comptes(comptes, ecriture)
    ecriture.ecrit(Conseiller, list(maison.equipe.values()))
    partenaire = maison.partenaires[donnees("structure")["comptes"]["partenaire"]["partenaire"]]
    ecriture.lie(Partenaire.comptes, [(partenaire.pk, maison.comptes["partenaire"].pk)])


def _permanences(maison: Maison, source: list[dict[str, Any]], ecriture: Ecriture) -> None:
    """Write the permanences; at the siège one per weekday, with who receives that day."""
    rows: list[tuple[Permanence, list[Conseiller]]] = []
    for lieu in source:
        mine = []
        for row in lieu.get("permanences", ()):
            jours = [[jour] for jour in row["jours"]] if lieu["code"] == "siege" else [row["jours"]]
            for some in jours:
                equipe = maison.accueil_siege[some[0]] if lieu["code"] == "siege" else maison.equipe_de[lieu["code"]]
                mine.append(_permanence(maison, lieu["code"], row, some))
                rows.append((mine[-1], equipe))
        if mine:
            maison.presences[lieu["code"]] = presence(maison.calendrier, [_recurrence(p) for p in mine])
    ecriture.ecrit(Permanence, [permanence for permanence, _ in rows])
    ecriture.lie(Permanence.conseillers, [(permanence.pk, who.pk) for permanence, equipe in rows for who in equipe])
    _exceptions(maison, [permanence for permanence, _ in rows], ecriture)


def _permanence(maison: Maison, lieu: str, row: dict[str, Any], jours: list[int]) -> Permanence:
    debut, fin = (datetime.time.fromisoformat(heure) for heure in row["heures"])
    start = add_months(maison.jour, -row["depuis_mois"]) if "depuis_mois" in row else maison.calendrier.debut
    return Permanence(
        lieu=maison.lieux[lieu],
        rythme=row.get("rythme", Rythme.HEBDOMADAIRE),
        jours=jours,
        semaines_du_mois=row.get("semaines", []),
        heure_debut=debut,
        heure_fin=fin,
        debut=start,
    )


def _recurrence(permanence: Permanence) -> Recurrence:
    return Recurrence(
        rythme=permanence.rythme,
        jours=tuple(permanence.jours),
        semaines_du_mois=tuple(permanence.semaines_du_mois),
        debut=permanence.debut,
        fin=permanence.fin,
        heure_debut=permanence.heure_debut,
        heure_fin=permanence.heure_fin,
    )


def _exceptions(maison: Maison, permanences: list[Permanence], ecriture: Ecriture) -> None:
    """Cancel the next presence of two places, so that the screens show it."""
    reasons = {"camion_saligny": "Camion en révision", "chantelle": "Salle occupée par la mairie"}
    lines = []
    for code, motif in reasons.items():
        presence_ = maison.presences[code]
        coming = [rang for rang in presence_.jours if maison.calendrier.jours[rang] > maison.jour]
        if not coming:
            continue
        owner = next(p for p in permanences if p.lieu_id == maison.lieux[code].pk)
        lines.append(PermanenceException(permanence=owner, jour=maison.calendrier.jours[coming[0]], motif=motif))
        presence_.jours.remove(coming[0])
    ecriture.ecrit(PermanenceException, lines)


def _programmes(maison: Maison, source: list[list[str]], ecriture: Ecriture) -> None:
    for code, libelle, debut, fin in source:
        maison.programmes[code] = Programme(
            code=code,
            libelle=libelle,
            debut=datetime.date.fromisoformat(debut),
            fin=datetime.date.fromisoformat(fin) if fin else None,
        )
    ecriture.ecrit(Programme, list(maison.programmes.values()))
