"""Carrying out a plan on HTML by source ranges, so that what stays keeps its bytes.

An element goes whole when everything visible in it goes and its tags are properly
paired; otherwise only its text goes. So nesting cannot get worse, and Word's and
VML's oddities survive around the new text.
"""

from array import array
from html import escape

from policies.history.blocks import Page
from policies.history.edits import Edit, place_of, uncovered
from policies.history.html import attributes
from policies.history.plan import Plan
from policies.history.redact import Hit, Words


def edits(page: Page, plan: Plan, words: Words) -> list[Edit]:
    """The edits on the decoded source of the part, in order."""
    if plan.empty:
        return []
    doomed = bytearray(plan.gone)
    for first, last in plan.signed:
        doomed[first:last] = b"\x01" * (last - first)
    leaves = _leaves_of(page, doomed)
    found: list[Edit] = []
    for first, last in plan.signed:
        place = _first_text(page, first, last)
        if place >= 0:  # its place in the page stays, so that the word stands where it stood
            leaves[place] = 0
            start, end = page.leaves.starts[place], page.leaves.ends[place]
            found.append(Edit(start, end, escape(words.signature)))
    found += _cuts(page, leaves)
    for index, hits in plan.hits:
        found += _replaced(page, index, hits, words)
    found += _cleaned_tags(page, leaves, plan)
    return sorted(found, key=place_of)


def _leaves_of(page: Page, doomed: bytearray) -> bytearray:
    """A byte for every leaf: what there is for its line."""
    leaves, lines = bytearray(len(page.leaves)), page.lines
    for line in range(len(lines)):
        if doomed[line]:
            first, last = lines.starts[line], lines.end(line)
            leaves[first:last] = b"\x01" * (last - first)
    return leaves


def _cuts(page: Page, leaves: bytearray) -> list[Edit]:
    """Deletions: whole elements, else single leaves, and the gaps among them.

    What stands inside a deletion already made is not listed again: elements come in
    the order in which they begin.
    """
    staying = array("i", [0])
    for gone in leaves:
        staying.append(staying[-1] + (not gone))
    found: list[Edit] = []
    tree, covered = page.tree, 0
    for number in range(len(tree)):
        start, first, last = tree.starts[number], tree.firsts[number], tree.lasts[number]
        if start < covered or not tree.whole[number]:
            continue
        if last > first:
            goes = staying[last] == staying[first]
        else:
            goes = _among(leaves, first) and not _holds_style(page, start, tree.ends[number])
        if goes:
            covered = tree.ends[number]
            found.append(Edit(start, covered))
    single = (
        Edit(start, end)
        for start, end, gone in zip(page.leaves.starts, page.leaves.ends, leaves, strict=True)
        if gone
    )
    among = (
        Edit(start, end) for start, end, leaf in page.gaps if _goes(page, start, end, leaf, leaves)
    )
    return [*found, *uncovered(single, found), *uncovered(among, found)]


def _among(leaves: bytearray, place: int) -> bool:
    """Whether what stands before and behind this place goes (nothing behind counts as gone)."""
    if not place or not leaves[place - 1]:
        return False
    return place >= len(leaves) or bool(leaves[place])


def _goes(page: Page, start: int, end: int, leaf: int, leaves: bytearray) -> bool:
    if not _among(leaves, leaf):
        return False
    source = page.source[start : min(end, start + 12)].lower()
    if not source.startswith("<"):
        return True
    return source.startswith(("<br", "<hr", "<!--", "<wbr", "<o:p", "<col")) and (
        leaf < len(leaves) or not source.startswith("<!--[endif")
    )


def _holds_style(page: Page, start: int, end: int) -> bool:
    """Whether an empty-looking element carries what other text needs."""
    source = page.source[start : min(end, start + 4_000)].lower()
    return "<style" in source or "<meta" in source or "<link" in source


def _first_text(page: Page, first: int, last: int) -> int:
    """The first leaf of text on these lines, or -1."""
    for index in range(first, last):
        for leaf, _, _ in page.lines.runs(index):
            return leaf
    return -1


def _replaced(page: Page, index: int, hits: list[Hit], words: Words) -> list[Edit]:
    """Replacements inside a line, spread over the runs it is made of."""
    found: list[Edit] = []
    told: set[int] = set()
    for leaf, place, shown in page.lines.runs(index):
        text, changed, at = [], False, 0
        for number, hit in enumerate(hits):
            start, end = hit.start - place, hit.end - place
            if end <= 0 or start >= len(shown):
                continue
            start, end = max(start, at), min(end, len(shown))
            text.append(shown[at:start])
            if number not in told:
                text.append(words.instead_of(hit.kind))
                told.add(number)
            at, changed = end, True
        if changed:
            text.append(shown[at:])
            start, end = page.leaves.starts[leaf], page.leaves.ends[leaf]
            found.append(Edit(start, end, escape("".join(text), quote=False)))
    return found


def _cleaned_tags(page: Page, leaves: bytearray, plan: Plan) -> list[Edit]:
    """Start tags around history that stays: links and attributes with addresses lose them."""
    found: list[Edit] = []
    for start, end, place in page.tags:
        source = page.source[start:end]
        if place < len(leaves) and (plan.old[page.lines.line_of(place)] or leaves[place]):
            found.append(Edit(start, end, without_contacts(source)))
    return found


def without_contacts(tag: str) -> str:
    """A start tag without the attributes that hold an address or a telephone link."""
    out = tag
    for name, value in attributes(tag).items():
        low = value.lower()
        if low.startswith("cid:"):  # a picture's name, no address
            continue
        if "@" in low or "%40" in low or low.startswith("tel:"):
            out = _without(out, name)
    return out


def _without(tag: str, name: str) -> str:
    """Cut one attribute out of a tag's source."""
    low = tag.lower()
    at = low.find(name, 1)
    while at >= 0:
        rest = tag[at + len(name) :].lstrip()
        if rest.startswith("=") and not low[at - 1].isalnum() and low[at - 1] != "-":
            value = rest[1:].lstrip()
            offset = len(tag) - len(value)
            if value[:1] in {'"', "'"}:
                closing = tag.find(value[0], offset + 1)
                end = closing + 1 if closing > 0 else len(tag) - 1
            else:
                end = offset
                while end < len(tag) - 1 and tag[end] not in " \t\r\n>":
                    end += 1
            return tag[:at].rstrip() + tag[end:]
        at = low.find(name, at + 1)
    return tag
