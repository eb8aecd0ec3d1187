"""Prove that a frozen bilan is intact and in its place: everything is computed again from what is stored."""

import json
from dataclasses import dataclass, replace

from commun.templatetags.ml import pluriel
from evaluation.bilans.canonique import empreinte
from evaluation.bilans.chaine import Maillon, first_fault
from evaluation.bilans.contenu import precedent_nomme
from evaluation.bilans.pdf import produire_pdf
from evaluation.models import Bilan, ChaineBilans


@dataclass(frozen=True)
class Controle:
    """One thing that was checked, and what was found."""

    nom: str
    conforme: bool
    constat: str


@dataclass(frozen=True)
class Verification:
    """Everything that was checked of a bilan."""

    attendue: str
    recalculee: str
    controles: tuple[Controle, ...]
    pdf_identique: bool

    @property
    def conforme(self) -> bool:
        """Tell whether every check passed; a newer version of the application may lay the PDF out otherwise."""
        return all(controle.conforme for controle in self.controles)


def verify_bilan(*, bilan: Bilan) -> Verification:
    """Compute again the digest, the seal and the chain of a frozen bilan."""
    recalculee = empreinte(bilan.contenu)
    return Verification(
        attendue=bilan.empreinte,
        recalculee=recalculee,
        controles=(
            _donnees(bilan, recalculee),
            _sceau(bilan),
            _identite(bilan),
            _precedent(bilan),
            _chaine(bilan),
        ),
        pdf_identique=_same_pdf(bilan),
    )


def _same_pdf(bilan: Bilan) -> bool:
    """Tell whether the content still gives the stored document; an altered content may give none."""
    try:
        return produire_pdf(bilan.contenu) == bytes(bilan.pdf or b"")
    except (ValueError, LookupError, TypeError, ArithmeticError, RuntimeError):
        return False


def _donnees(bilan: Bilan, recalculee: str) -> Controle:
    conforme = recalculee == bilan.empreinte
    constat = "Leur empreinte, recalculée à l’instant, est celle du jour où le bilan a été figé."
    return Controle("Les données", conforme, constat if conforme else "Elles ont été modifiées depuis le figeage.")


def _sceau(bilan: Bilan) -> Controle:
    # Under the digest of the freeze: data altered since are told above, and do not accuse the document.
    maillon = replace(Maillon.of(bilan), empreinte=bilan.empreinte)
    conforme = maillon.seal(bilan.sceau_precedent) == bilan.sceau
    return Controle(
        "Le document et ses dates",
        conforme,
        "Le PDF, le type du bilan, sa date d’arrêt, son rang et le moment où il a été figé n’ont pas changé."
        if conforme
        else "Le PDF, le type, la date d’arrêt, le rang ou le moment du figeage ne sont plus ceux d’origine.",
    )


def _identite(bilan: Bilan) -> Controle:
    """Check that the row and the content speak of the same bilan."""
    try:
        dit = json.loads(bilan.contenu)["bilan"]
        conforme = (dit["id"], dit["type"], dit["arrete_au"]) == (
            str(bilan.pk),
            bilan.type,
            bilan.arrete_au.isoformat(),
        )
    except (ValueError, LookupError, TypeError):
        conforme = False
    return Controle(
        "Le bilan et ses données",
        conforme,
        "Les données sont bien celles de ce bilan." if conforme else "Les données sont celles d’un autre bilan.",
    )


def _precedent(bilan: Bilan) -> Controle:
    nom = "Le bilan précédent"
    if bilan.rang == 1:
        conforme = not bilan.empreinte_precedente
        return Controle(nom, conforme, "Celui-ci est le premier du projet." if conforme else "Il n’est plus là.")
    avant = Bilan.objects.figes().filter(projet=bilan.projet_id, rang=(bilan.rang or 0) - 1).first()
    if avant is None:
        return Controle(nom, False, "Il n’est plus là.")
    try:
        nomme = precedent_nomme(bilan.contenu)
    except (ValueError, LookupError, TypeError):
        nomme = ""
    # Bilans frozen before there was a chain do not name the one before; their seal does.
    conforme = empreinte(avant.contenu) == bilan.empreinte_precedente and nomme in ("", bilan.empreinte_precedente)
    return Controle(
        nom,
        conforme,
        f"{avant} : son empreinte est celle que ce bilan a retenue."
        if conforme
        else f"{avant} : son empreinte n’est pas celle que ce bilan a retenue.",
    )


def _chaine(bilan: Bilan) -> Controle:
    nom = "La suite des bilans du projet"
    tete = ChaineBilans.objects.filter(projet=bilan.projet_id).first()
    if tete is None:
        return Controle(nom, False, "Le projet ne retient plus la suite de ses bilans.")
    bilans = Bilan.objects.figes().filter(projet=bilan.projet_id)
    faute = first_fault(bilans.iterator(chunk_size=5), longueur=tete.longueur, sceau=tete.sceau)
    constat = f"{pluriel(tete.longueur, 'bilan figé', 'bilans figés')}, sans manque ni changement."
    return Controle(nom, not faute, faute or constat)
