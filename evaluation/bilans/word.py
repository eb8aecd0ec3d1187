"""
The bilan as a Word file to be reworked: real titles, tables whose header repeats, charts as described pictures.

Made from the frozen content alone: the same content gives the same bytes.
"""

import datetime
from io import BytesIO
from typing import Any

from docx.document import Document as DocumentWord
from docx.shared import Mm, Pt, RGBColor

from commun.pdf import render_png
from commun.templatetags.ml import INSECABLE
from commun.word import (
    ENCRE,
    INDIGO,
    add_contents,
    fill_contents,
    new_document,
    propre,
    save_document,
    write_table,
)
from evaluation.bilans.pdf import DOSSIER
from evaluation.bilans.presentation import presenter

STYLES = (
    ("Normal", 10.5, ENCRE),
    ("Title", 28, ENCRE),
    ("Subtitle", 14, ENCRE),
    ("Heading 1", 19, ENCRE),
    ("Heading 2", 14, INDIGO),
    ("Heading 3", 12, ENCRE),
    ("Heading 4", 10.5, ENCRE),
    ("Caption", 9, RGBColor(0x57, 0x54, 0x6B)),
)
FINESSE = 130  # points per inch of the pictures: legible once printed, light enough to be mailed
LARGE, ETROIT = Mm(165), Mm(105)


def produire_word(contenu: str) -> bytes:
    """Return the .docx of a content."""
    vue = presenter(contenu)
    arrete_au = datetime.datetime.fromisoformat(vue["arrete_au_iso"])
    document = new_document(
        titre=f"{vue['titre']} – {vue['projet']}",
        auteur=vue["mission_locale"],
        styles=STYLES,
        instant=arrete_au,
        pied=f"{vue['mission_locale']}, arrêté au {vue['arrete_au']}",
    )
    _Redaction(document, vue).write()
    return save_document(document)


