"""Pages of the accounts."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import brouillons, connexion, services
from comptes.forms import CodeForm, ConnexionForm
from comptes.models import CodeConnexion
from comptes.types import UtilisateurRequest

CODE_EN_SESSION = "code_connexion"


def safe_next(request: HttpRequest, target: str, default: str = "accueil-general") -> str:
    """Return an address of this site to go on to, else a default; a word that is no address could name a view."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target.startswith("/") and safe else default


@require_POST
def brouillon(request: UtilisateurRequest) -> HttpResponse:
    """Keep what is being typed; the page says when."""
    try:
        row = brouillons.save(utilisateur=request.user, posted=request.POST)
    except brouillons.BrouillonRefuse as refus:
        return JsonResponse({"refus": str(refus)}, status=409)
    at = timezone.localtime(row.modifie_le)
    return JsonResponse({"heure": f"{at.hour}\u00a0h\u00a0{at.minute:02d}", "csrf": get_token(request)})


@require_POST
def brouillon_effacer(request: UtilisateurRequest) -> HttpResponse:
    """Forget a draft and come back to the empty form."""
    try:
        owner, cle = brouillons.read_jeton(request.POST.get(brouillons.CHAMP_JETON, ""))
    except brouillons.BrouillonRefuse:
        owner, cle = "", ""
    if owner == str(request.user.pk):
        brouillons.discard(utilisateur=request.user, cle=cle)
    return redirect(safe_next(request, request.POST.get(brouillons.CHAMP_RETOUR, "")))


# --- Sign-in ----------------------------------------------------------------------------------------


def within_limit(request: HttpRequest, action: str, key: str) -> Any:
    """Count a try by address and by computer; return what can be given back, or None above the limit."""
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)


def page_connexion(request: HttpRequest) -> str:
    """Return where the person wants to go after sign-in: this site only."""
    return safe_next(request, request.POST.get("next") or request.GET.get("next", ""), "")


@never_cache
@require_http_methods(["GET", "POST"])
def se_connecter(request: HttpRequest) -> HttpResponse:
    """Ask for an address, known or not: the next screen, its text and its time are the same."""
    suite = page_connexion(request)
    if request.user.is_authenticated:
        return redirect(suite or "accueil-general")
    form = ConnexionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = connexion.normalise_email(form.cleaned_data["email"])
        if within_limit(request, "code_demande", email):
            demande = connexion.ask_code(email=email, now=timezone.now())
            request.session[CODE_EN_SESSION] = str(demande.pk)
            return redirect(with_next("account_confirm_login_code", suite))
        form.add_error(None, "Plusieurs codes ont déjà été demandés. Attendez quelques minutes, puis recommencez.")
    return render(request, "comptes/connexion.html", {"form": form, "next": suite})


def with_next(name: str, suite: str) -> str:
    """Return the address of a page that remembers where the person wants to go."""
    return f"{reverse(name)}?{urlencode({'next': suite})}" if suite else reverse(name)


def demande_of(request: HttpRequest) -> CodeConnexion | None:
    """Return the request of a code made in this browser, if any."""
    code_id: str | None = request.session.get(CODE_EN_SESSION)
    return CodeConnexion.objects.filter(pk=code_id).first() if code_id else None


@never_cache
@require_http_methods(["GET", "POST"])
def confirmer_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was mailed and open the account."""
    suite = page_connexion(request)
    if request.user.is_authenticated:
        return redirect(suite or "accueil-general")
    demande = demande_of(request)
    if demande is None:
        return redirect(with_next("account_login", suite))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        usage = within_limit(request, "code_essai", demande.email)
        try:
            if not usage:
                raise connexion.CodeRefuse("Trop d’essais. Attendez cinq minutes, puis recommencez.")
            compte = connexion.open_account(code_id=demande.pk, code=form.cleaned_data["code"], now=timezone.now())
        except connexion.CodeEpuise as refus:
            messages.warning(request, str(refus))
            del request.session[CODE_EN_SESSION]
            return redirect(with_next("account_login", suite))
        except connexion.CodeRefuse as refus:
            form.add_error("code", str(refus))
        else:
            usage.rollback()
            del request.session[CODE_EN_SESSION]
            record_authentication(request, compte, method="code", email=compte.email)
            answer: HttpResponse = perform_login(
                request, Login(user=compte, email=compte.email, redirect_url=suite or None)
            )
            return answer
    return render(request, "comptes/code.html", {"form": form, "next": suite, "email": demande.email})


@require_POST
def renvoyer_code(request: HttpRequest) -> HttpResponse:
    """Send another code to the address of the first; the previous one stays good until it is old."""
    suite = page_connexion(request)
    demande = demande_of(request)
    if demande is None:
        return redirect(with_next("account_login", suite))
    if within_limit(request, "code_demande", demande.email):
        nouvelle = connexion.ask_code(email=demande.email, now=timezone.now())
        request.session[CODE_EN_SESSION] = str(nouvelle.pk)
        messages.success(request, "Un nouveau code est parti. Prenez le dernier message reçu.")
    else:
        messages.warning(request, "Plusieurs codes ont déjà été demandés. Attendez quelques minutes, puis recommencez.")
    return redirect(with_next("account_confirm_login_code", suite))


class ConnexionEquipeView(LoginView):  # type: ignore[misc]
    """Sign-in of people at work: password or passkey, then the second factor."""

    template_name = "account/login.html"


# --- One's own account ------------------------------------------------------------------------------


@require_safe
def compte(request: UtilisateurRequest) -> HttpResponse:
    """Show somebody at work the account: password, second factor, sessions."""
    from allauth.mfa.models import Authenticator

    facteurs = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    connexions = services.last_sign_ins(compte=request.user)
    return render(request, "comptes/compte.html", {"facteurs": facteurs, "connexions": connexions})


@require_POST
def fermer_sessions(request: UtilisateurRequest) -> HttpResponse:
    """End one's sessions elsewhere and keep this one."""
    services.close_other_sessions(compte=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, "Vos autres sessions sont fermées.")
    return redirect("comptes:compte" if request.user.is_professionnel else "comptes:moi")
