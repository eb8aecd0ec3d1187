"""What real Word fiches do, one shape at a time; the documents are made here, the sentences invented."""

from typing import Any

import pytest
from docx import Document

from plans_action.imports.fiche import FicheLue
from plans_action.imports.lecture import read_fiches
from tests.plans_action.documents_word import (
    COLONNES,
    EVALUATIONS,
    PERSPECTIVES,
    VALEURS,
    add_table,
    as_bytes,
    insert_xml,
    lost_words,
    moulins,
    rewrite,
    vertical,
)

pytestmark = pytest.mark.une_fois

ETAPE = ("Etape 1", "Choisir le terrain", "En mars", "La direction", "Avec la mairie")


def read(document: Any) -> FicheLue:
    """Read a document of one fiche, and check that no word of it is lost."""
    contenu = document if isinstance(document, bytes) else as_bytes(document)
    fiches = read_fiches(contenu, nom="essai.docx")
    assert not lost_words(contenu, fiches)
    assert len(fiches) == 1
    return fiches[0]


def lignes(fiche: FicheLue) -> list[tuple[int, list[tuple[str, str, str, str]]]]:
    """Return the steps as numbers and lines."""
    return [(e.numero, [(li.quoi, li.quand, li.qui, li.comment) for li in e.lignes]) for e in fiche.etapes]


def test_every_header_field_is_read_in_its_place():
    fiche = read(moulins([ETAPE]))
    champs = ("objectif", "calendrier", "resume", "coordonne", "realise", "partenaires", "recurrence")
    assert fiche.titre == "JARDIN PARTAGE"
    assert tuple(getattr(fiche, champ) for champ in champs) == VALEURS
    assert fiche.a_ranger == []


def test_the_json_has_the_published_keys():
    json = read(moulins([ETAPE, (EVALUATIONS, "", "", "", "• Nombre de récoltes")])).as_json()
    assert list(json) == [
        "titre", "objectif", "calendrier", "resume", "coordonne", "realise", "partenaires", "recurrence", "etapes",
        "evaluation", "perspectives", "a_ranger",
    ]  # fmt: skip
    assert json["etapes"] == [
        {"numero": 1, "lignes": [{"quoi": "Choisir le terrain", "quand": "En mars", "qui": "La direction",
                                  "comment": "Avec la mairie"}]}
    ]  # fmt: skip
    assert json["evaluation"] == {
        "quoi": "", "quand": "", "qui": "", "comment": "• Nombre de récoltes", "indicateurs": ["Nombre de récoltes"],
    }  # fmt: skip


# --- Rows --------------------------------------------------------------------------------------------


def test_a_row_cut_by_a_page_is_one_line():
    fiche = read(
        moulins([
            ("Etape 0", "Préparer le sol", "Pendant tout l'hiver, jusqu'à", "Les jeunes", "Trois outils sont prêtés."),
            ("", "", "la fin du gel", "", "Les gants sont fournis"),
        ])
    )  # fmt: skip
    assert lignes(fiche) == [
        (0, [("Préparer le sol", "Pendant tout l'hiver, jusqu'à la fin du gel", "Les jeunes",
              "Trois outils sont prêtés.\nLes gants sont fournis")])
    ]  # fmt: skip


def test_a_second_row_that_says_what_is_done_is_a_second_line():
    fiche = read(moulins([ETAPE, ("", "Signer la convention", "En avril", "La mairie", "")]))
    assert lignes(fiche) == [(1, [ETAPE[1:], ("Signer la convention", "En avril", "La mairie", "")])]


def test_a_vertical_merge_of_the_step_gives_lines():
    document = moulins([ETAPE, ("", "", "En mai", "Les voisins", "Par courrier")])
    rangees = document.tables[1].rows
    vertical(rangees[2].cells[0], "restart")
    vertical(rangees[3].cells[0], None)
    assert lignes(read(document)) == [(1, [ETAPE[1:], ("", "En mai", "Les voisins", "Par courrier")])]


def test_cells_of_as_many_lines_answer_one_another():
    fiche = read(
        moulins([
            ("Etape 1", "Choisir les parcelles\nen écoutant les jeunes\net semer", "Hiver\nPrintemps\nMai",
             "Alice\nLes jeunes\nTous",
             "• Choisir selon le soleil\n• Visite sur place\n• Écouter chaque jeune\nUn rang chacun"),
        ])
    )  # fmt: skip
    assert lignes(fiche) == [
        (1, [
            ("Choisir les parcelles", "Hiver", "Alice", "• Choisir selon le soleil\n• Visite sur place"),
            ("en écoutant les jeunes", "Printemps", "Les jeunes", "• Écouter chaque jeune"),
            ("et semer", "Mai", "Tous", "Un rang chacun"),
        ])
    ]  # fmt: skip


