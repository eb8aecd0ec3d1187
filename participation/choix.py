"""Closed lists of what youths do together."""

from django.db import models


class StatutInscription(models.TextChoices):
    """Where a sign-up stands."""

    CONFIRMEE = "confirmee", "Confirmée"
    EN_ATTENTE = "en_attente", "En liste d’attente"
    ANNULEE = "annulee", "Annulée"


STATUTS_ACTIFS = (StatutInscription.CONFIRMEE, StatutInscription.EN_ATTENTE)


class Presence(models.TextChoices):
    """Who came."""

    PRESENT = "present", "Présent·e"
    ABSENT = "absent", "Absent·e"
    EXCUSE = "excuse", "Excusé·e"


class TypeParticipation(models.TextChoices):
    """How a youth takes part, in the Technowest template's words."""

    COLLABORATEUR = "collaborateur", "Collaborateur"
    PILOTE = "pilote", "Pilote"


class OrigineInscription(models.TextChoices):
    """What brought the youth to a séance: the origin that indicators count."""

    EN_LIGNE = "en_ligne", "En ligne"
    EQUIPE = "equipe", "Par l’équipe"
    JEUNE_REFERENT = "jeune_referent", "Jeune référent"
    RESEAUX_SOCIAUX = "reseaux_sociaux", "Réseaux sociaux"
    LETTRE = "lettre", "Lettre d’information"
    SITE = "site", "Site internet"
    PARTENAIRE = "partenaire", "Partenaire"
    SUR_PLACE = "sur_place", "Sur place, le jour même"


class Rythme(models.TextChoices):
    """How a series of séances comes back."""

    HEBDOMADAIRE = "hebdomadaire", "Chaque semaine"
    QUINZAINE = "quinzaine", "Tous les 15 jours"
    MENSUEL = "mensuel", "Chaque mois, le même jour de la semaine"


# Every so many weeks; None: every month.
SEMAINES = {Rythme.HEBDOMADAIRE: 1, Rythme.QUINZAINE: 2, Rythme.MENSUEL: None}


class Portee(models.TextChoices):
    """How far a change of a séance goes in its series."""

    SEULE = "seule", "Cette séance seulement"
    SUIVANTES = "suivantes", "Cette séance et les suivantes"


class StatutIdee(models.TextChoices):
    """What becomes of a youth's idea."""

    DEPOSEE = "deposee", "Reçue"
    REPONDUE = "repondue", "Réponse donnée"
    RETENUE = "retenue", "Retenue"


class CategorieInvite(models.TextChoices):
    """Who is invited to a séance."""

    JEUNE = "jeune", "Jeune"
    PARTENAIRE = "partenaire", "Partenaire"
    EMPLOYEUR = "employeur", "Employeur"
    FINANCEUR = "financeur", "Financeur"
    ELU = "elu", "Élu·e"
    PRESSE = "presse", "Presse"
    AUTRE = "autre", "Autre"


class ReponseInvite(models.TextChoices):
    """What somebody invited answered."""

    VIENT = "vient", "Viendra"
    NE_VIENT_PAS = "ne_vient_pas", "Ne viendra pas"


class PresenceInvite(models.TextChoices):
    """Whether somebody invited came."""

    PRESENT = "present", "Présent·e"
    ABSENT = "absent", "Absent·e"
