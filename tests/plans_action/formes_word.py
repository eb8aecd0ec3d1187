"""One fiche, written in all the shapes that Word files have: whatever the shape, the same fiche must be read."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from docx import Document

from tests.plans_action.documents_word import (
    COLONNES,
    EVALUATIONS,
    LIBELLES,
    PERSPECTIVES,
    add_table,
    insert_xml,
    vertical,
    write,
)

TITRE = "LE VERGER DES VOISINS"
INTITULE = "Intitulé de l'Action"
ENTETE = {
    "objectif": "Planter des fruitiers avec les habitants. Goûter aux métiers de la terre",
    "calendrier": "De novembre à mars (2031 ?)",
    "resume": "Chaque samedi : deux heures dehors, outils prêtés, goûter partagé.",
    "coordonne": "Direction + conseillère",
    "realise": "Une conseillère, un jardinier retraité",
    "partenaires": "Mairie, pépinière, lycée horticole, ...",
    "recurrence": "Hebdomadaire",
}
LIGNES = (
    ("Etape 0", "Naissance de l'idée : un verger", "Fin 2030", "Toute l'équipe", "Réunion au bord du terrain"),
    ("Etape 1", "Repérer les parcelles libres", "De J-30 à J-10", "Deux jeunes", "À vélo, avec la carte du cadastre"),
    ("", "Signer la convention", "Avant le gel", "La direction", "Courrier à la mairie"),
    ("Etape 2", "Planter", "Jour J", "Groupe de 8 jeunes", "- Creuser - Arroser - Pailler"),
    ("Etape 3", "Goûter collectif", "J + 1", "", "Les familles sont invitées"),
)
EVALUATION = (EVALUATIONS, "Faire le point avec les voisins", "En avril puis en juin", "La conseillère",
              "• Nombre d'arbres plantés\n• Taux de présence\n• Envie de revenir")  # fmt: skip
INDICATEURS = ["Faire le point avec les voisins", "Nombre d'arbres plantés", "Taux de présence", "Envie de revenir"]
SUITES = (PERSPECTIVES, "Un second verger", "En 2032", "Les jeunes du premier", "Parrainage entre groupes")
DEMARCHE = (*LIGNES, EVALUATION, SUITES)
Rangee = Sequence[str]


def etapes(lignes: Iterable[Rangee] = LIGNES) -> list[tuple[int, list[Rangee]]]:
    """Return the steps as they must be read."""
    lues: list[tuple[int, list[Rangee]]] = []
    for libelle, *cases in lignes:
        if libelle:
            lues.append((int(libelle.removeprefix("Etape ")), []))
        lues[-1][1].append(tuple(cases))
    return lues


FORMES: dict[str, Callable[[], Any]] = {}


def forme(fonction: Callable[[], Any]) -> Callable[[], Any]:
    """Add a shape to the list."""
    FORMES[fonction.__name__] = fonction
    return fonction


def titled(texte: str | None = f"{INTITULE} : {TITRE}", *, style: str | None = "Heading 1") -> Any:
    """Return a document with its title."""
    document = Document()
    if texte is not None:
        document.add_paragraph(texte, style=style)
    return document


def entete(document: Any, libelles: Sequence[str] = LIBELLES) -> Any:
    """Write the header in its usual table."""
    add_table(document, zip(libelles, ENTETE.values(), strict=True), 2)
    document.add_paragraph("")
    return document


def demarche(
    document: Any, lignes: Iterable[Rangee] = DEMARCHE, *, colonnes: Rangee = COLONNES, bandeau: bool = True
) -> Any:
    """Write the démarche in its usual table."""
    lignes = list(lignes)
    tete: list[Rangee] = [("DEMARCHE",)] if bandeau else []
    add_table(document, [*tete, *([colonnes] if colonnes else []), *lignes], max(map(len, lignes)))
    return document


def split_at(lignes: Sequence[Rangee], *rangs: int) -> list[list[Rangee]]:
    """Cut rows in several tables."""
    bornes = [0, *rangs, len(lignes)]
    return [list(lignes[debut:fin]) for debut, fin in pairwise(bornes)]


# --- The title -------------------------------------------------------------------------------------


def with_title(nom: str, texte: str, style: str | None = None) -> None:
    """Declare a shape that differs by its title only."""
    FORMES[f"titre_{nom}"] = lambda: demarche(entete(titled(texte, style=style)))


with_title("usuel", f"{INTITULE} : {TITRE}", "Heading 1")
with_title("majuscules", f"INTITULE DE L'ACTION : {TITRE}")
with_title("coupe", f"{INTITULE}\n{TITRE}")
with_title("tabulation", f"{INTITULE}\t{TITRE}")
with_title("tabulation_et_points", f"{INTITULE} :\t{TITRE}")
with_title("tiret", f"{INTITULE} – {TITRE}")
with_title("numero", f"Fiche action n° 7 : {TITRE}")
with_title("numero_titre", f"Fiche-action 12 – {TITRE}", "Heading 1")
with_title("fiche", f"FICHE ACTION : {TITRE}")
with_title("action", f"Action n°3 : {TITRE}")
with_title("nom", f"Nom de l’action : {TITRE}")
with_title("nu", TITRE)
with_title("style_titre", TITRE, "Title")


@forme
def titre_dans_un_tableau() -> Any:
    document = titled(None)
    add_table(document, [(INTITULE, TITRE), *zip(LIBELLES, ENTETE.values(), strict=True)], 2)
    return demarche(document)


@forme
def titre_seul_dans_un_tableau() -> Any:
    document = titled(None)
    add_table(document, [(f"{INTITULE} : {TITRE}",)], 1)
    return demarche(entete(document))


@forme
def titre_sur_la_largeur_du_tableau() -> Any:
    document = titled(None)
    add_table(document, [(f"{INTITULE} : {TITRE}",), *zip(LIBELLES, ENTETE.values(), strict=True)], 2)
    return demarche(document)


@forme
def titre_en_tete_de_page() -> Any:
    document = titled(None)
    document.sections[0].header.paragraphs[0].text = f"{INTITULE} : {TITRE}"
    return demarche(entete(document))


@forme
def titre_dans_une_zone_de_texte() -> Any:
    document = titled(None)
    boite = f"<w:txbxContent><w:p><w:r><w:t>{INTITULE} : {TITRE}</w:t></w:r></w:p></w:txbxContent>"
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    insert_xml(
        document.add_paragraph()._p,
        f"<w:r {ns}><mc:AlternateContent><mc:Choice><w:drawing>{boite}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{boite}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    return demarche(entete(document))


@forme
def titre_en_plusieurs_morceaux() -> Any:
    document = titled("", style="Heading 1")
    for morceau in ("Intitu", "lé de l'Action", " :", " LE VERGER ", "DES VOISINS"):
        document.paragraphs[0].add_run(morceau).bold = morceau == " :"
    return demarche(entete(document))


# --- The header ------------------------------------------------------------------------------------


@forme
def entete_avec_fautes() -> Any:
    libelles = ("Ojectif", "Calandrier de l'action", "Résumer de l'action", "Qui cordonne ?", "Qui realise?",
                "Partenaire(s) associer(s) à l'action", "Réurrence")  # fmt: skip
    return demarche(entete(titled(), libelles))


@forme
def entete_en_majuscules() -> Any:
    return demarche(entete(titled(), [libelle.upper() for libelle in LIBELLES]))


@forme
def entete_avec_deux_points() -> Any:
    return demarche(entete(titled(), [f"{libelle} :" for libelle in LIBELLES]))


@forme
def entete_libelle_et_valeur_dans_une_cellule() -> Any:
    document = titled()
    add_table(document, [(f"{li} : {v}",) for li, v in zip(LIBELLES, ENTETE.values(), strict=True)], 1)
    return demarche(document)


@forme
def entete_libelle_et_valeur_sur_deux_paragraphes() -> Any:
    document = titled()
    add_table(document, [(f"{li}\n\n{v}",) for li, v in zip(LIBELLES, ENTETE.values(), strict=True)], 1)
    return demarche(document)


@forme
def entete_libelle_tabulation_valeur() -> Any:
    document = titled()
    add_table(document, [(f"{li}\t{v}",) for li, v in zip(LIBELLES, ENTETE.values(), strict=True)], 1)
    return demarche(document)


@forme
def entete_libelle_puis_valeur_dessous() -> Any:
    document = titled()
    add_table(document, [(t,) for paire in zip(LIBELLES, ENTETE.values(), strict=True) for t in paire], 1)
    return demarche(document)


@forme
def entete_en_lignes() -> Any:
    document = titled()
    add_table(document, [LIBELLES, tuple(ENTETE.values())], 7)
    return demarche(document)


@forme
def entete_deux_par_ligne() -> Any:
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    document = titled()
    add_table(document, [(*a, *b) for a, b in zip(paires[::2], [*paires[1::2], ("", "")], strict=True)], 4)
    return demarche(document)


@forme
def entete_avec_une_colonne_vide() -> Any:
    document = titled()
    add_table(document, [(li, "", v) for li, v in zip(LIBELLES, ENTETE.values(), strict=True)], 3)
    return demarche(document)


@forme
def entete_decalee_d_une_colonne() -> Any:
    document = titled()
    add_table(document, [("", li, v) for li, v in zip(LIBELLES, ENTETE.values(), strict=True)], 3)
    return demarche(document)


@forme
def entete_dans_un_autre_ordre() -> Any:
    document = titled()
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    add_table(document, paires[::-1], 2)
    return demarche(document)


@forme
def entete_coupee_en_deux_tableaux() -> Any:
    document = titled()
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    for morceau in split_at(paires, 3):
        add_table(document, morceau, 2)
        document.add_paragraph("")
    return demarche(document)


@forme
def entete_valeur_coupee_par_la_page() -> Any:
    document = titled()
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    debut, fin = "Chaque samedi : deux heures dehors,", "outils prêtés, goûter partagé."
    add_table(document, [*paires[:2], (LIBELLES[2], debut), ("", fin), *paires[3:]], 2)
    return demarche(document)


@forme
def entete_valeur_coupee_entre_deux_tableaux() -> Any:
    document = titled()
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    debut, fin = "Chaque samedi : deux heures dehors,", "outils prêtés, goûter partagé."
    add_table(document, [*paires[:2], (LIBELLES[2], debut)], 2)
    document.add_paragraph("")
    add_table(document, [("", fin), *paires[3:]], 2)
    return demarche(document)


@forme
def entete_libelle_fusionne_sur_deux_lignes() -> Any:
    document = titled()
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    debut, fin = "Chaque samedi : deux heures dehors,", "outils prêtés, goûter partagé."
    table = add_table(document, [*paires[:2], (LIBELLES[2], debut), ("", fin), *paires[3:]], 2)
    vertical(table.rows[2].cells[0], "restart")
    vertical(table.rows[3].cells[0], None)
    return demarche(document)


@forme
def entete_en_paragraphes() -> Any:
    document = titled()
    for libelle, valeur in zip(LIBELLES, ENTETE.values(), strict=True):
        document.add_paragraph(f"{libelle} : {valeur}")
    return demarche(document)


@forme
def entete_en_paragraphes_gras() -> Any:
    document = titled()
    for libelle, valeur in zip(LIBELLES, ENTETE.values(), strict=True):
        document.add_paragraph().add_run(libelle).bold = True
        document.add_paragraph(valeur)
    return demarche(document)


@forme
def entete_en_paragraphes_a_tabulation() -> Any:
    document = titled()
    for libelle, valeur in zip(LIBELLES, ENTETE.values(), strict=True):
        document.add_paragraph(f"{libelle}\t{valeur}")
    return demarche(document)


@forme
def entete_dans_le_tableau_de_la_demarche() -> Any:
    document = titled()
    paires = list(zip(LIBELLES, ENTETE.values(), strict=True))
    add_table(document, [*paires, ("DEMARCHE",), COLONNES, *DEMARCHE], 5)
    return document


@forme
def entete_apres_la_demarche() -> Any:
    return entete(demarche(titled()))


# --- The columns and rows of the démarche ----------------------------------------------------------


@forme
def demarche_en_paragraphe() -> Any:
    document = entete(titled())
    document.add_paragraph("DEMARCHE")
    return demarche(document, bandeau=False)


@forme
def demarche_sans_titres() -> Any:
    return demarche(entete(titled()), colonnes=(), bandeau=False)


@forme
def demarche_titres_avec_fautes() -> Any:
    return demarche(entete(titled()), colonnes=("ETAPES", "Qoi ?", "Qaund ?", "Qui?", "Coment ?"))


@forme
def demarche_colonnes_dans_un_autre_ordre() -> Any:
    ordre = (0, 1, 3, 2, 4)
    return demarche(
        entete(titled()), [[li[i] for i in ordre] for li in DEMARCHE], colonnes=[COLONNES[i] for i in ordre]
    )


@forme
def demarche_avec_une_colonne_vide() -> Any:
    return demarche(entete(titled()), [(*li[:3], "", *li[3:]) for li in DEMARCHE],
                    colonnes=(*COLONNES[:3], "", *COLONNES[3:]))  # fmt: skip


@forme
def demarche_avec_des_lignes_vides() -> Any:
    vide = ("",) * 5
    return demarche(entete(titled()), [rangee for li in DEMARCHE for rangee in ((vide, li) if li[0] else (li,))])


@forme
def demarche_titres_repetes() -> Any:
    return demarche(entete(titled()), [*DEMARCHE[:2], COLONNES, *DEMARCHE[2:5], ("DEMARCHE",), COLONNES, *DEMARCHE[5:]])


@forme
def demarche_en_trois_tableaux() -> Any:
    document = entete(titled())
    for rang, morceau in enumerate(split_at(DEMARCHE, 2, 5)):
        demarche(document, morceau, colonnes=COLONNES if rang == 0 else (), bandeau=rang == 0)
        document.add_paragraph("")
    return document


@forme
def demarche_en_trois_tableaux_titres_repetes() -> Any:
    document = entete(titled())
    for morceau in split_at(DEMARCHE, 2, 5):
        demarche(document, morceau, bandeau=False)
        document.add_paragraph("")
    return document


@forme
def demarche_un_tableau_par_etape() -> Any:
    document = entete(titled())
    for morceau in split_at(DEMARCHE, 1, 3, 4, 5, 6):
        demarche(document, morceau, bandeau=False)
        document.add_paragraph("")
    return document


@forme
def demarche_coupee_par_la_page() -> Any:
    lignes = [
        *DEMARCHE[:1],
        ("Etape 1", "Repérer les parcelles libres", "De J-30 à", "Deux jeunes", "À vélo, avec"),
        ("", "", "J-10", "", "la carte du cadastre"),
        *DEMARCHE[2:],
    ]
    return demarche(entete(titled()), lignes)


@forme
def demarche_coupee_par_la_page_titres_repetes() -> Any:
    lignes = [
        *DEMARCHE[:1],
        ("Etape 1", "Repérer les parcelles libres", "De J-30 à", "Deux jeunes", "À vélo, avec"),
        COLONNES,
        ("", "", "J-10", "", "la carte du cadastre"),
        *DEMARCHE[2:],
    ]
    return demarche(entete(titled()), lignes)


@forme
def demarche_coupee_entre_deux_tableaux() -> Any:
    document = entete(titled())
    demarche(document, [DEMARCHE[0], ("Etape 1", "Repérer les parcelles libres", "De J-30 à", "Deux jeunes",
                                      "À vélo, avec")])  # fmt: skip
    document.add_paragraph("")
    lignes = [("", "", "J-10", "", "la carte du cadastre"), *DEMARCHE[2:]]
    return demarche(document, lignes, colonnes=(), bandeau=False)


@forme
def demarche_coupee_entre_deux_tableaux_sans_la_colonne_des_etapes() -> Any:
    document = entete(titled())
    coupee = ("Etape 1", "Repérer les parcelles libres", "De J-30 à", "Deux jeunes", "À vélo, avec")
    demarche(document, [DEMARCHE[0], coupee])
    document.add_paragraph("")
    demarche(document, [("", "J-10", "", "la carte du cadastre"), DEMARCHE[2][1:]], colonnes=(), bandeau=False)
    document.add_paragraph("")
    return demarche(document, DEMARCHE[3:], colonnes=(), bandeau=False)


@forme
def demarche_etape_repetee_sur_chaque_ligne() -> Any:
    lignes = [(libelle or "Etape 1 (suite)", *cases) for libelle, *cases in DEMARCHE]
    return demarche(entete(titled()), lignes)


@forme
def demarche_etapes_fusionnees() -> Any:
    document = demarche(entete(titled()))
    rangees = document.tables[-1].rows
    vertical(rangees[3].cells[0], "restart")
    vertical(rangees[4].cells[0], None)
    return document


@forme
def demarche_etape_sur_toute_la_largeur() -> Any:
    lignes: list[Rangee] = []
    for libelle, *cases in DEMARCHE:
        lignes += [(libelle,), ("", *cases)] if libelle.startswith("Etape") else [(libelle, *cases)]
    return demarche(entete(titled()), lignes)


@forme
def demarche_mots_des_colonnes_dans_les_cellules() -> Any:
    titres = ("", "Quoi ? ", "Quand ? ", "Qui ? ", "Comment ? ")
    return demarche(
        entete(titled()),
        [[f"{t}{x}" if x else x for t, x in zip(titres, li, strict=True)] for li in DEMARCHE],
        colonnes=(), bandeau=False,
    )  # fmt: skip


@forme
def demarche_dans_un_tableau_de_mise_en_page() -> Any:
    document = titled()
    cadre = document.add_table(rows=2, cols=1)
    for cellule, remplir in zip([cadre.cell(0, 0), cadre.cell(1, 0)], (_entete_in, _demarche_in), strict=True):
        remplir(cellule)
    return document


def _entete_in(cellule: Any) -> None:
    _table_in(cellule, list(zip(LIBELLES, ENTETE.values(), strict=True)))


def _demarche_in(cellule: Any) -> None:
    _table_in(cellule, [COLONNES, *DEMARCHE])


def _table_in(cellule: Any, lignes: Sequence[Rangee]) -> None:
    table = cellule.add_table(rows=len(lignes), cols=len(lignes[0]))
    for rangee, ligne in zip(table.rows, lignes, strict=True):
        for case, texte in zip(rangee.cells, ligne, strict=True):
            write(case, texte)


def with_steps(nom: str, ecriture: Callable[[int], str]) -> None:
    """Declare a shape that differs by how the steps are numbered."""

    def document() -> Any:
        lignes = [
            (ecriture(int(li[0][6:])) if li[0].startswith("Etape") else li[0], *li[1:]) for li in DEMARCHE
        ]  # fmt: skip
        return demarche(entete(titled()), lignes)

    FORMES[f"etapes_{nom}"] = document


with_steps("accent", lambda n: f"Étape {n}")
with_steps("deux_points", lambda n: f"Etape {n} :")
with_steps("majuscules", lambda n: f"ETAPE {n}")
with_steps("numero", lambda n: f"Etape n° {n}")
with_steps("nombre", str)
with_steps("nombre_point", lambda n: f"{n}.")
with_steps("pluriel", lambda n: f"Etapes {n}")
with_steps("colle", lambda n: f"Etape{n}")
with_steps("faute", lambda n: f"Etpae {n}")
with_steps("retour", lambda n: f"Etape\n{n}")
with_steps("paragraphes", lambda n: f"Etape\n\n{n}")
with_steps("parentheses", lambda n: f"Etape ({n})")
with_steps("e_n", lambda n: f"E{n}")
with_steps("phase", lambda n: f"Phase {n}")
with_steps("zero_devant", lambda n: f"Etape 0{n}")
with_steps("doublees", lambda n: f"Etape {n}\nEtape {n}")


def with_word_numbers(nom: str, **numerotation: str) -> None:
    """Declare a shape whose steps are numbered by a list of Word."""
    FORMES[f"etapes_numerotees_{nom}"] = lambda: _numbered(**numerotation)


def _numbered(**numerotation: str) -> Any:
    document = demarche(entete(titled()), [("" if li[0].startswith("Etape") else li[0], *li[1:]) for li in DEMARCHE])
    numbering(document, "Etape %1", **numerotation)
    for rang in (2, 3, 5, 6):
        cellule = document.tables[-1].rows[rang].cells[0]
        insert_xml(
            cellule.paragraphs[0]._p.get_or_add_pPr(), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        )
    return document


def numbering(document: Any, modele: str, *, depart: str = '<w:start w:val="0"/>', surcharge: str = "") -> None:
    """Add a numbered list whose words Word draws itself."""
    racine = document.part.numbering_part.element
    abstrait = insert_xml(
        racine,
        f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0">{depart}'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{modele}"/></w:lvl></w:abstractNum>',
    )
    racine.remove(abstrait)
    racine.insert(0, abstrait)
    insert_xml(racine, f'<w:num w:numId="77"><w:abstractNumId w:val="77"/>{surcharge}</w:num>')


with_word_numbers("par_word")
with_word_numbers("sans_depart", depart="")
_AUTRE_DEPART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="0"/></w:lvlOverride>'
with_word_numbers("avec_un_autre_depart", depart='<w:start w:val="4"/>', surcharge=_AUTRE_DEPART)


# --- Evaluation and perspectives -------------------------------------------------------------------


@forme
def evaluation_sur_deux_lignes() -> Any:
    lignes = [
        *LIGNES,
        (*EVALUATION[:2], "En avril puis", "La conseillère", "• Nombre d'arbres plantés"),
        ("", "", "en juin", "", "• Taux de présence\n• Envie de revenir"),
        SUITES,
    ]
    return demarche(entete(titled()), lignes)


@forme
def evaluation_libelle_coupe_par_la_page() -> Any:
    lignes = [
        *LIGNES,
        ("Evaluations, résultats facteur de réussite", *EVALUATION[1:4], "• Nombre d'arbres plantés"),
        ("et d'échec, suivi (qui ? et comment)", "", "", "", "• Taux de présence\n• Envie de revenir"),
        SUITES,
    ]
    return demarche(entete(titled()), lignes)


@forme
def evaluation_dans_son_tableau() -> Any:
    document = demarche(entete(titled()), LIGNES)
    document.add_paragraph("")
    return demarche(document, [EVALUATION, SUITES], colonnes=(), bandeau=False)


@forme
def evaluation_dans_son_tableau_avec_titres() -> Any:
    document = demarche(entete(titled()), LIGNES)
    document.add_paragraph("")
    return demarche(document, [EVALUATION, SUITES], colonnes=("", *COLONNES[1:]), bandeau=False)


@forme
def evaluation_libelle_court() -> Any:
    return demarche(
        entete(titled()), [*LIGNES, ("Evaluation", *EVALUATION[1:]), ("PERSPECTIVES / EVOLUTIONS", *SUITES[1:])]
    )


@forme
def evaluation_libelle_autre() -> Any:
    return demarche(
        entete(titled()),
        [*LIGNES, ("Évaluations, Résultats, Facteurs de réussite et d’échecs, Suivi (Qui et comment ?) :",
                   *EVALUATION[1:]), ("Perspectives  -\nÉvolutions", *SUITES[1:])],
    )  # fmt: skip


PUCES: dict[str, str] = {"tiret": "- ", "demi_cadratin": "– ", "etoile": "* ", "o": "o ", "carre": "▪ ", "fleche": "➔ ",
                         "wingdings": "\uf0a7 ", "chevron": "> ", "egal": "=> ", "numeros": "# "}  # fmt: skip


def with_bullets(nom: str, puce: str, *, entre: str = "\n") -> None:
    """Declare a shape that differs by its bullets."""

    def document() -> Any:
        textes = [ligne.removeprefix("• ") for ligne in EVALUATION[4].split("\n")]
        ecrits = [f"{f'{n}. ' if puce == '# ' else puce}{texte}" for n, texte in enumerate(textes, 1)]
        return demarche(entete(titled()), [*LIGNES, (*EVALUATION[:4], entre.join(ecrits)), SUITES])

    FORMES[f"puces_{nom}"] = document


for _nom, _puce in PUCES.items():
    with_bullets(_nom, _puce)
with_bullets("aucune", "")
with_bullets("paragraphes", "• ", entre="\n\n")
with_bullets("en_ligne", "• ", entre=" ")
with_bullets("tirets_en_ligne", "- ", entre=" ")
with_bullets("points_virgules", "", entre=" ;\n")


@forme
def puces_dessinees() -> Any:
    document = demarche(entete(titled()), [*LIGNES, (*EVALUATION[:4], ""), SUITES])
    cellule = document.tables[-1].rows[-2].cells[4]
    for texte in EVALUATION[4].split("\n"):
        cellule.add_paragraph(texte.removeprefix("• "), style="List Bullet")
    return document


@forme
def puces_de_symboles() -> Any:
    document = demarche(entete(titled()), [*LIGNES, (*EVALUATION[:4], ""), SUITES])
    cellule = document.tables[-1].rows[-2].cells[4]
    for texte in EVALUATION[4].split("\n"):
        paragraphe = cellule.add_paragraph()._p
        insert_xml(paragraphe, '<w:r><w:sym w:font="Wingdings" w:char="F0D8"/><w:tab/></w:r>')
        insert_xml(paragraphe, f"<w:r><w:t>{texte.removeprefix('• ')}</w:t></w:r>")
    return document
