"""Files attached to a fiche: a poster and an account of an outing, invented for the demo."""

import datetime

from commun.fichiers import secure_file
from demonstration.alea import DONNEES, Alea
from demonstration.calendrier import JOUR, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import CONSEILLERE, Maison
from demonstration.plan import Fiches
from plans_action.models import ContenuPiece, Etape, Piece

FICHE = 10
# File, name, caption, order of its step, deposited so many days ago.
FICHIERS = (
    ("affiche.png", "affiche-entreprise-ma-voisine.png", "L’affiche posée dans les entreprises", 1, 140),
    (
        "compte_rendu.txt",
        "compte-rendu-zone-logistique.txt",
        "Compte rendu de la sortie dans la zone logistique",
        3,
        96,
    ),
)


def build_pieces(*, alea: Alea, maison: Maison, fiches: Fiches, ecriture: Ecriture) -> list[Piece]:
    """Write the files of one fiche, deposited by who coordinates it."""
    etapes = {etape.ordre: etape for etape in Etape.objects.filter(fiche=fiches[FICHE])}
    pieces, contenus = [], []
    for fichier, nom, legende, ordre, jours in FICHIERS:
        sain = secure_file(nom=nom, octets=(DONNEES / fichier).read_bytes())
        piece = Piece(
            id=alea.uuid(),
            fiche=fiches[FICHE],
            etape=etapes[ordre],
            nom=sain.nom,
            genre=sain.genre.cle,
            taille=len(sain.octets),
            sha256=sain.sha256,
            legende=legende,
            deposee_le=moment(maison.jour - jours * JOUR, datetime.time(16, 20)),
            deposee_par=maison.equipe[CONSEILLERE].utilisateur,
        )
        pieces.append(piece)
        contenus.append(ContenuPiece(piece=piece, octets=sain.octets))
    ecriture.ecrit(Piece, pieces)
    ecriture.ecrit(ContenuPiece, contenus)
    return pieces
