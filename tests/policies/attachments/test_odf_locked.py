# ruff: noqa: E501 - documents
"""OpenDocument with a password: from a real office program, and whatever a manifest may claim."""

import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.policies.attachments.made_files import MARK, odf_content, odt
from tests.policies.attachments.reading import extract

PASSWORD = "Abc-1234"
_LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">'
)
_BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Lock" script:language="StarBasic">
Sub Main
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden"
 hidden(0).Value = True
 Dim how(0) As New com.sun.star.beans.PropertyValue
 how(0).Name = "Password"
 how(0).Value = "{password}"
 document = StarDesktop.loadComponentFromURL("file://{source}", "_blank", 0, hidden())
 document.storeToURL("file://{target}", how())
 document.close(True)
End Sub
</script:module>
"""
_OLD_VERSION = (
    '<item oor:path="/org.openoffice.Office.Common/Save/ODF">'
    '<prop oor:name="DefaultVersion" oor:op="fuse"><value>2</value></prop></item></oor:items>'
)


def locked_by_office(folder: Path, kind: str, body: str, *, old: bool) -> bytes:
    """A document that the office program saves with a password, by a macro of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = ["soffice", "--headless", "--norestore", profile]
    run = partial(subprocess.run, check=True, capture_output=True, timeout=120)
    run([*office, "--terminate_after_init"])  # makes the profile
    basic = folder / "profile/user/basic/Standard"
    names = '<library:element library:name="Lock"/></library:library>'
    (basic / "script.xlb").write_text(_LIBRARY + names)
    source, target = folder / "a.xml", folder / "locked"
    (basic / "Lock.xba").write_text(_BASIC.format(password=PASSWORD, source=source, target=target))
    if old:
        settings = folder / "profile/user/registrymodifications.xcu"
        settings.write_text(settings.read_text().replace("</oor:items>", _OLD_VERSION))
    head = f'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.{kind}" xmlns:office'
    text = (
        odf_content(body).replace("document-content", "document").replace("xmlns:office", head, 1)
    )
    source.write_text('<?xml version="1.0" encoding="UTF-8"?>' + text)
    run([*office, "macro:///Standard.Lock.Main"])
    return target.read_bytes()


TEXT = f"<office:text><text:p>{MARK}</text:p></office:text>"
SHEET = (
    '<office:spreadsheet><table:table table:name="会員"><table:table-row><table:table-cell office:value-type="string">'
    f"<text:p>{MARK}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="there is no soffice")
@pytest.mark.parametrize(
    ("kind", "body", "old", "cipher"),
    [
        ("text", TEXT, False, b"aes256-cbc"),
        ("spreadsheet", SHEET, False, b"aes256-cbc"),
        ("text", TEXT, True, b"Blowfish CFB"),
    ],
)
def test_what_an_office_program_locked_is_opened(
    tmp_path: Path, kind: str, body: str, old: bool, cipher: bytes
) -> None:
    name = "a.odt" if kind == "text" else "a.ods"
    data = locked_by_office(tmp_path, kind, body, old=old)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert cipher in archive.read("META-INF/manifest.xml")
    assert extract(name, data).status == "encrypted"
    assert extract(name, data, ("wrong", "")).status == "encrypted"
    found = extract(name, data, ("wrong", PASSWORD))
    assert found.status == "text"
    assert MARK in found.text
    assert [n.code for n in found.noticed] == ["password-used"]


def whole(inner: bytes, password: str = PASSWORD, **said: str) -> bytes:
    """A package that is locked as one, as LibreOffice writes it from 24.2 on."""
    salt, vector = os.urandom(16), os.urandom(12)
    start = hashlib.sha256(password.encode()).digest()
    key = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=1024).derive(start)
    return package({"encrypted-package": vector + AESGCM(key).encrypt(vector, inner, None)}, entry(
        "encrypted-package", len(inner),
        algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm", vector=encoded(vector),
        derivation="urn:org:documentfoundation:names:experimental:office:manifest:argon2id",
        salt=encoded(salt), extra='manifest:argon2-iterations="1" manifest:argon2-memory="1024" manifest:argon2-lanes="1"', **said,
    ))  # fmt: skip


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def entry(
    name: str, size: int, *, algorithm: str, vector: str, derivation: str, salt: str, extra: str = "", key_size: str = "32"
) -> str:  # fmt: skip
    return (
        f'<manifest:file-entry manifest:full-path="{name}" manifest:size="{size}"><manifest:encryption-data>'
        f'<manifest:algorithm manifest:algorithm-name="{algorithm}" manifest:initialisation-vector="{vector}"/>'
        '<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256" manifest:key-size="32"/>'
        f'<manifest:key-derivation manifest:key-derivation-name="{derivation}" manifest:key-size="{key_size}" manifest:salt="{salt}" {extra}/>'
        "</manifest:encryption-data></manifest:file-entry>"
    )


