"""The application's URLs and bare views beside them, to compare with."""

from django.urls import include, path

from bench import vue_nue, vue_pages
from comptes import permissions

permissions.matrix()["urls"].update(
    {
        "bench-nue": "inscription.soi",
        "bench-jeunes": "jeune.voir",
        "bench-seances": "public",
        "bench-gestion": "seance.voir_toutes",
        "bench-journee": "journee.voir",
        "bench-tableau": "tableau.voir",
    }
)

urlpatterns = [
    path("bench/nue/<uuid:pk>/", vue_nue.inscription_nue, name="bench-nue"),
    path("bench/jeunes/", vue_pages.jeunes_nus, name="bench-jeunes"),
    path("bench/seances/", vue_pages.seances_nues, name="bench-seances"),
    path("bench/gestion/", vue_pages.gestion_nue, name="bench-gestion"),
    path("bench/journee/", vue_pages.journee_nue, name="bench-journee"),
    path("bench/tableau/", vue_pages.tableau_nu, name="bench-tableau"),
    path("", include("mission_locale.urls")),
]
