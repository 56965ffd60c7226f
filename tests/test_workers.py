"""Workers: warm, killable, replaced; the same results as without them."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlpscan import Document, Limits, Party, Scanner, Transfer, keys
from dlpscan.errors import RuleError
from dlpscan.model import Channel
from dlpscan.rulebook.settings import Settings
from dlpscan.scanner import walk
from dlpscan.workers import Job, Pool, Setup, WorkerFailed, scan_paths

_ID = "420106198508152717"
_STOPPABLE = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
# A pattern that a user wrote runs for at most a second a segment, so many segments outlast any limit.
_SLOW = """\
name: slow_{number}
entity_type: SLOW
title: {{zh: 慢, en: Slow}}
anchors: {{pattern: '(?:a|aa)+[bc]d'}}
forms: [{{pattern: 'x'}}]
samples: {{match: [x], no_match: [y]}}
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Return two workers that judge as well."""
    with Pool(Setup(plugins=(), settings=Settings()), 2) as made:
        yield made


def _text(text: str) -> Job:
    return Job(document=Document("a.txt", text.encode()))


def test_an_outcome_is_that_of_the_scanner(pool: Pool, scanner: Scanner) -> None:
    """Findings, fingerprints and people are the same in a worker and here, key and all."""
    text = f"客户王伟,身份证号{_ID},手机13912345678"
    made = pool.submit(_text(text)).result().result

    assert made == scanner.scan_bytes(text.encode(), "a.txt")
    assert made.findings[1].fingerprint == keys.current().fingerprint("CN_RESIDENT_ID", _ID)


def test_a_worker_judges(pool: Pool) -> None:
    """A transfer that comes with a job gets its verdict."""
    transfer = Transfer(Channel(managed=True), recipients=(Party("li@qq.com"),))
    job = Job(document=Document("a.txt", f"身份证号{_ID}".encode()), transfer=transfer)
    verdict = pool.submit(job).result().verdict

    assert verdict is not None
    assert verdict.action == "block"


def test_a_killed_worker_is_replaced() -> None:
    """The job at work fails, says so, and the next finds a warm worker."""
    with Pool(Setup(plugins=()), 2) as pool:
        before = pool.process_ids
        for process_id in before:
            os.kill(process_id, signal.SIGKILL)
        results = [pool.submit(_text("手机13912345678")) for _ in range(8)]
        found = [len(one.result().result.findings) for one in results if one.exception() is None]

        assert len(found) >= 6
        assert set(found) == {1}
        assert not set(before) & set(pool.process_ids)
        assert pool.replaced >= 1


def test_a_hanging_worker_is_killed_and_costs_one_job(tmp_path: Path) -> None:
    """A job that outlasts its time fails as a timeout; its neighbours are answered."""
    # Each pattern has a second; together they outlast the worker's time between two looks at the clock.
    for number in range(6):
        (tmp_path / f"slow{number}.yaml").write_text(_SLOW.format(number=number), encoding="utf-8")
    with Pool(Setup(rules=(str(tmp_path),), plugins=(), limits=Limits(time_s=0.1)), 1) as pool:
        hanging = pool.submit(_text("a" * 60 + "e"))
        after = pool.submit(_text("hello"))

        with pytest.raises(WorkerFailed) as caught:
            hanging.result()
        assert caught.value.is_timeout
        assert after.result().result.complete


@_STOPPABLE
def test_draining_ends_what_waits() -> None:
    """A pool that is replaced answers all its jobs; one that is shut down cancels those that wait."""
    pools = {drain: Pool(Setup(plugins=()), 1) for drain in (True, False)}
    cancelled = {}
    for drain, pool in pools.items():
        (process_id,) = pool.process_ids
        os.kill(process_id, signal.SIGSTOP)
        jobs = [pool.submit(_text("hello")) for _ in range(6)]
        threading.Timer(0.3, os.kill, (process_id, signal.SIGCONT)).start()
        pool.close(drain=drain)
        cancelled[drain] = sum(job.cancelled() for job in jobs)

    assert cancelled == {True: 0, False: 5}


@_STOPPABLE
def test_a_shutdown_overtakes_a_drain() -> None:
    """Closing for good cancels what a drain still waits for."""
    pool = Pool(Setup(plugins=()), 1)
    (process_id,) = pool.process_ids
    os.kill(process_id, signal.SIGSTOP)
    jobs = [pool.submit(_text("hello")) for _ in range(6)]
    draining = threading.Thread(target=lambda: pool.close(drain=True))
    draining.start()
    time.sleep(0.1)
    threading.Timer(0.3, os.kill, (process_id, signal.SIGCONT)).start()
    pool.close()
    draining.join(10)

    assert sum(job.cancelled() for job in jobs) == 5
    assert not draining.is_alive()


def test_memory_is_limited() -> None:
    """A job that needs more memory than allowed fails alone."""
    limits = Limits(time_s=4)
    with Pool(Setup(plugins=(), memory_bytes=400 << 20, limits=limits), 1) as pool:
        huge = pool.submit(Job(document=Document("a.txt", b"1 " * (60 << 20))))
        after = pool.submit(_text("手机13912345678"))

        assert huge.exception() is not None or not huge.result().result.complete
        assert len(after.result().result.findings) == 1


def test_a_broken_rule_is_told_at_the_start(tmp_path: Path) -> None:
    """A pool with a rule that does not load does not start."""
    (tmp_path / "bad.yaml").write_text(
        _SLOW.format(number=0).replace("(?:a|aa)+[bc]d", "["), encoding="utf-8"
    )

    with pytest.raises(RuleError, match="does not compile"):
        Pool(Setup(rules=(str(tmp_path),), plugins=()), 1)


def test_paths_come_back_in_order(pool: Pool, scanner: Scanner, tmp_path: Path) -> None:
    """With workers a folder gives the same results in the same order as without."""
    for number in range(20):
        text = f"手机139{number:08}\n" * (40 if number % 3 else 1)
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)

    assert list(scan_paths(pool, walk(tmp_path), scanner.unreadable)) == list(scanner.scan_paths([tmp_path]))


def test_no_value_is_in_the_repr_of_a_job() -> None:
    """A job in a log or traceback shows no text and no path."""
    assert _ID not in repr(Job(path=f"/{_ID}", document=Document(_ID, _ID.encode())))
    assert "key" not in repr(keys.current().shared())
