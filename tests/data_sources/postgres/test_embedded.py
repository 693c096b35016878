"""The embedded server: started, attached to, killed, refused. Real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from data_sources.connect import check_dsn, connect_live
from data_sources.errors import EmbeddedError, SettingsError, SourceUnavailable
from data_sources.postgres.embedded import EmbeddedPostgres

ATTACH = """
import sys
from pathlib import Path
from data_sources.connect import connect_live
live = connect_live(None, Path(sys.argv[1]))
print(live.embedded.pid(), flush=True)
sys.stdin.readline()
live.close()
"""


def attach(home: Path) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", ATTACH, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=30)
    assert process.returncode == 0


def test_two_starters_share_one_server_and_the_last_one_stops_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = subprocess.Popen(
        [sys.executable, "-c", ATTACH, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    second, second_pid = attach(home)
    assert first.stdout
    assert int(first.stdout.readline()) == second_pid
    leave(first)
    os.kill(second_pid, 0)  # still there
    leave(second)
    assert _is_gone(second_pid)


@pytest.mark.parametrize("name", ["Application Support", "it's, or was"])
def test_a_home_of_any_name_holds_a_server(tmp_path: Path, name: str) -> None:
    """The default place on macOS has a space in it; a shell reads the server's options."""
    live = connect_live(None, tmp_path / name)
    try:
        assert live.source.ping().is_up
    finally:
        live.close()
    assert live.embedded
    assert live.embedded.pid() is None


def _is_gone(pid: int, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid):
            return True
        time.sleep(0.05)
    return False


def test_killed_postmaster_comes_back_with_every_row(tmp_path: Path) -> None:
    live = connect_live(None, tmp_path / "home")
    assert live.embedded
    try:
        with live.source.connection() as connection:
            connection.execute("CREATE TABLE kept AS SELECT g FROM generate_series(1, 50000) AS g")
        pid = live.embedded.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        assert _rows_when_back(live.embedded) == 50_000
        with live.source.connection() as connection:  # the pool heals too
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (50_000,)
    finally:
        live.close()


def test_a_folder_above_that_was_closed_since_does_not_keep_it_from_coming_back(tmp_path: Path) -> None:
    """As root the server is another user's, who must pass; each run of pytest closes the folder above all of its own."""
    above = tmp_path / "above"
    live = connect_live(None, above / "home")
    assert live.embedded
    try:
        with live.source.connection() as connection:
            connection.execute("CREATE TABLE kept AS SELECT g FROM generate_series(1, 50) AS g")
        pid = live.embedded.pid()
        assert pid
        above.chmod(0o700)
        os.kill(pid, signal.SIGKILL)
        assert _rows_when_back(live.embedded) == 50
    finally:
        live.close()


def test_a_number_that_is_another_process_now_is_no_server(tmp_path: Path) -> None:
    embedded = EmbeddedPostgres(tmp_path / "home")
    (tmp_path / "home" / "postgres").mkdir(parents=True)
    (tmp_path / "home" / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert embedded.pid() is None


def test_a_server_is_known_by_another_name_of_its_folder(tmp_path: Path) -> None:
    live = connect_live(None, tmp_path / "home")
    try:
        (tmp_path / "also").symlink_to(tmp_path / "home")
        assert live.embedded
        assert EmbeddedPostgres(tmp_path / "also").pid() == live.embedded.pid() is not None
    finally:
        live.close()


def _rows_when_back(embedded: EmbeddedPostgres, seconds: float = 30.0) -> int:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with psycopg.connect(embedded.dsn) as connection:
                row = connection.execute("SELECT count(*) FROM kept").fetchone()
                return int(row[0]) if row else 0
        except psycopg.Error:
            time.sleep(0.1)
    return -1


def test_data_of_another_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "home" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(EmbeddedError, match="was written by PostgreSQL 14 and this Flux brings PostgreSQL 18"):
        EmbeddedPostgres(tmp_path / "home").start()


def test_a_home_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match="Cannot write to FLUXOPS_HOME"):
        EmbeddedPostgres(tmp_path / "file" / "home").start()


def test_a_very_long_home_still_gets_a_socket(tmp_path: Path) -> None:
    embedded = EmbeddedPostgres(tmp_path / ("long" * 25))
    embedded.start()
    try:
        with psycopg.connect(embedded.dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        embedded.stop()


def test_wrong_dsns_are_told_without_their_password(embedded: EmbeddedPostgres) -> None:
    with pytest.raises(SettingsError, match="no connection string"):
        check_dsn("sesame-street")
    with pytest.raises(SourceUnavailable, match="cannot be reached") as caught:
        check_dsn("postgresql://me:sesame@127.0.0.1:1/nothing")
    assert "sesame" not in str(caught.value)
    with pytest.raises(SourceUnavailable, match='database "nothing" does not exist'):
        check_dsn(embedded.dsn.replace("dbname=postgres", "dbname=nothing"))
