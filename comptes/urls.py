"""URLs of the room."""

from django.urls import path

from comptes import views

app_name = "comptes"
urlpatterns = [
    path("brouillon/", views.brouillon, name="brouillon"),
    path("brouillon/effacer/", views.brouillon_effacer, name="brouillon-effacer"),
]
