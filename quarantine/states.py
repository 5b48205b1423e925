"""The states of a recipient, and the only moves between them."""

from enum import StrEnum

from quarantine.errors import Conflict


class State(StrEnum):
    """Where one recipient of a message stands; the message's state is derived."""

    RECEIVED = "received"
    JUDGED = "judged"
    HELD = "held"
    COOLING = "cooling"
    RELEASED = "released"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"
    EXPIRED = "expired"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    PARKED = "parked"


_S = State
MOVES: dict[State, frozenset[State]] = {
    _S.RECEIVED: frozenset({_S.JUDGED}),
    _S.JUDGED: frozenset({_S.HELD, _S.RELEASED, _S.REJECTED}),
    _S.HELD: frozenset({_S.JUDGED, _S.COOLING, _S.RELEASED, _S.WITHDRAWN, _S.DROPPED, _S.EXPIRED}),
    _S.COOLING: frozenset({_S.RELEASED, _S.WITHDRAWN}),
    _S.RELEASED: frozenset({_S.DELIVERING, _S.WITHDRAWN}),
    _S.DELIVERING: frozenset({_S.DELIVERED, _S.DEFERRED, _S.FAILED, _S.UNKNOWN}),
    _S.DEFERRED: frozenset({_S.DELIVERING, _S.FAILED, _S.WITHDRAWN}),
    _S.UNKNOWN: frozenset({_S.DELIVERING, _S.DELIVERED, _S.PARKED}),
    _S.PARKED: frozenset({_S.DELIVERING, _S.DELIVERED, _S.FAILED}),
}

#: No move leads out of these.
FINAL = frozenset(state for state in State if state not in MOVES)
#: A copy has reached the relay, or may have.
GONE_OUT = frozenset({_S.DELIVERED, _S.DELIVERING, _S.UNKNOWN})
#: Released, but nothing has been handed over yet.
STOPPABLE = frozenset({_S.RELEASED, _S.DEFERRED, _S.COOLING})
#: Waiting for the relay, at the time of their next try if they have one.
SENDABLE = frozenset({_S.RELEASED, _S.DEFERRED, _S.UNKNOWN, _S.PARKED})


def check_move(before: State, after: State) -> None:
    """Raise Conflict unless the move is legal."""
    if after not in MOVES.get(before, frozenset()):
        raise Conflict(f"a recipient that is {before} cannot become {after}")
