"""Every URL of the house; permissions.toml says who may ask for each."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

import comptes.urls
from mission_locale import composants, vues, vues_moi

# The account's pages that show what the rooms above know: same namespace, written here for the direction of imports.
espace_du_jeune = [
    path("moi/", vues_moi.moi, name="moi"),
    path("moi/contact/", vues_moi.moi_contact, name="moi-contact"),
    path("moi/dossier/", vues_moi.moi_dossier, name="moi-dossier"),
]

# Django's own sign-in page would skip the second factor.
admin.site.login = vues.connexion_admin  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Tables de référence"
admin.site.index_title = "Lieux, équipe, partenaires et plan d’action"

urlpatterns = [
    path("", vues.accueil_general, name="accueil-general"),
    path("recherche/", vues.recherche, name="recherche"),
    path("sante/", vues.sante, name="sante"),
    path("favicon.ico", vues.favicon, name="favicon"),
    path("metrics", vues.metrics, name="metrics"),
    path("", include(([*comptes.urls.urlpatterns, *espace_du_jeune], comptes.urls.app_name))),
    path("", include("structure.urls")),
    path("", include("jeunes.urls")),
    path("", include("accueil.urls")),
    path("", include("participation.urls")),
    path("", include("plans_action.urls")),
    path("", include("evaluation.urls")),
    path("compte/", include("comptes.urls_compte")),
    path("composants/", composants.page, name="composants"),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("demonstration.urls")))
