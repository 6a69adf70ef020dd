"""A checkout of its own in which a page's command blocks are run, and the web that they reach.

What stands in for the world: a server on loopback for every address, a port that is free, and for
the one command that goes on until it is stopped, somebody who stops it after some seconds.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.docs.pages import ROOT, Block

_BIN = Path(sys.executable).parent
_PATIENCE = 300  # seconds for a whole page
_CUT = "=== block "
_BEGIN = "exec 2>&1\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n"
_READOUT = f"""\
#!/bin/sh
case " $* " in *" run "*) ;; *) exec {_BIN}/readout "$@" ;; esac
{_BIN}/readout "$@" > watching.log 2>&1 &
daemon=$!
for tenth in $(seq 600); do grep -q watching watching.log && break; sleep 0.1; done
sleep 3
kill -TERM $daemon
wait $daemon
ended=$?
cat watching.log
exit $ended
"""
_ARTICLE = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour statement</title></head>
<body><nav><a href="/">Home</a><a href="/all">All statements</a></nav>
<div id="main" class="entry-content main-section"><h1>Statement on the harbour</h1>
<p class="date">Updated 18 June 2026</p>
<p>The two sides oppose any attempt to close the harbour. They will meet again in the autumn, when
the pilots have reported on the depth of the eastern channel.</p>
<p>Both sides expect the ferry to run through the winter, whatever the ice on the estuary does.</p>
<div class="share"><a href="/s">Share this page</a></div>
<div class="related"><a href="/o">Other statements</a></div></div></body></html>
"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        missing = self.path == "/robots.txt"
        body = b"" if missing else _ARTICLE.encode()
        self.send_response(404 if missing else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Quiet."""


@contextmanager
def _web() -> Iterator[str]:
    """The address of a server that has the same article at every path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def run(blocks: Sequence[Block], folder: Path) -> list[tuple[Block, str]]:
    """Run these blocks of a page one after the other in one shell; fails if one of them fails.

    Each block with what it wrote, standard error included.
    """
    with _web() as web, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        _checkout(folder, web)
        script = "".join(
            f"printf '%s%s\\n' '{_CUT}' {number}\n{_reaching(block.text, web, port)}"
            for number, block in enumerate(blocks)
        )
        done = subprocess.run(
            ["bash", "-e", "-c", _BEGIN + script],
            cwd=folder, env=_environ(folder), capture_output=True, text=True,
            timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    parts = [part.partition("\n")[2] for part in done.stdout.split(_CUT)[1:]]
    assert done.returncode == 0, _failure(blocks[max(len(parts), 1) - 1], done.stdout)
    return list(zip(blocks, parts, strict=True))


def _failure(block: Block, output: str) -> str:
    return f"{block.page}:{block.line} failed:\n{block.text}\n{output[-3000:]}"


def _reaching(text: str, web: str, port: int) -> str:
    return (
        re.sub(r"https://www\.example\.org", web, text)
        .replace(":8000", f":{port}")
        .replace("server 8000", f"server {port}")
    )


def _environ(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    return kept | {"PATH": f"{folder / '.venv' / 'bin'}:/usr/bin:/bin", "COLUMNS": "100"}


def _checkout(folder: Path, web: str) -> None:
    """What `make` and a reader find in a checkout, set up already; every address is the web's."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    tools = folder / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name in ("python", "python3"):
        (tools / name).symlink_to(_BIN / "python")
    (tools / "readout").write_text(_READOUT, encoding="utf-8")
    (tools / "readout").chmod(0o755)
    (folder / ".venv" / ".ready").touch()
    shipped = (ROOT / "sources.yaml").read_text(encoding="utf-8")
    shipped = re.sub(r"(?m)^(    url: )https?://[^/]+/", rf"\1{web}/", shipped)
    quick = "defaults:\n  allow_private: true\n  second_look: 1s\n  spacing: 0s\n"
    shipped = shipped.replace("defaults:\n", quick, 1)
    (folder / "sources.yaml").write_text(shipped, encoding="utf-8")
