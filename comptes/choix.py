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


class ActionJournal(models.TextChoices):
    """What the journal of accesses remembers."""

    LECTURE = "lecture", "Dossier ouvert"
    LECTURE_MOTIVEE = "lecture_motivee", "Dossier ouvert hors portefeuille"
    EXPORT = "export", "Export"
    CONNEXION = "connexion", "Connexion"
    DROITS = "droits", "Changement de droits"
