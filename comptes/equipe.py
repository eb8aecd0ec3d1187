"""
Accounts of people at work: asked for by one person, opened by another, closed at once.

In December 2025 one account manager's session was enough to make accounts that read 1.6 million files. Here the
administration asks and the direction agrees; the direction is told by mail of every account asked for or changed.
"""

import datetime
import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from commun.taches import enqueue_on_commit
from comptes import notifications
from comptes.choix import ActionJournal, Role
from comptes.connexion import normalise_email
from comptes.models import JournalAcces, Utilisateur, UtilisateurQuerySet
from comptes.services import record_access

LIGNES_JOURNAL = 20
JOURS_LIEN = settings.PASSWORD_RESET_TIMEOUT // 86_400
FACTEURS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class CompteRefuse(Exception):
    """What was asked about an account is refused; the message is shown."""


# --- Reading ----------------------------------------------------------------------------------------


def has_facteur() -> Exists:
    """Return the question whether the second factor of an account is set."""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTEURS))


def with_facteur(comptes: UtilisateurQuerySet) -> UtilisateurQuerySet:
    """Say of each account whether its second factor is set (`second_facteur`), and in which order states come."""
    rang = Case(
        When(approbation_attendue=True, then=Value(0)),
        When(is_active=True, then=Value(1)),
        default=Value(2),
        output_field=models.SmallIntegerField(),
    )
    return comptes.annotate(second_facteur=has_facteur(), rang_etat=rang)


def rights_changes(*, compte: Utilisateur) -> QuerySet[JournalAcces]:
    """Return what was decided about an account, the last first."""
    lines = JournalAcces.objects.filter(objet_type=compte._meta.label_lower, objet_id=str(compte.pk))
    return lines.filter(action=ActionJournal.DROITS).select_related("utilisateur")[:LIGNES_JOURNAL]


def direction_is_there() -> bool:
    """Tell whether an account of the direction is open: without one, nobody could be the second person."""
    return Utilisateur.objects.filter(role=Role.DIRECTION, is_active=True).exists()


def refusal_to_approve(*, compte: Utilisateur, by: Utilisateur) -> str:
    """Return why somebody may not approve an account that waits, or nothing when it is allowed."""
    if by.role == Role.DIRECTION:
        return "Une autre personne doit approuver le compte que vous avez demandé." if by.pk == opener(compte) else ""
    if direction_is_there():
        return "C’est à la direction d’approuver ce compte."
    if compte.role != Role.DIRECTION:
        return "Personne à la direction n’a encore de compte : commencez par le sien."
    return ""


def opener(compte: Utilisateur) -> uuid.UUID | None:
    """Return who asked for an account."""
    pk: uuid.UUID | None = compte.demande_par_id
    return pk


# --- Deciding ---------------------------------------------------------------------------------------


def create_compte(
    *, email: str, prenom: str, nom: str, role: str, by: Utilisateur, now: datetime.datetime
) -> Utilisateur:
    """Ask for an account of somebody at work: closed, without password, until the direction agrees."""
    if role not in Role.values or role == Role.JEUNE:
        raise CompteRefuse("Choisissez un rôle de la liste.")
    try:
        with transaction.atomic():
            compte = Utilisateur.objects.create_user(
                normalise_email(email),
                prenom=prenom,
                nom=nom,
                role=role,
                is_active=False,
                approbation_attendue=True,
                demande_par=by,
                cree_le=now,
                annonce_due_le=now,
            )
            note(compte, by=by, motif=f"compte demandé, rôle {compte.get_role_display()}", now=now)
            enqueue_on_commit("comptes.tasks.send_annonce", compte_id=str(compte.pk))
    except IntegrityError as error:
        raise CompteRefuse("Un compte existe déjà à cette adresse.") from error
    return compte


@transaction.atomic
def approve_compte(*, compte: Utilisateur, by: Utilisateur, now: datetime.datetime) -> None:
    """Open an account that waits, as the second person; its owner gets the link that sets the first password."""
    compte = locked(compte)
    if not compte.approbation_attendue:
        raise CompteRefuse("Ce compte n’attend plus d’approbation.")
    if refusal := refusal_to_approve(compte=compte, by=by):
        raise CompteRefuse(refusal)
    seul = by.role != Role.DIRECTION
    motif = "premier compte de direction, ouvert sans seconde personne" if seul else "compte approuvé"
    open_compte(compte, by=by, motif=motif, now=now)


