"""What somebody types survives a closed tab and a lost session, and is given back to nobody else."""

import datetime

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from comptes import brouillons, services
from comptes.models import Brouillon


class FormulaireEssai(forms.Form):
    nom = forms.CharField()
    naissance = forms.DateField()
    besoins = forms.MultipleChoiceField(choices=[("emploi", "Emploi"), ("sante", "Santé")])
    rappel = forms.BooleanField(initial=True)


@pytest.fixture
def jeton(alice):
    return brouillons.ouvrir(alice, "premier-accueil").jeton


def autosave(client, jeton, **fields):
    return client.post(
        reverse("comptes:brouillon"), {"brouillon_jeton": jeton, **fields}, headers={"accept": "application/json"}
    )


def test_what_is_typed_comes_back_in_the_empty_form(client, alice, jeton):
    client.force_login(alice)
    answer = autosave(client, jeton, nom="Léa <b>", naissance="31/02/2008", besoins=["emploi", "sante"])
    form = brouillons.ouvrir(alice, "premier-accueil").remplir(FormulaireEssai())
    assert answer.status_code == 200
    assert form.initial == {
        "nom": "Léa <b>",
        "naissance": "31/02/2008",
        "besoins": ["emploi", "sante"],
        "rappel": False,
    }


def test_the_second_save_replaces_the_first_and_a_saved_form_leaves_no_draft(client, alice, jeton):
    client.force_login(alice)
    autosave(client, jeton, nom="L")
    autosave(client, jeton, nom="Léa")
    assert Brouillon.objects.get().donnees == {"nom": ["Léa"]}
    brouillons.ouvrir(alice, "premier-accueil").effacer()
    assert not brouillons.ouvrir(alice, "premier-accueil").retrouve


def test_a_draft_is_kept_for_the_person_of_the_form_only(client, bruno, jeton):
    client.force_login(bruno)
    answer = autosave(client, jeton, nom="Léa")
    assert (answer.status_code, Brouillon.objects.count()) == (409, 0)
    assert "autre personne" in answer.json()["refus"]


@pytest.mark.parametrize("faux", ["", "faux", "a:b:c", "\x00"])
def test_a_form_of_elsewhere_is_refused(client, alice, faux):
    client.force_login(alice)
    assert autosave(client, faux, nom="Léa").status_code == 409


def test_a_text_too_long_or_with_a_nul_does_no_harm(client, alice, jeton):
    client.force_login(alice)
    assert autosave(client, jeton, nom="x" * 200_000).status_code == 409
    assert autosave(client, jeton, nom="Lé\x00a").status_code == 200
    assert Brouillon.objects.get().donnees == {"nom": ["Léa"]}


def test_the_page_learns_that_the_session_is_lost(client, jeton):
    answer = autosave(client, jeton, nom="Léa")
    assert (answer.status_code, Brouillon.objects.count()) == (401, 0)


def test_a_form_posted_after_the_session_was_lost_comes_back_after_sign_in(client, alice, jeton):
    answer = client.post(
        reverse("comptes:brouillon-effacer"),
        {"brouillon_jeton": jeton, "brouillon_retour": "/ma-journee/?jour=1", "nom": "Léa"},
    )
    assert answer.status_code == 302
    assert answer.url.endswith("?next=/ma-journee/%3Fjour%3D1")
    client.force_login(alice)
    client.get(reverse("comptes:brouillon"))
    assert brouillons.ouvrir(alice, "premier-accueil").donnees["nom"] == "Léa"


def test_what_one_lost_is_never_given_to_another(client, bruno, jeton):
    client.post(reverse("comptes:brouillon-effacer"), {"brouillon_jeton": jeton, "nom": "Léa"})
    client.force_login(bruno)
    client.get(reverse("comptes:brouillon"))
    assert Brouillon.objects.count() == 0
    assert brouillons.CLE_SESSION not in client.session


def test_one_may_start_again_from_an_empty_form(client, alice, jeton):
    client.force_login(alice)
    autosave(client, jeton, nom="Léa")
    answer = client.post(
        reverse("comptes:brouillon-effacer"),
        {"brouillon_jeton": jeton, "brouillon_retour": "https://ailleurs.example/"},
    )
    assert (answer.url, Brouillon.objects.count()) == ("/", 0)


def test_drafts_untouched_for_48_hours_are_purged(alice):
    now = timezone.now()
    for cle, hours in (("recent", 47), ("ancien", 49)):
        row = brouillons.keep(utilisateur=alice, cle=cle, donnees={})
        Brouillon.objects.filter(pk=row.pk).update(modifie_le=now - datetime.timedelta(hours=hours))
    assert services.purge_brouillons(now=now) == 1
    assert Brouillon.objects.get().cle == "recent"


def test_secrets_are_never_kept():
    posted = QueryDict("nom=L&password=secret&csrfmiddlewaretoken=x&brouillon_jeton=y")
    assert brouillons.clean_donnees(posted) == {"nom": ["L"]}
