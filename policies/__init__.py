"""Judges: bytes and facts in, findings and a verdict out.

Nothing here opens a socket, asks a clock or knows a database; time, budget and
looked-up facts are handed in. That keeps every judgement repeatable.
"""
