"""P1, the official mailbox: Postfix takes letters, Dovecot keeps (LMTP) and shows them (IMAP).

As Debian sets them up: one copy in the queue, up to 50 recipients in one delivery, maildir with
hard links for further recipients, flushes where both make them by themselves. TLS is left out on
both sides, as in ours.
"""

import grp
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.costs import Cost
from bench.disks import Flushes, size_on_disk
from bench.ports import free_port, wait_for_port
from bench.processes import cpu_seconds

OWNER = "bench.example"
PROGRAMS = ("postfix", "dovecot")
_POLICY = Path("/usr/sbin/policy-rc.d")
_POSTFIX = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.{owner}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = {owner}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
message_size_limit = 0
mailbox_size_limit = 0
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
disable_dns_lookups = yes
biff = no
import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C POSTLOG_SERVICE {environment}
"""
_MASTER = """\
127.0.0.1:{smtp} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
import_environment = TZ {environment}
default_process_limit = 400
service auth {{
  client_limit = 2000
}}
mail_max_userip_connections = 400
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/boxes/%n allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""


@dataclass(slots=True)
class MailServer:
    """Postfix and Dovecot in a folder of their own."""

    folder: Path
    flushes: Flushes
    smtp: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    imap: int = field(default_factory=free_port)
    roots: list[int] = field(default_factory=list)

    @property
    def boxes(self) -> Path:
        return self.folder / "boxes"

    def new_letters(self, box: str) -> Path:
        """Return the folder of what came into a mailbox and was not seen by a program."""
        return self.boxes / box / "Maildir" / "new"

    @contextmanager
    def served(self) -> Iterator["MailServer"]:
        """Run both in the foreground until the end."""
        self._write()
        settings = str(self.folder / "postfix")
        subprocess.run(["/usr/sbin/postfix", "-c", settings, "check"], check=True)
        postfix = ["/usr/lib/postfix/sbin/master", "-d", "-c", settings]
        dovecot = ["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        log = (self.folder / "started.log").open("ab")
        environment = os.environ | self.flushes.environment()
        running = [
            subprocess.Popen(
                words, stdout=log, stderr=log, env=environment, start_new_session=True, cwd="/"
            )
            for words in (dovecot, postfix)
        ]
        self.roots = [each.pid for each in running]
        try:
            for port in (self.smtp, self.lmtp, self.imap):
                wait_for_port(port)
            yield self
        finally:
            for each in running:
                if each.poll() is None:
                    each.send_signal(signal.SIGTERM)
                    each.wait(timeout=30)
            log.close()
            self.roots = []

    @contextmanager
    def slow_disk(self, longer_ms: float) -> Iterator["MailServer"]:
        """Run both with flushes that take longer."""
        self.flushes.longer_ms = longer_ms
        try:
            with self.served():
                yield self
        finally:
            self.flushes.longer_ms = 0.0

    def cost(self) -> Cost:
        """Return what both have cost since they started; the queue counts with the mailboxes."""
        return Cost(
            cpu_s=cpu_seconds(self.roots),
            disk_bytes=size_on_disk(self.boxes, self.folder / "queue"),
            flushes=self.flushes.count,
        )

    def _write(self) -> None:
        user = pwd.getpwnam("mail")
        for name in ("postfix", "queue", "data", "boxes", "run", "state"):
            (self.folder / name).mkdir(exist_ok=True)
        os.chown(self.boxes, user.pw_uid, user.pw_gid)
        os.chown(self.folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        flushing = self.flushes.environment().items()
        facts = {
            "folder": self.folder,
            "owner": OWNER,
            "smtp": self.smtp,
            "lmtp": self.lmtp,
            "imap": self.imap,
            "user": user.pw_name,
            "group": grp.getgrgid(user.pw_gid).gr_name,
            "environment": " ".join(f"{name}={value}" for name, value in flushing),
        }
        (self.folder / "postfix" / "main.cf").write_text(_POSTFIX.format(**facts))
        (self.folder / "postfix" / "master.cf").write_text(_MASTER.format(**facts))
        (self.folder / "dovecot.conf").write_text(_DOVECOT.format(**facts))


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [name for name in PROGRAMS if not shutil.which(name, path="/usr/sbin:/usr/bin")]


def install() -> None:
    """Install both from Debian, without starting what Debian would start. Raises RuntimeError."""
    if os.getuid() != 0:
        raise RuntimeError("installing needs root: apt-get install postfix dovecot-imapd …-lmtpd")
    names = ["postfix", "dovecot-imapd", "dovecot-lmtpd"]
    with _no_daemons():
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=sys.stderr,
            check=True,
        )


@contextmanager
def _no_daemons() -> Iterator[None]:
    """Forbid that an installed package starts its daemon (invoke-rc.d asks this file)."""
    before = _POLICY.read_bytes() if _POLICY.exists() else None
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        if before is None:
            _POLICY.unlink()
        else:
            _POLICY.write_bytes(before)
