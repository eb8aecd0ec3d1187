"""The versions of a fiche: each save kept whole, two side by side, one brought back and nothing lost."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from plans_action import contenu as c
from plans_action import services, versions
from plans_action.historique import build_historique
from plans_action.models import FicheAction, Indicateur, LigneBudget, LigneEtape, PartiePrenante, Piece, Risque
from plans_action.pieces import remove_piece
from tests.factories import (
    ConseillerFactory,
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    LieuFactory,
    PartenaireFactory,
    PieceFactory,
)


@pytest.fixture
def fiche(db):
    """A fiche with something in each list."""
    fiche = FicheActionFactory(titre="Camion mobile", but="Rejoindre les jeunes des villages")
    LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=0, titre="Cibler"), quoi="Repérer")
    IndicateurFactory(critere=CritereFactory(fiche=fiche), cible=120)
    LigneBudget.objects.create(fiche=fiche, libelle="Carburant", prevu=300)
    Risque.objects.create(fiche=fiche, libelle="Panne", parade="Prêt de véhicule")
    PartiePrenante.objects.create(fiche=fiche, nom="Mairies", roles="Prêter une salle")
    return fiche


def save(fiche, by, **changes):
    """Save the fiche with some fields changed, as its form does."""
    fiche.refresh_from_db()
    contenu = {**c.snapshot(fiche), **changes}
    return services.save_fiche(fiche=fiche, contenu=contenu, version=fiche.version, by=by, now=timezone.now())


def bare(version):
    """Return a version without what the reading of history adds."""
    return {
        **version.contenu,
        "etapes": [{k: v for k, v in etape.items() if k != "faite"} for etape in version.contenu["etapes"]],
    }


def restore(client, fiche, numero, **data):
    fiche.refresh_from_db()
    url = reverse("plans_action:fiche-restaurer", args=[fiche.pk, numero])
    return client.post(url, {"version": fiche.version, "motif": "Retour demandé", **data}, follow=True)


def test_each_save_is_a_whole_version(fiche, adele):
    lieu, partenaire = LieuFactory(), PartenaireFactory()
    before = c.snapshot(fiche)
    save(fiche, adele, but="Aller vers", lieux=[str(lieu.pk)], partenaires=[str(partenaire.pk)])
    middle = c.snapshot(fiche)
    save(fiche, adele, etapes=[], risques=[], budget=[], criteres=[], parties_prenantes=[])
    toutes = versions.build_versions(fiche)
    assert [bare(version) for version in toutes] == [before, middle, c.snapshot(fiche)]
    assert [version.actuelle for version in toutes] == [False, False, True]


def test_everything_comes_back_under_its_own_keys(client, fiche, adele):
    before = c.snapshot(fiche)
    save(fiche, adele, titre="Autre", etapes=[], risques=[], budget=[], criteres=[], parties_prenantes=[])
    client.force_login(adele)
    page = restore(client, fiche, 1)
    assert "La version 1 est rétablie" in page.content.decode()
    assert c.snapshot(fiche) == before
    assert len(versions.build_versions(fiche)) == 3


def test_the_version_left_can_be_brought_back_too(client, fiche, adele):
    save(fiche, adele, titre="Autre", etapes=[])
    after = c.snapshot(fiche)
    client.force_login(adele)
    restore(client, fiche, 1)
    restore(client, fiche, 2)
    assert c.snapshot(fiche) == after
    assert "Retour demandé" in versions.build_versions(fiche)[-1].motif


def test_a_step_done_comes_back_with_who_and_when(client, fiche, adele, diane):
    day = datetime.date(2026, 3, 2)
    services.set_statut_etape(
        etape=fiche.etapes.get(), statut="faite", by=adele, now=timezone.now(), faite_par=diane, faite_le=day
    )
    save(fiche, adele, etapes=[])
    client.force_login(adele)
    restore(client, fiche, 2)
    etape = fiche.etapes.get()
    assert (etape.statut, etape.faite_par, etape.faite_le) == ("faite", diane, day)


def test_what_was_deleted_since_is_said_and_the_rest_comes_back(client, fiche, adele):
    gone, kept = ConseillerFactory(), ConseillerFactory()
    save(fiche, adele, coordinateurs=sorted([str(gone.pk), str(kept.pk)]))
    save(fiche, adele, coordinateurs=[], but="Autre")
    gone.delete()
    client.force_login(adele)
    page = restore(client, fiche, 2).content.decode()
    assert "n’a pas pu revenir : membres de l’équipe qui coordonnent" in page
    assert [*fiche.coordinateurs.all()] == [kept]


def test_what_was_written_without_history_is_in_every_version_and_stays(client, fiche, adele):
    """An import in bulk, somebody in the base: such rows have not changed since they are there."""
    critere = fiche.criteres.get()
    Risque.objects.bulk_create([Risque(fiche=fiche, ordre=1, libelle="Gel")])
    Indicateur.objects.bulk_create([Indicateur(critere=critere, ordre=1, libelle="Retours des mairies")])
    before = c.snapshot(fiche)
    save(fiche, adele, titre="Autre", etapes=[])
    client.force_login(adele)
    restore(client, fiche, 1)
    fiche.refresh_from_db()
    assert c.snapshot(fiche) == before


def test_the_history_says_what_came_back(client, fiche, adele):
    save(fiche, adele, etapes=[])
    client.force_login(adele)
    restore(client, fiche, 1)
    [dernier, *_] = build_historique(fiche)
    assert "Étape 0 « Cibler » : ajoutée" in [change.libelle for change in dernier.changements]


def test_files_are_not_versions_and_the_page_says_so(client, fiche, adele):
    """A file removed does not come back, one attached since stays; that of a step taken away stays with the fiche."""
    garde = PieceFactory(fiche=fiche, etape=fiche.etapes.get())
    retire = PieceFactory(fiche=fiche)
    save(fiche, adele, etapes=[])
    remove_piece(piece=retire, motif="Doublon", by=adele, now=timezone.now())
    ajoute = PieceFactory(fiche=fiche)
    client.force_login(adele)
    page = client.get(reverse("plans_action:fiche-restaurer", args=[fiche.pk, 1])).content.decode()
    assert "Les fichiers joints restent ceux d’aujourd’hui" in page
    restore(client, fiche, 1)
    assert set(Piece.objects.presentes().filter(fiche=fiche)) == {garde, ajoute}
    assert fiche.etapes.count() == 1


def test_a_parent_that_is_now_a_child_does_not_come_back(client, fiche, adele):
    mere = FicheActionFactory()
    save(fiche, adele, parente=str(mere.pk))
    save(fiche, adele, parente=None)
    FicheAction.objects.filter(pk=mere.pk).update(parente=fiche)
    client.force_login(adele)
    restore(client, fiche, 2)
    fiche.refresh_from_db()
    assert fiche.parente is None


def test_a_target_that_changes_asks_for_its_reason(client, fiche, adele):
    contenu = c.snapshot(fiche)
    contenu["criteres"][0]["indicateurs"][0]["cible"] = "80.00"
    save(fiche, adele, criteres=contenu["criteres"])
    client.force_login(adele)
    assert "id_motif_cible_error" in restore(client, fiche, 1).content.decode()
    restore(client, fiche, 1, motif_cible="erreur")
    indicateur = fiche.criteres.get().indicateurs.get()
    assert (indicateur.cible, indicateur.motif_cible) == (120, "erreur")


def test_a_page_read_before_another_save_answers_409_and_writes_nothing(client, fiche, adele):
    save(fiche, adele, but="Aller vers")
    client.force_login(adele)
    answer = restore(client, fiche, 1, version=1)
    assert answer.status_code == 409
    assert "rien n’a été écrit" in answer.content.decode()
    fiche.refresh_from_db()
    assert fiche.but == "Aller vers"


@pytest.mark.parametrize("numero", [0, 99])
def test_a_version_that_never_was_is_not_found(client, fiche, adele, numero):
    client.force_login(adele)
    assert client.get(reverse("plans_action:fiche-restaurer", args=[fiche.pk, numero])).status_code == 404


def test_no_reason_no_return(client, fiche, adele):
    save(fiche, adele, but="Aller vers")
    client.force_login(adele)
    assert "id_motif_error" in restore(client, fiche, 1, motif=" ").content.decode()


@pytest.mark.parametrize(("who", "lire", "retablir"), [
    ("adele", 200, 200), ("diane", 200, 404), ("alice", 200, 404), ("charlie", 404, 404), ("zoe", 404, 404),
])  # fmt: skip
def test_who_reads_versions_and_who_brings_one_back(client, request, fiche, adele, who, lire, retablir):
    save(fiche, adele, but="Aller vers")
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("plans_action:fiche-versions", args=[fiche.pk])).status_code == lire
    assert client.get(reverse("plans_action:fiche-comparer", args=[fiche.pk])).status_code == lire
    assert client.get(reverse("plans_action:fiche-restaurer", args=[fiche.pk, 1])).status_code == retablir


def test_only_what_differs_is_shown_and_everything_on_demand(client, fiche, adele):
    save(fiche, adele, but="Rejoindre <script>alert(1)</script> les jeunes")
    client.force_login(adele)
    url = reverse("plans_action:fiche-comparer", args=[fiche.pk])
    page = client.get(url).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "Prêt de véhicule" not in page
    assert "Prêt de véhicule" in client.get(url, {"tout": "oui"}).content.decode()


@pytest.mark.parametrize("query", [{"avant": "99", "apres": "x"}, {"avant": "2", "apres": "1"}, {"avant": "' OR 1=1"}])
def test_odd_choices_still_compare_two_versions(client, fiche, adele, query):
    save(fiche, adele, but="Aller vers")
    client.force_login(adele)
    answer = client.get(reverse("plans_action:fiche-comparer", args=[fiche.pk]), query)
    assert answer.status_code == 200


def test_a_fiche_never_changed_has_one_version_and_nothing_to_compare(client, fiche, adele):
    client.force_login(adele)
    answer = client.get(reverse("plans_action:fiche-comparer", args=[fiche.pk]), follow=True)
    assert "qu’une version" in answer.content.decode()
    page = client.get(reverse("plans_action:fiche-versions", args=[fiche.pk])).content.decode()
    assert 'type="radio"' not in page


@pytest.mark.parametrize("saves", [2, 10])
def test_versions_cost_the_same_whatever_their_number(client, fiche, adele, saves, django_assert_max_num_queries):
    for rang in range(saves):
        save(fiche, adele, but=f"But {rang}")
    with django_assert_max_num_queries(35):
        versions.build_versions(fiche)


# --- Steps done by whom and when -------------------------------------------------------------------


def faite(client, etape, **data):
    return client.post(reverse("plans_action:etape-faite", args=[etape.pk]), data, follow=True)


def test_a_step_is_done_by_somebody_else_on_another_day_and_undone(client, fiche, diane, alice):
    client.force_login(diane)
    etape = fiche.etapes.get()
    page = faite(client, etape, faite_par=alice.pk, faite_le="2026-03-02").content.decode()
    assert f"faite le 02/03/2026 par {alice}" in page
    etape.refresh_from_db()
    assert (etape.statut, etape.faite_par, str(etape.faite_le)) == ("faite", alice, "2026-03-02")
    client.post(reverse("plans_action:etape-statut", args=[etape.pk]), {"statut": "en_cours"})
    etape.refresh_from_db()
    assert (etape.statut, etape.faite_par, etape.faite_le) == ("en_cours", None, None)


def test_who_and_when_can_be_corrected(client, fiche, diane, alice):
    client.force_login(diane)
    etape = fiche.etapes.get()
    faite(client, etape, faite_par=diane.pk, faite_le="2026-03-02")
    faite(client, etape, faite_par=alice.pk, faite_le="2026-03-01")
    etape.refresh_from_db()
    assert (etape.faite_par, str(etape.faite_le)) == (alice, "2026-03-01")


def test_nobody_from_outside_and_no_day_to_come(client, fiche, diane, zoe):
    client.force_login(diane)
    etape = fiche.etapes.get()
    page = faite(client, etape, faite_par=zoe.pk, faite_le="2090-01-01").content.decode()
    assert "id_faite_par_error" in page
    assert "dans l’avenir" in page
    etape.refresh_from_db()
    assert etape.statut == "a_venir"
