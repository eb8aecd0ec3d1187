"""When an address or a number is replaced, the old address hears of it a day later, if mail is safe."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from jeunes import coordonnees, rattachement, services
from jeunes.models import AvisContact
from tests.factories import JeuneFactory

NOW = timezone.make_aware(datetime.datetime(2026, 3, 10, 12))
DEMAIN = NOW + datetime.timedelta(hours=24, minutes=1)


@pytest.fixture
def jeune(db):
    return JeuneFactory(prenom="Zoé", email="ancienne@example.org", telephone="0601020304")


def change(jeune, alice, **valeurs):
    return services.update_jeune(jeune=jeune, valeurs=valeurs, by=alice, now=NOW)


def test_the_old_address_is_told_once_after_a_day(alice, jeune):
    change(jeune, alice, email="nouvelle@example.org")
    assert coordonnees.send_due(now=NOW + datetime.timedelta(hours=23)) == 0
    assert [coordonnees.send_due(now=DEMAIN), coordonnees.send_due(now=DEMAIN)] == [1, 0]
    assert [message.to for message in mail.outbox] == [["ancienne@example.org"]]


def test_the_message_is_neutral_and_names_nobody(alice, jeune):
    change(jeune, alice, email="nouvelle@example.org")
    coordonnees.send_due(now=DEMAIN)
    said = mail.outbox[0].subject + mail.outbox[0].body
    for word in ("Zoé", jeune.nom, "nouvelle@", "Mission Locale", "jeune", "conseil"):
        assert word not in said
    assert AvisContact.objects.get().adresse == ""


def test_another_number_is_told_too_even_changed_by_the_youth(alice, jeune):
    rattachement.update_own_contact(
        jeune=jeune, telephone="0700000000", canal_sur="tous", ne_pas_contacter_domicile=False, now=NOW
    )
    assert coordonnees.send_due(now=DEMAIN) == 1


@pytest.mark.parametrize("canal", ["sms", "appel", "aucun"])
def test_nothing_leaves_when_mail_is_not_safe(alice, jeune, canal):
    jeune.canal_sur = canal
    jeune.save()
    change(jeune, alice, email="nouvelle@example.org")
    assert not AvisContact.objects.exists()


def test_nothing_leaves_when_mail_became_unsafe_since(alice, jeune):
    change(jeune, alice, email="nouvelle@example.org", canal_sur="aucun")
    assert coordonnees.send_due(now=DEMAIN) == 0
    assert mail.outbox == []
    assert AvisContact.objects.get().adresse == ""


@pytest.mark.parametrize(
    "valeurs",
    [{"email": "Ancienne@Example.org"}, {"prenom": "Zoe"}, {"telephone": "0601020304"}],
    ids=["casse", "autre_champ", "meme_numero"],
)
def test_nothing_is_said_when_nothing_changed(alice, jeune, valeurs):
    change(jeune, alice, **valeurs)
    assert not AvisContact.objects.exists()


def test_a_first_address_tells_nobody(alice):
    change(JeuneFactory(email="", telephone=""), alice, email="nouvelle@example.org", telephone="0601020304")
    assert not AvisContact.objects.exists()


@pytest.mark.parametrize(("qpv", "option"), [(True, "true"), (False, "false"), (None, "")])
def test_saving_the_form_as_it_opens_keeps_the_quartier_prioritaire(client, alice, suivi_par_alice, qpv, option):
    jeune = suivi_par_alice
    jeune.qpv = qpv
    jeune.save()
    client.force_login(alice)
    adresse = reverse("jeunes:jeune-update", args=[jeune.pk])
    form = client.get(adresse).context["form"]
    assert f'<option value="{option}" selected' in str(form["qpv"])
    saisie = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    client.post(adresse, saisie | {"nom": jeune.nom, "prenom": jeune.prenom, "qpv": option})
    jeune.refresh_from_db()
    assert jeune.qpv is qpv
