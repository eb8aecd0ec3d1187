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

    CALCULE = "calcule", "Calculé par l’application"
    QUESTIONNAIRE = "questionnaire", "Issu d’un questionnaire"
    RELEVE = "releve", "Relevé à l’extérieur"
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


class ModeleFiche(models.TextChoices):
    """The template that a fiche is written in: which sections come first, and how it prints."""

    MOULINS = "moulins", "Plan d’action par étapes"
    TECHNOWEST = "technowest", "Projet construit avec les jeunes"
    ARML = "arml", "Action à partager entre Missions Locales"


class TypeParticipation(models.TextChoices):
    """What youths are in a project, in the Technowest template's words."""

    COLLABORATEUR = "collaborateur", "Collaborateur"
    PILOTE = "pilote", "Pilote"
    LES_DEUX = "les_deux", "Collaborateur\u00a0; Pilote"


class PhaseDemarche(models.TextChoices):
    """The five phases of a cyclical approach: after the last one it starts again."""

    REFLEXION = "reflexion", "Réflexion"
    CIBLAGE = "ciblage", "Ciblage"
    COMMUNICATION = "communication", "Communication"
    REGROUPEMENT = "regroupement", "Regroupement"
    AJUSTEMENT = "ajustement", "Ajustement de la stratégie"


class NatureBudget(models.TextChoices):
    """How the planned amount of a budget line is known."""

    MONTANT = "montant", "Montant saisi"
    POSTE = "poste", "Poste\u00a0: heures × coût horaire"
    CHARGES = "charges", "Charges\u00a0: part des postes"
    MATERIEL = "materiel", "Matériel\u00a0: montant saisi"


class NiveauRisque(models.TextChoices):
    """How likely a risk is, how much harm it would do."""

    FAIBLE = "faible", "Faible"
    MOYEN = "moyen", "Moyenne"
    FORT = "fort", "Forte"


class StatutImport(models.TextChoices):
    """What became of a fiche read in a file."""

    A_RELIRE = "a_relire", "À relire"
    ACCEPTE = "accepte", "Acceptée"
    ECARTE = "ecarte", "Écartée"


class MotifCible(models.TextChoices):
    """Why a target was changed."""

    MOYENS = "moyens", "Les moyens ont changé"
    PUBLIC = "public", "Le public ou le territoire a changé"
    CALENDRIER = "calendrier", "Le calendrier a changé"
    MESURE = "mesure", "La mesure ou sa définition a changé"
    DECISION = "decision", "Décision d’une commission ou d’un financeur"
    ERREUR = "erreur", "Correction d’une erreur de saisie"


# The domains that the template of Technowest offers; a fiche may name others.
CHAMPS_ACTION = (
    "innovation",
    "créativité",
    "collaboration",
    "intelligence collective",
    "sensibilisation",
    "insertion professionnelle",
    "confiance en soi",
    "valorisation",
    "responsabilisation",
    "citoyenneté",
    "entraide",
    "engagement",
    "acquisition de compétences",
    "travail sur les savoir-être",
    "transmission",
    "transmission entre pairs",
)


class StatutFormation(models.TextChoices):
    """Life of a training session of the team."""

    PREVUE = "prevue", "Prévue"
    TENUE = "tenue", "Tenue"
    ANNULEE = "annulee", "Annulée"


class MotifAnnulationFormation(models.TextChoices):
    """Why a training session was cancelled."""

    PARTICIPANTS = "participants", "Manque de participants"
    ORGANISME = "organisme", "Par l’organisme"
    EQUIPE = "equipe", "Équipe indisponible"
    BUDGET = "budget", "Budget"
    AUTRE = "autre", "Autre raison"


class StatutDemandeFormation(models.TextChoices):
    """What became of a request for training."""

    DEMANDEE = "demandee", "Demandée"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"


class MotifRefusFormation(models.TextChoices):
    """Why a request was refused."""

    BUDGET = "budget", "Budget"
    PLACES = "places", "Plus de place"
    CALENDRIER = "calendrier", "Dates impossibles"
    PRIORITE = "priorite", "Pas une priorité du plan"
    AUTRE = "autre", "Autre raison"


class RubriqueProjet(models.TextChoices):
    """The chapters of the projet associatif that have a text of their own, in the order of the document."""

    PRESENTATION = "presentation", "Présentation"
    VALEURS = "valeurs", "Nos valeurs"
    CHARTE = "charte", "Notre charte"
    TERRITOIRE = "territoire", "Le territoire"
    LIEUX = "lieux", "Les lieux d’accueil"
    PUBLIC = "public", "Le public"
    EQUIPE = "equipe", "L’équipe"
    PARTENAIRES = "partenaires", "Les partenaires"
    BESOINS = "besoins", "Les besoins auxquels nous répondons"
    MOYENS = "moyens", "Les moyens"
    ANALYSE = "analyse", "Forces et points à améliorer"
    STRATEGIE = "strategie", "Objectifs et plans d’action"
    BUDGET = "budget", "Le budget"
    FORMATION = "formation", "La formation de l’équipe"
    EVALUATION = "evaluation", "L’évaluation"


class GenrePrincipe(models.TextChoices):
    """What a principle of the projet associatif is."""

    VALEUR = "valeur", "Valeur"
    ARTICLE = "article", "Article de la charte"


class GenreMoyen(models.TextChoices):
    """Kinds of means."""

    VEHICULE = "vehicule", "Véhicules"
    LOCAL = "local", "Locaux et salles"
    EQUIPEMENT = "equipement", "Équipement"
    AUTRE = "autre", "Autres moyens"


class ThemeAnalyse(models.TextChoices):
    """Themes of the workshops that analyse what exists."""

    BESOINS = "besoins", "Les besoins auxquels nous répondons"
    TERRITOIRE = "territoire", "Le territoire"
    PUBLIC = "public", "Le public"
    EQUIPE = "equipe", "L’équipe"
    FINANCES = "finances", "Les finances"
    MOYENS = "moyens", "Les moyens"


class SensPoint(models.TextChoices):
    """What a point of the analysis says."""

    FORCE = "force", "Force"
    AMELIORATION = "amelioration", "Point à améliorer"


class GenreRappel(models.TextChoices):
    """The dates of a fiche that somebody is reminded of."""

    ETAPE = "etape", "Étape"
    EVALUATION = "evaluation", "Évaluation"
    FIN = "echeance", "Fin de l’action"
