"""What the milter costs a real Postfix: mails a second with and without it, in one run, and verdict times.

Needs Postfix and root rights. Prints ratios; exits with 1 where a bar is missed.

    python benchmarks/gateway.py [mails]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "e2e"))

import postfix

_SETTINGS = "company: {domains: [corp.example]}\ngateway: {workers: 2}\n"
_BODY_BYTES = 4_000
_CONNECTIONS = 10
_LEAST_RATIO = 0.8
_MOST_P99_MS = 50.0
_MOST_TCP_MS = 40.0


def _load(port: int, mails: int, connections: int, body: Path) -> float:
    """Return the mails a second that Postfix accepts."""
    command = [
        *("/usr/sbin/smtp-source", "-s", str(connections), "-m", str(mails), "-f", "agent@corp.example"),
        *("-t", "colleague@corp.example", "-F", str(body), f"127.0.0.1:{port}"),
    ]
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return mails / (time.perf_counter() - started)


def _message(folder: Path) -> Path:
    """Write a mail of about 4 kB of Chinese prose with one customer in it."""
    line = "本公司依法保护客户的个人信息安全,未经同意不得向第三方提供,请各部门遵照执行。\n"
    text = "Subject: notice\nFrom: agent@corp.example\nContent-Type: text/plain; charset=utf-8\n\n"
    text += "客户王伟,手机13912345678\n" + line * ((_BODY_BYTES - 200) // len(line.encode()))
    path = folder / "mail"
    path.write_text(text, encoding="utf-8")
    return path


class _Milter:
    """The gateway in a process of its own."""

    def __init__(self, folder: Path, listen: str) -> None:
        self._log = folder / f"log-{abs(hash(listen))}"
        (folder / "dlpscan.yaml").write_text(_SETTINGS, encoding="utf-8")
        command = [
            *(sys.executable, "-m", "dlpscan", "gateway", "milter", "--listen", listen),
            *("--policy", str(folder / "dlpscan.yaml"), "--log", str(self._log), "--socket-mode", "666"),
        ]
        self._process = subprocess.Popen(command)
        while not self._log.exists() or '"started"' not in self._log.read_text():
            time.sleep(0.05)

    def milliseconds(self) -> list[float]:
        """Return the time of each verdict, from the end of the message to the answer."""
        records = map(json.loads, self._log.read_text(encoding="utf-8").splitlines())
        return [one["ms"]["scan"] for one in records if one["event"] == "message"]

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(30)


def main() -> int:
    """Measure both in turn, three times, and compare."""
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    if not postfix.is_available():
        print("needs Postfix and root rights")
        return 2
    missed = False
    with tempfile.TemporaryDirectory(prefix="dlpscan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        body = _message(folder)
        body.chmod(0o644)
        listen = f"unix:{folder}/s"
        milter = _Milter(folder, listen)
        with postfix.running("") as bare, postfix.running(listen) as filtered:
            ratios = []
            for _ in range(3):
                without = _load(bare.port, mails, _CONNECTIONS, body)
                with_it = _load(filtered.port, mails, _CONNECTIONS, body)
                ratios.append(with_it / without)
                print(
                    f"mails/s: without {without:5.0f}, with the milter {with_it:5.0f}, ratio {ratios[-1]:.2f}"
                )
        times = sorted(milter.milliseconds())
        milter.end()
        p99 = times[int(len(times) * 0.99)]
        ratio = statistics.median(ratios)
        print(f"UNIX socket, {_CONNECTIONS} connections: ratio {ratio:.2f} (bar {_LEAST_RATIO})")
        print(f"verdict: median {statistics.median(times):.1f} ms, p99 {p99:.1f} ms (bar {_MOST_P99_MS:.0f})")
        missed = ratio < _LEAST_RATIO or p99 > _MOST_P99_MS
        listen = f"inet:127.0.0.1:{postfix.free_port()}"
        milter = _Milter(folder, listen)
        with postfix.running("") as bare, postfix.running(listen) as filtered:
            without = 1000 / _load(bare.port, mails // 10, 1, body)
            with_it = 1000 / _load(filtered.port, mails // 10, 1, body)
        milter.end()
        print(
            f"TCP, one connection: {without:.1f} ms a mail without, {with_it:.1f} ms with it (a stall: +40)"
        )
        missed |= with_it - without > _MOST_TCP_MS
    return int(missed)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
