"""The application's URLs and one bare view beside them, to compare with."""

from django.urls import include, path

from bench import vue_nue, vue_pages
from comptes import permissions

permissions.matrix()["urls"]["bench-nue"] = "inscription.soi"
permissions.matrix()["urls"]["bench-jeunes"] = "jeune.voir"
permissions.matrix()["urls"]["bench-seances"] = "public"

urlpatterns = [
    path("bench/nue/<uuid:pk>/", vue_nue.inscription_nue, name="bench-nue"),
    path("bench/jeunes/", vue_pages.jeunes_nus, name="bench-jeunes"),
    path("bench/seances/", vue_pages.seances_nues, name="bench-seances"),
    path("", include("mission_locale.urls")),
]
