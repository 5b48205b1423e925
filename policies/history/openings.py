"""Where history begins: a header block, a separator, an attribution, a container.

An opening is the lines that introduce a quoted message, and how sure it is that
they do. Look-alikes (instructions about 差出人 and 件名, itineraries, log extracts)
are told apart by what must be there: a real date, an address, several labels.
"""

from dataclasses import dataclass
from functools import lru_cache

from policies.history import marks
from policies.history.lines import Lines

MAX_HEADER_LINES = 64
MAX_CONTINUED = 300
MAX_JOINED = 4
MAX_BEGUN = 160  # characters of an attribution that goes on in the next line
MAX_BLANKS = 8
MAX_FRAMED = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """Lines ``first`` to ``body`` introduce a message; ``quoted``: it is quoted deeper."""

    kind: str
    first: int
    body: int
    depth: int
    sure: float
    quoted: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A header block: where it ends, its fields and their values."""

    end: int
    fields: frozenset[str]
    addresses: bool
    dated: bool
    timed: bool
    person: str


def find(lines: Lines, at: int) -> Opening | None:
    """The opening that begins at this line, if one does."""
    text = lines.texts[at]
    if not lines.markups[at].hint and not _may_open(text):
        return None
    if text.startswith("--") and (told := marks.run_on(text)):
        return _run_on(lines, at, told)
    if text.endswith((">>>", "---")) and (framed := _framed(lines, at)):
        return framed
    if not text or len(text) > marks.MAX_TESTED:
        return None
    return _separated(lines, at) or _headed(lines, at) or _attributed(lines, at)


@lru_cache(maxsize=4_096)
def _may_open(text: str) -> bool:
    """Whether an opening may begin with a line of this text: false for almost all lines."""
    if text.startswith("--") or text.endswith((">>>", "---")):
        return True
    if not text or len(text) > marks.MAX_TESTED:
        return False
    if marks.separator(text) or marks.header(text) or marks.attribution(text):
        return True
    return _is_cut_at_address(text) or (len(text) <= MAX_BEGUN and _may_begin(text))


def _framed(lines: Lines, at: int) -> Opening | None:
    """An attribution in a frame: ``>>> Name date >>>``, ``-----Name wrote: -----`` and headers."""
    text = lines.texts[at]
    told = text.strip("-> ")
    if not 6 <= len(told) <= MAX_FRAMED:
        return None
    if text.endswith(">>>"):  # its own first marks look like quoting three deep
        if lines.depths[at] != 3 or not marks.has_date(told):
            return None
        after = following(lines, at + 1)
        quoted = after >= 0 and lines.depths[after] > 0
        return Opening("attribution", at, at + 1, 0, 0.95, quoted)
    if not text.startswith("---") or not marks.attribution(told):
        return None
    body = at + 1
    if body < len(lines) and marks.header(lines.texts[body]):
        body = headers(lines, body).end
    return _opening("attribution", lines, at, body, 0.95)


def following(lines: Lines, at: int, blanks: int = MAX_BLANKS) -> int:
    """The next line with something on it, not too far away; -1 when there is none."""
    for index in range(at, min(at + blanks + 1, len(lines))):
        if not lines.blanks[index]:
            return index
    return -1


def _separated(lines: Lines, at: int) -> Opening | None:
    """A separator line, or several, with what must follow it."""
    strength = marks.separator(lines.texts[at])
    if not strength:
        return None
    last, after = at, following(lines, at + 1)
    for _ in range(3):  # Becky! and Notes write two of them
        if after >= 0 and (more := marks.separator(lines.texts[after])):
            strength, last = max(strength, more), after
            after = following(lines, after + 1)
    if after < 0:
        return None
    if marks.header(lines.texts[after]):
        block = headers(lines, after)
        if _is_block(block, led=strength):
            return _opening("headers", lines, at, block.end, 0.97)
    inner = _attributed(lines, after)
    if inner and inner.sure >= 0.8:
        return Opening("attribution", at, inner.body, lines.depths[at], 0.95, inner.quoted)
    return _bare_separator(lines, at, last, after) if strength == 2 else None


def _run_on(lines: Lines, at: int, told: str) -> Opening | None:
    """A separator with the headers on its own line, and perhaps more of them below."""
    if not marks.has_address(told):
        return None
    body = at + 1
    while body < min(at + 8, len(lines)) and marks.header(lines.texts[body]):
        body += 1
    return _opening("headers", lines, at, body, 0.95)


def _bare_separator(lines: Lines, at: int, last: int, after: int) -> Opening | None:
    """A separator without headers: sure above quoted lines, else only a guess."""
    depth = lines.depths[at]
    if lines.depths[after] > depth:
        return Opening("separator", at, last + 1, depth, 0.95, quoted=True)
    if lines.texts[at][-2:] == lines.texts[at][:2]:
        return Opening("separator", at, last + 1, depth, 0.6, quoted=False)
    return None


def _headed(lines: Lines, at: int) -> Opening | None:
    """A header block without a separator above it."""
    divided = lines.markups[at].hint == "divider"
    if not marks.header(lines.texts[at]):
        return _unknown_headers(lines, at) if divided else None
    block = headers(lines, at)
    if divided and _is_block(block, led=2):
        return _opening("headers", lines, at, block.end, 0.97)
    if lines.markups[at].hint == "intro" and _is_block(block, led=1):
        return _opening("headers", lines, at, block.end, 0.96)
    if _is_block(block, led=0):
        sure = 0.93 if block.addresses and block.timed else 0.85
        return _opening("headers", lines, at, block.end, sure)
    return None


def _unknown_headers(lines: Lines, at: int) -> Opening | None:
    """Outlook's ruled block in a language whose labels are not known."""
    end = at
    while end < min(at + 8, len(lines)) and 0 < lines.texts[end].find(":") <= 30:
        end += 1
    told = " ".join(lines.texts[at:end])
    if end - at >= 3 and (marks.has_address(told) or marks.has_date(told)):
        return _opening("headers", lines, at, end, 0.85)
    return None


