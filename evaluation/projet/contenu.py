"""
The content of the document of a projet associatif: what people wrote and what the data says, on a day.

It is made of texts, whole numbers and decimals written as text, so that it freezes as it is (see bilans.canonique);
presentation, PDF and Word are made from it alone.
"""

import datetime
from collections import Counter
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Prefetch, QuerySet, TextChoices

from accueil.models import Permanence
from accueil.permanences import resume
from commun.dates import Periode
from commun.mesures import registre
from commun.noms import normalise_nom
from evaluation.bilans.canonique import texte_decimal
from evaluation.bilans.contenu import maison, public
from evaluation.bilans.contenu.chiffres import Chiffres
from plans_action.choix import GenrePrincipe, MotifAnnulationFormation, MotifRefusFormation, StatutFiche
from plans_action.exports.document import export_fiche
from plans_action.models import (
    DemandeFormation,
    FicheAction,
    Formation,
    ObjectifGeneral,
    ObjectifOperationnel,
    PointAnalyse,
    ProjetAssociatif,
)
from plans_action.projet import lecture
from structure.choix import TypePartenaire
from structure.models import Conseiller, Convention, Lieu, MissionLocale, Partenaire

FORMAT = 1
FRAICHEUR = 3600  # seconds that the figures of a year are kept for the reading page
ANNEES_ANCIENNETE = (5, 10, 15)
VENTILATIONS = ("sexe", "tranche_age", "niveau", "epci", "nature")
# Fiches that were given up are not what the Mission Locale will do.
STATUTS_ECARTES = (StatutFiche.ABANDONNEE,)


def build(projet: ProjetAssociatif, *, today: datetime.date, annexe: bool = True, frais: bool = True) -> dict[str, Any]:
    """Return the content; without its annex, and with figures of the hour before, for a page that is only read."""
    exercices = lecture.load_exercices(projet)
    principes = lecture.load_principes(projet)
    return {
        "format": FORMAT,
        "mission_locale": MissionLocale.current_name(),
        "arrete_au": today.isoformat(),
        "projet": {
            "titre": projet.titre,
            "sous_titre": projet.sous_titre,
            "debut": projet.debut.isoformat(),
            "bilan_intermediaire": projet.echeance_intermediaire.isoformat(),
            "bilan_final": projet.echeance_finale.isoformat(),
        },
        "textes": lecture.load_textes(projet),
        "valeurs": [_principe(principe) for principe in principes[GenrePrincipe.VALEUR]],
        "articles": [_principe(principe) for principe in principes[GenrePrincipe.ARTICLE]],
        "territoire": maison.territoire(),
        "lieux": _lieux(today),
        "public": _public(projet, today=today, frais=frais),
        "equipe": _equipe(today),
        "formation": _formation(projet.debut, today),
        "partenaires": _partenaires(today),
        "conventions": _conventions(today),
        "moyens": [
            {"genre": genre, "lignes": [_moyen(moyen) for moyen in moyens]}
            for genre, moyens in lecture.load_moyens(projet)
        ],
        "themes": [_theme(theme) for theme in lecture.load_themes(projet)],
        "objectifs": _objectifs(projet),
        "exercices": [_exercice(exercice) for exercice in exercices],
        "financeurs": [_financeur(paie) for paie in lecture.load_financeurs(projet, exercices)],
        "fiches": _fiches(projet) if annexe else [],
    }


def _principe(principe: Any) -> dict[str, str]:
    return {"titre": principe.titre, "texte": principe.texte}


def _moyen(moyen: Any) -> dict[str, Any]:
    lieu = moyen.lieu.nom if moyen.lieu else ""
    return {"libelle": moyen.libelle, "nombre": moyen.nombre, "lieu": lieu, "precision": moyen.precision}


# --- What the data says ----------------------------------------------------------------------------


def _formation(debut: datetime.date, today: datetime.date) -> dict[str, Any]:
    """Return how the requests of the team were answered and what became of the sessions, since the projet began."""
    demandes = DemandeFormation.objects.filter(jour__gte=debut, jour__lte=today)
    return {
        "debut": debut.isoformat(),
        "demandes": _par_etat(demandes, MotifRefusFormation),
        "formations": _par_etat(Formation.objects.filter(jour__gte=debut), MotifAnnulationFormation),
    }


