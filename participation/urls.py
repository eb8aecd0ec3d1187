"""URLs of the room."""

from django.urls import path

from participation.views import changements, gestion, idees, invitations, jeune, participants, public, regroupements

app_name = "participation"
urlpatterns = [
    path("seances/", public.seance_list, name="seance-list"),
    path("seances/<uuid:pk>/", public.seance_detail, name="seance-detail"),
    path("seances/<uuid:pk>/inscrire/", jeune.inscription_create, name="inscription-create"),
    path("seances/<uuid:pk>/rendez-vous.ics", jeune.seance_ics, name="seance-ics"),
    path("inscriptions/<uuid:pk>/rendre/", jeune.inscription_cancel, name="inscription-cancel"),
    path("mes-seances/", jeune.mes_seances, name="mes-seances"),
    path("idees/", idees.idee_list, name="idee-list"),
    path("idees/deposer/", idees.idee_create, name="idee-create"),
    path("idees/<uuid:pk>/repondre/", idees.idee_repondre, name="idee-repondre"),
    path("gestion/seances/", gestion.seance_gestion_list, name="seance-gestion-list"),
    path("gestion/seances/creer/", gestion.seance_create, name="seance-create"),
    path("gestion/seances/<uuid:pk>/", gestion.seance_gestion, name="seance-gestion"),
    path("gestion/seances/<uuid:pk>/modifier/", changements.seance_update, name="seance-update"),
    path("gestion/seances/<uuid:pk>/annuler/", changements.seance_cancel, name="seance-cancel"),
    path("gestion/seances/<uuid:pk>/publier/", gestion.seance_publish, name="seance-publish"),
    path("gestion/seances/<uuid:pk>/fermer/", gestion.seance_fermer, name="seance-fermer"),
    path("gestion/seances/<uuid:pk>/rouvrir/", gestion.seance_rouvrir, name="seance-rouvrir"),
    path("gestion/seances/<uuid:pk>/places/", gestion.seance_places, name="seance-places"),
    path("gestion/seances/<uuid:pk>/presences/", participants.presence, name="presence"),
    path("gestion/seances/<uuid:pk>/invites/", invitations.invitation_list, name="invitation-list"),
    path("gestion/seances/<uuid:pk>/emargement/", participants.emargement, name="seance-emargement"),
    path(
        "gestion/seances/<uuid:pk>/inscrire/",
        participants.inscription_equipe_create,
        name="inscription-equipe-create",
    ),
    path(
        "gestion/inscriptions/<uuid:pk>/retirer/",
        participants.inscription_equipe_cancel,
        name="inscription-equipe-cancel",
    ),
    path("gestion/regroupements/", regroupements.regroupement_list, name="regroupement-list"),
    path("gestion/regroupements/creer/", regroupements.regroupement_edit, name="regroupement-create"),
    path("gestion/regroupements/<uuid:pk>/", regroupements.regroupement_edit, name="regroupement-update"),
]