def test_cells_that_do_not_agree_stay_whole():
    ligne = ("Etape 1", "Permanences", "Lundi matin\nMardi\nJeudi", "Alice\nBruno\nChloé", "Au village")
    assert lignes(read(moulins([ligne]))) == [(1, [ligne[1:]])]


def test_a_step_without_line_is_kept():
    assert lignes(read(moulins([ETAPE, ("Etape 2", "", "", "", "")]))) == [(1, [ETAPE[1:]]), (2, [])]


@pytest.mark.parametrize(
    ("libelle", "numero", "quoi"),
    [
        ("Étape 3", 3, ""),
        ("ETAPE n°3 :", 3, ""),
        ("Etape3", 3, ""),
        ("3", 3, ""),
        ("3.", 3, ""),
        ("N° 3", 3, ""),
        ("3e étape", 3, ""),
        ("Troisième étape", 3, ""),
        ("Etpae 3", 3, ""),
        ("Etape trois", 3, ""),
        ("• Étape\u00a03", 3, ""),
        ("Étape 3 : arroser", 3, "arroser"),
        ("3 - arroser", 3, "arroser"),
        ("3/", 3, ""),
        ("3/ arroser", 3, "arroser"),
        ("Action 3", 3, ""),
        ("Action n°3 : arroser", 3, "arroser"),
        ("3/4 des jeunes", 2, "3/4 des jeunes"),
        ("Action sur le marché", 2, "Action sur le marché"),
        ("Etape : arroser", 2, "arroser"),
        ("Arroser", 2, "Arroser"),
        ("Etape", 2, ""),
    ],
)
def test_the_number_of_a_step_is_read_in_many_writings(libelle, numero, quoi):
    fiche = read(moulins([ETAPE, (libelle, "Au jardin", "", "", "")]))
    assert fiche.etapes[1].numero == numero
    assert fiche.etapes[1].lignes[0].quoi == "\n".join(filter(None, [quoi, "Au jardin"]))


def test_two_steps_of_one_number_stay_two():
    fiche = read(moulins([ETAPE, ("Etape 1", "Semer", "", "", ""), ("Etape 3", "Récolter", "", "", "")]))
    assert [etape.numero for etape in fiche.etapes] == [1, 1, 3]


def test_a_step_that_goes_on_on_the_next_page_is_one():
    fiche = read(moulins([ETAPE, ("Etape 1 (suite)", "Signer", "", "", ""), ("Etape 2", "Semer", "", "", "")]))
    assert [(numero, len(fils)) for numero, fils in lignes(fiche)] == [(1, 2), (2, 1)]


def test_a_step_as_a_title_across_the_table_holds_the_rows_below():
    fiche = read(moulins([("Etape 1 : le terrain",), ("", "Mesurer", "Mars", "", ""), ("", "Clore", "Avril", "", "")]))
    assert lignes(fiche) == [(1, [("le terrain", "", "", ""), ("Mesurer", "Mars", "", ""), ("Clore", "Avril", "", "")])]


# --- Columns -----------------------------------------------------------------------------------------


def test_columns_are_found_by_their_title():
    colonnes = ("Quand ?", "Comment?", "ETAPES", "Qui", "Quoi ?")
    fiche = read(moulins([("En mars", "Avec la mairie", "Etape 1", "La direction", "Choisir")], colonnes=colonnes))
    assert lignes(fiche) == [(1, [("Choisir", "En mars", "La direction", "Avec la mairie")])]


def test_a_column_with_a_slip_in_its_title_is_found():
    colonnes = ("Etapes sucessives de l'action", "Qoi ?", "Quand ?", "Qui ?", "Coment ?")
    assert lignes(read(moulins([ETAPE], colonnes=colonnes))) == [(1, [ETAPE[1:]])]


def test_titles_repeated_on_each_page_are_no_step():
    fiche = read(moulins([ETAPE, COLONNES, ("Etape 2", "Semer", "", "", "")]))
    assert [etape.numero for etape in fiche.etapes] == [1, 2]


