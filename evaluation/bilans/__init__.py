"""
A bilan: its frozen content, and everything that is made from that content alone.

`contenu` counts and writes the canonical JSON; `presentation` turns it into the words, numbers and drawings that every
document shares; `pdf` lays them out; `comparaison` says what moved between two contents.
"""
