"""Moves: SMTP in, workers, smarthost out, notices; settings, commands and start-up."""
