"""`zhicheng doctor`: what it finds wrong with a machine and a copy of the registry. With real Git and real age."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import roster, run, write

from zhicheng.system import dependencies, git, libreoffice
from zhicheng.vault import cipher

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
OTHERS = [
    "registry/x.yaml",
    "registry/.gitkeep",
    "registry/vault/.x.age",
    "site/.ab12cd34.zhicheng",
    ".git/.ab12cd34.zhicheng",
    "registry/.x.png.ab12cd34",
]
LEFT = ["registry/vault/.example-one.roster.age.ab12cd34", "registry/vault/.example-one.roster.age.zhicheng", "registry/.q_7cd340.zhicheng"]


def lines(root: Path, capsys: Capture, *arguments: str, code: int = 0) -> list[str]:
    """What the command prints, a line each, after it ended with `code`."""
    capsys.readouterr()
    assert run(root, "doctor", *arguments) == code
    printed = capsys.readouterr()
    faults = sum(line.startswith("×") for line in printed.out.splitlines())
    assert printed.err == (
        f"{faults} 处要处理，见打 × 的几行。\n" if faults else "没有要处理的。登记本身有没有错误，请用 zhicheng validate 检查。\n"
    )
    assert (code == 1) == bool(faults)
    return printed.out.splitlines()


def git_in(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", root, "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], check=True, capture_output=True)


def test_a_machine_in_order(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Nothing to do: programs by their versions, no leftovers, every sealed file here."""
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    found = lines(small, capsys)
    assert [line[0] for line in found if "LibreOffice" not in line] == ["√", "√", "·", "√", "√"]
    assert f"√ Git {git.version()}。" in found
    assert "· 这里不是 Git 仓库：可以检查和生成，看不到历史和审批。" in found
    assert found[-2:] == ["√ 没有写到一半留下的临时文件。", "√ 登记了 8 个密封文件，都在这里，都是登记的那一份。"]


def test_leftovers_are_named_and_removed(small: Path, capsys: Capture) -> None:
    """The temporary files of killed commands, as they are named today and as they were; nothing else is touched."""
    for name in (*LEFT, *OTHERS):
        (small / name).parent.mkdir(parents=True, exist_ok=True)
        (small / name).write_bytes(b"")
    names = "、".join(sorted(LEFT))
    assert f"× 有 3 个写到一半留下的临时文件：{names}。请用 zhicheng doctor --clean 删去，不要提交。" in lines(small, capsys, code=1)
    assert f"√ 删去了 3 个写到一半留下的临时文件：{names}。" in lines(small, capsys, "--clean")
    assert not any((small / name).exists() for name in LEFT)
    assert all((small / name).exists() for name in OTHERS)
    assert "√ 没有写到一半留下的临时文件。" in lines(small, capsys)


def test_many_leftovers_are_counted(small: Path, capsys: Capture) -> None:
    for i in range(11):
        (small / f"registry/.{i:08}.zhicheng").touch()
    said = next(line for line in lines(small, capsys, code=1) if "临时文件" in line)
    assert said.startswith("× 有 11 个")
    assert "registry/.00000009.zhicheng 等。" in said
    assert "00000010" not in said


