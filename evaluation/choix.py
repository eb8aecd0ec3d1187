"""Closed lists of the evaluation."""

from django.db import models


class EtatValeur(models.TextChoices):
    """A figure is one of three displays: a number, « non mesuré », « sans objet »."""

    MESUREE = "mesuree", "Mesurée"
    NON_MESUREE = "non_mesuree", "Non mesuré"
    SANS_OBJET = "sans_objet", "Sans objet"


class TypeBilan(models.TextChoices):
    """The two readings of the projet associatif."""

    INTERMEDIAIRE = "intermediaire", "Bilan à 18 mois"
    FINAL = "final", "Bilan à 3 ans"


class TypeCommission(models.TextChoices):
    """Two commissions, independent of each other."""

    SUIVI = "suivi", "Commission de suivi des plans d'action"
    BILAN = "bilan", "Commission du bilan"


class College(models.TextChoices):
    """Where a member of a commission comes from: the four collèges of the gouvernance, and the house."""

    ELUS = "elus", "Élus des collectivités"
    ADMINISTRATIONS = "administrations", "Administrations"
    ASSOCIATIONS = "associations", "Associations"
    SOCIO_ECONOMIQUES = "socio_economiques", "Partenaires sociaux et économiques"
    DIRECTION = "direction", "Direction"
    EQUIPE = "equipe", "Équipe"
    JEUNES = "jeunes", "Jeunes"


class Voix(models.TextChoices):
    """Whether a member votes, or advises."""

    DELIBERATIVE = "deliberative", "Voix délibérative"
    CONSULTATIVE = "consultative", "Voix consultative"


# The collèges that vote, as the statutes of most Missions Locales say; each member may have another voice.
COLLEGES_DELIBERATIFS = (College.ELUS, College.ASSOCIATIONS, College.SOCIO_ECONOMIQUES)


class PresenceReunion(models.TextChoices):
    """Who came to a meeting."""

    PRESENT = "present", "Présent"
    REPRESENTE = "represente", "Représenté"
    EXCUSE = "excuse", "Excusé"
    ABSENT = "absent", "Absent"
