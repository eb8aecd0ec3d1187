"""What allauth asks the house about accounts."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comptes import services
from comptes.choix import ActionJournal
from comptes.models import Utilisateur


class CompteAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of youths are opened by comptes.connexion; those of people at work by the administration."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Cette adresse et ce mot de passe ne vont pas ensemble.",
        "too_many_login_attempts": "Trop d’essais. Attendez cinq minutes, puis recommencez.",
        "incorrect_code": "Ce n’est pas le bon code.",
        "rate_limited": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody signs up with a password."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail of the password pages; who has no password is told how to come in."""
        adresse = f"{settings.SITE_URL}{reverse('account_login')}"
        super().send_mail(template_prefix, email, {**context, "adresse": adresse})

    def post_login(self, request: HttpRequest, user: Utilisateur, **kwargs: Any) -> HttpResponse:
        """Write the sign-in in the journal."""
        services.record_access(user=user, action=ActionJournal.CONNEXION, objet=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say only what is useful: "you are signed in" is seen without being said."""
        if message_template and message_template.endswith(("logged_in.txt", "logged_out.txt")):
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to one's account."""
        return reverse("comptes:compte")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries under one spelling: accents, look-alike letters and case aside."""
        typed = credentials.get("email", credentials.get("username", ""))
        bare = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode()
        return str(super()._get_login_attempts_cache_key(request, email=bare.strip().lower()))


class SecondControleAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor in the words of the house."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce n’est pas le bon code. L’application en montre un nouveau toutes les trente "
        "secondes\u00a0: tapez celui qu’elle montre maintenant.",
    }
