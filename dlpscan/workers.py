"""Warm worker processes that can be killed: for the mail gateway, for `--jobs`, and for what may hang.

`re` and native parsers cannot be interrupted, and a crash in one takes its process along. So a scan that must
not hang or crash its caller runs in a process of its own: it costs one input, yields a `WorkerFailed`, and a
new worker takes the place. Each worker builds its scanner once, from a small `Job` description, and says
which version of the rules it read; a worker with other rules than its parent is refused.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

from msgspec import Struct, structs

from dlpscan import keys
from dlpscan.errors import DlpscanError, PluginError
from dlpscan.limits import Limits
from dlpscan.model import Document, Location, Reason, ScanResult, Transfer, Unscannable, Verdict
from dlpscan.rulebook.allow_list import AllowList
from dlpscan.rulebook.folders import rules_version
from dlpscan.rulebook.profiles import DEFAULT_PROFILE
from dlpscan.rulebook.settings import Settings

_START_S = 30.0
_GRACE_S = 2.0


class WorkerFailed(DlpscanError):  # noqa: N818  (reads as what happened)
    """A worker did not answer: it ran out of time, crashed, or was killed. It has been replaced.

    *is_timeout* tells the first from the others.
    """

    def __init__(self, what: str, *, is_timeout: bool) -> None:
        self.is_timeout = is_timeout
        super().__init__(what)


class Setup(Struct, frozen=True):
    """What a worker needs to build its scanner, and its policy if *settings* are given."""

    rules: tuple[str, ...] = ()
    profile: str = DEFAULT_PROFILE
    entities: tuple[str, ...] | None = None
    plugins: tuple[str, ...] | None = None
    limits: Limits = Limits()
    settings: Settings | None = None
    allow: AllowList = AllowList()
    allow_comments: bool = False
    memory_bytes: int | None = None
    strict_plugins: bool = False
    """Refuse to start with a plugin that does not work; else every result is incomplete."""


class Job(Struct, frozen=True):
    """One input: a path, which the worker reads itself, or a document; and a transfer to judge, if any.

    *unread* is what the caller knows to be missing from the document.
    """

    path: str = ""
    document: Document | None = None
    transfer: Transfer | None = None
    unread: tuple[Unscannable, ...] = ()

    def __repr__(self) -> str:
        return f"Job(document={self.document!r})"


class Outcome(Struct, frozen=True):
    """What became of a job."""

    result: ScanResult
    verdict: Verdict | None


class Pool:
    """A fixed number of workers. Jobs are taken in order; results come as futures.

    Raises `DlpscanError` where a worker cannot start: a broken rule is told once, at the beginning.
    """

    def __init__(self, setup: Setup, size: int) -> None:
        self._context = _context()
        self._setup = setup
        self._secret = keys.current().shared()
        self._version = rules_version(*map(Path, setup.rules))
        self._local = threading.local()
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self.size = size
        self.replaced = 0
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="dlpscan-worker")
        try:
            # One worker per thread, all started before the first job.
            barrier = threading.Barrier(size)
            for started in [self._threads.submit(self._start_together, barrier) for _ in range(size)]:
                started.result()
        except BaseException:
            self.close()
            raise

    def submit(self, job: Job) -> Future[Outcome]:
        """Return the future of a job's outcome. Its exception is `WorkerFailed`."""
        return self._threads.submit(self._run, job)

    def kill_all(self) -> None:
        """Kill every worker now; those at work fail, and all are replaced when next needed."""
        with self._lock:
            workers = list(self._workers)
        for worker in workers:
            worker.kill()

    @property
    def process_ids(self) -> list[int]:
        """Return the process ids of the workers that live."""
        with self._lock:
            return sorted(worker.process_id for worker in self._workers)

    def close(self, *, drain: bool = False) -> None:
        """Let running jobs end, and with *drain* those that wait; then end all workers.

        Jobs that wait are cancelled otherwise, also those of a `drain` that has not come to its end.
        """
        self._threads.shutdown(wait=True, cancel_futures=not drain)
        with self._lock:
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_together(self, barrier: threading.Barrier) -> None:
        try:
            self._local.worker = self._start()
        except BaseException:
            barrier.abort()
            raise
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(_START_S)

    def _start(self) -> _Worker:
        worker = _Worker(self._context, self._setup, self._secret, self._version)
        with self._lock:
            self._workers.add(worker)
        return worker

    def _run(self, job: Job) -> Outcome:
        worker: _Worker | None = getattr(self._local, "worker", None)
        if worker is None or not worker.is_alive:
            if worker is not None:
                self._forget(worker)
            worker = self._local.worker = self._start()
        try:
            return worker.call(job, self._setup.limits.time_s + _GRACE_S)
        except WorkerFailed:
            self._forget(worker)
            # Replaced at once, so that the next job finds a warm one.
            self._local.worker = self._start()
            raise

    def _forget(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
            self.replaced += 1
        worker.kill()


class _Worker:
    """One process and the socket to it, used by one thread at a time."""

    def __init__(self, context: Any, setup: Setup, secret: keys.Shared, version: str) -> None:
        self._socket, other = socket.socketpair()
        self._process = context.Process(target=_serve, args=(other, setup, secret), daemon=True)
        self._process.start()
        other.close()
        try:
            self._socket.settimeout(_START_S)
            answer = _receive(self._socket)
        except TimeoutError:
            answer = "did not start in time"
        except (EOFError, OSError):
            answer = "ended while starting"
        if answer != version:
            self.kill()
            if isinstance(answer, DlpscanError):
                raise answer
            what = answer if " " in str(answer) else "has read other rules than this process: restart it"
            raise WorkerFailed(f"a worker {what}", is_timeout=False)

    @property
    def process_id(self) -> int:
        return int(self._process.pid or 0)

    @property
    def is_alive(self) -> bool:
        return bool(self._process.is_alive())

    def call(self, job: Job, timeout_s: float) -> Outcome:
        """Return the outcome of *job*, or raise `WorkerFailed` and leave the worker dead."""
        try:
            self._socket.settimeout(timeout_s)
            _send(self._socket, job)
            answer = _receive(self._socket)
        except TimeoutError:
            self.kill()
            raise WorkerFailed(f"no answer within {timeout_s:g} s", is_timeout=True) from None
        except (EOFError, OSError, pickle.UnpicklingError):
            self.kill()
            raise WorkerFailed("the worker ended without an answer", is_timeout=False) from None
        if isinstance(answer, Outcome):
            return answer
        self.kill()
        raise WorkerFailed(f"the worker failed: {answer}", is_timeout=False)

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(ValueError, OSError):
            self._process.kill()
            self._process.join(1)
        self._socket.close()

    def close(self) -> None:
        """End the process by closing its socket."""
        self._socket.close()
        self._process.join(1)
        if self._process.is_alive():
            self.kill()


# A length and a pickle. The pipes of multiprocessing do the same, and poll with a selector for each message,
# which costs more than a small mail's transport.
_LENGTH = struct.Struct("!Q")


def _send(connection: socket.socket, thing: object) -> None:
    data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    connection.sendall(_LENGTH.pack(len(data)) + data)


def _receive(connection: socket.socket) -> Any:
    """Return what the other side sent. The other side is this program: what it sends is trusted."""
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    return pickle.loads(_exactly(connection, length))  # noqa: S301


def _exactly(connection: socket.socket, count: int) -> bytes:
    first = connection.recv(count)
    if len(first) == count:
        return first
    parts = [first]
    left = count - len(first)
    while left:
        if not parts[-1]:
            raise EOFError
        parts.append(connection.recv(min(left, 1 << 20)))
        left -= len(parts[-1])
    return b"".join(parts)


def _context() -> Any:
    """Return forkserver where it is, with everything imported once; spawn elsewhere."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dlpscan.scanner", "dlpscan.policy.engine", "dlpscan.workers"])
    return context


def _serve(connection: socket.socket, setup: Setup, secret: keys.Shared) -> None:
    """Run in the worker: build, say which rules were read, then answer jobs until the socket closes."""
    _limit_memory(setup.memory_bytes)
    keys.adopt(secret)
    from dlpscan.policy.engine import Policy  # noqa: PLC0415  (preloaded by the forkserver)
    from dlpscan.scanner import Scanner  # noqa: PLC0415

    try:
        rules = tuple(map(Path, setup.rules))
        scanner = Scanner(
            rules=rules,
            profile=setup.profile,
            entities=setup.entities,
            plugins=setup.plugins,
            limits=setup.limits,
            allow=setup.allow,
            allow_comments=setup.allow_comments,
        )
        if setup.strict_plugins and scanner.plugins.failures:
            failure = scanner.plugins.failures[0]
            raise PluginError(failure.name, failure.what.partition(": ")[2])
        policy = Policy(setup.settings, rules=rules) if setup.settings is not None else None
    except DlpscanError as error:
        _send(connection, error)
        return
    _send(connection, rules_version(*rules))
    while True:
        try:
            job: Job = _receive(connection)
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            result = (
                scanner.scan_path(job.path) if job.document is None else scanner.scan_document(job.document)
            )
            result = structs.replace(result, unscannable=(*result.unscannable, *job.unread))
            verdict = policy.evaluate(result, job.transfer) if policy and job.transfer else None
            answer: object = Outcome(result, verdict)
        except Exception as error:  # noqa: BLE001  (the class only: the text may quote the input)
            answer = type(error).__name__
        _send(connection, answer)


def _limit_memory(count: int | None) -> None:
    if count is None or os.name != "posix":
        return
    import resource  # noqa: PLC0415  (POSIX only)

    resource.setrlimit(resource.RLIMIT_AS, (count, count))


def scan_paths(
    pool: Pool, paths: Iterable[Path | Unscannable], unreadable: Callable[[Unscannable], ScanResult]
) -> Iterator[ScanResult]:
    """Yield the results of files in the order of *paths*, scanned by all workers of *pool*.

    *unreadable* makes the result of what is no file, and of a file whose worker was lost.
    """
    waiting: list[tuple[Path, Future[Outcome]] | Unscannable] = []
    ahead = pool.size * 4
    source = iter(paths)
    exhausted = False
    while waiting or not exhausted:
        while not exhausted and len(waiting) < ahead:
            item = next(source, None)
            if item is None:
                exhausted = True
            else:
                waiting.append(item if isinstance(item, Unscannable) else (item, pool.submit(Job(str(item)))))
        if not waiting:
            return
        first = waiting.pop(0)
        if isinstance(first, Unscannable):
            yield unreadable(first)
            continue
        path, future = first
        try:
            yield future.result().result
        except WorkerFailed as error:
            reason: Reason = "timeout" if error.is_timeout else "damaged"
            yield unreadable(Unscannable(reason, Location((str(path),)), f"its worker was lost: {error}"))
