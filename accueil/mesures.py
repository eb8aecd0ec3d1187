"""What the front desk proves: measures over événements, rendez-vous and orientations."""

import datetime
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accueil.choix import (
    NATURES_ENTRETIEN,
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
    NatureContactEntreprise,
    SensOrientation,
    StatutOrientation,
    StatutRendezVous,
    SuiteCandidature,
    TypeDemande,
)
from accueil.models import Candidature, ContactEntreprise, Evenement, Orientation, RendezVous
from commun.dates import Periode, add_months
from commun.mesures import (
    Calcul,
    Contexte,
    Definie,
    Distinct,
    Filtre,
    Lignes,
    Mesure,
    Parametre,
    Personnes,
    Portee,
    Ratio,
    Retenue,
    Ventilation,
    choices_from,
    registre,
)
from commun.sql import AjouteJours, AjouteMois
from jeunes.choix import LECTURES, LectureDefinition, ObjetDefinition
from jeunes.mesures import PARAMETRE_DEFINITION, definie, definition_lue, retenue
from plans_action.mesures import FILTRES_FAIT, VENTILATIONS_FAIT

FAMILLE = "Accueil et accompagnement"

# Who counts as accompanied in a period: an interview, an atelier or an information collective, as regions count.
NATURES_ACCOMPAGNEMENT = (*NATURES_ENTRETIEN, Nature.ATELIER, Nature.INFORMATION_COLLECTIVE)
FILTRE_CANAL = Filtre.of_choices("Canal", "canal", Canal.choices)
FILTRE_MODE = Filtre.of_choices("Comment la personne nous connaît", "mode_connaissance", ModeConnaissance.choices)
FILTRE_NATURE = Filtre.of_choices("Nature", "nature", Nature.choices)
FILTRE_MODALITE = Filtre.of_choices("Modalité", "modalite", Modalite.choices)
FILTRE_DEMANDE = Filtre.of_choices("Demande", "type_demande", TypeDemande.choices)

VENTILATION_NATURE = Ventilation.of_choices("Nature", "nature", Nature.choices)
VENTILATION_CANAL = Ventilation.of_choices("Canal", "canal", Canal.choices)
VENTILATION_MODE = Ventilation.of_choices(
    "Comment la personne nous connaît", "mode_connaissance", ModeConnaissance.choices
)

FILTRES_EVENEMENT: Mapping[str, Filtre] = {**FILTRES_FAIT, "canal": FILTRE_CANAL}
FILTRES_PAR_NATURE: Mapping[str, Filtre] = {**FILTRES_EVENEMENT, "nature": FILTRE_NATURE}
FILTRES_PREMIER: Mapping[str, Filtre] = {
    **FILTRES_EVENEMENT,
    "mode_connaissance": FILTRE_MODE,
    "modalite": FILTRE_MODALITE,
}
VENTILATIONS_EVENEMENT: Mapping[str, Ventilation] = {**VENTILATIONS_FAIT, "canal": VENTILATION_CANAL}
VENTILATIONS_PAR_NATURE: Mapping[str, Ventilation] = {**VENTILATIONS_EVENEMENT, "nature": VENTILATION_NATURE}

SAISIE_TARDIVE = "Un fait saisi en retard compte à la date où il a eu lieu. "
PROFIL_FIGE = "Âge, commune et situation sont ceux du jour du fait. "


def premiers(contexte: Contexte) -> QuerySet[Any]:
    """Return the first interviews."""
    return Evenement.objects.filter(nature=Nature.PREMIER_ACCUEIL)


def entretiens(contexte: Contexte) -> QuerySet[Any]:
    """Return the individual interviews, the first ones included."""
    return Evenement.objects.entretiens()


def evenements(contexte: Contexte) -> QuerySet[Any]:
    """Return everything that happened with people."""
    return Evenement.objects.all()


def accompagnements(contexte: Contexte) -> QuerySet[Any]:
    """Return what makes a person accompanied, in the reading of the definition."""
    if definition_lue(ObjetDefinition.ACCOMPAGNE, contexte).lecture == LectureDefinition.RECENTE:
        return entretiens(contexte)
    return Evenement.objects.filter(nature__in=NATURES_ACCOMPAGNEMENT)


def last_months(periode: Periode, mois: int) -> Periode:
    """Return the months that end at the last day of a period."""
    return Periode(add_months(periode.fin, -mois) + datetime.timedelta(days=1), periode.fin)


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


# --- Still followed some months after the first interview ---------------------------------------------------------


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


# --- Without rendez-vous within N days: two readings, the commission chooses ---------------------------------------


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


# --- Enterprises ----------------------------------------------------------------------------------------------------

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
