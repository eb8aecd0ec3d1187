"""Closed by default: every URL is held against permissions.toml before its view runs."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from comptes import permissions

# What somebody at work can reach before the second factor is set.
BEFORE_SECOND_FACTOR = ("mfa_", "account_")


class AccesMiddleware:
    """Send anonymous people to sign-in, answer 404 to a role that may not, ask for the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done once the URL is resolved."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            # Personal pages stay in no cache: a shared computer's back button shows nothing after sign-out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return the answer that replaces the view's, or None to let it run."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        needed = permissions.requirement(name)
        if needed == permissions.PUBLIC:
            return None
        if needed is None:
            raise Http404(f"URL not declared in permissions.toml: {name}")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not permissions.allows(request.user.role, name):
            raise Http404("role without this right")
        if (
            settings.MFA_REQUIRED_FOR_STAFF
            and request.user.is_professionnel
            and not name.startswith(BEFORE_SECOND_FACTOR)
        ):
            from allauth.mfa.utils import is_mfa_enabled  # the app registry must be ready

            if not is_mfa_enabled(request.user):
                return redirect("mfa_index")
        return None
