"""A youth's account and file: linked by a proven address, or begun by the youth."""

import datetime
import uuid

from django.db import transaction

from comptes import connexion
from comptes.choix import Role
from comptes.models import Utilisateur
from jeunes.models import Jeune

A_VERIFIER = "Plusieurs dossiers portent cette adresse : aucun n’a été relié."


class DossierDejaLa(Exception):
    """The account already has a file."""


@connexion.after_opening
def link_file(compte: Utilisateur) -> None:
    """
    Link the one file that carries the address, proven by the code, and that has no account yet.

    With several such files the software does not choose: the team is told, and none is opened.
    """
    if compte.role != Role.JEUNE or Jeune.objects.filter(compte=compte).exists():
        return
    candidates = Jeune.objects.filter(email__iexact=compte.email, compte=None)
    found = list(candidates.order_by("pk").values_list("pk", flat=True)[:2])
    if len(found) == 1:
        attach(jeune_id=found[0], compte=compte)
    elif found and compte.a_verifier != A_VERIFIER:
        compte.a_verifier = A_VERIFIER
        compte.save(update_fields=["a_verifier"])


def attach(*, jeune_id: uuid.UUID, compte: Utilisateur) -> bool:
    """Give a file to an account unless another took it meanwhile; its names go to the account."""
    if not Jeune.objects.filter(pk=jeune_id, compte=None).update(compte=compte):
        return False
    jeune = Jeune.objects.get(pk=jeune_id)
    compte.prenom, compte.nom, compte.a_verifier = jeune.prenom, jeune.nom, ""
    compte.save(update_fields=["prenom", "nom", "a_verifier"])
    return True


@transaction.atomic
def begin_file(*, compte: Utilisateur, prenom: str, nom: str, date_naissance: datetime.date) -> Jeune:
    """Begin the file of a youth who opened an account alone; likeness with others is for the team to settle."""
    Utilisateur.objects.select_for_update().get(pk=compte.pk)
    if Jeune.objects.filter(compte=compte).exists():
        raise DossierDejaLa("Votre dossier existe déjà.")
    compte.prenom, compte.nom = prenom, nom
    compte.save(update_fields=["prenom", "nom"])
    return Jeune.objects.create(
        compte=compte, prenom=prenom, nom=nom, date_naissance=date_naissance, email=compte.email, cree_par=compte
    )


def update_own_contact(*, jeune: Jeune, telephone: str, canal_sur: str, ne_pas_contacter_domicile: bool) -> Jeune:
    """Keep how the youth wants to be reached."""
    jeune.telephone, jeune.canal_sur = telephone, canal_sur
    jeune.ne_pas_contacter_domicile = ne_pas_contacter_domicile
    jeune.save(
        update_fields=["telephone", "telephone_normalise", "canal_sur", "ne_pas_contacter_domicile", "modifie_le"]
    )
    return jeune
