"""URLs of the room."""

from django.urls import path

from comptes import views, vues_demandes, vues_equipe, vues_journal

app_name = "comptes"
urlpatterns = [
    path("brouillon/", views.brouillon, name="brouillon"),
    path("brouillon/effacer/", views.brouillon_effacer, name="brouillon-effacer"),
    path("mon-compte/", views.compte, name="compte"),
    path("mon-compte/sessions/fermer/", views.fermer_sessions, name="sessions-fermer"),
    path("equipe/comptes/", vues_equipe.compte_list, name="compte-list"),
    path("equipe/comptes/nouveau/", vues_equipe.compte_create, name="compte-create"),
    path("equipe/comptes/<uuid:pk>/", vues_equipe.compte_detail, name="compte-detail"),
    path("equipe/comptes/<uuid:pk>/approuver/", vues_equipe.compte_approuver, name="compte-approuver"),
    path("equipe/comptes/<uuid:pk>/refuser/", vues_equipe.compte_refuser, name="compte-refuser"),
    path("equipe/comptes/<uuid:pk>/desactiver/", vues_equipe.compte_desactiver, name="compte-desactiver"),
    path("equipe/comptes/<uuid:pk>/reactiver/", vues_equipe.compte_reactiver, name="compte-reactiver"),
    path("equipe/comptes/<uuid:pk>/invitation/", vues_equipe.compte_invitation, name="compte-invitation"),
    path("equipe/comptes/<uuid:pk>/role/", vues_equipe.compte_role, name="compte-role"),
    path("equipe/comptes/<uuid:pk>/second-controle/", vues_demandes.compte_facteur, name="compte-facteur"),
    path("equipe/comptes/<uuid:pk>/adresse/", vues_demandes.compte_adresse, name="compte-adresse"),
    path("equipe/demandes/<uuid:pk>/accepter/", vues_demandes.demande_accepter, name="demande-accepter"),
    path("equipe/demandes/<uuid:pk>/refuser/", vues_demandes.demande_refuser, name="demande-refuser"),
    path("equipe/journal/", vues_journal.journal_list, name="journal-list"),
    path("compte/adresse/<str:jeton>/", vues_demandes.adresse_confirmer, name="adresse-confirmer"),
]
