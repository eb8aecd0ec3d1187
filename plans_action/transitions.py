"""The life of a fiche: which state may follow which."""

from plans_action.choix import StatutFiche

IDEE, PROPOSEE, VALIDEE = StatutFiche.IDEE, StatutFiche.PROPOSEE, StatutFiche.VALIDEE
EN_COURS, SUSPENDUE = StatutFiche.EN_COURS, StatutFiche.SUSPENDUE
REALISEE, ABANDONNEE = StatutFiche.REALISEE, StatutFiche.ABANDONNEE

# What is done or given up may be taken up again: a decision is never a dead end, and each one is kept.
TRANSITIONS: dict[StatutFiche, tuple[StatutFiche, ...]] = {
    IDEE: (PROPOSEE, VALIDEE, ABANDONNEE),
    PROPOSEE: (IDEE, VALIDEE, ABANDONNEE),
    VALIDEE: (PROPOSEE, EN_COURS, SUSPENDUE, ABANDONNEE),
    EN_COURS: (SUSPENDUE, REALISEE, ABANDONNEE),
    SUSPENDUE: (EN_COURS, REALISEE, ABANDONNEE),
    REALISEE: (EN_COURS,),
    ABANDONNEE: (IDEE, PROPOSEE),
}


def may_become(avant: str, apres: str) -> bool:
    """Tell whether a state may follow another one."""
    return apres in TRANSITIONS[StatutFiche(avant)]


def choices_after(statut: str) -> list[tuple[str, str]]:
    """Return the states that may follow, as choices."""
    return [(str(apres.value), str(apres.label)) for apres in TRANSITIONS[StatutFiche(statut)]]
