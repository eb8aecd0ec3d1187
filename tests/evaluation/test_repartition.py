"""Breakdown pages: lines, comparisons, files, small numbers."""

import datetime
import io
import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from commun.dates import Periode
from commun.exports import safe_text
from commun.mesures import registre
from comptes.models import JournalAcces
from evaluation import secret
from evaluation.chiffres import montrer_lignes, reunies_de
from evaluation.choix import EtatValeur
from evaluation.moteur import LigneVentilation, Resultat
from evaluation.periodes import un_an_avant
from evaluation.repartition import _caches
from jeunes.profil import TRANCHES_AGE
from tests.factories import (
    CommuneFactory,
    CritereFactory,
    EPCIFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    LieuFactory,
    PartenaireFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)


@pytest.fixture
def projet(db):
    return ProjetAssociatifFactory(debut=timezone.localdate() - datetime.timedelta(days=400), actif=True)


def page(client, user, adresse="", mesure="premiers_accueils"):
    client.force_login(user)
    reponse = client.get(reverse("evaluation:mesure-detail", args=[mesure]) + adresse)
    assert reponse.status_code == 200
    return reponse


def table(reponse):
    return {ligne.libelle: ligne.cases[0].texte for ligne in reponse.context["repartition"].lignes}


def accueils(lieu, nombre):
    PremierAccueilFactory.create_batch(nombre, lieu=lieu)


@pytest.mark.parametrize("adresse", ["?par=commune", "?par=commune&tri=nom"])
def test_communes_stand_where_a_dictionary_puts_them(client, diane, projet, adresse):
    for nom, cle in (("Yzeure", "yzeure"), ("Étroussat", "etroussat"), ("Avermes", "avermes")):
        PremierAccueilFactory(jeune=JeuneFactory(commune=CommuneFactory(nom=nom, nom_normalise=cle)))
    noms = [nom for nom in table(page(client, diane, adresse)) if nom != "Non renseigné"]
    assert noms == ["Avermes (03)", "Étroussat (03)", "Yzeure (03)"]


def test_months_of_the_same_enterprise_do_not_add_up_and_say_why(client, diane, projet):
    partenaire, today = PartenaireFactory(), timezone.localdate()
    for jours in (0, 40, 80):
        partenaire.contacts_entreprise.create(
            nature="visite", jour=today - datetime.timedelta(days=jours), saisi_par=diane
        )
    repartition = page(client, diane, "?par=mois", "entreprises_suivies").context["repartition"]
    assert repartition.addition.startswith("Une même entreprise")


def test_lines_add_up_with_the_unknown_one(client, diane, projet):
    PremierAccueilFactory(jeune=JeuneFactory(sexe="F"))
    PremierAccueilFactory(jeune=JeuneFactory(sexe=""))
    reponse = page(client, diane, "?par=sexe")
    assert table(reponse) == {"Femme": "1", "Homme": "0", "Autre ou non précisé": "0", "Non renseigné": "1"}
    assert reponse.context["repartition"].addition == ""
    assert reponse.context["repartition"].total.cases[0].texte == "2"


def test_lines_that_do_not_add_up_say_why(client, diane, projet):
    jeune = JeuneFactory()
    for nom in ("Moulins", "Yzeure"):
        EvenementFactory(jeune=jeune, lieu=LieuFactory(nom=nom))
    reponse = page(client, diane, "?par=lieu", "jeunes_recus")
    assert "plusieurs lignes" in reponse.context["repartition"].addition


