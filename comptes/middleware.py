"""Closed by default: every URL is held against permissions.toml before its view runs."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from comptes import brouillons, permissions
from comptes.choix import Role

# What somebody at work can reach before the second factor is set.
BEFORE_SECOND_FACTOR = ("mfa_", "account_")
LOGIN_EQUIPE = "account_login_equipe"
DEBUT_SESSION, VU_SESSION = "session_debut", "session_vue"


class AccesMiddleware:
    """Send anonymous people to sign-in, answer 404 to a role that may not, ask for the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End sessions that lasted too long, then pass on; rights are checked once the URL is resolved."""
        if request.user.is_authenticated:
            follow_session(request, now=time.time())
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
            # A page that no youth may open is asked for by somebody at work: they have their own sign-in.
            jeune = permissions.allows(Role.JEUNE, name)
            return ask_to_sign_in(request, ou=settings.LOGIN_URL if jeune else LOGIN_EQUIPE)
        if not permissions.allows(request.user.role, name):
            raise Http404("role without this right")
        if lacks_second_factor(request) and not name.startswith(BEFORE_SECOND_FACTOR):
            return go_to(request, reverse("mfa_index"))
        if brouillons.CLE_SESSION in request.session:
            brouillons.claim_lost(request.session, request.user)
        return None


def follow_session(request: HttpRequest, *, now: float) -> None:
    """End a session that is too old or was left alone; note, at most once a minute, that it is in use."""
    idle = settings.SESSION_IDLE_ADMINISTRATION if is_administration(request) else settings.SESSION_COOKIE_AGE
    started = request.session.setdefault(DEBUT_SESSION, now)
    seen = request.session.get(VU_SESSION, now)
    if now - started > settings.SESSION_ABSOLUTE_AGE or now - seen > idle:
        logout(request)
    elif VU_SESSION not in request.session or now - seen > 60:
        request.session[VU_SESSION] = now


def is_administration(request: HttpRequest) -> bool:
    """Tell whether the request comes from an administration account, whose sessions are shorter."""
    return request.user.is_authenticated and request.user.role == Role.ADMINISTRATION


def lacks_second_factor(request: HttpRequest) -> bool:
    """Tell whether somebody at work has not set the second factor that this installation asks for."""
    if not settings.MFA_REQUIRED_FOR_STAFF or not request.user.is_authenticated or not request.user.is_professionnel:
        return False
    from allauth.mfa.utils import is_mfa_enabled  # the app registry must be ready

    return not is_mfa_enabled(request.user)


def ask_to_sign_in(request: HttpRequest, *, ou: str) -> HttpResponse:
    """Answer a request whose person is not signed in, or not any more; a form that was posted is kept."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"refus": "Votre session est terminée."}, status=HTTPStatus.UNAUTHORIZED)
    if request.headers.get("HX-Request"):
        return go_to(request, f"{resolve_url(ou)}?{urlencode({'next': page_of(request)})}")
    if request.method == "POST" and brouillons.stash_lost(request.session, request.POST):
        messages.info(request, "Votre session était terminée. Connectez-vous : ce que vous avez écrit vous attend.")
        return redirect_to_login(page_of(request), ou)
    # What a POST would have done is not replayed: after sign-in the person is back on a page, never on an effect.
    return redirect_to_login(request.get_full_path() if request.method == "GET" else page_of(request), ou)


def page_of(request: HttpRequest) -> str:
    """Return the page, of this site, from which a request came; home when it does not say."""
    origin = request.headers.get("HX-Current-URL") or request.POST.get(brouillons.CHAMP_RETOUR, "")
    origin = origin or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(origin)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def go_to(request: HttpRequest, target: str) -> HttpResponse:
    """Send to another page; a part of a page asked by htmx moves the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": target})
    return redirect(target)
