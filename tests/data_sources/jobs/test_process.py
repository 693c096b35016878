"""A job's process tells what it finds, and ends with its server, when it is told to, and in one sentence when it fails."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pyarrow as pa
import pytest

from data_sources.errors import JobFailed
from data_sources.jobs.frames import JobEnd, JobStep, read_frame, write_frame
from data_sources.jobs.process import JobProcess
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources import history_rows

PATIENCE_S = 60
TASKS = "tests.data_sources.jobs.tasks"
PARENT = f"""
import sys
from pathlib import Path
from data_sources.jobs.process import JobProcess
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
source = DuckSource(Warehouse(Path(sys.argv[1])))
JobProcess("{TASKS}:hang", source, None).run(lambda step: print(step.tables["process"]["pid"][0], flush=True))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return history_rows.write_warehouse(tmp_path_factory.mktemp("warehouse"))


def test_steps_and_tables_come_as_they_are_found(source: DuckSource) -> None:
    steps: list[JobStep] = []
    JobProcess(f"{TASKS}:count_meters", source, 3).run(steps.append)
    assert [(step.done, step.total, step.seconds_left) for step in steps] == [(1, 3, 0.5), (2, 3, 0.5), (3, 3, 0.5)]
    assert steps[0].tables["rows"].equals(source.run("SELECT COUNT(*) AS meters FROM meters", {}))
    assert steps[0].tables["process"]["pid"][0].as_py() != os.getpid()


@pytest.mark.parametrize(("task", "sentence"), [("refuse", "The history is away."), ("crash", "server's log")])
def test_what_fails_is_one_sentence(source: DuckSource, task: str, sentence: str) -> None:
    with pytest.raises(JobFailed, match=sentence) as failed:
        JobProcess(f"{TASKS}:{task}", source, None).run(lambda _step: None)
    assert "\n" not in str(failed.value)


def test_a_process_that_is_killed_is_one_sentence_and_another_can_be_started(source: DuckSource) -> None:
    job = JobProcess(f"{TASKS}:hang", source, None)
    with pytest.raises(JobFailed, match=r"ended from outside \(SIGKILL\); it can be started again"):
        job.run(lambda step: os.kill(step.tables["process"]["pid"][0].as_py(), signal.SIGKILL))
    steps: list[JobStep] = []
    JobProcess(f"{TASKS}:count_meters", source, 1).run(steps.append)
    assert len(steps) == 1


def test_a_job_that_is_stopped_ends_at_once_and_without_complaint(source: DuckSource) -> None:
    job, steps, begun = JobProcess(f"{TASKS}:hang", source, None), [], threading.Event()
    thread = threading.Thread(target=job.run, args=(lambda step: (steps.append(step), begun.set()),))
    thread.start()
    assert begun.wait(PATIENCE_S)
    job.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert _is_gone(steps[0].tables["process"]["pid"][0].as_py())
    job.run(steps.append)  # told to stop: nothing begins any more
    assert len(steps) == 1


def test_a_job_that_is_stopped_in_its_first_moment_ends_without_complaint(source: DuckSource) -> None:
    job = JobProcess(f"{TASKS}:hang", source, bytes(1 << 26))  # handed over for long: no pipe holds so much
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(job.run, lambda _step: None)
        while job.pid is None and not ended.done():
            time.sleep(0.001)
        job.stop()
        ended.result(PATIENCE_S)
    assert job.is_stopped


def test_what_fails_after_it_was_stopped_is_no_failure(source: DuckSource) -> None:
    def stop_and_fail(_step: JobStep) -> None:
        job.stop()
        raise ValueError("nobody wants this step any more")

    job = JobProcess(f"{TASKS}:hang", source, None)
    job.run(stop_and_fail)
    assert job.is_stopped


def test_a_job_dies_with_its_server(source: DuckSource) -> None:
    root = str(source.warehouse.root)
    parent = subprocess.Popen([sys.executable, "-c", PARENT, root], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    assert psutil.pid_exists(pid)
    parent.kill()
    parent.wait()
    assert _is_gone(pid)


def test_half_a_frame_is_none() -> None:
    whole = io.BytesIO()
    write_frame(whole, JobStep(1, 2, None, {"rows": pa.table({"a": [1, 2]})}))
    write_frame(whole, JobEnd("So it is."))
    content = whole.getvalue()
    pipe = io.BytesIO(content)
    step = read_frame(pipe)
    assert isinstance(step, JobStep)
    assert step.tables["rows"].equals(pa.table({"a": [1, 2]}))
    assert read_frame(pipe) == JobEnd("So it is.")
    for length in (0, 10, 100):
        assert read_frame(io.BytesIO(content[:length])) is None


def _is_gone(pid: int) -> bool:
    until = time.monotonic() + PATIENCE_S
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
