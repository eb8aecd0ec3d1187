"""Who came, who was met and who is accompanied: measures over what happened at the front desk."""

from typing import Any

from django.db.models import Q, QuerySet

from accueil.choix import ModeConnaissance, Nature, SensOrientation, StatutOrientation, TypeDemande
from accueil.mesures.socle import (
    FAMILLE,
    FILTRE_DEMANDE,
    FILTRE_MODALITE,
    FILTRE_MODE,
    FILTRES_EVENEMENT,
    FILTRES_PAR_NATURE,
    FILTRES_PREMIER,
    NATURES_ACCOMPAGNEMENT,
    PROFIL_FIGE,
    SAISIE_TARDIVE,
    VENTILATION_MODE,
    VENTILATIONS_EVENEMENT,
    VENTILATIONS_PAR_NATURE,
    entretiens,
    last_months,
    premiers,
)
from accueil.models import Evenement, Orientation
from commun.dates import Periode
from commun.mesures import (
    Contexte,
    Distinct,
    Filtre,
    Lignes,
    Mesure,
    Parametre,
    Personnes,
    Portee,
    Ratio,
    Ventilation,
    choices_from,
    registre,
)
from jeunes.choix import LectureDefinition, ObjetDefinition
from jeunes.mesures import PARAMETRE_DEFINITION, definie, definition_lue
from plans_action.mesures import FILTRES_FAIT, VENTILATIONS_FAIT


def evenements(contexte: Contexte) -> QuerySet[Any]:
    """Return everything that happened with people."""
    return Evenement.objects.all()


def accompagnements(contexte: Contexte) -> QuerySet[Any]:
    """Return what makes a person accompanied, in the reading of the definition."""
    if definition_lue(ObjetDefinition.ACCOMPAGNE, contexte).lecture == LectureDefinition.RECENTE:
        return entretiens(contexte)
    return Evenement.objects.filter(nature__in=NATURES_ACCOMPAGNEMENT)


def fenetre_accompagnement(periode: Periode, contexte: Contexte) -> Periode | None:
    """Return the period, or the last months before its end, in the reading of the definition."""
    definition = definition_lue(ObjetDefinition.ACCOMPAGNE, contexte)
    return last_months(periode, definition.mois) if definition.lecture == LectureDefinition.RECENTE else periode


def contacts(contexte: Contexte) -> QuerySet[Any]:
    """Return the contacts and passages."""
    return Evenement.objects.filter(nature=Nature.CONTACT)


def orientations(contexte: Contexte) -> QuerySet[Any]:
    """Return the handovers."""
    return Orientation.objects.all()


registre.register(
    Mesure(
        cle="premiers_accueils",
        famille=FAMILLE,
        libelle="Premiers accueils",
        definition="Nombre de premiers accueils de la période. Une personne a un seul premier accueil, une fois pour "
        "toutes.",
        limites=SAISIE_TARDIVE
        + "Une personne reçue avant l’ouverture de l’application peut y avoir un premier accueil.",
        portee=Portee(seule=True),
        unite="premiers accueils",
        population=premiers,
        calcul=Lignes(),
        filtres=FILTRES_PREMIER,
        ventilations={**VENTILATIONS_EVENEMENT, "mode_connaissance": VENTILATION_MODE},
    )
)

registre.register(
    Mesure(
        cle="entretiens",
        famille=FAMILLE,
        libelle="Entretiens",
        definition="Nombre d’entretiens de la période\u00a0: premiers accueils, entretiens individuels et entretiens "
        "avec un partenaire, quel que soit le canal.",
        limites=SAISIE_TARDIVE + "Les ateliers, informations collectives et échanges par téléphone, SMS ou courrier "
        "saisis comme tels n’en font pas partie.",
        portee=Portee(seule=True),
        unite="entretiens",
        population=entretiens,
        calcul=Lignes(),
        filtres=FILTRES_PAR_NATURE,
        ventilations=VENTILATIONS_PAR_NATURE,
    )
)

registre.register(
    Mesure(
        cle="evenements",
        famille=FAMILLE,
        libelle="Événements",
        definition="Nombre d’événements de la période, de toute nature\u00a0: entretiens, ateliers, informations "
        "collectives, visites, prestations, échanges, contacts et passages.",
        limites=SAISIE_TARDIVE + "Une personne compte autant de fois qu’elle a d’événements.",
        portee=Portee(seule=True),
        unite="événements",
        population=evenements,
        calcul=Lignes(),
        filtres={**FILTRES_PAR_NATURE, "modalite": FILTRE_MODALITE},
        ventilations=VENTILATIONS_PAR_NATURE,
    )
)

registre.register(
    Mesure(
        cle="contacts",
        famille=FAMILLE,
        libelle="Contacts et passages",
        definition="Nombre de contacts et de passages de la période, avec ou sans le nom de la personne.",
        limites=SAISIE_TARDIVE + "Une même personne non nommée compte à chaque contact.",
        portee=Portee(seule=True),
        unite="contacts",
        population=contacts,
        calcul=Lignes(),
        filtres={**FILTRES_EVENEMENT, "type_demande": FILTRE_DEMANDE, "mode_connaissance": FILTRE_MODE},
        ventilations={
            **VENTILATIONS_EVENEMENT,
            "type_demande": Ventilation.of_choices("Demande", "type_demande", TypeDemande.choices),
        },
    )
)

