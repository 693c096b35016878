"""The console command as a person meets it: real processes, one sentence and an exit code when something is wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from tests.conftest import CopyOf
from tests.data_sources.importers.tables.hamlet import changed, write


def fluxops(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", **settings}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_wrong_dsn() -> None:
    said = one_sentence(
        fluxops("serve", FLUXOPS_POSTGRES_DSN="postgresql://me:sesame@127.0.0.1:1/x", FLUXOPS_PORT="5999")
    )
    assert "cannot be reached" in said
    assert "sesame" not in said


def test_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} is in use" in one_sentence(fluxops("serve", "--port", port, FLUXOPS_HOME=str(tmp_path)))


def test_an_address_that_others_can_reach_is_refused(tmp_path: Path) -> None:
    assert "until access control exists" in one_sentence(
        fluxops("serve", "--address", "0.0.0.0", FLUXOPS_HOME=str(tmp_path))
    )


def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "Cannot write to FLUXOPS_HOME" in one_sentence(fluxops("check", FLUXOPS_HOME=str(tmp_path / "file" / "x")))


def test_data_of_another_version(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("14\n")
    assert "was written by PostgreSQL 14" in one_sentence(fluxops("check", FLUXOPS_HOME=str(tmp_path)))


def test_wrong_setting() -> None:
    assert "FLUXOPS_PORT is not usable" in one_sentence(fluxops("serve", FLUXOPS_PORT="many"))


def test_a_load_that_is_ended_leaves_no_database_running(tmp_path: Path) -> None:
    """SIGTERM ended the process and left its PostgreSQL behind, with nobody to stop it."""
    home, readings = tmp_path / "home", tmp_path / "readings.csv"
    readings.write_text("meter_id,interval_start_at,energy_delivered_kwh\nM1,2026-03-01T00:00Z,1.5\n")
    command = [sys.executable, "-m", "app", "load-ami", str(readings), "--as-new-utility", "Riverside",
               "--lon", "-95", "--lat", "30"]  # fmt: skip
    load = subprocess.Popen(command, env={**os.environ, "FLUXOPS_HOME": str(home)}, stderr=subprocess.DEVNULL)
    database = EmbeddedPostgres(home)
    until = time.monotonic() + 60
    while (pid := database.pid()) is None:
        assert load.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)
    load.send_signal(signal.SIGTERM)
    assert load.wait(60) == 128 + signal.SIGTERM
    assert database.pid() is None
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def interrupted(home: Path, readings: Path, has_come: Callable[[], bool]) -> tuple[int, str, str]:
    """A load to which Ctrl-C is said twice, as a terminal says it to all of its processes: (code, output, complaints)."""
    command = [sys.executable, "-m", "app", "load-ami", str(readings), "--as-new-utility", "Riverside", "--lon", "-95",
               "--lat", "30", "--time-zone", "America/Chicago", "--stamp", "start"]  # fmt: skip
    load = subprocess.Popen(
        command, env={**os.environ, "FLUXOPS_HOME": str(home), "COLUMNS": "200"}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not has_come():
        assert load.poll() is None, load.communicate()
        assert time.monotonic() < until
        time.sleep(0.005)
    for _ in range(2):
        os.killpg(load.pid, signal.SIGINT)
        time.sleep(0.1)
    out, complaints = load.communicate(timeout=60)
    return load.returncode, out, complaints


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of a hundred meters: it takes a while to read, and a day of it to land."""
    path = tmp_path_factory.mktemp("month") / "month.csv"
    with path.open("w") as file:
        file.write("meter,time,kwh\n")
        for meter in range(100):
            for quarter in range(30 * 96):
                day, rest = divmod(quarter, 96)
                kwh = (meter * 7 + quarter * 13) % 100 / 100
                file.write(f"M{meter:03},2026-05-{day + 1:02}T{rest // 4:02}:{rest % 4 * 15:02},{kwh}\n")
    return path


def utilities_of(home: Path) -> list[str]:
    server = EmbeddedPostgres(home)
    server.start()
    try:
        with psycopg.connect(server.dsn) as connection:
            if connection.execute("SELECT to_regclass('flux.utilities')").fetchone() == (None,):
                return []
            return [name for (name,) in connection.execute("SELECT utility_name FROM flux.utilities").fetchall()]
    finally:
        server.stop()


