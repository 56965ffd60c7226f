"""Gathers real text that holds next to no personal data, out of packages: what users' trees look like.

Both benchmarks read it: the speed corpus is cut from it, the quality benchmark counts what is found in it.
The packages come from Debian, npm and PyPI through their own clients and are unpacked, never run. Nothing of
it belongs into the repository; give a folder outside it.

    python benchmarks/trees.py ~/.cache/dlpscan-bench/trees
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

# kind -> (client, packages). Most kinds of text that a false finding was ever reported in are here.
_PACKAGES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "zh_docs": (
        ("deb", ("manpages-zh", "debian-reference-zh-cn", "debian-faq-zh-cn", "linuxcnc-doc-zh-cn")),
        ("deb", ("debian-edu-doc-zh-cn", "gimp-help-zh-cn", "fortunes-zh", "lilypond-doc-html-zh")),
    ),
    "source": (
        ("npm", ("element-plus", "vant", "antd", "typescript")),
        ("pip", ("Django", "akshare", "vnpy", "easytrader")),
    ),
    "tables": (("npm", ("vega-datasets",)), ("pip", ("pandas", "statsmodels", "scikit-learn"))),
    "geo": (("npm", ("@surbowl/world-geo-json-zh", "world-atlas", "china-division", "us-atlas")),),
    "minified": (
        ("npm", ("echarts", "pdfjs-dist", "moment", "highlight.js", "layui", "bootstrap-icons", "jquery")),
    ),
}
# What a lock file is made for.
_LOCKED = ("antd", "element-plus", "webpack", "eslint", "@angular/cli", "nuxt", "jest")
_TEXT = frozenset(
    ".c .cfg .conf .css .csv .geojson .h .htm .html .ini .js .json .less .lock .log .map .md .mjs .po .py"
    " .pyi .rst .scss .sql .svg .toml .topojson .ts .tsv .tsx .txt .u8 .vue .xml .yaml .yml".split()
)
_MOST_BYTES = {"zh_docs": 12_000_000, "source": 8_000_000, "tables": 10_000_000}
_MOST_BYTES_DEFAULT = 5_000_000
"""Of one package: one giant must not outweigh all others."""
_LARGEST_FILE = 6_000_000


def main() -> int:
    """Fetch, unpack, keep the text; print what there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the trees go; outside the repository")
    folder: Path = parser.parse_args().folder
    total = 0
    for kind, sources in _PACKAGES.items():
        for client, packages in sources:
            for package in packages:
                target = folder / kind / package.replace("/", "_").lstrip("@")
                if not target.exists():
                    _gather(client, package, target, _MOST_BYTES.get(kind, _MOST_BYTES_DEFAULT))
    _standard_library(folder / "source" / "python-stdlib")
    _lock_files_and_logs(folder)
    for kind in sorted(path for path in folder.iterdir() if path.is_dir()):
        size = sum(path.stat().st_size for path in files(kind))
        total += size
        print(f"{kind.name:<12}{size / 1e6:8.1f} MB")
    print(f"{'all':<12}{total / 1e6:8.1f} MB")
    return 0


def files(folder: Path) -> Iterator[Path]:
    """Yield the files below *folder* in order of names, links left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _gather(client: str, package: str, target: Path, most_bytes: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {
            "deb": ["apt-get", "download", "-qq", package],
            "npm": ["npm", "pack", "--silent", package],
            "pip": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", name, package],
        }
        done = subprocess.run(commands[client], cwd=folder, capture_output=True, check=False)
        archives = list(folder.iterdir())
        if done.returncode or not archives:
            print(f"{package}: not to be had from {client}; left out", file=sys.stderr)
            return
        unpacked = folder / "unpacked"
        unpacked.mkdir()
        _unpack(archives[0], unpacked)
        _keep_text(unpacked, target, most_bytes)


def _unpack(archive: Path, target: Path) -> None:
    if archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", archive, target], check=True)
        for packed in files(target):
            if packed.suffix == ".gz":
                packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    elif archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)  # noqa: S202 (zipfile takes no member out of the folder)
    else:
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")


def _keep_text(source: Path, target: Path, most_bytes: int) -> None:
    kept = 0
    for path in files(source):
        inside = path.relative_to(source)
        size = path.stat().st_size
        is_text = path.suffix.lower() in _TEXT or "man" in inside.parts or "fortunes" in inside.parts
        if not is_text or size > _LARGEST_FILE or kept + size > most_bytes:
            continue
        if b"\0" in path.read_bytes()[:4096]:
            continue
        kept += size
        (target / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / inside)


def _standard_library(target: Path) -> None:
    if not target.exists():
        _keep_text(Path(sysconfig.get_paths()["stdlib"]), target, _MOST_BYTES["source"])


def _lock_files_and_logs(folder: Path) -> None:
    """Make lock files as npm writes them, and keep what the clients log: real logs, if of one kind."""
    locks, logs = folder / "locks", folder / "logs"
    for package in _LOCKED:
        target = locks / package.replace("/", "_").lstrip("@") / "package-lock.json"
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        logs.mkdir(parents=True, exist_ok=True)
        (target.parent / "package.json").write_text(
            f'{{"name": "x", "dependencies": {{"{package}": "*"}}}}\n'
        )
        command = ["npm", "install", "--package-lock-only", "--loglevel", "silly", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=target.parent, capture_output=True, check=False)
        (logs / f"npm-{target.parent.name}.log").write_bytes(done.stderr)
    for path in (Path("/var/log/dpkg.log"), Path("/var/log/apt/history.log"), Path("/var/log/apt/term.log")):
        if path.exists() and path.stat().st_size < _LARGEST_FILE and not (logs / path.name).exists():
            shutil.copyfile(path, logs / path.name)


if __name__ == "__main__":
    sys.exit(main())
