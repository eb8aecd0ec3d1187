"""
What is asked about an account that is already open: a lost second factor, another address.

Each opens an account to whom holds a telephone or a mailbox, so each takes two people, as a new account does (ADR 14).
"""

import datetime
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from commun.taches import enqueue_on_commit
from comptes import notifications
from comptes.choix import NatureDemande, Role, StatutDemande
from comptes.connexion import normalise_email
from comptes.equipe import JOURS_LIEN, CompteRefuse, locked, note, password_link
from comptes.models import DemandeCompte, Utilisateur

SEL_ADRESSE = "comptes.adresse"
DUREE_LIEN = datetime.timedelta(days=3)


# --- Who may agree ----------------------------------------------------------------------------------


def who_may_decide(demande: DemandeCompte) -> QuerySet[Utilisateur]:
    """
    Return who may agree: the direction, except who asked and whose account it is.

    When that leaves nobody of the direction (its only account is the one asked about, or the one that asks), another
    administration may: two people still, never one.
    """
    parties = [demande.compte_id, demande.demande_par_id]
    autres = Utilisateur.objects.filter(is_active=True).exclude(pk__in=[pk for pk in parties if pk])
    direction = autres.filter(role=Role.DIRECTION)
    found = direction if direction.exists() else autres.filter(role=Role.ADMINISTRATION)
    return found.order_by("email")


def refusal_to_accept(*, demande: DemandeCompte, by: Utilisateur) -> str:
    """Return why somebody may not agree, or nothing when it is allowed."""
    if by.pk == demande.compte_id:
        return "Il s’agit de votre compte : une autre personne doit donner son accord."
    if by.pk == demande.demande_par_id:
        autre = who_may_decide(demande).exists()
        return (
            "Une autre personne doit donner son accord : vous avez fait la demande."
            if autre
            else "Personne d’autre ne peut donner son accord ici. Demandez à qui tient le serveur."
        )
    if not who_may_decide(demande).filter(pk=by.pk).exists():
        return "C’est à la direction de donner son accord."
    return ""


# --- Asking -----------------------------------------------------------------------------------------


def ask_facteur(*, compte: Utilisateur, motif: str, by: Utilisateur, now: datetime.datetime) -> DemandeCompte:
    """Ask that the second factor of somebody who lost it be taken away."""
    if not Authenticator.objects.filter(user=compte).exists():
        raise CompteRefuse("Ce compte n’a pas de second contrôle : il sera demandé à la prochaine connexion.")
    return _ask(compte, NatureDemande.FACTEUR, motif, by=by, now=now)


def ask_adresse(
    *, compte: Utilisateur, nouvelle_adresse: str, motif: str, by: Utilisateur, now: datetime.datetime
) -> DemandeCompte:
    """Ask that an account open at another address."""
    adresse = normalise_email(nouvelle_adresse)
    if Utilisateur.objects.filter(email=adresse).exists():
        raise CompteRefuse("Un compte existe déjà à cette adresse.")
    return _ask(compte, NatureDemande.ADRESSE, motif, by=by, now=now, nouvelle_adresse=adresse)


def _ask(
    compte: Utilisateur,
    nature: NatureDemande,
    motif: str,
    *,
    by: Utilisateur,
    now: datetime.datetime,
    nouvelle_adresse: str = "",
) -> DemandeCompte:
    """Write a request, once at a time for an account, and tell who may agree."""
    if compte.pk == by.pk:
        raise CompteRefuse("Vous ne pouvez pas le demander pour vous-même : demandez à une autre personne.")
    if not compte.is_active or not compte.is_professionnel:
        raise CompteRefuse("Ce compte n’est pas ouvert.")
    try:
        with transaction.atomic():
            demande = DemandeCompte.objects.create(
                compte=compte,
                nature=nature,
                nouvelle_adresse=nouvelle_adresse,
                motif=motif,
                demande_par=by,
                demande_le=now,
                messages_dus_le=now,
            )
            note(compte, by=by, motif=f"demande : {demande.get_nature_display().lower()} ({motif})", now=now)
            enqueue_on_commit("comptes.tasks.send_demande", demande_id=str(demande.pk))
    except IntegrityError as error:
        raise CompteRefuse("La même demande attend déjà une réponse.") from error
    return demande


# --- Deciding ---------------------------------------------------------------------------------------


@transaction.atomic
def accept_demande(*, demande: DemandeCompte, by: Utilisateur, now: datetime.datetime) -> DemandeCompte:
    """Agree as the second person: the second factor goes at once, the address once its link is opened."""
    demande = _held(demande, StatutDemande.ATTENTE)
    if refusal := refusal_to_accept(demande=demande, by=by):
        raise CompteRefuse(refusal)
    demande.decide_par, demande.decide_le, demande.messages_dus_le = by, now, now
    if demande.nature == NatureDemande.FACTEUR:
        demande.statut, demande.faite_le = StatutDemande.FAITE, now
        remove_facteur(demande.compte)
        note(demande.compte, by=by, motif="second contrôle retiré, nouveau mot de passe demandé", now=now)
    else:
        demande.statut = StatutDemande.ACCEPTEE
        note(demande.compte, by=by, motif="changement d’adresse accordé", now=now)
    demande.save()
    enqueue_on_commit("comptes.tasks.send_demande", demande_id=str(demande.pk))
    return demande