def has_landed(home: Path) -> bool:
    manifest = home / "warehouse/manifest.json"
    return manifest.exists() and '"load:' in manifest.read_text()


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "while it starts": lambda _home: time.sleep(0.3) is None,
    "while the database starts": lambda home: EmbeddedPostgres(home).pid() is not None,
    "while the network is made known": lambda home: any((home / "warehouse").rglob("meters/*.parquet")),
    "while days land": lambda home: any((home / "warehouse/ami_interval_readings").glob("*.parquet")),
    "when some have landed": has_landed,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_load_interrupted_twice_says_so_once_and_leaves_nothing_half_written(
    tmp_path: Path, month: Path, moment: str
) -> None:
    """Seen: a traceback and an abort while it started; a utility without readings; not a word."""
    home = tmp_path / "home"
    code, out, complaints = interrupted(home, month, lambda: MOMENTS[moment](home))
    assert code in (128 + signal.SIGINT, -signal.SIGINT), complaints  # the latter where the second came at its very end
    assert complaints.strip() == "fluxops: interrupted."
    assert EmbeddedPostgres(home).pid() is None
    if moment == "when some have landed":
        assert "The run ended before all of it was loaded." in out
        assert "takes these readings back" in out
        assert utilities_of(home) == ["Riverside"]
        assert "month.csv" in fluxops("unload-ami", FLUXOPS_HOME=str(home)).stdout
    elif moment != "while it starts":
        assert utilities_of(home) == []
        assert not has_landed(home)
        assert not list((home / "warehouse/ami_interval_readings").glob("*.parquet"))
    assert not list(home.rglob("spill-*"))


@pytest.fixture
def foreign_dsn(embedded: EmbeddedPostgres, tmp_path: Path) -> str:
    """A database as a company brings it: without our schema."""
    with PostgresSource(embedded.dsn).dedicated_connection() as admin:
        admin.execute('DROP DATABASE IF EXISTS "foreign"')
        admin.execute('CREATE DATABASE "foreign"')
    return embedded.dsn.replace("dbname=postgres", "dbname=foreign")


def test_with_a_dsn_nothing_happens_unasked(foreign_dsn: str) -> None:
    """Served without schema: refused. Then migrated, filled and checked by command."""
    settings = {"FLUXOPS_POSTGRES_DSN": foreign_dsn, "FLUXOPS_PORT": "5998"}
    assert "`fluxops migrate`" in one_sentence(fluxops("serve", **settings))
    source = PostgresSource(foreign_dsn)
    with source.connection() as connection:
        assert connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'flux'").fetchone() == (0,)
    source.close()
    assert "Applied: 001_network" in fluxops("migrate", **settings).stdout
    assert "up to date" in fluxops("migrate", **settings).stdout
    assert "no demo utility" in one_sentence(fluxops("simulate", **settings))
    assert fluxops("demo", "--scale", "small", "--as-of", "2026-07-15", **settings).returncode == 0
    assert "3 faults in 20 minutes" in fluxops("demo", "storm", "--faults", "3", **settings).stdout
    assert "under way already" in one_sentence(fluxops("demo", "storm", **settings))
    assert fluxops("simulate", "--seconds", "3", **settings).returncode == 0
    checked = fluxops("check", **settings)
    assert checked.returncode == 0, checked.stdout


def test_check_lists_what_is_wrong_and_fails(copy_of: CopyOf, demo_template: str) -> None:
    with copy_of(demo_template) as source:
        with source.transaction("test", "breaks") as connection:
            connection.execute("UPDATE flux.meters SET transformer_id = 999999 WHERE meter_id = 17")
        checked = fluxops("check", FLUXOPS_POSTGRES_DSN=source._dsn)
    assert checked.returncode == 1
    assert "999999" in checked.stdout or "17" in checked.stdout


def test_a_name_with_brackets_is_shown_as_written_and_removed_by_name(
    copy_of: CopyOf, empty_template: str, tmp_path: Path
) -> None:
    """Fault M15: "Werke [/alt] Nord" was read as console markup: a traceback after the commit, and in every check."""
    name, folder = (
        "Werke [/alt] :smile: Nord",
        write(tmp_path / "tables", changed("meters", 0, meter_name="[red]M[/x]")),
    )
    (folder / "utility.json").write_text(json.dumps({"utility_name": name, "time_zone": "Europe/Berlin"}))
    weather = tmp_path / "[b].csv"
    weather.write_text("observed_at,temperature_c,humidity_pct,wind_mps\n2026-07-01T00:00Z,[/b],50,1\n")
    with copy_of(empty_template) as source:
        home = {"FLUXOPS_POSTGRES_DSN": source._dsn, "FLUXOPS_HOME": str(tmp_path / "home")}
        for arguments, code in (
            (("import", "tables", str(folder)), 0), (("check",), 0), (("load-weather", str(weather)), 0),
            (("remove", name, "--confirm", "Nord"), 1), (("remove", name, "--confirm", name), 0), (("remove", name), 1),
        ):  # fmt: skip
            done = fluxops(*arguments, **home)
            assert (done.returncode, "Traceback" in done.stderr) == (code, False), (arguments, done.stdout, done.stderr)
            told = " ".join((done.stdout + done.stderr).split())
            assert name in told or arguments[0] == "load-weather", told
    assert "There is no utility named" in told


