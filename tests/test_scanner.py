"""The scanner: one result per input, nothing skipped in silence, names masked, limits kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import dlpscan
from dlpscan import Document, Limits, Scanner, Segment, Unscannable, hookimpl
from dlpscan.declare import Form, Mask, Recogniser, Register, Scores, Shape
from dlpscan.errors import ConfigurationError
from dlpscan.limits import Budget

_ID = "420106198508152717"


def test_the_example_of_the_documentation(scanner: Scanner) -> None:
    """Three findings, exact places, one person."""
    text = f"客户王伟,身份证号{_ID},手机13912345678"
    result = scanner.scan_text(text)

    assert [(one.entity_type, text[one.start : one.end]) for one in result.findings] == [
        ("PERSON", "王伟"),
        ("CN_RESIDENT_ID", _ID),
        ("PHONE_NUMBER", "13912345678"),
    ]
    assert len(result.people) == 1
    assert result.complete


def test_an_empty_input_is_complete(scanner: Scanner) -> None:
    """Nothing in, nothing found, nothing unread."""
    assert scanner.scan_bytes(b"").complete
    assert scanner.scan_text("").findings == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "unsupported"),
        (b"PK\x03\x04" + bytes(40), "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "no_text"),
        (b"\x7fELF" + bytes(60), "no_text"),
        (b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0\1\0\2\0", "no_text"),
        (b"BM\x10\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + bytes(20), "no_text"),
        (b"BM1234\0\0\0\0" + bytes(20), "unsupported"),
        (bytes(range(1, 32)) * 20, "unsupported"),
    ],
)
def test_what_no_reader_takes_is_a_result(scanner: Scanner, data: bytes, reason: str) -> None:
    """Each unreadable content has its reason; only what has no text leaves the scan complete."""
    result = scanner.scan_bytes(data, "x.txt")

    assert [one.reason for one in result.unscannable] == [reason]
    assert result.complete == (reason == "no_text")


def test_paths_are_walked_in_order_and_nothing_is_skipped(scanner: Scanner, tmp_path: Path) -> None:
    """Files, a missing file, a link to a folder and a pipe each give one result."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text(f"身份证号{_ID}", encoding="gb18030")
    (tmp_path / "a.txt").write_text("nothing")
    (tmp_path / "link").symlink_to(tmp_path / "b")
    (tmp_path / "dangling").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe")
    results = list(scanner.scan_paths([tmp_path, tmp_path / "missing"]))
    seen = [(Path(one.name).name, len(one.findings), [u.detail for u in one.unscannable]) for one in results]

    assert seen == [
        ("a.txt", 0, []),
        ("2.txt", 1, []),
        ("dangling", 0, ["cannot be opened: No such file or directory"]),
        ("link", 0, ["a link to a folder, not followed"]),
        ("pipe", 0, ["neither a file nor a folder"]),
        ("missing", 0, ["cannot be opened: No such file or directory"]),
    ]


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_an_unreadable_folder_is_a_result(scanner: Scanner) -> None:
    """A folder and a file without permission are reported, and their neighbours are read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "a_closed").mkdir(mode=0o700)
    (folder / "b_closed.txt").touch(mode=0o600)
    (folder / "c_open.txt").write_text("nothing")
    is_root = os.geteuid() == 0
    if is_root:
        # Root reads everything, so look as somebody else.
        os.seteuid(65534)
    else:
        (folder / "a_closed").chmod(0)
        (folder / "b_closed.txt").chmod(0)
    try:
        results = list(scanner.scan_paths([folder]))
    finally:
        if is_root:
            os.seteuid(0)

    assert [[item.detail for item in one.unscannable] for one in results] == [
        ["the folder cannot be read: Permission denied"],
        ["cannot be opened: Permission denied"],
        [],
    ]


def test_the_mode_of_a_file_is_a_fact(scanner: Scanner, tmp_path: Path) -> None:
    """World-readable files are judged by policy, which needs to know."""
    path = tmp_path / "a"
    path.write_text("x")
    path.chmod(0o640)

    assert scanner.scan_path(path).facts.file_mode == 0o640


def test_values_in_names_are_found_and_masked(scanner: Scanner) -> None:
    """A file's name is text: its values are findings, and no location shows them."""
    name = f"share/王伟_{_ID}_13912345678.txt"
    result = scanner.scan_bytes(b"nothing", name)
    shown = f"{result} {result.name} {[str(one.location) for one in result.findings]}"

    assert {one.entity_type for one in result.findings} == {"PERSON", "CN_RESIDENT_ID", "PHONE_NUMBER"}
    assert result.name == "share/**_420106********2717_139****5678.txt"
    assert all(value not in shown for value in ("王伟", _ID, "13912345678"))


