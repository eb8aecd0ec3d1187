"""Closed lists of what youths do together."""

from django.db import models


class StatutInscription(models.TextChoices):
    """Where a sign-up stands."""

    CONFIRMEE = "confirmee", "Confirmée"
    EN_ATTENTE = "en_attente", "En liste d'attente"
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


class StatutIdee(models.TextChoices):
    """What becomes of a youth's idea."""

    DEPOSEE = "deposee", "Reçue"
    REPONDUE = "repondue", "Réponse donnée"
    RETENUE = "retenue", "Retenue"
