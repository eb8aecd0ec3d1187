"""From the blocks of a document to fiches: which cell is what. What has no place goes to `a_ranger`, in its words."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath

from plans_action.imports import vocabulaire as v
from plans_action.imports.archive import LIMITES, Archive, FichierRefuse, Limites
from plans_action.imports.document import Bloc, Cellule, Document, Paragraphe, Tableau, read_document, text_of
from plans_action.imports.fiche import COLONNES, ENTETE, EtapeLue, FicheLue, LigneLue
from plans_action.imports.indicateurs import split_evaluation

TITRE_MAX = 150
_TITRES = {"titre": v.ENTETE["titre"]}
SANS_TITRE = "Fiche sans titre"
_FIN_DE_PHRASE = ".!?:;…»)]"
_SUITE = re.compile(r"\W*(?:suite|fin)\W*", re.IGNORECASE)


def read_fiches(contenu: bytes, *, nom: str = "", limites: Limites = LIMITES) -> list[FicheLue]:
    """Return the fiches of a .docx, most often one; raise FichierRefuse when it cannot be read."""
    return understand(read_document(Archive(contenu, limites)), nom=nom)


def understand(document: Document, *, nom: str = "") -> list[FicheLue]:
    """Return the fiches that a document says."""
    if not any(text_of(bloc).strip() for bloc in document.blocs) and not document.annexes:
        raise FichierRefuse("Ce document Word ne contient pas de texte.")
    lecteur = _Lecteur(document)
    for bloc in document.blocs:
        lecteur.bloc(bloc)
    fiches = [brouillon.fiche(nom) for brouillon in lecteur.brouillons]
    fiches[0].a_ranger += document.annexes
    for fiche in fiches:
        fiche.avertissements += document.avertissements
    return fiches


def _joined(avant: str, apres: str) -> str:
    """Put together the two parts of a text cut by a page: on one line when the sentence goes on."""
    if not avant or not apres:
        return avant or apres
    meme_phrase = avant[-1] not in _FIN_DE_PHRASE and apres[0].islower()
    return f"{avant}{' ' if meme_phrase else chr(10)}{apres}"


@dataclass
class _Grille:
    """The columns of a démarche table, as its header row says."""

    colonnes: list[tuple[int, int, str]]  # first column, last one, what it holds
    inconnues: dict[int, str] = field(default_factory=dict)

    def roles(self, ligne: list[Cellule]) -> list[str]:
        """Return what each cell of a row holds; "" when the header does not say."""
        if len(ligne) == len(self.colonnes):
            return [role for _, _, role in self.colonnes]
        pris: set[str] = set()
        roles = []
        for cellule in ligne:
            fin = cellule.colonne + cellule.largeur
            couverts = [role for debut, arret, role in self.colonnes if debut < fin and cellule.colonne < arret]
            role = next((role for role in couverts if role and role not in pris), "")
            pris.add(role)
            roles.append(role)
        return roles

    @property
    def has_etape(self) -> bool:
        return any(role == "etape" for _, _, role in self.colonnes)


@dataclass
class _Brouillon:
    """A fiche being read."""

    champs: dict[str, str] = field(default_factory=dict)
    etapes: list[EtapeLue] = field(default_factory=list)
    evaluation: dict[str, str] = field(default_factory=dict)
    perspectives: dict[str, str] = field(default_factory=dict)
    a_ranger: list[str] = field(default_factory=list)
    reconnus: list[str] = field(default_factory=list)
    candidats: list[str] = field(default_factory=list)  # lines before anything recognised: one may be the title
    gras: list[str] = field(default_factory=list)  # those of them in bold
    vue: bool = False  # something other than a title was recognised
    tableaux: set[str] = field(default_factory=set)  # header fields read in a table

    def add(self, cle: str, texte: str) -> None:
        """Add a text to a field, after what is already there."""
        if texte:
            self.champs[cle] = _joined(self.champs.get(cle, ""), texte)

    def fiche(self, nom: str) -> FicheLue:
        """Return the fiche, once all is read."""
        avertissements: list[str] = []
        titre, surplus = self._titre(nom, avertissements)
        fiche = FicheLue(
            titre=titre,
            etapes=[EtapeLue(etape.numero, _split_all(etape.lignes)) for etape in self.etapes],
            perspectives=_perspectives(self.perspectives),
            a_ranger=[*surplus, *self.a_ranger],
            complements={cle: self.champs[cle] for cle in v.COMPLEMENTS if self.champs.get(cle)},
            reconnus=self.reconnus,
            avertissements=avertissements,
        )
        for champ in ENTETE[1:]:
            setattr(fiche, champ, self.champs.get(champ, ""))
        for colonne in COLONNES:
            setattr(fiche.evaluation, colonne, self.evaluation.get(colonne, ""))
        for colonne in COLONNES:
            signes, vigilance = split_evaluation(self.evaluation.get(colonne, ""))
            if colonne in ("quand", "qui"):  # dates and people, unless a sign was written in the wrong cell
                signes = [signe for signe in signes if re.match(r"(?i)(?:nombres?|nb|taux|pourcentage)\b", signe.texte)]
            fiche.evaluation.signes += [signe for signe in signes if signe not in fiche.evaluation.signes]
            fiche.evaluation.vigilance += vigilance
        for colonne in COLONNES:
            setattr(fiche.perspectives_lues, colonne, self.perspectives.get(colonne, ""))
        if not self.vue:
            fiche.avertissements.append(
                "Aucune rubrique de fiche-action n’a été reconnue : tout le texte est dans « À ranger »."
            )
        return fiche

    def _titre(self, nom: str, avertissements: list[str]) -> tuple[str, list[str]]:
        """Return the title and the lines that were not it."""
        if titre := self.champs.get("titre", ""):
            return " ".join(titre.split()), self.candidats
        for candidat in (*self.gras, *self.candidats):
            if len(candidat) <= TITRE_MAX:
                rang = self.candidats.index(candidat)
                avertissements.append("Le titre n’était pas annoncé : vérifiez celui qui a été pris.")
                return " ".join(candidat.split()), self.candidats[:rang] + self.candidats[rang + 1 :]
        avertissements.append("Aucun titre n’a été trouvé : le nom du fichier en tient lieu.")
        return " ".join(re.sub(r"[_\W]+", " ", PurePath(nom).stem).split()).capitalize() or SANS_TITRE, self.candidats


def _perspectives(cases: dict[str, str]) -> str:
    """Return the perspectives as one text; cells after the first say what they are."""
    mots = {"quand": "Quand", "qui": "Qui", "comment": "Comment"}
    seule = sum(bool(texte) for texte in cases.values()) == 1
    lignes = []
    for colonne in COLONNES:
        texte = cases.get(colonne, "")
        nu = seule or colonne == "quoi" or v.normalise(texte).startswith(f"{colonne} ")
        if texte:
            lignes.append(texte if nu else f"{mots[colonne]} : {texte}")
    return "\n".join(lignes)


# --- Several lines in one row ----------------------------------------------------------------------


def _split_all(lignes: list[LigneLue]) -> list[LigneLue]:
    return [morceau for ligne in lignes for morceau in split_line(ligne)]


def split_line(ligne: LigneLue) -> list[LigneLue]:
    """
    Split a row whose cells hold as many lines each: they answer one another, « qui » of the second to its « quoi ».

    Comments are often more: they follow in order, each with the line whose words it takes up again. A row whose cells
    do not agree is left as it is.
    """
    parts = {colonne: _paragraphs(getattr(ligne, colonne)) for colonne in COLONNES}
    nombre = len(parts["quoi"])
    if nombre < 2 or any(re.match(r"[•▪◦●○■□➢➤*–-]", part) for part in parts["quoi"]):
        return [ligne]
    if len(parts["quand"]) != nombre or len(parts["qui"]) != nombre or 0 < len(parts["comment"]) < nombre:
        return [ligne]
    comments = _aligned(parts["quoi"], parts["comment"])
    return [LigneLue(parts["quoi"][i], parts["quand"][i], parts["qui"][i], comments[i]) for i in range(nombre)]


def _paragraphs(texte: str) -> list[str]:
    return [part.strip() for part in texte.split("\n") if part.strip()]


def _aligned(quois: list[str], comments: list[str]) -> list[str]:
    """Share comments out between lines, in order, at least one each, by the words they have in common."""
    if not comments:
        return [""] * len(quois)
    lignes, mots = len(quois), [_stems(quoi) for quoi in quois]
    autres = [_stems(comment) for comment in comments]
    # best[i][j]: the first j comments go to the first i lines. The later cut wins a tie: a comment that resembles no
    # line goes on with the one before it.
    best: list[list[tuple[float, tuple[int, ...]] | None]] = [[None] * (len(comments) + 1) for _ in range(lignes + 1)]
    best[0][0] = (0.0, ())
    for i in range(1, lignes + 1):
        for j in range(i, len(comments) - (lignes - i) + 1):
            for k in range(i - 1, j):
                avant = best[i - 1][k]
                if avant is None:
                    continue
                score = avant[0] + sum(len(mots[i - 1] & autres[m]) for m in range(k, j))
                actuel = best[i][j]
                if actuel is None or (score, avant[1]) > (actuel[0], actuel[1][:-1]):
                    best[i][j] = (score, (*avant[1], j))
    trouve = best[lignes][len(comments)]
    assert trouve is not None
    bornes = (0, *trouve[1])
    return ["\n".join(comments[bornes[i] : bornes[i + 1]]) for i in range(lignes)]


def _stems(texte: str) -> set[str]:
    return {mot[:5] for mot in v.normalise(texte).split() if len(mot) > 3}


# --- Reading ---------------------------------------------------------------------------------------


class _Lecteur:
    """Goes through the blocks, one fiche after the other."""

    def __init__(self, document: Document) -> None:
        self.brouillons = [_Brouillon()]
        self.ouvert = ""  # the field that the paragraphs go on filling
        self.titre_attendu = False
        self.grille: _Grille | None = None
        self.section = ""  # étape, evaluation or perspectives in a démarche; a header field in a header table
        self.libelle = ""  # the label of the row before: it may be cut in two
        self.colonne = ""  # of the line that paragraphs fill, when a démarche is written as text
        courts = [
            v.normalise(bloc.texte)
            for bloc in document.blocs
            if isinstance(bloc, Paragraphe) and not bloc.liste and 0 < len(bloc.texte) <= 80
            and not re.match(r"\W", bloc.texte)
        ]  # fmt: skip
        self.courants = {
            texte for texte, fois in Counter(courts).items() if fois > 1 and len(texte) > 12 and not _is_label(texte)
        }
        self.courants_vus: set[str] = set()

    @property
    def f(self) -> _Brouillon:
        """Return the fiche being read."""
        return self.brouillons[-1]

    def bloc(self, bloc: Bloc) -> None:
        """Read one block."""
        if isinstance(bloc, Tableau):
            self.tableau(bloc)
        elif bloc.texte.strip():
            self.paragraphe(bloc)

    def _new_fiche(self) -> None:
        """Begin another fiche, unless this one has nothing yet but a few lines before its title."""
        if self.f.vue or self.f.champs.get("titre"):
            self.brouillons.append(_Brouillon())
        self.ouvert = self.section = self.libelle = self.colonne = ""
        self.grille = None

    def _set_titre(self, texte: str, libelle: str) -> None:
        self._new_fiche()
        self.f.reconnus.append(libelle)
        self.titre_attendu = not texte
        self.f.add("titre", texte)

    # --- Text -----------------------------------------------------------------------------------

    def paragraphe(self, p: Paragraphe) -> None:
        """Read one paragraph outside the tables."""
        texte = p.texte.strip()
        if self.titre_attendu:
            self.titre_attendu = False
            if not self._label_of(p)[0]:
                self.f.add("titre", texte)
                return
        if self._running_header(texte):
            return
        cle, libelle, valeur = self._label_of(p)
        if cle == "titre":
            self._set_titre(valeur, libelle)
        elif cle in ("fiche", "demarche") and not valeur:
            self.f.reconnus.append(libelle)
            self.ouvert = "description" if cle == "demarche" and self.f.vue else ""
        elif cle:
            self._open(cle, libelle, valeur)
        elif self._text_of_etape(p, texte):
            return
        elif self.ouvert == "a_ranger" or (p.niveau and self.f.vue):
            self._left_aside(texte, heading=bool(p.niveau))
        elif self.ouvert:
            self._continue(texte)
        elif not self.f.vue and p.niveau and not self.f.champs.get("titre"):
            self.f.add("titre", texte)
        elif not self.f.vue and not self.f.champs.get("titre"):
            self.f.candidats.append(texte)
            self.f.gras += [texte] if p.gras else []
        else:
            self.f.a_ranger.append(texte)

    def _running_header(self, texte: str) -> bool:
        """Tell whether a short line repeated through the document was already kept once."""
        mots = v.normalise(texte)
        titre = v.normalise(self.f.champs.get("titre", ""))
        if mots not in self.courants and mots != titre:
            return False
        if mots in self.courants_vus or mots == titre:
            self.f.reconnus.append(texte)
            return True
        self.courants_vus.add(mots)
        if not self.f.vue:
            return False
        self.f.a_ranger.append(texte)
        return True

    def _label_of(self, p: Paragraphe) -> tuple[str, str, str]:
        """Return (label, its words, what follows it) of a paragraph; ("", "", "") when it begins with no label."""
        texte = p.texte.strip()
        for separateur in (":", "\n"):
            avant, signe, apres = texte.partition(separateur)
            trouve = v.match(avant.strip("•-– \t"), v.LIBELLES) if signe else None
            if trouve and trouve.cle != "fiche":
                return trouve.cle, avant, apres.strip(" :\n\t")
        seul = bool(p.niveau) or p.gras or texte.endswith(":") or (len(texte) <= 60 and texte[0].isupper())
        if seul and not p.liste and (trouve := v.match(texte, v.LIBELLES)):
            return trouve.cle, texte, ""
        return "", "", ""

    def _open(self, cle: str, libelle: str, valeur: str) -> None:
        self.f.vue = True
        self.f.reconnus.append(libelle)
        self.colonne = ""
        self.ouvert = {"evaluation": "evaluation", "indicateurs": "evaluation"}.get(cle, cle)
        if valeur:
            self._continue(valeur)

    def _continue(self, texte: str) -> None:
        """Add a line to the field that is open."""
        if self.ouvert == "evaluation":
            self.f.evaluation["comment"] = _lines(self.f.evaluation.get("comment", ""), texte)
        elif self.ouvert == "perspectives":
            self.f.perspectives["quoi"] = _lines(self.f.perspectives.get("quoi", ""), texte)
        elif self.ouvert == "etape":
            ligne = self.f.etapes[-1].lignes[-1]
            setattr(ligne, self.colonne, _lines(getattr(ligne, self.colonne), texte))
        else:
            self.f.champs[self.ouvert] = _lines(self.f.champs.get(self.ouvert, ""), texte)

    def _left_aside(self, texte: str, *, heading: bool) -> None:
        """Keep an unknown heading and the text below it together."""
        if heading or not self.f.a_ranger:
            self.f.a_ranger.append(texte)
        else:
            self.f.a_ranger[-1] = _lines(self.f.a_ranger[-1], texte)
        self.ouvert = "a_ranger"

    def _text_of_etape(self, p: Paragraphe, texte: str) -> bool:
        """Read a step written as text: « Étape 1 : repérage », then « Qui ? … »."""
        etape = v.match_etape(texte)
        marque = re.match(r"(?is).{3,20}?\d{1,2}\s*[:.)–—-]", texte) or p.niveau or p.gras
        if etape and etape.numero is not None and (not etape.reste or marque):
            self.f.vue = True
            self.f.reconnus.append(texte.removesuffix(etape.reste))
            self.f.etapes.append(EtapeLue(etape.numero, [LigneLue(etape.reste)]))
            self.ouvert, self.colonne = "etape", "quoi"
            return True
        if self.ouvert == "etape":
            avant, signe, apres = (
                re.split(r"([:?]\s*:?)", texte, maxsplit=1) if re.search("[:?]", texte) else ("", "", "")
            )
            trouve = v.match(avant, v.COLONNES) if signe else None
            if trouve and trouve.cle in COLONNES:
                self.f.reconnus.append(avant)
                self.colonne = trouve.cle
                if apres.strip():
                    self._continue(apres.strip())
                return True
        return False

    # --- Tables ---------------------------------------------------------------------------------

    def tableau(self, tableau: Tableau) -> None:
        """Read one table: a header, a démarche, both, or neither."""
        if self.titre_attendu:
            self.titre_attendu = False
        heading = self.ouvert
        if heading and heading != "etape" and not _looks_known(tableau):
            texte = text_of(tableau)
            if texte:  # a table below a heading of a document written as text belongs to the heading
                self._continue(texte) if heading != "a_ranger" else self._left_aside(texte, heading=False)
            return
        self.ouvert = self.colonne = ""
        if self.grille and not _continues(self.grille, tableau):
            self.grille, self.section = None, ""
        for ligne in tableau.lignes:
            self.ligne(ligne)

    def ligne(self, ligne: list[Cellule]) -> None:
        """Read one row."""
        ligne = self._unnest(ligne)
        textes = [cellule.texte for cellule in ligne]
        pleins = [texte for texte in textes if texte]
        if not pleins:
            return
        if self._header(ligne, textes):
            return
        if len(pleins) == 1 and self._alone(pleins[0]):
            return
        if self.grille and not self._is_entete(textes):
            self._demarche(ligne, textes)
        else:
            self._entete(ligne, textes)

    def _unnest(self, ligne: list[Cellule]) -> list[Cellule]:
        """Read the tables of a fiche that a lay-out table holds, and return what is left of the row."""
        reste = []
        for cellule in ligne:
            if any(isinstance(bloc, Tableau) and _looks_known(bloc) for bloc in cellule.blocs):
                for bloc in cellule.blocs:
                    self.bloc(bloc)
            else:
                reste.append(cellule)
        return reste

    def _header(self, ligne: list[Cellule], textes: list[str]) -> bool:
        """Recognise a row of column titles: at least two of quoi, quand, qui, comment."""
        roles = _roles_of_header(textes)
        if roles is None:
            return False
        premier = textes[0]
        for texte, role in zip(textes, roles, strict=True):
            if role:
                self.f.reconnus.append(texte)
        colonnes = [(c.colonne, c.colonne + c.largeur, role) for c, role in zip(ligne, roles, strict=True)]
        inconnues = {
            cellule.colonne: texte
            for cellule, texte, role in zip(ligne, textes, roles, strict=True)
            if not role and texte
        }
        self.section = self.section if self.section in ("evaluation", "perspectives") else "etape"
        if not roles[0]:
            section = v.match_section(premier)
            if section:
                self._open_section(section, premier)
                inconnues.pop(ligne[0].colonne, None)
            if section or not premier:
                colonnes[0] = (colonnes[0][0], colonnes[0][1], "etape")
        self.grille = _Grille(colonnes, inconnues)
        self.f.a_ranger += [f"Colonne « {texte} »" for texte in inconnues.values()]
        self.f.vue = True
        return True

    def _alone(self, texte: str) -> bool:
        """Read a row that holds one text only: a title across the table, or a field written in one cell."""
        trouve = v.match(texte, v.DEMARCHE)
        if trouve:
            self.f.reconnus.append(texte)
            self.libelle, self.section = texte, ""
            return True
        paragraphe = Paragraphe(texte)
        avant, signe, apres = texte.partition(":")
        titre = v.match(avant, _TITRES) if signe else None
        if titre:
            self._set_titre(apres.strip(), avant)
            return True
        if self.grille is None:
            cle, libelle, valeur = self._label_of(paragraphe)
            if cle and cle in v.LIBELLES and cle not in ("fiche", "demarche"):
                self.f.vue = True
                self._field(cle, libelle, valeur)
                return True
        return False

    def _is_entete(self, textes: list[str]) -> bool:
        """Tell whether a row below a démarche is one of a header: its label is, and it holds one value."""
        trouve = v.match(textes[0], v.ENTETE)
        return trouve is not None and sum(bool(texte) for texte in textes[1:]) <= 1 and len(textes) <= 3

    # --- The header table -----------------------------------------------------------------------

    def _entete(self, ligne: list[Cellule], textes: list[str]) -> None:
        """Read a row « label, value », or two of them side by side."""
        premier, valeurs = textes[0], textes[1:]
        if not premier:
            self._header_goes_on(valeurs)
            return
        etape = v.match_etape(premier)
        if etape and len(ligne) >= 3:  # a démarche whose header row is missing
            colonnes = ("etape", *COLONNES)[: len(ligne)]
            self.grille = _Grille(
                [(c.colonne, c.colonne + c.largeur, r) for c, r in zip(ligne, colonnes, strict=False)]
            )
            self.section = "etape"
            self._demarche(ligne, textes)
            return
        trouve = v.match(premier, v.LIBELLES) or v.match_section(premier)
        if trouve is None and len([t for t in textes if t]) == 1:
            cle, libelle, valeur = self._label_of(Paragraphe(premier))
            if cle and cle not in ("fiche", "demarche"):
                self._field(cle, libelle, valeur)
                return
        if trouve is None and self._end_of_label(premier):
            self.f.reconnus.append(premier)
            self._header_goes_on(valeurs)
            return
        if trouve is None:
            self.section, self.libelle = "", premier
            texte = " | ".join(texte for texte in valeurs if texte)
            self.f.a_ranger.append(f"{premier} : {texte}" if texte else premier)
            return
        self._pairs(trouve, textes)

    def _pairs(self, trouve: v.Reconnu, textes: list[str]) -> None:
        """Read « label, value, label, value… » from left to right."""
        cle, libelle = trouve, textes[0]
        valeurs: list[str] = []
        for rang, texte in enumerate(textes[1:], start=1):
            suivant = v.match(texte, v.LIBELLES) if rang >= 2 and valeurs else None
            if suivant and suivant.cle not in ("fiche", "demarche"):
                self._field(cle.cle, libelle, "\n".join(filter(None, valeurs)), en_plus=cle.en_plus)
                cle, libelle, valeurs = suivant, texte, []
            else:
                valeurs.append(texte)
        self._field(cle.cle, libelle, "\n".join(filter(None, valeurs)), en_plus=cle.en_plus)

    def _field(self, cle: str, libelle: str, valeur: str, *, en_plus: bool = False) -> None:
        """Write one field of the header."""
        if cle == "titre":
            self._set_titre(valeur, libelle)
            self.titre_attendu = False
            return
        if cle in self.f.tableaux and self.f.etapes and cle in ("objectif", "calendrier"):
            self._new_fiche()  # a second header after a démarche: another fiche begins, without a title
        self.f.vue = True
        self.f.tableaux.add(cle)
        (self.f.a_ranger if en_plus else self.f.reconnus).append(libelle)
        self.section, self.libelle = cle, libelle
        self._header_goes_on([valeur])

    def _header_goes_on(self, valeurs: list[str]) -> None:
        """Add to the field of the row before: the row was cut by a page."""
        texte = "\n".join(filter(None, valeurs))
        if not texte:
            return
        if self.section in ("evaluation", "indicateurs"):
            self.f.evaluation["comment"] = _joined(self.f.evaluation.get("comment", ""), texte)
        elif self.section == "perspectives":
            self.f.perspectives["quoi"] = _joined(self.f.perspectives.get("quoi", ""), texte)
        elif self.section and self.section not in ("fiche", "demarche", "etape"):
            self.f.add(self.section, texte)
        else:
            self.f.a_ranger.append(texte)

    def _end_of_label(self, texte: str) -> bool:
        """Tell whether a text is the end of the label of the row before, cut by a page."""
        debut, fin = v.normalise(self.libelle), v.normalise(texte)
        if not debut or not fin or not self.section:
            return False
        return any(alias == f"{debut} {fin}" for noms in v.LIBELLES.values() for alias in noms)

    # --- The démarche ---------------------------------------------------------------------------

    def _demarche(self, ligne: list[Cellule], textes: list[str]) -> None:
        """Read a row of the démarche: a step, the evaluation, the perspectives, or the end of the row before."""
        assert self.grille is not None
        roles = self.grille.roles(ligne)
        cases = dict.fromkeys(COLONNES, "")
        libelle, fusion = "", False
        for cellule, texte, role in zip(ligne, textes, roles, strict=True):
            if role == "etape":
                libelle, fusion = _joined(libelle, texte), fusion or cellule.suite
            elif role in cases:
                cases[role] = _joined(cases[role], texte)
            elif texte:
                self._outside(cellule, texte, libelle)
        if not self.grille.has_etape:
            libelle, cases["quoi"] = self._label_in_quoi(cases["quoi"])
        self._row_of_demarche(libelle, cases, merged=fusion)

    def _outside(self, cellule: Cellule, texte: str, libelle: str) -> None:
        """Keep the text of a column that the template has not."""
        assert self.grille is not None
        nom = self.grille.inconnues.get(cellule.colonne, "")
        ou = ", ".join(part for part in (libelle or self.libelle, nom) if part)
        self.f.a_ranger.append(f"{ou} : {texte}" if ou else texte)

    def _label_in_quoi(self, quoi: str) -> tuple[str, str]:
        """Find the step in a démarche that has no column for it: in the text, else each row is one."""
        premier, _, reste = quoi.partition("\n")
        if v.match_etape(premier) or v.match_section(premier):
            return premier, reste.strip()
        return ("", quoi) if not quoi or self.section in ("evaluation", "perspectives") else ("Étape", quoi)

    def _row_of_demarche(self, libelle: str, cases: dict[str, str], *, merged: bool) -> None:
        section = v.match_section(libelle)
        etape = v.match_etape(libelle, nombre_seul=True)
        if etape is not None:
            self._new_etape(libelle, etape, cases)
        elif section is not None:
            self._open_section(section, libelle)
            self._fill(cases)
        elif libelle and not self._continues_label(libelle):
            self._without_number(libelle, cases)
        elif self.section == "etape":
            self._line_goes_on(cases, merged=merged)
        else:
            self._fill(cases)

    def _new_etape(self, libelle: str, etape: v.NumeroEtape, cases: dict[str, str]) -> None:
        self.section, self.libelle = "etape", libelle
        self.f.vue = True
        if _SUITE.fullmatch(etape.reste) and self.f.etapes and etape.numero in (None, self.f.etapes[-1].numero):
            self.f.reconnus.append(libelle)
            self._line_goes_on(cases, merged=False)
            return
        self.f.reconnus.append(libelle.removesuffix(etape.reste) if etape.reste else libelle)
        vide = not cases["quoi"] and any(cases.values())
        if vide and not etape.reste and self.f.etapes and etape.numero == self.f.etapes[-1].numero:
            self._line_goes_on(cases, merged=False)  # the same step written again on the next page
            return
        numero = etape.numero if etape.numero is not None else self._next_number()
        cases = {**cases, "quoi": _lines(etape.reste, cases["quoi"])}
        self.f.etapes.append(EtapeLue(numero, [LigneLue(**cases)] if any(cases.values()) else []))

    def _next_number(self) -> int:
        return self.f.etapes[-1].numero + 1 if self.f.etapes else 1

    def _continues_label(self, libelle: str) -> bool:
        """Tell whether a label is « (suite) », or the end of the one above, cut by a page."""
        if _SUITE.fullmatch(libelle) or self._end_of_label(libelle):
            self.f.reconnus.append(libelle)
            return True
        mots = v.normalise(libelle).split()
        connus = {
            mot for alias in v.SECTIONS.get(self.section, ()) for mot in alias.split()
        } - {self.section}  # fmt: skip
        if mots and connus and all(mot in connus for mot in mots):
            self.f.reconnus.append(libelle)
            return True
        return False

    def _without_number(self, libelle: str, cases: dict[str, str]) -> None:
        """Read a row whose first cell is neither a step nor a section: a step without a number, or a stray text."""
        if self.section in ("evaluation", "perspectives"):
            self._fill({**cases, "quoi": _lines(libelle, cases["quoi"])})
        elif any(cases.values()):
            self._new_etape("", v.NumeroEtape(None, libelle), cases)
        else:
            self.f.a_ranger.append(libelle)

    def _line_goes_on(self, cases: dict[str, str], *, merged: bool) -> None:
        """Read a row without a step of its own: another line of the step above, or the end of a row cut by a page."""
        if not any(cases.values()):
            return
        if not self.f.etapes:
            self.f.etapes.append(EtapeLue(self._next_number(), [LigneLue(**cases)]))
            return
        lignes = self.f.etapes[-1].lignes
        if lignes and _is_cut(lignes[-1], cases, merged=merged):
            for colonne, texte in cases.items():
                setattr(lignes[-1], colonne, _joined(getattr(lignes[-1], colonne), texte))
        else:
            lignes.append(LigneLue(**cases))

    def _open_section(self, section: v.Reconnu, libelle: str) -> None:
        self.section = "evaluation" if section.cle == "indicateurs" else section.cle
        self.libelle = libelle
        self.f.vue = True
        (self.f.a_ranger if section.en_plus else self.f.reconnus).append(libelle)

    def _fill(self, cases: dict[str, str]) -> None:
        """Add the cells of a row to the evaluation or to the perspectives."""
        cible = self.f.evaluation if self.section == "evaluation" else self.f.perspectives
        if self.section not in ("evaluation", "perspectives"):
            self.f.a_ranger += [texte for texte in cases.values() if texte]
            return
        for colonne, texte in cases.items():
            cible[colonne] = _joined(cible.get(colonne, ""), texte)


def _is_label(texte: str) -> bool:
    return any(v.match(texte, lexique) for lexique in (v.LIBELLES, v.COLONNES)) or v.match_etape(texte) is not None


def _lines(avant: str, apres: str) -> str:
    return "\n".join(part for part in (avant, apres) if part)


def _is_cut(ligne: LigneLue, cases: dict[str, str], *, merged: bool) -> bool:
    """
    Tell whether a row is the end of the one above, cut by a page, rather than another line of the same step.

    Another line says what is done. The end of a row has no « quoi », or goes on in the middle of a sentence.
    """
    for colonne, texte in cases.items():
        avant = getattr(ligne, colonne)
        if avant and texte and avant[-1] not in _FIN_DE_PHRASE and texte[0].islower():
            return True
    return not cases["quoi"] and not merged


def _roles_of_header(textes: list[str]) -> list[str] | None:
    """Return what each column holds when a row is one of column titles."""
    trouves = [v.match(texte, v.COLONNES) if len(texte) <= 60 else None for texte in textes]
    roles = [trouve.cle if trouve else "" for trouve in trouves]
    for rang, role in enumerate(roles):
        if role in roles[:rang]:
            roles[rang] = ""
    if sum(role in COLONNES for role in roles) < 2:
        return None
    manquants = [colonne for colonne in COLONNES if colonne not in roles]
    inconnus = [rang for rang, role in enumerate(roles) if not role and textes[rang] and rang > 0]
    # « Cmment ? » and « Qi ? » are found by elimination: one title is unknown, one column is missing.
    if len(manquants) == 1 and len(inconnus) == 1 and v.distance(
        v.normalise(textes[inconnus[0]]), manquants[0], 2
    ) <= 2:  # fmt: skip
        roles[inconnus[0]] = manquants[0]
    return roles


def _continues(grille: _Grille, tableau: Tableau) -> bool:
    """Tell whether a table goes on with the columns of the one before: Word cut it in two."""
    premiere = next((ligne for ligne in tableau.lignes if any(cellule.texte for cellule in ligne)), [])
    if not premiere:
        return True
    texte = premiere[0].texte
    connu = v.match_etape(texte, nombre_seul=True) or v.match_section(texte) or not texte
    return bool(connu) and len(premiere) == len(grille.colonnes)


def _looks_known(tableau: Tableau) -> bool:
    """Tell whether a table is one of a fiche: column titles, a step, or at least two labels."""
    libelles = 0
    for ligne in tableau.lignes:
        textes = [cellule.texte for cellule in ligne]
        if not any(textes):
            continue
        if _roles_of_header(textes):
            return True
        if any(isinstance(b, Tableau) and _looks_known(b) for cellule in ligne for b in cellule.blocs):
            return True
        premier = textes[0]
        if (etape := v.match_etape(premier)) and etape.numero is not None and len(ligne) > 1:
            return True
        libelles += bool(v.match(premier.partition(":")[0], v.LIBELLES) or v.match_section(premier))
    return libelles >= 2