@transaction.atomic
def remove_from_server(*, compte: Utilisateur, now: datetime.datetime) -> None:
    """Take the second factor away when nobody can agree any more; who has the server does, and the journal says so."""
    if not compte.is_active or not Authenticator.objects.filter(user=compte).exists():
        raise CompteRefuse("Ce compte n’est pas ouvert, ou n’a pas de second contrôle.")
    DemandeCompte.objects.ouvertes().filter(compte=compte, nature=NatureDemande.FACTEUR).update(
        statut=StatutDemande.REFUSEE, messages_dus_le=None
    )
    demande = DemandeCompte.objects.create(
        compte=compte,
        nature=NatureDemande.FACTEUR,
        motif="depuis le serveur",
        statut=StatutDemande.FAITE,
        demande_le=now,
        faite_le=now,
        messages_dus_le=now,
    )
    remove_facteur(compte)
    note(compte, by=None, motif="second contrôle retiré depuis le serveur", now=now)
    enqueue_on_commit("comptes.tasks.send_demande", demande_id=str(demande.pk))


def remove_facteur(compte: Utilisateur) -> None:
    """
    Take away every factor of an account, and its password.

    With the password alone, who stole it could set a second factor before its owner does: the mailbox stands in for
    the factor that is lost. The new password also ends every session.
    """
    compte = locked(compte)
    Authenticator.objects.filter(user=compte).delete()
    compte.set_unusable_password()
    compte.jeton_sessions = uuid.uuid4()
    compte.save(update_fields=["password", "jeton_sessions"])


@transaction.atomic
def refuse_demande(*, demande: DemandeCompte, by: Utilisateur, now: datetime.datetime) -> DemandeCompte:
    """Refuse what is asked, or give it up: anybody in charge may, a link already mailed serves no more."""
    demande = _held(demande, StatutDemande.ATTENTE, StatutDemande.ACCEPTEE)
    demande.statut, demande.decide_par, demande.decide_le = StatutDemande.REFUSEE, by, now
    demande.messages_dus_le = None
    demande.save()
    note(demande.compte, by=by, motif=f"demande refusée : {demande.get_nature_display().lower()}", now=now)
    return demande


def _held(demande: DemandeCompte, *statuts: StatutDemande) -> DemandeCompte:
    """Return a request as it is now, held until the transaction ends, its account open."""
    now_held = DemandeCompte.objects.select_for_update(of=("self",)).select_related("compte").get(pk=demande.pk)
    if now_held.statut not in statuts:
        raise CompteRefuse("Cette demande a déjà reçu une réponse.")
    if not now_held.compte.is_active:
        raise CompteRefuse("Ce compte a été fermé depuis la demande.")
    return now_held


# --- The new address --------------------------------------------------------------------------------


def confirmation_link(demande: DemandeCompte) -> str:
    """Return the link that proves the new address."""
    jeton = signing.dumps(str(demande.pk), salt=SEL_ADRESSE)
    return f"{settings.SITE_URL}{reverse('comptes:adresse-confirmer', kwargs={'jeton': jeton})}"


def read_link(*, jeton: str) -> DemandeCompte | None:
    """Return what a link of confirmation is about, while it serves."""
    try:
        pk = signing.loads(jeton, salt=SEL_ADRESSE, max_age=DUREE_LIEN)
    except signing.BadSignature:
        return None
    waiting = DemandeCompte.objects.filter(statut=StatutDemande.ACCEPTEE, compte__is_active=True)
    return waiting.select_related("compte").filter(pk=pk).first()


def confirm_adresse(*, demande: DemandeCompte, now: datetime.datetime) -> Utilisateur:
    """Make the new address the account's; its sessions end, and no other address opens it any more."""
    try:
        with transaction.atomic():
            demande = _held(demande, StatutDemande.ACCEPTEE)
            compte = locked(demande.compte)
            compte.email, compte.jeton_sessions = demande.nouvelle_adresse, uuid.uuid4()
            compte.save(update_fields=["email", "jeton_sessions"])
            EmailAddress.objects.filter(user=compte).delete()
            demande.statut, demande.faite_le = StatutDemande.FAITE, now
            demande.save(update_fields=["statut", "faite_le"])
            note(compte, by=compte, motif="nouvelle adresse confirmée", now=now)
    except IntegrityError as error:
        raise CompteRefuse("Un compte existe déjà à cette adresse.") from error
    return compte


# --- Mails: run by the worker, safe to run twice ----------------------------------------------------


@transaction.atomic
def send_messages(*, demande_id: uuid.UUID | str) -> None:
    """Mail what the present state of a request calls for; a second run finds it already sent."""
    due = DemandeCompte.objects.select_for_update(of=("self",)).exclude(messages_dus_le=None)
    demande = due.select_related("compte", "demande_par").filter(pk=demande_id).first()
    if demande is None:
        return
    if demande.statut == StatutDemande.ATTENTE:
        if adresses := list(who_may_decide(demande).values_list("email", flat=True)):
            notifications.send_demande_email(demande=demande, adresses=adresses)
    elif demande.nature == NatureDemande.FACTEUR:
        notifications.send_facteur_retire_email(
            compte=demande.compte, lien=password_link(demande.compte), jours=JOURS_LIEN
        )
    elif demande.statut == StatutDemande.ACCEPTEE:
        notifications.send_adresse_emails(demande=demande, lien=confirmation_link(demande), jours=DUREE_LIEN.days)
    demande.messages_dus_le = None
    demande.save(update_fields=["messages_dus_le"])


def send_late_messages(*, now: datetime.datetime, delai: datetime.timedelta = datetime.timedelta(minutes=5)) -> None:
    """Send what the queue lost."""
    late = DemandeCompte.objects.filter(messages_dus_le__lt=now - delai).order_by("pk")
    for pk in late.values_list("pk", flat=True):
        send_messages(demande_id=pk)
