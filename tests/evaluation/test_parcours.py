"""Cohorts: who entered, what became of them, who is not observable yet; from a contact to an accompaniment."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commun.dates import Periode, add_months
from evaluation.moteur import Demande, describe
from jeunes.models import Definition, Situation
from tests.factories import (
    EvenementFactory,
    InscriptionFactory,
    JeuneFactory,
    LieuFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
    SeanceFactory,
)


@pytest.fixture
def projet(db):
    Definition.objects.create(
        objet="sortie_positive", version=1, libelle="Emploi", lecture="entree", situations=["cdi"], choisie=True
    )
    return ProjetAssociatifFactory(debut=timezone.localdate() - datetime.timedelta(days=700), actif=True)


def il_y_a(mois):
    jour = add_months(timezone.localdate(), -mois)
    return timezone.make_aware(datetime.datetime.combine(jour, datetime.time(12)))


def enter(mois, **champs):
    jeune = JeuneFactory()
    PremierAccueilFactory(jeune=jeune, fait_le=il_y_a(mois), **champs)
    return jeune


def work(jeune, mois):
    return Situation.objects.create(
        jeune=jeune, personne=jeune.cle_statistique, type="cdi", jour=add_months(timezone.localdate(), -mois)
    )


def page(client, user, adresse="", nom="parcours"):
    client.force_login(user)
    reponse = client.get(reverse(f"evaluation:{nom}") + adresse)
    assert reponse.status_code == 200
    return reponse


def lines(reponse):
    return dict(reponse.context["cohorte"].lignes)


def test_situations_at_three_six_and_twelve_months(client, diane, projet):
    work(enter(13), 9)  # hired four months after the first interview
    enter(4)  # nothing known; six months are not over
    lignes = lines(page(client, diane))
    assert lignes["Emploi en CDI"] == ["0", "1", "1"]
    assert lignes["Pas encore observable"] == ["0", "1", "1"]
    assert lignes["Non renseigné"] == ["2", "0", "0"]


def test_shares_leave_out_who_is_not_observable_yet(client, diane, projet):
    jeune = enter(13)
    work(jeune, 9)
    EvenementFactory(jeune=jeune, nature="entretien", fait_le=il_y_a(8))
    enter(4)
    sorties, retention = page(client, diane).context["cohorte"].parts
    assert sorties.rapports == ["", "1 sur 1", "1 sur 1"] or sorties.rapports == ["0 sur 2", "1 sur 1", "1 sur 1"]
    assert retention.rapports[1] == "1 sur 1"


def test_entries_in_a_regroupement_are_first_presences(client, diane, projet):
    jeune = JeuneFactory()
    premiere = SeanceFactory(debut_le=il_y_a(5))
    for seance in (premiere, SeanceFactory(debut_le=il_y_a(4), regroupement=premiere.regroupement)):
        InscriptionFactory(jeune=jeune, seance=seance, presence="present", personne=jeune.cle_statistique)
    reponse = page(client, diane, "?depart=regroupement")
    assert reponse.context["cohorte"].effectif == "1"
    assert "Personnes entrées" not in reponse.content.decode()  # in two regroupements, one person enters twice
    assert page(client, diane, f"?depart=regroupement&ou={premiere.regroupement_id}").context["cohorte"].effectif == "1"


def test_without_definition_the_page_says_so(client, diane, projet):
    Definition.objects.update(choisie=False)
    enter(13)
    texte = page(client, diane).content.decode()
    assert "Aucune définition" in texte


def test_outside_no_line_is_found_by_subtraction(client, carole, projet):
    for _ in range(7):
        enter(13)
    for _ in range(2):
        work(enter(13), 12)
    lignes = lines(page(client, carole))
    assert lignes["Emploi en CDI"] == ["masqué"] * 3
    assert lignes["Non renseigné"] == ["masqué"] * 3


def test_from_contact_to_accompaniment_by_place(client, diane, projet):
    rue = LieuFactory(nom="Place d'Allier")
    venu, reste = JeuneFactory(), JeuneFactory()
    for jeune in (venu, reste, None):
        EvenementFactory(jeune=jeune, nature="contact", lieu=rue, fait_le=il_y_a(6))
    for jeune in (venu, reste):
        PremierAccueilFactory(jeune=jeune, fait_le=il_y_a(5))
    EvenementFactory(jeune=reste, nature="entretien", fait_le=il_y_a(4))
    entonnoir = page(client, diane, nom="parcours-lieux").context["entonnoir"]
    assert entonnoir.totaux == ["3", "2", "1"]
    assert dict(entonnoir.lignes)["Place d'Allier"] == ["3", "2", "1"]


@pytest.mark.parametrize("adresse", ["?depart=lune&ou=x", "?periode=%00", "?diffusion=1&ou=%27"])
@pytest.mark.parametrize("nom", ["parcours", "parcours-lieux"])
def test_odd_addresses_and_empty_houses_have_a_page(client, diane, projet, adresse, nom):
    page(client, diane, adresse, nom)


def test_without_projet_there_is_a_page(client, diane):
    for nom in ("parcours", "parcours-lieux"):
        assert "Rien à montrer" in page(client, diane, nom=nom).content.decode()


@pytest.mark.parametrize("nombre", [1, 8])
@pytest.mark.parametrize("nom", ["parcours", "parcours-lieux"])
def test_as_many_queries_for_one_as_for_many(client, diane, projet, nombre, nom, django_assert_max_num_queries):
    for _ in range(nombre):
        EvenementFactory(jeune=enter(7), nature="contact", lieu=LieuFactory(), fait_le=il_y_a(7))
    client.force_login(diane)
    with django_assert_max_num_queries(15):
        client.get(reverse(f"evaluation:{nom}"))


@pytest.mark.parametrize(
    ("mesure", "dits"),
    [
        ("cohorte_situations", ["Mois après l’entrée"]),
        ("cohorte_retention", ["Mois après l’entrée", "Mois d’observation avant le terme"]),
    ],
)
def test_a_parameter_that_changes_nothing_is_not_said(mesure, dits):
    today = timezone.localdate()
    assert [nom for nom, _ in describe(Demande.make(mesure, Periode(today, today)))] == dits
