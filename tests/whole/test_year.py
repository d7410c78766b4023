"""docs/guide/centre.md, the year at the office (#year): each command of it is run, in its order, in the layout of two repositories.

Between its sections others do what the text says of them: committees send packets, a prefecture pushes a branch, somebody edits a file. At
the end every public page says what happened, and the site can be built again from a fresh clone, byte by byte.
"""

from __future__ import annotations

import html
import json
import re
import shlex
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries, sites
from helpers.repositories import ENVIRONMENT
from helpers.vault_commands import CONTACTS, pool, roster

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
TOP = registries.HERE.parent
TEXT = (TOP / "docs/guide/centre.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?ms)^```(\w*)\n(.*?)^```")
ONE, COUNTY, PREFECTURE = "xj-engineering", "shache-school", "ks-health"
PATHS = {ONE: "650000", COUNTY: "653100", PREFECTURE: "653100"}
# The day of each section of the year, as --as-of and as the date of commits.
DAYS = {
    "bare": "2026-12-01", "year": "2027-05-10", "year-open": "2027-05-10", "year-packet": "2027-06-10", "year-return": "2027-06-12",
    "year-answer": "2027-06-16", "year-late": "2027-06-30", "year-publish": "2027-06-30", "year-correct": "2027-08-03",
    "year-keys": "2027-09-01", "year-handover": "2027-10-08", "year-withdrawal": "2027-12-20", "year-end": "2027-12-31",
}  # fmt: skip
CENTRE, KS = "新疆维吾尔自治区职称工作机构", "喀什地区人力资源和社会保障局"
NOT_DATED = ("record", "route", "open")
ON_A_FORGE = ("zhicheng forge verify",)  # tests/commands/test_forge.py runs it


def blocks(anchor: str) -> list[str]:
    """The commands in the blocks of a section of the guide, without those of the sections below it."""
    part = re.search(rf"(?ms)^##+ [^\n]*{{#{anchor}}}\n(.*?)(?=^##|\Z)", TEXT)
    assert part is not None, anchor
    return commands(part[1])


def commands(text: str) -> list[str]:
    """The lines of the blocks of commands; a line that ends in a backslash goes on in the next."""
    found = [re.sub(r"\\\n\s*", "", block) for kind, block in BLOCK.findall(text) if not kind]
    return [line for block in found for line in block.splitlines()]


