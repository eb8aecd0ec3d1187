"""URLs of the room."""

from django.urls import path

from structure import views

app_name = "structure"
urlpatterns = [
    path("lieux/", views.lieu_list, name="lieu-list"),
    path("lieux/<uuid:pk>/", views.lieu_detail, name="lieu-detail"),
    path("partenaires/", views.partenaire_list, name="partenaire-list"),
    path("conventions/", views.convention_list, name="convention-list"),
    path("conventions/ajouter/", views.convention_create, name="convention-create"),
    path("conventions/<int:pk>/modifier/", views.convention_update, name="convention-update"),
    path("conventions/<int:pk>/supprimer/", views.convention_delete, name="convention-delete"),
    path("communes/suggestions/", views.commune_suggestions, name="commune-suggestions"),
    path("equipe/comptes/<uuid:pk>/personne/", views.equipe_rattacher, name="equipe-rattacher"),
    path("equipe/comptes/<uuid:pk>/personne/retirer/", views.equipe_detacher, name="equipe-detacher"),
]
