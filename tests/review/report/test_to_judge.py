"""What only a reviewer can catch is asked about: keys first, by holder and fingerprint; decisions, links, and files of no known sort."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import registries
from helpers.repositories import Repository

from zhicheng.documents.sentences import plain
from zhicheng.registry import arrival, new_record, registry
from zhicheng.registry.key_holders import fingerprint
from zhicheng.registry.paths import FOLDERS, SINGLE
from zhicheng.review import report
from zhicheng.review.report import to_judge
from zhicheng.review.report.difference import ORDINARY, Difference
from zhicheng.review.report.findings import FindingChanges
from zhicheng.review.report.formats import text_report
from zhicheng.review.report.parts import KINDS, Chapter, OtherFiles
from zhicheng.review.report.summary import decisions

pytestmark = pytest.mark.slow

FIRST = "age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q"
SECOND = "age1xxl3swd8ymhae4ltwz4sylrfxtstlvnj5hr8uzrvryaynmvu3e9sdhdfvp"
THIRD = "age1" + "q" * 58
TXT, LIST, DECISIONS = "registry/vault/recipients.txt", "registry/recipients.yaml", "registry/decisions/2026.yaml"
CLEARED = "没有需要特别判断的"
SEALED = "age-encryption.org/v1\n-> X25519 a\nb\n--- c\nd"
ASKED = "。请当面或者用电话，与保管的单位核对指纹"


def listed(*items: str) -> str:
    return "recipients:\n" + "".join(f"  - {{{one}}}\n" for one in items)


def key(key: str, holder: str, more: str = "") -> str:
    return f"key: {key}, holder: {holder}, role: centre, since: '2026-01-01'{more}"


def decision(day: str) -> str:
    return (
        '  - {committee: example-one, round: "2026", role: centre, account: centre-reviewer-a, '
        f'commit: "{"a" * 40}", outcome: approved, date: "{day}"}}\n'
    )


def judged(root: Path, change: Callable[[Path], object], before: dict[str, str] | None = None) -> tuple[list[str], str]:
    """The points to judge of a change, and the whole report."""
    for path, text in (before or {}).items():
        registries.write(root, path, text)
    Repository(root)
    change(root)
    made = report.make(root, "HEAD", registries.TODAY)
    return [plain(words) for words in made.decisions], text_report(made)


def test_a_key_that_is_added_to_recipients_txt(small: Path) -> None:
    text = (small / TXT).read_text(encoding="utf-8")
    found, said = judged(small, lambda root: registries.write(root, TXT, f"{text}{THIRD} # 接手的岗位\n"))
    holder = f"增加了“接手的岗位”的公钥（中心，指纹 {fingerprint(THIRD)}）"
    assert found[0] == f"公钥有改动，决定以后谁能打开花名册和联系人：{holder}{ASKED}"
    assert CLEARED not in said


def test_a_key_that_is_taken_out_and_a_link(small: Path) -> None:
    """A link is as if every key were gone; and it is said that it is one."""
    text = (small / TXT).read_text(encoding="utf-8")

    def link(root: Path) -> None:
        (root / TXT).unlink()
        registries.write(root, "elsewhere.txt", text)
        (root / TXT).symlink_to("../../elsewhere.txt")

    found, said = judged(small, link)
    assert "删去了“备用”的公钥" in found[0]
    assert f"指纹 {fingerprint(FIRST)}" in found[0]
    assert found[1] == f"1 个文件是符号链接，指向别处，内容不在这次修改里：{TXT}。除非确实需要，请退回"
    assert CLEARED not in said


COMMENTED = "# 负责人示例甲，家住示例路\n"
BY_PHONE = "1300000" + "0009"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text + COMMENTED, "第 50 行“负责人示例甲，家住示例路”"),
        (lambda text: text.replace("status: active", f"status: active  # 电话 {BY_PHONE}"), "第 49 行“（涉及个人信息，已隐去）”"),
        (lambda text: text.replace("示例路 1 号三楼", '"示例路 # 1 号" # 原为"示例路"'), '第 8 行“原为"示例路"”'),
        (lambda text: text.replace("示例路 1 号三楼", '"示例路 # 1 号"'), ""),
        (lambda text: f"# yaml-language-server: $schema=x\n{text}".replace("示例路 1 号三楼", "示例路 2 号"), ""),
    ],
    ids=["a-line", "behind-a-value", "behind-a-text", "in-a-text", "of-the-editor"],
)
def test_comments_that_are_written_are_shown(small: Path, change: Callable[[str], str], said: str) -> None:
    """They are as public as the rest, and no rule looks at them."""
    text = (small / registries.ONE).read_text(encoding="utf-8")
    found, _ = judged(small, lambda root: registries.write(root, registries.ONE, change(text)))
    points = [one for one in found if one.startswith("新写了")]
    if not said:
        assert points == []
        return
    (point,) = points
    assert point.startswith(f"新写了 1 行注释，随文件公开，检查不看它们：{registries.ONE} {said}")
    assert BY_PHONE not in point


def test_comments_of_the_program_itself_are_not_asked_about(small: Path) -> None:
    """Those of a record that `new` wrote, filled in, and those that move from one file to another."""

    def filled(root: Path) -> None:
        loaded = registry.load(root)
        value = loaded.document(registries.ONE).value  # type: ignore[union-attr]
        other = {**value, "id": "example-new", "name": "示例自治区另一个工程系列高级职称评审委员会"}
        books = loaded.rulebooks_of(loaded.settings.current_round)
        for name, text in (
            ("new", new_record.filled_text(loaded.words, other, books)),
            ("one", new_record.filled_text(loaded.words, value, books)),
            ("two", new_record.record_text(loaded.words, "example-two", "region", "650000", "2026", registries.TODAY, books)),
        ):
            comments = "".join(re.findall("(?m)^ *#.*\n", text)) if name == "two" else text
            own = (root / "registry/committees/650000/example-two.yaml").read_text(encoding="utf-8") if name == "two" else ""
            registries.write(root, f"registry/committees/650000/example-{name}.yaml", comments + own)

    found, _ = judged(small, filled)
    assert [one for one in found if one.startswith("新写了")] == []


def test_keys_of_the_list(small: Path) -> None:
    """Added, ended, under another holder, deleted."""
    before = {LIST: listed(key(FIRST, "评审科"), key(SECOND, "办公室"))}
    after = listed(key(FIRST, "另一个科"), key(SECOND, "办公室", ", until: '2026-11-22'"), key(THIRD, "财务科"))
    found, _ = judged(small, lambda root: registries.write(root, LIST, after), before)
    assert found[0] == (
        "公钥有改动，决定以后谁能打开花名册和联系人："
        f"增加了“财务科”的公钥（中心，指纹 {fingerprint(THIRD)}）；"
        f"“另一个科”的公钥（中心，指纹 {fingerprint(FIRST)}）原来写的是“评审科”保管；"
        f"停用了“办公室”的公钥（中心，指纹 {fingerprint(SECOND)}），到 2026-11-22 为止{ASKED}"
    )


def test_a_key_of_a_division(small: Path) -> None:
    text = (small / "registry/reviewers.yaml").read_text(encoding="utf-8")
    changed = text.replace("deputies: [ks-reviewer-b]}", f"deputies: [ks-reviewer-b], recipient: {THIRD}}}")
    found, _ = judged(small, lambda root: registries.write(root, "registry/reviewers.yaml", changed))
    assert f"增加了“喀什地区人力资源和社会保障局”的公钥（地市、区县 653100，指纹 {fingerprint(THIRD)}）" in found[0]


def test_a_list_that_is_gone_or_cannot_be_read(small: Path) -> None:
    """The keys of recipients.txt come back: they are named."""
    before = {LIST: listed(key(FIRST, "评审科"), key(THIRD, "办公室"))}
    found, _ = judged(small, lambda root: (root / LIST).unlink(), before)
    assert "删去了“办公室”的公钥" in found[0]
    assert f"增加了“备用”的公钥（中心，指纹 {fingerprint(SECOND)}）" in found[0]


def test_a_broken_list(small: Path) -> None:
    found, _ = judged(small, lambda root: registries.write(root, LIST, "recipients: none\n"))
    assert found[0] == "公钥（registry/recipients.yaml）读不出来，看不出密封给谁：先退回修改，不要合并"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-03-05",), "审核记录新增 1 条。请与平台上的审核、书面的同意核对"),
        (
            ("2026-02-01", "2026-03-05"),
            "审核记录新增 2 条；其中 1 条的日期早于已有的最后一条（2026-03-01）：example-one 2026-02-01。请与平台上的审核、书面的同意核对",
        ),
    ],
)
def test_decisions_that_came(small: Path, days: tuple[str, ...], said: str) -> None:
    head = f'year: "2026"\ndecisions:\n{decision("2026-03-01")}'
    found, _ = judged(small, lambda root: registries.write(root, DECISIONS, head + "".join(map(decision, days))), {DECISIONS: head})
    assert found == [said]


@pytest.mark.parametrize("after", [None, 'year: "2026"\ndecisions: []\n'])
def test_decisions_that_went(small: Path, after: str | None) -> None:
    """An error, so the first that is said after the keys."""
    head = f'year: "2026"\ndecisions:\n{decision("2026-03-01")}'

    def change(root: Path) -> None:
        (root / DECISIONS).unlink()
        if after is not None:
            registries.write(root, DECISIONS, after)

    found, said = judged(small, change, {DECISIONS: head})
    assert found[0].startswith("有 1 个错误：X021 已有的审核记录")
    assert CLEARED not in said


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("docs/x.md", "# 标题\n", "改动了文档 1 个：docs/x.md。网站原样登出，请看内容"),
        (
            ".gitattributes",
            "* text\n",
            "报告看不出它们的作用：.gitattributes（.gitattributes 改变 Git 怎样存取和比较文件）",
        ),
        (".gitmodules", "", "报告看不出它们的作用：.gitmodules（.gitmodules 引来别的仓库）"),
        ("工具.exe", "x", "改动了 1 个不是登记的文件，报告看不出它们的作用：工具.exe。请逐个看内容；不该有的，请退回"),
        ("registry/vault/x.sh", "x", "报告看不出它们的作用：registry/vault/x.sh"),
        (
            ".github/workflows/x.yml",
            "x",
            "模板 1 个：.github/workflows/x.yml。会在代码平台上运行，请管理员逐行看",
        ),
        ("tests/x.py", "x", "改动了测试 1 个：tests/x.py。不影响登记，请管理员看过"),
        ("registry/vault/notes.age", SEALED, "1 个密封文件没有登记的文件提到，看不出是谁的：registry/vault/notes.age"),
        ("registry/vault/example-one-1.draw.age", SEALED, "没有登记的文件提到，看不出是谁的：registry/vault/example-one-1.draw.age"),
        ("registry/vault/bans.age", SEALED, "违规记录 bans.age 新增，公开的部分看不出内容：请由中心的持钥人打开核对"),
        ("registry/draws/example-one-1.yaml", "committee: a\n", "评委抽取“example-one-1”有改动：请与当时签字的短码"),
        ("registry/reference/randomness.yaml", "sources: []\n", "抽取用的随机数来源有改动"),
        ("registry/listed/650000/a-b.yaml", "id: a-b\n", "一览表里的“a-b”改后读不出来：请与一览表的原件核对"),
    ],
)
def test_no_file_is_cleared(small: Path, path: str, text: str, said: str) -> None:
    found, whole = judged(small, lambda root: registries.write(root, path, text))
    assert any(said in one for one in found), found
    assert CLEARED not in whole


def test_every_kind_of_record_has_a_name() -> None:
    """A report on a kind without one ended as a fault of the program."""
    assert set(KINDS) == {*SINGLE, *FOLDERS}


def test_another_repository_in_it(small: Path) -> None:
    """Which Git shows as one line, a commit, and no file."""

    def change(root: Path) -> None:
        module = root / "registry/module"
        module.mkdir()
        Repository(module)
        Repository.git(SimpleNamespace(root=root, day=0), "add", "registry/module")  # type: ignore[arg-type]

    found, said = judged(small, change)
    assert found[0] == "1 处指向别的仓库（子模块），内容不在这次修改里：registry/module。除非确实需要，请退回"
    assert CLEARED not in said


def test_sealed_files_of_a_draw(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that a draw has is asked about by itself; another sealed file, whose hash is named, is not."""
    after = SimpleNamespace(draws=[SimpleNamespace(stem="example-one-1")])
    monkeypatch.setattr(arrival, "named", lambda _: [SimpleNamespace(name="example-one.roster.age")])
    names = ("example-one-1.calls.age", "example-one.roster.age")
    others = [OtherFiles("密封文件", tuple((f"registry/vault/{name}", "modified") for name in names))]
    (said,) = map(plain, to_judge.of_unnamed(after, others))  # type: ignore[arg-type]
    assert said.startswith("评委抽取的密封文件有改动 1 个：registry/vault/example-one-1.calls.age。定了的名单")


