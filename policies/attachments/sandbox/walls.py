# ruff: noqa: SIM905 - a list of words reads best as text
"""The walls that a contained process builds around itself before it looks at a file.

Resource limits always; besides, as far as the kernel has them: no new privileges, a user of
its own (where the service is root), Landlock without any rule (no file can be opened, no TCP),
and a seccomp filter against sockets, programs, signals and whatever changes files.
"""

import ctypes
import errno
import os
import resource
import signal
import struct
from collections.abc import Callable
from dataclasses import dataclass

from policies.attachments.limits import Limits

NOBODY = 65534
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same number on every architecture
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_DUMPABLE = 4
_CLONE_THREAD = 0x00010000
#: Access rights to files by version of Landlock (linux/landlock.h), and to TCP from version 4.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_FROM, _SCOPE_FROM = 4, 6

_FORBIDDEN = (
    "socket socketpair connect bind listen accept accept4 sendto sendmsg sendmmsg "
    "execve execveat ptrace process_vm_readv process_vm_writev pidfd_open pidfd_getfd "
    "kill tkill tgkill rt_sigqueueinfo pidfd_send_signal fork vfork unshare setns "
    "open openat openat2 creat open_by_handle_at memfd_create mount umount2 move_mount pivot_root "
    "chroot chdir fchdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat "
    "mkdir mkdirat rmdir mknod mknodat truncate ftruncate chmod fchmod fchmodat chown fchown "
    "lchown fchownat setxattr utimensat bpf perf_event_open io_uring_setup keyctl add_key "
    "request_key userfaultfd init_module finit_module kexec_load setuid setgid setresuid "
    "setresgid setgroups capset personality inotify_init inotify_init1 fanotify_init quotactl"
).split()


@dataclass(frozen=True, slots=True)
class Walls:
    """Which walls stand; resource limits and the caller's clock always do."""

    user: bool  # a user of its own, or one without privileges
    no_new_privileges: bool
    landlock: int  # its version, 0 for none
    seccomp: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of walls that this machine does not give."""
        walls = ("user", "no_new_privileges", "landlock", "seccomp")
        return tuple(wall for wall in walls if not getattr(self, wall))


class Mason:
    """Prepares the walls in the template, once, and builds them in each child of it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._template = os.getpid()
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._landlock, self._ruleset = self._prepare_landlock()
        self._load_filter = _prepare_filter()

    def build(self) -> Walls:
        """Build them around this process; there is no way back."""
        limits = self._limits
        for what, soft, hard in (
            (resource.RLIMIT_AS, limits.memory, limits.memory),
            (resource.RLIMIT_CPU, limits.cpu, limits.cpu + 1),
            (resource.RLIMIT_FSIZE, 0, 0),
            (resource.RLIMIT_CORE, 0, 0),
            (resource.RLIMIT_NOFILE, 64, 64),
        ):
            resource.setrlimit(what, (soft, hard))
        # A child whose template has gone has nobody who keeps its clock: it goes, too.
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != self._template:
            os._exit(1)
        no_new = self._libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        self._libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        landlock = self._landlock if self._restrict() else 0
        return Walls(os.geteuid() != 0, no_new, landlock, self._load_filter())

    def _restrict(self) -> bool:
        if self._ruleset < 0:
            return False
        done: int = self._libc.syscall(_RESTRICT_SELF, self._ruleset, 0)
        return done == 0

    def _prepare_landlock(self) -> tuple[int, int]:
        """The kernel's version of Landlock and a rule set that allows nothing."""
        version: int = self._libc.syscall(_CREATE_RULESET, None, 0, 1)
        if version < 1:
            return 0, -1
        rights = (1 << _FILE_RIGHTS.get(version, _FILE_RIGHTS[max(_FILE_RIGHTS)])) - 1
        attributes = struct.pack("=Q", rights)
        if version >= _NET_FROM:
            attributes += struct.pack("=Q", 3)
        if version >= _SCOPE_FROM:
            attributes += struct.pack("=Q", 3)
        ruleset: int = self._libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
        return version, ruleset

    def keeps(self) -> tuple[int, ...]:
        """The descriptors that a child needs until its walls stand."""
        return (self._ruleset,) if self._ruleset >= 0 else ()


def leave_root() -> None:
    """Become a user that owns nothing, where that is possible."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _prepare_filter() -> Callable[[], bool]:
    """A function that loads the seccomp filter and says whether it stands."""
    try:
        import pyseccomp  # fails where the system has no libseccomp
    except (ImportError, OSError, RuntimeError):
        return lambda: False
    refuse = pyseccomp.ERRNO(errno.EPERM)
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in _FORBIDDEN:
        try:
            calls.add_rule(refuse, name)
        except (ValueError, OSError, RuntimeError):
            continue  # this architecture or library does not know it
    # Threads are allowed, processes are not; clone3 hides its flags, and libc falls back to clone.
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    is_process = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, 0)
    calls.add_rule(refuse, "clone", is_process)

    def load() -> bool:
        try:
            calls.load()
        except (OSError, RuntimeError):
            return False
        return True

    return load
