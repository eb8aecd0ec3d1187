"""Closed lists about the person."""

from django.db import models


class Sexe(models.TextChoices):
    """As civil status says; the public names come from i-Milo."""

    FEMME = "F", "Femme"
    HOMME = "H", "Homme"
    AUTRE = "A", "Autre ou non précisé"


class Niveau(models.TextChoices):
    """Level of education, in the national nomenclature of 2019 (3: CAP, 4: bac, 5: bac + 2, 6: bac + 3 and more)."""

    SANS = "sans", "Sans diplôme"
    NIVEAU_3 = "3", "CAP ou BEP"
    NIVEAU_4 = "4", "Baccalauréat"
    NIVEAU_5 = "5", "Bac + 2"
    NIVEAU_6 = "6", "Bac + 3 et plus"


NIVEAUX_INFRA_BAC = (Niveau.SANS, Niveau.NIVEAU_3)


class CanalSur(models.TextChoices):
    """How a youth may be contacted without putting him or her in danger."""

    TOUS = "tous", "Tous les moyens"
    MAIL = "mail", "E-mail seulement"
    SMS = "sms", "SMS seulement"
    APPEL = "appel", "Appel seulement"
    AUCUN = "aucun", "Aucun message"


class TypeSituation(models.TextChoices):
    """What a youth does at a moment; which ones count as a positive exit is in DefinitionSortiePositive."""

    CDI = "cdi", "Emploi en CDI"
    CDD_LONG = "cdd_long", "Emploi en CDD de plus de 6 mois"
    CDD_COURT = "cdd_court", "Emploi en CDD de 6 mois ou moins, intérim"
    ALTERNANCE = "alternance", "Apprentissage ou alternance"
    IAE = "iae", "Insertion par l’activité économique"
    FORMATION_QUALIFIANTE = "formation_qualifiante", "Formation qualifiante"
    FORMATION = "formation", "Autre formation"
    SCOLARITE = "scolarite", "Retour à l’école"
    CREATION = "creation", "Création d’entreprise"
    SERVICE_CIVIQUE = "service_civique", "Service civique ou volontariat"
    PMSMP = "pmsmp", "Immersion en entreprise (PMSMP)"
    RECHERCHE = "recherche", "Recherche d’emploi"
    INACTIVITE = "inactivite", "Sans activité"


# What the person concerned reads, where the word of the trade says nothing outside the house.
SITUATIONS_EN_CLAIR: dict[str, str] = {
    TypeSituation.IAE: "Contrat d’insertion",
    TypeSituation.PMSMP: "Immersion en entreprise",
}


class TypeProgramme(models.TextChoices):
    """Why a youth is followed: the référent unique, or a programme."""

    PARCOURS = "parcours", "Référence unique de parcours"
    PROGRAMME = "programme", "Programme"


class ObjetDefinition(models.TextChoices):
    """The words that several readings share: each has numbered versions, of which one is in force."""

    SORTIE_POSITIVE = "sortie_positive", "Sortie positive"
    ACCOMPAGNE = "accompagne", "Jeune accompagné"
    SANS_RENDEZ_VOUS = "sans_rendez_vous", "Sans rendez-vous dans un délai"


class LectureDefinition(models.TextChoices):
    """How a version reads its word: when a person is observed."""

    ENTREE = "entree", "Entrée dans la situation pendant la période"
    DERNIER_JOUR = "dernier_jour", "En situation le dernier jour de la période"
    PERIODE = "periode", "Entretien ou action collective pendant la période"
    RECENTE = "recente", "Entretien dans les derniers mois"
    DELAI = "delai", "Délai après la demande"
    A_VENIR = "a_venir", "Autour du dernier jour"


LECTURES: dict[str, tuple[LectureDefinition, ...]] = {
    ObjetDefinition.SORTIE_POSITIVE: (LectureDefinition.ENTREE, LectureDefinition.DERNIER_JOUR),
    ObjetDefinition.ACCOMPAGNE: (LectureDefinition.PERIODE, LectureDefinition.RECENTE),
    ObjetDefinition.SANS_RENDEZ_VOUS: (LectureDefinition.DELAI, LectureDefinition.A_VENIR),
}
# Read at one day, not over the period: months are not parts of it.
LECTURES_D_UN_JOUR = (LectureDefinition.DERNIER_JOUR, LectureDefinition.RECENTE, LectureDefinition.A_VENIR)
