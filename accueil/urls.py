"""URLs of the room."""

from django.urls import path

from accueil.views import corrections, entreprises, evenements, journee, premier_accueil, rendez_vous

app_name = "accueil"
urlpatterns = [
    path("ma-journee/", journee.ma_journee, name="ma-journee"),
    path("accueil/premier-accueil/nouveau/", premier_accueil.premier_accueil_create, name="premier-accueil-create"),
    path("accueil/premier-accueil/connus/", premier_accueil.premier_accueil_connus, name="premier-accueil-connus"),
    path(
        "accueil/premier-accueil/personne/", premier_accueil.premier_accueil_personne, name="premier-accueil-personne"
    ),
    path("accueil/jeunes/suggestions/", premier_accueil.jeune_suggestions, name="jeune-suggestions"),
    path("accueil/contacts/nouveau/", evenements.contact_create, name="contact-create"),
    path("accueil/contacts/<uuid:pk>/rattacher/", evenements.contact_attacher, name="contact-attacher"),
    path("partenaires/<uuid:pk>/", entreprises.partenaire_detail, name="partenaire-detail"),
    path(
        "partenaires/<uuid:pk>/contacts/nouveau/",
        entreprises.contact_entreprise_create,
        name="contact-entreprise-create",
    ),
    path("partenaires/<uuid:pk>/candidatures/nouvelle/", entreprises.candidature_create, name="candidature-create"),
    path("candidatures/<uuid:pk>/suite/", entreprises.candidature_suite, name="candidature-suite"),
    path("evenements/<uuid:pk>/", evenements.evenement_detail, name="evenement-detail"),
    path("evenements/<uuid:pk>/completer/", corrections.evenement_completer, name="evenement-completer"),
    path("evenements/<uuid:pk>/annuler/", corrections.evenement_annuler, name="evenement-annuler"),
    path("jeunes/<uuid:pk>/entretiens/nouveau/", evenements.entretien_create, name="entretien-create"),
    path("jeunes/<uuid:pk>/rendez-vous/nouveau/", rendez_vous.rendez_vous_create, name="rendez-vous-create"),
    path("jeunes/<uuid:pk>/orientations/nouvelle/", rendez_vous.orientation_create, name="orientation-create"),
    path("orientations/<uuid:pk>/", rendez_vous.orientation_update, name="orientation-update"),
    path("rendez-vous/<uuid:pk>/", rendez_vous.rendez_vous_update, name="rendez-vous-update"),
    path("rendez-vous/<uuid:pk>/statut/", rendez_vous.rendez_vous_statut, name="rendez-vous-statut"),
]