@transaction.atomic
def approve_from_server(*, compte: Utilisateur, now: datetime.datetime) -> None:
    """Open an account that waits when nobody of the direction can any more; who has the server does, and it is told."""
    compte = locked(compte)
    if not compte.approbation_attendue:
        raise CompteRefuse("Ce compte n’attend pas d’approbation.")
    open_compte(compte, by=None, motif="compte approuvé depuis le serveur", now=now)
    compte.annonce_due_le = now
    compte.save(update_fields=["annonce_due_le"])
    enqueue_on_commit("comptes.tasks.send_annonce", compte_id=str(compte.pk))


def open_compte(compte: Utilisateur, *, by: Utilisateur | None, motif: str, now: datetime.datetime) -> None:
    """Open an account held by the caller's transaction, and mail the link of the first password when it has none."""
    compte.approbation_attendue, compte.is_active = False, True
    compte.approuve_par, compte.approuve_le = by, now
    fields = ["approbation_attendue", "is_active", "approuve_par", "approuve_le"]
    if not compte.has_usable_password():
        compte.invitation_due_le = now
        fields.append("invitation_due_le")
        enqueue_on_commit("comptes.tasks.send_invitation", compte_id=str(compte.pk))
    compte.save(update_fields=fields)
    note(compte, by=by, motif=motif, now=now)


@transaction.atomic
def refuse_compte(*, compte: Utilisateur, by: Utilisateur, now: datetime.datetime) -> None:
    """Close a request: the account stays disabled."""
    compte = locked(compte)
    if not compte.approbation_attendue:
        raise CompteRefuse("Ce compte n’attend plus d’approbation.")
    compte.approbation_attendue = False
    compte.save(update_fields=["approbation_attendue"])
    note(compte, by=by, motif="demande refusée", now=now)


@transaction.atomic
def disable_compte(*, compte: Utilisateur, by: Utilisateur, now: datetime.datetime) -> None:
    """Close an account: its next request is anonymous, and its sessions do not come back with it."""
    refuse_oneself(compte, by=by)
    keep_one_in_charge(compte)
    compte = locked(compte)
    if not compte.is_active:
        raise CompteRefuse("Ce compte est déjà fermé.")
    compte.is_active, compte.invitation_due_le, compte.jeton_sessions = False, None, uuid.uuid4()
    compte.save(update_fields=["is_active", "invitation_due_le", "jeton_sessions"])
    note(compte, by=by, motif="compte désactivé", now=now)


@transaction.atomic
def reactivate_compte(*, compte: Utilisateur, by: Utilisateur, now: datetime.datetime) -> Utilisateur:
    """Open a closed account again; asked by the administration, it waits for the direction as a new one does."""
    refuse_oneself(compte, by=by)
    compte = locked(compte)
    if compte.is_active or compte.approbation_attendue:
        raise CompteRefuse("Ce compte n’est pas désactivé.")
    compte.demande_par, compte.annonce_due_le = by, now
    if by.role == Role.DIRECTION:
        open_compte(compte, by=by, motif="compte réactivé", now=now)
    else:
        compte.approbation_attendue = True
        note(compte, by=by, motif="réactivation demandée", now=now)
    compte.save(update_fields=["approbation_attendue", "demande_par", "annonce_due_le"])
    enqueue_on_commit("comptes.tasks.send_annonce", compte_id=str(compte.pk))
    return compte


@transaction.atomic
def change_role(*, compte: Utilisateur, role: str, by: Utilisateur, now: datetime.datetime) -> None:
    """Give somebody at work another role; the sessions opened under the old one end."""
    refuse_oneself(compte, by=by)
    if role not in Role.values or role == Role.JEUNE or compte.role == Role.JEUNE:
        raise CompteRefuse("Choisissez un rôle de la liste.")
    keep_one_in_charge(compte)
    compte = locked(compte)
    if compte.role == role:
        raise CompteRefuse("Cette personne a déjà ce rôle.")
    avant = compte.get_role_display()
    compte.role, compte.annonce_due_le = role, now
    compte.save(update_fields=["role", "annonce_due_le"])
    note(compte, by=by, motif=f"rôle changé : {avant}, puis {compte.get_role_display()}", now=now)
    enqueue_on_commit("comptes.tasks.send_annonce", compte_id=str(compte.pk))


