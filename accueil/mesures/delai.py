"""Without rendez-vous within N days: two readings, the commission chooses."""

import datetime
from copy import copy
from typing import Any

from django.db.models import F, Q, QuerySet

from accueil.choix import StatutRendezVous
from accueil.mesures.socle import FAMILLE, SAISIE_TARDIVE, entretiens, last_months
from accueil.models import RendezVous
from commun.dates import Periode
from commun.mesures import (
    Calcul,
    Contexte,
    Definie,
    Distinct,
    Lignes,
    Mesure,
    Parametre,
    Portee,
    Ratio,
    Retenue,
    choices_from,
    registre,
)
from commun.sql import AjouteJours
from jeunes.choix import LECTURES, LectureDefinition, ObjetDefinition
from jeunes.mesures import PARAMETRE_DEFINITION, definition_lue, retenue
from plans_action.mesures import FILTRES_FAIT, VENTILATIONS_FAIT


def sans_rdv_lecture(contexte: Contexte) -> str:
    """Return the reading asked for, that of the definition by default."""
    demandee = contexte.parametres["lecture"]
    return str(demandee or definition_lue(ObjetDefinition.SANS_RENDEZ_VOUS, contexte).lecture)


def sans_rdv_jours(contexte: Contexte) -> int:
    """Return N: the number asked for, that of the definition by default."""
    return int(contexte.parametres["jours"] or definition_lue(ObjetDefinition.SANS_RENDEZ_VOUS, contexte).jours)


def sans_rdv_retenue(contexte: Contexte) -> Retenue:
    """Return what is printed: the definition with the reading and the N that were really used."""
    definition = copy(definition_lue(ObjetDefinition.SANS_RENDEZ_VOUS, contexte))
    definition.lecture, definition.jours = sans_rdv_lecture(contexte), sans_rdv_jours(contexte)
    return retenue(definition)


def requests_or_followed(contexte: Contexte) -> QuerySet[Any]:
    """Return the requests of rendez-vous, or the interviews that make a person followed."""
    if sans_rdv_lecture(contexte) == LectureDefinition.DELAI:
        return RendezVous.objects.exclude(statut=StatutRendezVous.ANNULE)
    return entretiens(contexte).filter(personne__isnull=False)


def too_late(contexte: Contexte) -> Q:
    """Return the requests whose rendez-vous is set later than N days, or was never set."""
    return Q(prevu_jour=None) | Q(prevu_jour__gt=AjouteJours(F("jour"), sans_rdv_jours(contexte)))


def without_rendez_vous(periode: Periode, contexte: Contexte) -> Q:
    """Return the interviews of people without a rendez-vous around the last day of the period."""
    around = datetime.timedelta(days=sans_rdv_jours(contexte))
    rendez_vous = RendezVous.objects.exclude(statut=StatutRendezVous.ANNULE).filter(
        personne__isnull=False,
        jour__lte=periode.fin,
        prevu_jour__range=(periode.fin - around, periode.fin + around),
    )
    # A set made once, where EXISTS would look for the rendez-vous at each interview.
    return ~Q(personne__in=rendez_vous.order_by().values("personne"))


def calcul_sans_rdv(contexte: Contexte) -> Calcul:
    """Return what is divided, in each reading."""
    if sans_rdv_lecture(contexte) == LectureDefinition.DELAI:
        return Ratio(Lignes(too_late(contexte)), Lignes())
    return Ratio(Distinct(condition=without_rendez_vous), Distinct())


def fenetre_sans_rdv(periode: Periode, contexte: Contexte) -> Periode | None:
    """Return the requests that N days have passed over, or the months that make a person followed."""
    if sans_rdv_lecture(contexte) == LectureDefinition.A_VENIR:
        return last_months(periode, definition_lue(ObjetDefinition.SANS_RENDEZ_VOUS, contexte).mois)
    observed = contexte.arrete_au - datetime.timedelta(days=sans_rdv_jours(contexte))
    fin = min(periode.fin, observed)
    return Periode(periode.debut, fin) if periode.debut <= fin else None


def reperes_sans_rdv(avant: Contexte, apres: Contexte) -> list[QuerySet[Any]]:
    """Return the rendez-vous that enter or leave the days around the last one, or were not asked for yet."""
    if sans_rdv_lecture(apres) == LectureDefinition.DELAI:
        return []
    around, jour = datetime.timedelta(days=sans_rdv_jours(apres)), datetime.timedelta(days=1)
    leaving = (avant.arrete_au - around, apres.arrete_au - around - jour)
    coming = (avant.arrete_au + around + jour, apres.arrete_au + around)
    asked = (avant.arrete_au + jour, apres.arrete_au)
    return [
        RendezVous.objects.filter(prevu_jour__range=leaving),
        RendezVous.objects.filter(prevu_jour__range=coming),
        RendezVous.objects.filter(jour__range=asked),
    ]


registre.register(
    Mesure(
        cle="sans_rdv_sous_n_jours",
        famille=FAMILLE,
        libelle="Jeunes sans rendez-vous dans un délai donné",
        definition="Part des demandes, ou des personnes suivies, sans rendez-vous dans les N jours, au sens de la "
        "définition en vigueur.",
        limites=SAISIE_TARDIVE
        + "Les rendez-vous annulés ne comptent pas. Lecture «\u00a0Délai\u00a0»\u00a0: une demande faite moins de "
        "N jours avant la date d’arrêt n’est pas encore jugée. Lecture «\u00a0Autour du dernier jour\u00a0»\u00a0: "
        "seuls comptent les rendez-vous déjà demandés ce jour-là.",
        portee=Portee(reperes=reperes_sans_rdv),
        unite="%",
        population=requests_or_followed,
        calcul=calcul_sans_rdv,
        version=2,
        fenetre=fenetre_sans_rdv,
        filtres=FILTRES_FAIT,
        ventilations=VENTILATIONS_FAIT,
        parametres={
            "definition": PARAMETRE_DEFINITION,
            "jours": Parametre("Nombre de jours", "entier", None, 1, 120, aide="Sans nombre, celui de la définition."),
            "lecture": Parametre(
                "Lecture",
                "choix",
                None,
                choix=choices_from(
                    (lecture.value, lecture.label) for lecture in LECTURES[ObjetDefinition.SANS_RENDEZ_VOUS]
                ),
                aide="Sans choix, celle de la définition.",
            ),
        },
        definie=Definie(ObjetDefinition.SANS_RENDEZ_VOUS, sans_rdv_retenue),
        sens="baisse",
        decimales=1,
    )
)
