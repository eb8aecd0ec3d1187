"""Messages about accounts: neutral, without a reason, to the address that asked."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse


def send_code_email(*, email: str, code: str, minutes: int) -> None:
    """Send the code that opens the account of a youth."""
    body = render_to_string("comptes/messages/code.txt", {"code": f"{code[:3]} {code[3:]}", "minutes": minutes})
    send_mail("Votre code", body, settings.DEFAULT_FROM_EMAIL, [email])


def send_no_code_email(*, email: str, ferme: bool) -> None:
    """Tell somebody who asked for a code why there is none: a closed account, or one that opens with a password."""
    adresse = f"{settings.SITE_URL}{reverse('account_login_equipe')}"
    body = render_to_string("comptes/messages/sans_code.txt", {"ferme": ferme, "adresse": adresse})
    send_mail("Votre code", body, settings.DEFAULT_FROM_EMAIL, [email])