@pytest.mark.parametrize(
    ("pointer", "before", "settled"),
    [
        ("/plan/quorum", "8", True),
        ("/plan/groups/0/candidates/0", None, True),
        ("/code", "aay4", True),
        ("/result/seed", "2d83", True),
        ("/result/seed", None, False),
        ("/calls/chain/3", None, False),
    ],
)
def test_what_of_a_draw_may_not_change(pointer: str, before: str | None, settled: bool) -> None:
    """The plan, from the day it was published; the result, once there is one. The calls go on."""
    difference = Difference(pointer, ("x",), ("y",), before, "z", ORDINARY)
    part = Chapter("draw", "a-1", ("a-1",), "changed", ("registry/draws/a-1.yaml",), (difference,))
    said = [plain(words) for words in decisions([part], [], FindingChanges((), (), (), ()), {}, set())]
    assert [one.startswith("评委抽取“a-1”的方案或者随机数的结果公布以后改过") for one in said] == ([True, False] if settled else [False])


@pytest.mark.parametrize(
    ("text", "active"),
    [
        ("一段文字，[链接](https://example.org/)，`<编号>`", False),
        ("<https://example.org/>", False),
        ("![图](assets/a.png)", False),
        ("once = 1", False),
        ('<script src="https://evil.example/x.js"></script>', True),
        ("< SCRIPT >", True),
        ("<iframe>", True),
        ('<img src="x" onerror="x()">', True),
        ('<img src="//evil.example/x.png">', True),
        ("![图](https://evil.example/x.png)", True),
        ("[x](javascript:alert(1))", True),
        ("<style>", True),
    ],
)
def test_what_is_active_in_a_page(tmp_path: Path, text: str, active: bool) -> None:
    """What runs in the reader's browser, or is fetched from elsewhere."""
    path = tmp_path / "x.md"
    path.write_text(text, encoding="utf-8")
    assert to_judge._is_active(path) == active


