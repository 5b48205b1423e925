"""The directory: which domains and addresses the company knows.

A CSV file with a header line; UTF-8 (with or without BOM) or CP932, because the
lists come out of Japanese spreadsheets. A row with an address makes that address
known, not its domain; a row without makes every address at its domain known.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policies.envelope import Address, domain_name
from policies.errors import AddressError, DirectoryError

COLUMNS = ("domain", "organisation", "address", "fax", "group", "valid_until", "note", "owners")
MAX_ROWS = 1_000_000
#: The group of rows that are not partners but must never get mail.
BLOCKED = frozenset({"blocked", "禁止"})
#: The group of domains at which anybody has an address: no partners either.
PROVIDERS = frozenset({"freemail", "フリーメール"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: a known domain, or one known address at it.

    ``owners`` are the people asked about mail of a system account or a shared
    mailbox. ``valid_until`` is the last day on which the row counts; of a colleague's
    address, the last day in the company.
    """

    domain: str
    organisation: str
    address: str = ""
    fax: str = ""
    group: str = ""
    valid_until: date | None = None
    note: str = ""
    owners: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the row is about: the address, else the domain."""
        return self.address or self.domain

    @property
    def is_provider(self) -> bool:
        """Whether it names a freemail provider, which knows nobody."""
        return not self.address and self.group in PROVIDERS


class Directory:
    """A snapshot of all rows, with its version number; look-ups take constant time."""

    def __init__(self, entries: Iterable[Entry] = (), version: int = 0) -> None:
        self.version = version
        self._entries = {entry.key: entry for entry in entries}
        self.providers = providers_in(self._entries.values())
        self._blocks = any(entry.group in BLOCKED for entry in self._entries.values())

    def find(self, address: Address, today: date) -> Entry | None:
        """The row that makes this address known today: its own, else its domain's."""
        for key in (address.key, address.domain):
            entry = self._entries.get(key)
            if entry and not entry.is_provider and _counts(entry, today):
                return entry
        return None

    def is_blocked(self, address: Address, today: date) -> bool:
        """Whether a row blocks it: its own, without its tag, its domain's, or a domain's above."""
        if not self._blocks:
            return False
        keys, domain = [address.key, address.mailbox], address.domain
        while domain:
            keys.append(domain)
            domain = domain.partition(".")[2]
        rows = (self._entries.get(key) for key in keys)
        return any(r and r.group in BLOCKED and _counts(r, today) for r in rows)

    def last_day(self, colleague: Address) -> date | None:
        """The last day of somebody of the own company, past or to come, if a row names it."""
        entry = self._entries.get(colleague.mailbox)
        return entry.valid_until if entry else None

    def owners(self, address: Address, today: date) -> tuple[str, ...]:
        """The people who answer for this very address, if the directory names any."""
        entry = self.find(address, today)
        return entry.owners if entry and entry.address else ()

    def __len__(self) -> int:
        return len(self._entries)


def providers_in(entries: Iterable[Entry]) -> frozenset[str]:
    """The domains that rows name as freemail providers."""
    return frozenset(entry.domain for entry in entries if entry.is_provider)


def _counts(entry: Entry, today: date) -> bool:
    return entry.valid_until is None or today <= entry.valid_until


def read_csv(data: bytes) -> tuple[Entry, ...]:
    """Read a directory file; raise DirectoryError with the line number for a bad row."""
    reader = csv.DictReader(io.StringIO(_decode(data), newline=""), strict=True)
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        _check_columns(names)
        reader.fieldnames = names
        entries: list[Entry] = []
        for row in reader:
            if len(entries) >= MAX_ROWS:
                raise DirectoryError(f"more than {MAX_ROWS} rows")
            if any(value and str(value).strip() for value in row.values()):
                entries.append(_entry(row, reader.line_num))
    except csv.Error as error:
        raise DirectoryError(f"line {reader.line_num}: {error}") from error
    return tuple(entries)


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DirectoryError("the file is neither UTF-8 nor CP932")


def _check_columns(names: list[str]) -> None:
    missing = [name for name in ("domain", "organisation") if name not in names]
    if missing:
        raise DirectoryError(f"line 1: no column {', '.join(missing)}")
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise DirectoryError(
            f"line 1: unknown column {', '.join(unknown)}; the columns are {', '.join(COLUMNS)}"
        )


def _entry(row: dict[str, str], line: int) -> Entry:
    if None in row:
        raise DirectoryError(f"line {line}: more cells than the header line has")
    cell = {name: (value or "").strip() for name, value in row.items()}
    try:
        address = Address.parse(cell.get("address", "")) if cell.get("address") else None
        domain = domain_name(cell["domain"]) if cell["domain"] else address and address.domain
        owners = tuple(
            Address.parse(owner.strip()).key
            for owner in cell.get("owners", "").replace(";", " ").split()
        )
        until = date.fromisoformat(text) if (text := cell.get("valid_until")) else None
    except (AddressError, ValueError) as error:
        raise DirectoryError(f"line {line}: {error}") from error
    if not domain:
        raise DirectoryError(f"line {line}: neither a domain nor an address")
    if address and address.domain != domain:
        raise DirectoryError(f"line {line}: the address is not at the domain {domain}")
    return Entry(
        domain=domain,
        organisation=cell["organisation"],
        address=address.key if address else "",
        fax=cell.get("fax", ""),
        group=cell.get("group", ""),
        valid_until=until,
        note=cell.get("note", ""),
        owners=owners,
    )
