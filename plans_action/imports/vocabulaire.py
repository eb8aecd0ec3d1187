"""The labels of the three templates, recognised whatever the accents, the case, the punctuation and the slips."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LONGUEUR_LIBELLE = 140

# The header of the Moulins template.
ENTETE: Mapping[str, tuple[str, ...]] = {
    "titre": (
        "intitule de l action", "intitule", "intitule du projet", "titre", "titre de l action", "titre du projet",
        "nom de l action", "nom du projet", "plan d action",
    ),
    "objectif": (
        "objectif", "objectifs", "objectif s", "objectif de l action", "objectifs de l action", "but", "buts",
        "objectif vise", "objectifs vises", "objectif principal", "objectif du projet", "objectifs du projet",
    ),
    "calendrier": (
        "calendrier de l action", "calendrier", "calendrier previsionnel", "calendrier du projet", "dates",
        "periode", "echeancier",
    ),
    "resume": ("resume de l action", "resume", "resume du projet", "en resume"),
    "coordonne": (
        "qui coordonne", "coordination", "coordonne par", "coordonnateur", "coordinateur", "coordinatrice",
        "coordonnatrice", "coordination de l action", "qui coordonne l action",
    ),
    "realise": ("qui realise", "realise par", "qui realise l action", "realisation de l action", "realisation"),
    "partenaires": (
        "partenaire s associe s a l action", "partenaires associes a l action", "partenaires", "partenaire",
        "partenaire s", "partenaire s associe s", "partenaires associes", "partenariat", "partenaires non exhaustif",
        "partenaires mobilises", "partenaires du projet",
    ),
    "recurrence": ("recurrence", "recurrence de l action", "frequence", "periodicite", "frequence de l action"),
}  # fmt: skip

# The headings of the Technowest and ARML templates that the Moulins template has not.
COMPLEMENTS: Mapping[str, tuple[str, ...]] = {
    "type_action": ("type d action", "type de l action", "nature de l action"),
    "duree_projet": ("duree du projet",),
    "duree_action": ("duree de l action",),
    "preparation": ("preparation", "temps de preparation", "duree de preparation"),
    "porteurs": (
        "porteuse du projet", "porteuses du projet", "porteur du projet", "porteurs du projet", "porteur se du projet",
        "porteur euse s du projet", "porteurs", "porteur", "porteuse", "porteuses", "porteur de l action",
        "porteur se s du projet", "porteur ses du projet", "porte par",
    ),
    "participants": (
        "participant es cibles", "participants cibles", "participant cible", "participant e s cibles", "participants",
        "participantes cibles",
    ),
    "type_participation": ("type de participation", "types de participation"),
    "criteres_determinants": ("criteres determinants", "critere determinant"),
    "champ_action": ("champ d action", "champs d action", "champ de l action"),
    "contacts": ("contact", "contacts", "contact arml", "personne a contacter", "personnes a contacter"),
    "intentions": ("intentions sous jacentes", "intention sous jacente", "intentions", "intention"),
    "parties_prenantes": (
        "parties prenantes et roles", "parties prenantes", "partie prenante et role", "parties prenantes roles",
        "roles des parties prenantes",
    ),
    "besoins_materiels": ("besoins materiels", "besoin materiel", "moyens materiels", "materiel necessaire"),
    "resultats": ("resultats", "resultats attendus", "resultat", "resultat attendu", "resultats vises"),
    "description": ("description", "description de l action", "description du projet", "contenu de l action"),
    "constat": ("constat", "constats", "constat de depart", "contexte", "contexte et constat", "origine du projet",
                "diagnostic", "constats et contexte"),
    "finalite": ("finalite", "finalites", "finalite du projet", "finalite de l action"),
    "cible": ("cible", "cibles", "public cible", "publics cibles", "public", "public vise", "cible specifique",
              "une cible specifique", "publics vises"),
    "implantation": ("implantation", "une implantation", "territoire", "lieu d implantation", "lieux d implantation"),
    "pilotage": ("pilotage", "pilote", "pilotes", "pilotage du projet", "gouvernance"),
    "budget": ("budget", "budget previsionnel", "cout", "couts", "cout du projet", "moyens financiers"),
}  # fmt: skip

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "evaluation": (
        "evaluations resultats facteur de reussite et d echec suivi qui et comment", "evaluation", "evaluations",
        "evaluation de l action", "evaluations et resultats", "evaluation et suivi", "suivi et evaluation",
        "evaluation des resultats", "resultats et evaluation",
        "evaluations resultats facteurs de reussite et d echec suivi", "resultats", "resultats attendus",
        "resultats facteur de reussite et d echec suivi qui et comment", "facteurs de reussite et d echec",
    ),
    "indicateurs": (
        "indicateurs", "indicateur", "indicateurs d evaluation", "criteres d evaluation", "criteres et indicateurs",
        "criteres", "indicateurs de resultat", "indicateurs de suivi", "indicateurs de reussite",
    ),
    "perspectives": (
        "perspectives evolutions", "perspectives", "perspective", "perspectives et evolutions", "evolutions",
        "perspectives evolution", "perspective evolution", "suites a donner", "perspectives d evolution",
    ),
}  # fmt: skip

DEMARCHE: Mapping[str, tuple[str, ...]] = {
    "demarche": ("demarche", "la demarche", "demarche de l action", "deroulement de l action", "deroulement"),
    "fiche": ("fiche action", "fiches actions", "fiche action projet", "fiche projet", "fiche actions", "plan d action",
              "fiche d action"),
}  # fmt: skip

COLONNES: Mapping[str, tuple[str, ...]] = {
    "etape": (
        "les etapes successives de l action", "les etapes successives", "etapes", "etape", "les etapes",
        "etapes successives", "etapes de l action", "les etapes de l action", "n", "numero",
        "etapes successives de l action",
    ),
    "quoi": ("quoi", "quoi actions", "quoi action", "actions", "action", "quelle action", "quoi faire"),
    "quand": ("quand", "quand echeance", "echeance", "echeances", "date", "dates", "quand dates"),
    "qui": ("qui", "qui fait", "par qui", "avec qui", "qui responsable", "responsable", "responsables", "acteurs"),
    "comment": ("comment", "comment moyens", "moyens", "comment modalites", "modalites", "de quelle maniere"),
}  # fmt: skip

LIBELLES: Mapping[str, tuple[str, ...]] = {**COMPLEMENTS, **ENTETE, **SECTIONS, **DEMARCHE}

_ARTICLES = "a au aux avec d de des du e en es et l la le les ou par pour s se ses sur un une cette ce ces votre notre"
MOTS_VIDES = frozenset([*_ARTICLES.split(), "action", "actions", "fiche", "projet", "projets"])


@dataclass(frozen=True)
class Reconnu:
    """A label, and the words beside it that are none of its own."""

    cle: str
    en_plus: bool = False


@lru_cache(maxsize=2048)
def normalise(texte: str) -> str:
    """Return the words of a text without accents, case or punctuation."""
    texte = texte.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    decompose = unicodedata.normalize("NFKD", texte).lower()
    sans_accent = "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", sans_accent).split())


def distance(a: str, b: str, plafond: int) -> int:
    """Return how many slips (a letter more, less, changed, two exchanged) part two words; above `plafond`, give up."""
    if abs(len(a) - len(b)) > plafond:
        return plafond + 1
    avant: list[int] = []
    hier = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        jour = [i]
        for j, y in enumerate(b, start=1):
            cout = min(hier[j] + 1, jour[j - 1] + 1, hier[j - 1] + (x != y))
            if avant and i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cout = min(cout, avant[j - 2] + 1)
            jour.append(cout)
        if min(jour) > plafond:
            return plafond + 1
        avant, hier = hier, jour
    return hier[-1]


def tolerance(longueur: int) -> int:
    """Return how many slips a label of this length may carry."""
    if longueur < 5:
        return 0
    return 1 if longueur < 8 else 2 if longueur < 16 else min(8, longueur // 7)


def match(texte: str, lexique: Mapping[str, tuple[str, ...]]) -> Reconnu | None:
    """Return the label that a text is, None when it is none."""
    if not texte or len(texte) > LONGUEUR_LIBELLE + 40:
        return None
    return _match(normalise(texte), _frozen(lexique))


def _frozen(lexique: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    if id(lexique) not in _GELES:
        _GELES[id(lexique)] = lexique, tuple((cle, alias) for cle, noms in lexique.items() for alias in noms)
    return _GELES[id(lexique)][1]


# The lexicon is kept beside its frozen form, so that its id is never another's.
_GELES: dict[int, tuple[Mapping[str, tuple[str, ...]], tuple[tuple[str, str], ...]]] = {}


@lru_cache(maxsize=4096)
def _match(mots: str, lexique: tuple[tuple[str, str], ...]) -> Reconnu | None:
    if not mots or len(mots) > LONGUEUR_LIBELLE:
        return None
    exact = next((cle for cle, alias in lexique if alias == mots), None)
    if exact:
        return Reconnu(exact)
    proches: list[tuple[int, str]] = []
    for cle, alias in lexique:
        plafond = tolerance(min(len(alias), len(mots)))
        if plafond and (ecart := distance(mots, alias, plafond)) <= plafond:
            proches.append((ecart, cle))
    if proches:
        meilleur = min(ecart for ecart, _ in proches)
        cles = {cle for ecart, cle in proches if ecart == meilleur}
        return Reconnu(cles.pop()) if len(cles) == 1 else None
    return _with_more_words(mots, lexique)


def _with_more_words(mots: str, lexique: tuple[tuple[str, str], ...]) -> Reconnu | None:
    """Recognise « objectifs de cette action », « évaluation, bilan et suivi » by how they begin."""
    for cle, alias in sorted(lexique, key=lambda paire: -len(paire[1])):
        if len(alias) >= 6 and mots.startswith(f"{alias} "):
            reste = mots.removeprefix(alias).split()
            if all(mot in MOTS_VIDES for mot in reste):
                return Reconnu(cle)
    return None


def match_with_precision(texte: str) -> Reconnu | None:
    """Recognise « Objectif 1.2 », « Partenaires (liste à compléter) »: a label and a precision, that is to be kept."""
    nu = re.sub(r"\([^()]{3,}\)|\d+(?:[.,]\d+)*", " ", texte)
    trouve = match(nu, ENTETE) if nu != texte else None
    return Reconnu(trouve.cle, en_plus=True) if trouve else None


_TETES = {"evaluation": "evaluation", "evaluations": "evaluation", "perspectives": "perspectives",
          "perspective": "perspectives", "indicateurs": "indicateurs", "indicateur": "indicateurs"}  # fmt: skip
_MOTS_CONNUS = MOTS_VIDES | {
    mot for noms in (*SECTIONS.values(), *ENTETE.values()) for alias in noms for mot in alias.split()
}


def match_section(texte: str) -> Reconnu | None:
    """Return the section that the first cell of a row opens: its label may be cut, or carry more words."""
    trouve = match(texte, SECTIONS)
    if trouve or len(texte) > LONGUEUR_LIBELLE + 40:
        return trouve
    mots = normalise(texte).split()
    if not mots:
        return None
    for tete, cle in _TETES.items():
        if distance(mots[0], tete, 2) <= 2:
            return Reconnu(cle, en_plus=not all(mot in _MOTS_CONNUS or mot == mots[0] for mot in mots))
    return None


# --- The number of a step --------------------------------------------------------------------------

_ORDINAUX = {
    "premiere": 1, "1ere": 1, "1re": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
}  # fmt: skip
_EN_LETTRES = {
    "zero": 0, "o": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
}  # fmt: skip
_PUCES = r"[\s•▪◦●○■□➢➤→✓✔*–—·-]*"
_ETAPE = re.compile(
    _PUCES + r"(?P<mot>[^\W\d_]{4,7})[\s.]*(?:n\s*[°ºo]|num[eé]ro|n(?=\s*\d))?[\s.:(]*"
    r"(?P<numero>\d{1,2}|[^\W\d_]{1,6})?"
    r"(?![\w])[\s:.,;)\]–—-]*(?P<reste>.*)",
    re.IGNORECASE | re.DOTALL,
)
_COLLE = re.compile(
    _PUCES + r"(?P<mot>[^\W\d_]{4,7}?)(?P<numero>\d{1,2})(?![\w])[\s:.,;)\]–—-]*(?P<reste>.*)", re.I | re.DOTALL
)
_INITIALE = re.compile(r"\s*E\s?(?P<numero>\d{1,2})(?!\w)\s*(?:[:.)–—-]\s*(?P<reste>.*))?", re.DOTALL)
_PARTIE = re.compile(
    _PUCES + r"(?P<mot>[^\W\d_]{4,7})?\s*(?:n\s*[°ºo]\s*)?(?P<reste>(?P<numero>\d{1,2})[.]\d{1,2}(?![\w/.]).*)",
    re.IGNORECASE | re.DOTALL,
)
# « Étapes 1 et 2 », « Étape 1 à 3 », the same number twice.
_ET_PLUS = re.compile(
    r"(?P<suite>(?:(?P<a>[aà]|jusqu['’][aà]|[-–])?(?:et|&|/|,|puis|\+)?\s*(?:[ée]tapes?\s*(?:n\s*[°ºo])?\s*)?\d{1,2}(?!\w)\s*)+)"
    r"(?:$|[:.–—-]\s*(?P<reste>.*)|(?=\n)(?P<dessous>.*))",
    re.IGNORECASE | re.DOTALL,
)
_ORDINAL = re.compile(
    _PUCES + r"(?P<rang>[\w]{3,10}|\d{1,2}\s?[eè](?:re|me|r|)?)\s+(?P<mot>[^\W\d_]{4,7})(?![\w])[\s:.,;)–—-]*"
    r"(?P<reste>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOMBRE = re.compile(
    r"[\s(]*(?:action\s*)?(?:n\s*[°ºo]\s*)?(?P<numero>\d{1,2})\s*(?:(?:[°.):–—-]+|/(?!\d))\s*(?P<reste>.*)|\)?\s*)",
    re.I | re.DOTALL,
)


@dataclass(frozen=True)
class NumeroEtape:
    """What the label of a step says: its number when it has one, and the words that follow."""

    numero: int | None
    reste: str
    autres: tuple[int, ...] = ()  # the numbers of the steps written with it, « Étapes 1 et 2 »
    partie: bool = False  # « Étape 1.2 » is a part of step 1


def match_etape(texte: str, *, nombre_seul: bool = False) -> NumeroEtape | None:
    """Recognise « Étape 0 », « Etape n°1 : repérage », « 2e étape »; a number alone too where a step is expected."""
    if (trouve := _PARTIE.fullmatch(texte)) and (nombre_seul or _is_etape(trouve["mot"] or "")):
        return NumeroEtape(int(trouve["numero"]), trouve["reste"].strip(), partie=True)
    if nombre_seul and (trouve := _NOMBRE.fullmatch(texte) or _INITIALE.fullmatch(texte)):
        return NumeroEtape(int(trouve["numero"]), (trouve["reste"] or "").strip())
    etape = _match_etape(texte)
    return _with_others(etape) if etape and etape.numero is not None and etape.reste else etape


def _with_others(etape: NumeroEtape) -> NumeroEtape:
    """Read the other numbers of « Étapes 1 et 2 », and the same one written twice."""
    trouve = _ET_PLUS.fullmatch(etape.reste)
    if trouve is None:
        return etape
    numero = etape.numero or 0
    nombres = [int(nombre) for nombre in re.findall(r"\d+", trouve["suite"])]
    reste = (trouve["reste"] or trouve["dessous"] or "").strip()
    if set(nombres) == {numero}:
        return NumeroEtape(numero, reste)
    if nombres != sorted(set(nombres)) or nombres[0] <= numero or nombres[-1] - numero > 10:
        return etape
    if trouve["a"] and len(nombres) == 1:
        nombres = list(range(numero + 1, nombres[0] + 1))
    return NumeroEtape(numero, reste, tuple(nombres))


def _match_etape(texte: str) -> NumeroEtape | None:
    for motif in (_COLLE, _ETAPE):
        trouve = motif.fullmatch(texte)
        if trouve is None or not _is_etape(trouve["mot"]):
            continue
        numero, reste = trouve["numero"], trouve["reste"]
        if numero is None:
            return NumeroEtape(None, reste.strip())
        if numero.isdigit():
            return NumeroEtape(int(numero), reste.strip())
        if (lettres := normalise(numero)) in _EN_LETTRES:
            return NumeroEtape(_EN_LETTRES[lettres], reste.strip())
        return NumeroEtape(None, texte[trouve.start("numero") :].strip())
    if (trouve := _ORDINAL.fullmatch(texte)) and _is_etape(trouve["mot"]):
        rang = normalise(trouve["rang"]).replace(" ", "")
        chiffres = re.match(r"\d+", rang)
        numero = _ORDINAUX.get(rang, int(chiffres[0]) if chiffres else None)
        if numero is not None:
            return NumeroEtape(numero, trouve["reste"].strip())
    return None


def _is_etape(mot: str) -> bool:
    mot = normalise(mot)
    return mot in ("phase", "etapes") or distance(mot, "etape", 1) <= 1
