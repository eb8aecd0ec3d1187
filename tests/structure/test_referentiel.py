"""The official communes are loaded from the repository, as many times as wanted."""

import pytest
from django.core.management import CommandError, call_command

from structure.models import EPCI, Commune

MOULINS_COMMUNAUTE = "200071140"
pytestmark = pytest.mark.django_db


def test_a_departement_brings_its_communes_with_their_epci(capsys):
    call_command("importer_communes", departements="03")
    moulins = Commune.objects.get(code="03190")
    assert (moulins.nom, moulins.codes_postaux, moulins.epci.code) == ("Moulins", "03000", MOULINS_COMMUNAUTE)
    assert moulins.population > 15_000
    assert Commune.objects.filter(departement="03").count() == 317
    assert not Commune.objects.filter(du_territoire=True).exists()


def test_an_epci_of_ours_brings_its_communes_of_another_departement():
    call_command("importer_communes", departements="03", epci=MOULINS_COMMUNAUTE)
    ours = Commune.objects.filter(du_territoire=True)
    assert ours.count() == 44
    assert set(ours.filter(departement="58").values_list("nom", flat=True)) == {"Dornes", "Saint-Parize-en-Viry"}


def test_a_second_import_refreshes_and_keeps_what_was_decided_by_hand():
    call_command("importer_communes", departements="03")
    Commune.objects.filter(code="03118").update(autre_mission_locale="Mission Locale de Vichy", nom="Faute")
    call_command("importer_communes", departements="03")
    gannat = Commune.objects.get(code="03118")
    assert (gannat.nom, gannat.autre_mission_locale) == ("Gannat", "Mission Locale de Vichy")
    assert Commune.objects.count() == 317
    assert EPCI.objects.count() == len(set(Commune.objects.exclude(epci=None).values_list("epci", flat=True)))


def test_an_unknown_departement_is_said_in_one_line():
    with pytest.raises(CommandError, match="département inconnu du référentiel 2026 : 99"):
        call_command("importer_communes", departements="99")