def _opening(kind: str, lines: Lines, first: int, body: int, sure: float) -> Opening:
    depth = lines.depths[first]
    after = following(lines, body, 8)
    quoted = after >= 0 and lines.depths[after] > depth
    return Opening(kind, first, body, depth, sure, quoted)


def headers(lines: Lines, at: int) -> Block:
    """Read a header block from its first line, with folded values and wrapped lists."""
    depth = lines.depths[at]
    fields: dict[str, str] = {}
    labels: set[str] = set()
    field, end, index, continued, count = "", at, at, 0, 0
    while index < len(lines) and count < MAX_HEADER_LINES:
        line = lines[index]
        found = marks.header(line.text) if line.depth == depth and line.text else None
        if found and found.label in labels and found.field not in {"cc", "other"}:
            break  # another block begins
        if found:
            field = found.field
            labels.add(found.label)
            fields[field] = f"{fields.get(field, '')} {found.value}"[:2_000]
            count += 1
        elif line.blank:
            after = following(lines, index, 1)
            if after < 0 or not marks.header(lines.texts[after]) or lines.depths[after] != depth:
                break
        elif continued < MAX_CONTINUED and _continues(lines, index, at, fields, field):
            fields[field] = f"{fields[field]} {line.text}"[:2_000]
            continued += 1
        else:
            break
        index += 1
        end = index if not line.blank else end
    told = " ".join(fields.values())
    dated = marks.has_date(fields.get("date", ""))
    return Block(
        end=end,
        fields=frozenset(fields) - {"other"},
        addresses=marks.has_address(told),
        dated=dated,
        timed=dated and marks.has_time(fields.get("date", "")),
        person=fields.get("from", ""),
    )


