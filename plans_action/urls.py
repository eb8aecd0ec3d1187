"""URLs of the room."""

from django.urls import path

from plans_action.views import exports, fiche, formations, imports, plan, saisie, vues

app_name = "plans_action"
urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/tableau/", vues.plan_tableau, name="plan-tableau"),
    path("plan/tableau/plan-d-action.<str:forme>", vues.plan_export, name="plan-export"),
    path("plan/chronologie/", vues.plan_chronologie, name="plan-chronologie"),
    path("plan/calendrier/", vues.plan_calendrier, name="plan-calendrier"),
    path("plan/projet/ajouter/", plan.projet_create, name="projet-create"),
    path("plan/projet/<uuid:pk>/modifier/", plan.projet_update, name="projet-update"),
    path("plan/projet/<uuid:pk>/objectif/ajouter/", plan.objectif_create, name="objectif-create"),
    path("plan/objectif/<int:pk>/modifier/", plan.objectif_update, name="objectif-update"),
    path("plan/objectif/<int:pk>/deplacer/", plan.objectif_deplacer, name="objectif-deplacer"),
    path("plan/objectif/<int:pk>/supprimer/", plan.objectif_delete, name="objectif-delete"),
    path("plan/objectif/<int:pk>/operationnel/ajouter/", plan.operationnel_create, name="operationnel-create"),
    path("plan/operationnel/<int:pk>/modifier/", plan.operationnel_update, name="operationnel-update"),
    path("plan/operationnel/<int:pk>/deplacer/", plan.operationnel_deplacer, name="operationnel-deplacer"),
    path("plan/operationnel/<int:pk>/supprimer/", plan.operationnel_delete, name="operationnel-delete"),
    path("plan/fiches/ajouter/", plan.fiche_create, name="fiche-create"),
    path("plan/fiches/<uuid:pk>/", fiche.fiche_detail, name="fiche-detail"),
    path("plan/fiches/<uuid:pk>/deplacer/", plan.fiche_deplacer, name="fiche-deplacer"),
    path("plan/fiches/<uuid:pk>/statut/", fiche.fiche_statut, name="fiche-statut"),
    path("plan/fiches/<uuid:pk>/modifier/", saisie.fiche_update, name="fiche-update"),
    path("plan/fiches/<uuid:pk>/apercu/", fiche.fiche_apercu, name="fiche-apercu"),
    path("plan/fiches/<uuid:pk>/historique/", fiche.fiche_historique, name="fiche-historique"),
    path("plan/fiches/<uuid:pk>/noter/", fiche.fiche_noter, name="fiche-noter"),
    path("plan/fiches/<uuid:pk>/json/", exports.fiche_json, name="fiche-json"),
    path("plan/fiches/<uuid:pk>/word/", exports.fiche_word, name="fiche-word"),
    path("plan/fiches/<uuid:pk>/pdf/", exports.fiche_pdf, name="fiche-pdf"),
    path("plan/fiches/importer-json/", exports.fiche_json_importer, name="fiche-json-importer"),
    path("schemas/fiche-action.schema.json", exports.fiche_schema, name="fiche-schema"),
    path("plan/etapes/<int:pk>/statut/", fiche.etape_statut, name="etape-statut"),
    path("plan/formations/", formations.formation_list, name="formation-list"),
    path("plan/formations/prevoir/", formations.formation_create, name="formation-create"),
    path("plan/formations/<uuid:pk>/", formations.formation_update, name="formation-update"),
    path("plan/formations/demandes/nouvelle/", formations.demande_create, name="demande-create"),
    path("plan/formations/demandes/<uuid:pk>/", formations.demande_update, name="demande-update"),
    path("plan/importer/", imports.import_list, name="import-list"),
    path("plan/importer/<uuid:pk>/", imports.import_detail, name="import-detail"),
    path("plan/importer/<uuid:pk>/ecarter/", imports.import_ecarter, name="import-ecarter"),
    path("plan/mesures/choisir/", saisie.mesure_champs, name="mesure-champs"),
]
