"""How a state is shown: a tone, an icon and a word; the rooms' codes are data here, without their meaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Etat:
    """A tone of theme.css, an icon of the sprite, and a word for codes that come without a label."""

    ton: str = "neutre"
    icone: str = "info"
    libelle: str = ""


_BIEN, _ATTENTE, _GRAVE, _ALERTE, _INFO, _NEUTRE = "bien", "attente", "grave", "alerte", "info", "neutre"

ETATS: dict[str, Etat] = {
    # done, reached, agreed
    **dict.fromkeys(
        (
            "confirmee",
            "present",
            "presente",
            "honore",
            "atteint",
            "faite",
            "fait",
            "termine",
            "terminee",
            "realisee",
            "publiee",
            "publie",
            "valide",
            "validee",
            "active",
            "actif",
            "signee",
            "acceptee",
            "retenue",
            "realisee",
            "oui",
            "ouverte",
        ),
        Etat(_BIEN, "coche-ronde"),
    ),
    # waiting for somebody or for a date
    **dict.fromkeys(
        (
            "en_attente",
            "attente",
            "a_venir",
            "demande",
            "demandee",
            "brouillon",
            "proposee",
            "a_examiner",
            "suspendue",
            "a_traiter",
        ),
        Etat(_ATTENTE, "sablier"),
    ),
    **dict.fromkeys(("liste_attente",), Etat(_ATTENTE, "liste-attente")),
    # under way
    **dict.fromkeys(
        ("en_cours", "fixe", "planifiee", "prevu", "prevue", "programmee", "deposee"), Etat(_INFO, "horloge")
    ),
    # somebody should look
    **dict.fromkeys(
        ("en_retard", "retard", "absent", "absente", "non_atteint", "expiree", "alerte"), Etat(_ALERTE, "alerte")
    ),
    # failed
    **dict.fromkeys(("echoue", "echouee", "refusee", "refuse"), Etat(_GRAVE, "croix-ronde")),
    # over, without judgement
    **dict.fromkeys(
        (
            "annulee",
            "annule",
            "abandonnee",
            "desistee",
            "rendue",
            "close",
            "cloturee",
            "archivee",
            "excuse",
            "excusee",
            "fermee",
        ),
        Etat(_NEUTRE, "interdit"),
    ),
    **dict.fromkeys(("complet", "complete"), Etat(_NEUTRE, "cadenas", "Complet")),
}


def etat(code: str) -> Etat:
    """Return how to show a code; neutral when nothing is declared for it."""
    return ETATS.get(code, Etat())
