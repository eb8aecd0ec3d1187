"""The chapters made of texts and tables alone: what the commissions wrote, and the two bilans side by side."""

from typing import Any

from commun.templatetags.ml import INSECABLE, accord, nombre, pluriel
from evaluation.bilans.presentation.mots import date_en_lettres, decimal, jour, texte_resultat
from evaluation.bilans.presentation.plan import titre_fiche

Chapitre = dict[str, Any]


def present_chapitres(brut: dict[str, Any]) -> list[Chapitre]:
    """Return the chapters that this content has, in order; none in the first format."""
    commissions = brut.get("commissions")
    chapitres = (_commissions(commissions), _lecture(commissions), _evolution(brut.get("comparaison")))
    return [chapitre for chapitre in chapitres if chapitre]


def _partie(
    titre: str,
    entetes: tuple[str, ...],
    lignes: list[list[str]],
    *,
    parts: tuple[int, ...] = (),
    nombres: int = 0,
    note: str = "",
    sommaire: bool = True,
) -> dict[str, Any]:
    """Return a titled table: the widths of its columns, equal when nothing is said; its last ones may be numbers."""
    return {
        "titre": titre,
        "entetes": list(entetes),
        "lignes": lignes,
        "parts": list(parts) or [100 // len(entetes)] * len(entetes),
        "nombres": nombres,
        "note": note,
        "sommaire": sommaire,
    }


def _chapitre(cle: str, titre: str, intro: str, parties: list[dict[str, Any]]) -> Chapitre | None:
    pleines = [partie for partie in parties if partie["lignes"]]
    return {"cle": cle, "titre": titre, "intro": intro, "parties": pleines} if pleines else None


def _commissions(commissions: dict[str, Any] | None) -> Chapitre | None:
    """Return what the commission du bilan read, advised, and how former advice was answered."""
    if not commissions:
        return None
    lecture = commissions["lecture"]
    intro = ""
    if lecture:
        intro = f"Lecture transmise par la commission de suivi le {date_en_lettres(jour(lecture['transmise_le']))}."
    parties = [_avis(commissions), *_preconisations(commissions), _reunions(commissions), _membres(commissions)]
    return _chapitre("commissions", "Ce qu’en disent les commissions", intro, parties)


def _avis(commissions: dict[str, Any]) -> dict[str, Any]:
    """Return what went well, what may be better and, when the commission named some, new objectives."""
    avis = commissions["avis"]
    lignes = [[a["titre"], a["reussites"], a["ameliorations"], a["objectifs"]] for a in avis]
    entetes = ("À propos de", "Réussites", "Points d’amélioration")
    if any(a["objectifs"] for a in avis):
        titre = "Réussites, points d’amélioration et nouveaux objectifs"
        return _partie(titre, (*entetes, "Nouveaux objectifs"), lignes, parts=(18, 31, 31, 20))
    return _partie("Réussites et points d’amélioration", entetes, [x[:3] for x in lignes], parts=(22, 39, 39))


def _preconisations(commissions: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is advised, and what became of what the former bilan advised."""
    conseils = [
        [_nom(p), p["fiche"] or p["objectif"] or "Tout le projet", _qui(p), _suite(p)]
        for p in commissions["preconisations"]
    ]
    reponses = [[_nom(p), _reponse(p), _suite(p)] for p in commissions["reponses"]]
    return [
        _partie(
            "Préconisations", ("Préconisation", "Porte sur", "Qui et quand", "Suite"), conseils, parts=(32, 18, 22, 28)
        ),
        _partie("Réponses aux préconisations du bilan intermédiaire", ("Préconisation", "Réponse", "Suite"), reponses),
    ]


def _reunions(commissions: dict[str, Any]) -> dict[str, Any]:
    """Return the meetings held, with who came."""
    reunions = commissions.get("reunions", [])
    return _partie(
        "Réunions tenues",
        ("Réunion", "Présences et pouvoirs", "Excuses et absences"),
        [[_reunion(r), _presents(r, present=True), _presents(r, present=False)] for r in reunions],
        parts=(28, 42, 30),
    )


def _membres(commissions: dict[str, Any]) -> dict[str, Any]:
    """Return who sits, and who does in both."""
    lignes = [
        [m["commission"], "\n".join(filter(None, (m["nom"], m["qualite"]))), m["college"], m["voix"]]
        for m in commissions["membres"]
    ]
    en_double = ", ".join(commissions["en_double"])
    return _partie(
        "Qui siège",
        ("Commission", "Membre", "Collège", "Voix"),
        lignes,
        parts=(28, 32, 22, 18),
        note=f"Siègent dans les deux commissions : {en_double}." if en_double else "",
    )


# The words of the bilans frozen so far; a frozen bilan keeps those of its day.
PRESENTS = ("Présent·e", "Représenté·e", "Présent", "Représenté")


def _reunion(reunion: dict[str, Any]) -> str:
    quand = date_en_lettres(jour(reunion["le"]))
    return "\n".join(filter(None, (quand, reunion["commission"], reunion["lieu"])))


def _presents(reunion: dict[str, Any], *, present: bool) -> str:
    """Return who came, or who did not, each with the collège."""
    lignes = []
    for personne in reunion["presences"]:
        if (personne["presence"] in PRESENTS) is present:
            suite = personne["college"]
            if personne["represente_par"]:
                suite += f", a donné pouvoir à {personne['represente_par']}"
            lignes.append(f"{personne['nom']} ({suite})")
    return "\n".join(lignes)


def _lecture(commissions: dict[str, Any] | None) -> Chapitre | None:
    """Return the transmitted reading: how each fiche was answered, then question by question."""
    lecture = (commissions or {}).get("lecture")
    if not lecture or not lecture["contenu"].get("fiches"):
        return None
    contenu = lecture["contenu"]
    posees = {question["code"]: question["texte"] for question in contenu["grille"]["questions"]}
    transmise = date_en_lettres(jour(lecture["transmise_le"]))
    par = f" par {lecture['transmise_par']}" if lecture["transmise_par"] else ""
    entetes = ("Fiche-action", *(nom for _, nom in REPONSES))
    comptes = [
        [titre_fiche(f), *(str(sum(r["appreciation"] == code for r in f["reponses"])) for code, _ in REPONSES)]
        for f in contenu["fiches"]
    ]
    return _chapitre(
        "lecture",
        "La lecture de la commission de suivi",
        f"Transmise le {transmise}{par}, et figée depuis : {len(posees)} questions posées à chaque fiche-action. "
        f"Empreinte SHA-256 de la lecture : {lecture['empreinte']}.",
        [
            _partie("Les réponses, fiche par fiche", entetes, comptes, parts=(42, 9, 12, 9, 13, 15), nombres=5),
            *(_partie_lue(fiche, posees) for fiche in contenu["fiches"]),
        ],
    )


REPONSES = (
    ("oui", "Oui"),
    ("en_partie", "En partie"),
    ("non", "Non"),
    ("sans_objet", "Sans objet"),
    ("", "Sans réponse"),
)


def _partie_lue(fiche: dict[str, Any], posees: dict[str, str]) -> dict[str, Any]:
    """Return the answers of one fiche, in the words of the questions as they were asked."""
    dites = [r for r in fiche["reponses"] if r["appreciation"] or r["commentaire"]]
    reste = len(fiche["reponses"]) - len(dites)
    return _partie(
        titre_fiche(fiche),
        ("Question", "Réponse", "Pourquoi"),
        [[posees[r["question"]], r["libelle"], r["commentaire"]] for r in dites],
        parts=(40, 14, 46),
        note=f"{pluriel(reste, 'question')} sans réponse." if reste else "",
        sommaire=False,
    )


def _nom(preconisation: dict[str, Any]) -> str:
    return "\n".join(filter(None, (f"{preconisation['numero']}. {preconisation['titre']}", preconisation["texte"])))


def _reponse(preconisation: dict[str, Any]) -> str:
    return "\n".join(filter(None, (preconisation["reponse_libelle"], preconisation["reponse"]))) or "sans réponse"


def _qui(preconisation: dict[str, Any]) -> str:
    quand = preconisation["echeance"]
    return "\n".join(filter(None, (preconisation["responsable"], date_en_lettres(jour(quand)) if quand else "")))


def _suite(preconisation: dict[str, Any]) -> str:
    """Return where it stands, what it became, why it was set aside."""
    devenue = preconisation["devenue"]
    suite = f"devenue{INSECABLE}: {devenue['genre']} «{INSECABLE}{devenue['libelle']}{INSECABLE}»" if devenue else ""
    return "\n".join(filter(None, (preconisation["statut_libelle"], suite, preconisation["motif"])))


def _evolution(comparaison: dict[str, Any] | None) -> Chapitre | None:
    """Return each figure at the intermediate bilan and at this one."""
    if not comparaison:
        return None
    avant = date_en_lettres(jour(comparaison["bilan"]["arrete_au"]))
    public = [ligne for ligne in comparaison["lignes"] if ligne["fiche"] is None]
    fiches = [ligne for ligne in comparaison["lignes"] if ligne["fiche"] is not None]
    colonnes = (f"Au {avant}", "À ce bilan")
    chiffres = (*colonnes, "Écart")
    return _chapitre(
        "evolution",
        "Depuis le bilan intermédiaire",
        "Chaque chiffre du bilan intermédiaire, tel qu’il a été figé, à côté de celui de ce bilan. Les deux sont "
        "comptés depuis le début du projet.",
        [
            _partie(
                "Le public",
                ("Mesure", *chiffres),
                [[x["libelle"], *_deux(x), _ecart(x)] for x in public],
                parts=(46, 20, 17, 17),
                nombres=3,
            ),
            _partie(
                "Les indicateurs",
                ("Fiche-action", "Indicateur", *chiffres),
                [[titre_fiche(x["fiche"]), x["libelle"], *_deux(x), _ecart(x)] for x in fiches],
                parts=(24, 28, 22, 14, 12),
                nombres=3,
            ),
            _partie(
                "Les appréciations",
                ("Fiche-action", "Indicateur", *colonnes),
                [
                    [titre_fiche(x["fiche"]), x["libelle"], _apprecie(x["avant"]), _apprecie(x["apres"])]
                    for x in comparaison.get("appreciations", [])
                ],
                parts=(24, 26, 25, 25),
            ),
        ],
    )


def _apprecie(etat: dict[str, str] | None) -> str:
    return f"{etat['etat_libelle']}, {date_en_lettres(jour(etat['jour']))}" if etat else "pas apprécié"


def _deux(ligne: dict[str, Any]) -> list[str]:
    avant = texte_resultat(ligne["avant"], ligne["unite"]) if ligne["avant"] else "absent du bilan intermédiaire"
    return [avant, texte_resultat(ligne["resultat"], ligne["unite"])]


def _ecart(ligne: dict[str, Any]) -> str:
    """Return by how much a figure moved; "" when one of the two is not said."""
    if not ligne["avant"]:
        return ""
    avant, apres = (None if x["masque"] else decimal(x["valeur"]) for x in (ligne["avant"], ligne["resultat"]))
    if avant is None or apres is None:
        return ""
    ecart = apres - avant
    points = f"{INSECABLE}{accord(ecart, 'point')}" if ligne["unite"] == "%" else ""
    return f"{'+' if ecart > 0 else ''}{nombre(ecart)}{points}"