def test_a_column_that_the_template_has_not_is_set_aside():
    fiche = read(moulins([(*ETAPE, "200 euros")], colonnes=(*COLONNES, "Coût estimé")))
    assert lignes(fiche) == [(1, [ETAPE[1:]])]
    assert fiche.a_ranger == ["Colonne « Coût estimé »", "Etape 1, Coût estimé : 200 euros"]


def test_a_demarche_without_titles_is_read_in_the_usual_order():
    assert lignes(read(moulins([ETAPE], colonnes=()))) == [(1, [ETAPE[1:]])]


def test_a_demarche_without_a_column_of_steps_takes_each_row_as_one():
    fiche = read(moulins([("Choisir", "Mars", "Alice", "À pied"), ("Semer", "Avril", "", "")], colonnes=COLONNES[1:]))
    assert [(e.numero, e.lignes[0].quoi) for e in fiche.etapes] == [(1, "Choisir"), (2, "Semer")]


def test_cells_merged_across_columns_go_to_the_first_of_them():
    document = moulins([("Etape 1", "Choisir et clore", "", "Alice", "")])
    rangee = document.tables[1].rows[2]
    rangee.cells[1].merge(rangee.cells[2])
    assert lignes(read(document)) == [(1, [("Choisir et clore", "", "Alice", "")])]


def test_a_table_cut_in_two_goes_on_with_the_same_columns():
    document = moulins([ETAPE])
    document.add_paragraph("")
    add_table(document, [("Etape 2", "Semer", "Avril", "Tous", "")], 5)
    assert [etape.numero for etape in read(document).etapes] == [1, 2]


# --- Labels ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("libelle", "champ"),
    [
        ("OBJECTIFS :", "objectif"),
        ("Objetcif", "objectif"),
        ("Calendrier de l’action", "calendrier"),
        ("Resumé de l' action", "resume"),
        ("QUI COORDONE ?", "coordonne"),
        ("Qui réalise", "realise"),
        ("Partenaires associés à l'action", "partenaires"),
        ("Partenaires", "partenaires"),
        ("Réurrence", "recurrence"),
        ("Récurence de l'action", "recurrence"),
    ],
)
def test_labels_are_recognised_with_their_slips(libelle, champ):
    fiche = read(moulins([ETAPE], entete=[(libelle, "Ce qui est écrit à côté")]))
    assert getattr(fiche, champ) == "Ce qui est écrit à côté"
    assert fiche.a_ranger == []


def test_an_unknown_label_is_set_aside_with_its_value():
    fiche = read(moulins([ETAPE], entete=[("Objectif", "Jardiner"), ("Matériel roulant", "Une brouette")]))
    assert fiche.a_ranger == ["Matériel roulant : Une brouette"]


def test_a_value_cut_by_a_page_goes_on():
    entete = [("Objectif", "Jardiner avec les voisins et"), ("", "les écoles"), ("Qui réalise ?", "Tous")]
    assert read(moulins([ETAPE], entete=entete)).objectif == "Jardiner avec les voisins et les écoles"


def test_a_label_cut_by_a_page_is_one_label():
    entete = [("Partenaire(s) associé(s)", "La mairie,"), ("à l'action", "le lycée")]
    fiche = read(moulins([ETAPE], entete=entete))
    assert (fiche.partenaires, fiche.a_ranger) == ("La mairie, le lycée", [])


def test_two_fields_side_by_side_are_both_read():
    document = Document()
    document.add_heading("Intitulé de l'action : JARDIN", level=1)
    add_table(document, [("Objectif", "Jardiner", "Récurrence", "Chaque mois")], 4)
    fiche = read(document)
    assert (fiche.objectif, fiche.recurrence) == ("Jardiner", "Chaque mois")


def test_label_and_value_in_one_cell_are_told_apart():
    document = Document()
    add_table(document, [("Intitulé de l'action : JARDIN",), ("Objectif : jardiner",), ("Récurrence\nMensuelle",)], 1)
    fiche = read(document)
    assert (fiche.titre, fiche.objectif, fiche.recurrence) == ("JARDIN", "jardiner", "Mensuelle")


def test_the_title_may_be_in_the_next_paragraph_or_missing():
    document = Document()
    document.add_paragraph("Intitulé de l'action :")
    document.add_paragraph("JARDIN PARTAGÉ")
    assert read(moulins([ETAPE], titre=None, document=document)).titre == "JARDIN PARTAGÉ"
    fiche = read(moulins([ETAPE], titre=None))
    assert fiche.titre == "Essai"
    assert "nom du fichier" in fiche.avertissements[0]


