"""PDF documents made by typst: accessible (PDF/UA-1), with the house's typeface, the same bytes for the same data."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst

POLICES = Path(__file__).parent / "typst" / "polices"


def compile_pdf(
    gabarit: Path, donnees: Any, *, instant: datetime.datetime, default: Callable[[Any], Any] | None = None
) -> bytes:
    """Return the document of a typst file; `donnees` reach it as JSON, never as markup."""
    pdf: bytes = typst.compile(
        str(gabarit),
        root=str(gabarit.parent),
        font_paths=[str(POLICES)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(instant.timestamp()),
        sys_inputs={"donnees": json.dumps(donnees, default=default, sort_keys=True, ensure_ascii=False)},
    )
    return pdf


def render_png(gabarit: Path, donnees: Any, *, ppi: float) -> list[bytes]:
    """Return the pages of a typst file as PNG pictures."""
    pages = typst.compile(
        str(gabarit),
        root=str(gabarit.parent),
        font_paths=[str(POLICES)],
        ignore_system_fonts=True,
        format="png",
        ppi=ppi,
        sys_inputs={"donnees": json.dumps(donnees, ensure_ascii=False)},
    )
    return pages if isinstance(pages, list) else [pages]
