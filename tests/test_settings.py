from __future__ import annotations

import os
from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings, keep_compiled, load_settings
from data_sources.errors import SettingsError


def test_nothing_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.is_embedded
    assert settings.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FLUXOPS_PORT", "99999", "FLUXOPS_PORT is not usable: Input should be less than or equal to 65535"),
        (
            "FLUXOPS_KEEP_EVENTS_DAYS",
            "1000000",
            "FLUXOPS_KEEP_EVENTS_DAYS is not usable: .* less than or equal to 36500",
        ),
        ("FLUXOPS_KEEP_SAMPLES_DAYS", "10000000000", "FLUXOPS_KEEP_SAMPLES_DAYS is not usable: .* equal to 36500"),
        (
            "FLUXOPS_PREDICT_CONFIRM_PROBABILITY",
            "95",
            "FLUXOPS_PREDICT_CONFIRM_PROBABILITY is not usable: .* less than or equal to 1",
        ),
        ("FLUXOPS_PORT", "5_006", "FLUXOPS_PORT is not usable: '5_006' is not a whole number"),
        ("FLUXOPS_SIMULATE_STEP_S", "inf", "FLUXOPS_SIMULATE_STEP_S is not usable: 'inf' is not a number"),
        ("FLUXOPS_DEMO_SCALE", "huge", "FLUXOPS_DEMO_SCALE is not usable: Input should be 'full' or 'small'"),
        ("FLUXOPS_TILES_URL", "http://x/", "FLUXOPS_TILES_URL is not usable: give a URL with {X}, {Y} and {Z} in it"),
    ],
)
def test_a_wrong_value_is_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=sentence):
        load_settings()


def test_the_dsn_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLUXOPS_POSTGRES_DSN", "postgresql://me:sesame@db/flux")
    settings = Settings()
    assert "sesame" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.dsn == "postgresql://me:sesame@db/flux"


def test_what_is_compiled_goes_to_the_home_folder_where_the_sources_may_not_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    keep_compiled(tmp_path, tmp_path / "home")
    assert "NUMBA_CACHE_DIR" not in os.environ
    keep_compiled(tmp_path / "not_to_be_written", tmp_path / "home")
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "home" / "compiled")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/of/the/administrator")
    keep_compiled(tmp_path / "not_to_be_written", tmp_path / "home")
    assert os.environ["NUMBA_CACHE_DIR"] == "/of/the/administrator"


@pytest.mark.parametrize(
    ("planner", "name", "value"),
    [
        ("openai", "FLUXOPS_ASSISTANT_OPENAI_URL", "http://key@models.example/v1"),
        ("cortex", "FLUXOPS_ASSISTANT_CORTEX_AGENT", "only_a_name"),
    ],
)
def test_a_planner_that_cannot_be_used_is_said_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, planner: str, name: str, value: str
) -> None:
    monkeypatch.setenv("FLUXOPS_HOME", str(tmp_path))
    monkeypatch.setenv("FLUXOPS_ASSISTANT_PLANNER", planner)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        wiring.start()
    assert not list(tmp_path.iterdir())
