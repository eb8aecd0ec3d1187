"""
The commission's dashboard: what needs a decision, then each objective with its fiches, steps and figures.

A bounded number of queries whatever the data: the figures are those that the last calcul stored.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.safestring import SafeString

from accueil.models import Evenement
from commun import graphiques
from commun.dates import Periode
from commun.mesures import Mesure
from commun.templatetags.ml import INSECABLE, date_courte, nombre, pluriel
from commun.travaux import EtatTravail
from comptes.models import Utilisateur
from evaluation import cibles, secret
from evaluation.chiffres import arrondi, doit_masquer, is_cumulative, masques, mesure_de
from evaluation.choix import EtatValeur, TypeBilan
from evaluation.models import Bilan, Calcul, Reunion, ValeurIndicateur
from evaluation.moteur import Resultat
from evaluation.services.calcul import PeriodesSuivies, periodes_suivies, whole_projet
from participation.models import Seance
from plans_action.choix import StatutEtape, StatutFiche, TypeIndicateur
from plans_action.models import Etape, FicheAction, Indicateur, ObjectifOperationnel, ProjetAssociatif

# A running fiche without any fact for that long is asked about.
SILENCE = datetime.timedelta(days=90)
# A bilan is announced that long before its date.
APPROCHE_BILAN = datetime.timedelta(days=120)
STATUTS_SUIVIS = (StatutFiche.VALIDEE, StatutFiche.EN_COURS, StatutFiche.SUSPENDUE)
DECISIONS_MONTREES = 5


def projet_courant() -> ProjetAssociatif | None:
    """Return the projet associatif under way, the latest when several are."""
    return ProjetAssociatif.objects.filter(actif=True).order_by("-debut", "pk").first()


# --- What is shown ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class LigneIndicateur:
    """One indicateur as the dashboard says it."""

    indicateur: Indicateur
    mesure: Mesure | None
    texte: str
    unite: str
    lecture: cibles.Lecture
    cible: str = ""
    jauge: SafeString | str = ""
    etincelle: SafeString | str = ""
    tendance: str = ""
    ton_tendance: str = "neutre"


@dataclass
class LigneFiche:
    """One fiche with its steps and figures."""

    fiche: FicheAction
    etapes: list[Etape]
    indicateurs: list[LigneIndicateur]
    faites: int
    en_retard: list[Etape]
    total: int
    dernier_fait: datetime.date | None
    a_coordinateur: bool

    @property
    def calcules(self) -> list[LigneIndicateur]:
        """Return the indicateurs that the application computes, or should."""
        return [ligne for ligne in self.indicateurs if ligne.lecture is not cibles.A_APPORTER]

    @property
    def a_apporter(self) -> list[LigneIndicateur]:
        """Return those that somebody brings to the meeting."""
        return [ligne for ligne in self.indicateurs if ligne.lecture is cibles.A_APPORTER]

    @property
    def a_regarder(self) -> bool:
        """Tell whether something of the fiche is late or off target."""
        return bool(self.en_retard) or any(ligne.lecture.en_deca for ligne in self.indicateurs)


@dataclass
class Bande:
    """One operational objective with its fiches."""

    objectif: ObjectifOperationnel | None
    fiches: list[LigneFiche] = field(default_factory=list)


@dataclass(frozen=True)
class Decision:
    """Something to decide: about which fiche, why, and where to go."""

    fiche: FicheAction | None
    texte: str
    precision: str = ""
    indicateur: Indicateur | None = None


@dataclass(frozen=True)
class Sujet:
    """A kind of decision with its cases."""

    titre: str
    icone: str
    decisions: list[Decision]

    @property
    def premieres(self) -> list[Decision]:
        """Return what is shown at once."""
        return self.decisions[:DECISIONS_MONTREES]

    @property
    def suivantes(self) -> list[Decision]:
        """Return what unfolds."""
        return self.decisions[DECISIONS_MONTREES:]


@dataclass(frozen=True)
class EcheanceBilan:
    """When a bilan is due, and where it stands."""

    type: str
    libelle: str
    le: datetime.date
    jours: int
    fait: Bilan | None

    @property
    def approche(self) -> bool:
        """Tell whether it is time to launch it."""
        return self.fait is None and self.jours <= APPROCHE_BILAN.days

    @property
    def delai(self) -> str:
        """Say how far it is."""
        if self.jours == 0:
            return "aujourd’hui"
        if self.jours < 0:
            return f"date passée de {pluriel(-self.jours, 'jour')}"
        if self.jours > 60:
            return f"dans {self.jours // 30}{INSECABLE}mois"
        return f"dans {pluriel(self.jours, 'jour')}"


@dataclass(frozen=True)
class Filtres:
    """What the address asks to see."""

    objectif: str = ""
    statut: str = ""
    a_regarder: bool = False

    @property
    def actifs(self) -> bool:
        """Tell whether something is left out."""
        return bool(self.objectif or self.statut or self.a_regarder)


@dataclass
class Tableau:
    """The whole dashboard."""

    projet: ProjetAssociatif
    exact: bool
    bandes: list[Bande]
    sujets: list[Sujet]
    reunion: Reunion | None
    bilans: list[EcheanceBilan]
    calcul: Calcul | None
    calcul_en_cours: Calcul | None
    fiches: int
    fiches_montrees: int
    compteurs: dict[str, Any]
    a_apporter: int
    filtres: Filtres
    choix_objectifs: list[tuple[str, str]]

    @property
    def nombre_decisions(self) -> int:
        """Count what needs a decision."""
        return sum(len(sujet.decisions) for sujet in self.sujets)


# --- Load ------------------------------------------------------------------------------------------


def build(
    *, projet: ProjetAssociatif, user: Utilisateur, filtres: Filtres, now: datetime.datetime, today: datetime.date
) -> Tableau:
    """Return the dashboard of a projet as an account may see it."""
    exact = secret.voit_exact(user)
    dernier, en_cours = _calculs(projet)
    arrete_au = dernier.arrete_au if dernier else today
    operationnels = list(
        ObjectifOperationnel.objects.filter(objectif_general__projet=projet)
        .select_related("objectif_general")
        .order_by("objectif_general__numero", "numero", "pk")
    )
    fiches = list(_fiches(projet))
    indicateurs = _indicateurs(fiches)
    choix = [(numero_objectif(objectif), f"{numero_objectif(objectif)} {objectif.titre}") for objectif in operationnels]
    if filtres.objectif not in dict(choix):
        filtres = replace(filtres, objectif="")
    lecteur = Lecteur(projet, arrete_au=arrete_au, exact=exact)
    lecteur.load([indicateur for groupe in indicateurs.values() for indicateur in groupe])
    lignes_fiches = [
        _ligne_fiche(fiche, [lecteur.lire(indicateur) for indicateur in indicateurs[fiche.pk]], today=today)
        for fiche in fiches
    ]
    echeances = _bilans(projet, today=today)
    reunion = Reunion.objects.visible_to(user).filter(projet=projet).a_venir(now=now).first()
    montrees = [fiche for fiche in lignes_fiches if _retenue(fiche, filtres)]
    lignes = [ligne for fiche in lignes_fiches for ligne in fiche.indicateurs]
    return Tableau(
        projet=projet,
        exact=exact,
        bandes=_bandes(operationnels, montrees, filtres),
        sujets=_sujets(lignes_fiches, echeances, today=today),
        reunion=reunion,
        bilans=echeances,
        calcul=dernier,
        calcul_en_cours=en_cours,
        fiches=len(fiches),
        fiches_montrees=len(montrees),
        compteurs={
            "etapes_faites": sum(fiche.faites for fiche in lignes_fiches),
            "etapes": sum(fiche.total for fiche in lignes_fiches),
            "retards": sum(len(fiche.en_retard) for fiche in lignes_fiches),
            "atteints": sum(ligne.lecture.code in ("atteinte", "respectee", "en_voie") for ligne in lignes),
            "en_deca": sum(ligne.lecture.en_deca for ligne in lignes),
        },
        filtres=filtres,
        choix_objectifs=choix,
        a_apporter=sum(ligne.indicateur.type != TypeIndicateur.CALCULE for ligne in lignes),
    )


def _calculs(projet: ProjetAssociatif) -> tuple[Calcul | None, Calcul | None]:
    """Return the last finished computation and the one under way."""
    calculs = list(
        Calcul.objects.filter(projet=projet)
        .exclude(etat=EtatTravail.ECHOUE)
        .select_related("projet")
        .order_by("-demande_le", "pk")[:5]
    )
    dernier = next((calcul for calcul in calculs if calcul.etat == EtatTravail.TERMINE), None)
    en_cours = next((calcul for calcul in calculs if calcul.etat != EtatTravail.TERMINE), None)
    return dernier, en_cours


def _fiches(projet: ProjetAssociatif) -> QuerySet[FicheAction]:
    """Return the fiches of the projet and those without objective, with their steps and their last fact."""
    evenements = Evenement.objects.filter(fiche_action=OuterRef("pk")).order_by("-jour").values("jour")[:1]
    seances = Seance.objects.filter(fiche_action=OuterRef("pk"), annulee_le=None).order_by("-jour").values("jour")[:1]
    coordinateurs = FicheAction.coordinateurs.through.objects.filter(ficheaction=OuterRef("pk"))
    return (
        FicheAction.objects.filter(Q(objectif__objectif_general__projet=projet) | Q(objectif=None))
        .exclude(statut=StatutFiche.ABANDONNEE)
        .select_related("objectif__objectif_general")
        .annotate(
            dernier_evenement=Subquery(evenements),
            derniere_seance=Subquery(seances),
            a_coordinateur=Exists(coordinateurs),
        )
        .prefetch_related(Prefetch("etapes", Etape.objects.order_by("ordre", "pk")))
        .order_by("numero", "titre", "pk")
    )


def _indicateurs(fiches: Iterable[FicheAction]) -> dict[UUID, list[Indicateur]]:
    """Return the indicateurs of fiches, fiche after fiche."""
    par_fiche: dict[UUID, list[Indicateur]] = defaultdict(list)
    indicateurs = Indicateur.objects.filter(critere__fiche__in=[fiche.pk for fiche in fiches])
    for indicateur in indicateurs.select_related("critere").order_by("critere__ordre", "critere", "ordre", "pk"):
        par_fiche[indicateur.critere.fiche_id].append(indicateur)
    return par_fiche


def _ligne_fiche(fiche: Any, indicateurs: list[LigneIndicateur], *, today: datetime.date) -> LigneFiche:
    """Return a fiche as the dashboard says it; `fiche` carries the annotations of `_fiches`."""
    etapes = [etape for etape in fiche.etapes.all() if etape.statut != StatutEtape.ABANDONNEE]
    passes = [jour for jour in (fiche.dernier_evenement, fiche.derniere_seance) if jour is not None and jour <= today]
    return LigneFiche(
        fiche=fiche,
        etapes=etapes,
        indicateurs=indicateurs,
        faites=sum(etape.statut == StatutEtape.FAITE for etape in etapes),
        en_retard=[etape for etape in etapes if etape.is_late(today=today)],
        total=len(etapes),
        dernier_fait=max(passes, default=None),
        a_coordinateur=bool(fiche.a_coordinateur or fiche.coordonne.strip()),
    )


# --- Read the stored figures -----------------------------------------------------------------------


class Lecteur:
    """Reads the stored values of indicateurs against their targets, hiding what is too small for who reads."""

    def __init__(self, projet: ProjetAssociatif, *, arrete_au: datetime.date, exact: bool) -> None:
        self.exact = exact
        self.arrete_au = arrete_au
        self.periodes: PeriodesSuivies = periodes_suivies(projet, arrete_au=arrete_au)
        self.projet: Periode = whole_projet(projet)
        self.ecoulee = cibles.part_ecoulee(self.projet.debut, self.projet.fin, arrete_au)
        self.valeurs: dict[tuple[UUID, Periode], Resultat] = {}

    def load(self, indicateurs: Iterable[Indicateur]) -> None:
        """Read every stored value of these indicateurs in one statement."""
        valeurs = ValeurIndicateur.objects.filter(
            indicateur__in=[indicateur.pk for indicateur in indicateurs],
            debut__gte=self.projet.debut,
            fin__lte=self.projet.fin,
        ).order_by()
        champs = (
            "indicateur",
            "debut",
            "fin",
            "etat",
            "valeur",
            "numerateur",
            "denominateur",
            "mesure",
            "mesure_version",
        )
        for pk, debut, fin, etat, *reste in valeurs.values_list(*champs):
            self.valeurs[pk, Periode(debut, fin)] = Resultat(EtatValeur(etat), *reste)

    def resultat(self, indicateur: Indicateur, periode: Periode) -> Resultat:
        """Return a stored value; what was never computed is « non mesuré »."""
        return self.valeurs.get((indicateur.pk, periode), Resultat(EtatValeur.NON_MESUREE))

    def lire(self, indicateur: Indicateur) -> LigneIndicateur:
        """Return an indicateur as it is said."""
        mesure = mesure_de(indicateur)
        if mesure is None:
            return _a_apporter(indicateur)
        resultat = self.resultat(indicateur, self.projet)
        masque = not self.exact and doit_masquer(resultat, mesure)
        valeur = None if masque else arrondi(resultat, mesure)
        serie = self.serie(indicateur, mesure)
        tendance = graphiques.tendance(serie)
        lecture = self.lecture(indicateur, mesure, resultat, masque=masque)
        return LigneIndicateur(
            indicateur=indicateur,
            mesure=mesure,
            texte=texte_valeur(resultat, mesure, masque=masque),
            unite="" if mesure.unite == "%" else mesure.unite,
            lecture=lecture,
            cible=texte_cible(indicateur, mesure, lecture, ecoulee=self.ecoulee),
            jauge=_jauge(indicateur, valeur),
            etincelle=graphiques.etincelle(serie, titre=indicateur.libelle)
            if sum(v is not None for v in serie) > 1
            else "",
            tendance=tendance,
            ton_tendance=ton_tendance(tendance, mesure),
        )

    def lecture(self, indicateur: Indicateur, mesure: Mesure, resultat: Resultat, *, masque: bool) -> cibles.Lecture:
        """Read a figure over the projet against its target."""
        if resultat.etat == EtatValeur.SANS_OBJET:
            return cibles.SANS_OBJET
        if masque:
            return cibles.MASQUEE
        return cibles.lire(
            valeur=arrondi(resultat, mesure),
            cible=indicateur.cible,
            sens=indicateur.sens_cible,
            cumulative=is_cumulative(mesure),
            ecoulee=self.ecoulee,
        )

    def serie(self, indicateur: Indicateur, mesure: Mesure) -> list[Decimal | None]:
        """Return the monthly values over the months that are over, hidden where they are too small."""
        mois = [periode for periode in self.periodes.mois if periode.fin <= self.arrete_au]
        resultats = [self.resultat(indicateur, periode) for periode in mois]
        caches = [False] * len(mois) if self.exact else masques(resultats, mesure)
        return [None if cache else arrondi(r, mesure) for r, cache in zip(resultats, caches, strict=True)]


def _a_apporter(indicateur: Indicateur) -> LigneIndicateur:
    """Return an indicateur that no measure computes: somebody brings it."""
    if indicateur.type == TypeIndicateur.CALCULE:
        return LigneIndicateur(indicateur, None, "non mesuré", "", cibles.NON_MESUREE)
    return LigneIndicateur(indicateur, None, "", "", cibles.A_APPORTER)


def texte_valeur(resultat: Resultat, mesure: Mesure, *, masque: bool) -> str:
    """Return a figure as it is said: a number, « moins de 5 », « non mesuré » or « sans objet »."""
    if masque:
        return secret.MOTS
    valeur = arrondi(resultat, mesure)
    if valeur is None:
        return resultat.etat.label.lower()
    return (
        f"{nombre(valeur, mesure.decimales)}{INSECABLE}%" if mesure.unite == "%" else nombre(valeur, mesure.decimales)
    )


def texte_cible(indicateur: Indicateur, mesure: Mesure, lecture: cibles.Lecture, *, ecoulee: Decimal) -> str:
    """Say the target and, for what adds up over the projet, what was expected by now."""
    if indicateur.cible is None:
        return ""
    sens = "au plus" if indicateur.sens_cible == "au_plus" else "au moins"
    texte = f"{sens} {nombre(indicateur.cible)}"
    if mesure.unite == "%":
        return f"{texte}{INSECABLE}%"
    if is_cumulative(mesure):
        texte += " en fin de projet"
        if lecture.attendu is not None and ecoulee < 1:
            texte += f", {nombre(lecture.attendu, 0)} à ce jour"
    return texte


def ton_tendance(tendance: str, mesure: Mesure) -> str:
    """Return the tone of a tendency: good when it goes the way that the measure should."""
    va = {"en hausse": "hausse", "en baisse": "baisse"}.get(tendance)
    if va is None or mesure.sens == "neutre":
        return "neutre"
    return "bien" if va == mesure.sens else "alerte"


def _jauge(indicateur: Indicateur, valeur: Decimal | None) -> SafeString | str:
    if valeur is None or not indicateur.cible:
        return ""
    return graphiques.jauge(valeur / indicateur.cible, f"{indicateur.libelle} : part de la cible atteinte")


# --- Arrange ---------------------------------------------------------------------------------------


def _retenue(ligne: LigneFiche, filtres: Filtres) -> bool:
    """Tell whether the filters keep a fiche."""
    objectif = ligne.fiche.objectif
    if filtres.objectif and (objectif is None or numero_objectif(objectif) != filtres.objectif):
        return False
    if filtres.statut and ligne.fiche.statut != filtres.statut:
        return False
    return ligne.a_regarder or not filtres.a_regarder


def numero_objectif(objectif: ObjectifOperationnel) -> str:
    """Return "1.2": the general objective's number, then its own."""
    return f"{objectif.objectif_general.numero}.{objectif.numero}"


