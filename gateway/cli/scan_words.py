"""The result of a scan in words, for somebody who has to decide about files."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from gateway.cli.options import plain

_SAMPLE = 40
_FILES_NAMED = 5


def described(result: dict[str, Any]) -> str:
    """One file: what it is, whose data it holds and where, and what could not be read."""
    from policies.personal_data import mask

    lines = [f"{plain(result['path'])}: {_headline(result)}"]
    types = Counter(entity["type"] for entity in result["entities"])
    for kind, number in types.most_common():
        first = next(entity for entity in result["entities"] if entity["type"] == kind)
        sample = mask.value(kind, first["value"])[:_SAMPLE].replace("\u3000", " ")
        told = f"{sample} at {first['location']} ({', '.join(first['why'])})"
        lines.append(f"  {kind:<16} {number:>5}  e.g. {plain(told)}")
    if places := [place for place in result["places"] if place]:
        lines.append(f"  where: {plain('; '.join(places[:_FILES_NAMED]))}")
    lines += _remarks(result)
    return "\n".join(lines)


def _headline(result: dict[str, Any]) -> str:
    parts = [result["format"]]
    if result["status"] != "text":
        parts.append(f"{result['status'].upper()} ({result['reason']})")
    if result["entities"]:
        count = str(result["persons"])
        if result["persons_min"] != result["persons_max"]:
            count += f" ({result['persons_min']}-{result['persons_max']})"
        parts += [result["kind"], f"persons: {count}"]
        if result["sensitive"]:
            parts.append("SENSITIVE")
    else:
        parts.append("no personal data" if result["status"] == "text" else "none found so far")
    return ", ".join(parts)


def _remarks(result: dict[str, Any]) -> list[str]:
    """Findings, alike ones together: files inside that were not read, disguise, hidden text."""
    alike: dict[str, list[str]] = {}
    for finding in result["findings"]:
        said = [finding["code"], *finding["why"]]
        said += [str(v) for v in finding["data"].values() if isinstance(v, str)][:2]
        paths = alike.setdefault(", ".join(dict.fromkeys(said)), [])
        paths.append(finding["where"].get("path", ""))
    lines = []
    for what, paths in alike.items():
        inside = [path for path in paths if path][:_FILES_NAMED]
        more = f" and {len(paths) - len(inside)} more" if inside and paths[len(inside) :] else ""
        lines.append(plain(f"  {what}" + (f": {', '.join(inside)}{more}" if inside else "")))
    return lines


@dataclass(slots=True)
class Totals:
    """What a whole folder came to."""

    files: int = 0
    persons: int = 0
    sensitive: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)

    def add(self, result: dict[str, Any]) -> None:
        """Count one file."""
        self.files += 1
        if result["entities"]:
            self.kinds[result["kind"]] += 1
            self.persons += result["persons"]
            self.sensitive += result["sensitive"]
        if result["status"] != "text":
            self.unread[f"{result['status']} ({result['reason']})"] += 1

    @property
    def found(self) -> bool:
        """Whether anything needs a look."""
        return bool(self.kinds or self.unread)

    def described(self) -> str:
        """The summary below a list of files."""
        holding, unread = sum(self.kinds.values()), sum(self.unread.values())
        people = f"{self.sensitive} sensitive, {self.persons} people counted in each file"
        lines = [
            f"{self.files} files: {holding} with personal data ({people}), {unread} not read whole"
        ]
        lines += [f"  {kind:<40} {n:>6}" for kind, n in self.kinds.most_common()]
        lines += [f"  {reason:<40} {n:>6}" for reason, n in self.unread.most_common()]
        return "\n".join(plain(line) for line in lines)
