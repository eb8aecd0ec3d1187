"""Definitions: a new version is written beside the others, a commission picks the one in force."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from comptes.models import Utilisateur
from evaluation.models import DecisionDefinition
from evaluation.projets import projet_courant
from evaluation.services.calcul import ask_calcul
from jeunes.models import Definition


class DefinitionRefusee(Exception):
    """Why a version cannot be written or picked; shown as it is."""


@transaction.atomic
def create_version(
    *,
    objet: str,
    libelle: str,
    lecture: str,
    situations: Sequence[str] = (),
    duree_minimale_jours: int = 0,
    mois: int = 5,
    jours: int = 15,
    note: str = "",
    by: Utilisateur,
    now: datetime.datetime,
) -> Definition:
    """Write a new version of a definition; it changes no figure until a commission picks it."""
    # The rows of the word are the lock: two people at once get two numbers.
    versions = list(Definition.objects.select_for_update().filter(objet=objet).order_by("pk"))
    nouvelle = Definition(
        objet=objet,
        libelle=libelle,
        lecture=lecture,
        situations=sorted(situations),
        duree_minimale_jours=duree_minimale_jours,
        mois=mois,
        jours=jours,
        note=note,
        cree_par=by,
        cree_le=now,
    )
    for connue in versions:
        if connue.texte == nouvelle.texte:
            raise DefinitionRefusee(
                f"La version {connue.version}, « {connue.libelle} », dit déjà la même chose : choisissez-la."
            )
    nouvelle.version = (Definition.objects.filter(objet=objet).aggregate(n=Max("version"))["n"] or 0) + 1
    nouvelle.save()
    return nouvelle


@transaction.atomic
def choose_definition(
    *,
    definition: Definition,
    commission: str,
    le: datetime.date,
    motif: str,
    by: Utilisateur,
    now: datetime.datetime,
    today: datetime.date,
) -> DecisionDefinition:
    """Put a version in force and keep who decided, when and why; the figures are counted again."""
    if le > today:
        raise DefinitionRefusee("La date de la décision est dans le futur.")
    versions = list(Definition.objects.select_for_update().filter(objet=definition.objet).order_by("pk"))
    if any(version.pk == definition.pk and version.choisie for version in versions):
        raise DefinitionRefusee("Cette version est déjà en vigueur.")
    Definition.objects.filter(objet=definition.objet, choisie=True).update(choisie=False)
    Definition.objects.filter(pk=definition.pk).update(choisie=True)
    decision = DecisionDefinition.objects.create(
        definition=definition, commission=commission, le=le, motif=motif, enregistree_par=by, enregistree_le=now
    )
    projet = projet_courant()
    if projet is not None and projet.debut <= today:
        ask_calcul(projet=projet, by=by, arrete_au=today)
    return decision