def _par_etat(lignes: QuerySet[Any], motifs: type[TextChoices]) -> dict[str, Any]:
    """Count rows by state, and by reason for those that have one: in words, the most frequent first."""
    etats: Counter[str] = Counter()
    raisons: Counter[str] = Counter()
    for ligne in lignes.order_by().values("statut", "motif").annotate(n=Count("pk")):
        etats[ligne["statut"]] += ligne["n"]
        if ligne["motif"]:
            raisons[str(motifs(ligne["motif"]).label)] += ligne["n"]
    tries = sorted(raisons.items(), key=lambda raison: (-raison[1], raison[0]))
    return {"etats": dict(sorted(etats.items())), "raisons": [{"libelle": nom, "nombre": n} for nom, n in tries]}


def _lieux(today: datetime.date) -> list[dict[str, Any]]:
    """Return where people are received, and with which rhythm."""
    permanences = Prefetch("permanences", Permanence.objects.prefetch_related("exceptions").order_by("pk"))
    lieux = Lieu.objects.actifs().select_related("commune", "hote").prefetch_related(permanences)
    return [
        {
            "nom": lieu.nom,
            "type": lieu.get_type_display(),
            "adresse": ", ".join(part for part in (lieu.adresse, lieu.commune.nom if lieu.commune else "") if part),
            "hote": lieu.hote.nom if lieu.hote else "",
            "rythmes": resume(
                permanence.recurrence
                for permanence in lieu.permanences.all()
                if permanence.fin is None or permanence.fin >= today
            ),
        }
        for lieu in lieux.order_by("ordre", "nom", "pk")
    ]


def annee_des_chiffres(projet: ProjetAssociatif, today: datetime.date) -> int:
    """Return the year that the figures describe: the one chosen, else the last whole one."""
    return projet.annee_chiffres or today.year - 1


def _public(projet: ProjetAssociatif, *, today: datetime.date, frais: bool) -> dict[str, Any] | None:
    """Return the public in key figures over a year; None for a year that has not begun."""
    annee = annee_des_chiffres(projet, today)
    debut, fin = datetime.date(annee, 1, 1), datetime.date(annee, 12, 31)
    if debut > today:
        return None
    cle = f"projet_public:{annee}:{today.isoformat()}"
    known: dict[str, Any] | None = None if frais else cache.get(cle)
    if known is None:
        known = _count(Periode(debut, min(fin, today))) | {"annee": annee}
        cache.set(cle, known, FRAICHEUR)
    return known


def _count(periode: Periode) -> dict[str, Any]:
    chiffres = Chiffres(periode)
    chiffres.compute(public.demandes(chiffres), avancement=lambda progression, etape: None, de=0, a=100)
    figes = public.freeze(chiffres)
    mesures = {chiffre["mesure"] for chiffre in figes["chiffres"]}
    return {
        "debut": periode.debut.isoformat(),
        "fin": periode.fin.isoformat(),
        "chiffres": figes["chiffres"],
        "mois": figes["mois"],
        "ventilations": figes["ventilations"],
        "definitions": [
            {"cle": cle, "libelle": registre.get(cle).libelle, "definition": registre.get(cle).definition}
            for cle in sorted(mesures)
        ],
    }


def _equipe(today: datetime.date) -> dict[str, Any]:
    """Return the team by function and by seniority; nobody is named."""
    entrees = Conseiller.objects.filter(actif=True, entree_le__lte=today).values_list("entree_le", flat=True)
    annees = [(today - entree).days / 365.25 for entree in entrees.order_by("pk")]
    tranches = Counter(sum(annee >= seuil for seuil in ANNEES_ANCIENNETE) for annee in annees)
    dixiemes = round(10 * sum(annees) / len(annees)) if annees else 0
    return {
        "fonctions": maison.equipe(today),
        "nombre": len(annees),
        "anciennete_moyenne": f"{dixiemes // 10}.{dixiemes % 10}" if annees else None,
        "tranches": [tranches[rang] for rang in range(len(ANNEES_ANCIENNETE) + 1)],
    }


def _partenaires(today: datetime.date) -> list[dict[str, Any]]:
    """Return the partners by kind."""
    noms: dict[str, list[str]] = {}
    actifs = Partenaire.objects.actifs().filter(depuis_le__lte=today).order_by("nom", "pk")
    for type_, nom in actifs.values_list("type", "nom"):
        noms.setdefault(type_, []).append(nom)
    ordre = [type_ for type_ in TypePartenaire.values if type_ in noms]
    # As a dictionary does: a database may put École after Greta.
    return [{"type": str(TypePartenaire(t).label), "noms": sorted(noms[t], key=normalise_nom)} for t in ordre]


