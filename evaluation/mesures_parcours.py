"""
What becomes of those who begin: situations, positive exits and retention some months after an entry; the way in.

An entry is a first interview, or a first presence in a regroupement. People whose term is not reached yet are told
apart: they are neither here nor there.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accueil.choix import NATURES_ENTRETIEN, Nature
from accueil.mesures.socle import (
    FILTRES_EVENEMENT,
    FILTRES_PREMIER,
    NATURES_ACCOMPAGNEMENT,
    SAISIE_TARDIVE,
    VENTILATION_MODE,
    VENTILATIONS_EVENEMENT,
)
from accueil.mesures.suite import first_day_reaching
from accueil.models import Evenement
from commun.mesures import (
    Contexte,
    DemandeInvalide,
    Distinct,
    Lignes,
    Mesure,
    Parametre,
    Personnes,
    Portee,
    Ratio,
    Ventilation,
    registre,
)
from commun.sql import AjouteJours, AjouteMois
from jeunes.choix import LectureDefinition, ObjetDefinition, TypeSituation
from jeunes.mesures import PARAMETRE_DEFINITION, definie, definition_lue
from jeunes.models import Situation
from participation.choix import Presence
from participation.mesures import VENTILATIONS_INSCRIPTION, filtres_seance
from participation.models import Inscription

FAMILLE = "Parcours"
ATTENTE = "attente"
SITUATION_AU_TERME = Ventilation(
    "Situation au terme",
    "situation_au_terme",
    lambda keys: {**dict(TypeSituation.choices), ATTENTE: "Pas encore observable"},
    complete=True,
)


def limite_observable(contexte: Contexte) -> datetime.date:
    """Return the last day of entry whose term is reached by the cut-off day."""
    lendemain = contexte.arrete_au + datetime.timedelta(days=1)
    return first_day_reaching(lendemain, int(contexte.parametres["mois"])) - datetime.timedelta(days=1)


def with_suite(entrees: QuerySet[Any], jour: str, contexte: Contexte) -> QuerySet[Any]:
    """Tell of each entry the situation at its term, whether a positive exit followed, whether one still comes."""
    mois = int(contexte.parametres["mois"])
    terme: Any = AjouteMois(OuterRef(jour), mois)
    au_terme = Situation.objects.filter(Q(fin=None) | Q(fin__gte=terme), personne=OuterRef("personne"), jour__lte=terme)
    dernier = Subquery(au_terme.order_by("-jour", "-saisi_le", "pk").values("type")[:1])
    attente = When(**{f"{jour}__gt": limite_observable(contexte)}, then=Value(ATTENTE))
    # Aliases: a count or a list pays for those that it names, not for the others.
    described: QuerySet[Any] = entrees.alias(
        situation_au_terme=Case(attente, default=dernier, output_field=CharField()),
        sortie=_sortie(jour, terme, contexte),
        encore_vu=_encore_vu(jour, terme, contexte),
    )
    return described


def _sortie(jour: str, terme: Any, contexte: Contexte) -> Any:
    """Return whether the person had, from the entry to the term, a situation that the definition keeps."""
    try:
        chosen = definition_lue(ObjetDefinition.SORTIE_POSITIVE, contexte)
    except DemandeInvalide:
        return Value(False, output_field=BooleanField())
    duree = max(chosen.duree_minimale_jours, 1) - 1
    kept = Situation.objects.alias(tenue=AjouteJours("jour", duree)).filter(
        personne=OuterRef("personne"), type__in=chosen.situations, tenue__lte=terme
    )
    if chosen.lecture == LectureDefinition.DERNIER_JOUR:
        return Exists(kept.filter(Q(fin=None) | Q(fin__gte=terme)).order_by())
    held = Q(fin=None) | Q(fin__gte=F("tenue"))
    return Exists(kept.filter(held, jour__gte=OuterRef(jour)).order_by())


def _encore_vu(jour: str, terme: Any, contexte: Contexte) -> Any:
    """Return whether an interview took place in the last months before the term."""
    mois, fenetre = int(contexte.parametres["mois"]), int(contexte.parametres["fenetre"])
    suite = Evenement.objects.filter(
        personne=OuterRef("personne"),
        nature__in=NATURES_ENTRETIEN,
        jour__gt=AjouteMois(OuterRef(jour), mois - fenetre),
        jour__lte=terme,
    ).exclude(nature=Nature.PREMIER_ACCUEIL)
    return Exists(suite.order_by())


def entrees_accueil(contexte: Contexte) -> QuerySet[Any]:
    """Return the first interviews of people with a name."""
    premiers = Evenement.objects.filter(nature=Nature.PREMIER_ACCUEIL, personne__isnull=False)
    return with_suite(premiers, "jour", contexte)


def entrees_regroupement(contexte: Contexte) -> QuerySet[Any]:
    """Return the first presence of each person in each regroupement."""
    venus = Inscription.objects.filter(presence=Presence.PRESENT, seance__annulee_le=None, personne__isnull=False)
    avant = venus.filter(personne=OuterRef("personne"), seance__regroupement=OuterRef("seance__regroupement")).filter(
        Q(seance__jour__lt=OuterRef("seance__jour")) | Q(seance__jour=OuterRef("seance__jour"), pk__lt=OuterRef("pk"))
    )
    return with_suite(venus.exclude(Exists(avant.order_by())), "seance__jour", contexte)


def require_definition(contexte: Contexte) -> None:
    """Raise DemandeInvalide when no definition of the positive exit is in force."""
    definition_lue(ObjetDefinition.SORTIE_POSITIVE, contexte)


PARAMETRES = {
    "mois": Parametre("Mois après l’entrée", "entier", 6, 1, 36),
    "fenetre": Parametre("Mois d’observation avant le terme", "entier", 3, 1, 12),
    "definition": PARAMETRE_DEFINITION,
}
LIMITES = (
    SAISIE_TARDIVE + "Les personnes dont le terme n’est pas atteint à la date d’arrêt sont mises à part. Les filtres "
    "portent sur l’entrée. "
)


@dataclass(frozen=True)
class Entree:
    """A kind of entry: what its measures are called, the day it is dated by, the entries of a context."""

    suffixe: str
    nom: str
    jour: str
    unite: str
    plusieurs: str  # said when one person may enter more than once
    population: Callable[[Contexte], QuerySet[Any]]

    def observable(self, contexte: Contexte) -> Q:
        """Return the entries whose term is reached."""
        return Q(**{f"{self.jour}__lte": limite_observable(contexte)})

    def sorties(self, contexte: Contexte) -> Ratio:
        """Return the part of the positive exits, once a definition is in force."""
        require_definition(contexte)
        return Ratio(Lignes(self.observable(contexte) & Q(sortie=True)), Lignes(self.observable(contexte)))

    def retention(self, contexte: Contexte) -> Ratio:
        """Return the part of those who were seen again."""
        return Ratio(Lignes(self.observable(contexte) & Q(encore_vu=True)), Lignes(self.observable(contexte)))

    def reperes(self, avant: Contexte, apres: Contexte) -> list[QuerySet[Any]]:
        """Return the entries whose term is reached between the two cut-off days."""
        jour_suivant = limite_observable(avant) + datetime.timedelta(days=1)
        return [self.population(apres).filter(**{f"{self.jour}__range": (jour_suivant, limite_observable(apres))})]


def declare(entree: Entree, *, ventilations: Mapping[str, Ventilation], **commun: Any) -> None:
    """Register the three measures of a kind of entry."""
    base = {
        "famille": FAMILLE,
        "population": entree.population,
        "axe_date": entree.jour,
        "parametres": PARAMETRES,
        "portee": Portee(reperes=entree.reperes),
        **commun,
    }
    part = {**base, "unite": "%", "decimales": 1, "ventilations": ventilations}
    registre.register(_situations(entree, base, ventilations))
    registre.register(_sorties(entree, part))
    registre.register(_retention(entree, part))


def _situations(entree: Entree, base: Mapping[str, Any], ventilations: Mapping[str, Ventilation]) -> Mesure:
    return Mesure(
        cle=f"cohorte_situations{entree.suffixe}",
        libelle=f"Situation quelques mois après {entree.nom}",
        definition=f"Nombre de personnes dont {entree.nom} est dans la période, réparties selon leur situation N mois "
        "plus tard, jour pour jour.",
        limites=LIMITES + entree.plusieurs + "«\u00a0Non renseigné\u00a0»\u00a0: aucune situation connue ce jour-là.",
        unite=entree.unite,
        calcul=Lignes(),
        sans_effet=frozenset({"fenetre", "definition"}),
        ventilations={**ventilations, "situation_au_terme": SITUATION_AU_TERME},
        **base,
    )


def _sorties(entree: Entree, part: Mapping[str, Any]) -> Mesure:
    return Mesure(
        cle=f"cohorte_sorties{entree.suffixe}",
        libelle=f"Sorties positives après {entree.nom}",
        definition=f"Parmi les personnes dont {entree.nom} est dans la période et dont le terme de N mois est atteint, "
        "part de celles en sortie positive entre l’entrée et le terme, au sens de la définition retenue.",
        limites=LIMITES + entree.plusieurs,
        calcul=entree.sorties,
        sans_effet=frozenset({"fenetre"}),
        definie=definie(ObjetDefinition.SORTIE_POSITIVE),
        **part,
    )


def _retention(entree: Entree, part: Mapping[str, Any]) -> Mesure:
    return Mesure(
        cle=f"cohorte_retention{entree.suffixe}",
        libelle=f"Personnes encore suivies quelques mois après {entree.nom}",
        definition=f"Parmi les personnes dont {entree.nom} est dans la période et dont le terme de N mois est atteint, "
        "part de celles qui ont eu un nouvel entretien dans les mois d’observation qui finissent au terme.",
        limites=LIMITES + entree.plusieurs + "Une sortie rapide vers l’emploi baisse ce chiffre.",
        calcul=entree.retention,
        sans_effet=frozenset({"definition"}),
        **part,
    )


declare(
    Entree("", "le premier accueil", "jour", "personnes", "", entrees_accueil),
    filtres=FILTRES_PREMIER,
    ventilations={**VENTILATIONS_EVENEMENT, "mode_connaissance": VENTILATION_MODE},
)
declare(
    Entree(
        "_regroupement",
        "l’entrée dans un regroupement",
        "seance__jour",
        "entrées",
        "Une personne entrée dans deux regroupements compte deux fois. ",
        entrees_regroupement,
    ),
    filtres=filtres_seance("seance__"),
    ventilations={nom: v for nom, v in VENTILATIONS_INSCRIPTION.items() if nom not in ("origine", "participation")},
)


# --- From a contact to an accompaniment -------------------------------------------------------------------------------


def contacts_et_suite(contexte: Contexte) -> QuerySet[Any]:
    """Return the contacts, each told whether a first interview, then something else, followed by the cut-off day."""
    after = Evenement.objects.filter(
        personne=OuterRef("personne"), jour__gte=OuterRef("jour"), jour__lte=contexte.arrete_au
    )
    suivis = tuple(nature for nature in NATURES_ACCOMPAGNEMENT if nature != Nature.PREMIER_ACCUEIL)
    described: QuerySet[Any] = Evenement.objects.filter(nature=Nature.CONTACT).alias(
        accueilli=Exists(after.filter(nature=Nature.PREMIER_ACCUEIL).order_by()),
        suivi=Exists(after.filter(nature__in=suivis).order_by()),
    )
    return described


def reperes_entonnoir(avant: Contexte, apres: Contexte) -> list[QuerySet[Any]]:
    """Return what followed a contact between the two cut-off days."""
    jours = (avant.arrete_au + datetime.timedelta(days=1), apres.arrete_au)
    return [Evenement.objects.filter(nature__in=NATURES_ACCOMPAGNEMENT, jour__range=jours)]


for cle, libelle, definition, calcul in (
    (
        "entonnoir_contacts",
        "Personnes rencontrées lors d’un contact",
        "Nombre de personnes rencontrées lors d’un contact ou d’un passage pendant la période\u00a0; chaque contact "
        "sans nom compte pour une personne.",
        Personnes(),
    ),
    (
        "entonnoir_accueils",
        "Contacts suivis d’un premier accueil",
        "Parmi les personnes rencontrées lors d’un contact pendant la période, nombre de celles qui ont eu leur "
        "premier accueil le jour même ou après, jusqu’à la date d’arrêt.",
        Distinct(condition=Q(accueilli=True)),
    ),
    (
        "entonnoir_suivis",
        "Contacts suivis d’un accompagnement",
        "Parmi les personnes rencontrées lors d’un contact pendant la période et accueillies ensuite, nombre de celles "
        "qui ont eu un autre entretien, un atelier ou une information collective, jusqu’à la date d’arrêt.",
        Distinct(condition=Q(accueilli=True, suivi=True)),
    ),
):
    registre.register(
        Mesure(
            cle=cle,
            famille=FAMILLE,
            libelle=libelle,
            definition=definition,
            limites=SAISIE_TARDIVE + "Le lieu est celui du contact, la suite peut avoir lieu ailleurs. Une personne "
            "vue dans deux lieux compte dans les deux.",
            unite="personnes",
            population=contacts_et_suite,
            calcul=calcul,  # type: ignore[arg-type]
            portee=Portee(reperes=reperes_entonnoir),
            filtres=FILTRES_EVENEMENT,
            ventilations=VENTILATIONS_EVENEMENT,
        )
    )