def test_a_period_stands_beside_the_one_before_and_a_year_before(client, diane, projet):
    ce_mois = timezone.localdate().replace(day=1)
    avant = ce_mois - datetime.timedelta(days=1)
    midi = datetime.time(12, tzinfo=datetime.UTC)
    PremierAccueilFactory.create_batch(2, fait_le=datetime.datetime.combine(avant, midi))
    PremierAccueilFactory.create_batch(
        3, fait_le=datetime.datetime.combine(un_an_avant(Periode.mois(ce_mois)).debut, midi)
    )
    PremierAccueilFactory(fait_le=timezone.now())
    repartition = page(client, diane, f"?periode={ce_mois:%Y-%m}&par=sexe").context["repartition"]
    assert [case.texte for case in repartition.total.cases] == ["1", "2", "3"]
    assert repartition.total.evolution == "\u22121"


def test_a_share_moves_by_points_and_a_number_does_not(client, diane, projet):
    ce_mois = timezone.localdate().replace(day=1)
    avant = datetime.datetime.combine(ce_mois - datetime.timedelta(days=1), datetime.time(12, tzinfo=datetime.UTC))
    PremierAccueilFactory(mode_connaissance="jeune_referent", fait_le=timezone.now())
    PremierAccueilFactory.create_batch(2, mode_connaissance="site_internet", fait_le=avant)
    adresse = f"?periode={ce_mois:%Y-%m}&par=sexe"
    part = page(client, diane, adresse, "part_mode_connaissance").content.decode()
    assert "(+100,0\u00a0points)" in part.replace("&nbsp;", "\u00a0")
    assert "colonne, en points." in part
    assert "points" not in page(client, diane, adresse).content.decode()


def test_the_end_of_a_month_stays_the_end_of_a_month():
    fevrier = Periode(datetime.date(2025, 2, 1), datetime.date(2025, 2, 28))
    assert un_an_avant(fevrier) == Periode(datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))


def test_two_days_make_a_period_and_nonsense_is_told(client, diane, projet):
    hier = timezone.localdate() - datetime.timedelta(days=1)
    texte = page(client, diane, f"?periode=libre&du={hier}&au={hier}").content.decode()
    assert f"Du {hier:%d/%m/%Y}" in texte
    assert "Période impossible" in page(client, diane, f"?periode=libre&du={hier}&au=2001-01-01").content.decode()


@pytest.mark.parametrize("par", ["lieu", "mois", "sexe", "tranche_age", "commune", "epci", "type_lieu"])
@pytest.mark.parametrize("tri", ["", "valeur", "ecart", "nom"])
def test_every_breakdown_in_every_order(client, diane, projet, par, tri):
    PremierAccueilFactory(jeune=JeuneFactory(commune=CommuneFactory(nom="Souvigny")))
    repartition = page(client, diane, f"?par={par}&tri={tri}").context["repartition"]
    assert repartition.svg
    if par != "mois":
        assert repartition.lignes[-1].libelle == "Non renseigné"


def test_communes_are_a_grid_by_epci(client, diane, projet):
    souvigny = CommuneFactory(nom="Souvigny", du_territoire=True)
    CommuneFactory(nom="Agonges", du_territoire=True, epci=souvigny.epci)
    PremierAccueilFactory(jeune=JeuneFactory(commune=souvigny))
    [quartier] = page(client, diane, "?par=commune").context["repartition"].carte
    assert [(tuile.nom, tuile.texte, tuile.ton) for tuile in quartier.tuiles] == [("Souvigny", "1", 5)]
    assert quartier.sans == 1


@pytest.mark.parametrize("adresse", ["?par=nom", "?tri=x&periode=2026-13", "?periode=libre&du=%00&au=9999-99-99"])
def test_odd_addresses_show_the_projet(client, diane, projet, adresse):
    page(client, diane, adresse)


def test_an_unknown_measure_is_not_found(client, diane, projet):
    client.force_login(diane)
    assert client.get(reverse("evaluation:mesure-detail", args=["bonheur"])).status_code == 404


def test_outside_a_second_line_hides_the_first(client, carole, projet):
    for nom, nombre in (("A", 3), ("B", 9), ("C", 30)):
        accueils(LieuFactory(nom=nom), nombre)
    assert table(page(client, carole)) == {"A": "masqué", "B": "masqué", "C": "30", "Non renseigné": "0"}