registre.register(
    Mesure(
        cle="personnes_rencontrees",
        famille=FAMILLE,
        libelle="Personnes rencontrées",
        definition="Nombre de personnes différentes ayant eu au moins un événement pendant la période, contacts "
        "compris\u00a0; chaque contact sans nom compte pour une personne.",
        limites=SAISIE_TARDIVE + "Une personne non nommée rencontrée deux fois compte deux fois. Le total n’est pas la "
        "somme des mois ni des lieux\u00a0: une même personne peut y figurer plusieurs fois.",
        portee=Portee(seule=True),
        unite="personnes",
        population=evenements,
        calcul=Personnes(),
        filtres={**FILTRES_PAR_NATURE, "type_demande": FILTRE_DEMANDE},
        ventilations=VENTILATIONS_PAR_NATURE,
    )
)

registre.register(
    Mesure(
        cle="jeunes_recus",
        famille=FAMILLE,
        libelle="Jeunes reçus",
        definition="Nombre de personnes différentes ayant eu au moins un entretien pendant la période (premier "
        "accueil, entretien individuel ou avec un partenaire).",
        limites=SAISIE_TARDIVE + PROFIL_FIGE + "Le total n’est pas la somme des mois ni des lieux\u00a0: une même "
        "personne peut y figurer plusieurs fois. Personne n’est écarté pour son âge.",
        portee=Portee(seule=True),
        unite="personnes",
        population=entretiens,
        calcul=Distinct(),
        filtres=FILTRES_PAR_NATURE,
        ventilations=VENTILATIONS_EVENEMENT,
    )
)

registre.register(
    Mesure(
        cle="jeunes_accompagnes",
        famille=FAMILLE,
        libelle="Jeunes accompagnés",
        definition="Nombre de personnes différentes accompagnées, au sens de la définition en vigueur.",
        limites=SAISIE_TARDIVE + PROFIL_FIGE + "Plusieurs lectures de l’accompagnement existent\u00a0: comparez des "
        "chiffres de même version. Le total n’est pas la somme des mois ni des lieux.",
        portee=Portee(seule=True),
        unite="personnes",
        population=accompagnements,
        calcul=Distinct(),
        version=2,
        fenetre=fenetre_accompagnement,
        parametres={"definition": PARAMETRE_DEFINITION},
        definie=definie(ObjetDefinition.ACCOMPAGNE),
        filtres=FILTRES_PAR_NATURE,
        ventilations=VENTILATIONS_PAR_NATURE,
    )
)

registre.register(
    Mesure(
        cle="entretiens_par_jeune",
        famille=FAMILLE,
        libelle="Entretiens par jeune",
        definition="Nombre d’entretiens de la période divisé par le nombre de personnes différentes reçues en "
        "entretien.",
        limites=SAISIE_TARDIVE
        + "C’est une moyenne\u00a0: elle ne dit pas combien de personnes n’ont eu qu’un entretien.",
        portee=Portee(seule=True),
        unite="entretiens par jeune",
        population=entretiens,
        calcul=Ratio(Lignes(Q(personne__isnull=False)), Distinct(), facteur=1),
        filtres=FILTRES_PAR_NATURE,
        ventilations=VENTILATIONS_EVENEMENT,
        sens="neutre",
        decimales=2,
    )
)

registre.register(
    Mesure(
        cle="part_mode_connaissance",
        famille=FAMILLE,
        libelle="Part des personnes venues par une origine donnée",
        definition="Parmi les premiers accueils de la période dont on sait comment la personne nous connaît, part de "
        "ceux qui viennent de l’origine choisie.",
        limites=SAISIE_TARDIVE + "Les premiers accueils dont l’origine n’est pas renseignée sont laissés de côté.",
        portee=Portee(seule=True),
        unite="%",
        population=premiers,
        calcul=lambda contexte: Ratio(
            Lignes(Q(mode_connaissance__in=contexte.parametres["mode"])), Lignes(~Q(mode_connaissance=""))
        ),
        filtres={**FILTRES_EVENEMENT, "modalite": FILTRE_MODALITE},
        ventilations=VENTILATIONS_EVENEMENT,
        parametres={
            "mode": Parametre(
                "Origine",
                "choix_multiple",
                (ModeConnaissance.JEUNE_REFERENT.value,),
                choix=choices_from(ModeConnaissance.choices),
            )
        },
        decimales=1,
    )
)

registre.register(
    Mesure(
        cle="orientations",
        famille=FAMILLE,
        libelle="Orientations",
        definition="Nombre d’orientations de la période, vers un partenaire ou par un partenaire.",
        limites=SAISIE_TARDIVE + "Une orientation refusée compte, sauf si le filtre par statut l’écarte.",
        portee=Portee(seule=True),
        unite="orientations",
        population=orientations,
        calcul=Lignes(),
        filtres={
            **FILTRES_FAIT,
            "sens": Filtre.of_choices("Sens", "sens", SensOrientation.choices),
            "statut": Filtre.of_choices("Statut", "statut", StatutOrientation.choices),
        },
        ventilations={
            **VENTILATIONS_FAIT,
            "sens": Ventilation.of_choices("Sens", "sens", SensOrientation.choices),
            "statut": Ventilation.of_choices("Statut", "statut", StatutOrientation.choices),
        },
    )
)
