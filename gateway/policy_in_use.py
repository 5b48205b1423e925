"""The policy that judges now: stored when it is switched to, changed without a restart."""

import asyncio
import logging
from pathlib import Path

from gateway.errors import SettingsError
from gateway.policy_file import read_source
from quarantine.errors import QuarantineError
from quarantine.policies import StorePolicy
from quarantine.store import Store

log = logging.getLogger("sekisho.policy")


class PolicyInUse:
    """``source`` is the text that judges. Make it with ``start``.

    Only one reload runs at a time: whoever calls it waits for its end.
    """

    def __init__(self, store: Store, path: Path | None, mode: str, source: str) -> None:
        self.source = source
        self.hash = ""
        self._store = store
        self._path = path
        self._mode = mode

    @classmethod
    async def start(cls, store: Store, path: Path | None, mode: str) -> "PolicyInUse":
        """Read, check and store the policy; raises SettingsError for one that is not usable."""
        policy = cls(store, path, mode, await asyncio.to_thread(read_source, path))
        policy.hash = await store.run(StorePolicy(policy.source, mode))
        return policy

    async def reload(self) -> bool:
        """Read the file again and switch to it; the old one stays if anything is wrong."""
        try:
            # Checking five hundred rules takes a while: not in the event loop.
            source = await asyncio.to_thread(read_source, self._path)
            name = await self._store.run(StorePolicy(source, self._mode))
        except (SettingsError, QuarantineError) as error:
            words = " ".join(str(error).split())
            log.error("the policy was not reloaded, %s stays in use: %s", self.hash, words)
            return False
        before, self.source, self.hash = self.hash, source, name
        log.info("policy %s is in use, before it was %s", name, before)
        return True

    async def reload_on(self, asked: asyncio.Event) -> None:
        """Reload each time the event is set, for ever."""
        while True:
            await asked.wait()
            asked.clear()
            await self.reload()
