"""Archives of office files written again with fixed dates: the same content gives the same bytes."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

INSTANT_ZIP = (1980, 1, 1, 0, 0, 0)


def stable_zip(octets: bytes, remplacements: Mapping[str, bytes] | None = None) -> bytes:
    """Return an archive whose members keep their order and lose their dates; some members may be replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(octets)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, INSTANT_ZIP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, (remplacements or {}).get(name) or source.read(name))
    return out.getvalue()
