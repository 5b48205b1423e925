"""The certificate of the listeners, read again whenever its files change."""

import logging
import ssl
from datetime import datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate

log = logging.getLogger("sekisho.smtp")


class Certificate:
    """A certificate chain and its key (PEM), for TLS 1.2 and newer.

    ``context`` is for every handshake: each looks whether the files have changed, so that a
    renewed certificate counts at once. A broken one is logged, and the old one stays.
    Raises OSError (also ssl.SSLError) when the first reading fails.
    """

    def __init__(self, chain: Path, key: Path | None = None) -> None:
        self._chain = chain
        self._key = key or chain
        self._seen = self._state()
        self._current = self._read()
        self.context = self._read()
        self.context.sni_callback = self._choose

    @property
    def expires(self) -> datetime:
        """When it ends."""
        return load_pem_x509_certificate(self._chain.read_bytes()).not_valid_after_utc

    def _choose(self, tls: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        try:
            state = self._state()
            if state != self._seen:
                self._seen = state
                self._current = self._read()
                log.info("the certificate has changed, and is used from now on")
        except OSError as error:
            log.error("the certificate has changed and cannot be read: %s", error.strerror)
        tls.context = self._current

    def _state(self) -> tuple[tuple[int, int, int], ...]:
        stats = [path.stat() for path in (self._chain, self._key)]
        return tuple((stat.st_mtime_ns, stat.st_size, stat.st_ino) for stat in stats)

    def _read(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.options |= ssl.OP_NO_RENEGOTIATION  # costs us far more than the client
        context.load_cert_chain(self._chain, self._key)
        return context
