"""The document of the projet associatif as a Word file to be reworked: the same content gives the same bytes."""

import datetime
from io import BytesIO
from typing import Any

from docx.document import Document as DocumentWord

from commun.pdf import render_png
from commun.word import (
    add_contents,
    fill_contents,
    new_document,
    propre,
    save_document,
    write_table,
)
from evaluation.bilans.pdf import DOSSIER
from evaluation.bilans.word import ETROIT, FINESSE, LARGE, STYLES
from evaluation.projet.presentation import presenter
from plans_action.exports.mise_en_page import Bloc
from plans_action.exports.word import write_blocs


def write_word(contenu: str) -> bytes:
    """Return the .docx of a content."""
    vue = presenter(contenu)
    document = new_document(
        titre=vue["titre"],
        auteur=vue["mission_locale"],
        styles=STYLES,
        instant=datetime.datetime.fromisoformat(vue["arrete_au_iso"]),
        pied=f"{vue['mission_locale']}, état au {vue['arrete_au']}",
    )
    _Redaction(document, vue).write()
    return save_document(document)


class _Redaction:
    """One document being written, in the order of the PDF."""

    def __init__(self, document: DocumentWord, vue: dict[str, Any]) -> None:
        self.document, self.vue = document, vue
        self.chapitre = 0
        self.partie = 0

    def write(self) -> None:
        """Write every chapter."""
        self._couverture()
        sommaire = add_contents(self.document)
        if "presentation" in self.vue["textes"]:
            self.document.add_heading("Présentation", level=1)
            self._chapitre_texte("presentation")
        self._principes()
        self._existant()
        self._analyse()
        self._strategie()
        self._budget()
        self._evaluation()
        self._annexe()
        fill_contents(self.document, sommaire)

    # --- Pieces ------------------------------------------------------------------------------------

    def _titre(self, texte: str, niveau: int) -> None:
        """Add a numbered title: the number is part of its words, so that every reader shows it."""
        if niveau == 1:
            self.chapitre, self.partie = self.chapitre + 1, 0
            numero = f"{self.chapitre}"
        else:
            self.partie += 1
            numero = f"{self.chapitre}.{self.partie}"
        self.document.add_heading(propre(f"{numero}. {texte}"), level=niveau)

    def _texte(self, texte: str, *, style: str = "Normal") -> None:
        self.document.add_paragraph(propre(texte), style=style)

    def _blocs(self, blocs: list[dict[str, Any]]) -> None:
        for bloc in blocs:
            if bloc["genre"] == "liste":
                for point in bloc["points"]:
                    self._texte(point, style="List Bullet")
            else:
                self._texte(bloc["texte"])

    def _chapitre_texte(self, code: str) -> None:
        self._blocs(self.vue["textes"].get(code, []))

    def _fort(self, texte: str, suite: str = "") -> None:
        paragraphe = self.document.add_paragraph()
        paragraphe.paragraph_format.keep_with_next = True
        paragraphe.add_run(propre(texte)).bold = True
        if suite:
            paragraphe.add_run(propre(suite))

    # --- Chapters ----------------------------------------------------------------------------------

    def _couverture(self) -> None:
        vue = self.vue
        self._texte(vue["mission_locale"])
        self._texte(vue["titre"], style="Title")
        if vue["sous_titre"]:
            self._texte(vue["sous_titre"], style="Subtitle")
        self._texte(vue["periode"])
        self._texte(f"État au {vue['arrete_au']}")
        self.document.add_page_break()  # type: ignore[no-untyped-call]

    def _principes(self) -> None:
        self._titre("Nos valeurs", 1)
        self._chapitre_texte("valeurs")
        for valeur in self.vue["valeurs"]:
            self._fort(valeur["titre"])
            self._blocs(valeur["texte"])
        self._titre("Notre charte", 1)
        self._chapitre_texte("charte")
        for rang, article in enumerate(self.vue["articles"], start=1):
            self._fort(f"Article {rang}. {article['titre']}")
            self._blocs(article["texte"])

    def _existant(self) -> None:
        vue = self.vue
        self._titre("Ce qui existe aujourd’hui", 1)
        self._titre("Le territoire", 2)
        self._chapitre_texte("territoire")
        self._texte(vue["territoire"]["phrase"])
        epci = [(e["nom"], e["communes"], e["population"]) for e in vue["territoire"]["epci"]]
        if epci:
            write_table(self.document, ("Intercommunalité", "Communes", "Habitants"), (60, 20, 20), epci, nombres=2)
        self._titre("Les lieux d’accueil", 2)
        self._chapitre_texte("lieux")
        lieux = [("\n".join(filter(None, (x["nom"], x["type"]))), x["adresse"], x["rythme"]) for x in vue["lieux"]]
        if lieux:
            write_table(self.document, ("Lieu", "Où", "Quand"), (34, 28, 38), lieux)
        self._public()
        self._titre("L’équipe", 2)
        self._chapitre_texte("equipe")
        self._texte(vue["equipe"]["phrase"])
        for entete, cle in (("Fonction", "fonctions"), ("Ancienneté", "tranches")):
            lignes = [(ligne["nom"], ligne["nombre"]) for ligne in vue["equipe"][cle]]
            if lignes:
                write_table(self.document, (entete, "Personnes"), (75, 25), lignes, nombres=1)
        if "formation" in vue["textes"] or vue["formation"]:
            self._titre("La formation de l’équipe", 2)
            self._chapitre_texte("formation")
            for phrase in vue["formation"]:
                self._texte(phrase, style="List Bullet")
        self._titre("Les partenaires", 2)
        self._chapitre_texte("partenaires")
        if vue["partenaires"]:
            lignes = [(f"{p['type']} ({p['nombre']})", p["noms"]) for p in vue["partenaires"]]
            write_table(self.document, ("Sorte", "Partenaires"), (28, 72), lignes)
        if vue["conventions"]:
            self._fort("Conventions en cours")
            conventions = [(c["partenaire"], c["objet"], c["debut"], c["fin"]) for c in vue["conventions"]]
            write_table(self.document, ("Partenaire", "Objet", "Depuis le", "Jusqu’au"), (30, 40, 15, 15), conventions)
        if "besoins" in vue["textes"]:
            self._titre("Les besoins auxquels nous répondons", 2)
            self._chapitre_texte("besoins")
        self._titre("Les moyens", 2)
        self._chapitre_texte("moyens")
        for groupe in vue["moyens"]:
            moyens = [(m["libelle"], m["precision"], m["nombre"]) for m in groupe["lignes"]]
            write_table(self.document, (groupe["genre"], "Précisions", "Nombre"), (45, 40, 15), moyens, nombres=1)

    def _public(self) -> None:
        public = self.vue["public"]
        self._titre("Le public", 2)
        self._chapitre_texte("public")
        if public is None:
            self._texte("Les chiffres de l’année choisie ne sont pas encore connus.")
            return
        self._fort(public["periode"])
        definitions = {d["repere"]: d["definition"] for d in public["definitions"]}
        write_table(
            self.document,
            ("Mesure", "Ce qui est compté", "Nombre"),
            (32, 50, 18),
            [(c["libelle"], definitions.get(c["repere"], ""), c["texte"]) for c in public["chiffres"]],
            nombres=1,
        )
        figures = [
            (v["titre"], v["papier"], v["alt"], v["note"], LARGE if v["large"] else ETROIT)
            for v in public["ventilations"]
        ]
        if public["activite_svg"]:
            mois = "Événements mois par mois"
            figures.append((mois, public["activite_papier"], public["activite_alt"], "", LARGE))
        images = (
            render_png(DOSSIER / "images.typ", [str(figure[1]) for figure in figures], ppi=FINESSE) if figures else []
        )
        for (titre, _, alt, note, largeur), image in zip(figures, images, strict=True):
            self._fort(titre)
            proprietes = self.document.add_picture(BytesIO(image), width=largeur)._inline.docPr
            proprietes.set("descr", propre(alt)[:2000])
            proprietes.set("title", propre(titre)[:250])
            if note:
                self._texte(note, style="Caption")

    def _analyse(self) -> None:
        self._titre("Forces et points à améliorer", 1)
        self._chapitre_texte("analyse")
        for theme in self.vue["themes"]:
            self._titre(theme["libelle"], 2)
            if not theme["forces"] and not theme["ameliorations"]:
                self._texte("Ce thème n’a pas encore été travaillé.")
                continue
            lignes = [
                (nom, point["texte"], point["atelier"], point["reponse"])
                for nom, cle in (("Force", "forces"), ("À améliorer", "ameliorations"))
                for point in theme[cle]
            ]
            write_table(self.document, ("Nature", "Ce qui a été dit", "Atelier", "Réponse"), (13, 36, 25, 26), lignes)

    def _strategie(self) -> None:
        self._titre("Objectifs et plans d’action", 1)
        self._chapitre_texte("strategie")
        for objectif in self.vue["objectifs"]:
            self._titre(objectif["titre"], 2)
            self._blocs(objectif["description"])
            for operationnel in objectif["operationnels"]:
                self.document.add_heading(propre(operationnel["titre"]), level=3)
                self._blocs(operationnel["description"])
                if operationnel["points"]:
                    self._texte("Répond à ce que les ateliers ont relevé :")
                    for point in operationnel["points"]:
                        self._texte(point, style="List Bullet")
                if operationnel["fiches"]:
                    lignes = [(f["nom"], f["but"] or f["calendrier"], f["statut"]) for f in operationnel["fiches"]]
                    write_table(self.document, ("Fiche-action", "Ce qu’elle vise", "État"), (32, 52, 16), lignes)
                else:
                    self._texte("Aucune fiche-action pour cet objectif.")

    def _budget(self) -> None:
        self._titre("Le budget", 1)
        self._chapitre_texte("budget")
        for exercice in self.vue["exercices"]:
            self._titre(f"Année {exercice['annee']}", 2)
            lignes = [(x["nom"], x["reprise"], x["subvention"], x["total"]) for x in exercice["lignes"]]
            total = ("Total", exercice["reprise"], exercice["subvention"], exercice["total"])
            entetes = ("Ressource", "Fonds reportés", "Subvention ou produit", "Total")
            write_table(self.document, entetes, (40, 20, 20, 20), [*lignes, total], nombres=3)
            if exercice["controle"]:
                self._texte(exercice["controle"], style="Caption")
            self._blocs(exercice["note"])
        if self.vue["financeurs"]:
            self._titre("Ce que chaque financeur paie", 2)
        for financeur in self.vue["financeurs"]:
            self._fort(financeur["nom"])
            self._texte(financeur["phrase"])
            for emploi in financeur["emplois"]:
                self._texte(emploi, style="List Bullet")
            if financeur["lignes"]:
                payees = [(x["fiche"], x["libelle"], x["prevu"]) for x in financeur["lignes"]]
                write_table(
                    self.document, ("Fiche-action", "Ligne de budget", "Prévu"), (40, 42, 18), payees, nombres=1
                )

    def _evaluation(self) -> None:
        self._titre("L’évaluation", 1)
        self._chapitre_texte("evaluation")
        bilans = [(bilan["nom"], bilan["le"]) for bilan in self.vue["bilans"]]
        write_table(self.document, ("Rendez-vous d’évaluation", "Date"), (60, 40), bilans)

    def _annexe(self) -> None:
        if not self.vue["fiches"]:
            return
        self.document.add_page_break()  # type: ignore[no-untyped-call]
        self.document.add_heading("Annexe : les fiches-action", level=1)
        for fiche in self.vue["fiches"]:
            self.document.add_heading(propre(fiche["titre"]), level=2)
            blocs = [{nom: valeur for nom, valeur in bloc.items() if nom != "tetes"} for bloc in fiche["blocs"]]
            write_blocs(self.document, [Bloc(**bloc) for bloc in blocs], niveau=3)
