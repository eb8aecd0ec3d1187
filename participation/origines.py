"""Where a sign-up comes from: a published link says where it stands, so that sign-ups are counted by origin."""

from participation.choix import OrigineInscription

# What a public link may say; the others are written by the application itself.
DES_LIENS = (
    OrigineInscription.RESEAUX_SOCIAUX,
    OrigineInscription.LETTRE,
    OrigineInscription.SITE,
    OrigineInscription.PARTENAIRE,
    OrigineInscription.JEUNE_REFERENT,
)


def read_origine(code: str) -> str:
    """Return the origin that a link names; any other value is an ordinary sign-up on line."""
    return code if code in DES_LIENS else OrigineInscription.EN_LIGNE