def test_a_sealed_file_that_is_missing(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Where the vault lies in the registry, a gap is a fault, and a file of another day too; where it is elsewhere and not here, a note."""
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    sealed = small / "registry/vault/example-one.roster.age"
    sealed.write_bytes(sealed.read_bytes() + b"x")  # of another day
    other = next(line for line in lines(small, capsys, code=1) if "密封文件" in line)
    assert other == (
        "× 有 1 个密封文件与登记的不是同一份：example-one.roster.age。"
        "登记册和密封库要是同一天的：请各取最新的；从备份恢复的，两个一起恢复。还不同的，zhicheng validate 会写明。"
    )
    sealed.unlink()
    said = next(line for line in lines(small, capsys, code=1) if "密封文件" in line)
    assert "缺 1 个：example-one.roster.age。请从密封库的仓库取回" in said
    settings = small / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "vault: ../elsewhere\n", encoding="utf-8")
    assert any(line.startswith("· 没有密封库（elsewhere）") for line in lines(small, capsys))


def test_what_git_has_not_finished(small: Path, capsys: Capture) -> None:
    """A merge with conflicts, changes not committed, and a check before commits that was never installed."""
    git_in(small, "init", "-q", "-b", "main")
    git_in(small, "add", "--all")
    git_in(small, "commit", "-q", "-m", "a")
    assert "√ 登记册里没有未提交的修改。" in lines(small, capsys)
    (small / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    git_in(small, "add", "--all")
    git_in(small, "commit", "-q", "-m", "b")
    assert "· 提交以前不会自动检查。要自动检查的，请运行：pre-commit install。" in lines(small, capsys)
    (small / ".git/hooks").mkdir(exist_ok=True)
    (small / ".git/hooks/pre-commit").touch()
    assert "√ 提交以前会自动检查。" in lines(small, capsys)
    one = small / registries.ONE
    text = one.read_text(encoding="utf-8")
    for branch, said in (("other", "# 甲\n"), ("main", "# 乙\n")):
        git_in(small, "checkout", "-q", *(["-b", branch] if branch == "other" else [branch]))
        one.write_text(text + said, encoding="utf-8")
        git_in(small, "commit", "-q", "-a", "-m", branch)
    with pytest.raises(subprocess.CalledProcessError):  # a conflict
        git_in(small, "merge", "other")
    one.write_text(text, encoding="utf-8")
    found = lines(small, capsys, code=1)
    assert "× Git 的合并没有做完。请改好冲突以后提交，或者按 git status 的提示放弃。" in found
    assert "· 登记册里有 1 处修改还没有提交。" in found


def test_a_history_that_was_rewritten(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Merges of which decisions tell are in the history, are gone from it, or are older than it; a history that was fetched in part."""

    def decide(*merged: tuple[str, str]) -> None:
        row = "  - {{committee: example-one, round: '2026', role: centre, account: a, commit: {0}, outcome: approved, date: '{1}', "
        rows = "".join((row + "merged: {0}}}\n").format(commit * (40 // len(commit)), day) for commit, day in merged)
        registries.write(small, "registry/decisions/2026.yaml", f'year: "2026"\ndecisions:\n{rows}')

    def said() -> list[str]:
        return [line for line in lines(small, capsys, code=1 if len(merged) > 1 else 0) if "历史" in line and "Git" not in line]

    git_in(small, "init", "-q", "-b", "main")
    git_in(small, "add", "--all")
    git_in(small, "commit", "-q", "-m", "a")
    day = git.ask(small, "log", "-1", "--format=%cs")
    here = (git.ask(small, "rev-parse", "HEAD") or b"").decode().strip()
    merged = [(here, "2026-01-05")]
    decide(*merged)
    assert said() == ["√ 审核记录写明的 1 次合并，都在这里的历史里。"]
    decide(("a", "2026-01-05"))  # before the first commit of the history
    assert said() == [f"· 这里的历史从 {(day or b'').decode().strip()} 开始，以前合并的 1 次不在里面。不该是这样的，请与另一份副本核对。"]
    merged = [*merged, ("b", "2099-01-05"), ("c", "2098-01-05")]
    decide(*merged)
    assert said() == [
        "× 审核记录写明的合并，有 2 次不在这里的历史里（最早的在 2098-01-05）：历史改写过，或者这个分支没有并入主分支。"
        "请与另一份副本的主分支核对，从那里取回；没有核对以前，不要推送。"
    ]
    git_in(small, "commit", "-q", "--allow-empty", "-m", "b")
    git_in(tmp_path, "clone", "-q", "--depth", "1", small.as_uri(), "part")
    assert "· 取来的历史不完整：以前的登记、纸质表和快照核对不了。要核对的，请运行：git fetch --unshallow。" in lines(
        tmp_path / "part", capsys
    )
    git_in(small, "config", "uploadpack.allowFilter", "true")
    registries.write(small, registries.ONE, registries.record("address: 新址\n"))
    git_in(small, "commit", "-q", "-a", "-m", "c")
    git_in(tmp_path, "clone", "-q", "--filter=blob:none", small.as_uri(), "some")
    left = "· 这份副本是用 git clone --filter 取的：以前的内容不都在这里，要用时会停下。要补齐的，请运行：git fetch --refetch --no-filter。"
    assert left in lines(tmp_path / "some", capsys)
    git_in(tmp_path / "some", "fetch", "-q", "--refetch", "--no-filter")
    assert left not in lines(tmp_path / "some", capsys)


@pytest.mark.parametrize(
    ("since", "until", "sign", "said"),
    [
        ("2026-11-24", "", "×", "2026-11-24 才开始用。在那以前，请用在用的那一把。"),
        ("2026-11-23", "", "√", "在用。"),
        ("2026-01-01", "2026-11-23", "√", "在用。"),
        ("2026-01-01", "2026-11-22", "×", "用到 2026-11-22 为止。它只能打开那时密封的，请换在用的那一把。"),
    ],
)
def test_whose_key_it_is(small: Path, tmp_path: Path, capsys: Capture, since: str, until: str, sign: str, said: str) -> None:
    """The holder that the registry names, and whether the key is in use today (2026-11-23)."""
    secret, public = cipher.new_identity()
    path = tmp_path / "key.identity"
    path.write_text(secret + "\n", encoding="utf-8")
    path.chmod(0o600)
    assert any("没有在登记册里登记" in line for line in lines(small, capsys, "--identity", str(path), code=1))
    listed = small / "registry/recipients.yaml"
    entry = f'  - key: {public}\n    holder: 中心密封岗\n    role: centre\n    since: "{since}"\n' + (
        f'    until: "{until}"\n' if until else ""
    )
    before = listed.read_text(encoding="utf-8") if listed.exists() else "recipients:\n"
    listed.write_text(before + entry, encoding="utf-8")
    found = lines(small, capsys, "--identity", str(path), code=0 if sign == "√" else 1)
    assert found[-1].startswith(f"{sign} 私钥是中心密封岗的（公钥的指纹 ")
    assert found[-1].endswith(f"，{said}")
    path.chmod(0o640)
    found = lines(small, capsys, "--identity", str(path), code=1)
    assert found[-1] == f"× 私钥文件别的账号也读得到。请运行：chmod 600 {path}。"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640  # looked at, not changed


def test_the_demonstration_key_may_be_read_by_all(small: Path, capsys: Capture) -> None:
    assert not any("别的账号" in line for line in lines(small, capsys, "--identity", str(IDENTITY)))


def test_packages_that_are_missing(small: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that no command of this one needs; extras are not asked for; LibreOffice is said, not a fault."""
    there = dependencies.util.find_spec
    monkeypatch.setattr(dependencies.util, "find_spec", lambda name: None if name in ("segno", "weasyprint") else there(name))
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    found = lines(small, capsys, code=1)
    faults = [line for line in found if line.startswith("×")]
    assert len(faults) == 1
    assert faults[0].startswith("× 这台机器上没有装好印二维码用的组件 segno。请运行：")
    assert "· 没有 LibreOffice，只有旧格式的表（.rtf、.odt 等）用得到。没有的，请先在 Word 里另存为 .docx。" in found
