"""Sizes of files as people say them: 1 Ko is 1 024 octets."""

from decimal import ROUND_HALF_UP, Decimal

UNITES = ("Ko", "Mo", "Go")


def write_taille(octets: int) -> str:
    """
    Return a size in words.

    >>> [write_taille(n).replace("\\xa0", " ") for n in (0, 1, 1023, 1536, 1048575, 10485760)]
    ['0 octet', '1 octet', '1023 octets', '1,5 Ko', '1 Mo', '10 Mo']
    """
    if octets < 1024:
        return f"{octets}\xa0octet{'s' if octets > 1 else ''}"
    valeur = Decimal(octets)
    for unite in UNITES:
        valeur /= 1024
        ronde = valeur.quantize(Decimal("0.1"), ROUND_HALF_UP)
        if ronde < 1024 or unite == UNITES[-1]:
            break
    return f"{ronde:f}".removesuffix(".0").replace(".", ",") + f"\xa0{unite}"
