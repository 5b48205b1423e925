"""Links to file-sharing services in the text: content that leaves by another way.

The link itself is a key to the files, so the fact names service, host and place
only. One layer of Outlook's SafeLinks is looked through.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from policies.envelope import within

MAX_TEXT = 500_000
MAX_LINKS = 100

_URL = re.compile(
    r"(?:https?://|(?<![\w.@/-])www\.)([A-Za-z0-9.-]{1,253})(?::\d{1,5})?([/?][^\s<>\"'「」（）]{0,2000})?",
    re.IGNORECASE | re.ASCII,
)
_WRAPPED = re.compile(r"[?&]url=https?%3A%2F%2F([^&\s]{1,2000})", re.IGNORECASE)

_HOSTS = {
    "onedrive": "1drv.ms onedrive.live.com onedrive.com d.docs.live.net",
    "sharepoint": "sharepoint.com sharepoint.cn sharepoint.de",
    "box": "box.com box.net boxcloud.com",
    "dropbox": "dropbox.com db.tt dropboxusercontent.com dropbox.tech",
    "google_drive": "drive.google.com docs.google.com sheets.google.com slides.google.com"
    " drive.usercontent.google.com",
    "gigafile": "gigafile.nu xgf.nu",
    "firestorage": "firestorage.jp firestorage.com xfs.jp",
    "wetransfer": "wetransfer.com we.tl",
    "datadeliver": "datadeliver.net datadeliver.jp",
    "icloud": "icloud.com",
    "mega": "mega.nz mega.io mega.co.nz",
    "mediafire": "mediafire.com",
    "filesend": "filesend.to filesend.jp",
    "bitsend": "bitsend.jp",
    "okurin": "okurin.bitpark.co.jp okurin.bitpark.jp",
    "gigacc": "gigacc.com",
    "directcloud": "directcloud.jp directcloud.net",
    "fleekdrive": "fleekdrive.com",
    "cryptobin": "crypto-bin.jp cryptobin.jp",
    "hennge": "transfer.hennge.com",
    "sharefile": "sharefile.com sharefile.eu",
    "egnyte": "egnyte.com",
    "zoho": "workdrive.zoho.com workdrive.zoho.jp workdrive.zohoexternal.com",
    "pcloud": "pcloud.com pcloud.link",
    "smash": "fromsmash.com",
    "transfernow": "transfernow.net",
    "swisstransfer": "swisstransfer.com",
    "filemail": "filemail.com",
    "sendanywhere": "send-anywhere.com sendanywhe.re",
    "gofile": "gofile.io",
    "fileio": "file.io",
    "terabox": "terabox.com 1024terabox.com",
    "baidu": "pan.baidu.com",
    "yandex_disk": "disk.yandex.com disk.yandex.ru yadi.sk",
    "wormhole": "wormhole.app",
    "axfc": "axfc.net",
    "storage_jp": "getuploader.com dotup.org",
    "amazon_drive": "workdocs.aws amazondrive.com",
    "s3": "s3.amazonaws.com",
    "notion": "notion.site",
}
_SERVICE_OF = {host: service for service, hosts in _HOSTS.items() for host in hosts.split()}
#: Pages about a service rather than to files.
_ABOUT = re.compile(
    r"/?(?:\?.{0,200})?\Z|/(?:about|help|support|pricing|login|legal|ja/about)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SharingLink:
    """A link to shared files: the service's code, the host, the span in the text."""

    service: str
    host: str
    start: int
    end: int


def sharing_links(text: str) -> tuple[SharingLink, ...]:
    """Every link to a file-sharing service, the first ``MAX_LINKS``; each place once."""
    found: list[SharingLink] = []
    for match in _URL.finditer(text[:MAX_TEXT]):
        host, path = match[1].lower().strip("."), match[2] or ""
        if within(host, frozenset({"safelinks.protection.outlook.com"})):
            inner = _WRAPPED.search(path)
            host, _, rest = (unquote(inner[1]) if inner else "").partition("/")
            host, path = host.lower(), "/" + rest
        service = service_of(host)
        if service and not _ABOUT.match(path):
            found.append(SharingLink(service, host, match.start(), match.end()))
            if len(found) == MAX_LINKS:
                break
    return tuple(found)


def service_of(host: str) -> str:
    """The code of the file-sharing service at this host, or an empty text."""
    while host:
        if host in _SERVICE_OF:
            return _SERVICE_OF[host]
        host = host.partition(".")[2]
    return ""