def test_only_the_wanted_entities_are_looked_for() -> None:
    """`entities` limits the scan; an unknown one is an error with the nearest known name."""
    result = Scanner(plugins=(), entities=["PHONE_NUMBER"]).scan_text(f"{_ID} 手机13912345678")

    assert {one.entity_type for one in result.findings} == {"PHONE_NUMBER"}
    with pytest.raises(ConfigurationError, match="Did you mean PHONE_NUMBER"):
        Scanner(plugins=(), entities=["PHONE_NUMBERS"])


def test_findings_beyond_the_limit_are_counted() -> None:
    """A dense giant keeps its first findings and counts all of them."""
    scanner = Scanner(plugins=(), limits=Limits(findings=5))
    result = scanner.scan_text("\n".join(f"手机139{number:08}" for number in range(11111111, 11111131)))

    assert len(result.findings) == 5
    assert result.counts == {"PHONE_NUMBER": 20}


def test_time_is_limited() -> None:
    """A scan that is out of time says so and is incomplete."""
    result = Scanner(plugins=(), limits=Limits(time_s=0)).scan_text("手机13912345678")

    assert [one.reason for one in result.unscannable] == ["timeout"]


def test_a_file_over_the_limit_is_read_up_to_it() -> None:
    """What lies before the limit is found, and the rest is reported."""
    scanner = Scanner(plugins=(), limits=Limits(total_bytes=100))
    result = scanner.scan_bytes(f"手机13912345678\n{'x' * 200}".encode())

    assert [one.reason for one in result.unscannable] == ["limit"]
    assert len(result.findings) == 1


class _Matryoshka:
    """A format of which each document holds two more of its kind."""

    name = "matryoshka"
    priority = 99

    def recognises(self, document: Document) -> bool:
        return document.data == b"MATRYOSHKA"

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        budget.check_time()
        yield Segment("手机13912345678", document.location)
        for name in ("left", "right"):
            yield Document(name, b"MATRYOSHKA", path=document.location.path)


class _Plugin:
    @hookimpl
    def register_extractors(self, register) -> None:  # noqa: ANN001
        register(_Matryoshka())


def test_recursion_ends_at_depth_and_entries() -> None:
    """Depth ends one branch, the number of entries ends the scan; what was found stays."""
    scanner = Scanner(plugins=(), extra_plugins=[_Plugin()], limits=Limits(depth=3, entries=50))
    result = scanner.scan_bytes(b"MATRYOSHKA", "top")
    few = Scanner(plugins=(), extra_plugins=[_Plugin()], limits=Limits(depth=9, entries=6))

    assert {one.detail for one in result.unscannable} == {"nested deeper than 3 containers"}
    assert result.counts["PHONE_NUMBER"] == 15
    assert [one.detail for one in few.scan_bytes(b"MATRYOSHKA", "top").unscannable] == [
        "more than 6 entries",
        "6 more documents were not read after this limit",
    ]


class _Raising(_Matryoshka):
    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        budget.check_time()
        yield Segment("手机13912345678", document.location)
        raise ValueError(f"cannot parse {_ID}")


def _raising_check(value: str) -> None:
    raise ValueError(f"bad value {value}")


class _RaisingPlugin:
    @hookimpl
    def register_extractors(self, register) -> None:  # noqa: ANN001
        register(_Raising())

    @hookimpl
    def register_recognisers(self, register: Register) -> None:
        register(
            Recogniser(
                name="raising",
                entity_type="RAISING",
                title_zh="坏",
                title_en="bad",
                anchors=(Shape("139"),),
                forms=(Form("any", "[0-9]+"),),
                scores=Scores(0.5, 0.5, 0.5),
                check=_raising_check,
                mask=Mask(),
            )
        )


def test_faults_of_plugins_are_named_and_cost_nothing_else() -> None:
    """A recogniser and an extractor that raise are named by class; the value is not repeated."""
    scanner = Scanner(plugins=(), extra_plugins=[_RaisingPlugin()])
    result = scanner.scan_bytes(b"MATRYOSHKA", "x")

    assert sorted((one.reason, one.detail) for one in result.unscannable) == [
        ("plugin_error", "plugin _RaisingPlugin: matryoshka reader raised ValueError"),
        ("plugin_error", "recogniser raising: raised ValueError"),
    ]
    assert {one.entity_type for one in result.findings} == {"PHONE_NUMBER"}
    assert _ID not in str(result)


def test_public_names_are_those_of_the_package() -> None:
    """Every name of `__all__` exists, the list is sorted, and others are refused."""
    assert sorted(dlpscan.__all__, key=str) == dlpscan.__all__
    assert all(getattr(dlpscan, name) is not None for name in dlpscan.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dlpscan.nothing
