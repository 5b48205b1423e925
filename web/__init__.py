"""Asks and shows: the sender's page. It writes decisions and never sends mail."""
