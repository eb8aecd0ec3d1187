"""Two people on the same fiche: the second is told, sees both versions, chooses; nothing is lost, never silently."""

import copy

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comptes.choix import Role
from comptes.models import Utilisateur
from plans_action import contenu as c
from plans_action import fusion, services
from plans_action.models import FicheAction
from tests.factories import UtilisateurFactory
from tests.harnais import made_once
from tests.plans_action.test_saisie import make_fiche, typed, url_of


@pytest.fixture(scope="module")
def ouverte(django_db_setup, django_db_blocker):
    """A fiche, and two people who opened its form at the same moment: their browsers and what each would send."""
    with made_once(django_db_blocker):
        fiche, people = make_fiche(but="Aller vers", resume="Ancien résumé"), []
        for prenom, nom in (("Odile", "Garnier"), ("Adèle", "Fabre")):
            person, client = UtilisateurFactory(prenom=prenom, nom=nom, role=Role.ADMINISTRATION), Client()
            client.force_login(person)
            people.append((person.pk, client.cookies, typed(client, fiche)))
        yield fiche.pk, people


@pytest.fixture
def fiche(db, ouverte):
    """The fiche as both opened it."""
    return FicheAction.objects.get(pk=ouverte[0])


@pytest.fixture
def adele(db, ouverte):
    """The second of the two."""
    return Utilisateur.objects.get(pk=ouverte[1][1][0])


@pytest.fixture
def deux(db, ouverte):
    """Two people who opened the form at the same moment, with what each would send."""
    clients = []
    for _, cookies, data in ouverte[1]:
        client = Client()
        client.cookies.update(cookies)
        clients.append((client, copy.deepcopy(data)))
    return clients


def second_after(deux, fiche, first_change, second_change):
    """Let the first save, then the second; return the second's answer and client."""
    (first, seen_first), (second, seen_second) = deux
    assert first.post(url_of(fiche), seen_first | first_change).status_code == 302
    return second, second.post(url_of(fiche), seen_second | second_change)


def choose(page, **choix):
    """Return what the page of two versions would send, with some choices made."""
    data = {nom: page.context[nom] for nom in ("miens", "depart")} | {"version": page.context["fiche"].version}
    for difference in page.context["form"].differences:
        data[f"choix-{difference.chemin}"] = choix.get(difference.chemin, difference.defaut)
    return data


def test_the_second_to_save_is_told_and_sees_both(deux, fiche):
    _, page = second_after(deux, fiche, {"titre": "Le <b>bus</b>"}, {"titre": "Le van"})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Odile Garnier" in html
    assert "Le &lt;b&gt;bus&lt;/b&gt;" in html
    assert "Le van" in html
    assert FicheAction.objects.get(pk=fiche.pk).titre == "Le <b>bus</b>"


@pytest.mark.parametrize(("choice", "kept"), [("miens", "Le van"), ("leurs", "Le bus")])
def test_the_second_picks_field_by_field(deux, fiche, choice, kept):
    second, page = second_after(
        deux, fiche, {"titre": "Le bus", "but": "Leur but"}, {"titre": "Le van", "resume": "Mon résumé"}
    )
    assert second.post(url_of(fiche), choose(page, titre=choice)).status_code == 302
    fiche.refresh_from_db()
    assert (fiche.titre, fiche.but, fiche.resume, fiche.version) == (kept, "Leur but", "Mon résumé", 3)


def test_what_both_changed_must_be_chosen(deux, fiche):
    second, page = second_after(deux, fiche, {"titre": "Le bus"}, {"titre": "Le van"})
    page = second.post(url_of(fiche), choose(page))
    assert page.status_code == 409
    assert "choisissez la version à garder" in page.content.decode()
    assert FicheAction.objects.get(pk=fiche.pk).titre == "Le bus"


def test_steps_criteria_and_indicators_are_compared_too(deux, fiche):
    etape, critere = fiche.etapes.first(), fiche.criteres.get()
    ligne, indicateur = etape.lignes.get(), critere.indicateurs.get()
    quoi, cible = (
        f"etapes-{etape.pk}-lignes-{ligne.pk}-quoi",
        f"criteres-{critere.pk}-indicateurs-{indicateur.pk}-cible",
    )
    motif = cible.replace("-cible", "-motif_cible")
    theirs = {quoi: "Leur quoi", cible: "150", motif: "moyens"}
    second, page = second_after(deux, fiche, theirs, {quoi: "Mon quoi", cible: "90", motif: "erreur"})
    chemins = {difference.chemin for difference in page.context["form"].differences}
    assert chemins == {
        f"etapes/{etape.pk}/lignes/{ligne.pk}/quoi",
        f"criteres/{critere.pk}/indicateurs/{indicateur.pk}/cible",
        f"criteres/{critere.pk}/indicateurs/{indicateur.pk}/motif_cible",
    }
    second.post(url_of(fiche), choose(page, **dict.fromkeys(chemins, "miens")))
    ligne.refresh_from_db()
    indicateur.refresh_from_db()
    assert (ligne.quoi, indicateur.cible) == ("Mon quoi", 90)


