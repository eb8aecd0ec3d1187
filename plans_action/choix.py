"""Closed lists of the strategy."""

from django.db import models


class StatutFiche(models.TextChoices):
    """Life of a fiche-action."""

    IDEE = "idee", "Idée"
    PROPOSEE = "proposee", "Proposée"
    VALIDEE = "validee", "Validée"
    EN_COURS = "en_cours", "En cours"
    SUSPENDUE = "suspendue", "Suspendue"
    REALISEE = "realisee", "Réalisée"
    ABANDONNEE = "abandonnee", "Abandonnée"


class StatutEtape(models.TextChoices):
    """Where a step stands; late is computed from its date."""

    A_VENIR = "a_venir", "À venir"
    EN_COURS = "en_cours", "En cours"
    FAITE = "faite", "Faite"
    ABANDONNEE = "abandonnee", "Abandonnée"


class TypeIndicateur(models.TextChoices):
    """Where the value of an indicateur comes from."""

    CALCULE = "calcule", "Calculé par l'application"
    QUESTIONNAIRE = "questionnaire", "Issu d'un questionnaire"
    RELEVE = "releve", "Relevé à l'extérieur"
    QUALITATIF = "qualitatif", "Apprécié par des personnes"


class SensCible(models.TextChoices):
    """On which side of its target an indicateur should be."""

    AU_MOINS = "au_moins", "Au moins"
    AU_PLUS = "au_plus", "Au plus"


class Recurrence(models.TextChoices):
    """Kind of action, in the Technowest template's words."""

    PONCTUELLE = "ponctuelle", "Ponctuelle"
    REGULIERE = "reguliere", "Régulière"
    PERMANENTE = "permanente", "Permanente"
