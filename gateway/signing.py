"""DKIM signatures (RFC 6376) for what we write or change ourselves.

Mail that passes unchanged keeps its bytes and the signatures it came with.
"""

import logging
from pathlib import Path

import dkim

log = logging.getLogger("sekisho.signing")

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

    def sign(self, message: bytes, domain: str) -> bytes:
        """The DKIM-Signature line for a message from this domain, or nothing without a key.

        Relaxed/relaxed, From oversigned. A key that cannot sign is logged, and the
        mail goes unsigned rather than not at all.
        """
        if domain not in self._keys:
            return b""
        selector, key = self._keys[domain]
        try:
            line: bytes = dkim.sign(
                message,
                selector,
                domain.encode(),
                key,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=[*_HEADERS, b"from"],
            )
        except dkim.DKIMException:
            log.exception("cannot sign for %s", domain)
            return b""
        return line
