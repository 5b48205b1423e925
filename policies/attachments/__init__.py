"""Attachments: what a file is, and all its text with its place, read in a contained process.

``sandbox.Sandbox`` reads a file (bytes, name, passwords) and gives an ``Extract``. What is in
``formats`` runs in the contained process only.
"""

from policies.attachments.extract import Extract, Noticed, Picture, Piece, ReadFile
from policies.attachments.limits import LIMITS, Limits

__all__ = ["LIMITS", "Extract", "Limits", "Noticed", "Picture", "Piece", "ReadFile"]
