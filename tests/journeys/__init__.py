"""Whole stories over real sockets, with real peers and a real browser."""
