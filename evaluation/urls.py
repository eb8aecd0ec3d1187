"""URLs of the room."""

from django.urls import URLPattern, path

from evaluation.views import calculs

app_name = "evaluation"
urlpatterns: list[URLPattern] = [
    path("pilotage/calculs/", calculs.calcul_create, name="calcul-create"),
    path("pilotage/calculs/<uuid:pk>/", calculs.calcul_detail, name="calcul-detail"),
]
