"""Which sealed files are here: a clone with none or a part of the vault is no fault, a vault that claims to be whole must be so."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import registries
from helpers.repositories import ENVIRONMENT

from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.registry import arrival, registry

Capture = pytest.CaptureFixture[str]
AS_OF = ("--as-of", registries.TODAY.isoformat())


def apart(small: Path) -> Path:
    """Moves the vault out of the registry, as registries for real use have it."""
    vault = small.parent / "vault"
    shutil.move(small / "registry/vault", vault)
    path = small / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "vault: ../../vault\n", encoding="utf-8")
    return vault


def codes(root: Path) -> set[str]:
    return {finding.code for finding in registries.findings(root)}


def test_a_vault_in_the_registry_is_whole(small: Path) -> None:
    """A file that is missing there was deleted."""
    assert arrival.said(registry.load(small)) == ""
    (small / "registry/vault/example-one.roster.age").unlink()
    assert codes(small) == {"R202"}
    assert arrival.said(registry.load(small)) == ""


@pytest.mark.parametrize("left", [0, 1])
def test_a_part_of_a_vault_elsewhere(small: Path, capsys: Capture, left: int) -> None:
    """Said once, by every command that looks; an exchanged file is a fault all the same."""
    vault = apart(small)
    names = sorted(path.name for path in vault.glob("*.age"))
    loaded = registry.load(small)
    named = len(list(arrival.named(loaded)))
    assert arrival.said(loaded) == ""
    for name in names[left:]:
        (vault / name).unlink()
    assert codes(small) == set()
    loaded = registry.load(small)
    assert arrival.said(loaded) == f"{named - left} 个密封文件不在这里（密封库 {vault} 只有一部分），没有核对。"
    assert main(["validate", "--root", str(small), *AS_OF]) == 0
    assert capsys.readouterr().err.count("不在这里") == 1
    if left:
        (vault / names[0]).write_bytes((vault / names[0]).read_bytes() + b"\n")
        found = [finding for finding in registries.findings(small) if finding.code == "R202"]
        assert len(found) == 1
        assert found[0].hint.startswith(f"请先取来最新的密封库（{vault}）和登记册；还不同的，文件被换过")


def test_a_whole_vault_is_claimed(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """By --vault: a folder, or a bare repository; what is missing there is an error."""
    vault = apart(small)
    bare = tmp_path / "vault.git"

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=vault, env=ENVIRONMENT, check=True, capture_output=True)

    git("init", "-q", "--initial-branch=main")
    git("add", "--all")
    git("commit", "-q", "-m", "x")
    git("clone", "-q", "--bare", str(vault), str(bare))
    for place in (vault, bare):
        assert main(["validate", "--root", str(small), *AS_OF, "--vault", str(place)]) == 0
    listing = {name: (file.sha256, file.size, file.whole) for name, file in arrival.complete_vault(bare, small).files.items()}
    assert listing == {name: (file.sha256, file.size, file.whole) for name, file in arrival.complete_vault(vault, small).files.items()}
    (vault / "example-one.roster.age").unlink()
    git("commit", "-q", "-a", "-m", "x")
    git("push", "-q", str(bare), "main")
    capsys.readouterr()
    assert main(["validate", "--root", str(small), *AS_OF]) == 0
    for place in (vault, bare):
        assert main(["validate", "--root", str(small), *AS_OF, "--vault", str(place)]) == 1
        assert f"R202 密封库里没有 {place}/example-one.roster.age" in capsys.readouterr().out
    with pytest.raises(UserError, match="不是文件夹，也不是裸仓库"):
        arrival.complete_vault(tmp_path / "nowhere", small)


def test_what_a_change_brings(small: Path) -> None:
    """New names and other hashes; what was named before is not asked for again."""
    before = registry.load(small)
    path = small / "registry/rosters/example-one.yaml"
    text = path.read_text(encoding="utf-8")
    sha = text.split('sha256: "', 1)[1][:64] if 'sha256: "' in text else text.split("sha256: ", 1)[1][:64]
    path.write_text(text.replace(sha, "0" * 64), encoding="utf-8")
    after = registry.load(small)
    assert arrival.brought(before, before) == []
    assert [one.name for one in arrival.brought(after, before)] == ["example-one.roster.age"]
    assert len(arrival.brought(after, None)) == len(list(arrival.named(after)))
    assert after.vault is not None
    assert [one.name for one in arrival.not_arrived(arrival.brought(after, None), after.vault)] == ["example-one.roster.age"]
