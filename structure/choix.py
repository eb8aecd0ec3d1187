"""Closed lists about places and organisations."""

from django.db import models


class TypeLieu(models.TextChoices):
    """Where somebody is received."""

    SIEGE = "siege", "Siège"
    ANTENNE = "antenne", "Antenne"
    PERMANENCE = "permanence", "Permanence"
    TIERS_LIEU = "tiers_lieu", "Tiers-lieu"
    CAMION = "camion", "Arrêt du camion mobile"
    PARTENAIRE = "partenaire", "Structure partenaire"
    HORS_LES_MURS = "hors_les_murs", "Hors les murs"
    DOMICILE = "domicile", "Domicile"
    DISTANCE = "distance", "À distance"


class TypePartenaire(models.TextChoices):
    """What a partner organisation is."""

    COLLECTIVITE = "collectivite", "Collectivité"
    ETAT = "etat", "Service de l’État"
    EMPLOYEUR = "employeur", "Employeur"
    FORMATION = "formation", "Organisme de formation"
    EDUCATION = "education", "Éducation nationale"
    SOCIAL = "social", "Action sociale"
    SANTE = "sante", "Santé"
    ASSOCIATION = "association", "Association"
    FINANCEUR = "financeur", "Financeur"
    SPE = "spe", "Service public de l’emploi"
    JUSTICE = "justice", "Justice"


class Fonction(models.TextChoices):
    """What somebody of the team does."""

    CONSEILLER = "conseiller", "Conseil en insertion"
    ACCUEIL = "accueil", "Accueil"
    REFERENT_JUSTICE = "referent_justice", "Référence justice"
    REFERENT_FORMATION = "referent_formation", "Référence formation"
    TRAVAIL_SOCIAL = "travail_social", "Travail social"
    SERVICE_CIVIQUE = "service_civique", "Service civique"
    DIRECTION = "direction", "Direction"
    ADMINISTRATIF = "administratif", "Administration et gestion"
