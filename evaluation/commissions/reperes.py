"""
What is shown beside each question of the grid: the facts, and a draft of an answer that a person confirms or rewrites.

A draft is proposed only where facts decide; elsewhere the facts are shown and the commission judges.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse

from commun.templatetags.ml import INSECABLE, accord, date_courte, nombre, pluriel
from evaluation import secret
from evaluation.choix import Appreciation
from evaluation.commissions.faits import Dossier
from evaluation.tableau.indicateurs import LigneIndicateur

# Beyond that share of what was planned, a budget is not kept.
DEPASSEMENT = Decimal("1.10")
ETAPES_NOMMEES = 3


@dataclass(frozen=True)
class Fait:
    """One fact: what it is, how much, where to read more."""

    libelle: str
    texte: str
    lien: str = ""


@dataclass
class Repere:
    """The facts beside a question, and the answer that they suggest."""

    faits: list[Fait] = field(default_factory=list)
    appreciation: str = ""
    phrase: str = ""

    @property
    def is_proposition(self) -> bool:
        """Tell whether an answer is suggested."""
        return bool(self.phrase)

    @property
    def libelle(self) -> str:
        """Return the suggested appreciation in words."""
        return str(Appreciation(self.appreciation).label) if self.appreciation else ""


def reperes(dossier: Dossier) -> dict[str, Repere]:
    """Return what is shown beside each question of a fiche."""
    return {code: make(dossier) for code, make in _PAR_QUESTION.items()}


def _effectif(combien: int, nom: str, noms: str = "") -> str:
    """Return a count of people, « moins de 5 » when it is too small to be shared."""
    if secret.est_petit(combien):
        return f"{secret.MOTS} {noms or nom + 's'}"
    return str(pluriel(combien, nom, noms))


def _euros(montant: Decimal) -> str:
    return f"{nombre(montant, 0)}{INSECABLE}€"


def _heures(minutes: int) -> str:
    return f"{nombre(Decimal(minutes) / 60, 0)}{INSECABLE}h"


def _indicateur(ligne: LigneIndicateur) -> Fait:
    texte = " ".join(filter(None, [ligne.texte or ligne.lecture.mot.lower(), ligne.unite if ligne.texte else ""]))
    if ligne.precision:
        texte += f", {ligne.precision}"
    if ligne.cible:
        texte += f"\u202f; cible\u00a0: {ligne.cible} ({ligne.lecture.mot.lower()})"
    lien = reverse("evaluation:indicateur-detail", args=[ligne.indicateur.pk])
    return Fait(ligne.indicateur.libelle, texte, lien)


def _etapes(dossier: Dossier) -> Fait:
    lien = dossier.fiche.get_absolute_url()
    if not dossier.suivies:
        return Fait("Étapes", "aucune étape n’est écrite", lien)
    return Fait("Étapes", f"{_faites(len(dossier.faites))} sur {len(dossier.suivies)}", lien)


def _faites(combien: int) -> str:
    return str(pluriel(combien, "étape faite", "étapes faites"))


def _partage(tenus: int, total: int) -> str:
    if tenus == total:
        return Appreciation.OUI
    return Appreciation.EN_PARTIE if tenus else Appreciation.NON


def _objectifs(dossier: Dossier) -> Repere:
    juges = dossier.avec_cible
    tenus = [ligne for ligne in juges if ligne.lecture.en_bonne_voie]
    repere = Repere([_etapes(dossier), *(_indicateur(ligne) for ligne in dossier.calcules)])
    etapes = f"{_faites(len(dossier.faites))} sur {len(dossier.suivies)}" if dossier.suivies else ""
    if juges:
        mot = accord(len(tenus), "est tenue ou en bonne voie", "sont tenues ou en bonne voie")
        repere.appreciation = _partage(len(tenus), len(juges))
        repere.phrase = f"{pluriel(len(tenus), 'cible')} sur {len(juges)} {mot}{f', {etapes}' if etapes else ''}."
    elif etapes:
        repere.appreciation = _partage(len(dossier.faites), len(dossier.suivies))
        repere.phrase = f"Aucune cible chiffrée ne peut encore être lue\u202f; {etapes}."
    return repere


def _pertinence(dossier: Dossier) -> Repere:
    repere = Repere(
        [
            Fait("Rencontres rattachées à la fiche", str(pluriel(dossier.rencontres, "rencontre"))),
            Fait("Séances tenues", str(pluriel(dossier.seances, "séance"))),
        ]
    )
    if dossier.inscrits:
        repere.faits.append(Fait("Présences en séance", f"{dossier.presences} sur {dossier.inscrits} notées"))
    if dossier.rencontres or dossier.seances:
        repere.phrase = (
            f"L’action a donné lieu à {pluriel(dossier.rencontres, 'rencontre')} et à "
            f"{pluriel(dossier.seances, 'séance')}."
        )
    return repere


def _constat(dossier: Dossier) -> Repere:
    faits = [Fait("Constat de départ", dossier.fiche.constat[:300])] if dossier.fiche.constat else []
    if not faits and dossier.fiche.but:
        faits.append(Fait("But de la fiche", dossier.fiche.but[:300]))
    suivis = [ligne for ligne in dossier.calcules if ligne.tendance]
    faits += [Fait(ligne.indicateur.libelle, ligne.tendance, _indicateur(ligne).lien) for ligne in suivis]
    repere = Repere(faits)
    mieux = [ligne for ligne in suivis if ligne.ton_tendance == "bien"]
    if suivis:
        repere.phrase = (
            f"Sur {pluriel(len(suivis), 'indicateur suivi', 'indicateurs suivis')} mois après mois, "
            f"{pluriel(len(mieux), 'va', 'vont')} dans le bon sens."
        )
    return repere


def _public(dossier: Dossier) -> Repere:
    faits = [Fait("Public visé", dossier.fiche.public_cible[:300])] if dossier.fiche.public_cible else []
    if dossier.rencontres:
        for libelle, combien in (
            ("Rencontres de personnes hors de la tranche d’âge", dossier.hors_age),
            ("Rencontres de personnes hors du territoire", dossier.hors_territoire),
        ):
            texte = secret.MOTS if secret.est_petit(combien) else nombre(combien)
            faits.append(Fait(libelle, f"{texte} sur {nombre(dossier.rencontres)}"))
    repere = Repere(faits)
    if dossier.rencontres:
        part = Decimal(dossier.hors_age + dossier.hors_territoire) / dossier.rencontres
        repere.appreciation = Appreciation.OUI if part <= Decimal("0.1") else Appreciation.EN_PARTIE
        suite = "presque toutes" if part <= Decimal("0.1") else "pas toutes"
        repere.phrase = (
            f"Sur {pluriel(dossier.rencontres, 'rencontre')}, {suite} concernent des personnes de l’âge et du "
            "territoire de la Mission Locale."
        )
    return repere


def _nombre(dossier: Dossier) -> Repere:
    gens = [ligne for ligne in dossier.calcules if ligne.mesure is not None and ligne.mesure.personnes]
    faits = [_indicateur(ligne) for ligne in gens]
    faits.append(Fait("Personnes rencontrées", _effectif(dossier.personnes, "personne")))
    if dossier.seances:
        faits.append(Fait("Participants aux séances", _effectif(dossier.participants, "personne")))
    repere = Repere(faits)
    juges = [ligne for ligne in gens if ligne in dossier.avec_cible]
    if juges:
        tenus = [ligne for ligne in juges if ligne.lecture.en_bonne_voie]
        repere.appreciation = _partage(len(tenus), len(juges))
    if dossier.personnes or dossier.participants:
        morceaux = [_effectif(dossier.personnes, "personne rencontrée", "personnes rencontrées")]
        if dossier.seances:
            morceaux.append(f"{_effectif(dossier.participants, 'participant')} aux séances")
        repere.phrase = f"{', '.join(morceaux).capitalize()}."
    return repere


def _avis(dossier: Dossier) -> Repere:
    faits = [
        Fait(
            f"Questionnaire «\u00a0{titre}\u00a0»",
            _effectif(n, "réponse"),
            reverse("evaluation:questionnaire-resultats", args=[cle]),
        )
        for cle, titre, n in dossier.questionnaires
    ]
    faits += [_indicateur(ligne) for ligne in dossier.a_apporter]
    if dossier.fiche.evaluation_comment:
        faits.append(Fait("Comment la fiche prévoit de le savoir", dossier.fiche.evaluation_comment[:300]))
    repere = Repere(faits)
    if dossier.questionnaires:
        reponses = sum(combien for _, _, combien in dossier.questionnaires)
        questionnaires = pluriel(len(dossier.questionnaires), "questionnaire")
        repere.phrase = f"{_effectif(reponses, 'réponse').capitalize()} à {questionnaires} sur cette action."
    return repere


def _apports(dossier: Dossier) -> Repere:
    faits = [
        Fait("Idées de jeunes rattachées à la fiche", str(pluriel(dossier.idees, "idée"))),
        Fait("Notes de l’équipe", str(pluriel(dossier.notes, "note")), dossier.fiche.get_absolute_url()),
    ]
    return Repere(faits)


def _partenaires(dossier: Dossier) -> Repere:
    prevus, venus = len(dossier.partenaires_prevus), dossier.partenaires_rencontres
    faits = [
        Fait("Partenaires prévus", ", ".join(dossier.partenaires_prevus) or "aucun partenaire n’est désigné"),
        Fait("Partenaires présents dans les rencontres", str(pluriel(venus, "partenaire"))),
        Fait("Réunions de commission qui en ont parlé", str(pluriel(dossier.reunions, "réunion"))),
    ]
    repere = Repere(faits)
    if prevus:
        repere.phrase = (
            f"{pluriel(prevus, 'partenaire est associé', 'partenaires sont associés')} à la fiche, "
            f"{pluriel(venus, 'partenaire a pris part', 'partenaires ont pris part')} à au moins une rencontre."
        )
        if venus:
            repere.appreciation = Appreciation.OUI if venus >= prevus else Appreciation.EN_PARTIE
    return repere


def _taches(dossier: Dossier) -> Repere:
    coordination = "; ".join(dossier.coordination) or dossier.fiche.coordonne or "personne n’est désigné"
    faits = [
        Fait("Coordination", coordination.replace("; ", "\u202f; "), dossier.fiche.get_absolute_url()),
        Fait("Lignes d’étape qui disent qui s’en charge", f"{dossier.lignes_attribuees} sur {dossier.lignes}"),
    ]
    repere = Repere(faits)
    coordonnee = bool(dossier.coordination or dossier.fiche.coordonne)
    if dossier.lignes:
        tous = dossier.lignes_attribuees == dossier.lignes
        repere.appreciation = Appreciation.OUI if coordonnee and tous else Appreciation.EN_PARTIE
        debut = "La fiche est coordonnée" if coordonnee else "Personne ne coordonne la fiche"
        repere.phrase = (
            f"{debut}\u202f; {dossier.lignes_attribuees} lignes sur {dossier.lignes} disent qui s’en charge."
        )
    return repere


def _expertise(dossier: Dossier) -> Repere:
    faits = [
        Fait(
            "Coordination", "\u202f; ".join(dossier.coordination) or dossier.fiche.coordonne or "personne n’est désigné"
        )
    ]
    if dossier.fiche.realise:
        faits.append(Fait("Qui réalise", dossier.fiche.realise[:300]))
    if dossier.partenaires_prevus:
        faits.append(Fait("Partenaires", ", ".join(dossier.partenaires_prevus)))
    return Repere(faits)


def _communication(dossier: Dossier) -> Repere:
    dits = [(mode, combien) for mode, combien in dossier.modes if not secret.est_petit(combien)]
    repere = Repere([Fait(f"Connu par\u00a0: {mode.lower()}", str(pluriel(n, "personne"))) for mode, n in dits[:4]])
    if not repere.faits:
        repere.faits = [Fait("Comment les personnes ont connu l’action", "pas assez de réponses pour le dire")]
    else:
        repere.phrase = f"Les personnes viennent surtout par\u00a0: {', '.join(mode.lower() for mode, _ in dits[:2])}."
    return repere


def _materiel(dossier: Dossier) -> Repere:
    faits = []
    if dossier.fiche.besoins_materiels:
        faits.append(Fait("Besoins prévus", dossier.fiche.besoins_materiels[:300]))
    if dossier.materiel_prevu or dossier.materiel_depense:
        faits.append(
            Fait(
                "Matériel",
                f"{_euros(dossier.materiel_depense)} dépensés sur {_euros(dossier.materiel_prevu)} prévus",
                dossier.fiche.get_absolute_url(),
            )
        )
    return Repere(faits or [Fait("Matériel", "rien n’est écrit dans la fiche", dossier.fiche.get_absolute_url())])


def _temps(dossier: Dossier) -> Repere:
    faits = [Fait("Réunions de commission", str(pluriel(dossier.reunions, "réunion")))]
    if dossier.minutes_reunions:
        faits.append(Fait("Temps prévu en réunion", f"{dossier.minutes_reunions}{INSECABLE}min"))
    if dossier.minutes:
        faits.append(Fait("Temps passé en rencontres", _heures(dossier.minutes)))
    repere = Repere(faits)
    if dossier.minutes:
        repere.phrase = (
            f"{_heures(dossier.minutes)} de rencontres sont enregistrées, et la commission en a parlé "
            f"{pluriel(dossier.reunions, 'fois', 'fois')}."
        )
    return repere


def _calendrier(dossier: Dossier) -> Repere:
    retards, apres = dossier.en_retard, dossier.faites_apres
    faits = [_etapes(dossier)]
    if apres:
        faits.append(Fait("Faites après leur date", str(pluriel(len(apres), "étape"))))
    for etape in retards[:ETAPES_NOMMEES]:
        faits.append(Fait(f"{etape}", f"prévue le {date_courte(etape.echeance)}, pas encore faite"))
    if len(retards) > ETAPES_NOMMEES:
        faits.append(Fait("Autres étapes en retard", str(len(retards) - ETAPES_NOMMEES)))
    repere = Repere(faits)
    datees = [etape for etape in dossier.suivies if etape.echeance and etape.echeance < dossier.today]
    if datees:
        tenues = len(datees) - len(retards) - len([etape for etape in apres if etape in datees])
        repere.appreciation = _partage(tenues, len(datees))
        repere.phrase = (
            f"Sur {pluriel(len(datees), 'étape')} dont la date est passée\u00a0: {tenues} à temps, "
            f"{len(apres)} plus tard, {len(retards)} pas encore."
        )
    return repere


def _budget(dossier: Dossier) -> Repere:
    lien = dossier.fiche.get_absolute_url()
    if not dossier.lignes_budget:
        return Repere([Fait("Budget", "aucune ligne n’est écrite dans la fiche", lien)])
    texte = f"{_euros(dossier.depense)} dépensés sur {_euros(dossier.prevu)} prévus"
    repere = Repere([Fait("Budget", texte, lien)], phrase=f"{texte}.")
    if dossier.depense and dossier.prevu:
        part = dossier.depense / dossier.prevu
        repere.appreciation = (
            Appreciation.OUI if part <= 1 else Appreciation.EN_PARTIE if part <= DEPASSEMENT else Appreciation.NON
        )
    return repere


_PAR_QUESTION: dict[str, Callable[[Dossier], Repere]] = {
    "objectifs": _objectifs,
    "pertinence": _pertinence,
    "constat": _constat,
    "public": _public,
    "nombre": _nombre,
    "avis": _avis,
    "apports": _apports,
    "partenaires": _partenaires,
    "taches": _taches,
    "expertise": _expertise,
    "communication": _communication,
    "materiel": _materiel,
    "temps": _temps,
    "calendrier": _calendrier,
    "budget": _budget,
}