def package(parts: dict[str, bytes], entries: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>',
        )
    return out.getvalue()


def test_a_package_locked_as_one_is_opened() -> None:
    data = whole(odt(TEXT))
    assert extract("a.odt", data).status == "encrypted"
    assert extract("a.odt", data, ("wrong",)).status == "encrypted"
    found = extract("a.odt", data, (PASSWORD,))
    assert (found.status, MARK in found.text) == ("text", True)


def test_files_in_a_locked_package_are_read_too() -> None:
    data = whole(odt("", {"Pictures/list.csv": MARK.encode()}))
    assert MARK in extract("a.odt", data, (PASSWORD,)).text


def cbc(change: Callable[[str], str]) -> bytes:
    """A part of which the manifest says something else than it should."""
    said = entry(
        "content.xml", 9, algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc", vector=encoded(b"v" * 16),
        derivation="PBKDF2", salt=encoded(b"s" * 16), extra='manifest:iteration-count="10"',
    )  # fmt: skip
    return package({"content.xml": zlib.compress(b"x" * 64)}, change(said))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda said: said, "encrypted"),
        (lambda said: said.replace('count="10"', 'count="99999999999"'), "uninspectable"),
        (lambda said: said.replace('count="10"', 'count="-1"'), "uninspectable"),
        (lambda said: said.replace("PBKDF2", "PBKDF9"), "uninspectable"),
        (lambda said: said.replace("aes256-cbc", "rot13"), "uninspectable"),
        (lambda said: said.replace('key-size="32"', 'key-size="999999"'), "uninspectable"),
        (lambda said: said.replace('key-size="32"', 'key-size="7"'), "encrypted"),
        (lambda said: re.sub('vector="[^"]+"', 'vector="%%%"', said), "encrypted"),
        (lambda said: re.sub('manifest:salt="[^"]+"', "", said), "encrypted"),
        (lambda said: said.replace("</manifest:encryption-data>", ""), "corrupt"),
    ],
)
def test_a_manifest_may_say_what_it_likes(change: Callable[[str], str], status: str) -> None:
    assert extract("a.odt", cbc(change), (PASSWORD,)).status == status


def test_a_derivation_that_wants_too_much_memory_is_not_tried() -> None:
    huge = package({"encrypted-package": b"x" * 64}, entry(
        "encrypted-package", 9, algorithm="x#aes256-gcm", vector=encoded(b"v" * 12), derivation="argon2id",
        salt=encoded(b"s" * 16), extra='manifest:argon2-iterations="1" manifest:argon2-memory="99999999" manifest:argon2-lanes="1"',
    ))  # fmt: skip
    assert extract("a.odt", huge, (PASSWORD,)).status == "uninspectable"


def test_without_a_manifest_it_is_shut() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("encrypted-package", os.urandom(600))
    assert extract("a.odt", out.getvalue(), (PASSWORD,)).status == "encrypted"
