"""The deck.gl peer: its bundle from npm, and a server that answers rows as gzip JSON, as a REST API would.

Kind to the peer: the answers are built and compressed before the first request (at full scale that costs a server
seconds), each row carries only the columns the product's own map reads, and coordinates have six decimals.

Run as a program it serves: `python -m tests.bench.peer_deckgl ROWS BUNDLE --view JSON --port PORT`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.bench.map_rows import LAYERS, read

SOURCE = Path(__file__).parent / "deckgl"
BUILD = Path(tempfile.gettempdir()) / "fluxops-bench-deckgl"  # outside the repository, kept between runs
TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}

Answers = dict[str, tuple[str, bytes]]


def bundle() -> Path:
    """Install deck.gl and bundle the page; the folder with index.html and main.js.

    Raises:
        RuntimeError: npm is missing, or failed; in a sentence.
    """
    return npm_bundle(SOURCE, BUILD)


def npm_bundle(source: Path, build: Path) -> Path:
    """Install what a page's package.json names and bundle the page; the folder to be served.

    Args:
        source: folder of index.html, main.js and package.json.
        build: folder to install into.

    Raises:
        RuntimeError: npm is missing, or failed; in a sentence.
    """
    npm = shutil.which("npm")
    if not npm:
        raise RuntimeError("npm is not installed.")
    build.mkdir(exist_ok=True)
    for name in ("package.json", "main.js"):
        shutil.copy(source / name, build / name)
    for command in (["install", "--no-audit", "--no-fund", "--ignore-scripts"], ["run", "build"]):
        done = subprocess.run([npm, *command], cwd=build, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise RuntimeError(f"npm {command[0]} failed: {done.stderr[-500:]}")
    shutil.copy(source / "index.html", build / "dist" / "index.html")
    return build / "dist"


def answers(rows: Path, dist: Path, view: str) -> Answers:
    """Everything the server will ever say, compressed."""
    said = {f"/{name}": (TYPES[Path(name).suffix], (dist / name).read_bytes()) for name in ("index.html", "main.js")}
    said["/"] = said.pop("/index.html")
    said["/view.json"] = (TYPES[".json"], view.encode())
    for name in LAYERS:
        body = read(rows, name).to_pandas().to_json(orient="records", double_precision=6)
        said[f"/rows/{name}.json"] = (TYPES[".json"], body.encode())
    return {path: (kind, gzip.compress(body, 6)) for path, (kind, body) in said.items()}


def handler(said: Answers) -> type[BaseHTTPRequestHandler]:
    """A handler that gives those answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = said.get(self.path, ("text/plain", gzip.compress(b"not here")))
            self.send_response(200 if self.path in said else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A measured server does not write a line a request."""

    return Handler


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("dist", type=Path)
    parser.add_argument("--view", required=True, help="the first view as JSON: x0, x1, y0, y1 in Web Mercator metres")
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    json.loads(given.view)
    ThreadingHTTPServer(("127.0.0.1", given.port), handler(answers(given.rows, given.dist, given.view))).serve_forever()


if __name__ == "__main__":
    main()
