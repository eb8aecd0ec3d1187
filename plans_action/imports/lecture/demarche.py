"""The démarche table: steps, evaluation, perspectives, and the ends of rows that a page cut."""

from plans_action.imports import vocabulaire as v
from plans_action.imports.document import Cellule
from plans_action.imports.fiche import COLONNES, EtapeLue, LigneLue
from plans_action.imports.lecture.etat import Etat
from plans_action.imports.lecture.grille import Grille, roles_of_header
from plans_action.imports.lecture.libelles import columns_in
from plans_action.imports.lecture.textes import SUITE, is_cut, joined, lines, share_out

_SECTIONS = ("evaluation", "perspectives")


class LecteurDeDemarche:
    """Reads the rows of a démarche, under the columns that its header row says."""

    def __init__(self, etat: Etat) -> None:
        self.etat = etat

    def header(self, ligne: list[Cellule], textes: list[str]) -> bool:
        """Recognise a row of column titles."""
        roles = roles_of_header(textes)
        if roles is None:
            return False
        etat, premier = self.etat, textes[0]
        inconnues = {
            cellule.colonne: texte
            for cellule, texte, role in zip(ligne, textes, roles, strict=True)
            if not role and texte
        }
        etat.section = etat.section if etat.section in _SECTIONS else "etape"
        etat.f.reconnus += [texte for texte, role in zip(textes, roles, strict=True) if role]
        if not roles[0]:
            roles[0] = self._first_column(premier, roles)
            if roles[0]:
                inconnues.pop(ligne[0].colonne, None)
        colonnes = [(c.colonne, c.colonne + c.largeur, role) for c, role in zip(ligne, roles, strict=True)]
        etat.grille = Grille(colonnes, inconnues)
        etat.f.a_ranger += [f"Colonne « {texte} »" for texte in inconnues.values()]
        etat.f.vue = True
        return True

    def _first_column(self, premier: str, roles: list[str]) -> str:
        """Return what the first column holds when its title is none: a section, nothing, « Démarche », or any word."""
        section = v.match_section(premier)
        if section:
            self.etat.open_section(section, premier)
        elif v.match(premier, v.DEMARCHE):
            self.etat.f.reconnus.append(premier)
        elif premier and not set(COLONNES) <= set(roles):
            return ""
        elif premier:
            self.etat.f.a_ranger.append(f"Colonne « {premier} »")
        return "etape"

    def row(self, ligne: list[Cellule], textes: list[str]) -> None:
        """Read a step, the evaluation, the perspectives, or the end of the row before."""
        grille = self.etat.grille
        assert grille is not None
        roles = grille.roles(ligne)
        cases = dict.fromkeys(COLONNES, "")
        libelle, fusion, signes = "", False, ""
        for cellule, texte, role in zip(ligne, textes, roles, strict=True):
            if role == "etape":
                libelle, fusion = joined(libelle, texte), fusion or cellule.suite
            elif role in cases:
                cases[role] = joined(cases[role], texte)
            elif role == "evaluation":
                signes = lines(signes, texte)
            elif texte:
                self._outside(cellule, texte, libelle)
        if not grille.has_etape:
            libelle, cases["quoi"] = self._label_in_quoi(cases["quoi"])
        self._row(libelle, self._spread(cases), merged=fusion)
        if signes:  # a column of signs beside the steps
            evaluation = self.etat.f.evaluation
            evaluation["comment"] = lines(evaluation.get("comment", ""), signes)

    def _spread(self, cases: dict[str, str]) -> dict[str, str]:
        """Return the cells of a row that holds « Quoi : … Quand : … » in one of them, each in its place."""
        pleines = [texte for texte in cases.values() if texte]
        lues, libelles = columns_in(pleines[0]) if len(pleines) == 1 else ({}, [])
        self.etat.f.reconnus += libelles
        return lues or cases

    def _outside(self, cellule: Cellule, texte: str, libelle: str) -> None:
        """Keep the text of a column that the template has not."""
        assert self.etat.grille is not None
        nom = self.etat.grille.inconnues.get(cellule.colonne, "")
        ou = ", ".join(part for part in (libelle or self.etat.libelle, nom) if part)
        self.etat.f.a_ranger.append(f"{ou} : {texte}" if ou else texte)

    def _label_in_quoi(self, quoi: str) -> tuple[str, str]:
        """Find the step in a démarche that has no column for it: in the text, else each row is one."""
        premier, _, reste = quoi.partition("\n")
        if v.match_etape(premier) or v.match_section(premier):
            return premier, reste.strip()
        return ("", quoi) if not quoi or self.etat.section in _SECTIONS else ("Étape", quoi)

    def _row(self, libelle: str, cases: dict[str, str], *, merged: bool) -> None:
        if not libelle and v.match(cases["quoi"], v.SECTIONS):
            libelle, cases = cases["quoi"], {**cases, "quoi": ""}  # the label is one cell too far
        section = v.match_section(libelle)
        etape = v.match_etape(libelle, nombre_seul=True)
        if etape is not None:
            self._new_step(libelle, etape, cases)
        elif section is not None:
            self.etat.open_section(section, libelle)
            self._fill(cases)
        elif libelle and not self._continues_label(libelle):
            self._without_number(libelle, cases)
        elif self.etat.section == "etape":
            self._line_goes_on(cases, merged=merged)
        else:
            self._fill(cases)

    # --- Steps ----------------------------------------------------------------------------------

    def _new_step(self, libelle: str, etape: v.NumeroEtape, cases: dict[str, str]) -> None:
        etat = self.etat
        etapes = etat.f.etapes
        etat.section, etat.libelle = "etape", libelle
        etat.f.vue = True
        if SUITE.fullmatch(etape.reste) and etapes and etape.numero in (None, etapes[-1].numero):
            etat.f.reconnus.append(libelle)
            self._line_goes_on(cases, merged=False)
            return
        etat.f.reconnus.append(libelle.removesuffix(etape.reste) if etape.reste else libelle)
        vide = not cases["quoi"] and any(cases.values())
        if vide and not etape.reste and etapes and etape.numero == etapes[-1].numero:
            self._line_goes_on(cases, merged=False)  # the same step written again on the next page
        elif etape.partie and etapes and etape.numero == etapes[-1].numero:
            etapes[-1].lignes.append(LigneLue(**{**cases, "quoi": lines(etape.reste, cases["quoi"])}))
        elif etape.autres:
            self._together(etape, cases)
        else:
            numero = etape.numero if etape.numero is not None else etat.f.next_number()
            cases = {**cases, "quoi": lines(etape.reste, cases["quoi"])}
            etapes.append(EtapeLue(numero, [LigneLue(**cases)] if any(cases.values()) else []))

    def _together(self, etape: v.NumeroEtape, cases: dict[str, str]) -> None:
        """Read « Étapes 1 et 2 » in one cell: two steps when « quoi » holds two lines, else one, and it is said."""
        numeros = [etape.numero or 0, *etape.autres]
        parts = share_out({**cases, "quoi": lines(etape.reste, cases["quoi"])}, len(numeros))
        self.etat.f.etapes += [EtapeLue(numero, [part]) for numero, part in zip(numeros, parts, strict=False)]
        if len(parts) < len(numeros):
            tous = f"{', '.join(map(str, numeros[:-1]))} et {numeros[-1]}"
            self.etat.f.avertissements.append(
                f"Les étapes {tous} sont écrites ensemble : elles forment l’étape {numeros[0]}, à partager si besoin."
            )

    def _continues_label(self, libelle: str) -> bool:
        """Tell whether a label is « (suite) », or the end of the one above, cut by a page."""
        etat = self.etat
        if SUITE.fullmatch(libelle) or etat.is_end_of_label(libelle):
            etat.f.reconnus.append(libelle)
            return True
        mots = v.normalise(libelle).split()
        connus = {mot for alias in v.SECTIONS.get(etat.section, ()) for mot in alias.split()} - {etat.section}
        if mots and connus and all(mot in connus for mot in mots):
            etat.f.reconnus.append(libelle)
            return True
        return False

    def _without_number(self, libelle: str, cases: dict[str, str]) -> None:
        """Read a row whose first cell is neither a step nor a section: a step without a number, or a stray text."""
        if self.etat.section in _SECTIONS:
            self._fill({**cases, "quoi": lines(libelle, cases["quoi"])})
        elif any(cases.values()):
            self._new_step("", v.NumeroEtape(None, libelle), cases)
        else:
            self.etat.f.a_ranger.append(libelle)

    def _line_goes_on(self, cases: dict[str, str], *, merged: bool) -> None:
        """Read a row without a step of its own: another line of the step above, or the end of a row cut by a page."""
        if not any(cases.values()):
            return
        fiche = self.etat.f
        if not fiche.etapes:
            fiche.etapes.append(EtapeLue(fiche.next_number(), [LigneLue(**cases)]))
            return
        lignes = fiche.etapes[-1].lignes
        if lignes and is_cut(lignes[-1], cases, merged=merged):
            for colonne, texte in cases.items():
                setattr(lignes[-1], colonne, joined(getattr(lignes[-1], colonne), texte))
        else:
            lignes.append(LigneLue(**cases))

    def _fill(self, cases: dict[str, str]) -> None:
        """Add the cells of a row to the evaluation or to the perspectives."""
        etat = self.etat
        if etat.section not in _SECTIONS:
            etat.f.a_ranger += [texte for texte in cases.values() if texte]
            return
        cible = etat.f.evaluation if etat.section == "evaluation" else etat.f.perspectives
        for colonne, texte in cases.items():
            cible[colonne] = joined(cible.get(colonne, ""), texte)
