"""Who can be tried in one click, and what is worth trying as each."""

from dataclasses import dataclass

from comptes.models import Utilisateur


@dataclass(frozen=True)
class Essai:
    """A person of the demo: a short name for the button, what she or he does, three things to try."""

    code: str
    email: str
    qui: str
    role: str
    icone: str
    a_essayer: tuple[str, ...]
    jeune: bool = False
    reduit: bool = False  # fewer screens for now


ESSAIS = (
    Essai(
        "jeune",
        "inaya.carvallo@demo.example",
        "Inaya Carvallo",
        "une jeune du collectif",
        "seance",
        (
            "S’inscrire en un geste à une séance, et rendre sa place",
            "Voir son rang sur la liste d’attente de «\u00a0Entreprise, ma voisine\u00a0»",
            "Déposer une idée et lire les réponses déjà reçues",
        ),
        jeune=True,
    ),
    Essai(
        "jeune_sans_rien",
        "maxence.thuillier@demo.example",
        "Maxence Thuillier",
        "un jeune arrivé il y a un mois",
        "moi",
        (
            "Découvrir l’application sans aucune inscription",
            "Prendre une des dernières places du collectif des jeunes",
            "Recevoir la confirmation et son rendez-vous d’agenda",
        ),
        jeune=True,
    ),
    Essai(
        "conseillere",
        "claire.montagnac@demo.example",
        "Claire Montagnac",
        "conseillère au siège",
        "journee",
        (
            "Saisir un premier accueil au clavier, en moins d’une minute",
            "Parcourir sa journée\u00a0: permanence, rendez-vous, séances qu’elle anime",
            "Noter les présences de la dernière séance du collectif",
        ),
    ),
    Essai(
        "directrice",
        "helene.vasnier@demo.example",
        "Hélène Vasnier",
        "directrice",
        "pilotage",
        (
            "Lire le tableau de la commission et ce qui demande une décision",
            "Ouvrir un chiffre\u00a0: sa définition, puis la liste derrière lui",
            "Lancer le bilan à 18 mois et le télécharger en PDF",
        ),
    ),
    Essai(
        "administratrice",
        "nadine.courtel@demo.example",
        "Nadine Courtel",
        "administratrice",
        "plan",
        (
            "Modifier une fiche-action et déplacer ses étapes",
            "Relier un indicateur à une mesure, avec un filtre et une cible",
            "Ouvrir la même fiche dans deux fenêtres et enregistrer deux fois",
        ),
    ),
    Essai(
        "partenaire",
        "rachid.amrani@demo.example",
        "Rachid Amrani",
        "partenaire, foyer de jeunes travailleurs",
        "partenaire",
        (
            "Lire les fiches-action",
            "Chercher une fiche par son titre",
            "Vérifier qu’aucun dossier de jeune ne lui est ouvert",
        ),
        reduit=True,
    ),
    Essai(
        "commission",
        "francoise.delteil@demo.example",
        "Françoise Delteil",
        "membre de commission",
        "commission",
        (
            "Lire une fiche au clavier et répondre à la grille, les faits à côté",
            "Préparer la prochaine réunion\u00a0: ordre du jour, fiches, chiffres",
            "Transmettre la lecture à la commission du bilan, une fois pour toutes",
        ),
    ),
)


def find_compte(code: str) -> Utilisateur | None:
    """Return the account of somebody who can be tried; nobody else is ever opened this way."""
    emails = {essai.code: essai.email for essai in ESSAIS}
    return Utilisateur.objects.filter(email=emails.get(code, ""), is_active=True).first()
