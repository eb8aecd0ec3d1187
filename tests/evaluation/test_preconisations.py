"""The commission du bilan: opinions, préconisations, what they become, the answers of the final bilan."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.bilans.canonique import dump
from evaluation.commissions import fusion
from evaluation.models import Avis, Preconisation
from evaluation.services import lectures, preconisations
from evaluation.services.commissions import content_for_bilan, missing_for_bilan
from plans_action.models import FicheAction, ObjectifOperationnel
from tests.factories import (
    EtapeFactory,
    FicheActionFactory,
    LectureFactory,
    LectureFicheFactory,
    MembreCommissionFactory,
    PreconisationFactory,
    ProjetAssociatifFactory,
)

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(actif=True)


@pytest.fixture
def fiche(projet):
    return FicheActionFactory(
        objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1, statut="en_cours"
    )


def transmise(projet, fiche, type, diane):
    """Return a reading that was handed over."""
    lecture = LectureFactory(projet=projet, type=type)
    LectureFicheFactory(lecture=lecture, fiche=fiche)
    return lectures.transmit(lecture=lecture, by=diane, now=timezone.now())


@pytest.fixture
def lecture(projet, fiche, diane):
    return transmise(projet, fiche, "intermediaire", diane)


@pytest.fixture
def membre(carole):
    MembreCommissionFactory(compte=carole, commission="bilan")
    return carole


def preconiser(client, lecture, **champs):
    data = {"titre": "Ouvrir plus tôt", "nature": "autre", **champs}
    return client.post(reverse("evaluation:preconisation-create", args=[lecture.pk]), data)


# --- Opinions -------------------------------------------------------------------------------------


def avis(**textes):
    vide = {"reussites": "", "ameliorations": "", "objectifs": ""}
    return {**vide, "version": 0, "depart": fusion.seal(vide), **textes}


def test_members_write_what_they_think_of_a_fiche_and_of_the_whole(client, membre, lecture):
    client.force_login(membre)
    client.post(reverse("evaluation:avis-fiche", args=[lecture.fiches.get().pk]), avis(reussites="Cinq arrêts tenus"))
    client.post(reverse("evaluation:avis-ensemble", args=[lecture.pk]), avis(ameliorations="Mieux annoncer"))
    page = client.get(reverse("evaluation:avis-detail", args=[lecture.pk])).content.decode()
    assert "Cinq arrêts tenus" in page
    assert "Mieux annoncer" in page


def test_two_people_on_one_opinion_lose_nothing(client, membre, diane, lecture):
    adresse = reverse("evaluation:avis-ensemble", args=[lecture.pk])
    client.force_login(diane)
    client.post(adresse, avis(reussites="Le premier", objectifs="Un objectif"))
    client.force_login(membre)
    page = client.post(adresse, avis(reussites="Le second", ameliorations="À améliorer"))
    assert page.status_code == 409
    sent = {nom: page.context[nom] for nom in ("miens", "leurs", "depart", "version")}
    client.post(adresse, sent | {"choix-reussites": "leurs"})
    row = Avis.objects.get()
    assert (row.reussites, row.ameliorations, row.objectifs) == ("Le premier", "À améliorer", "Un objectif")


def test_nothing_is_written_before_the_transmission(client, membre, projet, fiche):
    lecture = LectureFactory(projet=projet)
    LectureFicheFactory(lecture=lecture, fiche=fiche)
    client.force_login(membre)
    assert client.get(reverse("evaluation:avis-detail", args=[lecture.pk])).status_code == 404
    with pytest.raises(preconisations.AvisRefuse):
        preconisations.add_preconisation(lecture=lecture, by=membre, now=timezone.now(), titre="x", nature="autre")


def test_a_member_of_the_first_commission_reads_but_does_not_write(client, carole, lecture):
    MembreCommissionFactory(compte=carole, commission="suivi")
    client.force_login(carole)
    assert client.get(reverse("evaluation:avis-detail", args=[lecture.pk])).status_code == 200
    assert client.get(reverse("evaluation:avis-ensemble", args=[lecture.pk])).status_code == 404
    assert preconiser(client, lecture).status_code == 404


def test_who_sits_in_both_is_told(client, membre, lecture):
    MembreCommissionFactory(compte=membre, commission="suivi")
    client.force_login(membre)
    page = client.get(reverse("evaluation:avis-detail", args=[lecture.pk])).content.decode()
    assert "Vous siégez aussi à la commission de suivi" in page


# --- Préconisations and what they become ----------------------------------------------------------


def test_a_step_is_asked_of_a_fiche(client, membre, lecture):
    client.force_login(membre)
    assert preconiser(client, lecture, nature="etape").context["form"].errors["fiche"]


def test_accepted_it_becomes_a_step_with_links_both_ways(client, membre, diane, lecture, fiche):
    client.force_login(membre)
    preconiser(client, lecture, nature="etape", fiche=fiche.pk, responsable="Claire", echeance="2027-03-01")
    row = Preconisation.objects.get()
    client.force_login(diane)
    form = client.get(reverse("evaluation:preconisation-accepter", args=[row.pk])).context["form"]
    data = {nom: champ.value() or "" for nom, champ in ((champ.name, champ) for champ in form)}
    client.post(reverse("evaluation:preconisation-accepter", args=[row.pk]), data)
    row.refresh_from_db()
    assert (row.statut, row.etape.titre, row.etape.fiche) == ("acceptee", "Ouvrir plus tôt", fiche)
    assert row.etape.echeance == datetime.date(2027, 3, 1)
    assert row.etape.history.latest().history_change_reason.startswith("Préconisation n° 1")
    assert "Ouvrir plus tôt" in client.get(fiche.get_absolute_url()).content.decode()
    assert row.etape.titre in client.get(row.get_absolute_url()).content.decode()


def test_accepted_it_changes_a_step(client, diane, lecture, fiche):
    etape = EtapeFactory(fiche=fiche, ordre=0, titre="Tourner")
    row = PreconisationFactory(lecture=lecture, nature="etape", fiche=fiche)
    client.force_login(diane)
    data = {"titre": "Tourner le matin", "etape": etape.pk, "echeance": "2027-03-01"}
    client.post(reverse("evaluation:preconisation-accepter", args=[row.pk]), data)
    etape.refresh_from_db()
    assert (etape.titre, fiche.etapes.count()) == ("Tourner le matin", 1)


def test_a_step_that_is_done_is_not_there_to_be_changed(client, diane, lecture, fiche):
    faite = EtapeFactory(fiche=fiche, ordre=0, titre="Tourner", statut="faite")
    row = PreconisationFactory(lecture=lecture, nature="etape", fiche=fiche)
    client.force_login(diane)
    data = {"titre": "Tourner le matin", "etape": faite.pk}
    page = client.post(reverse("evaluation:preconisation-accepter", args=[row.pk]), data)
    assert page.context["form"].errors["etape"]


def test_accepted_it_becomes_a_child_fiche_or_an_objective(client, diane, lecture, fiche):
    client.force_login(diane)
    naissance = PreconisationFactory(lecture=lecture, nature="fiche", fiche=fiche)
    data = {"titre": "Covoiturage", "fiche": fiche.pk}
    client.post(reverse("evaluation:preconisation-accepter", args=[naissance.pk]), data)
    nee = FicheAction.objects.get(titre="Covoiturage")
    assert (nee.statut, nee.parente, nee.objectif) == ("idee", fiche, fiche.objectif)
    assert "Cette fiche en est née" in client.get(nee.get_absolute_url()).content.decode()
    but = PreconisationFactory(lecture=lecture, nature="objectif")
    data = {"titre": "Mieux se déplacer", "general": fiche.objectif.objectif_general_id}
    client.post(reverse("evaluation:preconisation-accepter", args=[but.pk]), data)
    assert ObjectifOperationnel.objects.filter(titre="Mieux se déplacer", nes_de=but).exists()


def test_anything_else_is_followed_and_adds_nothing_to_the_plan(client, diane, lecture, fiche):
    row = PreconisationFactory(lecture=lecture, titre="Réunir les maires", nature="autre")
    client.force_login(diane)
    adresse = reverse("evaluation:preconisation-accepter", args=[row.pk])
    page = client.post(adresse, {"responsable": "La présidence"}, follow=True).content.decode()
    assert "La préconisation est acceptée. Dites ici où elle en est" in page
    row.refresh_from_db()
    assert (row.statut, row.titre, row.responsable) == ("acceptee", "Réunir les maires", "La présidence")
    assert not fiche.etapes.exists()


def test_two_clicks_create_one_step(diane, lecture, fiche):
    row = PreconisationFactory(lecture=lecture, nature="etape", fiche=fiche)
    suite = preconisations.Suite(titre="Une fois", fiche=fiche)
    preconisations.accept(preconisation=row, suite=suite, by=diane, now=timezone.now())
    with pytest.raises(preconisations.AvisRefuse):
        preconisations.accept(preconisation=row, suite=suite, by=diane, now=timezone.now())
    assert fiche.etapes.count() == 1


def test_set_aside_it_keeps_the_reason(client, diane, lecture):
    row = PreconisationFactory(lecture=lecture)
    client.force_login(diane)
    adresse = reverse("evaluation:preconisation-ecarter", args=[row.pk])
    assert client.post(adresse, {"motif": ""}).context["form"].errors["motif"]
    client.post(adresse, {"motif": "Pas de budget"})
    assert "Pas de budget" in client.get(row.get_absolute_url()).content.decode()


def test_it_is_followed_until_done(client, diane, lecture):
    row = PreconisationFactory(lecture=lecture, echeance=HIER)
    suite = preconisations.Suite(titre=row.titre, echeance=HIER)
    preconisations.accept(preconisation=row, suite=suite, by=diane, now=timezone.now())
    client.force_login(diane)
    tableau = reverse("evaluation:tableau")
    assert "Préconisations en retard" in client.get(tableau).content.decode()
    client.post(reverse("evaluation:preconisation-suivre", args=[row.pk]), {"statut": "faite"})
    row.refresh_from_db()
    assert row.faite_le == timezone.localdate()
    assert "Préconisations en retard" not in client.get(tableau).content.decode()


def test_what_waits_for_a_decision_is_on_the_dashboard(client, diane, lecture):
    PreconisationFactory(lecture=lecture, titre="Ouvrir le samedi")
    client.force_login(diane)
    assert "Ouvrir le samedi" in client.get(reverse("evaluation:tableau")).content.decode()


def test_what_waits_is_in_the_order_of_its_dates(client, diane, lecture):
    for titre, jours in (("Sans date", None), ("Dans un mois", 30), ("Demain", 1)):
        echeance = jours and timezone.localdate() + datetime.timedelta(days=jours)
        PreconisationFactory(lecture=lecture, titre=titre, echeance=echeance)
    client.force_login(diane)
    [sujet] = [s for s in client.get(reverse("evaluation:tableau")).context["tableau"].sujets if "décider" in s.titre]
    assert [decision.texte.split(". ")[1] for decision in sujet.decisions] == ["Demain", "Dans un mois", "Sans date"]


@pytest.mark.parametrize(("combien", "mots"), [(6, "Voir la suivante"), (7, "Voir les 2 suivantes")])
def test_what_unfolds_agrees_with_what_it_is(client, diane, lecture, combien, mots):
    for _ in range(combien):
        PreconisationFactory(lecture=lecture)
    client.force_login(diane)
    assert mots in client.get(reverse("evaluation:tableau")).content.decode()


@pytest.mark.parametrize("etat", ["", "a_decider", "retard", "n'importe quoi"])
def test_list_is_filtered_by_state(client, diane, lecture, etat):
    PreconisationFactory(lecture=lecture, titre="Ouvrir le samedi")
    client.force_login(diane)
    page = client.get(reverse("evaluation:preconisation-list"), {"etat": etat}).content.decode()
    assert ("Ouvrir le samedi" in page) == (etat != "retard")


# --- Close, and the final bilan -------------------------------------------------------------------


def test_closing_waits_for_the_opinion_on_the_whole(client, membre, lecture):
    client.force_login(membre)
    client.post(reverse("evaluation:avis-clore", args=[lecture.pk]))
    lecture.refresh_from_db()
    assert lecture.avis_clos_le is None
    client.post(reverse("evaluation:avis-ensemble", args=[lecture.pk]), avis(reussites="Tout"))
    client.post(reverse("evaluation:avis-clore", args=[lecture.pk]))
    lecture.refresh_from_db()
    assert lecture.avis_clos_le is not None
    with pytest.raises(preconisations.AvisRefuse):
        preconisations.add_preconisation(lecture=lecture, by=membre, now=timezone.now(), titre="x", nature="autre")


def test_the_final_bilan_answers_each_preconisation_before_it_closes(client, membre, diane, projet, fiche, lecture):
    row = PreconisationFactory(lecture=lecture)
    finale = transmise(projet, fiche, "final", diane)
    client.force_login(membre)
    client.post(reverse("evaluation:avis-ensemble", args=[finale.pk]), avis(reussites="Tout"))
    assert "n’a pas de réponse" in missing_for_bilan(projet, "final")[0]
    client.post(reverse("evaluation:avis-clore", args=[finale.pk]))
    finale.refresh_from_db()
    assert finale.avis_clos_le is None
    data = {"etat": "suivie", "texte": "Depuis avril"}
    client.post(reverse("evaluation:preconisation-repondre", args=[row.pk]), data)
    client.post(reverse("evaluation:avis-clore", args=[finale.pk]))
    assert missing_for_bilan(projet, "final") == []
    [reponse] = content_for_bilan(projet, "final")["reponses"]
    assert (reponse["reponse_libelle"], reponse["reponse"]) == ("Suivie", "Depuis avril")
    ferme = client.get(reverse("evaluation:preconisation-repondre", args=[row.pk]), follow=True)
    assert ferme.redirect_chain == [(row.get_absolute_url(), 302)]
    assert "la réponse ne change plus" in ferme.content.decode()


def test_who_answers_reads_what_each_preconisation_became(client, membre, diane, projet, fiche, lecture):
    acceptee = PreconisationFactory(lecture=lecture, nature="etape", fiche=fiche)
    suite = preconisations.Suite(titre="Annoncer", fiche=fiche)
    preconisations.accept(preconisation=acceptee, suite=suite, by=diane, now=timezone.now())
    ecartee = PreconisationFactory(lecture=lecture)
    preconisations.reject(preconisation=ecartee, motif="Trop cher", by=diane, now=timezone.now())
    finale = transmise(projet, fiche, "final", diane)
    client.force_login(membre)
    page = client.get(reverse("evaluation:avis-detail", args=[finale.pk])).content.decode()
    reponses = page.split('id="reponses"')[1].split("</section>")[0]
    assert "Acceptée" in reponses
    assert "Écartée" in reponses
    for row, dit in ((acceptee, "Annoncer</a> de la fiche"), (ecartee, "Trop cher")):
        assert dit in client.get(reverse("evaluation:preconisation-repondre", args=[row.pk])).content.decode()


def test_a_bilan_carries_what_the_commissions_wrote(client, membre, diane, projet, fiche, lecture):
    assert content_for_bilan(projet, "final")["lecture"] is None
    client.force_login(membre)
    client.post(reverse("evaluation:avis-ensemble", args=[lecture.pk]), avis(reussites="Cinq arrêts tenus"))
    row = PreconisationFactory(lecture=lecture, nature="etape", fiche=fiche)
    suite = preconisations.Suite(titre="Annoncer", fiche=fiche)
    preconisations.accept(preconisation=row, suite=suite, by=diane, now=timezone.now())
    contenu = content_for_bilan(projet, "intermediaire")
    assert json.loads(dump(contenu)) == contenu
    assert contenu["lecture"]["empreinte"] == lecture.empreinte
    assert contenu["avis"][0]["reussites"] == "Cinq arrêts tenus"
    assert contenu["preconisations"][0]["devenue"]["genre"] == "étape"


@pytest.mark.parametrize("nombre", [1, 10])
def test_page_asks_as_much_for_one_preconisation_as_for_ten(
    client, diane, lecture, fiche, nombre, django_assert_max_num_queries
):
    PreconisationFactory.create_batch(nombre, lecture=lecture, fiche=fiche)
    client.force_login(diane)
    for adresse in (reverse("evaluation:avis-detail", args=[lecture.pk]), reverse("evaluation:preconisation-list")):
        client.get(adresse)
        with django_assert_max_num_queries(12):
            client.get(adresse)
