"""Whether two mail programs could read different things in one mail.

Duplicate headers and parameters, boundaries that are not there, names that disagree: one
program takes the first, another the last (CVE-2024-28054 was such a pair). Ordinary mail has
none of this.
"""

import email.message
import re
from collections import Counter
from collections.abc import Iterator
from email import errors

MAX_PARTS = 2_000
_ONCE = ("content-type", "content-transfer-encoding", "content-disposition", "content-id")
#: A parameter: its name, and its value quoted or not. Bounded, so that it stays linear.
_PARAMETER = re.compile(r';\s{0,40}([^\s=;"()<>@,:\\/\[\]?]{1,80})\s{0,10}=\s{0,10}("(?:[^"\\]|\\.){0,2000}"|[^;"\s]{0,2000})')  # fmt: skip  # noqa: E501
_PART_NUMBER = re.compile(r"\*\d{1,4}\*?$")
_DEFECTS: dict[type[errors.MessageDefect], str] = {
    errors.NoBoundaryInMultipartDefect: "no-boundary",
    errors.StartBoundaryNotFoundDefect: "no-boundary",
    errors.MultipartInvariantViolationDefect: "no-boundary",
    errors.MisplacedEnvelopeHeaderDefect: "misplaced-header",
    errors.InvalidMultipartContentTransferEncodingDefect: "encoded-multipart",
}
_ENCODINGS = frozenset(
    {"7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "uuencode", "x-uue", ""}
)
_ELSEWHERE = frozenset({"message/partial", "message/external-body"})


def differences(root: email.message.Message) -> tuple[str, ...]:
    """Codes of what could be read differently, each once."""
    found: dict[str, None] = {}
    stack = [root]
    for _ in range(MAX_PARTS):
        if not stack:
            break
        part = stack.pop()
        found.update(dict.fromkeys(_part(part)))
        children = part.get_payload()
        if isinstance(children, list):
            stack.extend(c for c in children if isinstance(c, email.message.Message))
    return tuple(found)


def _part(part: email.message.Message) -> Iterator[str]:
    names = Counter(name.lower() for name in part.keys())  # noqa: SIM118 - it has all of them
    if any(names[name] > 1 for name in _ONCE):
        yield "duplicate-header"
    for defect in part.defects:
        if code := _DEFECTS.get(type(defect)):
            yield code
    if part.get_content_type() in _ELSEWHERE:
        yield "content-elsewhere"
    encoding = str(part.get("content-transfer-encoding", "")).partition(";")[0].strip().lower()
    if encoding not in _ENCODINGS:
        yield "unknown-encoding"
    file_names: set[str] = set()
    for name in ("content-type", "content-disposition"):
        value = str(part.get(name, ""))[:20_000]
        parameters = [(m[1].lower(), m[2].strip('"')) for m in _PARAMETER.finditer(value)]
        if _repeats(parameters):
            yield "duplicate-parameter"
        if "\0" in value:
            yield "nul"
        file_names |= {_suffix(v) for k, v in parameters if k in {"name", "filename"}}
    if len({suffix for suffix in file_names if suffix}) > 1:
        yield "two-names"


def _repeats(parameters: list[tuple[str, str]]) -> bool:
    """The same parameter twice; RFC 2231 sections of one value are not."""
    counted = Counter(key for key, _ in parameters if not _PART_NUMBER.search(key))
    return any(count > 1 for count in counted.values())


def _suffix(name: str) -> str:
    """The suffix of a file name as written; an encoded one tells nothing here."""
    if "=?" in name or "." not in name:
        return ""
    return name.rpartition(".")[2].lower()
