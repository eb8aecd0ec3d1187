"""The sections of a fiche: which fields each holds, which templates ask for it, what is still missing."""

from dataclasses import dataclass

from plans_action import contenu as c
from plans_action.choix import ModeleFiche

MOULINS, TECHNOWEST, ARML = ModeleFiche.MOULINS, ModeleFiche.TECHNOWEST, ModeleFiche.ARML


@dataclass(frozen=True)
class Rubrique:
    """One section of the form; without `modeles`, every template asks for it."""

    cle: str
    libelle: str
    champs: tuple[str, ...] = ()
    listes: tuple[str, ...] = ()
    modeles: tuple[ModeleFiche, ...] = ()

    def concerns(self, modele: str) -> bool:
        """Tell whether a template asks for this section."""
        return not self.modeles or modele in self.modeles

    @property
    def modeles_en_mots(self) -> str:
        """Return the names of the templates that ask for it."""
        return " et ".join(f"« {modele.label} »" for modele in self.modeles)


RUBRIQUES = (
    Rubrique("action", "L’action", ("titre", "but", "resume", "calendrier", "recurrence", "date_action")),
    Rubrique("cadre", "Constat et finalité", ("constat", "finalite", "implantation", "pilotage"), (), (ARML,)),
    Rubrique("public", "Public et résultats", ("public_cible", "description", "resultats"), (), (TECHNOWEST, ARML)),
    Rubrique(
        "projet",
        "Le projet",
        (
            "duree_projet",
            "duree_action",
            "preparation",
            "type_participation",
            "champs_action",
            "intentions",
            "besoins_materiels",
        ),
        (),
        (TECHNOWEST,),
    ),
    Rubrique(
        "demarche",
        "La démarche cyclique",
        (
            "demarche_reflexion",
            "demarche_ciblage",
            "demarche_communication",
            "demarche_regroupement",
            "demarche_ajustement",
            "demarche_phase",
            "demarche_tour",
        ),
        (),
        (TECHNOWEST,),
    ),
    Rubrique("qui", "Qui et où", ("coordonne", "realise", "partenaires_texte", *c.LISTES)),
    Rubrique("parties", "Porteurs et rôles", ("contacts",), ("porteurs", "parties_prenantes"), (TECHNOWEST, ARML)),
    Rubrique("etapes", "Les étapes", (), ("etapes",)),
    Rubrique(
        "evaluation",
        "L’évaluation",
        ("evaluation_quoi", "evaluation_quand", "evaluation_qui", "evaluation_comment"),
        ("criteres",),
    ),
    Rubrique("budget", "Le budget", (), ("budget",)),
    Rubrique("risques", "Les risques", ("vigilance",), ("risques",)),
    Rubrique(
        "suites",
        "Les suites",
        ("perspectives", "perspectives_quand", "perspectives_qui", "perspectives_comment"),
    ),
)


# --- What is missing -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Element:
    """Something that a template expects: filled when any of its fields or lists holds something."""

    libelle: str
    rubrique: str
    noms: tuple[str, ...]
    modeles: tuple[ModeleFiche, ...] = ()


ELEMENTS = (
    Element("l’objectif", "action", ("but",)),
    Element("le résumé ou la description", "action", ("resume", "description")),
    Element("le calendrier", "action", ("calendrier", "debut", "date_action"), (MOULINS, ARML)),
    Element("la récurrence", "action", ("recurrence", "type_recurrence"), (MOULINS,)),
    Element("le type d’action", "action", ("type_recurrence",), (TECHNOWEST,)),
    Element("qui coordonne", "qui", ("coordonne", "coordinateurs"), (MOULINS,)),
    Element("qui réalise", "qui", ("realise",), (MOULINS,)),
    Element("les partenaires", "qui", ("partenaires", "partenaires_texte"), (MOULINS, ARML)),
    Element("au moins une étape", "etapes", ("etapes",), (MOULINS,)),
    Element("quand et comment on évalue", "evaluation", ("evaluation_quand", "evaluation_comment"), (MOULINS,)),
    Element("au moins un critère", "evaluation", ("criteres",)),
    Element("les perspectives", "suites", ("perspectives",), (MOULINS,)),
    Element("les durées", "projet", ("duree_projet", "duree_action"), (TECHNOWEST,)),
    Element("la préparation", "projet", ("preparation",), (TECHNOWEST,)),
    Element("les porteurs de l’action", "parties", ("porteurs",), (TECHNOWEST,)),
    Element("le public visé", "public", ("public_cible",), (TECHNOWEST, ARML)),
    Element("le type de participation des jeunes", "projet", ("type_participation",), (TECHNOWEST,)),
    Element("les champs d’action", "projet", ("champs_action",), (TECHNOWEST,)),
    Element("les intentions", "projet", ("intentions",), (TECHNOWEST,)),
    Element("les parties prenantes et leurs rôles", "parties", ("parties_prenantes",), (TECHNOWEST,)),
    Element("les besoins matériels", "projet", ("besoins_materiels",), (TECHNOWEST,)),
    Element("les résultats attendus", "public", ("resultats",), (TECHNOWEST, ARML)),
    Element("la démarche", "demarche", ("demarche_reflexion", "demarche_phase"), (TECHNOWEST,)),
    Element("le constat", "cadre", ("constat",), (ARML,)),
    Element("la finalité", "cadre", ("finalite",), (ARML,)),
    Element("l’implantation", "cadre", ("implantation",), (ARML,)),
    Element("le pilotage", "cadre", ("pilotage",), (ARML,)),
    Element("le budget", "budget", ("budget",), (ARML,)),
    Element("les contacts", "parties", ("contacts",), (TECHNOWEST, ARML)),
)


@dataclass(frozen=True)
class Completude:
    """How far a fiche is filled, after its template; nothing of it is compulsory."""

    attendus: int
    manquants: tuple[Element, ...]

    @property
    def remplis(self) -> int:
        """Return how many expected elements are there."""
        return self.attendus - len(self.manquants)


def assess(contenu: c.Contenu) -> Completude:
    """Return what a fiche still misses."""
    attendus = [element for element in ELEMENTS if not element.modeles or contenu["modele"] in element.modeles]
    manquants = tuple(element for element in attendus if not any(contenu[nom] for nom in element.noms))
    return Completude(len(attendus), manquants)
