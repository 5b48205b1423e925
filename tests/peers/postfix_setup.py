"""What Postfix needs before its master starts: program, accounts, folders, main.cf, master.cf.

Nothing of Postfix is installed on the host and no account is made for it. The package lies under
`.tools/postfix` (`apt-get download postfix; dpkg -x postfix_*.deb .tools/postfix`), its libraries
are found by LD_LIBRARY_PATH, and two accounts that every Debian has stand in for `postfix` and
`postdrop`. `postfix start` is bypassed, since its scripts check an installed tree; what they would
have prepared (queue folders, owners, modes) is prepared here.
"""

import functools
import grp
import os
import pwd
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from .ports import LOOPBACK

TOOLS = Path(__file__).resolve().parents[2] / ".tools" / "postfix"
SBIN = TOOLS / "usr" / "sbin"
_LIB = TOOLS / "usr" / "lib" / "postfix"
MASTER = _LIB / "sbin" / "master"

# The daemons get LD_LIBRARY_PATH passed on by import_environment.
ENVIRONMENT = {
    "LANG": "C",
    "LD_LIBRARY_PATH": str(_LIB),
    "PATH": f"{SBIN}:/usr/sbin:/usr/bin:/sbin:/bin",
}

# Postfix refuses an owner that is root, that shares its uid or gid with the setgid group or with
# default_privs (nobody), or whose uid resolves to another name. These pass on a bare Debian.
_OWNER = "mail"
_SETGID_GROUP = "uucp"

_OWNED = "active bounce corrupt defer deferred flush hold incoming private saved trace"

_SERVICES = """\
{listen} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


@functools.cache
def postfix_missing() -> str | None:
    """The reason why Postfix cannot run here, or None: the argument of a skip."""
    if os.geteuid() != 0:
        return "Postfix's master must be started by root"
    if not MASTER.is_file():
        return f"no unpacked Postfix at {TOOLS}"
    try:
        pwd.getpwnam(_OWNER)
        grp.getgrnam(_SETGID_GROUP)
    except KeyError as error:
        return f"an account that Postfix borrows is missing: {error}"
    # A library of the host that is missing (libicu, libdb, libnsl...) shows here.
    probe = subprocess.run(
        [SBIN / "postconf", "-d", "mail_version"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    return None if probe.returncode == 0 else f"Postfix does not run: {probe.stderr.strip()}"


def make_spool(spool: Path) -> None:
    """Lay out queue and data folders with the owners and modes that `postfix start` would set."""
    owner, group = pwd.getpwnam(_OWNER)[2:4]
    setgid_group = grp.getgrnam(_SETGID_GROUP).gr_gid
    queue = spool / "queue"
    # mkdir's mode is subject to the umask, chmod's is not.
    wanted = [
        (spool, 0, 0, 0o755),
        (queue, 0, 0, 0o755),
        (queue / "pid", 0, 0, 0o755),
        (queue / "maildrop", owner, setgid_group, 0o1730),
        (queue / "public", owner, setgid_group, 0o2710),
        *((queue / name, owner, group, 0o700) for name in _OWNED.split()),
        (spool / "data", owner, group, 0o700),
    ]
    for folder, uid, gid, mode in wanted:
        folder.mkdir(exist_ok=True)
        os.chown(folder, uid, gid)
        folder.chmod(mode)


def master_environment(spool: Path, hostname: str) -> dict[str, str]:
    """What the `postfix` command would give the master.

    Without it a master that fails before its own log service runs (a port taken, a wrong setting)
    tells that to the host's syslog, or to nobody.
    """
    service = spool / "queue" / "public" / "postlog"
    return ENVIRONMENT | {"POSTLOG_SERVICE": str(service), "POSTLOG_HOSTNAME": hostname}


def write_config(folder: Path, port: int, settings: Mapping[str, str]) -> None:
    """Write main.cf and master.cf as the master will read them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (folder / "main.cf").write_text(text, "utf-8")
    (folder / "master.cf").write_text(_SERVICES.format(listen=f"{LOOPBACK}:{port}"), "utf-8")
    # Looked up when a map type is not built in.
    (folder / "dynamicmaps.cf").touch()
    # Postfix waits two seconds for a main.cf that may still be being written.
    os.utime(folder / "main.cf", times=(time.time() - 60,) * 2)


def onward(
    relayhost: tuple[str, int] | None, routes: Mapping[str, tuple[str, int]]
) -> dict[str, str]:
    """Where mail goes: `routes` by domain, the rest to `relayhost`, or nowhere."""
    if relayhost is None:
        # Postfix would else look up the recipient's domain, and deliver to a real host.
        settings = {"default_transport": "nowhere", "defer_transports": "nowhere"}
    else:
        settings = {"relayhost": _nexthop(relayhost)}
    if routes:
        pairs = (f"{{ {domain} = smtp:{_nexthop(host)} }}" for domain, host in routes.items())
        settings["transport_maps"] = f"inline:{{ {' '.join(pairs)} }}"
    return settings


def base_settings(folder: Path, spool: Path, hostname: str) -> dict[str, str]:
    """A Postfix that takes any mail from loopback and asks nobody else."""
    return {
        "compatibility_level": "3.6",
        # Where things are, and who owns them.
        "queue_directory": str(spool / "queue"),
        "data_directory": str(spool / "data"),
        "daemon_directory": str(_LIB / "sbin"),
        "command_directory": str(SBIN),
        "shlib_directory": str(_LIB),
        "meta_directory": str(folder),
        "maillog_file": str(folder / "maillog"),
        "maillog_file_prefixes": str(folder),
        "import_environment": (
            "MAIL_CONFIG LANG=C TZ LD_LIBRARY_PATH POSTLOG_SERVICE POSTLOG_HOSTNAME"
        ),
        "mail_owner": _OWNER,
        "setgid_group": _SETGID_GROUP,
        "default_privs": "nobody",
        # Loopback only, no names asked of any DNS server, no TLS.
        "myhostname": hostname,
        "inet_interfaces": LOOPBACK,
        "inet_protocols": "ipv4",
        "smtp_dns_support_level": "disabled",
        "smtp_host_lookup": "native",
        "smtpd_peername_lookup": "no",
        "smtpd_tls_security_level": "none",
        "smtp_tls_security_level": "none",
        # Takes any mail from loopback, delivers nothing itself.
        "mynetworks": "127.0.0.0/8",
        "mydestination": "",
        "alias_maps": "",
        "local_recipient_maps": "",
        "smtpd_relay_restrictions": "permit_mynetworks, reject",
        "message_size_limit": str(100 * 1024 * 1024),
        "smtputf8_enable": "yes",
        # Headers pass as they came. A client on loopback would count as local, and its mail would
        # get Date, Message-ID and completed addresses.
        "local_header_rewrite_clients": "",
        "append_dot_mydomain": "no",
        "notify_classes": "",
        # Journeys are quick, and nobody is slowed down for its errors. Two seconds are the least:
        # the queue manager looks one second ahead, so that with one it may take a message up again
        # while the delivery agent still locks its file, and then puts it off by a minute.
        "minimal_backoff_time": "2s",
        "maximal_backoff_time": "2s",
        "queue_run_delay": "1s",
        "transport_retry_time": "1s",
        "in_flow_delay": "0s",
        "smtpd_error_sleep_time": "0s",
    }


def _nexthop(host: tuple[str, int]) -> str:
    return f"[{host[0]}]:{host[1]}"