def _bandes(operationnels: list[ObjectifOperationnel], lignes: list[LigneFiche], filtres: Filtres) -> list[Bande]:
    """Return one band per operational objective, then the fiches without objective; empty ones only without filter."""
    par_objectif: dict[int | None, list[LigneFiche]] = defaultdict(list)
    for ligne in lignes:
        par_objectif[ligne.fiche.objectif_id].append(ligne)
    bandes = [Bande(objectif, par_objectif[objectif.pk]) for objectif in operationnels]
    if par_objectif[None]:
        bandes.append(Bande(None, par_objectif[None]))
    return [bande for bande in bandes if bande.fiches or not filtres.actifs]


def _bilans(projet: ProjetAssociatif, *, today: datetime.date) -> list[EcheanceBilan]:
    """Return the two readings of the projet, each with its frozen bilan when there is one."""
    figes: dict[str, Bilan] = {}
    bilans = Bilan.objects.filter(projet=projet, fige_le__isnull=False).defer("contenu", "pdf").order_by("fige_le")
    for bilan in bilans:
        figes[bilan.type] = bilan
    dates = {TypeBilan.INTERMEDIAIRE: projet.echeance_intermediaire, TypeBilan.FINAL: projet.echeance_finale}
    return [
        EcheanceBilan(str(type_), str(type_.label), le, (le - today).days, figes.get(type_))
        for type_, le in dates.items()
    ]


