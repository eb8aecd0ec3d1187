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


class EtatCompte(models.TextChoices):
    """Whether an account opens."""

    A_APPROUVER = "a_approuver", "À approuver"
    ACTIF = "actif", "Actif"
    DESACTIVE = "desactive", "Désactivé"


class ActionJournal(models.TextChoices):
    """What the journal of accesses remembers."""

    LECTURE = "lecture", "Dossier ouvert"
    LECTURE_MOTIVEE = "lecture_motivee", "Dossier ouvert hors portefeuille"
    EXPORT = "export", "Export"
    CONNEXION = "connexion", "Connexion"
    DROITS = "droits", "Changement de droits"
