"""Closed lists of the accounts."""

from django.db import models


class Role(models.TextChoices):
    """What a person does here; what each role may do is in permissions.toml."""

    JEUNE = "jeune", "Jeune"
    CONSEILLER = "conseiller", "Conseil et accueil"
    PARTENAIRE = "partenaire", "Partenaire"
    COMMISSION = "commission", "Membre de commission"
    DIRECTION = "direction", "Direction"
    ADMINISTRATION = "administration", "Administration"


ROLES_PROFESSIONNELS = [(role.value, role.label) for role in Role if role != Role.JEUNE]
# The same, with what each opens, for who gives a role.
ROLES_EXPLIQUES = [
    (Role.CONSEILLER.value, "Conseil et accueil\u00a0: les jeunes suivis, l’accueil, les séances"),
    (Role.PARTENAIRE.value, "Partenaire\u00a0: les fiches-action, en lecture"),
    (Role.COMMISSION.value, "Membre de commission\u00a0: le plan d’action, les chiffres et les bilans, sans aucun nom"),
    (Role.DIRECTION.value, "Direction\u00a0: le pilotage, les bilans, l’accord pour les comptes"),
    (
        Role.ADMINISTRATION.value,
        "Administration\u00a0: le plan d’action, les lieux, les comptes, aucun dossier de jeune",
    ),
]


class EtatCompte(models.TextChoices):
    """Whether an account opens."""

    A_APPROUVER = "a_approuver", "À approuver"
    ACTIF = "actif", "Actif"
    DESACTIVE = "desactive", "Désactivé"


class NatureDemande(models.TextChoices):
    """What is asked about an open account, and needs a second person."""

    FACTEUR = "facteur", "Second contrôle à retirer"
    ADRESSE = "adresse", "Changement d’adresse e-mail"


class StatutDemande(models.TextChoices):
    """Where a request about an account stands."""

    ATTENTE = "attente", "Attend un accord"
    ACCEPTEE = "acceptee", "Accordée, attend la nouvelle adresse"
    FAITE = "faite", "Faite"
    REFUSEE = "refusee", "Refusée"


class ActionJournal(models.TextChoices):
    """What the journal of accesses remembers."""

    LECTURE = "lecture", "Dossier ouvert"
    LECTURE_MOTIVEE = "lecture_motivee", "Dossier ouvert hors portefeuille"
    EXPORT = "export", "Export"
    CONNEXION = "connexion", "Connexion"
    DROITS = "droits", "Changement de droits"


class FenetreAlerte(models.TextChoices):
    """Over how long the files that somebody opened are counted, and against what."""

    HEURE = "heure", "en une heure"
    JOUR = "jour", "dans la journée"
    HABITUDE = "habitude", "dans la journée, plus de trois fois une journée habituelle"
