"""The QR code of a link, as SVG that the page holds: no other host, no style attribute."""

import io

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_svg(adresse: str, *, titre: str) -> SafeString:
    """Return the QR code of an address, black on white in any theme, with its quiet zone."""
    import segno

    code = segno.make(adresse, error="m", micro=False)
    sortie = io.BytesIO()
    code.save(
        sortie, kind="svg", xmldecl=False, svgns=False, border=0, nl=False, svgclass=None, lineclass=None, omitsize=True
    )
    dessin = sortie.getvalue().decode()
    trace = dessin[dessin.index("<path") : dessin.rindex("</svg>")]
    cote = code.symbol_size(border=0)[0]
    return format_html(
        '<svg class="qr" role="img" viewBox="-4 -4 {} {}" xmlns="http://www.w3.org/2000/svg"><title>{}</title>'
        '<rect x="-4" y="-4" width="{}" height="{}" fill="#fff"></rect>{}</svg>',
        cote + 8, cote + 8, titre, cote + 8, cote + 8, mark_safe(trace),  # noqa: S308 - made by segno from an address
    )  # fmt: skip