def test_a_page_with_a_script(small: Path) -> None:
    found, _ = judged(small, lambda root: registries.write(root, "docs/x.md", "<script src='//evil.example/x.js'></script>\n"))
    said = "1 个文档里有脚本、嵌入的网页或者外来的内容，网站会原样登出，在打开的人那里运行：docs/x.md。除非确实需要，请退回"
    assert said in found


def test_sealed_files_that_have_not_arrived(small: Path) -> None:
    """Where the vault is a repository of its own: what is new is asked about, what was named before is not."""
    settings = (small / "registry/registry.yaml").read_text(encoding="utf-8")
    path = "registry/rosters/example-one.yaml"
    text = (small / path).read_text(encoding="utf-8")
    (sha,) = re.findall("[0-9a-f]{64}", text)
    before = {"registry/registry.yaml": f"{settings}vault: ../../vault\n"}
    found, said = judged(small, lambda root: registries.write(root, path, text.replace(sha, "0" * 64)), before)
    assert "登记了 1 个新的密封文件，这里没有，没有核对：example-one.roster.age。合并以前要先送到密封库" in found
    assert CLEARED not in said
    assert "R202" not in said


PREFECTURE = "age1nunl74rm27qcu64zpp7qhpwp6t2se8j7wedv2rhdnjngqwe3cy3qdsmmqp"
HELD = listed(
    key(FIRST, "日常"), key(SECOND, "备用"), key(PREFECTURE, "地区", ", area: '653100'").replace("role: centre", "role: prefecture")
)
REGION = {"authority: prefecture": "authority: region", 'area: "653100"': 'area: "650000"'}
NAME = "“喀什地区卫生系列副高级职称评审委员会（example-prefecture）”换了单位级别或者区划，密封文件没有变："
HOW = "。同意的，合并以后请持钥人运行 zhicheng reseal example-prefecture"


