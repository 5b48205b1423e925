"""Judging in child processes: a hostile message can kill a child, never the service."""