class Office:
    """The centre with its two clones, and the server."""

    def __init__(self, folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        self.root, self.vault, self.server = folder / "office/登记册", folder / "office/vault", folder / "srv/zhicheng.git"
        self.day, self.minute = DAYS["bare"], 0
        self.typed: list[str] = []
        self.said: dict[str, str] = {}  # what commands said, by command and section
        self.old_key = self.new_key = self.returned = ""
        self.june: dict[str, bytes] = {}  # the site of June, as it was published
        for name in ("srv", "u盘", "home", "office", "committee"):
            (folder / name).mkdir()

    def at(self, anchor: str) -> None:
        """The day of a section begins: for the clock of the commits, and for the hook."""
        self.day, self.minute = DAYS[anchor], 0
        hook = self.server / "hooks/pre-receive"
        if hook.exists():
            script = hook.read_text(encoding="utf-8").split(" --as-of")[0].rstrip("\n")
            hook.write_text(f"{script} --as-of {self.day}\n", encoding="utf-8")

    def real(self, word: str) -> str:
        """A word of the guide, with its folders where this test has them."""
        word = {"新的公钥": self.new_key, "旧的公钥": self.old_key, "740b0201": self.returned[:8]}.get(word, word)
        for start, folder in (("/srv/", "srv"), ("/media/u盘", "u盘"), ("~/", "home")):
            if word.startswith(start):
                return str(self.folder / folder / word.removeprefix(start).lstrip("/"))
        return word

    def types(self, line: str, folder: Path | None = None, code: int = 0) -> str:
        """Runs a command as it stands in the guide and gives all that it prints."""
        words = [self.real(word) for word in shlex.split(line)]
        self.typed.append(line)
        if words[0].endswith("zhicheng"):
            return self.zhicheng(*words[1:], folder=folder or self.root, code=code)
        if words[0] == "echo":
            Path(words[-1]).write_text(f"{words[1]}\n", encoding="utf-8")
            return ""
        return self.git(folder or self.root, *words[1:])

    def zhicheng(self, *words: str | Path, folder: Path | None = None, code: int = 0) -> str:
        self.monkeypatch.chdir(folder or self.root)
        self.capsys.readouterr()
        day = self.day if words[0] != "hook" else str(date.fromisoformat(self.day) + timedelta(1))  # the evening, and not the morning
        dated = [] if words[0] in NOT_DATED or "--revision" in words else ["--as-of", day]  # a snapshot has a day of its own
        done = main([*map(str, words), *dated])
        out, said = self.capsys.readouterr()
        assert done == code, f"{words}\n{out}{said}"
        return out + said

    def git(self, folder: Path, *words: str) -> str:
        self.minute += 1
        moment = f"{self.day}T18:{self.minute:02}:00+08:00"  # after the approvals of the day
        path = {"PYTHONPATH": str(TOP / "scripts"), "PYTHONWARNDEFAULTENCODING": "0"}
        environment = {**ENVIRONMENT, **path, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        done = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def refused(self, folder: Path, *words: str) -> str:
        """What the server says of a push that it refuses."""
        with pytest.raises(AssertionError, match="拒绝") as error:
            self.git(folder, *words)
        return str(error.value)

    def record(self, key: str, folder: Path | None = None) -> Path:
        return (folder or self.root) / f"registry/committees/{PATHS[key]}/{key}.yaml"

    def replace(self, path: Path, *replaced: tuple[str, str]) -> None:
        text = path.read_text(encoding="utf-8")
        for old, new in replaced:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def plain(path: Path, value: dict[str, Any]) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


# --- what others do before a section ---------------------------------------------------------------------------------------


def begin(office: Office) -> None:
    """The server as the guide sets it up; both repositories; three committees that filed in the year before; the first push."""
    for line in blocks("bare"):
        office.types(line, office.folder)
    office.at("bare")
    office.git(office.folder, "init", "-q", "--bare", "--initial-branch=main", str(office.folder / "srv/vault.git"))
    office.zhicheng("init", office.root, "--region", "650000", folder=office.folder)
    office.git(office.root, "init", "-q", "--initial-branch=main")
    office.git(office.root, "remote", "add", "origin", str(office.server))
    office.git(office.folder, "clone", "-q", str(office.folder / "srv/vault.git"), str(office.vault))
    office.replace(
        office.root / "registry/registry.yaml",
        ("（请改为实际名称）", ""), ("请填写咨询电话", '"0991-0000001"'), ("sample: true", "vault: ../../vault"),
    )  # fmt: skip
    office.replace(
        office.root / "registry/reviewers.yaml",
        ("[centre-a]", "[centre-a, centre-b]"),
        ("areas: {}", 'areas:\n  "653100": {office: 喀什地区人力资源和社会保障局, accounts: [ks-a], deputies: [ks-b]}'),
    )
    for name in ("日常", "备用"):
        said = office.zhicheng("keys", "new", "--out", office.folder / f"u盘/中心-{name}.identity")
        office.old_key = office.old_key or said.splitlines()[0]
        office.zhicheng("keys", "add", said.splitlines()[0], "--holder", f"中心（{name}）")
    filed = 'filings:\n  - {round: "2026", date: "2026-12-01"}\n'
    bases = {
        ONE: registries.ONE,
        COUNTY: "registry/committees/653100/example-county.yaml",
        PREFECTURE: "registry/committees/653100/example-prefecture.yaml",
    }
    for key, base in bases.items():
        registries.write(
            office.root, str(office.record(key).relative_to(office.root)), registries.record(f"id: {key}", filed, "contacts:", base=base)
        )
        office.zhicheng("seal", key, plain(office.folder / "home/联系人.json", CONTACTS))
    round_ = office.root / "registry/rounds/2026.yaml"
    office.replace(round_, ("expected: []", f"expected: [{', '.join(PATHS)}]"))
    office.git(office.vault, "add", "--all")
    office.git(office.vault, "commit", "-q", "-m", "vault: Begin")
    office.git(office.vault, "push", "-q", "origin", "main")
    office.git(office.root, "add", "--all")
    office.git(office.root, "commit", "-q", "-m", "registry: Begin")
    office.git(office.root, "push", "-q", "origin", "main")


def a_packet_comes(office: Office) -> None:
    """The region's committee files for the round, with its roster, and sends all in one file."""
    clone = office.folder / "committee/登记册"
    office.git(office.folder, "clone", "-q", str(office.server), str(clone))
    office.replace(
        office.record(ONE, clone),
        ('  - {round: "2026", date: "2026-12-01"}', '  - {round: "2026", date: "2026-12-01"}\n  - {round: "2027", date: "2027-06-10"}'),
    )
    sealed = office.folder / "committee/密封"
    people = plain(office.folder / "committee/花名册.json", roster(*pool(30), round="2027"))
    for file in (plain(office.folder / "committee/联系人.json", CONTACTS), people):
        office.zhicheng("seal", ONE, file, "--out", sealed, folder=clone)
    office.zhicheng("pack", ONE, "--out", office.folder / "u盘/报送.zip", "--sealed", sealed, folder=clone)


def a_branch_comes(office: Office) -> None:
    """The prefecture pushes the county's filing; merging it without approvals is refused."""
    clone = office.folder / "prefecture"
    office.git(office.folder, "clone", "-q", str(office.server), str(clone))
    office.git(clone, "switch", "-q", "-c", "shache-2027")
    office.replace(
        office.record(COUNTY, clone),
        ("莎车县示例街 3 号", "莎车县示例街 5 号"),
        ('  - {round: "2026", date: "2026-12-01"}', '  - {round: "2026", date: "2026-12-01"}\n  - {round: "2027", date: "2027-06-12"}'),
    )
    office.git(clone, "commit", "-q", "--all", "-m", "registry: File shache-school")
    said = office.git(clone, "push", "origin", "shache-2027")
    assert "要由以下单位审核" in said
    assert "喀什地区人力资源和社会保障局" in said
    assert "拒绝：审核还不齐" in office.refused(clone, "push", "origin", "shache-2027:main")
    office.returned = office.git(clone, "rev-parse", "HEAD").strip()


def after_the_return(office: Office) -> None:
    clone = office.folder / "prefecture"
    assert "要求修改" in office.refused(clone, "push", "origin", "shache-2027:main")


def who_left_does_not_count(office: Office) -> None:
    """What the one who handed over approves is not counted; what his successor approves is."""
    clone = office.folder / "prefecture"
    office.git(clone, "fetch", "-q", "origin")
    office.git(clone, "switch", "-q", "-c", "phone", "origin/main")
    office.replace(office.record(COUNTY, clone), ("0998-0000011", "0998-0000012"))
    office.git(clone, "commit", "-q", "--all", "-m", "registry: Phone of shache-school")
    office.git(clone, "push", "-q", "origin", "phone")
    add = ("hook", "review", "add", "--repository", office.server, "--commit", "phone", "--state", "approved")
    assert "ks-a 不在主分支的 reviewers.yaml 里" in office.zhicheng(*add, "--account", "ks-a", code=2)
    office.zhicheng(*add, "--account", "ks-b", "--at", f"{office.day}T08:00")
    assert "拒绝：审核还不齐" in office.refused(clone, "push", "origin", "phone:main")


def edit(path: str, *replaced: tuple[str, str]) -> Callable[[Office], None]:
    return lambda office: office.replace(office.root / path, *replaced)


# What happens before the first line of a section, and after lines of it that begin so.
BEFORE = {
    "year-packet": a_packet_comes,
    "year-return": a_branch_comes,
    "year-answer": after_the_return,
    "year-withdrawal": who_left_does_not_count,
}
AFTER: dict[str, Callable[[Office], None]] = {
    "zhicheng build --revision v2027.06.30": lambda office: office.june.update(sites.contents(office.folder / "srv/www")),
    "zhicheng round open": lambda office: office.replace(
        office.root / "registry/rounds/2027.yaml", ("expected:", "# 已逐一核对\nexpected:")
    ),
    "zhicheng correct": edit(f"registry/committees/650000/{ONE}.yaml", ("示例路 1 号三楼", "示例路 2 号三楼")),
    "git switch --create withdrawal": edit(
        f"registry/committees/653100/{PREFECTURE}.yaml",
        ("status: active", 'status: withdrawn\nwithdrawn: {date: "2027-12-20", reason: 机构改革，不再评审}'),
    ),
}


def test_year(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    office = Office(tmp_path, capsys, monkeypatch)
    begin(office)
    for anchor in re.findall(r"(?m)^##+ [^\n]*{#(year[a-z-]*)}$", TEXT):
        office.at(anchor)
        BEFORE.get(anchor, lambda _: None)(office)
        for line in blocks(anchor):
            said = office.types(line)
            office.said[f"{anchor} {line}"] = said
            if line.startswith("zhicheng keys new"):
                office.new_key = said.splitlines()[0]
            for start, what in AFTER.items():
                if line.startswith(start):
                    what(office)
    assert_every_command_ran(office)
    assert_what_was_said(office)
    assert_what_is_recorded(office)
    assert_pages(office)
    assert_built_again(office)


def assert_every_command_ran(office: Office) -> None:
    """Of the whole page: each command with its action and options."""

    def shape(line: str) -> tuple[frozenset[str], frozenset[str]]:
        words = shlex.split(line)
        return frozenset(word for word in words[:3] if re.fullmatch("[a-z-]+", word)), frozenset(w for w in words if w.startswith("--"))

    ran = [shape(line.replace("/srv/venv/bin/", "")) for line in office.typed]
    for line in commands(TEXT):
        if "zhicheng " in line and not line.startswith(("export", "git", "echo", *ON_A_FORGE)):
            command, options = shape(line.replace("/srv/venv/bin/", ""))
            assert any(command == other and options <= more for other, more in ran), line


def assert_what_was_said(office: Office) -> None:
    """Of those who are late, and of what is private."""
    late = office.said["year-late zhicheng round status"]
    assert "喀什地区卫生系列" in late
    letter = office.said["year-late zhicheng round remind"]
    assert "喀什地区卫生系列" in letter
    assert "示例自治区工程系列" not in letter
    everything = "".join(office.said.values())
    for private in ("赵示例", "13000000001", "AGE-SECRET-KEY", "示例一"):
        assert private not in everything
    assert "0 个错误" in office.said["year-keys zhicheng verify --identity /media/u盘/中心-日常-2.identity"]
    handed = "".join(said for line, said in office.said.items() if "zhicheng handover" in line)
    assert "ks-a" in handed
    assert "密封库" in "".join(said for line, said in office.said.items() if "zhicheng retire" in line)
    assert sorted(path.name for path in office.vault.glob("*.age")) == [
        f"{COUNTY}.contacts.age",
        f"{ONE}.contacts.age",
        f"{ONE}.roster.age",
    ]
    office.zhicheng("verify", "--identity", office.folder / "u盘/中心-日常.identity", code=1)  # it leaked, and opens nothing any more


def assert_what_is_recorded(office: Office) -> None:
    """On the main branch of the server: each change once, with kind, roles, accounts and days."""
    text = office.git(office.server, "show", "main:registry/decisions/2027.yaml")
    found = [
        (one.get("committee", ""), one["kind"], one["outcome"], one["role"], one["account"], one["date"], one.get("published", ""))
        for one in yaml.safe_load(text)["decisions"]
    ]
    approved = [
        ("", "round", "centre", "centre-b", "2027-05-10"),
        (ONE, "renewal", "centre", "centre-a", "2027-06-10"),
        (COUNTY, "renewal", "prefecture", "ks-a", "2027-06-16"),
        (COUNTY, "renewal", "centre", "centre-a", "2027-06-16"),
        (ONE, "change", "centre", "centre-b", "2027-06-30"),
        (ONE, "correction", "centre", "centre-b", "2027-08-03"),
        ("", "keys", "centre", "centre-b", "2027-09-01"),
        ("", "keys", "maintainer", "maintainer-a", "2027-09-01"),
        ("", "reviewers", "centre", "centre-b", "2027-10-08"),
        ("", "reviewers", "maintainer", "maintainer-a", "2027-10-08"),
        (PREFECTURE, "withdrawal", "centre", "centre-b", "2027-12-20"),
    ]
    others = [
        (COUNTY, "renewal", "returned", "prefecture", "ks-a", "2027-06-12", ""),
        (COUNTY, "appeal", "reversed", "centre", "centre-b", "2027-06-16", ""),
    ]
    wanted = [(key, kind, "approved", role, account, day, day) for key, kind, role, account, day in approved]
    assert sorted(found) == sorted(wanted + others)


def steps(page: str) -> list[tuple[str, str]]:
    """The days and texts of what was done on a committee's filings, from its page."""
    part = page.split('id="proceedings"')[1].split("<h2")[0]
    rows = [re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", row))).strip() for row in part.split("</tr>")]
    return [(found[1], found[2]) for row in rows if (found := re.search(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) (.*)", row))]


def assert_pages(office: Office) -> None:
    """Every public page says what happened, and nothing that is private or wrong."""
    site = office.folder / "srv/www"
    pages = {path: content.decode() for path, content in sites.contents(site).items() if path.endswith((".html", ".json", ".csv", ".ics"))}
    one, county, prefecture = (pages[f"committees/{key}/index.html"] for key in (ONE, COUNTY, PREFECTURE))
    assert "示例路 2 号三楼" in one
    assert "办公地址原登记有误，现予更正。" in one
    assert steps(one) == [
        ("2027-06-10", "报送"),
        ("2027-06-10", f"{CENTRE}：续期，通过"),
        ("2027-06-10", "公布"),
        ("2027-06-25", "平台录入（中心业务科登记）"),
        ("2027-06-28", "纸质表（中心业务科登记）"),
        ("2027-06-30", f"{CENTRE}：变更（备案登记记录），通过"),
        ("2027-06-30", "公布"),
        ("2027-08-03", f"{CENTRE}：更正（单位所在地址），通过"),
        ("2027-08-03", "公布"),
    ]
    assert "莎车县示例街 5 号" in county
    found = steps(county)
    assert [(day, re.split(" 事由| 审核意见", text)[0]) for day, text in found] == [
        ("2027-06-12", "报送"),
        ("2027-06-12", f"{KS}：续期（单位所在地址），退回修改"),
        ("2027-06-16", f"{CENTRE}：对 2027-06-12 的决定有不同意见的，撤销原决定"),
        ("2027-06-16", f"{KS}：续期（单位所在地址），通过"),
        ("2027-06-16", f"{CENTRE}：续期（单位所在地址），通过"),
        ("2027-06-16", "公布"),
    ]
    assert "事由：量化赋分表缺少或者有误 需要更正：请写明说课怎样赋分。" in found[1][1]
    assert "可以先打电话询问：0991-0000001。" in found[1][1]
    assert "审核意见：赋分表第一项已经写明，可以报送。" in found[2][1]
    assert steps(prefecture)[-2:] == [("2027-12-20", f"{CENTRE}：撤销登记（密封的联系人信息），通过"), ("2027-12-20", "公布")]
    assert "机构改革，不再评审" in prefecture
    round_ = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", pages["rounds/2027/index.html"].split("<article")[1]))
    for words in (
        "按时备案 2 逾期备案 0 尚未备案 0 应当备案 2",  # one was withdrawn
        "示例自治区工程系列建筑工程专业高级职称评审委员会 2027-06-10 按时 已报送 2027-06-25 2027-06-28",
        "莎车县中小学教师系列中级职称评审委员会 2027-06-12 按时 不需报送 — —",
        f"2027-05-10 备案年度（2027） {CENTRE}：通过 2027-09-01 密钥 {CENTRE}：通过 2027-09-01 密钥 登记册管理员：通过",
        f"2027-10-08 审核人员（653100） {CENTRE}：通过 2027-10-08 审核人员（653100） 登记册管理员：通过",
    ):
        assert words in round_, words
    index = json.loads(pages["api/v1/index.json"])
    assert index["version"] == 1
    decisions = json.loads(pages["api/v1/decisions.json"])["decisions"]
    assert len(decisions) == 8  # of committees; those on the registry as a whole stand on the page of the round
    record = json.loads(pages[f"api/v1/committees/{PREFECTURE}.json"])
    assert record["status"] == "withdrawn"
    for path, text in pages.items():
        of_registry = path.startswith(("committees/", "rounds/", "experts/", "api/v1/committees", "api/v1/decisions"))
        for private in ("赵示例", "13000000001", *(("ks-a", "ks-b", "centre-a", "centre-b", "maintainer-a") if of_registry else ())):
            assert private not in text, (path, private)
    assert sites.bad_links(site) == ([], [])
    # What was published in June is what was true then, and can be built again.
    assert "示例路 1 号三楼" in office.june[f"committees/{ONE}/index.html"].decode()
    assert json.loads(office.june[f"api/v1/committees/{PREFECTURE}.json"])["status"] == "active"
    assert "尚未备案</dt><dd>1</dd>" in office.june["rounds/2027/index.html"].decode()
    assert steps(office.june[f"committees/{COUNTY}/index.html"].decode())[:3] == found[:3]


def assert_built_again(office: Office) -> None:
    """From the same clone and from a fresh one, with whatever clock: the same bytes."""
    first = sites.contents(office.folder / "srv/www")
    fresh = office.folder / "fresh/登记册"
    fresh.parent.mkdir()
    office.git(office.folder, "clone", "-q", str(office.server), str(fresh))
    for root, revision, wanted in (
        (office.root, "v2027.12.31", first), (fresh, "v2027.12.31", first), (fresh, "v2027.06.30", office.june)
    ):  # fmt: skip
        again = office.folder / f"again-{root.parent.name}-{revision}"
        office.zhicheng("build", "--revision", revision, "--out", again, "--quiet", folder=root)
        assert sites.contents(again) == wanted