def test_who_is_hidden_among_ages_is_not_found_by_the_number_of_minors(client, carole, projet):
    for age, nombre in ((17, 6), (19, 40), (23, 30), (27, 3)):
        naissance = timezone.localdate() - datetime.timedelta(days=age * 365 + 100)
        PremierAccueilFactory.create_batch(nombre, jeune__date_naissance=naissance)
    assert table(page(client, carole, "?par=mineur")) == {"Mineurs": "6", "Majeurs": "73", "Non renseigné": "0"}
    ages = table(page(client, carole, "?par=tranche_age"))
    assert list(ages.values()) == ["6", "40", "masqué", "masqué", "0"]


def test_a_commune_is_not_found_by_the_figure_of_its_epci(client, carole, projet):
    un, deux = EPCIFactory(nom="Un"), EPCIFactory(nom="Deux")
    for nom, epci, nombre in (("A", un, 3), ("B", un, 40), ("C", deux, 8), ("D", deux, 9)):
        jeunes = JeuneFactory.create_batch(nombre, commune=CommuneFactory(nom=nom, epci=epci, du_territoire=True))
        for jeune in jeunes:
            PremierAccueilFactory(jeune=jeune)
    assert table(page(client, carole, "?par=epci")) == {"Deux": "17", "Un": "43", "Non renseigné": "0"}
    communes = table(page(client, carole, "?par=commune"))
    assert communes == {"A (03)": "masqué", "B (03)": "masqué", "C (03)": "8", "D (03)": "9", "Non renseigné": "0"}


def test_the_direction_may_look_at_the_version_to_give_away(client, diane, projet):
    accueils(LieuFactory(nom="A"), 3)
    accueils(LieuFactory(nom="B"), 30)
    assert table(page(client, diane))["A"] == "3"
    assert table(page(client, diane, "?diffusion=1"))["A"] == "masqué"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_hides_small_numbers_even_for_the_direction_and_is_journalled(client, diane, projet, format):
    accueils(LieuFactory(nom="=A"), 3)
    accueils(LieuFactory(nom="B"), 30)
    client.force_login(diane)
    reponse = client.get(reverse("evaluation:mesure-export", args=["premiers_accueils", format]) + "?par=lieu")
    if format == "csv":
        rows = [ligne.split(";") for ligne in reponse.content.decode("utf-8-sig").split("\r\n")]
    else:
        feuille = load_workbook(io.BytesIO(reponse.content)).active
        assert all(cellule.data_type != "f" for ligne in feuille.iter_rows() for cellule in ligne)
        rows = [[str(valeur) for valeur in ligne if valeur is not None] for ligne in feuille.values]
    assert rows[1][:2] == ["'=A" if format == "csv" else "=A", "masqué"]
    assert JournalAcces.objects.filter(action="export", utilisateur=diane).count() == 1


@pytest.mark.parametrize("texte", ["=1+1", "+33", "-2", "@x", "\tx"])
def test_no_cell_is_live(texte):
    assert safe_text(texte).startswith("'")


def test_the_number_is_the_list(client, diane, projet):
    accueils(LieuFactory(), 3)
    client.force_login(diane)
    reponse = client.get(reverse("evaluation:mesure-liste", args=["premiers_accueils"]))
    assert reponse.context["page"].paginator.count == 3


def test_an_indicateur_is_broken_down_under_its_own_filters(client, diane, projet):
    lieu = LieuFactory(nom="Camion")
    accueils(lieu, 2)
    accueils(LieuFactory(), 5)
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet)
    indicateur = IndicateurFactory(
        critere=CritereFactory(fiche=fiche), mesure="premiers_accueils", filtres={"lieu": [str(lieu.pk)]}
    )
    client.force_login(diane)
    reponse = client.get(reverse("evaluation:indicateur-repartition", args=[indicateur.pk]))
    assert reponse.context["repartition"].total.cases[0].texte == "2"