class _Redaction:
    """One document being written."""

    def __init__(self, document: DocumentWord, vue: dict[str, Any]) -> None:
        self.document, self.vue = document, vue
        self.images = _images(vue)

    def write(self) -> None:
        """Write every chapter in the order of the PDF."""
        self._couverture()
        sommaire = add_contents(self.document)
        self._essentiel()
        self._territoire()
        self._public()
        for objectif in self.vue["objectifs"]:
            self._objectif(objectif)
        for chapitre in self.vue["chapitres"]:
            self._chapitre(chapitre)
        self._financeurs()
        self._annexe()
        fill_contents(self.document, sommaire)

    # --- Pieces ------------------------------------------------------------------------------------

    def _titre(self, texte: str, niveau: int) -> None:
        self.document.add_heading(propre(texte), level=niveau)

    def _texte(self, texte: str, *, style: str = "Normal", avec_la_suite: bool = False) -> None:
        for ligne in texte.split("\n"):
            paragraphe = self.document.add_paragraph(propre(ligne), style=style)
            paragraphe.paragraph_format.keep_with_next = avec_la_suite or None

    def _fait(self, nom: str, texte: str) -> None:
        paragraphe = self.document.add_paragraph()
        paragraphe.add_run(f"{nom} : ").bold = True
        paragraphe.add_run(propre(texte))

    def _image(self, svg: str, alt: str, *, titre: str, largeur: Any, avec_la_suite: bool = False) -> None:
        """Add a chart as a picture, described for who does not see it."""
        paragraphe = self.document.add_paragraph()
        paragraphe.paragraph_format.keep_with_next = avec_la_suite or None
        forme = paragraphe.add_run().add_picture(BytesIO(self.images[str(svg)]), width=largeur)
        proprietes = forme._inline.docPr
        proprietes.set("descr", propre(alt)[:2000])
        proprietes.set("title", propre(titre)[:250])

    # --- Chapters ----------------------------------------------------------------------------------

    def _couverture(self) -> None:
        vue = self.vue
        self._texte(vue["mission_locale"])
        self._texte(vue["titre"], style="Title")
        self._texte(vue["projet"], style="Subtitle")
        for nom, texte in (
            ("Période", vue["periode"]),
            ("Arrêté au", vue["arrete_au"]),
            ("Demandé le", vue["demande_le"]),
            ("Produit par", vue["logiciel"]),
            ("Empreinte SHA-256 des données figées", " ".join(vue["empreinte_groupes"])),
        ):
            self._fait(nom, texte)
        self._texte(
            "Ce document Word se retravaille librement : dès qu’il est modifié, seul le PDF d’origine reste celui du "
            "bilan figé.",
            style="Caption",
        )
        self.document.add_page_break()  # type: ignore[no-untyped-call]

    def _essentiel(self) -> None:
        essentiel = self.vue["essentiel"]
        self._titre("L’essentiel", 1)
        write_table(
            self.document,
            ("Repère", "Nombre"),
            (70, 30),
            [(_phrase(c["libelle"]), c["valeur"]) for c in essentiel["chiffres"]],
            nombres=1,
        )
        if essentiel["decisions"]:
            self._titre("Ce qui demande une décision", 2)
            write_table(
                self.document,
                ("Fiche-action", "Constat", "État"),
                (30, 42, 28),
                [(x["fiche"], ligne["texte"], ligne["mot"]) for x in essentiel["decisions"] for ligne in x["lignes"]],
            )
        else:
            self._texte("Aucune étape en retard, aucun indicateur en deçà de sa cible à la date d’arrêt.")
        if essentiel["a_completer_texte"]:
            self._texte(essentiel["a_completer_texte"], style="Caption")
        self._titre("Les fiches-action d’un coup d’œil", 2)
        write_table(
            self.document,
            ("Fiche-action", "État", "Étapes faites", "Étapes en retard", "Indicateurs en deçà"),
            (38, 16, 14, 14, 18),
            [
                (f["titre"], f["statut"], f"{f['faites']} sur {f['total']}", str(f["retard"]), str(f["en_deca"]))
                for f in essentiel["fiches"]
            ],
            nombres=2,
        )

    def _territoire(self) -> None:
        territoire = self.vue["territoire"]
        self._titre("Le territoire et l’équipe", 1)
        self._texte(territoire["phrase"])
        if territoire["epci"]:
            write_table(
                self.document,
                ("Intercommunalité", "Communes", "Habitants"),
                (60, 20, 20),
                [(e["nom"], e["communes"], e["population"]) for e in territoire["epci"]],
                nombres=2,
            )
        if territoire["lieux"]:
            self._titre("Les lieux où l’on reçoit", 2)
            write_table(
                self.document, ("Type", "Lieux"), (25, 75), [(x["type"], x["noms"]) for x in territoire["lieux"]]
            )
        for cle, nom, colonne in (
            ("equipe", "L’équipe", ("fonction", "Fonction", "Personnes")),
            ("partenaires", "Les partenaires", ("type", "Type", "Partenaires")),
        ):
            if territoire[cle]:
                self._titre(nom, 2)
                self._texte(f"{territoire[f'{cle}_phrase']}.")
                champ, *entetes = colonne
                lignes = [(x[champ], x["nombre"]) for x in territoire[cle]]
                write_table(self.document, entetes, (75, 25), lignes, nombres=1)

    def _public(self) -> None:
        public = self.vue["public"]
        self._titre("Le public", 1)
        if public["chiffres"]:
            write_table(
                self.document,
                ("Mesure", "Définition", "Nombre"),
                (60, 15, 25),
                [(c["libelle"], c["repere"], c["texte"]) for c in public["chiffres"]],
                nombres=1,
            )
        if public["activite_svg"]:
            self._titre("L’activité mois par mois", 2)
            self._image(
                public["activite_papier"], public["activite_alt"], titre="L’activité mois par mois", largeur=LARGE
            )
        for ventilation in public["ventilations"]:
            self._titre(ventilation["titre"], 2)
            largeur = LARGE if ventilation["large"] else ETROIT
            suite = bool(ventilation["note"])
            self._image(
                ventilation["papier"],
                ventilation["alt"],
                titre=ventilation["titre"],
                largeur=largeur,
                avec_la_suite=suite,
            )
            if ventilation["note"]:
                self._texte(ventilation["note"], style="Caption")

    def _objectif(self, objectif: dict[str, Any]) -> None:
        self._titre(objectif["titre"], 1)
        if objectif["description"]:
            self._texte(objectif["description"])
        for operationnel in objectif["operationnels"]:
            self._titre(operationnel["titre"], 2)
            if operationnel["description"]:
                self._texte(operationnel["description"])
            if not operationnel["fiches"]:
                self._texte("Aucune fiche-action pour cet objectif.")
            for fiche in operationnel["fiches"]:
                self._fiche(fiche)

    def _fiche(self, fiche: dict[str, Any]) -> None:
        self._titre(fiche["titre"], 3)
        avancement = fiche["avancement"]
        self._fait("État", f"{fiche['statut']}, {avancement['faites']} étapes faites sur {avancement['total']}")
        if fiche["but"]:
            self._texte(fiche["but"])
        for repere in fiche["reperes"]:
            self._fait(repere["nom"], repere["texte"])
        if fiche["etapes"]:
            write_table(
                self.document,
                ("Étape", "Pour le", "État"),
                (44, 26, 30),
                [
                    (
                        f"{e['numero']}. {e['titre']}".rstrip(". "),
                        e["echeance"],
                        f"{e['etat']} le {e['faite_le']}" if e["faite_le"] else e["etat"],
                    )
                    for e in fiche["etapes"]
                ],
            )
        for critere in fiche["criteres"]:
            self._titre(f"Critère : {critere['libelle']}", 4)
            for indicateur in critere["indicateurs"]:
                self._indicateur(indicateur)
        for nom in ("vigilance", "perspectives"):
            if fiche[nom]:
                self._fait("Points de vigilance" if nom == "vigilance" else "Perspectives", fiche[nom])

    def _indicateur(self, indicateur: dict[str, Any]) -> None:
        paragraphe = self.document.add_paragraph()
        paragraphe.paragraph_format.keep_with_next = True
        paragraphe.add_run(propre(indicateur["libelle"])).bold = True
        if indicateur["repere"]:
            paragraphe.add_run(f" [{indicateur['repere']}]").font.size = Pt(8)
        figure = f"{indicateur['texte']} {indicateur['unite']}".strip()
        suite = [figure, indicateur["etat"], indicateur["cible"], indicateur["detail"], indicateur["filtres"]]
        if indicateur["tendance"]:
            suite.append(f"tendance mensuelle : {indicateur['tendance']}")
        if not indicateur["texte"]:
            suite.append(indicateur["source"])
        suivi = bool(indicateur["svg"] or indicateur["appreciation"])
        self._texte(" ; ".join(texte.rstrip(".") for texte in suite if texte), avec_la_suite=suivi)
        if indicateur["appreciation"]:
            self._appreciation(indicateur["appreciation"])
        if indicateur["svg"]:
            titre, alt = indicateur["libelle"], indicateur["alt"]
            self._image(indicateur["svg"], alt, titre=titre, largeur=ETROIT, avec_la_suite=True)
            self._texte(_phrase(indicateur["legende"]), style="Caption")

    def _appreciation(self, lue: dict[str, Any]) -> None:
        """Write what people concluded, and the words that they quote."""
        self._texte(lue["texte"])
        for citation in lue["citations"]:
            self._texte(f"«{INSECABLE}{citation['mots']}{INSECABLE}»", style="Quote", avec_la_suite=True)
            self._texte(citation["de"], style="Caption")
        self._texte(" ".join(filter(None, (lue["quand"], lue["avant"]))), style="Caption")

    def _chapitre(self, chapitre: dict[str, Any]) -> None:
        self._titre(chapitre["titre"], 1)
        if chapitre["intro"]:
            self._texte(chapitre["intro"])
        for partie in chapitre["parties"]:
            self._titre(partie["titre"], 2)
            write_table(self.document, partie["entetes"], partie["parts"], partie["lignes"], nombres=partie["nombres"])
            if partie["note"]:
                self._texte(partie["note"], style="Caption")

    def _financeurs(self) -> None:
        if not self.vue["financeurs"]:
            return
        self._titre("Le budget par financeur", 1)
        for financeur in self.vue["financeurs"]:
            self._titre(financeur["nom"], 2)
            lignes = [(x["fiche"], x["libelle"], x["prevu"], x["depense"]) for x in financeur["lignes"]]
            total = ("Total", "", financeur["prevu"], financeur["depense"])
            write_table(
                self.document,
                ("Fiche-action", "Ligne de budget", "Prévu", "Dépensé"),
                (34, 34, 16, 16),
                [*lignes, total],
                nombres=2,
            )

    def _annexe(self) -> None:
        self._titre("Annexe : définitions et règles de lecture", 1)
        if self.vue["definitions"]:
            write_table(
                self.document,
                ("Repère", "Mesure", "Ce qui est compté, et ce qui ne l’est pas"),
                (12, 28, 60),
                [
                    (
                        d["repere"],
                        f"{d['libelle']}\nversion {d['version']}, en {d['unite']}",
                        d["definition"] + (f"\nLimites : {d['limites']}" if d["limites"] else ""),
                    )
                    for d in self.vue["definitions"]
                ],
            )
        self._texte(f"Seuls les faits jusqu’au {self.vue['arrete_au']} compris sont comptés.", style="List Bullet")
        self._texte(
            f"« masqué » : moins de {self.vue['seuil']} personnes, ou un nombre qui permettrait d’en retrouver un.",
            style="List Bullet",
        )
        if self.vue["pieces"]:
            self._titre("Annexe : fichiers joints aux fiches-action", 1)
            self._texte("L’empreinte prouve qu’un fichier est celui qui était joint le jour où ce bilan a été figé.")
            write_table(
                self.document,
                ("Fiche-action", "Fichier", "Déposé le", "Empreinte SHA-256"),
                (24, 28, 16, 32),
                [
                    (
                        p["fiche"],
                        "\n".join(x for x in (p["legende"], p["nom"], p["etape"]) if x),
                        p["deposee_le"],
                        p["sha256"],
                    )
                    for p in self.vue["pieces"]
                ],
            )


def _phrase(mots: str) -> str:
    """Return words that begin a line or a cell, with their capital."""
    return mots[:1].upper() + mots[1:]


def _images(vue: dict[str, Any]) -> dict[str, bytes]:
    """Return every drawing of a bilan as a picture, made at once."""
    public = vue["public"]
    svgs = [public["activite_papier"], *(ventilation["papier"] for ventilation in public["ventilations"])]
    svgs += [
        indicateur["svg"]
        for objectif in vue["objectifs"]
        for operationnel in objectif["operationnels"]
        for fiche in operationnel["fiches"]
        for critere in fiche["criteres"]
        for indicateur in critere["indicateurs"]
    ]
    uniques = list(dict.fromkeys(str(svg) for svg in svgs if svg))
    if not uniques:
        return {}
    return dict(zip(uniques, render_png(DOSSIER / "images.typ", uniques, ppi=FINESSE), strict=True))
