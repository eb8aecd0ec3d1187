"""A youth's account and file: linked by a proven address, or begun by the youth."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from comptes import connexion
from comptes.choix import ActionJournal, Role
from comptes.models import Utilisateur
from comptes.services import record_access
from jeunes import coordonnees
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
    candidates = Jeune.objects.with_adresse(compte.email).filter(compte=None)
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


@transaction.atomic
def update_own_contact(
    *, jeune: Jeune, telephone: str, canal_sur: str, ne_pas_contacter_domicile: bool, now: datetime.datetime
) -> Jeune:
    """Keep how the youth wants to be reached."""
    avant = {"email": jeune.email, "telephone": jeune.telephone, "canal": jeune.canal_sur}
    jeune.telephone, jeune.canal_sur = telephone, canal_sur
    jeune.ne_pas_contacter_domicile = ne_pas_contacter_domicile
    jeune.save(
        update_fields=["telephone", "telephone_normalise", "canal_sur", "ne_pas_contacter_domicile", "modifie_le"]
    )
    coordonnees.plan_avis(jeune=jeune, now=now, **avant)
    return jeune


# --- Several files carry the address: the team settles it -------------------------------------------


@dataclass(frozen=True)
class Candidat:
    """A file that carries the address of an account, and whether the person deciding has it open."""

    jeune: Jeune
    ouvert: bool


@dataclass(frozen=True)
class ARelier:
    """An account without file, and the files that it could open."""

    compte: Utilisateur
    candidats: list[Candidat]

    @property
    def decidable(self) -> bool:
        """Tell whether every file was looked at, so that one can be chosen."""
        return bool(self.candidats) and all(candidat.ouvert for candidat in self.candidats)


class RattachementRefuse(Exception):
    """The account cannot be linked so; the message is shown."""


def comptes_a_relier() -> QuerySet[Utilisateur]:
    """Return the youth accounts that the software could not link alone, the oldest first."""
    flagged = Utilisateur.objects.filter(role=Role.JEUNE, is_active=True, jeune__isnull=True)
    return flagged.exclude(a_verifier="").order_by("cree_le", "pk")


def with_candidats(comptes: Iterable[Utilisateur], *, user: Utilisateur) -> list[ARelier]:
    """Set beside each account the files of its address: two queries, whatever the number of accounts."""
    comptes = list(comptes)
    adresses = {compte.email for compte in comptes}
    jeunes = list(Jeune.objects.with_adresse(*adresses).filter(compte=None).select_related("commune"))
    seen = {jeune.pk for jeune in jeunes}
    ouverts = set(Jeune.objects.visible_to(user).filter(pk__in=seen).order_by("pk").values_list("pk", flat=True))
    return [
        ARelier(
            compte,
            [Candidat(jeune, jeune.pk in ouverts) for jeune in jeunes if jeune.email.lower() == compte.email],
        )
        for compte in comptes
    ]


@transaction.atomic
def choose_file(*, compte: Utilisateur, jeune_id: uuid.UUID, by: Utilisateur, now: datetime.datetime) -> Jeune:
    """Give an account the file that the team chose among those of its address, once each of them was looked at."""
    held = comptes_a_relier().select_for_update(of=("self",)).filter(pk=compte.pk)
    a_relier = next(iter(with_candidats(held, user=by)), None)
    if a_relier is None:
        raise RattachementRefuse("Ce compte est déjà relié à un dossier.")
    if not a_relier.decidable:
        raise RattachementRefuse("Ouvrez d’abord chacun des dossiers qui portent cette adresse.")
    if jeune_id not in {candidat.jeune.pk for candidat in a_relier.candidats}:
        raise RattachementRefuse("Ce dossier ne porte pas l’adresse de ce compte.")
    if not attach(jeune_id=jeune_id, compte=a_relier.compte):
        raise RattachementRefuse("Ce dossier vient d’être relié à un autre compte.")
    jeune = Jeune.objects.get(pk=jeune_id)
    record_access(user=by, action=ActionJournal.DROITS, objet=jeune, motif=f"compte {compte.pk} relié", now=now)
    record_access(user=by, action=ActionJournal.DROITS, objet=compte, motif="relié à son dossier", now=now)
    return jeune
