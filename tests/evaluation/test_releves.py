"""Numbers read elsewhere: typed for a month on one page, pasted, corrected without losing the former one."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commun.dates import Periode, add_months
from commun.mesures import registre
from evaluation.bilans.contenu import construire
from evaluation.choix import EtatValeur
from evaluation.collage import NombreIllisible, read_day, read_number, read_paste
from evaluation.models import ReglageReleve, Releve, ValeurIndicateur
from evaluation.moteur import Demande, calculer, enregistrements
from evaluation.services import calcul, releves
from evaluation.services.releves import Lu, ReleveRefuse
from plans_action.models import Indicateur
from tests.factories import (
    BilanFactory,
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    ProjetAssociatifFactory,
    ReleveFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db
AUJOURDHUI = datetime.date(2026, 3, 20)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=add_months(timezone.localdate().replace(day=1), -6), actif=True)


@pytest.fixture
def abonnes(projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Réseaux sociaux")
    critere = CritereFactory(fiche=fiche)
    return IndicateurFactory(critere=critere, type="releve", mesure="", libelle="Nombre de personnes abonnées")


@pytest.fixture
def conseillere():
    return UtilisateurFactory(role="conseiller")


@pytest.fixture
def saisir(client, conseillere, abonnes, projet):
    client.force_login(conseillere)
    mois = Periode.mois(projet.debut)
    url = reverse("evaluation:releve-mois") + f"?mois={mois.debut:%Y-%m}"

    def post(valeur, *, de=abonnes, autres=None, **champs):
        donnees = {"valeur": valeur, "jour": mois.fin.isoformat(), "avant": "", "source": "", "preuve": "", **champs}
        typed = {f"{nom}-{de.pk.hex}": texte for nom, texte in donnees.items()}
        return client.post(url, {**typed, **(autres or {})})

    return post


def lu(indicateur, jour=AUJOURDHUI, valeur="12"):
    return Lu(indicateur, jour, Decimal(valeur))


def write(*lus, today=AUJOURDHUI):
    by = UtilisateurFactory(role="direction")
    return releves.write_releves(lus=lus, by=by, motif="Recopié", today=today, now=timezone.now())


# --- The month page -----------------------------------------------------------------------------------------------


def test_the_numbers_of_a_month_are_written_with_their_author_and_their_source(saisir, abonnes, conseillere, projet):
    saisir("1 240", source="Page du réseau", preuve="https://exemple.org/capture")
    releve = Releve.objects.get()
    assert (releve.valeur, releve.source, releve.saisi_par) == (1240, "Page du réseau", conseillere)
    assert (releve.jour, releve.preuve_lien) == (Periode.mois(projet.debut).fin, "https://exemple.org/capture")


def test_a_wrong_number_gets_its_message_and_stays_as_it_was_typed(saisir):
    page = saisir("12 abonnés").content.decode()
    assert "n’est pas un nombre" in page
    assert 'value="12 abonnés"' in page
    assert not Releve.objects.exists()


def test_good_numbers_are_kept_when_another_is_wrong(saisir, abonnes):
    autre = IndicateurFactory(critere=abonnes.critere, type="releve", mesure="", libelle="Mentions", ordre=2)
    page = saisir("12", autres={f"valeur-{autre.pk.hex}": "beaucoup"}).content.decode()
    assert Releve.objects.get().indicateur == abonnes
    assert 'value="beaucoup"' in page


def test_a_number_changed_meanwhile_is_not_overwritten(saisir):
    saisir("12")
    page = saisir("15", avant="").content.decode()
    assert "Changé par quelqu’un d’autre" in page
    assert Releve.objects.get().valeur == 12


def test_a_correction_keeps_the_former_number_with_who_and_why(saisir, conseillere):
    saisir("12")
    saisir("15", avant="12.00")
    lines = Releve.objects.get().history.order_by("history_id")
    assert [(line.valeur, line.history_user) for line in lines] == [(12, conseillere), (15, conseillere)]
    assert lines.last().history_change_reason == "Corrigé sur la page du mois"


def test_an_emptied_box_removes_nothing_silently(saisir):
    saisir("12")
    assert "Pour retirer ce relevé" in saisir("", avant="12.00").content.decode()
    assert Releve.objects.valables().count() == 1


def test_the_month_before_stands_beside(client, conseillere, abonnes, projet):
    ReleveFactory(indicateur=abonnes, jour=projet.debut, valeur=777)
    client.force_login(conseillere)
    suivant = add_months(projet.debut, 1)
    assert "777" in client.get(reverse("evaluation:releve-mois") + f"?mois={suivant:%Y-%m}").content.decode()


def test_what_was_being_typed_comes_back(client, conseillere, abonnes, projet):
    client.force_login(conseillere)
    url = reverse("evaluation:releve-mois") + f"?mois={projet.debut:%Y-%m}"
    jeton = client.get(url).context["brouillon"].jeton
    client.post(reverse("comptes:brouillon"), {"brouillon_jeton": jeton, f"valeur-{abonnes.pk.hex}": "31"})
    assert 'value="31"' in client.get(url).content.decode()


@pytest.mark.parametrize("nombre", [1, 8])
def test_the_page_costs_the_same_for_many_indicateurs(
    client, conseillere, abonnes, nombre, django_assert_max_num_queries
):
    for rang in range(nombre - 1):
        IndicateurFactory(critere=abonnes.critere, type="releve", mesure="", libelle=f"Autre {rang}")
    client.force_login(conseillere)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("evaluation:releve-mois")).status_code == 200


def test_the_commission_reads_figures_but_types_none(client):
    client.force_login(UtilisateurFactory(role="commission"))
    assert client.get(reverse("evaluation:releve-mois")).status_code == 404


# --- Rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valeur", "jour", "mot"),
    [
        ("-1", AUJOURDHUI, "négatif"),
        ("12.5", AUJOURDHUI, "entier"),
        ("12", AUJOURDHUI + datetime.timedelta(days=1), "pas encore"),
        ("99999999999999", AUJOURDHUI, "trop grand"),
    ],
)
def test_impossible_numbers_are_refused_in_words(abonnes, valeur, jour, mot):
    with pytest.raises(ReleveRefuse, match=mot):
        write(lu(abonnes, jour, valeur))


def test_a_share_does_not_pass_100(abonnes):
    ReglageReleve.objects.create(indicateur=abonnes, agregation="moyenne", unite="%", decimales=1)
    with pytest.raises(ReleveRefuse, match="100"):
        write(lu(Indicateur.objects.get(), valeur="100.5"))


def test_a_withdrawn_reading_counts_no_more_and_stays(client, abonnes, conseillere):
    releve = ReleveFactory(indicateur=abonnes)
    client.force_login(conseillere)
    client.post(reverse("evaluation:releve-retirer", args=[releve.pk]), {"motif": "Mauvais compte"})
    assert not Releve.objects.valables().exists()
    assert Releve.objects.get().history.first().history_change_reason == "Mauvais compte"


def test_a_correction_asks_why(client, abonnes, conseillere):
    releve = ReleveFactory(indicateur=abonnes)
    client.force_login(conseillere)
    url, typed = reverse("evaluation:releve-update", args=[releve.pk]), {"valeur": "130", "jour": "2026-01-31"}
    assert client.post(url, typed).status_code == 200
    client.post(url, {**typed, "motif": "Lu trop vite"})
    assert Releve.objects.get().valeur == 130
    assert "Lu trop vite" in client.get(url).content.decode()


# --- Figures ------------------------------------------------------------------------------------------------------

RELEVES = st.dictionaries(st.integers(0, 120), st.integers(0, 10_000), max_size=6)
EXEMPLES = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("agregation", ["dernier", "somme", "moyenne"])
@EXEMPLES
@given(lus=RELEVES, debut=st.integers(0, 100), duree=st.integers(0, 60), arret=st.integers(0, 130))
def test_a_figure_is_that_of_a_slow_obvious_reading(abonnes, agregation, lus, debut, duree, arret):
    Releve.objects.all().delete()
    ReglageReleve.objects.update_or_create(indicateur=abonnes, defaults={"agregation": agregation})
    jour_de = [datetime.date(2026, 1, 1) + datetime.timedelta(days=rang) for rang in range(200)]
    Releve.objects.bulk_create(Releve(indicateur=abonnes, jour=jour_de[r], valeur=valeur) for r, valeur in lus.items())
    demande = Demande.of(Indicateur.objects.get(), Periode(jour_de[debut], jour_de[debut + duree]))
    resultat = calculer([demande], arrete_au=jour_de[arret])[demande]
    inside = [valeur for rang, valeur in sorted(lus.items()) if debut <= rang <= min(debut + duree, arret)]
    if not inside:
        assert resultat.etat == EtatValeur.NON_MESUREE
        return
    expected = {"dernier": inside[-1], "somme": sum(inside), "moyenne": sum(inside) / len(inside)}[agregation]
    assert float(resultat.valeur) == pytest.approx(expected, abs=0.0001)
    rows = enregistrements(demande, arrete_au=jour_de[arret])
    assert rows.count() == (1 if agregation == "dernier" else len(inside))


def test_readings_become_dated_values_at_once_and_by_night(abonnes, projet):
    write(lu(abonnes, projet.debut, "50"), today=timezone.localdate())
    whole = ValeurIndicateur.objects.filter(indicateur=abonnes, debut=projet.debut).order_by("-fin").first()
    assert (whole.etat, whole.valeur) == (EtatValeur.MESUREE, 50)
    calcul.run_now(projet=projet, arrete_au=timezone.localdate())
    whole.refresh_from_db()
    assert whole.valeur == 50


def test_an_indicateur_without_reading_is_not_measured(client, abonnes):
    client.force_login(UtilisateurFactory(role="direction"))
    assert "non mesuré" in client.get(reverse("evaluation:indicateur-detail", args=[abonnes.pk])).content.decode()


def test_the_page_of_the_figure_shows_its_readings(client, abonnes, projet):
    ReleveFactory(indicateur=abonnes, jour=projet.debut, valeur=4321, source="Page du réseau")
    client.force_login(UtilisateurFactory(role="commission"))
    page = client.get(reverse("evaluation:indicateur-detail", args=[abonnes.pk])).content.decode()
    assert "4\u202f321" in page
    assert "Page du réseau" in page
    assert "Corriger" not in page


def test_readings_are_in_the_bilan(abonnes, projet):
    ReleveFactory(indicateur=abonnes, jour=projet.debut, valeur=4321)
    bilan = BilanFactory(projet=projet, arrete_au=timezone.localdate())
    assert '"valeur":"4321"' in construire(bilan).replace(" ", "")


def test_no_form_proposes_readings_as_a_measure():
    assert not [mesure for mesure in registre.all() if mesure.cle.startswith("releve")]


# --- Paste --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("2026-01-31", (2026, 1, 31)),
        ("31/01/2026", (2026, 1, 31)),
        ("janv. 2026", (2026, 1, 31)),
        ("févr-26", (2026, 2, 28)),
        ("Août 2025", (2025, 8, 31)),
        ("01/2026", (2026, 1, 31)),
        ("2026-03", (2026, 3, 20)),  # the month under way: today
        ("32/01/2026", None),
        ("janvembre 2026", None),
        ("", None),
    ],
)
def test_days_and_months_are_read_as_people_write_them(texte, jour):
    assert read_day(texte, today=AUJOURDHUI) == (datetime.date(*jour) if jour else None)


@pytest.mark.parametrize(("texte", "nombre"), [("1 240", "1240"), ("37,5 %", "37.5"), ("1\u202f240,5", "1240.5")])
def test_numbers_are_read_as_people_write_them(texte, nombre):
    assert read_number(texte) == Decimal(nombre)


@pytest.mark.parametrize("texte", ["", "beaucoup", "1,2,3", "=1+1", "NaN", "1e9", "9" * 40])
def test_what_is_no_number_is_refused(texte):
    with pytest.raises(NombreIllisible):
        read_number(texte)


def test_a_table_of_months_is_read_and_unknown_lines_stay_in_sight(abonnes):
    texte = "Indicateur\tjanv. 2026\tfévr. 2026\nnombre de personnes abonnees\t1 240\t1 265\nPigeons\t3\t4"
    collage = read_paste(texte, [abonnes], today=AUJOURDHUI)
    assert [(c.jour, c.valeur) for c in collage.compris] == [
        (datetime.date(2026, 1, 31), 1240),
        (datetime.date(2026, 2, 28), 1265),
    ]
    assert "Pigeons" in collage.incompris[0].raison
    assert collage.reste == "Indicateur\tjanv. 2026\tfévr. 2026\nPigeons\t3\t4"


def test_lines_with_a_date_are_read(abonnes):
    collage = read_paste("Personnes abonnées ; 31/01/2026 ; 12 ; la page", [abonnes], today=AUJOURDHUI)
    assert [(c.valeur, c.source, c.ecrit) for c in collage.compris] == [(12, "la page", "Personnes abonnées")]


def test_a_name_that_could_be_two_indicateurs_is_asked_again(abonnes):
    autre = IndicateurFactory(type="releve", mesure="", libelle="Nombre de personnes abonnées à la lettre")
    collage = read_paste("personnes abonnées;31/01/2026;12", [abonnes, autre], today=AUJOURDHUI)
    assert not collage.compris
    assert "Plusieurs" in collage.incompris[0].raison


def test_nothing_is_written_before_the_agreement_and_the_rest_stays_on_screen(client, abonnes, conseillere, projet):
    client.force_login(conseillere)
    url = reverse("evaluation:releve-coller")
    texte = f"{abonnes};{projet.debut:%d/%m/%Y};12\nPigeons;{projet.debut:%d/%m/%Y};3"
    page = client.post(url, {"texte": texte}).content.decode()
    assert "Enregistrer 1\u00a0relevé" in page
    assert not Releve.objects.exists()
    page = client.post(url, {"texte": texte, "confirmer": "1"}).content.decode()
    assert Releve.objects.get().valeur == 12
    assert "Pigeons;" in page
    assert f"{abonnes};" not in page


@EXEMPLES
@given(texte=st.text(alphabet="abé ;\t\n012,./-%", max_size=120))
def test_any_paste_is_read_without_failing(abonnes, texte):
    read_paste(texte, [abonnes], today=AUJOURDHUI)
