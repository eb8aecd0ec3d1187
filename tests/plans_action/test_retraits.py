"""An indicateur does not go with what people typed for it before somebody has read what goes."""

import html

import pytest
from django.utils import timezone

from plans_action import contenu as c
from plans_action import services
from tests.factories import (
    AppreciationFactory,
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    ReleveFactory,
)
from tests.plans_action.test_saisie import typed, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return FicheActionFactory()


@pytest.fixture
def juge(fiche):
    """An indicateur with two appréciations and one reading."""
    juge = IndicateurFactory(critere=CritereFactory(fiche=fiche), type="qualitatif", mesure="", libelle="Ambiance")
    AppreciationFactory.create_batch(2, indicateur=juge)
    ReleveFactory(indicateur=juge)
    return juge


def without(fiche, indicateur):
    contenu = c.snapshot(fiche)
    for critere in contenu["criteres"]:
        critere["indicateurs"] = [i for i in critere["indicateurs"] if i["cle"] != str(indicateur.pk)]
    return contenu


def save(fiche, adele, contenu, **kwargs):
    fiche.refresh_from_db()
    now = timezone.now()
    return services.save_fiche(fiche=fiche, contenu=contenu, version=fiche.version, by=adele, now=now, **kwargs)


def without_critere(fiche, _indicateur):
    return c.snapshot(fiche) | {"criteres": []}


@pytest.mark.parametrize("drop", [without, without_critere])
def test_nothing_is_written_before_somebody_agrees(fiche, adele, juge, drop):
    with pytest.raises(services.RetraitAConfirmer) as refus:
        save(fiche, adele, drop(fiche, juge))
    assert [(r.libelle, sorted(r.perdus)) for r in refus.value.retraits] == [
        ("Ambiance", ["1\xa0relevé", "2\xa0appréciations"])
    ]
    juge.refresh_from_db()
    assert juge.appreciations.count() == 2
    save(fiche, adele, drop(fiche, juge), retraits_confirmes=True)
    assert not type(juge).objects.filter(pk=juge.pk).exists()


def test_an_indicateur_for_which_nobody_typed_anything_goes_at_once(fiche, adele):
    calcule = IndicateurFactory(critere=CritereFactory(fiche=fiche))
    save(fiche, adele, without(fiche, calcule))
    assert not type(calcule).objects.filter(pk=calcule.pk).exists()


def test_one_that_changes_of_critere_keeps_everything(fiche, adele, juge):
    ailleurs = CritereFactory(fiche=fiche)
    contenu = c.snapshot(fiche)
    partant = next(critere for critere in contenu["criteres"] if critere["indicateurs"])
    arrivee = next(critere for critere in contenu["criteres"] if critere["cle"] == str(ailleurs.pk))
    arrivee["indicateurs"], partant["indicateurs"] = partant["indicateurs"], []
    save(fiche, adele, contenu)
    assert juge.appreciations.count() == 2


def test_the_form_says_what_goes_and_the_draft_is_kept_until_then(client, fiche, adele, juge):
    client.force_login(adele)
    donnees = typed(client, fiche) | {f"criteres-{juge.critere_id}-indicateurs-{juge.pk}-retire": "1", "titre": "Autre"}
    page = client.post(url_of(fiche), donnees)
    content = html.unescape(page.content.decode())
    assert "Rien n’est encore enregistré" in content
    assert "2\xa0appréciations" in content
    assert juge.appreciations.count() == 2
    noms = {"version": "version", "retraits": "contenu", "depart": "depart"}
    posted = {nom: str(page.context[cle]) for nom, cle in noms.items()}
    client.post(url_of(fiche), posted)
    fiche.refresh_from_db()
    assert fiche.titre == "Autre"
    assert not type(juge).objects.filter(pk=juge.pk).exists()


@pytest.mark.parametrize("retraits", ["", "forge", "\x00"])
def test_a_forged_confirmation_writes_nothing(client, fiche, adele, juge, retraits):
    client.force_login(adele)
    assert client.post(url_of(fiche), {"retraits": retraits, "version": fiche.version}).status_code == 302
    assert juge.appreciations.count() == 2
