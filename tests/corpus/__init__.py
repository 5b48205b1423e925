"""Corpora that tests build."""
