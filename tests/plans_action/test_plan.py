"""The tree of the plan: read, filtered, reordered; fiches opened and placed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from plans_action import services
from plans_action.models import FicheAction, ObjectifGeneral, ObjectifOperationnel
from tests.factories import (
    ConseillerFactory,
    EtapeFactory,
    FicheActionFactory,
    ObjectifGeneralFactory,
    ObjectifOperationnelFactory,
    ProjetAssociatifFactory,
)


@pytest.fixture
def projet(db):
    return ProjetAssociatifFactory()


def make_operationnel(projet, titre="Aller vers"):
    general = ObjectifGeneralFactory(projet=projet, numero=projet.objectifs.count() + 1)
    return ObjectifOperationnelFactory(objectif_general=general, numero=1, titre=titre)


@pytest.mark.parametrize("who", ["alice", "charlie", "carole", "diane", "adele"])
def test_plan_is_read_by_everyone_at_work(client, request, projet, who):
    FicheActionFactory(objectif=make_operationnel(projet), titre="Camion mobile")
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("plans_action:plan"))
    assert page.status_code == 200
    assert "Camion mobile" in page.content.decode()
    assert ("Ouvrir une fiche-action" in page.content.decode()) is (who == "adele")


def test_plan_is_not_for_youths(client, zoe, projet):
    client.force_login(zoe)
    assert client.get(reverse("plans_action:plan")).status_code == 404


@pytest.mark.parametrize("fiches", [1, 10])
def test_plan_costs_the_same_for_one_fiche_and_ten(client, adele, projet, fiches, django_assert_max_num_queries):
    for _ in range(fiches):
        fiche = FicheActionFactory(objectif=make_operationnel(projet))
        fiche.coordinateurs.add(ConseillerFactory())
        EtapeFactory(fiche=fiche, ordre=0, statut="faite")
        FicheActionFactory(objectif=fiche.objectif, parente=fiche)
    client.force_login(adele)
    client.get(reverse("plans_action:plan"))  # the first page of a session writes its start
    with django_assert_max_num_queries(11):
        client.get(reverse("plans_action:plan"))


def test_plan_counts_steps_done_and_late(client, adele, projet):
    fiche = FicheActionFactory(objectif=make_operationnel(projet))
    EtapeFactory(fiche=fiche, ordre=0, statut="faite")
    EtapeFactory(fiche=fiche, ordre=1, echeance=timezone.localdate() - datetime.timedelta(days=1))
    EtapeFactory(fiche=fiche, ordre=2, statut="abandonnee")
    client.force_login(adele)
    page = client.get(reverse("plans_action:plan")).content.decode()
    assert "1\xa0étape faite sur 2" in page
    assert "1 en retard" in page


def test_filters_keep_what_matches_and_hide_empty_objectives(client, adele, projet):
    FicheActionFactory(objectif=make_operationnel(projet, "Aller vers"), titre="Camion mobile")
    FicheActionFactory(objectif=make_operationnel(projet, "Communiquer"), titre="Newsletter")
    client.force_login(adele)
    page = client.get(reverse("plans_action:plan"), {"q": "camion"}).content.decode()
    assert "Camion mobile" in page
    assert "Newsletter" not in page
    assert "Communiquer" not in page[page.index('id="arbre"') :]


def test_filter_late_steps(client, adele, projet):
    late, calm = FicheActionFactory(titre="En retard"), FicheActionFactory(titre="Tranquille")
    for fiche, days in ((late, -1), (calm, 1)):
        fiche.objectif = make_operationnel(projet)
        fiche.save()
        EtapeFactory(fiche=fiche, ordre=0, echeance=timezone.localdate() + datetime.timedelta(days=days))
    client.force_login(adele)
    page = client.get(reverse("plans_action:plan"), {"etapes": "retard"}).content.decode()
    assert "Tranquille" not in page


@pytest.mark.parametrize("value", ["x" * 10_000, "\x00", "<script>", "=1+1"])
def test_filters_survive_anything_typed(client, adele, projet, value):
    client.force_login(adele)
    for champ in ("q", "statut", "conseiller", "lieu", "etapes", "projet"):
        page = client.get(reverse("plans_action:plan"), {champ: value})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode().replace("<script src", "")


def test_objectives_are_added_in_order_and_reordered(client, adele, projet):
    client.force_login(adele)
    for titre in ("Être connu", "Faire ensemble", "Évaluer"):
        client.post(reverse("plans_action:objectif-create", args=[projet.pk]), {"titre": titre})
    last = ObjectifGeneral.objects.get(titre="Évaluer")
    client.post(reverse("plans_action:objectif-deplacer", args=[last.pk]), {"sens": "monter"})
    assert list(projet.objectifs.values_list("numero", "titre")) == [
        (1, "Être connu"),
        (2, "Évaluer"),
        (3, "Faire ensemble"),
    ]
    assert last.history.first().numero == 2


def test_moving_the_first_objective_up_changes_nothing(adele, projet):
    operationnel = make_operationnel(projet)
    assert not services.move_objectif_operationnel(objectif=operationnel, sens=-1, by=adele)


def test_operational_objective_goes_to_another_general_one(client, adele, projet):
    moved, other = make_operationnel(projet), make_operationnel(projet)
    client.force_login(adele)
    client.post(
        reverse("plans_action:operationnel-update", args=[moved.pk]),
        {"titre": "Rejoindre", "objectif_general": other.objectif_general_id},
    )
    moved.refresh_from_db()
    assert (moved.titre, moved.objectif_general, moved.numero) == ("Rejoindre", other.objectif_general, 2)


def test_an_objective_that_holds_something_is_not_deleted(client, adele, projet):
    fiche = FicheActionFactory(objectif=make_operationnel(projet))
    client.force_login(adele)
    page = client.post(reverse("plans_action:operationnel-delete", args=[fiche.objectif_id]), follow=True)
    assert "déplacez-les d’abord" in page.content.decode()
    assert ObjectifOperationnel.objects.filter(pk=fiche.objectif_id).exists()


def test_a_title_is_enough_to_open_a_fiche(client, adele, projet):
    client.force_login(adele)
    answer = client.post(reverse("plans_action:fiche-create"), {"titre": "Camion mobile"})
    fiche = FicheAction.objects.get()
    assert answer.url == reverse("plans_action:fiche-update", args=[fiche.pk])
    assert (fiche.titre, fiche.numero, fiche.statut, fiche.modifiee_par) == ("Camion mobile", 1, "idee", adele)


@pytest.mark.parametrize("titre", ["", "x" * 10_000, "a\x00b"])
def test_a_title_that_cannot_be_is_refused_beside_the_field(client, adele, titre):
    client.force_login(adele)
    page = client.post(reverse("plans_action:fiche-create"), {"titre": titre})
    assert page.status_code == 200
    assert 'id="id_titre_error"' in page.content.decode()
    assert not FicheAction.objects.exists()


def test_moving_a_fiche_counts_a_version_and_is_in_the_history(client, adele, projet):
    fiche, elsewhere = FicheActionFactory(objectif=make_operationnel(projet)), make_operationnel(projet)
    client.force_login(adele)
    client.post(reverse("plans_action:fiche-deplacer", args=[fiche.pk]), {"objectif": elsewhere.pk})
    fiche.refresh_from_db()
    assert (fiche.objectif, fiche.version) == (elsewhere, 2)
    assert fiche.history.first().history_user == adele


@pytest.mark.parametrize("who", ["alice", "charlie", "carole", "diane"])
def test_only_the_administration_changes_the_plan(client, request, projet, who):
    objectif = make_operationnel(projet)
    client.force_login(request.getfixturevalue(who))
    for url in (
        reverse("plans_action:fiche-create"),
        reverse("plans_action:objectif-create", args=[projet.pk]),
        reverse("plans_action:operationnel-delete", args=[objectif.pk]),
    ):
        assert client.post(url, {"titre": "Autre"}).status_code == 404
    assert not FicheAction.objects.exists()


@pytest.mark.parametrize(("who", "said"), [("adele", True), ("diane", False), ("alice", False)])
def test_a_new_house_is_told_where_to_begin(client, request, who, said):
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("plans_action:plan")).content.decode()
    assert "Aucun projet associatif" in page
    assert ("Pour commencer" in page) is said