@pytest.mark.parametrize(
    ("held", "there", "change", "said"),
    [
        pytest.param(HELD, {}, REGION, [f"{NAME}“地区”还打得开{HOW}"], id="goes-to-the-region"),
        pytest.param(HELD, REGION, {}, [f"{NAME}“地区”还打不开{HOW}"], id="comes-from-it"),
        pytest.param(HELD, {}, {"喀什市示例路 12 号": "喀什市示例路 13 号"}, [], id="another-address"),
        pytest.param(HELD, {}, {**REGION, "sha256: ": "sha256: 0"}, [], id="sealed-anew"),
        pytest.param(listed(key(FIRST, "日常"), key(SECOND, "备用")), {}, REGION, [], id="no-key-of-the-division"),
        pytest.param(listed(key(FIRST, "日常")), {}, REGION, [], id="too-few-keys"),
    ],
)
def test_who_opens_what_is_sealed_of_a_committee_that_moves(
    small: Path, held: str, there: dict[str, str], change: dict[str, str], said: list[str]
) -> None:
    def written(*changes: dict[str, str]) -> registry.Registry:
        text = original
        for old, new in {key: item for one in changes for key, item in one.items()}.items():
            text = text.replace(old, new)
        if "sha256: 0" in text:
            text = re.sub(r'sha256: 0"?(?:[0-9a-f]{64})"?', f'sha256: "{"0" * 64}"', text)
        registries.write(small, path, text)
        return registry.load(small)

    path = "registry/committees/653100/example-prefecture.yaml"
    original = (small / path).read_text(encoding="utf-8")
    (small / "registry/rosters/example-prefecture.yaml").unlink()
    registries.write(small, LIST, held)
    before = written(there)
    after = written(change)
    assert [plain(one) for one in to_judge.of_holders(before, after)] == said
    assert list(to_judge.of_holders(None, after)) == []


def test_a_report_tells_who_opens_what_is_sealed(small: Path) -> None:
    path = "registry/committees/653100/example-prefecture.yaml"

    def lift(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        for old, new in REGION.items():
            text = text.replace(old, new)
        registries.write(root, path.replace("653100", "650000"), text)
        (root / path).unlink()

    points, _ = judged(small, lift, {LIST: HELD})
    assert f"{NAME}“地区”还打得开{HOW}" in points
