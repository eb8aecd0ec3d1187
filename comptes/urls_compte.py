"""Sign-in and its second factor: the pages of allauth that are open here, under allauth's names; the rest is closed."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from comptes import views

urlpatterns = [
    path("connexion/", views.se_connecter, name="account_login"),
    path("connexion/code/", views.confirmer_code, name="account_confirm_login_code"),
    path("connexion/code/renvoyer/", views.renvoyer_code, name="account_resend_login_code"),
    path("connexion/equipe/", views.ConnexionEquipeView.as_view(), name="account_login_equipe"),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("ferme/", allauth_views.account_inactive, name="account_inactive"),
    path("confirmation/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", allauth_views.password_change, name="account_change_password"),
    path("mot-de-passe/premier/", allauth_views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", allauth_views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("securite/", include("allauth.mfa.urls")),
]
