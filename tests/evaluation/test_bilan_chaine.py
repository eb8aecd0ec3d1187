"""Each frozen bilan follows the one before: a byte changed, or a bilan taken away, is found."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from commun.travaux import EtatTravail
from evaluation.models import Bilan, BilanFige, ChaineBilans
from evaluation.services import bilan as services
from evaluation.services.verification import verify_bilan
from tests.factories import BilanFactory, ProjetAssociatifFactory
from tests.harnais import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def chaine(django_db_setup, django_db_blocker):
    """A projet of three frozen bilans, made once; each test forgets what it did to them."""
    with made_once(django_db_blocker):
        projet = ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)
        for mois in (3, 4, 5):
            services.produce_bilan(bilan=BilanFactory(projet=projet, arrete_au=datetime.date(2026, mois, 28)))
        yield projet


@pytest.fixture
def bilans(chaine):
    """Three frozen bilans of one projet."""
    return list(Bilan.objects.figes())


@pytest.fixture
def autre_projet():
    """A projet without bilans."""
    return ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=False)


def fautes(bilan):
    found = verify_bilan(bilan=Bilan.objects.get(pk=bilan.pk))
    return {controle.nom for controle in found.controles if not controle.conforme}


def changed(valeur):
    """Return a value one byte or one day away."""
    if isinstance(valeur, datetime.datetime):
        return valeur + datetime.timedelta(microseconds=1)
    if isinstance(valeur, datetime.date):
        return valeur + datetime.timedelta(days=1)
    if isinstance(valeur, str):
        return "0" * 64 if not valeur else ("0" if valeur[0] != "0" else "1") + valeur[1:]
    return bytes(valeur)[:-1] + b"!"


def test_each_bilan_names_and_seals_the_one_before(bilans):
    premier, deuxieme, troisieme = bilans
    assert [bilan.rang for bilan in bilans] == [1, 2, 3]
    assert json.loads(premier.contenu)["bilan"]["precedent"] is None
    assert json.loads(troisieme.contenu)["bilan"]["precedent"]["empreinte"] == deuxieme.empreinte
    assert (deuxieme.empreinte_precedente, deuxieme.sceau_precedent) == (premier.empreinte, premier.sceau)
    assert [fautes(bilan) for bilan in bilans] == [set(), set(), set()]


@pytest.mark.parametrize(
    "champ", ["contenu", "empreinte", "pdf", "type", "arrete_au", "fige_le", "sceau", "sceau_precedent"]
)
@pytest.mark.parametrize("rang", [0, 1, 2])
def test_one_byte_changed_in_the_base_is_found(bilans, champ, rang):
    touche = bilans[rang]
    nouveau = "final" if champ == "type" else changed(getattr(touche, champ))
    Bilan.objects.filter(pk=touche.pk).update(**{champ: nouveau})
    assert fautes(touche)


@pytest.mark.parametrize("rang", [0, 1, 2])
def test_a_bilan_taken_away_is_found_from_every_other(bilans, rang):
    Bilan.objects.filter(pk=bilans[rang].pk)._raw_delete("default")
    for reste in bilans[:rang] + bilans[rang + 1 :]:
        assert "La suite des bilans du projet" in fautes(reste)


def test_a_bilan_forged_with_a_right_digest_still_breaks_the_chain(bilans):
    premier = bilans[0]
    contenu = premier.contenu.replace("Mission Locale", "Mission locale")
    Bilan.objects.filter(pk=premier.pk).update(contenu=contenu, empreinte=services.empreinte(contenu))
    assert "Le document et ses dates" in fautes(premier)
    assert "Le bilan précédent" in fautes(bilans[1])
    assert "La suite des bilans du projet" in fautes(bilans[2])


def test_a_chain_that_nobody_keeps_is_said(bilans):
    ChaineBilans.objects.all().delete()
    assert fautes(bilans[0]) == {"La suite des bilans du projet"}


def test_a_frozen_bilan_is_never_deleted(bilans, chaine):
    with pytest.raises(BilanFige):
        bilans[0].delete()
    with pytest.raises(BilanFige):
        Bilan.objects.filter(projet=chaine).delete()
    BilanFactory(projet=chaine, etat=EtatTravail.ECHOUE).delete()


def test_two_bilans_produced_at_once_follow_each_other(autre_projet, monkeypatch):
    """The second is frozen between the counting and the freeze of the first, which then names it."""
    slow, quick = BilanFactory(projet=autre_projet), BilanFactory(projet=autre_projet, type="final")
    lay_out, done = services.produire_pdf, []

    def overtaken(contenu):
        if not done:
            done.append(True)
            assert services.produce_bilan(bilan=quick)
        return lay_out(contenu)

    monkeypatch.setattr(services, "produire_pdf", overtaken)
    assert services.produce_bilan(bilan=slow)
    premier, deuxieme = Bilan.objects.figes().filter(projet=autre_projet)
    assert (premier.pk, deuxieme.pk) == (quick.pk, slow.pk)
    assert json.loads(deuxieme.contenu)["bilan"]["precedent"]["empreinte"] == premier.empreinte
    assert fautes(deuxieme) == set()


def test_chains_of_two_projets_do_not_meet(bilans, autre_projet):
    autre = BilanFactory(projet=autre_projet)
    services.produce_bilan(bilan=autre)
    autre.refresh_from_db()
    assert autre.rang == 1
    assert fautes(autre) == set()


def test_the_page_says_what_was_checked_in_plain_words(client, carole, bilans):
    client.force_login(carole)
    adresse = reverse("evaluation:bilan-verifier", args=[bilans[1].pk])
    page = client.get(adresse).content.decode()
    assert "Le bilan est celui qui a été figé" in page
    assert "3\xa0bilans figés, sans manque ni changement." in page
    Bilan.objects.filter(pk=bilans[0].pk)._raw_delete("default")
    page = client.get(adresse).content.decode()
    assert "Quelque chose n’est plus comme au figeage" in page
    assert "Le bilan de rang 1 n’est plus là." in page


def test_the_command_fails_when_a_bilan_was_changed(bilans, capsys):
    call_command("verifier_bilans")
    Bilan.objects.filter(pk=bilans[0].pk).update(fige_le=timezone.now())
    with pytest.raises(CommandError):
        call_command("verifier_bilans")
    assert "NON CONFORME" in capsys.readouterr().out


def test_altered_data_accuse_neither_the_document_nor_an_older_version(client, carole, bilans):
    premier = bilans[0]
    Bilan.objects.filter(pk=premier.pk).update(contenu=premier.contenu.replace("Mission Locale", "Mission locale"))
    assert fautes(premier) == {"Les données", "La suite des bilans du projet"}
    client.force_login(carole)
    page = client.get(reverse("evaluation:bilan-verifier", args=[premier.pk])).content.decode()
    assert "n’est pas celui que ces données produisent" in page
    assert "version antérieure" not in page
    pages = [client.get(bilan.get_absolute_url()).content.decode() for bilan in bilans]
    avertis = ["Ce bilan n’est plus celui qui a été figé" in page for page in pages]
    assert avertis == [True, *[False] * (len(bilans) - 1)]
