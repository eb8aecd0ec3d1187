"""URLs of the room."""

from django.urls import path

from jeunes import views

app_name = "jeunes"
urlpatterns = [
    path("jeunes/", views.jeune_list, name="jeune-list"),
    path("jeunes/comptes-a-relier/", views.rattachement_list, name="rattachement-list"),
    path("jeunes/comptes-a-relier/<uuid:pk>/", views.rattachement_choisir, name="rattachement-choisir"),
    path("jeunes/<uuid:pk>/", views.jeune_detail, name="jeune-detail"),
    path("jeunes/<uuid:pk>/rendez-vous/", views.jeune_rendez_vous, name="jeune-rendez-vous"),
    path("jeunes/<uuid:pk>/situations/", views.jeune_situations, name="jeune-situations"),
    path("jeunes/<uuid:pk>/situations/nouvelle/", views.situation_create, name="situation-create"),
    path("jeunes/<uuid:pk>/coordonnees/", views.jeune_coordonnees, name="jeune-coordonnees"),
    path("jeunes/<uuid:pk>/coordonnees/modifier/", views.jeune_update, name="jeune-update"),
    path("jeunes/<uuid:pk>/lectures/", views.jeune_lectures, name="jeune-lectures"),
    path("jeunes/<uuid:pk>/acces/", views.jeune_acces, name="jeune-acces"),
]
