"""
What a questionnaire answers, never under five sheets.

The unit is what one vague says to one question: a cell. A cell of fewer than five sheets is shown nowhere. The whole
adds the shown cells, and the small ones only when together they are five or more: no figure shown, nor any difference
of two of them, is about one to four sheets.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString

from commun import graphiques
from evaluation.choix import RelectureTexte, TypeQuestion
from evaluation.models import Feuille, Option, Question, Questionnaire, ReponseQuestion, Vague
from evaluation.models.questionnaires import over
from evaluation.secret import SEUIL

VAGUES_COTE_A_COTE = 6


def shown(*, today: datetime.date, prefixe: str = "") -> Q:
    """Return the condition of the sheets that count in results: those of complete lots, and all once it is over."""
    return Q(**{f"{prefixe}montree": True}) | over(today=today, prefixe=f"{prefixe}vague__")


@dataclass
class Cellule:
    """What some sheets say to one question: how many they are, and how many chose each option."""

    feuilles: int = 0
    options: dict[uuid.UUID, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, other: "Cellule") -> None:
        """Add the sheets of another vague."""
        self.feuilles += other.feuilles
        for cle, nombre in other.options.items():
            self.options[cle] += nombre


@dataclass(frozen=True)
class LigneOption:
    """One option: how many chose it, and out of a hundred who answered."""

    cle: uuid.UUID
    libelle: str
    favorable: bool
    nombre: int
    part: int


@dataclass(frozen=True)
class Lecture:
    """One question over some sheets, as it may be shown."""

    feuilles: int
    lignes: list[LigneOption]
    favorable: int | None
    moyenne: str


@dataclass(frozen=True)
class Texte:
    """One text, with what was decided about it."""

    pk: uuid.UUID
    texte: str
    relecture: str


@dataclass(frozen=True)
class ResultatQuestion:
    """One question: the whole or the vague chosen, and its vagues side by side."""

    question: Question
    lecture: Lecture | None
    par_vague: list[tuple[Vague, Lecture]]
    textes: list[Texte]
    vagues_cachees: int

    @property
    def graphique(self) -> SafeString:
        """Draw how many chose each option."""
        lignes = self.lecture.lignes if self.lecture else []
        points = [(ligne.libelle, ligne.part) for ligne in lignes]
        return graphiques.barres(points, titre=self.question.libelle, unite="%")

    @property
    def evolution(self) -> SafeString | str:
        """Draw the favorable share from vague to vague, the first one first."""
        points = [(vague.libelle, lecture.favorable) for vague, lecture in self.par_vague]
        if len(points) < 2 or any(part is None for _, part in points):
            return ""
        titre = f"{self.question.libelle} Part de réponses favorables, vague après vague"
        return graphiques.barres(points, titre=titre, unite="%")

    @property
    def comparaison(self) -> list[tuple[str, list[str]]]:
        """Return one row per option, with its share in each vague."""
        if not self.par_vague:
            return []
        parts = [{ligne.cle: ligne.part for ligne in lecture.lignes} for _, lecture in self.par_vague]
        libelles = {ligne.cle: ligne.libelle for _, lecture in reversed(self.par_vague) for ligne in lecture.lignes}
        return [
            (libelle, [f"{vague[cle]}\u00a0%" if cle in vague else "—" for vague in parts])
            for cle, libelle in libelles.items()
        ]


@dataclass(frozen=True)
class Resultats:
    """Everything that the page of results says."""

    questionnaire: Questionnaire
    vagues: list[Vague]
    vague: Vague | None
    recues: int
    montrees: int
    questions: list[ResultatQuestion]

    @property
    def recues_en_attente(self) -> int:
        """Return how many sheets wait to be shown with others."""
        return self.recues - self.montrees


def lire(
    questionnaire: Questionnaire, *, vague: Vague | None = None, today: datetime.date, textes: Sequence[str] = ()
) -> Resultats:
    """
    Return the results of every version of a questionnaire, over all its vagues or one.

    `textes` are the states of the texts that the reader may see.
    """
    vagues = list(
        Vague.objects.filter(questionnaire__serie=questionnaire.serie)
        .select_related("questionnaire")
        .order_by("au", "du", "pk")
    )
    cells = _cells(questionnaire.serie, today=today)
    sheets = Feuille.objects.filter(vague__in=[vague] if vague else vagues)
    return Resultats(
        questionnaire=questionnaire,
        vagues=vagues,
        vague=vague,
        recues=sheets.count(),
        montrees=sheets.filter(shown(today=today)).count(),
        questions=[
            _question(
                question,
                options,
                vagues,
                cells.get(question.cle, {}),
                vague,
                _textes(question, vague, textes, today=today),
            )
            for question, options in _questions(questionnaire.serie)
        ],
    )


def _questions(serie: uuid.UUID) -> list[tuple[Question, list[Option]]]:
    """
    Return the questions of all versions that were asked, each once, with every option that it ever had.

    Words and order are those of the latest version.
    """
    asked = Questionnaire.objects.filter(serie=serie, vagues__isnull=False).order_by().values("pk").distinct()
    rows = (
        Question.objects.filter(questionnaire__in=asked)
        .select_related("questionnaire")
        .prefetch_related("options")
        .order_by("-questionnaire__version", "ordre", "pk")
    )
    kept: dict[uuid.UUID, tuple[Question, dict[uuid.UUID, Option]]] = {}
    for question in rows:
        _, options = kept.setdefault(question.cle, (question, {}))
        for option in question.options.all():
            options.setdefault(option.cle, option)
    return [(question, list(options.values())) for question, options in kept.values()]


def _cells(serie: uuid.UUID, *, today: datetime.date) -> Mapping[uuid.UUID, Mapping[uuid.UUID, Cellule]]:
    """Return the cells by key of question, then by vague, in two statements."""
    lines = ReponseQuestion.objects.filter(
        shown(today=today, prefixe="feuille__"), question__questionnaire__serie=serie
    ).order_by()
    cells: dict[uuid.UUID, dict[uuid.UUID, Cellule]] = defaultdict(lambda: defaultdict(Cellule))
    sheets = lines.values_list("question__cle", "feuille__vague").annotate(n=Count("feuille", distinct=True))
    for cle, vague, nombre in sheets:
        cells[cle][vague].feuilles = nombre
    chosen = lines.filter(option__isnull=False)
    for cle, vague, option, nombre in chosen.values_list("question__cle", "feuille__vague", "option__cle").annotate(
        n=Count("pk")
    ):
        cells[cle][vague].options[option] += nombre
    return cells


def whole(cells: Iterable[Cellule]) -> Cellule | None:
    """Return the cells that may be shown, put together; None when they may not."""
    big, small = Cellule(), Cellule()
    for cell in cells:
        (big if cell.feuilles >= SEUIL else small).add(cell)
    if small.feuilles >= SEUIL:
        big.add(small)
    return big if big.feuilles >= SEUIL else None


def _question(
    question: Question,
    options: Sequence[Option],
    vagues: Sequence[Vague],
    cells: Mapping[uuid.UUID, Cellule],
    vague: Vague | None,
    textes: QuerySet[ReponseQuestion] | None,
) -> ResultatQuestion:
    chosen = whole(cells.values()) if vague is None else whole([cells[vague.pk]] if vague.pk in cells else [])
    side_by_side = [
        (row, _lecture(question, options, cells[row.pk]))
        for row in vagues
        if row.pk in cells and cells[row.pk].feuilles >= SEUIL and question.is_fermee
    ]
    hidden = sum(0 < cell.feuilles < SEUIL for cell in cells.values())
    return ResultatQuestion(
        question=question,
        lecture=_lecture(question, options, chosen) if chosen else None,
        par_vague=side_by_side[-VAGUES_COTE_A_COTE:],
        textes=[
            Texte(*row)
            for row in (textes.values_list("pk", "texte", "relecture") if textes is not None and chosen else ())
        ],
        vagues_cachees=hidden,
    )


def _lecture(question: Question, options: Sequence[Option], cell: Cellule) -> Lecture:
    """Return a cell in words."""
    lignes = [
        LigneOption(
            option.cle,
            option.libelle,
            option.favorable,
            cell.options.get(option.cle, 0),
            round(100 * cell.options.get(option.cle, 0) / cell.feuilles),
        )
        for option in options
    ]
    favorable = None
    if question.type != TypeQuestion.CHOIX_MULTIPLES and any(ligne.favorable for ligne in lignes):
        favorable = round(100 * sum(ligne.nombre for ligne in lignes if ligne.favorable) / cell.feuilles)
    return Lecture(cell.feuilles, lignes, favorable, _moyenne(question, lignes, cell.feuilles))


def _moyenne(question: Question, lignes: Sequence[LigneOption], feuilles: int) -> str:
    """Return the mean of a scale or of faces: « 3,8 sur 5 »."""
    if not question.is_ordonnee:
        return ""
    somme = sum(rang * ligne.nombre for rang, ligne in enumerate(lignes, start=1))
    return f"{somme / feuilles:.1f}".replace(".", ",") + f" sur {len(lignes)}"


def _textes(
    question: Question, vague: Vague | None, etats: Sequence[str], *, today: datetime.date
) -> QuerySet[ReponseQuestion] | None:
    """Return the texts that may be read, in an order that says nothing of who wrote first; small vagues left out."""
    if question.is_fermee or not etats:
        return None
    lines = ReponseQuestion.objects.filter(
        shown(today=today, prefixe="feuille__"),
        question__cle=question.cle,
        question__questionnaire__serie=question.questionnaire.serie,
    )
    enough = lines.order_by().values("feuille__vague").annotate(n=Count("feuille", distinct=True)).filter(n__gte=SEUIL)
    wanted = lines.filter(feuille__vague__in=enough.values("feuille__vague"), relecture__in=etats)
    return (wanted.filter(feuille__vague=vague) if vague else wanted).order_by("pk")


def textes_lisibles(*, modere: bool) -> tuple[str, ...]:
    """Return the states of the texts that a reader sees: all to who looks after them, else those that were read."""
    return tuple(RelectureTexte.values) if modere else (RelectureTexte.RELU,)