# --- Evaluation and perspectives -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "indicateurs"),
    [
        ("• Nombre de récoltes\n• Taux de présence", ["Nombre de récoltes", "Taux de présence"]),
        ("- Nombre de récoltes - Taux de présence - Goûts découverts",
         ["Nombre de récoltes", "Taux de présence", "Goûts découverts"]),
        ("Indicateurs : \n - Plaisir des jeunes - Avis des voisins", ["Plaisir des jeunes", "Avis des voisins"]),
        ("Nombre de récoltes Taux de présence", ["Nombre de récoltes", "Taux de présence"]),
        ("Nombre de récoltes / Fréquence des visites", ["Nombre de récoltes", "Fréquence des visites"]),
        ("Le jardin plaît-il aux jeunes ? Aux voisins ?", ["Le jardin plaît-il aux jeunes ? Aux voisins ?"]),
        ("Les jeunes : • Nombre de récoltes Les voisins : Questionnaire d'avis Attention : météo",
         ["Nombre de récoltes", "Questionnaire d'avis"]),
        ("Échanges entre jardiniers", ["Échanges entre jardiniers"]),
        ("1. Nombre de récoltes\n2) Taux de présence", ["Nombre de récoltes", "Taux de présence"]),
        ("Évaluer l'action : enquête auprès des voisins", ["enquête auprès des voisins"]),
        ("Nombre de récoltes ; nombre de visites", ["Nombre de récoltes", "nombre de visites"]),
        ("Attention : météo", []),
        ("-Nombre de récoltes -Taux de présence", ["Nombre de récoltes", "Taux de présence"]),
        ("\uf0b7 Nombre de récoltes\n\uf0b7 Goûts découverts", ["Nombre de récoltes", "Goûts découverts"]),
        ("o Récoltes partagées\no Voisins venus", ["Récoltes partagées", "Voisins venus"]),
        ("Satisfaction : jeunes et voisins", ["Satisfaction : jeunes et voisins"]),
        ("Indicateurs quantitatifs : nombre de récoltes", ["nombre de récoltes"]),
        ("Nombre de récoltes\nIntérêt des voisins\nGoûts découverts",
         ["Nombre de récoltes", "Intérêt des voisins", "Goûts découverts"]),
        ("nombre de récoltes\nintérêt des voisins", ["nombre de récoltes", "intérêt des voisins"]),
        ("- nombre de récoltes - intérêt des voisins", ["nombre de récoltes", "intérêt des voisins"]),
        ("Nombre de récoltes Intérêt des voisins Situation des jeunes",
         ["Nombre de récoltes", "Intérêt des voisins", "Situation des jeunes"]),
        ("Quantitatif : nombre de récoltes Qualitatif : Retours des voisins",
         ["nombre de récoltes", "Retours des voisins"]),
        ("% de voisins venus", ["% de voisins venus"]),
        ("Nb de récoltes\nNB : tenir un cahier", ["Nb de récoltes"]),
        ("a) Nombre de récoltes\nb) Goûts découverts", ["Nombre de récoltes", "Goûts découverts"]),
        ("1/ Nombre de récoltes\n2/ Goûts découverts", ["Nombre de récoltes", "Goûts découverts"]),
        ("➔ Nombre de récoltes\n=> Goûts découverts", ["Nombre de récoltes", "Goûts découverts"]),
        ("Nombre de jeunes ayant\ngoûté une tomate", ["Nombre de jeunes ayant goûté une tomate"]),
        ("Nombre de récoltes. Un cahier sera tenu au jardin. Avis des voisins.",
         ["Nombre de récoltes.", "Avis des voisins."]),
        ("Nombre de jeunes (accueil, Suivi ; autres) Fréquence des visites",
         ["Nombre de jeunes (accueil, Suivi ; autres)", "Fréquence des visites"]),
        ("Les lieux plaisent-ils ? • Nombre de récoltes", ["Les lieux plaisent-ils ?", "Nombre de récoltes"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("colonne", [1, 4])
def test_each_sign_of_the_evaluation_becomes_an_indicateur(texte, indicateurs, colonne):
    ligne = [EVALUATIONS, "", "En juin", "Alice", ""]
    ligne[colonne] = texte
    assert read(moulins([ETAPE, ligne])).evaluation.indicateurs == indicateurs


@pytest.mark.parametrize("blanc", ["\u00a0", "\u202f"])
def test_unbreakable_spaces_do_not_hide_signs(blanc):
    texte = "Les jeunes : \nNombre de récoltes \nAvis des voisins Les partenaires : Retours des mairies"
    evaluation = read(moulins([ETAPE, (EVALUATIONS, "", "", "", texte.replace(" ", blanc))])).evaluation
    signes = [(signe.groupe.replace(blanc, " "), signe.texte.replace(blanc, " ")) for signe in evaluation.signes]
    assert signes == [
        ("Les jeunes", "Nombre de récoltes"),
        ("Les jeunes", "Avis des voisins"),
        ("Les partenaires", "Retours des mairies"),
    ]


def test_a_sign_written_in_the_wrong_cell_is_found():
    fiche = read(moulins([ETAPE, (EVALUATIONS, "Un bilan", "En juin", "Nombre de voisins venus", "")]))
    assert fiche.evaluation.indicateurs == ["Un bilan", "Nombre de voisins venus"]


def test_bullets_drawn_by_word_are_bullets():
    document = moulins([ETAPE, (EVALUATIONS, "", "", "", "")])
    cellule = document.tables[1].rows[-1].cells[4]
    for texte in ("Récoltes partagées", "Voisins rencontrés"):
        cellule.add_paragraph(texte, style="List Bullet")
    fiche = read(document)
    assert fiche.evaluation.comment == "• Récoltes partagées\n• Voisins rencontrés"
    assert fiche.evaluation.indicateurs == ["Récoltes partagées", "Voisins rencontrés"]


def test_the_rows_below_the_evaluation_belong_to_it():
    fiche = read(moulins([ETAPE, (EVALUATIONS, "Un bilan", "En juin", "", ""), ("", "Attention : météo", "", "", "")]))
    assert fiche.evaluation.quoi == "Un bilan\nAttention : météo"
    assert len(fiche.etapes) == 1


def test_an_evaluation_label_cut_by_a_page_is_no_text():
    fiche = read(
        moulins([
            ETAPE,
            ("Evaluations, résultats facteur de réussite et", "", "", "", "• Nombre de récoltes"),
            ("d'échec, suivi (qui ? et comment)", "", "", "", "• Taux de présence"),
        ])
    )  # fmt: skip
    assert fiche.evaluation.indicateurs == ["Nombre de récoltes", "Taux de présence"]
    assert fiche.a_ranger == []


def test_perspectives_say_which_cell_they_come_from():
    fiche = read(moulins([ETAPE, (PERSPECTIVES, "Un second jardin", "En 2031", "", "Qui Toute l'équipe")]))
    assert fiche.perspectives == "Un second jardin\nQuand : En 2031\nComment : Qui Toute l'équipe"
    assert read(moulins([ETAPE, (PERSPECTIVES, "", "En 2031", "", "")])).perspectives == "En 2031"


# --- Where Word hides words -----------------------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted_and_what_they_delete_is_set_aside():
    document = moulins([ETAPE])
    paragraphe = document.tables[0].rows[0].cells[1].paragraphs[0]._p
    insert_xml(paragraphe, '<w:ins w:id="1" w:author="X"><w:r><w:t xml:space="preserve"> ajouté</w:t></w:r></w:ins>')
    insert_xml(paragraphe, '<w:del w:id="2" w:author="X"><w:r><w:delText> retiré</w:delText></w:r></w:del>')
    fiche = read(document)
    assert fiche.objectif == f"{VALEURS[0]} ajouté"
    assert fiche.a_ranger == ["Texte supprimé en suivi des modifications : retiré"]


def test_words_typed_by_two_people_at_once_are_read():
    document = moulins([ETAPE])
    paragraphe = document.tables[-1].rows[-1].cells[1].paragraphs[0]._p
    conflit = paragraphe.makeelement("{http://schemas.microsoft.com/office/word/2010/wordml}conflictIns")
    paragraphe.append(conflit)
    insert_xml(conflit, '<w:r><w:t xml:space="preserve"> ensemble</w:t></w:r>')
    assert read(document).etapes[0].lignes[0].quoi.endswith(" ensemble")


def test_content_controls_links_and_fields_are_read():
    document = moulins([ETAPE])
    paragraphe = document.tables[0].rows[0].cells[1].paragraphs[0]._p
    insert_xml(paragraphe, "<w:hyperlink><w:r><w:t> avec lien</w:t></w:r></w:hyperlink>")
    insert_xml(
        paragraphe,
        "<w:sdt><w:sdtContent><w:r><w:t> et choix</w:t></w:r></w:sdtContent></w:sdt>",
    )
    insert_xml(paragraphe, '<w:fldSimple w:instr="DATE"><w:r><w:t> le 3 mai</w:t></w:r></w:fldSimple>')
    assert read(document).objectif == f"{VALEURS[0]} avec lien et choix le 3 mai"


def test_a_cell_and_a_row_inside_content_controls_are_read():
    document = moulins([ETAPE])
    for element in (document.tables[0].rows[0]._tr, document.tables[0].rows[1].cells[1]._tc):
        parent = element.getparent()
        place = parent.index(element)
        enveloppe = insert_xml(parent, "<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
        parent.remove(enveloppe)
        parent.insert(place, enveloppe)
        enveloppe[0].append(element)
    fiche = read(document)
    assert (fiche.objectif, fiche.calendrier) == VALEURS[:2]


def test_a_text_box_is_read_once_though_written_twice():
    document = moulins([ETAPE])
    boite = "<w:txbxContent><w:p><w:r><w:t>Encadré du bas</w:t></w:r></w:p></w:txbxContent>"
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    insert_xml(
        document.add_paragraph()._p,
        f"<w:r {ns}><mc:AlternateContent><mc:Choice><w:drawing>{boite}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{boite}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert read(document).a_ranger == ["Encadré du bas"]


def test_headers_footers_and_comments_are_set_aside():
    document = moulins([ETAPE])
    document.sections[0].header.paragraphs[0].text = "Mission Locale du Val"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_comment(document.paragraphs[0].runs, text="À relire", author="X")
    assert set(read_fiches(as_bytes(document))[0].a_ranger) == {
        "En-tête de page : Mission Locale du Val",
        "Commentaire : À relire",
    }


def test_nested_tables_are_read_where_they_are():
    document = Document()
    document.add_paragraph("Intitulé de l'action : JARDIN")
    cadre = document.add_table(rows=1, cols=1).cell(0, 0)
    interieur = cadre.add_table(rows=2, cols=2)
    for rangee, (libelle, valeur) in zip(
        interieur.rows, [("Objectif", "Jardiner"), ("Récurrence", "Mensuelle")], strict=True
    ):
        rangee.cells[0].text, rangee.cells[1].text = libelle, valeur
    fiche = read(document)
    assert (fiche.objectif, fiche.recurrence) == ("Jardiner", "Mensuelle")


def test_odd_blanks_and_soft_hyphens_do_not_hide_a_label():
    fiche = read(moulins([ETAPE], entete=[("Ré\u00adcur\u200brence\u00a0:", "Men\u00adsuelle")]))
    assert fiche.recurrence == "Mensuelle"


def test_numbers_that_word_draws_itself_are_read():
    document = moulins([("", "Choisir", "", "", ""), ("", "Semer", "", "", "")])
    for rangee in document.tables[1].rows[2:]:
        rangee.cells[0].paragraphs[0].style = "List Number"
    assert [(e.numero, e.lignes[0].quoi) for e in read(document).etapes] == [(1, "Choisir"), (2, "Semer")]


def test_a_document_of_the_strict_kind_is_read():
    def strict(xml: bytes) -> bytes:
        return xml.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    assert read(rewrite(as_bytes(moulins([ETAPE])), {"word/document.xml": strict})).objectif == VALEURS[0]


def test_several_fiches_in_one_file_are_several():
    document = moulins([ETAPE])
    moulins([("Etape 0", "Peindre", "", "", "")], titre="FRESQUE", document=document)
    contenu = as_bytes(document)
    fiches = read_fiches(contenu)
    assert [(f.titre, f.etapes[0].numero, f.objectif) for f in fiches] == [
        ("JARDIN PARTAGE", 1, VALEURS[0]),
        ("FRESQUE", 0, VALEURS[0]),
    ]
    assert not lost_words(contenu, fiches)


def test_a_letter_without_any_label_is_all_set_aside():
    document = Document()
    for texte in ("Madame, Monsieur, nous avons bien reçu la vôtre.", "Nous vous en remercions vivement."):
        document.add_paragraph(texte)
    fiche = read(document)
    assert "Aucune rubrique" in fiche.avertissements[-1]
