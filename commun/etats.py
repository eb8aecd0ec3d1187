"""How a state is shown: a tone, an icon and a word; the rooms' codes are data here, without their meaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Etat:
    """A tone of theme.css, an icon of the sprite, and a word for codes that come without a label."""

    ton: str = "neutre"
    icone: str = "info"
    libelle: str = ""


# (how it is shown, the codes shown so)
_FAMILLES: tuple[tuple[Etat, str], ...] = (
    # done, reached, agreed
    (
        Etat("bien", "coche-ronde"),
        "acceptee active actif atteint atteinte confirmee fait faite honore mesuree oui ouverte present presente "
        "publie publiee realisee repondue retenue signee termine terminee valide validee",
    ),
    # waits for somebody or for a date
    (
        Etat("attente", "sablier"),
        "a_approuver a_examiner a_traiter a_venir attente brouillon demande demandee en_attente idee "
        "proposee suspendue",
    ),
    (Etat("attente", "liste-attente"), "liste_attente"),
    # under way
    (Etat("info", "horloge"), "deposee en_cours envoyee fixe planifiee prevu prevue programmee recue"),
    # somebody should look
    (Etat("alerte", "alerte"), "absent absente alerte en_retard expiree non_atteint non_atteinte retard"),
    # failed
    (Etat("grave", "croix-ronde"), "echoue echouee refuse refusee"),
    # over or absent, without judgement
    (
        Etat("neutre", "interdit"),
        "abandonnee annule annulee archivee close cloturee desactive desistee excuse excusee fermee non_mesuree "
        "rendue sans_objet",
    ),
    (Etat("neutre", "cadenas", "Complet"), "complet complete"),
)
ETATS: dict[str, Etat] = {code: forme for forme, codes in _FAMILLES for code in codes.split()}


def etat(code: str) -> Etat:
    """Return how to show a code; neutral when nothing is declared for it."""
    return ETATS.get(code, Etat())
