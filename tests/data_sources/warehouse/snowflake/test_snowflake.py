"""The Snowflake source through the real connector: answers, binds, logins, refusals, withdrawal, and silence."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.live import Binding
from data_sources import statements
from data_sources.cache import CachedSource, Waiter
from data_sources.errors import ContractError, QueryError, SettingsError, SourceUnavailable, Withdrawn
from data_sources.query import Query
from data_sources.source import Sources
from data_sources.statements import register_folder
from data_sources.warehouse.snowflake import SnowflakeSettings, SnowflakeSource, unite
from tests.app.looping import GivenVersions, Session
from tests.fakesnow.running import FakeSnowflake

SECONDS = 20  # until a hanging test is given up
SESSION_ENDED, TOO_LONG, UNAVAILABLE = "390112", "000630", "503"
WriteSql = Callable[[str, str], None]


@pytest.fixture
def write_sql(tmp_path: Path) -> Iterator[WriteSql]:
    known = list(statements._folders)
    register_folder(tmp_path, "snowflake")
    yield lambda name, text: (tmp_path / f"{name}.sql").write_text(f"-- One row of a test.\n{text}") and None
    statements._folders[:] = known
    statements.statement.cache_clear()


@pytest.fixture
def meters(write_sql: WriteSql) -> Query:
    write_sql("t_meters", "-- result: meter_id int32, meter_name string\n-- topics: ami\n"
              "SELECT meter_id, meter_name FROM meters WHERE meter_id <= 2 ORDER BY 1")  # fmt: skip
    return Query.of("t_meters")


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_nothing_is_sent_before_the_first_question(server: FakeSnowflake) -> None:
    before = server.seen()
    source = server.source()
    assert source.health().is_up
    assert source.health().last_ok_at is None
    source.close()
    assert server.seen() == before


def test_names_and_types_are_the_contract_s(snowflake: SnowflakeSource, meters: Query) -> None:
    rows = snowflake.fetch(meters)
    assert rows.schema == meters.statement.result
    assert rows.to_pylist() == [{"meter_id": 1, "meter_name": "MTR-0001"}, {"meter_id": 2, "meter_name": "MTR-0002"}]
    assert snowflake.health().last_ok_at is not None


def test_an_empty_answer_has_its_columns(snowflake: SnowflakeSource, write_sql: WriteSql) -> None:
    write_sql("t_none", "-- result: meter_id int32, nominal_voltage_v float64, at timestamp\n"
              "SELECT meter_id, nominal_voltage_v, NULL::timestamp_ntz AS at FROM meters WHERE meter_id < 0")  # fmt: skip
    rows = snowflake.fetch(Query.of("t_none"))
    assert rows.num_rows == 0
    assert rows.schema == Query.of("t_none").statement.result


def test_every_kind_of_value_goes_there_and_back(snowflake: SnowflakeSource, write_sql: WriteSql) -> None:
    write_sql("t_kinds", "-- result: i int64, f float64, s string, b bool, d date, t timestamp, n float64\n"
              "SELECT :i::int AS i, :f::float AS f, :s AS s, :b AS b, :d::date AS d, :t::timestamp_ntz AS t, :n AS n")  # fmt: skip
    at = dt.datetime(1969, 12, 31, 23, 59, 59, 250_000)
    row = {"i": 2**40, "f": 1.25, "s": "o'clock; DROP TABLE meters --", "b": True, "d": dt.date(2026, 3, 8), "n": None}
    found = snowflake.fetch(Query.of("t_kinds", **row, t=at)).to_pylist()[0]
    assert found == {**row, "t": at.replace(tzinfo=dt.UTC)}


def test_instants_with_a_zone_are_bound_as_utc(snowflake: SnowflakeSource, write_sql: WriteSql) -> None:
    write_sql("t_at", "-- result: t timestamp\nSELECT :t::timestamp_ntz AS t")
    at = dt.datetime(2026, 3, 8, 1, tzinfo=dt.timezone(dt.timedelta(hours=-6)))
    assert snowflake.fetch(Query.of("t_at", t=at))["t"].to_pylist() == [at]


def test_values_are_bound_in_order_and_never_written_in(
    server: FakeSnowflake, snowflake: SnowflakeSource, write_sql: WriteSql
) -> None:
    write_sql(
        "t_order", "-- result: a int32, b int32, c int32\nSELECT :x::int AS a, :y::int AS b, :x::int + :y::int AS c"
    )
    assert snowflake.fetch(Query.of("t_order", x=7, y=5)).to_pylist() == [{"a": 7, "b": 5, "c": 12}]
    seen = server.seen()
    assert "?::int AS a, ?::int AS b, ?::int + ?::int AS c" in seen["texts"][-1]
    assert [seen["bindings"][-1][mark]["value"] for mark in "1234"] == ["7", "5", "7", "5"]


def test_a_list_is_refused_before_anything_is_sent(server: FakeSnowflake, write_sql: WriteSql) -> None:
    write_sql("t_list", "-- result: a int32\nSELECT 1 AS a WHERE 1 IN (:ids)")
    before = server.seen()["statements"]
    with pytest.raises(QueryError, match=r"t_list.sql binds a list"):
        server.source().fetch(Query.of("t_list", ids=(1, 2)))
    assert server.seen()["statements"] == before


def test_integer_widths_may_vary_by_batch() -> None:
    schema = pa.schema([("meter_id", pa.int32()), ("name", pa.string())])
    batches = [pa.table({"METER_ID": pa.array(ids, kind), "NAME": ["x"] * len(ids)}) for ids, kind in (
        ([1, 2], pa.int8()), ([300], pa.int16()), ([2**30], pa.int64()),
    )]  # fmt: skip
    assert unite("t", ["METER_ID", "NAME"], batches, schema)["meter_id"].to_pylist() == [1, 2, 300, 2**30]
    too_wide = [*batches, pa.table({"METER_ID": pa.array([2**40]), "NAME": ["x"]})]
    with pytest.raises(ContractError, match=r"t.sql: the answer does not fit"):
        unite("t", [], too_wide, schema)


def test_what_snowflake_refuses_is_one_sentence(snowflake: SnowflakeSource, write_sql: WriteSql) -> None:
    write_sql("t_absent", "-- result: a int32\nSELECT a FROM no_such_table")
    with pytest.raises(ContractError, match=r"^t_absent.sql was refused by Snowflake \(fakesnow\): .*NO_SUCH_TABLE"):
        snowflake.fetch(Query.of("t_absent"))


def test_a_question_is_aborted_on_snowflake_too(
    server: FakeSnowflake, snowflake: SnowflakeSource, write_sql: WriteSql, meters: Query
) -> None:
    write_sql("t_slow", "-- result: a int32\nSELECT 1 AS a /* hold me */")
    aborts = server.seen()["aborts"]
    server.hold("hold me")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(snowflake.fetch, Query.of("t_slow"))
        wait_until(lambda: server.seen()["held"] == 1)
        snowflake.cancel(Query.of("t_slow"))
        with pytest.raises(Withdrawn):
            asked.result(SECONDS)
    wait_until(lambda: server.seen()["held"] == 0)
    server.hold("")
    assert server.seen()["aborts"] == aborts + 1
    assert snowflake.fetch(meters).num_rows == 2  # the session goes on


def test_the_last_viewer_to_move_on_aborts_it(
    server: FakeSnowflake, snowflake: SnowflakeSource, write_sql: WriteSql, meters: Query
) -> None:
    write_sql("t_slow", "-- result: a int32\nSELECT 1 AS a /* hold me too */")
    cached = CachedSource(snowflake, GivenVersions())
    aborts = server.seen()["aborts"]
    server.hold("hold me too")
    first, second = Waiter(), Waiter()
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(cached.fetch, Query.of("t_slow"), waiter) for waiter in (first, second)]
        wait_until(lambda: sum(len(answer.waiting) for answer in cached._under_way.get(Query.of("t_slow"), ())) == 2)
        wait_until(lambda: server.seen()["held"] == 1)
        first.let_go()
        assert cached.fetch(meters).num_rows == 2
        assert server.seen()["aborts"] == aborts
        second.let_go()
        for future in asked:
            with pytest.raises(Withdrawn):
                future.result(SECONDS)
    wait_until(lambda: server.seen()["aborts"] == aborts + 1)
    server.hold("")


def test_an_ended_session_is_replaced_once(server: FakeSnowflake, snowflake: SnowflakeSource, meters: Query) -> None:
    snowflake.fetch(meters)
    logins = server.seen()["logins"]
    server.refuse(1, SESSION_ENDED)
    assert snowflake.fetch(meters).num_rows == 2
    assert server.seen()["logins"] == logins + 1
    server.refuse(2, SESSION_ENDED)
    with pytest.raises(SourceUnavailable, match=r"Snowflake \(fakesnow\) does not answer"):
        snowflake.fetch(meters)
    assert server.seen()["logins"] == logins + 2
    assert not snowflake.health().is_up


def test_a_shaky_network_is_tried_again_up_to_the_limit(server: FakeSnowflake, meters: Query) -> None:
    source = server.source(attempts=3)
    server.refuse(2, UNAVAILABLE)
    assert source.fetch(meters).num_rows == 2
    before = server.seen()["statements"]
    server.refuse(100, UNAVAILABLE)
    with pytest.raises(SourceUnavailable):
        source.fetch(meters)
    server.refuse(0, UNAVAILABLE)
    assert server.seen()["statements"] == before + 3
    assert source.fetch(meters).num_rows == 2
    assert source.health().is_up
    source.close()


def test_a_statement_that_takes_too_long_says_so(server: FakeSnowflake, meters: Query) -> None:
    source = server.source(statement_timeout_s=12.0)
    source.fetch(meters)
    server.refuse(1, TOO_LONG)
    with pytest.raises(SourceUnavailable, match="cancelled a statement that took longer than 12 s"):
        source.fetch(meters)
    source.close()


def test_an_absent_server_is_one_sentence_and_no_secret(
    meters: Query, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("opensesame-from-the-file\n")
    caplog.set_level(logging.DEBUG)
    for settings in (
        SnowflakeSettings(
            account="a", host="localhost", port=1, protocol="http", user="u", token="opensesame", attempts=1
        ),
        SnowflakeSettings(account="a", host="localhost", port=1, protocol="http", token_file=token, attempts=1),
    ):
        source = SnowflakeSource(settings)
        with pytest.raises(SourceUnavailable, match=r"^Snowflake \(a\) does not answer") as caught:
            source.fetch(meters)
        source.close()
        assert "opensesame" not in f"{source!r} {settings!r} {caught.value} {caught.value.__cause__} {source.health()}"
    assert "opensesame" not in caplog.text


def test_secrets_are_blanked_out_of_what_snowflake_says() -> None:
    settings = SnowflakeSettings(token="opensesame", private_key_passphrase="mellon")
    assert settings.hide_secrets("opensesame and mellon") == "*** and ***"


def test_a_token_file_is_read_anew_at_each_login(server: FakeSnowflake, meters: Query, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("morning\n")
    source = server.source(token=None, token_file=file, user=None)
    source.fetch(meters)
    file.write_text("evening\n")
    source.fetch(meters)
    server.refuse(1, SESSION_ENDED)
    source.fetch(meters)
    source.close()
    seen = server.seen()
    assert seen["tokens"][-2:] == ["morning", "evening"]
    assert seen["login"]["AUTHENTICATOR"] == "OAUTH"


def test_a_token_and_a_key_pair_log_in(server: FakeSnowflake, meters: Query, tmp_path: Path) -> None:
    with_token = server.source()
    with_token.fetch(meters)
    with_token.close()
    assert server.seen()["login"]["AUTHENTICATOR"] == "PROGRAMMATIC_ACCESS_TOKEN"
    assert server.seen()["tokens"][-1] == "sesame-open"

    file = tmp_path / "key.p8"
    file.write_bytes(
        rsa.generate_private_key(65537, 2048).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"mellon"),
        )
    )
    with_key = server.source(token=None, private_key_file=file, private_key_passphrase="mellon")
    with_key.fetch(meters)
    with_key.close()
    assert server.seen()["login"]["AUTHENTICATOR"] == "SNOWFLAKE_JWT"
    assert server.seen()["tokens"][-1].count(".") == 2


def test_a_named_connection_is_read_from_its_file(server: FakeSnowflake, meters: Query, tmp_path: Path) -> None:
    file = tmp_path / "connections.toml"
    file.write_text(
        f'[grid]\naccount = "fakesnow"\nuser = "fake"\npassword = "snow"\nhost = "localhost"\nport = {server.port}\n'
        'protocol = "http"\ndatabase = "OTHER"\nschema = "HISTORY"\n'
    )
    file.chmod(0o600)
    source = SnowflakeSource(SnowflakeSettings(connection_name="grid", connections_file=file, database="FLUX"))
    assert source.fetch(meters).num_rows == 2  # the argument's database wins over the entry's
    assert source.health().name == "Snowflake (grid)"
    source.close()


def test_place_role_tag_and_timeouts_reach_snowflake(server: FakeSnowflake, meters: Query) -> None:
    source = server.source(role="FLUX_READER", query_tag="control-room", statement_timeout_s=45.0)
    source.fetch(meters)
    source.close()
    login = server.seen()["login"]
    assert (login["databaseName"], login["schemaName"]) == ("FLUX", "HISTORY")
    assert (login["warehouse"], login["roleName"]) == ("FLUX_WH", "FLUX_READER")
    assert login["SESSION_PARAMETERS"]["QUERY_TAG"] == "control-room"
    assert str(login["SESSION_PARAMETERS"]["STATEMENT_TIMEOUT_IN_SECONDS"]) == "45"


def test_no_proof_no_login(meters: Query, tmp_path: Path) -> None:
    for settings, sentence in (
        (SnowflakeSettings(account="a"), "needs a connection name, a token, a token file or a key file"),
        (SnowflakeSettings(token_file=tmp_path / "none"), "token file .* cannot be read or is empty"),
        (SnowflakeSettings(private_key_file=tmp_path / "none"), "There is no Snowflake key file"),
    ):
        with pytest.raises(SettingsError, match=sentence):
            SnowflakeSource(settings).fetch(meters)


def test_many_questions_at_once_share_one_session(server: FakeSnowflake, write_sql: WriteSql) -> None:
    write_sql("t_many", "-- result: a int32\nSELECT :a::int AS a")
    source, logins = server.source(), server.seen()["logins"]
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda a: source.fetch(Query.of("t_many", a=a))["a"].to_pylist(), range(40))
        assert list(answers) == [[a] for a in range(40)]
    source.close()
    assert server.seen()["logins"] == logins + 1


def test_a_closed_source_starts_anew(server: FakeSnowflake, meters: Query) -> None:
    source = server.source()
    source.fetch(meters)
    source.close()
    source.close()
    assert source.fetch(meters).num_rows == 2
    source.close()


def test_closing_withdraws_what_is_under_way(server: FakeSnowflake, write_sql: WriteSql) -> None:
    write_sql("t_slow", "-- result: a int32\nSELECT 1 AS a /* hold this one */")
    source = server.source()
    server.hold("hold this one")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(source.fetch, Query.of("t_slow"))
        wait_until(lambda: server.seen()["held"] == 1)
        source.close()
        with pytest.raises(Withdrawn):
            asked.result(SECONDS)
    server.hold("")


def test_an_idle_page_sends_nothing(server: FakeSnowflake, snowflake: SnowflakeSource, meters: Query) -> None:
    session = Session(pa.table({"a": [1]}))
    cached = CachedSource(snowflake, session.versions, max_age_s=0.0)
    session.loop._sources = Sources(live=session.source, history=cached)
    shown: list[pa.Table] = []
    session.loop.bind(Binding(lambda: meters, shown.append, lambda: True, pytest.fail, source="history"))
    session.settle()
    assert len(shown) == 1
    before = server.seen()
    for _ in range(100):
        session.settle()
        cached.health()
        snowflake.health()
    assert server.seen() == before
    session.versions.number += 1  # something changed: now it is asked again
    session.settle()
    assert server.seen()["statements"] == before["statements"] + 1