def _sujets(fiches: list[LigneFiche], bilans: list[EcheanceBilan], *, today: datetime.date) -> list[Sujet]:
    """Return what needs a decision before the next commission, the most pressing first; nothing when nothing does."""
    retards = sorted(
        ((etape, ligne.fiche) for ligne in fiches for etape in ligne.en_retard),
        key=lambda cas: (cas[0].echeance or today, cas[0].pk),
    )
    suivies = [ligne for ligne in fiches if ligne.fiche.statut in STATUTS_SUIVIS]
    lues = [(ligne.fiche, indicateur) for ligne in fiches for indicateur in ligne.indicateurs]
    sujets = [
        Sujet(
            "Bilans à préparer",
            "bilan",
            [
                Decision(None, echeance.libelle, f"{date_courte(echeance.le)}, {echeance.delai}")
                for echeance in bilans
                if echeance.approche
            ],
        ),
        Sujet(
            "Étapes en retard",
            "etapes",
            [
                Decision(fiche, str(etape), f"prévue le {date_courte(etape.echeance)}, {_retard(etape, today)}")
                for etape, fiche in retards
            ],
        ),
        Sujet(
            "Indicateurs en deçà de la cible",
            "cible",
            [
                Decision(fiche, i.indicateur.libelle, f"{i.texte} ; cible : {i.cible}", i.indicateur)
                for fiche, i in lues
                if i.lecture.en_deca
            ],
        ),
        Sujet(
            "Indicateurs sans mesure",
            "graphique",
            [
                Decision(fiche, i.indicateur.libelle, i.texte, i.indicateur)
                for fiche, i in lues
                if i.lecture is cibles.NON_MESUREE
            ]
            + [
                Decision(ligne.fiche, "Aucun indicateur", "la fiche ne dit pas comment elle sera jugée")
                for ligne in suivies
                if not ligne.indicateurs
            ],
        ),
        Sujet(
            "Fiches sans personne pour les coordonner",
            "personne",
            [Decision(ligne.fiche, "Personne n’est désigné") for ligne in suivies if not ligne.a_coordinateur],
        ),
        Sujet(
            "Fiches sans activité récente",
            "horloge",
            [
                Decision(ligne.fiche, "Dernier fait enregistré", f"le {date_courte(ligne.dernier_fait)}")
                for ligne in suivies
                if ligne.dernier_fait is not None and ligne.dernier_fait < today - SILENCE
            ],
        ),
    ]
    return [sujet for sujet in sujets if sujet.decisions]


def _retard(etape: Etape, today: datetime.date) -> str:
    """Say for how long a step is late."""
    jours = (today - etape.echeance).days if etape.echeance else 0
    return f"{pluriel(jours // 30, 'mois', 'mois')} de retard" if jours >= 60 else f"{pluriel(jours, 'jour')} de retard"