def test_lists_of_assets_are_loaded_told_and_known_by_their_columns(
    copy_of: CopyOf, demo_template: str, tmp_path: Path
) -> None:
    told = fluxops("import", "inspections", "--columns", FLUXOPS_HOME=str(tmp_path))
    assert [line.split()[0] for line in told.stdout.splitlines()] == [
        "asset", "kind", "inspected_on", "result", "score", "strength_pct", "note",
    ]  # fmt: skip
    file = tmp_path / "poles.csv"
    file.write_text("pole_name,inspected_on,result\nP-000001,2026-01-02,poor\nP-9,2026-01-02,poor\n")
    with copy_of(demo_template) as source:
        home = {"FLUXOPS_HOME": str(tmp_path / "home"), "FLUXOPS_POSTGRES_DSN": source._dsn}
        first, again = (fluxops("import", "inspections", str(file), **home) for _ in range(2))
    assert "1 are new, 0 changed what was on record, 0 were there already" in " ".join(first.stdout.split())
    assert "0 are new, 0 changed what was on record, 1 were there already" in " ".join(again.stdout.split())
    assert "'pole_name' is none of the utility's (1)" in " ".join(first.stdout.split())
    assert "P-9" in (tmp_path / "poles.csv.rejected.csv").read_text("utf-8-sig")
    nothing = fluxops("import", "assets", FLUXOPS_HOME=str(tmp_path))
    assert one_sentence(nothing) == "fluxops: Name the file, or ask for --columns."


def test_loads_are_listed_without_a_database(tmp_path: Path) -> None:
    done = fluxops("unload-ami", FLUXOPS_HOME=str(tmp_path))
    assert (done.returncode, done.stdout.strip()) == (0, "No load is remembered.")


def test_a_load_taken_back_leaves_an_audit_row_and_a_refused_one_none(
    copy_of: CopyOf, demo_template: str, tmp_path: Path
) -> None:
    file = tmp_path / "home.csv"
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            row = connection.execute("SELECT meter_name FROM flux.meters ORDER BY meter_id LIMIT 1").fetchone()
        assert row
        file.write_text(f"meter;time;kwh\n{row[0]};2026-07-01 00:00;1.000\n{row[0]};2026-07-01 00:15;1.500,0\n")
        settings = {"FLUXOPS_HOME": str(tmp_path / "home"), "FLUXOPS_POSTGRES_DSN": source._dsn}
        told = ("--stamp", "start", "--decimal", "comma", "--unit", "Wh")
        loaded = fluxops("load-ami", str(file), *told, **settings)
        assert "2 new" in loaded.stdout, loaded.stderr
        assert "2.500 kWh delivered" in loaded.stdout
        assert "no load 1999" in one_sentence(fluxops("unload-ami", "1999", **settings))
        assert "2 readings of 1 day are gone" in fluxops("unload-ami", "2", **settings).stdout
        with source.connection() as connection:
            found = connection.execute(
                "SELECT action, detail, written_at FROM flux.audit WHERE action LIKE 'unload%' ORDER BY written_at"
            ).fetchall()
    (begun, asked, began_at), (done, came, ended_at) = found  # two transactions: none waits for the files
    assert (begun, done, came["removed"]) == ("unload_readings_begun", "unload_readings", 2)
    assert asked == {"load_id": came["load_id"]}
    assert began_at < ended_at


def test_a_disk_that_is_full_is_one_sentence(copy_of: CopyOf, demo_template: str, tmp_path: Path) -> None:
    """No file of this process may grow over a few hundred bytes, which the system tells as it tells of a full disk."""
    file = tmp_path / "home.csv"
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            row = connection.execute("SELECT meter_name FROM flux.meters ORDER BY meter_id LIMIT 1").fetchone()
        assert row
        file.write_text(f"meter,time,kwh\n{row[0]},2026-07-01 00:00,0.5\n{row[0]},2026-07-01 00:15,0.5\n")
        settings = {"FLUXOPS_HOME": str(tmp_path / "home"), "FLUXOPS_POSTGRES_DSN": source._dsn}
        command = [sys.executable, "-m", "app", "load-ami", str(file), "--stamp", "start"]
        done = subprocess.run(
            ["sh", "-c", 'ulimit -f 1 && exec "$@"', "sh", *command], env={**os.environ, "COLUMNS": "200", **settings},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "too large. Free some space, or set FLUXOPS_HOME to a folder on another disk" in one_sentence(done)
