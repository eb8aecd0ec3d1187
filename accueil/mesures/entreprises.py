"""What is done with enterprises: meetings, and the applications that follow."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accueil.choix import NatureContactEntreprise, SuiteCandidature
from accueil.mesures.socle import SAISIE_TARDIVE
from accueil.models import Candidature, ContactEntreprise
from commun.mesures import (
    Contexte,
    Distinct,
    Filtre,
    Lignes,
    Mesure,
    Ventilation,
    registre,
)
from plans_action.mesures import FILTRES_FAIT, VENTILATIONS_FAIT

FAMILLE_ENTREPRISES = "Entreprises"


def contacts_entreprise(contexte: Contexte) -> QuerySet[Any]:
    """Return the contacts with enterprises, each told whether it follows a first meeting."""
    before = ContactEntreprise.objects.filter(partenaire=OuterRef("partenaire"), jour__lt=OuterRef("jour"))
    return ContactEntreprise.objects.annotate(deja_rencontree=Exists(before.order_by()))


def candidatures(contexte: Contexte) -> QuerySet[Any]:
    """Return the applications."""
    return Candidature.objects.all()


registre.register(
    Mesure(
        cle="entreprises_suivies",
        famille=FAMILLE_ENTREPRISES,
        libelle="Entreprises avec qui un suivi continue",
        definition="Nombre d’entreprises différentes avec qui un contact de la période (rencontre, relance ou visite) "
        "fait suite à un premier contact, pris un autre jour.",
        limites="Le premier contact peut dater d’avant la période et relever d’une autre fiche. Ce qui n’est pas noté "
        "sur la page de l’entreprise ne compte pas. Le total n’est pas la somme des mois.",
        unite="entreprises",
        population=contacts_entreprise,
        calcul=Distinct("partenaire", Q(deja_rencontree=True)),
        filtres={
            "fiche": FILTRES_FAIT["fiche"],
            "nature": Filtre.of_choices("Nature", "nature", NatureContactEntreprise.choices),
        },
        ventilations={
            "mois": VENTILATIONS_FAIT["mois"],
            "nature": Ventilation.of_choices("Nature", "nature", NatureContactEntreprise.choices),
        },
        personnes=False,
    )
)

registre.register(
    Mesure(
        cle="candidatures",
        famille=FAMILLE_ENTREPRISES,
        libelle="Candidatures envoyées",
        definition="Nombre de candidatures envoyées à des entreprises pendant la période, avec ou sans le nom de la "
        "personne.",
        limites=SAISIE_TARDIVE + "Une personne compte à chaque candidature.",
        unite="candidatures",
        population=candidatures,
        calcul=Lignes(),
        filtres={
            **FILTRES_FAIT,
            "suite": Filtre.of_choices("Suite", "suite", SuiteCandidature.choices),
        },
        ventilations={
            **VENTILATIONS_FAIT,
            "suite": Ventilation.of_choices("Suite", "suite", SuiteCandidature.choices),
        },
    )
)
