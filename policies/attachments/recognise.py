"""What a file is, by its content. The name is only compared afterwards."""

import io
import re
import zipfile

import olefile

from policies.attachments.text_bytes import is_text

#: Bytes at an offset, and the format they begin.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"BM", "bmp"),
    (40, b" EMF", "emf"),
    (0, b"\xd7\xcd\xc6\x9a", "wmf"),
    (0, b"\x01\x00\x09\x00\x00\x03", "wmf"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"{\\rtf", "rtf"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07\x00", "rar"),
    (0, b"Rar!\x1a\x07\x01\x00", "rar"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (0, b"MSCF\0\0\0\0", "cab"),
    (2, b"-lh", "lzh"),
    (2, b"-lz", "lzh"),
    (257, b"ustar", "tar"),
    (32769, b"CD001", "iso"),
    (0, b"\x78\x9f\x3e\x22", "tnef"),
    (0, b"070701", "cpio"),
    (0, b"070707", "cpio"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote"),
    (0, b"\0\1\0\0Standard ", "access"),
    (0, b"AC10", "dwg"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"ID3", "media"),
    (0, b"OggS", "media"),
    (0, b"fLaC", "media"),
    (0, b"\x1aE\xdf\xa3", "media"),
    (0, b"!BDN", "outlook-store"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"-----BEGIN PGP MESSAGE", "pgp"),
    (0, b"age-encryption.org/", "age"),
)
_PKCS7 = bytes.fromhex("2a864886f70d0107")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
_BRANDS = {
    b"heic": "heic", b"heix": "heic", b"heif": "heic", b"mif1": "heic", b"msf1": "heic",
    b"avif": "avif",
}  # fmt: skip
#: Streams of compound files (MS-CFB), and the format that has them.
_STREAMS = (
    ("EncryptedPackage", "ooxml-encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("DocumentText", "ichitaro"),
    ("VisioDocument", "visio"),
)
_MAIN_PARTS = (
    ("word/", "docx"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("visio/", "visio"),
)
_ODF = re.compile(
    rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)"
)
_ODF_NAMES = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp", b"graphics": "odg"}
_MAIL_FIELDS = re.compile(
    rb"(?im)^(?:from|to|subject|date|received|message-id|mime-version|content-type|return-path):"
)
_BEGINNINGS = (
    (b"<?xml", "xml"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"begin:vcard", "vcf"),
    (b"begin:vcalendar", "ics"),
)
_MAX_HEAD = 65_536
_OOXML = "docx docm dotx dotm xlsx xlsm xltx xltm xlsb pptx pptm ppsx ppsm potx potm"

#: Suffixes that fit a format; others disagree. A format that is not listed fits any suffix.
_SUFFIXES: dict[str, frozenset[str]] = {
    format_: frozenset(suffixes.split())
    for format_, suffixes in {
        "pdf": "pdf ai",
        "png": "png", "jpeg": "jpg jpeg jpe jfif", "gif": "gif", "tiff": "tif tiff",
        "bmp": "bmp dib",
        "webp": "webp", "heic": "heic heif hif", "avif": "avif",
        "docx": "docx docm dotx dotm", "xlsx": "xlsx xlsm xltx xltm xlam", "xlsb": "xlsb",
        "pptx": "pptx pptm ppsx ppsm potx potm",
        "ooxml-encrypted": _OOXML,
        "odt": "odt ott fodt", "ods": "ods ots fods", "odp": "odp otp fodp", "odg": "odg otg fodg",
        "doc": "doc dot", "xls": "xls xlt xla", "ppt": "ppt pps pot",
        "rtf": "rtf doc",
        "zip": "zip jar epub kmz xpi apk cbz", "7z": "7z", "rar": "rar", "lzh": "lzh lha",
        "cab": "cab", "iso": "iso img", "tar": "tar", "cpio": "cpio",
        "gz": "gz tgz", "bz2": "bz2 tbz tbz2", "xz": "xz txz", "zst": "zst tzst",
        "msg": "msg", "tnef": "dat tnef", "eml": "eml mht mhtml txt", "mbox": "mbox mbx txt",
        "text": "txt text log md csv tsv prn json xml html htm ics vcf eml asc ini conf cfg yml "
                "yaml toml sql py js css sh bat ps1 c h java rb go rs tex rst sig pem key srt vtt "
                "ldif svg ly",
    }.items()
}  # fmt: skip
_TEXTS = {
    "csv": "csv", "tsv": "tsv", "html": "html", "htm": "html", "xhtml": "html", "xml": "xml",
    "svg": "xml", "json": "json", "ics": "ics", "vcf": "vcf", "eml": "eml", "mht": "eml",
    "mhtml": "eml", "mbox": "mbox",
}  # fmt: skip


def suffix_of(name: str) -> str:
    """The part behind the last dot, in lower case; empty when there is none."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def recognise(data: bytes, name: str = "") -> str:
    """The name of the format: a key of FORMATS, a closed format, or ``unknown``.

    The name decides only between formats that are all plain text.
    """
    for offset, magic, kind in _MAGIC:
        if data.startswith(magic, offset):
            return kind
    if kind := _container_kind(data):
        return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _text_kind(data, name) if is_text(data) else "unknown"


def is_disguised(kind: str, name: str) -> bool:
    """Whether a file calls itself something that it is not."""
    suffix = suffix_of(name)
    if not suffix or kind == "unknown":
        return False
    fitting = _SUFFIXES.get("text" if kind in _TEXTS.values() and kind != "eml" else kind)
    if fitting is None:
        return False
    known = any(suffix in suffixes for suffixes in _SUFFIXES.values())
    return suffix not in fitting and (known or kind != "text")


def _container_kind(data: bytes) -> str:
    """The format of what a common frame holds, or empty."""
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data[:1] == b"\x30" and _PKCS7 in data[:64]:
        return "cms"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "media")
    if data.startswith(b"RIFF"):
        return "webp" if data[8:12] == b"WEBP" else "media"
    return ""


def _zip_kind(data: bytes) -> str:
    """An Office package, an OpenDocument, or an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = _ODF.match(archive.read("mimetype"))
                if declared:
                    return _ODF_NAMES[declared[1]]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return "zip"
    if "[Content_Types].xml" in names:
        for prefix, kind in _MAIN_PARTS:
            if any(n.lower().startswith(prefix) for n in names):
                return kind
    return "zip"


def _ole_kind(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            tops = {entry[0].lower() for entry in ole.listdir()}
    except Exception:  # olefile raises whatever a broken table leads it into
        return "ole"
    return next((kind for stream, kind in _STREAMS if stream.lower() in tops), "ole")


def _text_kind(data: bytes, name: str) -> str:
    suffix = suffix_of(name)
    head = data[:_MAX_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    start = head[:200].lower()
    if b"urn:oasis:names:tc:opendocument" in head[:2_000] and b":document" in head[:5_000]:
        return "fodf"
    if suffix in _TEXTS:
        return _TEXTS[suffix]
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if head.startswith(b"From ") and _MAIL_FIELDS.search(head, 0, 4_096):
        return "mbox"
    fields = head[:8_192].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if len(_MAIL_FIELDS.findall(fields)) >= 3:
        return "eml"
    return "text"
