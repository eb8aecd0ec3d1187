"""URLs of the room."""

from django.urls import path

from comptes import views

app_name = "comptes"
urlpatterns = [
    path("brouillon/", views.brouillon, name="brouillon"),
    path("brouillon/effacer/", views.brouillon_effacer, name="brouillon-effacer"),
    path("mon-compte/", views.compte, name="compte"),
    path("mon-compte/sessions/fermer/", views.fermer_sessions, name="sessions-fermer"),
]
