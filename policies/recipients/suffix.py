"""Where a domain ends and its public suffix begins, by the Public Suffix List.

``mail.example.co.jp`` belongs to whoever registered ``example.co.jp``: core
``example``, suffix ``co.jp``. The list is the one bundled with tldextract; the
network is never asked.

The private section counts too: people register ``a.jpn.com`` or ``b.github.io``
as they do ``c.co.jp``, and two customers of one hoster are two organisations.
A private suffix by itself (``github.io``) is its operator's own domain and is
split by the ICANN section.

Two Japanese customs are added. Municipalities write their kind first and their
name after it (``city.minato.tokyo.jp``, ``pref.osaka.lg.jp``): their core is the
name. And below ``lg.jp``, which the list gives as one suffix, each of them is an
organisation of its own.

What stands below a reserved name (``aozora.example.co.jp``) is an organisation of
its own: documents, demonstrations and tests put many companies there.

A name under no listed suffix follows the list's default rule: the last label is
the suffix. A public suffix by itself has the core ''; so has nothing else.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import tldextract

#: The name under every suffix that is reserved for documentation (RFC 2606, and JPRS below .jp).
RESERVED = "example"
_LOCAL_GOVERNMENTS = frozenset({"city", "metro", "pref", "town", "vill"})


class Split(NamedTuple):
    """A domain taken apart; everything in lower-case A-labels.

    ``core`` names the organisation, ``suffix`` is what it was registered under,
    ``registrable`` is the whole name that one organisation holds.
    """

    core: str
    suffix: str
    registrable: str


@lru_cache(16_384)
def split(domain: str) -> Split:
    """Take a valid domain (``policies.envelope.domain_name``) apart; never fails."""
    labels = domain.split(".")
    if domain.endswith(".lg.jp"):
        for at, label in enumerate(labels[:-3]):
            if label in _LOCAL_GOVERNMENTS:
                return Split(labels[at + 1], ".".join(labels[at + 2 :]), ".".join(labels[at:]))
    found = _list().extract_str(domain)
    if not found.domain and found.is_private:
        found = _list().extract_str(domain, include_psl_private_domains=False)
    core, suffix = found.domain, found.suffix
    if not suffix:
        return _unlisted(labels)
    if core == RESERVED and len(labels) > suffix.count(".") + 2:
        suffix = f"{core}.{suffix}"
        core = labels[-suffix.count(".") - 2]
        return Split(core, suffix, f"{core}.{suffix}")
    if core in _LOCAL_GOVERNMENTS and suffix.endswith(".jp"):
        name, _, place = suffix.partition(".")
        return Split(name, place, f"{core}.{suffix}")
    return Split(core, suffix, f"{core}.{suffix}" if core else suffix)


def registrable(domain: str) -> str:
    """The part of a valid domain that one organisation registered."""
    return split(domain).registrable


@lru_cache(4096)
def is_public(suffix: str) -> bool:
    """Whether the list (or the default rule, for one label) knows this very suffix."""
    return split(f"x.{suffix}").core == "x" and _list().extract_str(f"x.{suffix}").suffix == suffix


def _unlisted(labels: list[str]) -> Split:
    if len(labels) == 1 or all(label.isdigit() for label in labels):
        return Split(".".join(labels), "", ".".join(labels))
    return Split(labels[-2], labels[-1], ".".join(labels[-2:]))


@cache
def _list() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
