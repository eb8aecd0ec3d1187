"""URLs of the room."""

from django.urls import URLPattern, path

from evaluation.views import bilans, calculs, commissions, indicateurs, reunions, tableau

app_name = "evaluation"
urlpatterns: list[URLPattern] = [
    path("pilotage/", tableau.tableau, name="tableau"),
    path("pilotage/indicateurs/<uuid:pk>/", indicateurs.indicateur_detail, name="indicateur-detail"),
    path("pilotage/indicateurs/<uuid:pk>/liste/", indicateurs.indicateur_liste, name="indicateur-liste"),
    path("pilotage/calculs/", calculs.calcul_create, name="calcul-create"),
    path("pilotage/calculs/<uuid:pk>/", calculs.calcul_detail, name="calcul-detail"),
    path("pilotage/commissions/", commissions.commission_list, name="commission-list"),
    path("pilotage/commissions/membres/nouveau/", commissions.membre_create, name="membre-create"),
    path("pilotage/commissions/membres/<uuid:pk>/", commissions.membre_update, name="membre-update"),
    path("pilotage/commissions/membres/<uuid:pk>/retirer/", commissions.membre_retirer, name="membre-retirer"),
    path("pilotage/reunions/", reunions.reunion_list, name="reunion-list"),
    path("pilotage/reunions/nouvelle/", reunions.reunion_create, name="reunion-create"),
    path("pilotage/reunions/points/<int:pk>/deplacer/", reunions.point_deplacer, name="point-deplacer"),
    path("pilotage/reunions/<uuid:pk>/", reunions.reunion_detail, name="reunion-detail"),
    path("pilotage/reunions/<uuid:pk>/modifier/", reunions.reunion_update, name="reunion-update"),
    path("pilotage/reunions/<uuid:pk>/convoquer/", reunions.reunion_convoquer, name="reunion-convoquer"),
    path("pilotage/reunions/<uuid:pk>/annuler/", reunions.reunion_annuler, name="reunion-annuler"),
    path("pilotage/reunions/<uuid:pk>/presences/", reunions.reunion_presences, name="reunion-presences"),
    path("pilotage/reunions/<uuid:pk>/compte-rendu/", reunions.reunion_compte_rendu, name="reunion-compte-rendu"),
    path(
        "pilotage/reunions/<uuid:pk>/compte-rendu/valider/",
        reunions.reunion_compte_rendu_valider,
        name="reunion-compte-rendu-valider",
    ),
    path("pilotage/reunions/<uuid:pk>/reunion.ics", reunions.reunion_agenda, name="reunion-agenda"),
    path("pilotage/reunions/<uuid:pk>/imprimer/<slug:document>/", reunions.reunion_imprimer, name="reunion-imprimer"),
    path("pilotage/reunions/<uuid:pk>/supprimer/", reunions.reunion_delete, name="reunion-delete"),
    path("bilans/", bilans.bilan_list, name="bilan-list"),
    path("bilans/nouveau/", bilans.bilan_create, name="bilan-create"),
    path("bilans/<uuid:pk>/", bilans.bilan_detail, name="bilan-detail"),
    path("bilans/<uuid:pk>/progression/", bilans.bilan_progression, name="bilan-progression"),
    path("bilans/<uuid:pk>/relancer/", bilans.bilan_relancer, name="bilan-relancer"),
    path("bilans/<uuid:pk>/bilan.pdf", bilans.bilan_pdf, name="bilan-pdf"),
    path("bilans/schema.json", bilans.bilan_schema, name="bilan-schema"),
    path("bilans/<uuid:pk>/documents/", bilans.bilan_documents, name="bilan-documents"),
    path("bilans/<uuid:pk>/synthese.pdf", bilans.bilan_synthese, name="bilan-synthese"),
    path("bilans/<uuid:pk>/bilan.docx", bilans.bilan_word, name="bilan-word"),
    path("bilans/<uuid:pk>/bilan.xlsx", bilans.bilan_tableur, name="bilan-tableur"),
    path("bilans/<uuid:pk>/extraits/<slug:financeur>.<slug:forme>", bilans.bilan_extrait, name="bilan-extrait"),
    path("bilans/<uuid:pk>/donnees.json", bilans.bilan_donnees, name="bilan-donnees"),
    path("bilans/<uuid:pk>/verifier/", bilans.bilan_verifier, name="bilan-verifier"),
    path("bilans/<uuid:pk>/comparer/", bilans.bilan_comparer, name="bilan-comparer"),
]
