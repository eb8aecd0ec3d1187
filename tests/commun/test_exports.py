"""What leaves as a spreadsheet."""

from io import BytesIO

from openpyxl import load_workbook

from commun.exports import Onglet, write_xlsx


def test_a_row_is_as_high_as_its_longest_cell():
    onglet = Onglet(
        "Liste", [("Nom", 10), ("Nombre", 10)], [("court", 1), ("un nom qui demande quatre lignes entières", 2)]
    )
    page = load_workbook(BytesIO(write_xlsx([onglet], titre="Liste"))).worksheets[0]
    assert page.row_dimensions[2].height is None
    assert page.row_dimensions[3].height >= 4 * 15


def test_a_head_is_as_high_as_its_words():
    onglet = Onglet("Liste", [("Depuis le début du projet (premiers accueils)", 20)], [(1,)])
    page = load_workbook(BytesIO(write_xlsx([onglet], titre="Liste"))).worksheets[0]
    assert page.row_dimensions[1].height >= 2 * 15
