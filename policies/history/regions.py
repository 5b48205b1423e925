"""Which lines are new, and which are history: the judgement over all lines of a part.

A region is what one opening introduces: quoted lines, the inside of a container,
or everything that follows. Where it is not sure the lines are in doubt: they are
kept, without the addresses in them.
"""

from collections.abc import Callable

from policies.errors import TooIntricate
from policies.history import answers, openings, signature
from policies.history.context import Context
from policies.history.lines import Lines
from policies.history.marks import ending, has_date, header
from policies.history.openings import Opening
from policies.history.reading import SURE, Label, Quoted, Reading, Region

BoxEnd = Callable[[int], int]
MAX_INTRODUCTION = 12  # lines
#: Nobody quotes that many pieces of mail, or mail of that many people.
MAX_PIECES = 20_000


def read(lines: Lines, context: Context, box_end: BoxEnd | None = None) -> Reading:
    """Label every line of a part; TooIntricate for one that nobody wrote."""
    return _Reader(lines, context, box_end).run()


class _Reader:
    def __init__(self, lines: Lines, context: Context, box_end: BoxEnd | None) -> None:
        self.lines = lines
        self.context = context
        self.box_end = box_end
        self.reading = Reading(lines, [Label.NEW] * len(lines))
        self.bare: list[tuple[int, int]] = []
        self.plain = bytearray(len(lines))  # where no opening is, once looked for

    def run(self) -> Reading:
        at = 0
        while at < len(self.lines):
            at = self._step(at)
            if len(self.reading.regions) + len(self.bare) > MAX_PIECES:
                raise TooIntricate("quotes")
        self._bare_quotes()
        self.reading.regions.sort(key=lambda region: region.first)
        self._messages()
        self._unquoted_tails()
        answers.keep(self.reading, self.context)
        return self.reading

    def _step(self, at: int) -> int:
        """Deal with the line ``at`` and say where to go on."""
        if self.lines.blanks[at]:
            return at + 1
        opening = self._opening(at)
        if opening and opening.depth == 0:
            if self._believed(opening):
                return self._region(opening)
            self.reading.doubts.append("weak-marker")
        depth = self.lines.depths[at]
        if self.box_end and self.lines.markups[at].box >= 0 and self._enters_box(at):
            end = self._end_of_box(at)
            kind = Opening("box", at, at, depth, 0.9, quoted=False)
            return self._mark(kind, end)
        if depth > 0:
            return self._quote(at)
        return at + 1

    def _opening(self, at: int) -> Opening | None:
        if self.plain[at]:
            return None
        found = None if self.lines.blanks[at] else openings.find(self.lines, at)
        self.plain[at] = found is None
        return found

    def _believed(self, opening: Opening) -> bool:
        """Whether a marker that also stands in new text is one here.

        A bare header block or "X wrote:" may be something that the sender tells of;
        it counts in a reply or forward, or when what follows is written like a mail.
        """
        if opening.sure >= 0.94 or self.context.reply or self.context.continues:
            return True
        if opening.kind == "separator":
            return True
        return answers.is_like_mail(self.reading, opening.body, self.context)

    def _enters_box(self, at: int) -> bool:
        """Whether a container begins here that no words introduce, and that holds no quote."""
        if any(region.last > at for region in self.reading.regions[-1:]):
            return False
        box = self.lines.markups[at].box
        before = at - 1
        while before >= 0 and self.lines.blanks[before]:
            before -= 1
        if before >= 0 and self.lines.markups[before].box == box:
            return False
        end = self._end_of_box(at)
        return not any(self.lines.depths[index] > 0 for index in range(at, min(end, at + 40)))

    def _end_of_box(self, at: int) -> int:
        return self.box_end(self.lines.markups[at].box) if self.box_end else len(self.lines)

    def _region(self, opening: Opening) -> int:
        if opening.quoted:
            return self._mark(opening, self._quoted_end(opening.body, opening.depth))
        return self._mark(opening, self._open_end(opening))

    def _quoted_end(self, body: int, depth: int) -> int:
        """Behind the last line that is quoted deeper."""
        last = body
        for index in range(body, len(self.lines)):
            if self.lines.depths[index] <= depth:
                if self.lines.blanks[index]:
                    continue
                break
            last = index + 1
        return last

    def _open_end(self, opening: Opening) -> int:
        """The end of unquoted history: its container's, an end mark, or the end of all."""
        limit = len(self.lines)
        box = self.lines.markups[opening.first].box
        if box >= 0 and self.box_end:
            end = self.box_end(box)
            if openings.following(self.lines, opening.body, len(self.lines)) < end:
                limit = end
        limit = min(limit, self._box_below(opening, box))
        for index in range(opening.body, limit):
            if self.lines.depths[index] == opening.depth and ending(self.lines.texts[index]):
                return index + 1
        return limit

    def _box_below(self, opening: Opening, box: int) -> int:
        """The end of a container that begins right below an introduction (Zimbra)."""
        after = openings.following(self.lines, opening.body)
        if after < 0 or self.box_end is None or self.lines.markups[after].box in {-1, box}:
            return len(self.lines)
        return self.box_end(self.lines.markups[after].box)

    def _mark(self, opening: Opening, end: int) -> int:
        """Enter a region; an end mark directly behind it belongs to it."""
        end = max(end, opening.body)
        after = openings.following(self.lines, end)
        if after >= 0 and ending(self.lines.texts[after]):
            end = after + 1
        label = Label.OLD if opening.sure >= SURE else Label.DOUBT
        for index in range(opening.first, end):
            self.reading.labels[index] = label
        if label is Label.OLD:
            for index in range(opening.first, opening.body):
                self.reading.labels[index] = Label.INTRO
        self.reading.regions.append(
            Region(opening.first, end, opening.sure, opening.kind, opening.quoted)
        )
        return max(end, opening.first + 1)

    def _quote(self, at: int) -> int:
        """Quoted lines that nothing introduced; judged when all is known."""
        end = self._quoted_end(at, 0)
        self.bare.append((at, end))
        return end

    def _bare_quotes(self) -> None:
        begins = min((region.first for region in self.reading.regions), default=len(self.lines))
        known = self.context.continues
        for first, end in self.bare:
            known = known or first > begins
            sure = 0.95 if self._introduced(first, end) else self._bare_sure(first, end, known)
            if sure < 0.3:
                if self.lines.markups[first].cited:
                    self.reading.doubts.append("bare-quote")
                continue
            last, quoted = end, True
            if self._only_introduces(first, end):  # Orange quotes the headers, not the mail
                last, quoted, sure = len(self.lines), False, 0.85
            label = Label.OLD if sure >= SURE else Label.DOUBT
            for index in range(first, last):
                self.reading.labels[index] = label
            self.reading.regions.append(Region(first, last, sure, "quote", quoted))
            known = known or sure >= 0.9

    def _introduced(self, first: int, end: int) -> bool:
        """Whether a header block or attribution stands at the top inside the quote."""
        seen = 0
        for index in range(first, min(first + 12, end)):
            if self.lines.blanks[index]:
                continue
            seen += 1
            opening = self._opening(index)
            if opening and opening.sure >= 0.8:
                return True
            if seen >= 4:
                break
        return False

    def _only_introduces(self, first: int, end: int) -> bool:
        """Whether a quote is the headers of what stands unquoted below, under new text."""
        if end - first > MAX_INTRODUCTION or not self.context.reply:
            return False
        below = openings.following(self.lines, end, len(self.lines))
        if below < 0 or self.bare[-1][0] != first or not self.reading.new(0, first):
            return False
        texts = [self.lines.texts[i] for i in range(first, end) if not self.lines.blanks[i]]
        fields = {found.field for text in texts if (found := header(text))}
        dated = "date" in fields or has_date(texts[0])
        others = texts if "date" in fields else texts[1:]  # "Message du 24/11/26 10:12" leads
        return dated and {"from", "to"} <= fields and all(header(text) for text in others)

    def _bare_sure(self, first: int, end: int, known: bool) -> float:
        if not self.lines.markups[first].cited:
            return 0.0
        if self.context.seen(self.lines.texts[index] for index in range(first, end)) > 0.6:
            return 0.97
        if known:
            return 0.9
        if not self.context.reply:
            return 0.2
        if not signature.find(self.lines, first, end):
            return 0.25
        trailing = openings.following(self.lines, end, len(self.lines)) < 0
        return 0.8 if trailing else 0.5

    def _messages(self) -> None:
        """Cut each region into the messages it holds, and find their signatures."""
        for region in self.reading.regions:
            starts: list[tuple[int, int]] = []
            index = region.first
            while index < region.last:
                opening = self._opening(index)
                if opening and opening.body <= region.last:
                    starts.append((opening.first, opening.body))
                    index = max(opening.body, index + 1)
                else:
                    index += 1
            if not starts or starts[0][0] > region.first:
                starts.insert(0, (region.first, region.first))
            for number, (first, body) in enumerate(starts):
                last = starts[number + 1][0] if number + 1 < len(starts) else region.last
                self.reading.messages.append(Quoted(first, body, last))
                if region.sure >= SURE or region.quoted:
                    self._intro(first, body)
                for start, end in self._runs(body, last):
                    self.reading.signatures += signature.find(self.lines, start, end)
                if len(self.reading.signatures) > MAX_PIECES:
                    raise TooIntricate("signatures")

    def _intro(self, first: int, body: int) -> None:
        for index in range(first, body):
            if self.reading.labels[index] is Label.OLD:
                self.reading.labels[index] = Label.INTRO

    def _runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """A message in pieces of equal quoting: a change of depth ends a signature."""
        runs: list[tuple[int, int]] = []
        start, depth = first, -1
        for index in range(first, last):
            if self.lines.blanks[index]:
                continue
            here = self.lines.depths[index]
            if depth >= 0 and here != depth:
                runs.append((start, index))
                start = index
            depth = here
        if start < last:
            runs.append((start, last))
        return runs

    def _unquoted_tails(self) -> None:
        """Doubt unquoted history whose last lines look like the sender's own."""
        for place, region in enumerate(self.reading.regions):
            if region.quoted or region.sure < SURE:
                continue
            if answers.sender_signs_tail(self.reading, region, self.context):
                self.reading.doubt(place, "own-signature-below")