def _conventions(today: datetime.date) -> list[dict[str, Any]]:
    """Return the conventions that run."""
    conventions = Convention.objects.en_cours(today=today).select_related("partenaire")
    return [
        {
            "partenaire": convention.partenaire.nom,
            "objet": convention.objet,
            "debut": convention.debut.isoformat(),
            "fin": convention.fin.isoformat() if convention.fin else None,
        }
        for convention in conventions.order_by("partenaire__nom", "debut", "pk")
    ]


# --- Analysis, strategy, budget --------------------------------------------------------------------


def _theme(theme: lecture.Theme) -> dict[str, Any]:
    return {
        "code": theme.code,
        "libelle": theme.libelle,
        "forces": [_point(point) for point in theme.forces],
        "ameliorations": [_point(point) for point in theme.ameliorations],
    }


def _point(point: PointAnalyse) -> dict[str, Any]:
    return {
        "texte": point.texte,
        "atelier": point.atelier,
        "atelier_le": point.atelier_le.isoformat() if point.atelier_le else None,
        "objectif": str(point.objectif) if point.objectif else "",
        "sans_reponse": point.sans_reponse,
    }


def _objectifs(projet: ProjetAssociatif) -> list[dict[str, Any]]:
    fiches = FicheAction.objects.exclude(statut__in=STATUTS_ECARTES).order_by("numero", "titre", "pk")
    operationnels = ObjectifOperationnel.objects.order_by("numero", "pk").prefetch_related(
        Prefetch("fiches", fiches), Prefetch("points_analyse", PointAnalyse.objects.order_by("theme", "ordre", "pk"))
    )
    generaux = ObjectifGeneral.objects.filter(projet=projet).prefetch_related(Prefetch("operationnels", operationnels))
    return [
        {
            "numero": general.numero,
            "titre": general.titre,
            "description": general.description,
            "operationnels": [
                {
                    "numero": f"{general.numero}.{operationnel.numero}",
                    "titre": operationnel.titre,
                    "description": operationnel.description,
                    "points": [point.texte for point in operationnel.points_analyse.all()],
                    "fiches": [_resume_fiche(fiche) for fiche in operationnel.fiches.all()],
                }
                for operationnel in general.operationnels.all()
            ],
        }
        for general in generaux.order_by("numero", "pk")
    ]


def _resume_fiche(fiche: FicheAction) -> dict[str, Any]:
    return {
        "cle": str(fiche.pk),
        "numero": fiche.numero,
        "titre": fiche.titre,
        "statut": fiche.get_statut_display(),
        "but": fiche.but,
        "calendrier": fiche.calendrier,
    }


def _exercice(annee: lecture.Exercice) -> dict[str, Any]:
    return {
        "annee": annee.exercice.annee,
        "note": annee.exercice.note,
        "lignes": [
            {
                "nom": ressource.nom,
                "reprise": texte_decimal(ressource.reprise),
                "subvention": texte_decimal(ressource.subvention),
                "total": texte_decimal(ressource.total),
            }
            for ressource in annee.ressources
        ],
        "reprise": texte_decimal(annee.reprise),
        "subvention": texte_decimal(annee.subvention),
        "total": texte_decimal(annee.total),
        "total_vote": texte_decimal(annee.exercice.total_vote),
        "ecart": texte_decimal(annee.ecart),
    }


def _financeur(paie: lecture.FinanceurPaie) -> dict[str, Any]:
    return {
        "nom": paie.nom,
        "apporte": texte_decimal(paie.apporte) if paie.connu else None,
        "emplois": paie.emplois,
        "lignes": [
            {"fiche": str(ligne.fiche), "libelle": ligne.libelle, "prevu": texte_decimal(ligne.prevu)}
            for ligne in paie.lignes
        ],
        "prevu": texte_decimal(paie.prevu),
        "depasse": paie.depasse,
    }


def _fiches(projet: ProjetAssociatif) -> list[dict[str, Any]]:
    """Return every fiche in full, as published."""
    fiches = (
        FicheAction.objects.filter(objectif__objectif_general__projet=projet)
        .exclude(statut__in=STATUTS_ECARTES)
        .order_by("objectif__objectif_general__numero", "objectif__numero", "numero", "titre", "pk")
    )
    return [{"numero": fiche.numero, "document": export_fiche(fiche)} for fiche in fiches]