@transaction.atomic
def renew_invitation(*, compte: Utilisateur, by: Utilisateur, now: datetime.datetime) -> None:
    """Send the link of the first password once more: it lasts a few days only."""
    compte = locked(compte)
    if not compte.is_active or compte.has_usable_password():
        raise CompteRefuse("Ce compte a déjà un mot de passe, ou n’est pas ouvert.")
    compte.invitation_due_le = now
    compte.save(update_fields=["invitation_due_le"])
    note(compte, by=by, motif="lien du premier mot de passe renvoyé", now=now)
    enqueue_on_commit("comptes.tasks.send_invitation", compte_id=str(compte.pk))


def locked(compte: Utilisateur) -> Utilisateur:
    """Return the account as it is now, held until the transaction ends."""
    return Utilisateur.objects.select_for_update().get(pk=compte.pk)


def refuse_oneself(compte: Utilisateur, *, by: Utilisateur) -> None:
    """Refuse that somebody changes his or her own rights."""
    if compte.pk == by.pk:
        raise CompteRefuse("Vous ne pouvez pas changer vos propres droits : demandez à une autre personne.")


def keep_one_in_charge(compte: Utilisateur) -> None:
    """
    Refuse to take away the last administration, or the last direction that has ever signed in.

    Without that second rule, an administration account taken over could close the direction, then approve alone
    a direction of its own making. All are locked: two people could close each other at the same instant.
    """
    en_charge = Q(role=Role.ADMINISTRATION) | Q(role=Role.DIRECTION, last_login__isnull=False)
    actifs = list(Utilisateur.objects.select_for_update().filter(en_charge, is_active=True).order_by("pk"))
    ici = next((autre for autre in actifs if autre.pk == compte.pk), None)
    if ici is not None and not any(autre.role == ici.role for autre in actifs if autre.pk != ici.pk):
        raise CompteRefuse(
            f"C’est le dernier compte ouvert du rôle {ici.get_role_display()} : ouvrez-en un autre d’abord."
        )


def note(compte: Utilisateur, *, by: Utilisateur | None, motif: str, now: datetime.datetime) -> None:
    """Write a decision in the journal."""
    record_access(user=by, action=ActionJournal.DROITS, objet=compte, motif=motif, now=now)


# --- Mails: run by the worker, safe to run twice ----------------------------------------------------


def password_link(compte: Utilisateur) -> str:
    """Return the link that sets a password once, for a few days."""
    cle = {"uidb36": user_pk_to_url_str(compte), "key": default_token_generator.make_token(compte)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=cle)}"


@transaction.atomic
def send_invitation(*, compte_id: uuid.UUID | str) -> None:
    """Mail the link that sets the first password; a second run finds it already sent."""
    due = Utilisateur.objects.select_for_update().filter(invitation_due_le__isnull=False, is_active=True)
    compte = due.filter(pk=compte_id).first()
    if compte is None:
        return
    notifications.send_invitation_email(compte=compte, lien=password_link(compte), jours=JOURS_LIEN)
    compte.invitation_due_le = None
    compte.save(update_fields=["invitation_due_le"])


@transaction.atomic
def send_annonce(*, compte_id: uuid.UUID | str) -> None:
    """Tell the direction that an account was asked for or changed; a second run finds it already told."""
    compte = Utilisateur.objects.select_for_update().filter(pk=compte_id, annonce_due_le__isnull=False).first()
    if compte is None:
        return
    direction = Utilisateur.objects.filter(role=Role.DIRECTION, is_active=True).order_by("email")
    if adresses := list(direction.values_list("email", flat=True)):
        notifications.send_annonce_email(compte=compte, adresses=adresses)
    compte.annonce_due_le = None
    compte.save(update_fields=["annonce_due_le"])


def send_late_messages(*, now: datetime.datetime, delai: datetime.timedelta = datetime.timedelta(minutes=5)) -> None:
    """Send what the queue lost: mails due for longer than it takes."""
    late = now - delai
    for pk in Utilisateur.objects.filter(annonce_due_le__lt=late).order_by("pk").values_list("pk", flat=True):
        send_annonce(compte_id=pk)
    invites = Utilisateur.objects.filter(invitation_due_le__lt=late, is_active=True).order_by("pk")
    for pk in invites.values_list("pk", flat=True):
        send_invitation(compte_id=pk)
