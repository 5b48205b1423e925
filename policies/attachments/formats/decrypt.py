"""Office files with a password: the given ones are tried."""

import io

import msoffcrypto

from policies.attachments.errors import Encrypted
from policies.attachments.reader import Reader

#: What Excel encrypts with when a workbook is only protected against changes.
_DEFAULT = "VelvetSweatshop"


def office(data: bytes, reader: Reader, kind: str) -> None:
    """Read what is inside with the first password that opens it; raise Encrypted without one."""
    for password in (*reader.passwords, _DEFAULT):
        if (opened := _opened(data, password)) is not None:
            if password != _DEFAULT:
                reader.notice("password-used")
            reader.file(reader.name, opened)
            return
    raise Encrypted(kind)


def _opened(data: bytes, password: str) -> bytes | None:
    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(out, verify_integrity=False)
    except Exception:  # whatever a broken or foreign header leads it into: it is not open
        return None
    return out.getvalue()
