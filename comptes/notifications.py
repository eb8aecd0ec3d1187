"""Messages about accounts: neutral, without a reason, to the address that asked."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from comptes.models import DemandeCompte, Utilisateur


def send_code_email(*, email: str, code: str, minutes: int) -> None:
    """Send the code that opens the account of a youth."""
    body = render_to_string("comptes/messages/code.txt", {"code": f"{code[:3]} {code[3:]}", "minutes": minutes})
    send_mail("Votre code", body, settings.DEFAULT_FROM_EMAIL, [email])


def send_no_code_email(*, email: str, ferme: bool) -> None:
    """Tell somebody who asked for a code why there is none: a closed account, or one that opens with a password."""
    adresse = f"{settings.SITE_URL}{reverse('account_login_equipe')}"
    body = render_to_string("comptes/messages/sans_code.txt", {"ferme": ferme, "adresse": adresse})
    send_mail("Votre code", body, settings.DEFAULT_FROM_EMAIL, [email])


def send_invitation_email(*, compte: Utilisateur, lien: str, jours: int) -> None:
    """Send the link that sets the first password of somebody at work."""
    oubli = f"{settings.SITE_URL}{reverse('account_reset_password')}"
    context = {"prenom": compte.prenom, "lien": lien, "jours": jours, "oubli": oubli}
    body = render_to_string("comptes/messages/invitation.txt", context)
    send_mail("Votre compte professionnel", body, settings.DEFAULT_FROM_EMAIL, [compte.email])


def send_annonce_email(*, compte: Utilisateur, adresses: list[str]) -> None:
    """Tell the direction that the rights of an account were asked for or changed: name, role, state, nothing else."""
    adresse = f"{settings.SITE_URL}{reverse('comptes:compte-detail', kwargs={'pk': compte.pk})}"
    body = render_to_string("comptes/messages/annonce.txt", {"compte": compte, "adresse": adresse})
    subject = (
        "Un compte professionnel attend votre accord"
        if compte.approbation_attendue
        else "Un compte professionnel a changé"
    )
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, adresses)


# --- What was asked about an open account ------------------------------------------------------------


def send_demande_email(*, demande: DemandeCompte, adresses: list[str]) -> None:
    """Tell who may agree that something is asked about an account: name and nature, nothing else."""
    adresse = f"{settings.SITE_URL}{reverse('comptes:compte-detail', kwargs={'pk': demande.compte_id})}"
    body = render_to_string("comptes/messages/demande.txt", {"demande": demande, "adresse": adresse})
    send_mail("Une demande sur un compte attend votre accord", body, settings.DEFAULT_FROM_EMAIL, adresses)


def send_facteur_retire_email(*, compte: Utilisateur, lien: str, jours: int) -> None:
    """Tell somebody that the second factor is gone, with the link of the new password."""
    oubli = f"{settings.SITE_URL}{reverse('account_reset_password')}"
    context = {"prenom": compte.prenom, "lien": lien, "jours": jours, "oubli": oubli}
    body = render_to_string("comptes/messages/facteur_retire.txt", context)
    send_mail("Votre second contrôle a été retiré", body, settings.DEFAULT_FROM_EMAIL, [compte.email])


def send_adresse_emails(*, demande: DemandeCompte, lien: str, jours: int) -> None:
    """Send the link of confirmation to the new address, and a notice to the one in use."""
    context = {"prenom": demande.compte.prenom, "lien": lien, "jours": jours}
    body = render_to_string("comptes/messages/adresse_nouvelle.txt", context)
    send_mail("Confirmez votre adresse", body, settings.DEFAULT_FROM_EMAIL, [demande.nouvelle_adresse])
    body = render_to_string("comptes/messages/adresse_ancienne.txt", context)
    send_mail("Votre adresse va changer", body, settings.DEFAULT_FROM_EMAIL, [demande.compte.email])


def send_volume_email(*, adresses: list[str]) -> None:
    """Tell the direction to look at the journal of accesses; who and how many stay behind sign-in."""
    adresse = f"{settings.SITE_URL}{reverse('comptes:journal-list')}"
    body = render_to_string("comptes/messages/volume.txt", {"adresse": adresse})
    send_mail("Le journal demande votre attention", body, settings.DEFAULT_FROM_EMAIL, adresses)


def send_volume_email_administration(*, adresses: list[str]) -> None:
    """Tell the administration, who closes accounts and reads no journal, to look at the accounts."""
    adresse = f"{settings.SITE_URL}{reverse('comptes:compte-list')}"
    body = render_to_string("comptes/messages/volume_administration.txt", {"adresse": adresse})
    send_mail("Un compte demande votre attention", body, settings.DEFAULT_FROM_EMAIL, adresses)
