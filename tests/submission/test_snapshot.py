"""What of a registry gets into the page for submissions: what is listed here and nothing else, whatever lies beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import packets, registries

from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.registry.paths import FOLDERS, SINGLE
from zhicheng.rules.engine import check
from zhicheng.submission import snapshot
from zhicheng.vault.recipients import recipients

CANARY = "鸟鸣处"  # in no file of the registry
COMES = {  # each kind of file: word for word, what it says without comments, offices and decisions without accounts, or not
    **dict.fromkeys(("committee", "roster"), "whole"),
    **dict.fromkeys(("registry", "series", "areas", "ethnic-groups", "specialties", "wording", "rulebook", "round", "listed"), "values"),
    **dict.fromkeys(("waivers", "recipients"), "values"),
    "reviewers": "offices",
    "decisions": "told",
    **dict.fromkeys(("draw", "words", "randomness"), "no"),
}


def test_each_kind_of_file_is_decided_upon() -> None:
    """A new kind of file does not get in, and has to be written here."""
    assert set(COMES) == {*SINGLE, *FOLDERS}
    assert {kind for kind, how in COMES.items() if how == "whole"} == set(snapshot.WHOLE)
    assert {kind for kind, how in COMES.items() if how == "values"} == set(snapshot.VALUES)


def everywhere(root: Path) -> int:
    """The canary in a comment of each file of the registry that is no record or roster, and in files that are no part of it."""
    base = root / "registry"
    number = 0
    for path in sorted(base.rglob("*.yaml")):
        if path.parts[len(base.parts)] not in ("committees", "rosters"):
            path.write_text(f"# {CANARY}\n{path.read_text(encoding='utf-8')}# {CANARY}\n", encoding="utf-8")
            number += 1
    for name in ("vault/x.age", "notes.txt", "committees/notes.md", "drafts/one.yaml", "../README.md", "../.env"):
        (base / name).parent.mkdir(exist_ok=True)
        (base / name).write_text(f"name: {CANARY}\n", encoding="utf-8")
    return number


def test_nothing_private_gets_in(tmp_path: Path) -> None:
    """Of a registry in a repository that is not public: no comment, account, draw, sealed file, nor anything that lies about."""
    root = tmp_path / "root"
    shutil.copytree(registries.REAL, root / "registry")
    assert everywhere(root) > 12
    reviewers = root / "registry/reviewers.yaml"
    text = reviewers.read_text(encoding="utf-8")
    accounts = {one.strip() for line in text.splitlines() if "[" in line for one in line.split("[")[1].split("]")[0].split(",")}
    assert len(accounts) > 30
    loaded = registry.load(root)
    content = packets.opened(snapshot.written(loaded, "a" * 40))
    whole = b"\n".join([*content.values(), *(name.encode() for name in content)]).decode()
    assert CANARY not in whole
    assert [one for one in accounts if one in whole] == []
    assert not [name for name in content if name.startswith(("registry/draws/", "registry/vault/"))]
    assert {name.split("/")[0] for name in content} == {"registry", "commit", "times.json", "read.json"}
    offices = loaded.reviewers
    assert offices is not None
    assert [one for one in offices.record["areas"].values() if one["office"] not in whole] == []


@pytest.mark.parametrize("at", ["centre", "maintainers", "supervision", "areas"])
def test_what_may_be_added_about_reviewers_stays_out(small: Path, at: str) -> None:
    """Only what is named comes along, so that a field which the schema has some day does not leak."""
    team = {"office": "示例局", "accounts": ["real-a"], "deputies": ["real-b"], "recipient": "age1example", "wechat": CANARY}
    made = snapshot._without_accounts({at: {"653100": team} if at == "areas" else team, "note": CANARY})
    kept = {"office": "示例局", "recipient": "age1example", "accounts": ["not-shown"]}
    assert made == {at: {"653100": kept} if at == "areas" else kept}


def test_decisions_come_as_far_as_a_report_tells_them(tmp_path: Path) -> None:
    """Who took them, and approvals, stay out; the rest is what the site publishes."""
    whole = registry.load(registries.REAL.parent)
    told = [one for entry in whole.decisions for one in entry.document.value["decisions"] if one["outcome"] != "approved"]
    snapshot.unpacked(snapshot.written(whole), tmp_path)
    assert [one for entry in registry.load(tmp_path).decisions for one in entry.document.value["decisions"]] == [
        {**one, "account": "not-shown"} for one in told
    ]
    assert told


def test_what_a_packet_has_too_comes_word_for_word(small: Path) -> None:
    """A record goes back as it was where the forms change nothing, its comments too."""
    content = packets.opened(snapshot.written(registry.load(small)))
    for path in [*small.glob("registry/committees/**/*.yaml"), *small.glob("registry/rosters/*.yaml")]:
        assert content[path.relative_to(small).as_posix()] == path.read_bytes()


def test_keys_that_stand_in_the_vault_alone_come_along(small: Path, tmp_path: Path) -> None:
    """Public keys, without which the page could not seal; nothing else of the vault comes. A list of keys counts before them."""
    loaded = registry.load(small)
    wanted = recipients(loaded, "example-one", registries.TODAY)
    assert len(wanted) >= 2
    content = snapshot.written(loaded)
    assert not [name for name in packets.opened(content) if "vault" in name]
    snapshot.unpacked(content, tmp_path / "txt")
    assert recipients(snapshot.load(tmp_path / "txt"), "example-one", registries.TODAY) == wanted
    assert (
        check(snapshot.load(tmp_path / "txt"), registries.TODAY).findings
        == check(registry.load(tmp_path / "txt"), registries.TODAY).findings
    )
    registries.write(small, "registry/recipients.yaml", "recipients: []\n")
    snapshot.unpacked(snapshot.written(registry.load(small)), tmp_path / "yaml")
    with pytest.raises(UserError, match="至少要有两把"):
        recipients(snapshot.load(tmp_path / "yaml"), "example-one", registries.TODAY)


def test_it_is_read_as_the_registry_itself(tmp_path: Path) -> None:
    """The same values, and no findings of its own."""
    whole = registry.load(registries.REAL.parent)
    snapshot.unpacked(snapshot.written(whole), tmp_path)
    part = registry.load(tmp_path)
    assert part.findings == []
    for document in part.documents:
        if document.path != "registry/reviewers.yaml" and not document.path.startswith("registry/decisions/"):
            assert document.value == whole.document(document.path).value  # type: ignore[union-attr]
    assert len(part.documents) > 100
