"""Charts: finite and well formed whatever the series, and said in words."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commun import graphiques

SVG = "{http://www.w3.org/2000/svg}"
valeurs = st.none() | st.integers(-10, 10**7) | st.floats(allow_nan=True, allow_infinity=True)
noms = st.text(max_size=40)
points = st.lists(st.tuples(noms, valeurs), max_size=40)


def drawing(svg: str) -> ET.Element:
    """Parse a drawing and refuse what is not a finite number in a coordinate."""
    root = ET.fromstring(re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", "", svg))
    for element in root.iter():
        assert "style" not in element.attrib
        for name, value in element.attrib.items():
            if name in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "width", "height", "viewBox"}:
                assert not re.search(r"nan|inf|e", value), f"{name}={value}"
    return root


@given(points, valeurs)
@settings(max_examples=150, deadline=None)
def test_every_chart_is_finite_for_any_series(serie, cible):
    drawing(graphiques.courbe(serie, titre="t", cible=cible))
    drawing(graphiques.barres(serie, titre="t", cible=cible))
    drawing(graphiques.etincelle([valeur for _, valeur in serie], titre="t"))
    drawing(graphiques.jauge(cible, "t"))
    drawing(graphiques.barres_groupees([nom for nom, _ in serie], [("a", [v for _, v in serie]), ("b", [])], titre="t"))
    drawing(graphiques.petites_multiples([("a", serie), ("b", []), ("c", serie[:1])], titre="t", cible=cible))


@pytest.mark.parametrize(
    "serie", [[], [("a", None)], [("a", 5)], [("a", 5), ("b", 5)], [("a", 0)] * 12, [("a", 5), ("b", None), ("c", 1e9)]]
)
def test_the_awkward_series_draw(serie):
    assert drawing(graphiques.courbe(serie, titre="Accueils")).find("{*}title").text == "Accueils"


def test_a_gap_lifts_the_pen():
    svg = graphiques.courbe([("a", 1), ("b", 2), ("c", None), ("d", 3), ("e", 4)], titre="t")
    assert drawing(svg).find("{*}path").attrib["d"].count("M") == 2


def test_the_description_says_what_the_drawing_shows():
    svg = graphiques.courbe([("janv.", 12), ("févr.", 34140)], titre="t", cible=50, unite="jeunes")
    assert "Dernière valeur\u00a0: 34\u202f140\u00a0jeunes (févr.)" in svg
    assert "Cible\u00a0: 50" in svg


def test_no_label_leaves_the_drawing():
    svg = graphiques.courbe(
        [(f"mois {n}", 10**n) for n in range(7)], titre="t", cible=1234567, unite="premiers accueils"
    )
    for text in drawing(svg).iter(f"{SVG}text"):
        width = len(text.text) * float(text.attrib["font-size"]) * 0.5
        start = (
            float(text.attrib["x"])
            - {"start": 0, "middle": width / 2, "end": width}[text.attrib.get("text-anchor", "start")]
        )
        assert start >= -1
        assert start + width <= 441


@pytest.mark.parametrize(
    ("serie", "mot"),
    [
        ([1, 2, 3, 4], "en hausse"),
        ([4, 3, 2, 1], "en baisse"),
        ([10, 10, 10, 10.2], "stable"),
        ([1, 2, 3], ""),
        ([0] * 4, "stable"),
        ([], ""),
    ],
)
def test_the_tendency_is_a_word(serie, mot):
    assert graphiques.tendance(serie) == mot


@pytest.mark.parametrize(
    ("haut", "niveaux"), [(1, [0, 1]), (2, [0, 1, 2]), (10, [0, 5, 10]), (40, [0, 10, 20, 30, 40])]
)
def test_what_is_counted_in_whole_has_whole_levels(haut, niveaux):
    assert graphiques.graduations(0, haut, entiers=True) == niveaux
    assert "0,5" not in graphiques.courbe([("janv.", 0), ("févr.", haut)], titre="Formations")


@pytest.mark.parametrize(("bas", "haut"), [(0, 100), (0, 0.3), (-5, 5), (7, 7), (0, 0), (0, 1e14)])
def test_the_scale_covers_the_values_with_round_steps(bas, haut):
    niveaux = graphiques.graduations(bas, haut)
    assert niveaux[0] <= bas
    assert niveaux[-1] >= haut
    assert 2 <= len(niveaux) <= 7


def test_a_month_alone_between_two_gaps_is_seen():
    svg = graphiques.courbe([("a", None), ("b", 3), ("c", None), ("d", 5)], titre="t")
    assert len(list(drawing(svg).iter(f"{SVG}circle"))) == 2 + 1  # the one alone, and the last one twice


def test_the_last_value_and_its_target_are_not_written_over_each_other():
    svg = drawing(graphiques.courbe([("a", 10), ("b", 50)], titre="t", cible=51))
    lignes = {text.text: float(text.attrib["y"]) for text in svg.iter(f"{SVG}text")}
    assert abs(lignes["50"] - lignes["cible 51"]) >= 16


def test_the_name_of_a_target_at_the_very_top_is_not_cut():
    svg = drawing(graphiques.courbe([("a", 10), ("b", 79)], titre="t", cible=80))
    lignes = {text.text: float(text.attrib["y"]) for text in svg.iter(f"{SVG}text")}
    assert lignes["cible 80"] >= 13


@pytest.mark.parametrize(
    ("mot", "sens", "ton"),
    [
        ("en hausse", "hausse", "bien"),
        ("en hausse", "baisse", "alerte"),
        ("en baisse", "baisse", "bien"),
        ("en baisse", "neutre", "neutre"),
        ("stable", "hausse", "neutre"),
        ("", "hausse", "neutre"),
    ],
)
def test_a_tendency_is_good_when_it_goes_the_right_way(mot, sens, ton):
    assert graphiques.ton_tendance(mot, sens) == ton


def test_a_value_alone_between_two_gaps_is_a_dot_in_a_sparkline():
    trace = drawing(graphiques.etincelle([5, None, 7, None, 9, 8], titre="Ouvertures"))
    assert len(trace.findall("{*}circle")) == 3  # 5, 7, and the last one of all


@pytest.mark.parametrize(("valeur", "cible"), [(50, 55), (50, 51), (99, 100), (1, 2)])
def test_the_line_of_a_target_goes_through_no_number(valeur, cible):
    racine = drawing(graphiques.barres([("Yzeure", valeur), ("Moulins", 100)], titre="t", cible=cible))
    ligne = next(float(e.get("x1")) for e in racine.iter(f"{SVG}line") if e.get("class") == "g-cible")
    nombre = next(e for e in racine.iter(f"{SVG}text") if e.text == str(valeur))
    assert not float(nombre.get("x")) < ligne < float(nombre.get("x")) + 18


def test_a_last_value_known_early_is_not_crossed_by_the_line_of_the_target():
    racine = drawing(graphiques.courbe([("janv.", 40), ("févr.", 50), ("mars", None)], titre="t", cible=51))
    ligne = next(float(e.get("y1")) for e in racine.iter(f"{SVG}line") if e.get("class") == "g-cible")
    nombre = next(float(e.get("y")) for e in racine.iter(f"{SVG}text") if e.text == "50" and e.get("font-weight"))
    assert not nombre - 10 < ligne < nombre


@pytest.mark.parametrize(("valeur", "texte"), [(12.34, "12,34"), (1234.5, "1\u202f234,5"), (3.10, "3,1"), (12.0, "12")])
def test_a_number_has_the_decimals_of_the_table_beside(valeur, texte):
    assert graphiques.texte_nombre(valeur) == texte