@pytest.mark.parametrize("lieux", [1, 10])
@pytest.mark.parametrize("par", ["lieu", "commune"])
def test_as_many_queries_for_one_line_as_for_ten(client, diane, projet, django_assert_max_num_queries, lieux, par):
    for _ in range(lieux):
        PremierAccueilFactory(lieu=LieuFactory(), jeune=JeuneFactory(commune=CommuneFactory()))
    client.force_login(diane)
    with django_assert_max_num_queries(12):
        client.get(reverse("evaluation:mesure-detail", args=["premiers_accueils"]) + f"?par={par}")


# --- Small numbers: nothing is given back by subtraction -------------------------------------------------------------


def span(lignes):
    """Return a function telling whether a vector is a combination of rows, by plain elimination."""
    rows = [list(map(Fraction, ligne)) for ligne in lignes]
    base = []
    for row in rows:
        row = reduced(row, base)
        if any(row):
            base.append(row)
    return lambda vecteur: not any(reduced(list(map(Fraction, vecteur)), base))


def reduced(row, base):
    for pivot in base:
        rang = next(n for n, value in enumerate(pivot) if value)
        if row[rang]:
            facteur = row[rang] / pivot[rang]
            row = [a - facteur * b for a, b in zip(row, pivot, strict=True)]
    return row


def assert_nothing_given_back(cellules, sommes):
    assert_hidden_well(cellules, sommes, secret.proteger({cle: (valeur,) for cle, valeur in cellules.items()}, sommes))


def assert_hidden_well(cellules, sommes, caches):
    assert all(cle in caches for cle, valeur in cellules.items() if 0 < valeur < 5)
    inconnues = sorted(caches, key=str)
    rows = []
    for parent, enfants in sommes:
        row = [(-1 if cle == parent else 0) + sum(cle == enfant for enfant in enfants) for cle in inconnues]
        rows.append(row)
    known = span(rows)
    for rang, cle in enumerate(inconnues):
        alone = [int(n == rang) for n in range(len(inconnues))]
        assert not (0 < cellules[cle] < 5 and known(alone)), (cellules, caches, cle)
    for parent, enfants in sommes:
        hidden = [cellules[cle] for cle in enfants if cle in caches]
        if hidden and parent not in caches:
            assert sum(hidden) >= 5, (cellules, caches)
            assert sum(hidden) > len(hidden), "each would be one"


@given(st.lists(st.integers(0, 30), min_size=1, max_size=10))
def test_a_breakdown_beside_its_total_gives_back_nobody(nombres):
    cellules = dict(enumerate(nombres)) | {"total": sum(nombres)}
    assert_nothing_given_back(cellules, [("total", list(range(len(nombres))))])


