"""Where the page may be served, and with which flags."""

from __future__ import annotations

import socket
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from app.server import serve
from data_sources.errors import FluxError, SettingsError


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.4", "::", "example.org", ""])
def test_only_this_computer_is_served(address: str) -> None:
    with pytest.raises(SettingsError, match="until access control exists"):
        serve.check_address(port=5006, address=address)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
def test_a_port_in_use_is_told_in_one_sentence(address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(FluxError, match=rf"Port {port} is in use; choose another with --port or FLUXOPS_PORT\."):
            serve.check_address(port=port, address=address)


def test_a_free_port_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    serve.check_address(port=port, address="127.0.0.1")


def test_the_flags_keep_the_promise_of_the_readme() -> None:
    flags = serve.arguments(port=5006, address="127.0.0.1", dev=False, show=False)
    assert flags[0] == str(serve.APP)
    assert flags[flags.index("--plugins") + 1] == "app.api"
    assert flags[flags.index("--address") + 1] == "127.0.0.1"
    assert "--warm" in flags
    origins = [value for flag, value in pairwise(flags) if flag == "--allow-websocket-origin"]
    assert origins == ["localhost:5006", "127.0.0.1:5006"]


def test_dev_watches_the_tabs_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.py").touch()
    (tmp_path / "mine.sql").touch()
    assert {tmp_path / "mine.py", tmp_path / "mine.sql"} <= set(serve._watched(tmp_path))
    assert {"--dev", "--show"} <= set(serve.arguments(port=5006, address="127.0.0.1", dev=True, show=True))


SERVING = """
import socket, sys
from pathlib import Path
from app.server import serve
serve.APP = Path(sys.argv[1])
port = int(sys.argv[2])
def ready():
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    print("ready", flush=True)
    raise SystemExit
serve.serve(port=port, address="127.0.0.1", on_ready=ready)
"""


def test_it_is_ready_when_the_port_takes_connections(tmp_path: Path) -> None:
    """The address was printed seconds before anybody could open it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = tmp_path / "page.py"
    page.write_text("import panel as pn\npn.pane.Markdown('here').servable()\n")
    ended = subprocess.run(
        [sys.executable, "-c", SERVING, str(page), str(port)], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.stdout == "ready\n", ended.stderr
