"""A figure says what it counts; the list behind it holds as many records as the figure says."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from comptes.models import JournalAcces
from jeunes.models import AccesMotive, Definition
from tests.factories import (
    CommuneFactory,
    CritereFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    LieuFactory,
    PartenaireFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
    RendezVousFactory,
    SeanceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=timezone.localdate() - datetime.timedelta(days=400), actif=True)


@pytest.fixture
def indicateur(projet):
    def make(mesure="premiers_accueils", **champs):
        fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile")
        return IndicateurFactory(critere=CritereFactory(fiche=fiche), mesure=mesure, **champs)

    return make


def text_of(reponse):
    assert reponse.status_code == 200
    return reponse.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def detail(client, user, indicateur, adresse=""):
    client.force_login(user)
    return text_of(client.get(reverse("evaluation:indicateur-detail", args=[indicateur.pk]) + adresse))


def liste(client, user, indicateur, adresse=""):
    client.force_login(user)
    return client.get(reverse("evaluation:indicateur-liste", args=[indicateur.pk]) + adresse)


def test_page_says_figure_definition_limits_version_and_filters(client, diane, indicateur):
    lieu = LieuFactory(nom="Antenne de Varennes")
    PremierAccueilFactory.create_batch(6, lieu=lieu)
    PremierAccueilFactory()
    texte = detail(client, diane, indicateur(filtres={"lieu": [str(lieu.pk)]}, cible=20))
    assert 'chiffre-seul-valeur">6<' in texte
    assert "Une personne a un seul premier accueil" in texte
    assert "version&nbsp;1" in texte
    assert "Antenne de Varennes" in texte
    assert "au moins 20" in texte


def test_breakdown_has_a_visible_unknown_line_and_adds_up(client, diane, indicateur):
    PremierAccueilFactory(jeune=JeuneFactory(sexe="F"))
    PremierAccueilFactory(jeune=JeuneFactory(sexe=""))
    client.force_login(diane)
    reponse = client.get(reverse("evaluation:indicateur-detail", args=[indicateur().pk]) + "?par=sexe")
    lignes = {libelle: texte for libelle, texte, _ in reponse.context["detail"].ventilee.lignes}
    assert lignes == {"Femme": "1", "Homme": "0", "Autre ou non précisé": "0", "Non renseigné": "1"}


@pytest.mark.parametrize("par", ["lieu", "mois", "sexe", "tranche_age", "commune", "epci", "mineur"])
def test_each_breakdown_is_shown(client, diane, indicateur, par):
    PremierAccueilFactory(jeune=JeuneFactory(commune=CommuneFactory(nom="Souvigny")))
    assert "Répartition par" in detail(client, diane, indicateur(), f"?par={par}")


def test_a_period_is_compared_with_the_one_before(client, diane, indicateur):
    ce_mois = timezone.localdate().replace(day=1)
    mois_dernier = ce_mois - datetime.timedelta(days=1)
    midi = datetime.time(12, tzinfo=datetime.UTC)
    PremierAccueilFactory.create_batch(2, fait_le=datetime.datetime.combine(mois_dernier, midi))
    PremierAccueilFactory(fait_le=timezone.now())
    client.force_login(diane)
    reponse = client.get(reverse("evaluation:indicateur-detail", args=[indicateur().pk]) + f"?periode={ce_mois:%Y-%m}")
    vue = reponse.context["detail"]
    assert (vue.texte, vue.precedente, vue.evolution) == ("1", "2", "\u22121")


@pytest.mark.parametrize(
    "adresse", ["?periode=2026-13", "?periode=%00", "?par=nom", "?periode=projet&par=", "?periode=9999"]
)
def test_odd_addresses_fall_back_on_the_projet(client, diane, indicateur, adresse):
    assert "Depuis le début du projet" in detail(client, diane, indicateur(), adresse)


def test_commission_reads_less_than_five_everywhere_on_the_page(client, carole, indicateur):
    PremierAccueilFactory.create_batch(3)
    texte = detail(client, carole, indicateur())
    assert 'chiffre-seul-valeur">moins de 5<' in texte
    assert "Voir ce qui est compté" not in texte
    assert ">3<" not in texte


def test_small_communes_are_gathered_for_the_commission(client, carole, indicateur):
    grande = CommuneFactory(nom="Grande")
    for _ in range(6):
        PremierAccueilFactory(jeune=JeuneFactory(commune=grande))
    for rang in range(9):
        PremierAccueilFactory(jeune=JeuneFactory(commune=CommuneFactory(nom=f"Petite {rang}")))
    PremierAccueilFactory.create_batch(2, jeune__commune=CommuneFactory(nom="Petite 9"))
    client.force_login(carole)
    adresse = reverse("evaluation:indicateur-detail", args=[indicateur().pk])
    lignes = client.get(f"{adresse}?par=commune").context["detail"].ventilee.lignes
    assert [(libelle, texte) for libelle, texte, _ in lignes] == [
        ("Grande (03)", "6"),
        ("Autres (10 lignes regroupées)", "11"),
        ("Non renseigné", "0"),
    ]


def test_what_the_application_does_not_compute_says_so(client, diane, indicateur):
    texte = detail(client, diane, indicateur(mesure="", type="questionnaire"))
    assert "sa valeur s’apporte en commission" in texte


def test_a_withdrawn_measure_says_so(client, diane, indicateur):
    assert "Mesure retirée" in detail(client, diane, indicateur(mesure="mesure_oubliee"))


def test_a_filter_that_is_no_more_is_said_not_a_failure(client, diane, indicateur):
    texte = detail(client, diane, indicateur(filtres={"inconnu": ["1"]}))
    assert "non mesuré" in texte


# --- The list --------------------------------------------------------------------------------------


def cases():
    Definition.objects.create(
        objet="sortie_positive", lecture="entree", version=9, libelle="Emploi", situations=["cdi"], choisie=True
    )
    PremierAccueilFactory.create_batch(3)
    EvenementFactory.create_batch(2, jeune=JeuneFactory())
    RendezVousFactory.create_batch(2)
    PartenaireFactory.create_batch(2)
    SeanceFactory(debut_le=timezone.now() - datetime.timedelta(days=9))


@pytest.mark.parametrize(
    "mesure",
    [
        "premiers_accueils",
        "entretiens",
        "evenements",
        "jeunes_recus",
        "entretiens_par_jeune",
        "sans_rdv_sous_n_jours",
        "partenaires_crees",
        "seances_tenues",
        "participations",
        "taux_presence",
        "idees",
        "sorties_positives",
    ],
)
def test_the_list_holds_as_many_records_as_the_figure_says(client, diane, indicateur, mesure):
    cases()
    objet = indicateur(mesure=mesure)
    client.force_login(diane)
    vue = client.get(reverse("evaluation:indicateur-detail", args=[objet.pk])).context["detail"]
    page = liste(client, diane, objet).context["page"]
    assert page.paginator.count == (vue.total.numerateur or 0)


def test_names_are_shown_only_for_files_one_may_open(client, diane, indicateur):
    connu, autre = JeuneFactory(prenom="Aline", nom="Visible"), JeuneFactory(prenom="Bastien", nom="Masque")
    AccesMotive.objects.create(jeune=connu, utilisateur=diane, motif="réclamation", le=timezone.now())
    for jeune in (connu, autre):
        PremierAccueilFactory(jeune=jeune, note="note secrète")
    texte = text_of(liste(client, diane, indicateur()))
    assert "Aline Visible" in texte
    assert "Masque" not in texte
    assert "note secrète" not in texte
    assert "Femme, 18 à 21 ans" in texte


def test_each_look_is_written_in_the_journal(client, diane, indicateur):
    objet = indicateur()
    liste(client, diane, objet)
    ligne = JournalAcces.objects.get(objet_id=str(objet.pk))
    assert ligne.utilisateur == diane
    assert "liste derrière un chiffre" in ligne.motif


@pytest.mark.parametrize(
    ("who", "code"), [("diane", 200), ("carole", 404), ("alice", 404), ("adele", 404), ("zoe", 404)]
)
def test_the_list_is_for_the_direction(client, request, indicateur, who, code):
    assert liste(client, request.getfixturevalue(who), indicateur()).status_code == code


def test_a_figure_without_measure_has_no_list(client, diane, indicateur):
    assert liste(client, diane, indicateur(mesure="", type="qualitatif")).status_code == 404


@pytest.mark.parametrize("nombre", [1, 10])
def test_list_asks_as_much_for_one_record_as_for_ten(client, diane, indicateur, nombre, django_assert_max_num_queries):
    PremierAccueilFactory.create_batch(nombre)
    objet = indicateur()
    liste(client, diane, objet)
    with django_assert_max_num_queries(12) as requetes:
        liste(client, diane, objet, "?page=1")
    ecritures = [r for r in requetes if r["sql"].startswith(("INSERT INTO", "SELECT"))]
    assert len(ecritures) <= 8


@pytest.mark.parametrize("nombre", [1, 10])
def test_page_asks_as_much_for_one_record_as_for_ten(client, diane, indicateur, nombre, django_assert_max_num_queries):
    PremierAccueilFactory.create_batch(nombre)
    objet = indicateur()
    client.force_login(diane)
    adresse = reverse("evaluation:indicateur-detail", args=[objet.pk])
    client.get(adresse)
    with django_assert_max_num_queries(12):
        client.get(adresse)


def test_what_counts_no_people_hides_nothing_and_does_not_say_that_it_does(client, carole, indicateur):
    phrase = "Les effectifs de 1 à 4 personnes"
    assert phrase in detail(client, carole, indicateur())
    assert phrase not in detail(client, carole, indicateur("seances_tenues"))
