"""Every URL of the house; permissions.toml says who may ask for each."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from mission_locale import composants, vues

# Django's own sign-in page would skip the second factor.
admin.site.login = vues.connexion_admin  # type: ignore[method-assign]

urlpatterns = [
    path("", vues.accueil_general, name="accueil-general"),
    path("", include("comptes.urls")),
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
