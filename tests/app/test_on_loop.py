"""What workers hand to a session is run, however busy the session is with changes it holds back."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import panel as pn
from bokeh.client import pull_session

from layers.drawing import _loop_of, on_loop

HANDED = 400


def test_nothing_that_a_worker_hands_over_is_lost() -> None:
    ran: list[int] = []
    loops: list[Any] = []

    def page() -> pn.pane.Str:
        text, document = pn.pane.Str("0"), pn.state.curdoc
        loops.append(_loop_of(document))

        def change() -> None:
            with pn.io.hold():
                text.object = str(len(ran))

        def hand_over() -> None:
            for number in range(HANDED):
                on_loop(document, lambda number=number: ran.append(number))
                time.sleep(0.0005)

        document.add_periodic_callback(change, 1)
        threading.Thread(target=hand_over, daemon=True).start()
        return text

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = pn.serve({"/": page}, port=port, address="127.0.0.1", show=False, threaded=True)
    try:
        time.sleep(1)
        session = pull_session(url=f"http://127.0.0.1:{port}/")
        until = time.monotonic() + 30
        while len(ran) < HANDED and time.monotonic() < until:
            time.sleep(0.05)
        session.close()
    finally:
        server.stop()
    assert loops[0] is not None
    assert ran == list(range(HANDED))
