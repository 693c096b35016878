"""What is compiled ahead is what the studies then ask for: a process that comes later compiles nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.jobs.frames import JobStep
from data_sources.jobs.process import JobProcess
from data_sources.postgres.source import PostgresSource
from data_sources.studies.compiling import MARK, TASK, is_compiled


def test_a_study_waits_for_no_compiler(demo: PostgresSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "compiled"))  # of the processes started here: nothing in it
    assert not is_compiled(tmp_path)
    JobProcess(TASK, demo, tmp_path).run(lambda _step: None)
    assert is_compiled(tmp_path)
    steps: list[JobStep] = []
    JobProcess("tests.data_sources.studies.tasks:study_all", demo, 1).run(steps.append)
    assert steps[0].tables["compiled"]["name"].to_pylist() == []
    assert steps[0].tables["kept"]["count"][0].as_py() > 10


def test_other_sources_are_compiled_again(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("of an earlier version")
    assert not is_compiled(tmp_path)


def test_without_a_network_nothing_is_marked(empty_source: PostgresSource, tmp_path: Path) -> None:
    JobProcess(TASK, empty_source, tmp_path).run(lambda _step: None)
    assert not is_compiled(tmp_path)