def _continues(lines: Lines, index: int, top: int, fields: dict[str, str], field: str) -> bool:
    """Whether a line without a label goes on with the value above it."""
    line = lines[index]
    if line.depth != lines.depths[top]:
        return False
    value = fields[field].rstrip()
    if not value.strip():
        return len(line.text) <= 300  # the label stood alone in its cell
    if field in {"to", "cc", "from", "other"}:
        if value.endswith((";", ",", "<", "、")):
            return True
        return marks.has_address(line.text) and line.text.endswith((";", ",", ">", "]"))
    # A folded subject is indented; nothing else says that it goes on.
    if field != "subject":
        return False
    lead = lines.raw(index)[:3]
    return lead[:1] in " \t" and not lead.isspace()


def _is_block(block: Block, *, led: int) -> bool:
    """Whether these header lines introduce a message, given what stands above them."""
    fields = block.fields
    if led == 2:
        return len(fields) >= 2 and bool(fields & {"from", "date"})
    if led:
        return len(fields) >= 2 and "from" in fields and (block.addresses or block.dated)
    if not ({"from", "date"} <= fields and block.dated and fields & {"to", "subject"}):
        return False
    return block.addresses or (block.timed and {"to", "subject"} <= fields)


def _attributed(lines: Lines, at: int) -> Opening | None:
    """An attribution of one to four lines, and what follows it."""
    level, body = _joined(lines, at)
    if not level and lines.markups[at].hint == "intro":
        body = _past_hint(lines, at)
        level = 2
    if not level:
        return None
    line = lines[at]
    after = following(lines, body)
    quoted = after >= 0 and lines.depths[after] > line.depth
    if quoted:
        sure = {3: 0.97, 2: 0.94, 1: 0.85}[level]
        return Opening("attribution", at, body, line.depth, sure, quoted=True)
    if level == 3 and after >= 0:
        sure = 0.95 if line.markup.hint == "intro" or line.markup.box >= 0 else 0.82
        return Opening("attribution", at, body, line.depth, sure, quoted=False)
    if line.markup.box >= 0 and line.markup.hint == "intro" and after >= 0:
        return Opening("attribution", at, body, line.depth, 0.9, quoted=False)
    return None


def _joined(lines: Lines, at: int) -> tuple[int, int]:
    """Level of the attribution that begins here, and the line behind it."""
    text, depth = lines.texts[at], lines.depths[at]
    level = marks.attribution(text)
    if level:
        return level, at + 1
    cut_at_address = _is_cut_at_address(text)
    if len(text) > MAX_BEGUN or not (cut_at_address or _may_begin(text)):
        return 0, at
    suffixes = [text]  # what stands from each of the lines on to the present one
    for index in range(at + 1, min(at + MAX_JOINED, len(lines))):
        more = lines[index]
        # "<name@host" and ">:" on the next line: that bracket is no quote mark.
        torn = more.depth == depth + 1 and _is_torn(suffixes[0])
        if more.blank or (more.depth != depth and not torn):
            break
        if cut_at_address and index == at + 1 and not marks.ADDRESS.match(more.text):
            break
        suffixes = [f"{begun}{'>' if torn else ' '}{more.text}" for begun in suffixes]
        suffixes.append(more.text)
        level = marks.attribution(suffixes[0])
        if level >= 2:
            # A later line that begins as good a one: this line is new text right above it.
            later = suffixes[2:] if cut_at_address else suffixes[1:]
            complete = any(marks.attribution(begun) >= level for begun in later)
            return (0, at) if complete else (level, index + 1)
    return 0, at


def _is_cut_at_address(text: str) -> bool:
    return len(text) <= 80 and text.endswith(("<", "("))


def _is_torn(text: str) -> bool:
    """Whether an address in angle brackets is not finished."""
    return text.rfind("<") > text.rfind(">")


@lru_cache(maxsize=4_096)
def _may_begin(text: str) -> bool:
    """Whether an attribution that goes on in the next line may begin with this one."""
    dated = marks.has_date(text)
    if dated and marks.opens_attribution(text):
        return True
    return (dated or marks.has_address(text)) and marks.has_verb(text)


def _past_hint(lines: Lines, at: int) -> int:
    """Behind the lines that the markup calls an intro."""
    index = at
    while index < min(at + 12, len(lines)) and lines.markups[index].hint == "intro":
        index += 1
    return index
