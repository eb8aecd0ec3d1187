"""Still followed some months after the first interview."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accueil.choix import NATURES_ENTRETIEN, Nature
from accueil.mesures.socle import (
    FAMILLE,
    FILTRES_PREMIER,
    SAISIE_TARDIVE,
    VENTILATION_MODE,
    VENTILATIONS_EVENEMENT,
    premiers,
)
from accueil.models import Evenement
from commun.dates import Periode, add_months
from commun.mesures import (
    Contexte,
    Lignes,
    Mesure,
    Parametre,
    Portee,
    Ratio,
    registre,
)
from commun.sql import AjouteMois


def premiers_et_suite(contexte: Contexte) -> QuerySet[Any]:
    """Return the first interviews, each told whether an interview took place in the last months before its term."""
    mois, fenetre = contexte.parametres["mois"], contexte.parametres["fenetre"]
    debut: Any = AjouteMois(OuterRef("jour"), mois - fenetre)
    suite = Evenement.objects.filter(
        personne=OuterRef("personne"),
        nature__in=NATURES_ENTRETIEN,
        jour__gt=debut,
        jour__lte=AjouteMois(OuterRef("jour"), mois),
    ).exclude(nature=Nature.PREMIER_ACCUEIL)
    named = premiers(contexte).filter(personne__isnull=False)
    annotated: QuerySet[Any] = named.annotate(encore_vu=Exists(suite.order_by()))
    return annotated


def shifted(periode: Periode, contexte: Contexte) -> Periode | None:
    """Return the days whose term, some months later, falls in the period: months partition as periods do."""
    mois = contexte.parametres["mois"]
    debut = first_day_reaching(periode.debut, mois)
    fin = first_day_reaching(periode.fin + datetime.timedelta(days=1), mois) - datetime.timedelta(days=1)
    return Periode(debut, fin) if debut <= fin else None


def first_day_reaching(term: datetime.date, mois: int) -> datetime.date:
    """Return the first day that is at or after `term` once the months are added; the sum never decreases."""
    day = add_months(term, -mois) - datetime.timedelta(days=4)
    while add_months(day, mois) < term:
        day += datetime.timedelta(days=1)
    return day


registre.register(
    Mesure(
        cle="jeunes_accompagnes_suite",
        famille=FAMILLE,
        libelle="Jeunes encore accompagnés après leur premier accueil",
        definition="Parmi les personnes dont le terme (6 ou 12 mois, jour pour jour après le premier accueil, ou le "
        "dernier jour du mois si ce jour n’existe pas) tombe dans la période, part de celles qui ont eu au moins un "
        "nouvel entretien dans les mois d’observation qui finissent au terme.",
        limites=SAISIE_TARDIVE + "Les échanges par téléphone, SMS ou courrier saisis comme tels ne suffisent pas. Les "
        "filtres portent sur le premier accueil, le nouvel entretien peut avoir lieu ailleurs. Une sortie rapide vers "
        "l’emploi baisse ce chiffre.",
        portee=Portee(),
        unite="%",
        population=premiers_et_suite,
        calcul=Ratio(Lignes(Q(encore_vu=True)), Lignes()),
        fenetre=shifted,
        filtres=FILTRES_PREMIER,
        ventilations={**VENTILATIONS_EVENEMENT, "mode_connaissance": VENTILATION_MODE},
        parametres={
            "mois": Parametre("Mois après le premier accueil", "entier", 6, 1, 24),
            "fenetre": Parametre("Mois d’observation avant le terme", "entier", 3, 1, 6),
        },
        decimales=1,
    )
)
