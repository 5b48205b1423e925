"""Identifiers: UUIDv7 (RFC 9562) written as 26 Crockford base32 characters."""

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """A fresh id; later ones sort behind earlier ones, to the millisecond."""
    at = time.time_ns() // 1_000_000
    number = (
        (at & (1 << 48) - 1) << 80
        | 0x7 << 76
        | secrets.randbits(12) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
