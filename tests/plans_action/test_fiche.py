"""One fiche: read, printed, its state and its steps, its history."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from plans_action import contenu, services
from plans_action.historique import build_historique
from plans_action.models import Etape, FicheAction, LigneEtape
from tests.factories import (
    ConseillerFactory,
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    LieuFactory,
    PartenaireFactory,
)


@pytest.fixture
def fiche(db):
    """A fiche with something in every part."""
    fiche = FicheActionFactory(titre="Camion mobile", but="Aller au-devant", coordonne="Direction")
    etape = EtapeFactory(fiche=fiche, ordre=0, titre="Cibler les lieux")
    LigneEtape.objects.create(etape=etape, quoi="Repérer", quand="J-10", qui="Conseillers", comment="Avec les mairies")
    lieu = LieuFactory(nom="Arrêt du marché")
    IndicateurFactory(
        critere=CritereFactory(fiche=fiche), filtres={"lieu": [str(lieu.pk)], "fiche": [str(fiche.pk)]}, cible=120
    )
    fiche.budget.create(libelle="Carburant", prevu=1158)
    fiche.partenaires.add(PartenaireFactory(nom="Centre social"))
    return fiche


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("charlie", 200), ("carole", 200), ("diane", 200), ("adele", 200), ("zoe", 404)]
)
def test_fiche_is_read_by_everyone_at_work(client, request, fiche, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(fiche.get_absolute_url()).status_code == status
    assert client.get(reverse("plans_action:fiche-apercu", args=[fiche.pk])).status_code == status


def test_what_is_spent_beyond_what_was_planned_is_said(client, diane, fiche):
    client.force_login(diane)
    assert "Prévu dépassé" not in client.get(fiche.get_absolute_url()).content.decode()
    fiche.budget.update(depense="1200.50")
    fiche.budget.create(libelle="Affiches", prevu=10)
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "Prévu dépassé de 42,50\u00a0€" in page  # the line
    assert "Prévu dépassé de 32,50\u00a0€" in page  # the whole


def test_fiche_shows_every_part(client, diane, fiche):
    client.force_login(diane)
    page = client.get(fiche.get_absolute_url()).content.decode()
    for words in (
        "Aller au-devant",
        "Cibler les lieux",
        "J-10",
        "Avec les mairies",
        "Nombre de premiers accueils",
        "Lieu\u00a0: Arrêt du marché",
        "au moins 120",
        "Carburant",
        "Centre social",
    ):
        assert words in page


@pytest.mark.parametrize("nombre", [1, 10])
def test_fiche_costs_the_same_whatever_it_holds(client, diane, fiche, nombre, django_assert_max_num_queries):
    for rang in range(1, nombre):
        LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=rang), quoi="x")
        IndicateurFactory(critere=CritereFactory(fiche=fiche), filtres={"lieu": [str(LieuFactory().pk)]})
        FicheActionFactory(parente=fiche)
        fiche.coordinateurs.add(ConseillerFactory())
    FicheActionFactory(parente=fiche)
    client.force_login(diane)
    client.get(fiche.get_absolute_url())
    with django_assert_max_num_queries(22):
        client.get(fiche.get_absolute_url())


def test_a_step_is_marked_done_with_who_and_when(client, diane, fiche):
    etape = fiche.etapes.get()
    client.force_login(diane)
    page = client.post(reverse("plans_action:etape-statut", args=[etape.pk]), {"statut": "faite"}, follow=True)
    etape.refresh_from_db()
    fiche.refresh_from_db()
    assert (etape.statut, etape.faite_le, etape.faite_par, fiche.version) == (
        "faite",
        timezone.localdate(),
        diane,
        2,
    )
    assert f"par {diane}" in page.content.decode()


def test_marking_done_twice_changes_nothing_the_second_time(diane, adele, fiche):
    etape, now = fiche.etapes.get(), timezone.now()
    assert services.set_statut_etape(etape=etape, statut="faite", by=diane, now=now)
    assert not services.set_statut_etape(etape=etape, statut="faite", by=adele, now=now)
    etape.refresh_from_db()
    assert etape.faite_par == diane


def test_a_reopened_step_forgets_who_had_done_it(diane, fiche):
    etape = fiche.etapes.get()
    for statut in ("faite", "en_cours"):
        services.set_statut_etape(etape=etape, statut=statut, by=diane, now=timezone.now())
    etape.refresh_from_db()
    assert (etape.faite_le, etape.faite_par) == (None, None)


def test_an_odd_state_of_step_changes_nothing(client, diane, fiche):
    client.force_login(diane)
    url = reverse("plans_action:etape-statut", args=[fiche.etapes.get().pk])
    assert "rien n’a été changé" in client.post(url, {"statut": "<b>"}, follow=True).content.decode()
    assert Etape.objects.get().statut == "a_venir"


@pytest.mark.parametrize("who", ["alice", "charlie", "carole"])
def test_who_only_reads_changes_no_state(client, request, fiche, who):
    client.force_login(request.getfixturevalue(who))
    url = reverse("plans_action:etape-statut", args=[fiche.etapes.get().pk])
    assert client.post(url, {"statut": "faite"}).status_code == 404
    assert Etape.objects.get().statut == "a_venir"


def test_state_changes_with_a_sentence_kept_in_the_history(client, diane, fiche):
    client.force_login(diane)
    data = {"version": 1, "statut": "realisee", "motif": "Bilan adopté par la commission."}
    client.post(reverse("plans_action:fiche-statut", args=[fiche.pk]), data)
    geste = build_historique(fiche)[0]
    assert (geste.par, geste.motif) == (str(diane), "Bilan adopté par la commission.")
    assert [(c.libelle, c.avant, c.apres) for c in geste.changements] == [("État", "En cours", "Réalisée")]


def test_state_change_without_a_sentence_is_refused(client, diane, fiche):
    client.force_login(diane)
    page = client.post(reverse("plans_action:fiche-statut", args=[fiche.pk]), {"version": 1, "statut": "realisee"})
    assert 'id="id_motif_error"' in page.content.decode()


def test_state_change_on_a_stale_page_is_told(client, diane, adele, fiche):
    services.change_statut(fiche=fiche, statut="suspendue", motif="x", version=1, by=adele, now=timezone.now())
    client.force_login(diane)
    data = {"version": 1, "statut": "realisee", "motif": "Bilan adopté."}
    page = client.post(reverse("plans_action:fiche-statut", args=[fiche.pk]), data)
    assert page.status_code == 409
    assert "Bilan adopté." in page.content.decode()
    assert FicheAction.objects.get(pk=fiche.pk).statut == "suspendue"


def save(fiche, by, minutes=0, **changes):
    """Save the fiche as its form does, with a few changes."""
    fiche.refresh_from_db()
    content = {**contenu.snapshot(fiche), **changes}
    now = timezone.now() + datetime.timedelta(minutes=minutes)
    services.save_fiche(fiche=fiche, contenu=content, version=fiche.version, by=by, now=now)
    return contenu.snapshot(fiche)


def test_history_says_what_changed_in_words(adele, fiche):
    partenaire = PartenaireFactory(nom="Mairie de Lurcy")
    before = save(fiche, adele)
    lines = [{**before["etapes"][0]["lignes"][0], "quand": "Le plus tôt possible"}]
    etapes = [
        {**before["etapes"][0], "lignes": lines},
        {"cle": "n1", "titre": "Budgétiser", "echeance": None, "statut": "a_venir", "lignes": []},
    ]
    save(fiche, adele, 5, titre="Le camion", etapes=etapes, partenaires=[str(partenaire.pk)], budget=[])
    said = {(c.libelle, c.avant, c.apres) for c in build_historique(fiche)[0].changements}
    assert said == {
        ("Titre", "Camion mobile", "Le camion"),
        ("Partenaires associés", "Centre social", "Mairie de Lurcy"),
        ("Étape 0 « Cibler les lieux », ligne 1 : quand ?", "J-10", "Le plus tôt possible"),
        ("Étape 1 « Budgétiser » : ajoutée", None, None),
        ("Budget « Carburant » : retiré", None, None),
    }


def test_history_calls_a_step_by_the_number_it_had_then(adele, fiche):
    before = save(fiche, adele)
    nouvelle = {"cle": "n1", "titre": "Budgétiser", "echeance": None, "statut": "a_venir", "lignes": []}
    save(fiche, adele, 5, etapes=[*before["etapes"], nouvelle])
    etapes = contenu.snapshot(fiche)["etapes"]
    save(fiche, adele, 10, etapes=[etapes[1], etapes[0]])
    moved, added, *_ = build_historique(fiche)
    assert [c.libelle for c in added.changements] == ["Étape 1 « Budgétiser » : ajoutée"]
    assert "Étape 0 « Budgétiser » : changée de place" in {c.libelle for c in moved.changements}


def test_history_of_an_indicateur_shows_no_code(client, adele, fiche):
    before = save(fiche, adele)
    lieu = LieuFactory(nom="Chantelle")
    indicateur = before["criteres"][0]["indicateurs"][0]
    liaison = {**indicateur["liaison"], "filtres": {"lieu": [str(lieu.pk)]}}
    criteres = [{**before["criteres"][0], "indicateurs": [{**indicateur, "liaison": liaison, "cible": "200.00"}]}]
    save(fiche, adele, 5, criteres=criteres)
    client.force_login(adele)
    page = client.get(reverse("plans_action:fiche-historique", args=[fiche.pk])).content.decode()
    assert "Premiers accueils (Lieu\xa0: Chantelle)" in page
    assert "200" in page
    assert str(lieu.pk) not in page
    assert "premiers_accueils" not in page


def test_a_save_that_changes_nothing_adds_no_line(adele, fiche):
    save(fiche, adele)
    lines = Etape.history.count(), LigneEtape.history.count()
    save(fiche, adele, 5)
    assert (Etape.history.count(), LigneEtape.history.count()) == lines


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("carole", 200), ("diane", 200), ("adele", 200), ("charlie", 404)]
)
def test_history_stays_inside_the_house(client, request, fiche, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("plans_action:fiche-historique", args=[fiche.pk])).status_code == status


@pytest.mark.parametrize("saves", [1, 6])
def test_history_costs_the_same_for_one_change_and_many(client, adele, fiche, saves, django_assert_max_num_queries):
    for rang in range(saves):
        save(fiche, adele, rang * 5, titre=f"Titre {rang}", lieux=[str(LieuFactory().pk)])
    client.force_login(adele)
    url = reverse("plans_action:fiche-historique", args=[fiche.pk])
    client.get(url)
    with django_assert_max_num_queries(22):
        client.get(url)
