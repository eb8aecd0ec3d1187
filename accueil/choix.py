"""Closed lists of the front desk."""

from django.db import models


class Nature(models.TextChoices):
    """Kinds of événement, as i-Milo names them, and the lighter contacts that source documents ask to count."""

    PREMIER_ACCUEIL = "premier_accueil", "Premier accueil"
    ENTRETIEN = "entretien", "Entretien individuel"
    ENTRETIEN_PARTENAIRE = "entretien_partenaire", "Entretien avec un partenaire"
    ATELIER = "atelier", "Atelier"
    INFORMATION_COLLECTIVE = "information_collective", "Information collective"
    VISITE = "visite", "Visite"
    PRESTATION = "prestation", "Prestation"
    ECHANGE = "echange", "Téléphone, SMS, courrier"
    CONTACT = "contact", "Contact ou passage"


# What the person concerned reads, where the word of the trade says nothing outside the house.
NATURES_EN_CLAIR: dict[str, str] = {
    Nature.INFORMATION_COLLECTIVE: "Réunion d’information",
    Nature.PRESTATION: "Action avec un autre organisme",
    Nature.CONTACT: "Rencontre ou passage",
}

# "Entretien" of the indicators: an individual interview, the first one included.
NATURES_ENTRETIEN = (Nature.PREMIER_ACCUEIL, Nature.ENTRETIEN, Nature.ENTRETIEN_PARTENAIRE)


class Modalite(models.TextChoices):
    """How the person came."""

    FLUX = "flux", "Sur le flux"
    RENDEZ_VOUS = "rendez_vous", "Sur rendez-vous"
    HORS_LES_MURS = "hors_les_murs", "Hors les murs"


class Canal(models.TextChoices):
    """By which means the exchange took place."""

    PRESENCE = "presence", "En présence"
    TELEPHONE = "telephone", "Téléphone"
    SMS = "sms", "SMS"
    MAIL = "mail", "E-mail"
    MESSAGERIE = "messagerie", "Messagerie instantanée"
    VISIO = "visio", "Visioconférence"
    COURRIER = "courrier", "Courrier"


class ModeConnaissance(models.TextChoices):
    """How the person heard of the Mission Locale: the origin that several indicators count."""

    BOUCHE_A_OREILLE = "bouche_a_oreille", "Amis, famille"
    JEUNE_REFERENT = "jeune_referent", "Jeune référent"
    ECOLE = "ecole", "École, CFA, université"
    PARTENAIRE = "partenaire", "Partenaire"
    FRANCE_TRAVAIL = "france_travail", "France Travail"
    RESEAUX_SOCIAUX = "reseaux_sociaux", "Réseaux sociaux"
    SITE = "site", "Site internet"
    EVENEMENT = "evenement", "Événement, forum"
    CAMION = "camion", "Camion mobile, rencontre dans la rue"
    SPONTANE = "spontane", "De sa propre initiative"


class TypeBesoin(models.TextChoices):
    """The needs that a Mission Locale answers, in the typology of the Moulins document."""

    ORIENTATION_FORMATION = "orientation_formation", "Orientation et formation"
    EMPLOI = "emploi", "Emploi"
    REMOBILISATION = "remobilisation", "Remobilisation"
    PRIMAIRES = "primaires", "Se nourrir, se loger, se soigner"
    SECONDAIRES = "secondaires", "Se vêtir, se déplacer, se cultiver"
    DEMARCHES = "demarches", "Démarches et droits"
    INSERTION = "insertion", "Insertion, publics fragiles"


# The same, said to the person concerned.
BESOINS_EN_CLAIR: dict[str, str] = {
    TypeBesoin.REMOBILISATION: "Reprendre confiance",
    TypeBesoin.INSERTION: "Être aidé de plus près",
}


class TypeDemande(models.TextChoices):
    """What somebody met outside asked for (fiche « zone de confort »)."""

    INFORMATION = "information", "Information"
    ECHANGE = "echange", "Échange informel"
    INSCRIPTION = "inscription", "Demande d’inscription"
    SUIVI = "suivi", "Suivi"


class Suite(models.TextChoices):
    """What follows a premier accueil."""

    RENDEZ_VOUS = "rendez_vous", "Rendez-vous"
    ORIENTATION = "orientation", "Orientation vers un partenaire"
    INFORMATION = "information", "Information donnée"
    AUCUNE = "aucune", "Pas de suite pour le moment"


class StatutRendezVous(models.TextChoices):
    """Life of a rendez-vous."""

    DEMANDE = "demande", "Demandé"
    FIXE = "fixe", "Fixé"
    HONORE = "honore", "Honoré"
    EXCUSE = "excuse", "Excusé"
    ABSENT = "absent", "Absent"
    ANNULE = "annule", "Annulé"


class SensOrientation(models.TextChoices):
    """Which way a youth is handed over."""

    VERS = "vers", "Vers le partenaire"
    DEPUIS = "depuis", "Par le partenaire"


class StatutOrientation(models.TextChoices):
    """Receipt and outcome of a handover."""

    ENVOYEE = "envoyee", "Envoyée"
    RECUE = "recue", "Reçue"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"
    TERMINEE = "terminee", "Terminée"


# The partner has said neither yes nor no.
STATUTS_SANS_REPONSE = (StatutOrientation.ENVOYEE, StatutOrientation.RECUE)


class Rythme(models.TextChoices):
    """How often a permanence comes back."""

    HEBDOMADAIRE = "hebdomadaire", "Toutes les semaines"
    QUINZAINE = "quinzaine", "Tous les quinze jours"
    MENSUEL = "mensuel", "Certaines semaines du mois"


class NatureContactEntreprise(models.TextChoices):
    """What happened with an enterprise."""

    RENCONTRE = "rencontre", "Rencontre"
    RELANCE = "relance", "Relance ou nouvelles"
    VISITE = "visite", "Visite de l’entreprise"


class SuiteCandidature(models.TextChoices):
    """What came of an application."""

    ENVOYEE = "envoyee", "Envoyée"
    ENTRETIEN = "entretien", "Entretien"
    RETENUE = "retenue", "Retenue"
    REFUSEE = "refusee", "Refusée"
    SANS_REPONSE = "sans_reponse", "Sans réponse"
