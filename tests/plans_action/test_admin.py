"""Django's admin: usable for the plan, with the same versions and history."""

import pytest
from django.urls import reverse

from plans_action.models import FicheAction, LigneEtape
from tests.factories import CritereFactory, EtapeFactory, FicheActionFactory, IndicateurFactory

MODELES = [
    "projetassociatif",
    "objectifgeneral",
    "objectifoperationnel",
    "ficheaction",
    "etape",
    "ligneetape",
    "critere",
    "indicateur",
]


@pytest.fixture
def fiche(db):
    fiche = FicheActionFactory(titre="Camion mobile")
    LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=0), quoi="x")
    IndicateurFactory(critere=CritereFactory(fiche=fiche))
    return fiche


@pytest.mark.parametrize("modele", MODELES)
def test_every_table_opens(client, adele, fiche, modele):
    client.force_login(adele)
    assert client.get(reverse(f"admin:plans_action_{modele}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:plans_action_{modele}_add")).status_code == 200


def posted(page):
    """Return what the browser would send back, unchanged."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for champ in form:
            widget = getattr(champ.field.widget, "widget", champ.field.widget)
            value = widget.format_value(champ.value()) if champ.value() is not None else ""
            data[champ.html_name] = "" if value is None else value
    return data


def test_a_fiche_is_saved_with_a_version_and_a_history(client, adele, fiche):
    client.force_login(adele)
    url = reverse("admin:plans_action_ficheaction_change", args=[fiche.pk])
    answer = client.post(url, posted(client.get(url)) | {"titre": "Le bus"})
    assert answer.status_code == 302
    fiche.refresh_from_db()
    assert (fiche.titre, fiche.version, fiche.modifiee_par) == ("Le bus", 2, adele)
    assert fiche.history.first().history_user == adele


def test_a_stale_admin_page_overwrites_nothing(client, adele, fiche):
    client.force_login(adele)
    url = reverse("admin:plans_action_ficheaction_change", args=[fiche.pk])
    data = posted(client.get(url))
    FicheAction.objects.filter(pk=fiche.pk).update(version=2, titre="Le bus")
    page = client.post(url, data | {"titre": "Le van"})
    assert "rien n’est enregistré" in page.content.decode()
    assert FicheAction.objects.get(pk=fiche.pk).titre == "Le bus"


def test_a_step_saved_in_the_admin_counts_a_version_of_its_fiche(client, adele, fiche):
    client.force_login(adele)
    etape = fiche.etapes.get()
    url = reverse("admin:plans_action_etape_change", args=[etape.pk])
    assert client.post(url, posted(client.get(url)) | {"statut": "faite"}).status_code == 302
    etape.refresh_from_db()
    fiche.refresh_from_db()
    assert (etape.statut, etape.faite_par, fiche.version) == ("faite", adele, 2)


def test_the_admin_shows_the_history(client, adele, fiche):
    client.force_login(adele)
    assert client.get(reverse("admin:plans_action_ficheaction_history", args=[fiche.pk])).status_code == 200
