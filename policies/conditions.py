"""Conditions of rules, in CEL (the only place that knows the CEL library).

CEL is the expression language of Kubernetes admission and cloud IAM: type-checked
before it runs, without loops of its own, with an iteration budget, and its regular
expressions are RE2, linear in their input.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from cel_expr_python import cel

from policies.errors import ConditionError
from policies.facts import BY_NAME, FACTS, Value

_TYPES = {
    bool: cel.Type.BOOL,
    int: cel.Type.INT,
    float: cel.Type.DOUBLE,
    str: cel.Type.STRING,
    list: cel.Type.List(cel.Type.STRING),
}
_ENVIRONMENT = cel.NewEnv(variables={fact.name: _TYPES[fact.type] for fact in FACTS})
MAX_LENGTH = 4_000
_NAME = re.compile(r"\b[a-z]{1,20}\.[a-z0-9_]{1,60}")
#: Ways to write a name that ``_NAME`` does not see: such a condition is evaluated each time.
_ODD = re.compile(r"\s\.|\.\s|//|`")
#: Answers kept of one condition. Most facts are yes or no, so few are ever needed.
_MAX_ANSWERS = 1_000
_MAX_KEPT_TEXT = 100


@dataclass(frozen=True)
class Condition:
    """One compiled condition. Build it with ``compile_condition``."""

    text: str
    _compiled: Any
    #: The conditions that ``&&`` joins at the top; one entry when there is no such join.
    parts: tuple["Condition", ...] = ()
    _answers: dict[Any, tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The facts that the condition asks about, in their order."""
        return tuple(dict.fromkeys(n for n in _NAME.findall(self.text) if n in BY_NAME))

    @cached_property
    def _is_plain(self) -> bool:
        return not _ODD.search(self.text)

    @cached_property
    def _is_kept(self) -> bool:
        """Whether answers are kept. Texts hardly repeat: of what asks for one, its parts are."""
        return self._is_plain and not (self.parts and self._asks_text)

    @cached_property
    def _asks_text(self) -> bool:
        return any(BY_NAME[name].type is str for name in self.names)

    def holds(self, facts: "Facts") -> bool:
        """Whether it is true; raise ConditionError when it fails or exceeds its budget."""
        return not self.failing(facts)

    def failing(self, facts: "Facts") -> tuple[str, ...]:
        """The first two of its parts that are not true; empty when it holds.

        Raises ConditionError as ``holds`` does. A condition is a pure function of the
        facts it names, so an answer is kept for the next subject with the same values;
        an error is never kept.
        """
        if not self._is_kept:
            return self._failing(facts)
        key = self._key(facts.values)
        try:
            answer = self._answers.get(key)
        except TypeError:  # a list among them
            return self._failing(facts)
        if answer is None:
            answer = self._failing(facts)
            self._keep(key, answer)
        return answer

    @cached_property
    def _key(self) -> Callable[[Mapping[str, Value]], Any]:
        """What the answer depends on."""
        return itemgetter(*self.names) if self.names else lambda _values: ()

    def _keep(self, key: Any, answer: tuple[str, ...]) -> None:
        if self._asks_text:
            for value in key if isinstance(key, tuple) else (key,):
                if isinstance(value, str) and len(value) > _MAX_KEPT_TEXT:
                    return
        if len(self._answers) >= _MAX_ANSWERS:
            self._answers.clear()
        self._answers[key] = answer

    def _failing(self, facts: "Facts") -> tuple[str, ...]:
        """As in CEL, a part that is false decides, also beside one that fails."""
        if not self.parts:
            return () if self._evaluate(facts) else (self.text.strip(),)
        found: list[str] = []
        error: ConditionError | None = None
        is_false = False
        for part in self.parts:
            try:
                failed = bool(part.failing(facts))
                is_false = is_false or failed
            except ConditionError as raised:
                error, failed = raised, True
            if failed:
                found.append(part.text.strip())
            if is_false and len(found) > 1:
                break
        if error is not None and not is_false:
            raise error
        return tuple(found)

    def _evaluate(self, facts: "Facts") -> bool:
        names = self.names if self._is_plain else None
        try:
            value = self._compiled.eval(facts.activation(names)).value()
        except RuntimeError as error:
            raise ConditionError(_in_words(str(error))) from error
        if value is not True and value is not False:
            raise ConditionError(_in_words(str(value)))
        return value


class Facts:
    """Facts made ready for many conditions."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values
        self._ready: dict[tuple[str, ...] | None, Any] = {}

    def activation(self, names: tuple[str, ...] | None) -> Any:
        """The values of these names, or of all, as the CEL library wants them.

        To hand over one or two costs a tenth of handing over all eighty.
        """
        ready = self._ready.get(names)
        if ready is None:
            some = self.values if names is None else {name: self.values[name] for name in names}
            ready = self._ready[names] = _ENVIRONMENT.Activation(dict(some))
        return ready


def compile_condition(text: str) -> Condition:
    """Check and compile a condition; raise ConditionError with line and column.

    It must be a boolean over the facts of ``policies.facts``.
    """
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"longer than {MAX_LENGTH} characters")
    try:
        compiled = _ENVIRONMENT.compile(text)
    except RuntimeError as error:
        raise ConditionError(_in_words(str(error))) from error
    if compiled.return_type().name() != "BOOL":
        kind = compiled.return_type().name().lower()
        raise ConditionError(f"is {kind}, but must be true or false")
    pieces = _conjuncts(text)
    parts = tuple(compile_condition(piece) for piece in pieces) if len(pieces) > 1 else ()
    return Condition(text, compiled, parts)


def _conjuncts(text: str) -> list[str]:
    """Cut a condition at the ``&&`` that stand outside all brackets and quotes.

    A condition with ``||`` or ``?`` at that level is one piece, because ``&&`` binds
    tighter. Used to explain which part of a condition did not hold.
    """
    pieces, start, depth, quote, at = [], 0, 0, "", 0
    while at < len(text):
        char, pair = text[at], text[at : at + 2]
        if quote:
            at += char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif not depth and (pair == "||" or char == "?"):
            return [text]
        elif not depth and pair == "&&":
            pieces.append(text[start:at])
            start = at + 2
            at += 1
        at += 1
    return [*pieces, text[start:]]


def _in_words(text: str) -> str:
    """The library's message without its codes: ``1:10: undeclared reference to …``."""
    first = text.removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: ").split("\n", 1)[0]
    return (
        first.removeprefix("<input>:").replace(" (in container '')", "").removesuffix(" [INTERNAL]")
    )