@given(st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_breakdown_and_the_coarser_one_read_together_give_back_nobody(groupes):
    mesure = registre.get("premiers_accueils")
    lignes = [(groupe, nombre) for groupe, nombres in enumerate(groupes) for nombre in nombres]
    total = effectif(sum(nombre for _, nombre in lignes))
    fines = [((rang, groupe), "", (effectif(nombre),)) for rang, (groupe, nombre) in enumerate(lignes)]
    larges = [(groupe, "", (effectif(sum(nombres)),)) for groupe, nombres in enumerate(groupes)]
    reunies = {cle: cle[1] for cle, _, _ in fines}
    # Each page is made alone; whoever opens both puts them together.
    caches = {("fine", rang) for rang, _ in _caches(fines, [total], mesure, reunies)}
    caches |= {("large", rang) for rang, _ in _caches(larges, [total], mesure)}
    cellules = {("fine", rang): nombre for rang, (_, nombre) in enumerate(lignes)}
    cellules |= {("large", groupe): sum(nombres) for groupe, nombres in enumerate(groupes)}
    fines_de = {
        groupe: [("fine", rang) for rang, ligne in enumerate(lignes) if ligne[0] == groupe]
        for groupe in range(len(groupes))
    }
    tout = {("fine", "total"): total.valeur, ("large", "total"): total.valeur}
    sommes = [(("large", groupe), enfants) for groupe, enfants in fines_de.items()]
    sommes += [(("large", "total"), [("large", groupe) for groupe in fines_de])]
    caches = {(table, "total" if rang == "total" else rang) for table, rang in caches}
    assert_hidden_well({**cellules, **tout}, sommes, caches)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_a_bilan_and_the_page_of_the_same_ages_read_together_give_back_nobody(nombres):
    mesure = registre.get("premiers_accueils")
    cles = [code for code, *_ in TRANCHES_AGE]
    total = effectif(sum(nombres))
    lignes = [LigneVentilation(cle, cle, effectif(nombre)) for cle, nombre in zip(cles, nombres, strict=True)]
    caches = {
        cles[rang]
        for rang, _ in _caches(
            [(ligne.cle, ligne.libelle, (ligne.resultat,)) for ligne in lignes],
            [total],
            mesure,
            reunies_de(cles, mesure, "tranche_age"),
        )
        if rang != "total"
    }
    ecrites = {m.libelle: m for m in montrer_lignes(lignes, total, mesure, "tranche_age") if not m.masque}
    cellules = dict(zip(cles, nombres, strict=True)) | {nom: int(m.resultat.valeur) for nom, m in ecrites.items()}
    cellules["total"] = sum(nombres)
    sommes = [("total", cles), *((nom, nom.split(", ")) for nom in ecrites if nom not in cles)]
    restent = caches - set(ecrites) | ({"total"} if 0 < sum(nombres) < 5 else set())
    assert restent - {"total"} == caches, "a line that the page hides is written in the bilan"
    assert_hidden_well(cellules, sommes, restent)


def effectif(nombre):
    return Resultat(EtatValeur.MESUREE, valeur=Decimal(nombre), numerateur=Decimal(nombre))


@example([[0, 1, 0], [0, 4, 1], [2, 0, 3]])  # only cells of nobody are left to hide the last ones
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=5))
def test_a_table_with_totals_on_both_sides_gives_back_nobody(lignes):
    cellules = {(r, c): n for r, ligne in enumerate(lignes) for c, n in enumerate(ligne)}
    cellules |= {(r, "t"): sum(ligne) for r, ligne in enumerate(lignes)}
    cellules |= {("t", c): sum(ligne[c] for ligne in lignes) for c in range(3)}
    cellules["t", "t"] = sum(map(sum, lignes))
    rangs = range(len(lignes))
    sommes = [((r, "t"), [(r, c) for c in range(3)]) for r in rangs]
    sommes += [(("t", c), [(r, c) for r in rangs]) for c in range(3)]
    sommes += [(("t", "t"), [("t", c) for c in range(3)]), (("t", "t"), [(r, "t") for r in rangs])]
    assert_nothing_given_back(cellules, sommes)


@given(st.lists(st.integers(0, 15), min_size=2, max_size=12))
def test_months_beside_their_running_total_give_back_nobody(mois):
    cellules = {("m", n): valeur for n, valeur in enumerate(mois)}
    cellules |= {("c", n): sum(mois[: n + 1]) for n in range(len(mois))}
    sommes = [(("c", n), [("c", n - 1), ("m", n)] if n else [("m", 0)]) for n in range(len(mois))]
    assert_nothing_given_back(cellules, sommes)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_points_of_a_growing_total_are_never_few_people_apart(gains):
    cumuls = [sum(gains[: n + 1]) for n in range(len(gains))]
    montres = [v for v, cache in zip(cumuls, secret.espaces(cumuls), strict=True) if not cache]
    assert all(b - a == 0 or b - a >= 5 for a, b in itertools.pairwise(montres))
