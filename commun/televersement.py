"""What is sent is cut at the largest size that any page accepts: a huge file is never written whole on the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CoupeAuMaximum(FileUploadHandler):
    """
    Let one byte more than the limit through, and drop the rest.

    The page then sees a file that is too large, and says so in its own words; the browser gets an answer instead of
    a broken connection.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return what the next handlers may keep."""
        left = settings.TELEVERSEMENT_MAXIMUM + 1 - start
        return raw_data[:left] if left > 0 else None

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to those that come next."""
        return
