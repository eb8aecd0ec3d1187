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

    SUIVI = "suivi", "Commission de suivi des plans d’action"
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

    PRESENT = "present", "Présent·e"
    REPRESENTE = "represente", "Représenté·e"
    EXCUSE = "excuse", "Excusé·e"
    ABSENT = "absent", "Absent·e"


class Appreciation(models.TextChoices):
    """What a commission answers to a question of the grid; no answer yet is an empty text."""

    OUI = "oui", "Oui"
    EN_PARTIE = "en_partie", "En partie"
    NON = "non", "Non"
    SANS_OBJET = "sans_objet", "Sans objet"


class NatureSuite(models.TextChoices):
    """What a préconisation becomes when it is accepted."""

    ETAPE = "etape", "Ajouter ou changer une étape"
    FICHE = "fiche", "Ouvrir une nouvelle fiche-action"
    OBJECTIF = "objectif", "Se donner un nouvel objectif"
    AUTRE = "autre", "Autre chose"


class StatutPreconisation(models.TextChoices):
    """Where a préconisation stands."""

    A_DECIDER = "a_decider", "À décider"
    ACCEPTEE = "acceptee", "Acceptée"
    EN_COURS = "en_cours", "En cours"
    FAITE = "faite", "Faite"
    ECARTEE = "ecartee", "Écartée"


class ReponsePreconisation(models.TextChoices):
    """What the final bilan answers to a préconisation of the intermediate one."""

    SUIVIE = "suivie", "Suivie"
    EN_PARTIE = "en_partie", "Suivie en partie"
    NON_SUIVIE = "non_suivie", "Pas suivie"


class PublicQuestionnaire(models.TextChoices):
    """Who is asked."""

    JEUNES = "jeunes", "Jeunes"
    PARTENAIRES = "partenaires", "Partenaires"
    EMPLOYEURS = "employeurs", "Employeurs"


class EtatQuestionnaire(models.TextChoices):
    """Life of a questionnaire."""

    BROUILLON = "brouillon", "Brouillon"
    OUVERT = "ouvert", "Ouvert"
    CLOS = "clos", "Clos"


class TypeQuestion(models.TextChoices):
    """How a question is answered."""

    SMILEYS = "smileys", "Visages, de 1 à 5"
    ECHELLE = "echelle", "Échelle à points"
    CHOIX = "choix", "Un seul choix"
    CHOIX_MULTIPLES = "choix_multiples", "Plusieurs choix"
    TEXTE = "texte", "Texte court"


class CanalReponse(models.TextChoices):
    """How a sheet came in."""

    EN_LIGNE = "en_ligne", "En ligne"
    PAPIER = "papier", "Papier"


class RelectureTexte(models.TextChoices):
    """What somebody decided about a text: until then the team alone reads it."""

    A_RELIRE = "a_relire", "À relire"
    RELU = "relu", "Relu"
    MASQUE = "masque", "Masqué"


class Agregation(models.TextChoices):
    """How the readings of one indicateur make the value of a period."""

    DERNIER = "dernier", "Le dernier relevé de la période"
    SOMME = "somme", "La somme des relevés de la période"
    MOYENNE = "moyenne", "La moyenne des relevés de la période"


class EtatAppreciation(models.TextChoices):
    """What people conclude of an indicateur that they judge together, without a number."""

    DEPASSE = "depasse", "Au-delà de l’attendu"
    ATTEINT = "atteint", "Atteint"
    EN_PARTIE = "en_partie", "Atteint en partie"
    NON_ATTEINT = "non_atteint", "Pas atteint"
    A_DISCUTER = "a_discuter", "À discuter"


class OrigineCitation(models.TextChoices):
    """Whose words are quoted: a kind of person, never a name."""

    JEUNE = "jeune", "Jeune"
    PARTENAIRE = "partenaire", "Partenaire"
    EMPLOYEUR = "employeur", "Entreprise"
    COLLECTIVITE = "collectivite", "Mairie ou collectivité"
    FINANCEUR = "financeur", "Financeur"
    EQUIPE = "equipe", "Équipe"
    PRESSE = "presse", "Presse"
    AUTRE = "autre", "Autre"


class AccordCitation(models.TextChoices):
    """By what right the words of somebody are quoted, and so where they may go."""

    ACCORD = "accord", "Accepte d’être citée, sans son nom"
    ANONYME = "anonyme", "Écrit sans nom\u00a0: questionnaire, idée"
    PUBLIC = "public", "Dit ou écrit en public\u00a0: article, discours"
    MAISON = "maison", "Pas encore demandé\u00a0: reste entre nous"
