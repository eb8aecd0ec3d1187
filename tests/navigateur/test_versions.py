"""The versions of a fiche in a real browser: two side by side, on a desk and on a phone, one brought back."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from plans_action import contenu as c
from plans_action import services
from plans_action.models import LigneEtape
from tests.factories import EtapeFactory, FicheActionFactory
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fiche(transactional_db, adele):
    """A fiche saved twice."""
    fiche = FicheActionFactory(titre="Camion mobile", but="Rejoindre les jeunes des villages", numero=4)
    LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=0, titre="Cibler"), quoi="Repérer les places")
    contenu = {**c.snapshot(fiche), "but": "Rejoindre les jeunes des bourgs et des villages", "etapes": []}
    return services.save_fiche(fiche=fiche, contenu=contenu, version=1, by=adele, now=timezone.now())


@pytest.mark.parametrize("taille", ["bureau", "telephone"])
def test_two_versions_are_compared_and_the_first_brought_back(live_server, connecter, fiche, adele, taille):
    page = connecter(adele, taille=taille)
    page.goto(live_server.url + reverse("plans_action:fiche-versions", args=[fiche.pk]))
    assert_sans_faute(page)
    follow(page.get_by_role("button", name="Comparer ces deux versions"))
    expect(page.locator(".version-texte ins")).to_contain_text("bourgs")
    assert_sans_faute(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    left, right = (page.locator(".version-cotes").first.locator(".version-texte").nth(n).bounding_box() for n in (0, 1))
    assert (left["y"] == right["y"]) is (taille == "bureau")
    page.get_by_role("link", name="Rétablir la version 1").click()
    page.get_by_label("Pourquoi rétablir cette version").fill("La commission préfère la première")
    page.get_by_role("button", name="Rétablir la version 1").click()
    expect(page.get_by_text("La version 1 est rétablie")).to_be_visible()
    expect(page.get_by_text("Repérer les places")).to_be_visible()
