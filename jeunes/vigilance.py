"""What a free note should not hold: refused outright (numbers that identify), or asked to be said otherwise."""

import re
from dataclasses import dataclass
from enum import StrEnum

from commun.noms import normalise_nom


class Motif(StrEnum):
    """Why a note stops."""

    NIR = "numéro de sécurité sociale"
    IBAN = "numéro de compte bancaire"
    TELEPHONE = "numéro de téléphone"
    EMAIL = "adresse e-mail"
    SANTE = "santé"
    JUSTICE = "justice"
    VIOLENCE = "violences"
    OPINION = "religion, opinion, origine ou vie intime"


# Identifying numbers are never needed in a note: there is no way to keep them.
REFUSES = (Motif.NIR, Motif.IBAN)

_NIR = re.compile(
    r"(?<!\d)[1-478][\s.\-]*\d{2}[\s.\-]*(?:0[1-9]|1[0-2]|[2-9]\d)[\s.\-]*(?:\d{2}|2[\s.\-]*[ab])[\s.\-]*"
    r"\d{3}[\s.\-]*\d{3}(?:[\s.\-/]*\d{2})?(?!\d)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[a-z]{2}\s*\d{2}(?:[\s.\-]*[a-z0-9]){11,30}", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+\s*33|0033|0)[\s.\-]*[1-9](?:[\s.\-]*\d{2}){4}(?!\d)")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")

# Beginnings of words, normalised. An exact word ends with $.
_MOTS: dict[Motif, tuple[str, ...]] = {
    Motif.SANTE: (
        "addict",
        "alcooli",
        "alcool$",
        "anorexi",
        "antidepress",
        "asthm",
        "autis",
        "avortement",
        "bipolaire",
        "boulimi",
        "cancer",
        "cannabis",
        "chimiotherap",
        "cocaine",
        "depressi",
        "desintox",
        "diabet",
        "diagnosti medical",
        "dyslexi",
        "dyspraxi",
        "enceinte$",
        "epilep",
        "grossesse",
        "handicap",
        "hepatit",
        "heroine$",
        "hospitalis",
        "hpi$",
        "insuline",
        "ivg$",
        "maladie",
        "malade$",
        "mdph",
        "medicament",
        "methadone",
        "narcolep",
        "psychiatr",
        "psychotrop",
        "psychotiqu",
        "psychose",
        "rqth",
        "schizophren",
        "scarifi",
        "sclerose",
        "seropositi",
        "sevrage",
        "sida$",
        "stupefiant",
        "suicid",
        "tentative de suicide",
        "tdah",
        "tentamen",
        "tox$",
        "toxicoman",
        "traitement medical",
        "trouble du comportement",
        "troubles du comportement",
        "trouble psy",
        "troubles psy",
        "vih$",
        "drogue",
        "ts$",
        "psy$",
        "psychologue",
        "burn out",
        "crise d angoisse",
        "crises d angoisse",
        "trouble alimentaire",
        "invalidite",
        "ald$",
        "aah$",
        "traitement lourd",
        "suit un traitement",
    ),
    Motif.JUSTICE: (
        "bracelet electronique",
        "casier",
        "condamn",
        "delit$",
        "delinquan",
        "detenu",
        "detention",
        "ecrou",
        "garde a vue",
        "incarcer",
        "liberation conditionnelle",
        "mis en examen",
        "mise en examen",
        "peine de prison",
        "pjj$",
        "prison$",
        "probation",
        "recidiv",
        "semi liberte",
        "sous main de justice",
        "sursis$",
        "spip$",
        "tig$",
        "trafic",
        "tribunal",
        "juge$",
        "controle judiciaire",
        "agression$",
        "vol avec",
    ),
    Motif.VIOLENCE: (
        "agress",
        "attouch",
        "battu$",
        "battue$",
        "coups$",
        "emprise$",
        "excision",
        "frappe$",
        "frappee$",
        "harcel",
        "inceste",
        "maltrait",
        "mariage force",
        "menace de mort",
        "prostitu",
        "proxenet",
        "viol$",
        "violee$",
        "violent$",
        "violente$",
        "violences$",
        "violence$",
        "abus sexuel",
        "tape dessus",
        "se fait taper",
        "sequestr",
    ),
    Motif.OPINION: (
        "athee$",
        "bisexuel",
        "catholique",
        "chretien",
        "communiste$",
        "ethnie",
        "extreme droite",
        "extreme gauche",
        "gay$",
        "gitan",
        "homosexuel",
        "islam",
        "juif$",
        "juive$",
        "lesbienne",
        "manouche",
        "mosquee",
        "musulman",
        "ramadan",
        "religi",
        "sans papiers",
        "syndiqu",
        "tsigane",
        "transgenre",
        "transexuel",
        "transsexuel",
        "trans$",
        "voile islamique",
        "radicalis",
        "orientation sexuelle",
        "temoin de jehovah",
        "evangeli",
        "origine maghrebine",
        "roms$",
        "vote pour",
        "militant",
    ),
}
# Ordinary phrases of the trade that hold one of the words above.
_BANALS = (
    "assurance maladie",
    "arret maladie",
    "carte vitale et maladie",
    "congre maladie",
    "maison de sante",
    "centre de sante",
    "conge maladie",
    "juge utile",
    "juge bon",
    "juge que",
    "juge le",
    "juge la",
    "caisse primaire d assurance maladie",
    "militant associatif",
    "psychologue du travail",
    "trafic routier",
    "casier de rangement",
    "delit de fuite assurance",
    "metiers du handicap",
    "secteur du handicap",
    "aupres de personnes handicapees",
    "personnes en situation de handicap",
    "metiers de la justice",
    "coups de main",
    "coups de fil",
    "sans alcool",
    "trans alpes",
)


def _compile(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression over normalised text for a list of beginnings of words."""
    parts = [re.escape(word[:-1]) + r"\b" if word.endswith("$") else re.escape(word) for word in words]
    return re.compile(r"\b(?:" + "|".join(parts) + ")")


_EXPRESSIONS = {motif: _compile(words) for motif, words in _MOTS.items()}
_BANAL = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_BANALS, key=len, reverse=True))) + r")\b")


@dataclass(frozen=True)
class Avis:
    """What the detector says of a note."""

    motifs: tuple[Motif, ...]

    @property
    def refuse(self) -> tuple[Motif, ...]:
        """Return what makes the note refused outright."""
        return tuple(motif for motif in self.motifs if motif in REFUSES)

    @property
    def a_reformuler(self) -> tuple[Motif, ...]:
        """Return what should be said otherwise."""
        return tuple(motif for motif in self.motifs if motif not in REFUSES)


def examine(texte: str) -> Avis:
    """Return what a note holds that it should not; the text itself is neither kept nor logged."""
    motifs: list[Motif] = []
    if _NIR.search(texte):
        motifs.append(Motif.NIR)
    if _IBAN.search(texte):
        motifs.append(Motif.IBAN)
    if _TELEPHONE.search(texte):
        motifs.append(Motif.TELEPHONE)
    if _EMAIL.search(texte):
        motifs.append(Motif.EMAIL)
    words = _BANAL.sub(" ", normalise_nom(texte))
    motifs += [motif for motif, expression in _EXPRESSIONS.items() if expression.search(words)]
    return Avis(tuple(motifs))
