"""Sizes of files are said as people say them: 1 Ko is 1 024 octets."""

import pytest

from commun.tailles import write_taille


@pytest.mark.parametrize(
    ("octets", "texte"),
    [
        (0, "0\xa0octet"),
        (2, "2\xa0octets"),
        (1023, "1023\xa0octets"),
        (1024, "1\xa0Ko"),
        (1536, "1,5\xa0Ko"),
        (1024**2 - 1, "1\xa0Mo"),
        (10 * 1024**2, "10\xa0Mo"),
        (5 * 1024**4, "5120\xa0Go"),
    ],
)
def test_a_size_in_words(octets, texte):
    assert write_taille(octets) == texte
