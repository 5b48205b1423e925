"""DKIM signatures (RFC 6376) for what we write or change ourselves.

Mail that passes unchanged keeps its bytes and the signatures it came with.
"""

import asyncio
import logging
from pathlib import Path

import dkim

from policies import headers

log = logging.getLogger("sekisho.signing")

_MAX_FIELD = 16 * 1024

#: Signed also where they are absent, so that nobody can add them later.
_HEADERS = (b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to")


class Signer:
    """Signs for the domains that have a key file ``<domain>.<selector>.pem`` (PKCS#1 or #8 RSA)."""

    def __init__(self, folder: Path | None) -> None:
        self._keys: dict[str, tuple[bytes, bytes]] = {}
        for path in sorted(folder.glob("*.pem")) if folder else []:
            domain, _, selector = path.stem.rpartition(".")
            if domain:
                self._keys[domain.lower()] = (selector.encode(), path.read_bytes())

    async def signature(self, message: bytes) -> bytes:
        """The DKIM-Signature line for a message by its From domain; nothing without a key.

        Signing computes for milliseconds to seconds, so it runs beside the event loop.
        """
        domain = headers.header_domain(message)
        if domain not in self._keys:
            return b""
        return await asyncio.to_thread(self._sign, message, domain)

    def _sign(self, message: bytes, domain: str) -> bytes:
        """Relaxed header, simple body, From oversigned.

        The body is sent exactly as signed; dkimpy's relaxed form takes quadratic time
        for runs of blanks, which hostile mail can hold. What cannot be signed is
        logged, and goes unsigned rather than not at all.
        """
        if any(len(field.raw) > _MAX_FIELD for field in headers.split(message)[0]):
            log.warning("a mail from %s goes unsigned: a header field is too long", domain)
            return b""
        selector, key = self._keys[domain]
        try:
            line: bytes = dkim.sign(
                message,
                selector,
                domain.encode(),
                key,
                canonicalize=(b"relaxed", b"simple"),
                include_headers=[*_HEADERS, b"from"],
            )
        except dkim.DKIMException:
            log.exception("cannot sign for %s", domain)
            return b""
        return line
