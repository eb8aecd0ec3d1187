"""Words of several readings: versions, the commission's choice, two readings side by side."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commun.dates import Periode
from evaluation.models import Calcul, DecisionDefinition
from evaluation.moteur import Demande, calculer, definition_of
from evaluation.services import definitions as services
from evaluation.services.valeurs import compute_values
from jeunes.models import Definition, Situation
from tests.factories import (
    CritereFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    ProjetAssociatifFactory,
)

pytestmark = pytest.mark.django_db
AUJOURDHUI = datetime.date(2026, 6, 30)
ANNEE = Periode(datetime.date(2026, 1, 1), AUJOURDHUI)


def moment(mois, jour=1):
    return datetime.datetime(2026, mois, jour, 12, tzinfo=datetime.UTC)


def value(mesure, periode=ANNEE, **parametres):
    demande = Demande.make(mesure, periode, None, parametres)
    return calculer([demande], arrete_au=AUJOURDHUI)[demande]


def choose(version, diane, objet="accompagne", today=AUJOURDHUI):
    definition = Definition.objects.get(objet=objet, version=version)
    return services.choose_definition(
        definition=definition, commission="bilan", le=today, motif="Plus près du terrain",
        by=diane, now=timezone.now(), today=today,
    )  # fmt: skip


def situation(jeune, **champs):
    return Situation.objects.create(jeune=jeune, personne=jeune.cle_statistique, **champs)


def text_of(reponse):
    assert reponse.status_code == 200
    return reponse.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_two_readings_of_accompanied_give_two_figures(diane):
    EvenementFactory(nature="atelier", fait_le=moment(1, 10))
    EvenementFactory(nature="entretien", fait_le=moment(3, 10))
    assert (value("jeunes_accompagnes", definition=1).valeur, value("jeunes_accompagnes", definition=2).valeur) == (
        2,
        1,
    )


def test_the_reading_in_force_is_the_one_that_the_commission_picked(diane):
    EvenementFactory(nature="atelier", fait_le=moment(1, 10))
    avant = value("jeunes_accompagnes")
    choose(2, diane)
    apres = value("jeunes_accompagnes")
    assert (avant.valeur, avant.definition, apres.valeur, apres.definition) == (1, 1, 0, 2)


def test_a_stored_figure_keeps_the_version_it_was_computed_with(diane):
    indicateur = IndicateurFactory(mesure="jeunes_accompagnes")
    avant = compute_values([indicateur], [ANNEE], arrete_au=AUJOURDHUI, now=timezone.now())[0]
    avant.save()
    choose(2, diane)
    avant.refresh_from_db()
    apres = compute_values([indicateur], [ANNEE], arrete_au=AUJOURDHUI, now=timezone.now())[0]
    assert (avant.definition_version, apres.definition_version) == (1, 2)


def test_a_positive_exit_is_observed_at_entry_or_at_the_last_day(diane):
    for numero, lecture in enumerate(("entree", "dernier_jour"), start=1):
        Definition.objects.create(
            objet="sortie_positive", version=numero, libelle="Emploi", lecture=lecture, situations=["cdi"],
            duree_minimale_jours=30,
        )  # fmt: skip
    avant_la_periode, passee, recente = JeuneFactory.create_batch(3)
    situation(avant_la_periode, type="cdi", jour=datetime.date(2025, 9, 1))
    situation(passee, type="cdi", jour=datetime.date(2026, 2, 1), fin=datetime.date(2026, 4, 1))
    situation(recente, type="cdi", jour=datetime.date(2026, 6, 15))
    assert value("sorties_positives", definition=1).valeur == 1  # entered this year, held 30 days
    assert value("sorties_positives", definition=2).valeur == 1  # still there on the last day


def test_n_of_the_definition_applies_unless_the_indicateur_says_its_own(diane):
    avec = Definition.objects.get(objet="sans_rendez_vous", version=1)
    assert "plus de 15 jours" in avec.texte
    nouvelle = services.create_version(
        objet="sans_rendez_vous", libelle="Dix jours", lecture="delai", jours=10, by=diane, now=timezone.now()
    )
    choose(nouvelle.version, diane, "sans_rendez_vous")
    demande = Demande.make("sans_rdv_sous_n_jours", ANNEE)
    assert "plus de 10 jours" in definition_of(demande).texte
    assert "plus de 21 jours" in definition_of(Demande.make("sans_rdv_sous_n_jours", ANNEE, None, {"jours": 21})).texte


def test_a_new_version_gets_the_next_number_and_changes_no_figure(diane):
    nouvelle = services.create_version(
        objet="accompagne", libelle="Trois mois", lecture="recente", mois=3, by=diane, now=timezone.now()
    )
    assert (nouvelle.version, nouvelle.choisie) == (3, False)
    assert value("jeunes_accompagnes").definition == 1


def test_the_same_reading_is_not_written_twice(diane):
    with pytest.raises(services.DefinitionRefusee, match="dit déjà la même chose"):
        services.create_version(
            objet="accompagne", libelle="Autre nom", lecture="recente", mois=5, by=diane, now=timezone.now()
        )


def test_a_choice_is_kept_with_who_when_why_and_the_figures_are_counted_again(diane, mailoutbox):
    ProjetAssociatifFactory(debut=datetime.date(2026, 1, 1), actif=True)
    decision = choose(2, diane)
    assert (decision.commission, decision.le, decision.enregistree_par) == ("bilan", AUJOURDHUI, diane)
    assert Calcul.objects.get().demande_par == diane
    assert [d.version for d in Definition.objects.filter(objet="accompagne", choisie=True)] == [2]


def test_choosing_what_is_in_force_or_in_the_future_is_refused(diane):
    with pytest.raises(services.DefinitionRefusee, match="déjà en vigueur"):
        choose(1, diane)
    with pytest.raises(services.DefinitionRefusee, match="futur"):
        services.choose_definition(
            definition=Definition.objects.get(objet="accompagne", version=2), commission="bilan", motif="x", by=diane,
            le=AUJOURDHUI + datetime.timedelta(days=1), now=timezone.now(), today=AUJOURDHUI,
        )  # fmt: skip


# --- Pages -----------------------------------------------------------------------------------------


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=timezone.localdate() - datetime.timedelta(days=400), actif=True)


def test_every_word_shows_the_reading_in_force(client, carole):
    client.force_login(carole)
    texte = text_of(client.get(reverse("evaluation:definition-list")))
    assert "Entretien ou action collective dans la période" in texte
    assert "Aucune lecture en vigueur" in texte  # no positive exit was ever defined here


def test_the_direction_writes_a_version_and_notes_the_choice(client, diane, projet):
    client.force_login(diane)
    objet = reverse("evaluation:definition-objet", args=["accompagne"])
    client.post(f"{objet}nouvelle/", {"libelle": "Trois mois", "lecture": "recente", "mois": 3, "note": ""})
    client.post(
        f"{objet}choisir/",
        {"version": 3, "commission": "bilan", "le": timezone.localdate(), "motif": "Décidé en séance"},
    )
    texte = text_of(client.get(objet))
    assert "dans les 3 mois" in texte
    assert "retient la version 3" in texte
    assert DecisionDefinition.objects.get().motif == "Décidé en séance"


def test_any_version_may_be_picked_the_oldest_too(client, diane, projet):
    client.force_login(diane)
    page = reverse("evaluation:definition-choisir", args=["accompagne"])
    for version, dit in ((2, "Version 2 en vigueur"), (1, "Version 1 en vigueur"), (1, "déjà en vigueur")):
        choix = {"version": version, "commission": "bilan", "le": timezone.localdate().isoformat(), "motif": "Décidé"}
        assert dit in text_of(client.post(page, choix, follow=True))
    assert Definition.objects.get(objet="accompagne", choisie=True).version == 1


def test_a_bad_version_says_so_beside_its_field(client, diane):
    client.force_login(diane)
    reponse = client.post(
        reverse("evaluation:definition-create", args=["accompagne"]), {"libelle": "", "lecture": "cent", "mois": "-3"}
    )
    assert set(reponse.context["form"].errors) == {"libelle", "lecture", "mois"}


def test_nobody_else_writes_or_chooses(client, carole, alice):
    for user in (carole, alice):
        client.force_login(user)
        for nom in ("create", "choisir"):
            assert client.get(reverse(f"evaluation:definition-{nom}", args=["accompagne"])).status_code == 404


@pytest.mark.parametrize(("who", "said"), [("diane", True), ("carole", False)])
def test_only_who_may_write_a_version_is_told_to(client, request, who, said):
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("evaluation:definition-objet", args=["accompagne"])).content.decode()
    assert ("écrivez-en une nouvelle" in page) is said


def test_an_unknown_word_is_not_found(client, diane):
    client.force_login(diane)
    assert client.get(reverse("evaluation:definition-objet", args=["bonheur"])).status_code == 404


def test_two_readings_side_by_side_with_their_texts_and_difference(client, diane, projet):
    EvenementFactory.create_batch(3, nature="atelier")
    EvenementFactory.create_batch(2, nature="entretien")
    client.force_login(diane)
    texte = text_of(client.get(reverse("evaluation:definition-comparer", args=["accompagne"])))
    assert "au moins un entretien, un atelier" in texte
    assert "dans les 5 mois" in texte
    assert "\u22123 personnes" in texte


def test_outside_two_readings_that_differ_by_few_people_are_not_given_together(client, carole, projet):
    EvenementFactory.create_batch(3, nature="atelier")
    EvenementFactory.create_batch(7, nature="entretien")
    client.force_login(carole)
    texte = text_of(client.get(reverse("evaluation:definition-comparer", args=["accompagne"])))
    assert "à moins de 5 près" in texte
    assert ">7<" not in texte


@pytest.mark.parametrize("adresse", ["?a=99&b=x", "?periode=%00", "?a=1&b=1"])
def test_odd_addresses_still_compare(client, diane, projet, adresse):
    client.force_login(diane)
    text_of(client.get(reverse("evaluation:definition-comparer", args=["accompagne"]) + adresse))


def test_the_page_of_a_figure_prints_the_version_and_its_text(client, diane, projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet)
    indicateur = IndicateurFactory(critere=CritereFactory(fiche=fiche), mesure="jeunes_accompagnes")
    client.force_login(diane)
    texte = text_of(client.get(reverse("evaluation:indicateur-detail", args=[indicateur.pk])))
    assert "Entretien ou action collective dans la période (version 1). Compte une personne" in texte


def test_pages_cost_the_same_number_of_queries(client, diane, projet, django_assert_max_num_queries):
    client.force_login(diane)
    for adresse in ("definition-objet", "definition-comparer"):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"evaluation:{adresse}", args=["accompagne"]))
