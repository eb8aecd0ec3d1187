"""What the demo's team writes in its registers: readings, invitations, training of the team, enterprises."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accueil.choix import NatureContactEntreprise, SuiteCandidature
from accueil.models import Candidature, ContactEntreprise
from commun.dates import Periode, add_months
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, jour_ouvert, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import Maison
from demonstration.plan import Fiches, debut_projet
from demonstration.population import Population
from evaluation.models import ReglageReleve, Releve
from jeunes.profil import profil_at
from participation.choix import CategorieInvite, PresenceInvite, ReponseInvite
from participation.models import Invitation, Regroupement, Seance
from plans_action.choix import StatutFormation
from plans_action.models import DemandeFormation, FicheAction, Formation, Indicateur, ProjetAssociatif
from structure.choix import TypePartenaire
from structure.models import Partenaire

RELEVE_PAR = "Montagnac"
ECART = 0.08


def build_releves(*, alea: Alea, maison: Maison, projet: ProjetAssociatif, jeunes: int, ecriture: Ecriture) -> None:
    """Write the monthly readings of each indicateur that is read elsewhere, until the month before."""
    connus = {(i.critere.fiche.numero, i.libelle): i for i in Indicateur.objects.select_related("critere__fiche")}
    reglages, releves = [], []
    for fiche in donnees("plan")["fiches"]:
        for critere in fiche["criteres"]:
            for row in critere["indicateurs"]:
                if "releve" in row:
                    indicateur = connus[fiche["numero"], row["libelle"]]
                    reglages.append(_reglage(indicateur, row["releve"]))
                    releves += _releves(alea, maison, projet, indicateur, row["releve"], jeunes)
    ecriture.ecrit(ReglageReleve, reglages)
    ecriture.ecrit(Releve, releves)
    debut = moment(jour_ouvert(projet.debut), datetime.time(10))
    ReglageReleve.history.bulk_history_create(reglages, default_date=debut)  # type: ignore[attr-defined]
    for releve in releves:
        releve._history_date = releve.saisi_le  # type: ignore[attr-defined]
    Releve.history.bulk_history_create(  # type: ignore[attr-defined]
        releves, default_user=maison.equipe[RELEVE_PAR].utilisateur
    )


def _reglage(indicateur: Indicateur, row: dict[str, Any]) -> ReglageReleve:
    return ReglageReleve(
        indicateur=indicateur,
        agregation=row["agregation"],
        unite=row["unite"],
        decimales=row.get("decimales", 0),
        source=row["source"],
    )


def _releves(
    alea: Alea, maison: Maison, projet: ProjetAssociatif, indicateur: Indicateur, row: dict[str, Any], jeunes: int
) -> list[Releve]:
    """Return a reading on the last day of each month, around a line that rises."""
    releves = []
    auteur = maison.equipe[RELEVE_PAR].utilisateur
    for rang in range(row["depuis"], 36, row.get("tous_les", 1)):
        jour = Periode.mois(add_months(projet.debut, rang)).fin
        if jour >= maison.jour:
            break
        base = row["valeur"] if "valeur" in row else row["part"] * jeunes
        hausse = row["pente"] * (1 if "valeur" in row else jeunes) * (rang - row["depuis"])
        valeur = (base + hausse) * alea.uniform(1 - ECART, 1 + ECART)
        releves.append(
            Releve(
                id=alea.uuid(),
                indicateur=indicateur,
                jour=jour,
                valeur=Decimal(str(round(max(valeur, 1), row.get("decimales", 0)))),
                source=row["source"],
                saisi_le=moment(min(jour_ouvert(jour + datetime.timedelta(days=1)), maison.jour), datetime.time(9, 30)),
                saisi_par=auteur,
            )
        )
    return releves


# --- Invitations ----------------------------------------------------------------------------------------------------

INAUGURATION, CUISINE, ENTREPRISE, FORMATION = 8, 12, 10, 14
MOIS_INAUGURATION = 6
# How many of each category are invited, and how often one of them comes.
INVITES: dict[str, tuple[int, float]] = {
    CategorieInvite.PARTENAIRE: (14, 0.72),
    CategorieInvite.EMPLOYEUR: (6, 0.6),
    CategorieInvite.FINANCEUR: (5, 0.7),
    CategorieInvite.ELU: (12, 0.6),
    CategorieInvite.PRESSE: (4, 0.55),
    CategorieInvite.JEUNE: (24, 0.62),
}
INVITES_CUISINE: dict[str, tuple[int, float]] = {
    CategorieInvite.JEUNE: (10, 0.7),
    CategorieInvite.EMPLOYEUR: (6, 0.5),
    CategorieInvite.PARTENAIRE: (4, 0.65),
    CategorieInvite.FINANCEUR: (2, 0.5),
}
LIBELLES: dict[str, str] = {
    CategorieInvite.ELU: "Commune du territoire",
    CategorieInvite.PRESSE: "Rédaction locale",
    CategorieInvite.FINANCEUR: "Financeur",
    CategorieInvite.PARTENAIRE: "Association",
    CategorieInvite.EMPLOYEUR: "Entreprise",
}


def _is_invited_as(partenaire: Partenaire, categorie: str) -> bool:
    """Tell whether an organisation is invited in a category."""
    if categorie == CategorieInvite.PARTENAIRE:
        return partenaire.type != TypePartenaire.EMPLOYEUR
    return categorie == CategorieInvite.EMPLOYEUR and partenaire.type == TypePartenaire.EMPLOYEUR


def build_invitations(*, alea: Alea, maison: Maison, fiches: Fiches, ecriture: Ecriture) -> None:
    """Write who was invited to the inauguration and to the shared meals, and who came."""
    rows = _invites(alea, maison, _inauguration(alea, maison, fiches, ecriture), INVITES)
    repas = Seance.objects.filter(regroupement__fiche_action=fiches[CUISINE], annulee_le=None, jour__lt=maison.jour)
    for seance in repas.order_by("jour", "pk"):
        rows += _invites(alea, maison, seance, INVITES_CUISINE)
    ecriture.ecrit(Invitation, rows)


def _inauguration(alea: Alea, maison: Maison, fiches: Fiches, ecriture: Ecriture) -> Seance:
    regroupement = Regroupement(
        id=alea.uuid(),
        titre="Inauguration de l’espace jeunes",
        description="Visite, paroles de jeunes et goûter.",
        lieu=maison.lieux["siege"],
        fiche_action=fiches[INAUGURATION],
        actif=False,
    )
    jour = add_months(debut_projet(maison.jour), MOIS_INAUGURATION) + datetime.timedelta(days=11)
    while jour.isoweekday() > 5:
        jour += datetime.timedelta(days=1)
    debut = moment(jour, datetime.time(16))
    seance = Seance(
        id=alea.uuid(),
        regroupement=regroupement,
        debut_le=debut,
        fin_le=moment(jour, datetime.time(19)),
        jour=jour,
        lieu=maison.lieux["siege"],
        fiche_action=fiches[INAUGURATION],
        places=120,
        publiee_le=debut - datetime.timedelta(days=40),
    )
    ecriture.ecrit(Regroupement, [regroupement])
    ecriture.ecrit(Seance, [seance])
    return seance


def _invites(alea: Alea, maison: Maison, seance: Seance, invites: Mapping[str, tuple[int, float]]) -> list[Invitation]:
    """Return the invitations of a séance; organisations by their name, the others without any."""
    rows = []
    for categorie, (nombre, part) in invites.items():
        organismes = [p for p in maison.partenaires.values() if _is_invited_as(p, categorie)]
        alea.shuffle(organismes)
        for rang in range(nombre):
            partenaire = organismes[rang] if rang < len(organismes) else None
            vient = alea.random() < part
            rows.append(
                Invitation(
                    id=alea.uuid(),
                    seance=seance,
                    categorie=categorie,
                    partenaire=partenaire,
                    libelle="" if partenaire else f"{LIBELLES.get(categorie, 'Jeune')} {rang + 1}",
                    reponse=ReponseInvite.VIENT if vient or alea.random() < 0.2 else "",
                    presence=PresenceInvite.PRESENT if vient else PresenceInvite.ABSENT,
                    saisi_le=seance.fin_le,
                    saisi_par=maison.equipe[RELEVE_PAR].utilisateur,
                )
            )
    return rows


# --- The training of the team ---------------------------------------------------------------------------------------


def build_formations(*, alea: Alea, maison: Maison, fiches: Fiches, ecriture: Ecriture) -> None:
    """Write the sessions of the projet and the requests of the team."""
    debut, fiche = debut_projet(maison.jour), fiches[FORMATION]
    auteur = maison.equipe["Courtel"].utilisateur
    source = donnees("registres")
    formations: list[Formation] = []
    for intitule, organisme, mois, motif in source["formations"]:
        jour = jour_ouvert(add_months(debut, mois) + datetime.timedelta(days=12))
        tenue = StatutFormation.TENUE if jour < maison.jour else StatutFormation.PREVUE
        formations.append(
            Formation(
                id=alea.uuid(),
                intitule=intitule,
                organisme=organisme,
                jour=jour,
                statut=StatutFormation.ANNULEE if motif else tenue,
                motif=motif,
                fiche_action=fiche,
                saisi_le=moment(min(jour, maison.jour), datetime.time(11)),
                saisi_par=auteur,
            )
        )
    ecriture.ecrit(Formation, formations)
    equipe = list(maison.equipe.values())
    demandes = []
    for intitule, mois, statut, motif in source["demandes"]:
        jour = jour_ouvert(add_months(debut, mois) + datetime.timedelta(days=5), -JOUR)
        decidee = jour_ouvert(jour + datetime.timedelta(days=25), -JOUR)
        demandes.append(
            DemandeFormation(
                id=alea.uuid(),
                conseiller=alea.un(equipe),
                intitule=intitule,
                formation=next((f for f in formations if f.intitule == intitule), None),
                jour=jour,
                statut=statut,
                motif=motif,
                decidee_le=decidee if statut != "demandee" else None,
                fiche_action=fiche,
                saisi_le=moment(jour, datetime.time(11)),
                saisi_par=auteur,
            )
        )
    ecriture.ecrit(DemandeFormation, demandes)


# --- Enterprises ----------------------------------------------------------------------------------------------------


def build_entreprises(
    *, alea: Alea, maison: Maison, population: Population, fiches: Fiches, ecriture: Ecriture
) -> None:
    """Write, after each visit of the group, the meeting, the news taken later and the applications that followed."""
    visites = Seance.objects.filter(
        regroupement__fiche_action=fiches[ENTREPRISE], annulee_le=None, jour__lt=maison.jour
    ).order_by("jour", "pk")
    entreprises = [p for p in maison.partenaires.values() if p.type == TypePartenaire.EMPLOYEUR]
    auteur = maison.equipe[RELEVE_PAR].utilisateur
    contacts, candidatures = [], []
    for rang, seance in enumerate(visites):
        entreprise = entreprises[rang % len(entreprises)]
        jours = [(seance.jour, NatureContactEntreprise.RENCONTRE)]
        if alea.random() < 0.7:
            jours.append((seance.jour + datetime.timedelta(days=21), NatureContactEntreprise.RELANCE))
        contacts += [
            ContactEntreprise(
                id=alea.uuid(),
                partenaire=entreprise,
                jour=jour,
                nature=nature,
                fiche_action=fiches[ENTREPRISE],
                saisi_le=moment(jour, datetime.time(17)),
                saisi_par=auteur,
            )
            for jour, nature in jours
            if jour < maison.jour
        ]
        for _ in range(alea.environ(2)):
            candidatures.append(_candidature(alea, maison, population, fiches[ENTREPRISE], entreprise, seance.jour))
    ecriture.ecrit(ContactEntreprise, contacts)
    ecriture.ecrit(Candidature, [candidature for candidature in candidatures if candidature is not None])


def _candidature(
    alea: Alea, maison: Maison, population: Population, fiche: FicheAction, entreprise: Partenaire, jour: datetime.date
) -> Candidature | None:
    jour += datetime.timedelta(days=3 + alea.environ(8))
    if jour >= maison.jour:
        return None
    suivi = alea.un(population.suivis)
    suites = {
        SuiteCandidature.ENVOYEE: 3,
        SuiteCandidature.ENTRETIEN: 2,
        SuiteCandidature.RETENUE: 2,
        SuiteCandidature.REFUSEE: 2,
        SuiteCandidature.SANS_REPONSE: 2,
    }
    suite = alea.pondere(suites)
    fait_le = moment(jour, datetime.time(12))
    return Candidature(
        id=alea.uuid(),
        partenaire=entreprise,
        jeune=suivi.jeune,
        fait_le=fait_le,
        jour=jour,
        saisi_le=fait_le,
        saisi_par=suivi.referent.utilisateur,
        fiche_action=fiche,
        suite=suite,
        suite_le=None if suite == SuiteCandidature.ENVOYEE else min(jour + datetime.timedelta(days=15), maison.jour),
        **profil_at(suivi.jeune, jour),
    )