def test_a_step_each_added_by_one_both_stay(deux, fiche):
    added = {"etapes-n1-statut": "a_venir", "etapes": [*deux[0][1]["etapes"], "n1"]}
    second, page = second_after(
        deux, fiche, added | {"etapes-n1-titre": "La leur"}, added | {"etapes-n1-titre": "La mienne"}
    )
    second.post(url_of(fiche), choose(page))
    assert set(fiche.etapes.values_list("titre", flat=True)) == {"Cibler", "Budgétiser", "La leur", "La mienne"}
    assert list(fiche.etapes.values_list("ordre", flat=True)) == [0, 1, 2, 3]


def test_a_step_removed_by_one_and_written_by_the_other_is_asked(deux, fiche):
    etape = fiche.etapes.first()
    second, page = second_after(
        deux, fiche, {f"etapes-{etape.pk}-retire": "1"}, {f"etapes-{etape.pk}-titre": "Cibler mieux"}
    )
    (difference,) = page.context["form"].differences
    assert (difference.chemin, difference.defaut) == (f"etapes/{etape.pk}", "")
    second.post(url_of(fiche), choose(page, **{difference.chemin: "miens"}))
    assert set(fiche.etapes.values_list("titre", flat=True)) == {"Cibler mieux", "Budgétiser"}


def test_orders_that_differ_are_asked(deux, fiche):
    etapes = deux[0][1]["etapes"]
    second, page = second_after(deux, fiche, {"etapes": etapes[::-1]}, {"titre": "Le van"})
    assert [d.chemin for d in page.context["form"].differences] == ["titre", "etapes#ordre"]
    second.post(url_of(fiche), choose(page))
    assert list(fiche.etapes.values_list("titre", flat=True)) == ["Budgétiser", "Cibler"]


def test_a_step_marked_done_meanwhile_stays_done(deux, fiche, diane):
    etape = fiche.etapes.first()
    services.set_statut_etape(etape=etape, statut="faite", by=diane, now=timezone.now())
    client, seen = deux[1]
    page = client.post(url_of(fiche), seen | {"titre": "Le van"})
    assert page.status_code == 409
    client.post(url_of(fiche), choose(page))
    etape.refresh_from_db()
    assert (etape.statut, etape.faite_par, FicheAction.objects.get(pk=fiche.pk).titre) == ("faite", diane, "Le van")


def test_a_third_save_during_the_choice_is_told_again(deux, fiche, adele):
    second, page = second_after(deux, fiche, {"titre": "Le bus"}, {"titre": "Le van"})
    content = c.snapshot(fiche) | {"titre": "La camionnette"}
    services.save_fiche(fiche=fiche, contenu=content, version=2, by=adele, now=timezone.now())
    page = second.post(url_of(fiche), choose(page, titre="miens"))
    assert page.status_code == 409
    assert "La camionnette" in page.content.decode()
    assert second.post(url_of(fiche), choose(page, titre="miens")).status_code == 302


def test_the_same_form_sent_twice_makes_nothing_twice(deux, fiche):
    client, seen = deux[0]
    data = seen | {"etapes": [*seen["etapes"], "n1"], "etapes-n1-titre": "Une fois", "etapes-n1-statut": "a_venir"}
    assert [client.post(url_of(fiche), data).status_code for _ in range(2)] == [302, 302]
    assert fiche.etapes.filter(titre="Une fois").count() == 1


@pytest.mark.parametrize("champ", ["version", "depart", "miens"])
@pytest.mark.parametrize("valeur", ["", "0", "x", "9" * 40, "\x00", "eyJ0aXRyZSI6MX0:x:y"])
def test_odd_hidden_fields_never_overwrite(deux, fiche, champ, valeur):
    (first, seen), (second, data) = deux
    first.post(url_of(fiche), seen | {"titre": "Le bus"})
    answer = second.post(url_of(fiche), data | {"titre": "Le van", champ: valeur})
    assert answer.status_code in (302, 409)
    assert FicheAction.objects.get(pk=fiche.pk).titre == "Le bus"


def test_something_chosen_that_was_deleted_is_told(client, adele, fiche):
    content = c.snapshot(fiche) | {"objectif": "999999"}
    with pytest.raises(services.PlanRefuse, match="objectif opérationnel"):
        services.save_fiche(fiche=fiche, contenu=content, version=1, by=adele, now=timezone.now())
    assert FicheAction.objects.get(pk=fiche.pk).version == 1


def test_merge_of_everything_mine_is_mine_and_theirs_is_theirs(fiche):
    miens = c.snapshot(fiche)
    leurs = miens | {"titre": "Autre", "etapes": miens["etapes"][:1], "lieux": ["x"]}
    differences = fusion.compare(miens=miens, leurs=leurs, depart=None)
    for side, whole in (("miens", miens), ("leurs", leurs)):
        assert fusion.merge(miens=miens, leurs=leurs, choix={d.chemin: side for d in differences}) == whole


@pytest.mark.parametrize("who", ["alice", "charlie", "carole", "diane"])
def test_only_the_administration_opens_the_form(client, request, fiche, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url_of(fiche)).status_code == 404
    assert client.post(url_of(fiche), {"titre": "x"}).status_code == 404


def test_links_in_the_form_go_where_they_say(client, adele, fiche):
    client.force_login(adele)
    html = client.get(url_of(fiche)).content.decode()
    assert reverse("plans_action:fiche-apercu", args=[fiche.pk]) in html
