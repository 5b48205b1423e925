"""Conditions of rules, in CEL (the only place that knows the CEL library).

CEL is the expression language of Kubernetes admission and cloud IAM: type-checked
before it runs, without loops of its own, with an iteration budget, and its regular
expressions are RE2, linear in their input.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Condition:
    """One compiled condition. Build it with ``compile_condition``."""

    text: str
    _compiled: Any
    #: The conditions that ``&&`` joins at the top; one entry when there is no such join.
    parts: tuple["Condition", ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that the condition asks about, in their order."""
        return tuple(dict.fromkeys(n for n in _NAME.findall(self.text) if n in BY_NAME))

    def holds(self, facts: "Facts") -> bool:
        """Whether it is true; raise ConditionError when it fails or exceeds its budget."""
        try:
            result = self._compiled.eval(facts.activation)
        except RuntimeError as error:
            raise ConditionError(_in_words(str(error))) from error
        if result.type().name() != "BOOL":
            raise ConditionError(_in_words(str(result.value())))
        return bool(result.value())


class Facts:
    """Facts made ready for many conditions."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values
        self.activation = _ENVIRONMENT.Activation(dict(values))


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
