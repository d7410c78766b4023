"""From a county's branch to the public page, with real Git: pushed, refused, mended, reported, reviewed in every order, merged, recorded,
published."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from helpers.servers import AS_OF, Server

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow
Capture = pytest.CaptureFixture[str]
COUNTY = "registry/committees/653100/example-county.yaml"
OLD, NEW = "莎车县示例街 3 号", "莎车县示例街 5 号"
PREFECTURE, CENTRE = "ks-reviewer-a", "centre-reviewer-a"


def run(server: Server, capsys: Capture, *arguments: str) -> tuple[int, str]:
    """A command in the clone: its exit code and what it prints."""
    capsys.readouterr()
    code = main([*arguments, "--root", str(server.root)])
    return code, capsys.readouterr().out


def test_from_a_county_to_the_public(small: Path, tmp_path: Path, capsys: Capture) -> None:
    server = Server(small, tmp_path)
    clone = server.clone
    assert server.push("main").accepted
    base = server.at("main")

    # The county's first attempt: a level that a county may not review.
    clone.git("checkout", "--quiet", "-b", "sha-che")
    clone.change(("levels: [junior, intermediate]", "levels: [junior, intermediate, associate-senior]"), (OLD, NEW), path=COUNTY)
    refused = server.push("sha-che")
    assert not refused.accepted
    assert f"{COUNTY}:11:36: E101 评审层级“副高级”超出区县级单位的承接范围" in refused.said
    assert server.at("sha-che") == ""

    # Mended, it is accepted; the bad version stays in its history and harms nobody.
    head = clone.change(("levels: [junior, intermediate, associate-senior]", "levels: [junior, intermediate]"), path=COUNTY)
    accepted = server.push("sha-che")
    assert accepted.accepted, accepted.said
    assert server.at("sha-che") == head

    # What the reviewers read.
    code, said = run(server, capsys, "report", "--base", "origin/main", "--as-of", AS_OF, "--format", "markdown")
    assert code == 0
    assert "莎车县中小学教师系列中级职称评审委员会" in said
    assert re.search("单位所在地址.*3 号.*→.*5 号", said)
    assert "喀什地区人力资源和社会保障局" in said

    # Reviews in every order: only prefecture first, then centre, opens the way.
    accounts = {PREFECTURE: "prefecture", CENTRE: "centre", "stranger": "nobody"}
    passed = []
    for order in itertools.permutations(accounts):
        server.listed.clear()
        for hour, account in enumerate(order, 1):
            server.review(account, head, f"2026-03-10T0{hour}:00:00Z")
            code, said = run(server, capsys, "route", "--base", "origin/main", "--reviews", str(server.reviews), "--format", "json")
            assert code == (0 if json.loads(said)["passed"] else 1)
        passed.append((order.index(PREFECTURE) < order.index(CENTRE), code == 0))
    assert len(passed) == 6
    assert all(right == went for right, went in passed)

    # The server holds the same: nothing reaches main in the wrong order, or with reviews of the bad version.
    clone.git("checkout", "--quiet", "main")
    clone.day = 14  # after the approvals
    clone.git("merge", "--quiet", "--no-ff", "--message=Merge sha-che", "sha-che")
    merged = clone.git("rev-parse", "HEAD")
    for reviews in (
        [],
        [(PREFECTURE, head, 1)],
        [(CENTRE, head, 1)],
        [(CENTRE, head, 1), (PREFECTURE, head, 2)],
        [(PREFECTURE, f"{head}~1", 1), (CENTRE, head, 2)],
    ):
        server.listed.clear()
        for account, commit, hour in reviews:
            server.review(account, clone.git("rev-parse", commit), f"2026-03-10T0{hour}:00:00Z")
        server.write_reviews()
        assert not server.push("main").accepted
        assert server.at("main") == base
    server.listed.clear()
    server.review(PREFECTURE, head, "2026-03-10T01:00:00Z")
    server.review(CENTRE, head, "2026-03-11T01:00:00Z")
    landed = server.push("main")
    assert landed.accepted, landed.said
    assert server.at("main") == merged

    # The decision is recorded, on a branch of the centre that another account of the centre approves.
    clone.day += 1
    arguments = ["--base", "HEAD^1", "--merged", "HEAD", "--reviews", str(server.reviews)]
    code, said = run(server, capsys, "record", *arguments)
    assert (code, said) == (0, "registry/decisions/2026.yaml\n")
    recorded = clone.commit()
    assert not server.push("main").accepted
    server.review("centre-reviewer-b", recorded, "2026-03-12T01:00:00Z")
    landed = server.push("main")
    assert landed.accepted, landed.said

    # Published from the server's main, under a snapshot's tag.
    clone.git("tag", "v2026.03.12")
    assert server.push("v2026.03.12").accepted
    out = tmp_path / "site"
    code, _ = run(server, capsys, "build", "--revision", "v2026.03.12", "--as-of", AS_OF, "--out", str(out), "--quiet")
    assert code == 0
    page = (out / "committees/example-county/index.html").read_text(encoding="utf-8")
    assert NEW in page
    record = json.loads((out / "api/v1/committees/example-county.json").read_text(encoding="utf-8"))
    assert record["address"] == NEW
    decisions = json.loads((out / "api/v1/decisions.json").read_text(encoding="utf-8"))
    assert [entry["role"] for entry in decisions["decisions"]] == ["prefecture", "centre"]
    assert PREFECTURE not in page + json.dumps(decisions)
    assert "api/v1/committees/example-county.json" in (out / "SHA256SUMS").read_text(encoding="utf-8")

    # And the registry before the change can be built again.
    before = tmp_path / "before"
    code, _ = run(server, capsys, "build", "--revision", base, "--as-of", AS_OF, "--out", str(before), "--quiet")
    assert code == 0
    assert OLD in (before / "committees/example-county/index.html").read_text(encoding="utf-8")
