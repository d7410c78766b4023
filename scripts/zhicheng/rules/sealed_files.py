"""Rules on sealed files: whether they exist, match the public files, and are sealed to proper keys (R201–R205, X008)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.key_holders import has_list, named_keys
from zhicheng.registry.public_counts import public_counts, whole_counts
from zhicheng.registry.records import small_numbers
from zhicheng.registry.records.committee import Committee, Sealed
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.sealed_roster import Roster, draw_key_commitment
from zhicheng.registry.vault_listing import CHECKED_OUT_ANEW, CONTACTS, DEMONSTRATION_KEYS, RECIPIENTS, ROSTER, SealedFile
from zhicheng.rules.rule import Context, Rule, rule

_LABELS = {
    **{"active": "在库人数", "removed": "已调出人数"},
    **{"by_level": "按层级人数", "by_first": "按一级目录人数", "by_specialty": "按专业人数"},
    **{"young": "年轻评委人数", "under_five": "少于 5 人的", "withheld": "另外不公布的"},
}


@rule("R201", on="experts")
def counts_differ(roster: Roster, context: Context) -> Iterator[tuple[str, Problem]]:
    """公开的人数与密封的花名册不一致。

    公开的人数由工具根据花名册统计，不手工填写；手工改过，或者改了花名册没有重新密封，就会不一致。要有密钥才能核对。

    不合格：

        # registry/committees/650000/example-one.yaml
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        counts: {by_level: {}, by_specialty: {}, by_first: {}, under_five: {totals: [removed]}}
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title_since: "2018-12"}

    合格：

        # registry/committees/650000/example-one.yaml
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        counts: {by_level: {}, by_specialty: {}, by_first: {}, under_five: {totals: [active]}, withheld: {totals: [removed]}}
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title_since: "2018-12"}
    """
    path = f"registry/rosters/{roster.key}.yaml"
    document = context.registry.document(path)
    if document is None:
        return
    published = document.value["counts"]
    expected = (whole_counts if small_numbers.is_whole(published) else public_counts)(context.registry, roster)
    if expected is None:
        return
    if small_numbers.is_whole(published) and expected["active"] < small_numbers.SMALL:
        expected.pop("young", None)  # was never published of a small pool
    for field in sorted({*expected, *published}, key=list(_LABELS).index):
        if expected.get(field) != published.get(field):
            given = (
                f"：公开的是{_words(published.get(field), '没有写')}，花名册里是{_words(expected.get(field), '不应写')}"
                if _is_number(expected, published, field)
                else ""
            )
            hint = "请不要手工改人数：用 zhicheng seal 重新密封，人数会随着更新。"
            yield path, Problem(("counts", field), f"“{_LABELS[field]}”与密封的花名册不一致{given}", hint)


def _is_number(expected: Value, published: Value, field: str) -> bool:
    """Whether a field of the counts is a number that a message may show; not the number of young experts, which may be hidden."""
    return field != "young" and isinstance(expected.get(field, published.get(field)), int)


def _words(number: int | None, absent: str) -> str:
    return f"（{absent}）" if number is None else small_numbers.people(number)


def _contacts_differ(committee: Committee, context: Context) -> Iterator[Problem]:
    if committee.active:
        yield from _file_differs(committee.contacts, f"{committee.id}{CONTACTS}", ("contacts",), context)


def _roster_differs(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    yield from _file_differs(roster.sealed, f"{context.entry.stem}{ROSTER}", ("sealed",), context)


def _file_differs(registered: Sealed | None, name: str, pointer: tuple[str, ...], context: Context) -> Iterator[Problem]:
    """The problem that a sealed file is missing, or differs from the size and hash `registered` in the public file."""
    vault = context.registry.vault
    if vault is None or registered is None:
        return
    file, hint = vault.files.get(name), "文件被换过或没有一起更新：请用 zhicheng seal 重新密封，两处会一起更新。"
    if not vault.complete:
        hint = f"请先取来最新的密封库（{vault.name}）和登记册；还不同的，{hint}"
    if file is not None and file.crlf:
        hint = f"Git 换掉了它的行尾（CRLF），{CHECKED_OUT_ANEW}"
    if file is None:
        if vault.complete:  # else it may lie in a part of the vault that is not here
            yield Problem(pointer, f"密封库里没有 {vault.name}/{name}", "请把密封文件一起报送；没有的，用 zhicheng seal 密封。")
    elif file.whole and file.size != registered.size:
        yield Problem((*pointer, "size"), f"{vault.name}/{name} 有 {file.size} 字节，登记的是 {registered.size} 字节", hint)
    elif file.whole and file.sha256 != registered.sha256:
        yield Problem((*pointer, "sha256"), f"{vault.name}/{name} 的校验值与登记的不同", hint)


def _roster_content_differs(roster: Roster, context: Context) -> Iterator[Problem]:
    """Problems where an opened roster belongs to another committee or area than its file name, or to another round than the public file."""
    if context.entry.path.rpartition("/")[2] != f"{roster.key}{ROSTER}":
        whose = f"评审委员会 {roster.committee}" if roster.committee else f"地区 {roster.area}"
        yield Problem((), f"里面是另一份花名册（{whose}）", "文件放错了：请用 zhicheng seal 按正确的编号重新密封。")
    public = context.registry.document(f"registry/rosters/{roster.key}.yaml")
    if public is None:
        return
    if public.value["round"] != roster.round:
        said = f"花名册是 {roster.round} 年度的，公开登记的是 {public.value['round']} 年度"
        yield Problem((), said, "请用 zhicheng seal 重新密封，两处会一起更新。")
    if public.value.get("draw_key") != (roster.draw_key and draw_key_commitment(roster.draw_key)):
        yield Problem((), "抽取密钥与公开登记的校验值不同", "请查明密封文件是不是换过，再用 zhicheng seal 重新密封。")


SEALED_DIFFERS = Rule(
    "R202",
    """密封文件与公开登记的不一致：缺少、大小或校验值不同，或者属于别人。

公开的文件里记着密封文件的大小和校验值（SHA-256，密封以后算的），没有密钥的人也能核对文件有没有被换过。

不合格：

    # registry/committees/650000/example-one.yaml
    contacts: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 105}
    # registry/vault/example-one.contacts.age
    -----BEGIN AGE ENCRYPTED FILE-----
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IP//
    -----END AGE ENCRYPTED FILE-----

合格：

    # registry/committees/650000/example-one.yaml
    contacts: {sha256: "fdabc967bf2315a1bfac3ff985035bcee2b09109e101077f38f2dd6d114613b0", size: 105}
    # registry/vault/example-one.contacts.age
    -----BEGIN AGE ENCRYPTED FILE-----
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IP//
    -----END AGE ENCRYPTED FILE-----
""",
    checks=(("committee", _contacts_differ), ("roster", _roster_differs), ("experts", _roster_content_differs)),
)


def _contacts_unreadable(committee: Committee, context: Context) -> Iterator[Problem]:
    if committee.active:
        yield from _unreadable(committee.contacts, f"{committee.id}{CONTACTS}", ("contacts",), context)


def _roster_unreadable(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    yield from _unreadable(roster.sealed, f"{context.entry.stem}{ROSTER}", ("sealed",), context)


def _unreadable(registered: Sealed | None, name: str, pointer: tuple[str, ...], context: Context) -> Iterator[Problem]:
    """The problem that the file in the vault is not a whole age file."""
    vault = context.registry.vault
    file: SealedFile | None = None if vault is None or registered is None else vault.files.get(name)
    if vault is not None and file is not None and not file.whole:
        hint = "可能被截断、改动，或者放进了没有密封的文件。没有密封的，请立即删去并告诉中心；其他的请重新密封。"
        yield Problem(pointer, f"{vault.name}/{name} 不是完整的 age 密封文件", hint)


NOT_SEALED = Rule(
    "R203",
    """密封文件不是 age 文件，或者用这把密钥打不开。

密封文件以 -----BEGIN AGE ENCRYPTED FILE----- 开头，以 -----END AGE ENCRYPTED FILE----- 结尾，中间是密文，任何 age 工具能用对应的密钥打开。

不合格：

    # registry/committees/650000/example-one.yaml
    contacts: {sha256: "fdabc967bf2315a1bfac3ff985035bcee2b09109e101077f38f2dd6d114613b0", size: 105}
    # registry/vault/example-one.contacts.age
    没有密封的文字

合格：

    # registry/committees/650000/example-one.yaml
    contacts: {sha256: "fdabc967bf2315a1bfac3ff985035bcee2b09109e101077f38f2dd6d114613b0", size: 105}
    # registry/vault/example-one.contacts.age
    -----BEGIN AGE ENCRYPTED FILE-----
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IP//
    -----END AGE ENCRYPTED FILE-----
""",
    checks=(("committee", _contacts_unreadable), ("roster", _roster_unreadable)),
)


@rule("R204", on="roster")
def counts_without_sealed_file(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """有公开的人数，没有密封的花名册。

    人数要能与花名册核对，所以公开人数的文件里要有密封花名册的大小和校验值。它们由 zhicheng seal 写入。
    只有撤销了登记的，密封的花名册可以用 zhicheng retire 删去，公开的文件里写着哪天删去（retired）。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        counts: {active: 12, removed: 0, by_level: {associate-senior: 12}, by_specialty: {}}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 12, removed: 0, by_level: {associate-senior: 12}, by_specialty: {}}
    """
    key, vault = context.entry.stem, context.registry.vault
    hint = f"请用 zhicheng seal {key} 密封花名册，人数和校验值会自动写好。"
    if roster.retired is None and roster.sealed is None:
        yield Problem(("counts",), "只有人数，没有密封的花名册", hint, key=True)
    if roster.retired is None:
        return
    committee = context.registry.by_id.get(roster.committee or "")
    if committee is None or committee.active:
        yield Problem(("retired",), "写着花名册已经删去，评审委员会却没有撤销登记", f"请去掉这一行；{hint}", key=True)
    elif roster.sealed is not None or (vault is not None and f"{key}{ROSTER}" in vault.files):
        yield Problem(
            ("retired",), "写着花名册已经删去，密封的花名册却还在", f"请用 zhicheng retire {key} 删去，或者去掉这一行。", key=True
        )


@rule("R205", clause="备案登记的函（2019）一（三）7、8")
def contacts_not_sealed(committee: Committee, context: Context) -> Iterator[Problem]:
    """没有报送主管领导、业务人员和填表人的联系方式。

    主管领导、业务人员及其联系方式（座机、手机）是登记的内容，又是个人信息：密封以后报送，公开的文件里只有校验值。

    不合格：

        contacts:

    合格：

        contacts: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
    """
    if committee.active and committee.contacts is None:
        hint = f"请填好联系人，用 zhicheng seal {committee.id} 密封，“密封的联系人信息”会自动写好。"
        yield Problem((), "没有密封的联系人信息（主管领导、业务人员、填表人）", hint)


@rule("X008", on="registry")
def demonstration_key(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """正式登记册密封给了演示密钥。

    演示密钥的私钥是公开的，任何人都能打开密封给它的文件。只有示例登记册（sample: true）可以用它。

    不合格：

        # registry/registry.yaml
        name: 某省职称评审委员会登记册
        region: "650000"
        current_round: "2026"
        centre: {name: 某省职称社会化评价中心, phones: ["0991-0000000"]}
        sample: false
        # registry/vault/recipients.txt
        age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q

    合格：

        # registry/registry.yaml
        name: 某省职称评审委员会登记册
        region: "650000"
        current_round: "2026"
        centre: {name: 某省职称社会化评价中心, phones: ["0991-0000000"]}
        sample: true
        # registry/vault/recipients.txt
        age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q
    """
    if (registry := context.registry).settings.sample:
        return
    hint = "请用 zhicheng keys new 生成自己的密钥，换掉这把公钥，再用 zhicheng reseal 重新密封；已经密封给它的内容按泄露处理。"
    unread = registry.vault.recipients if registry.vault is not None and has_list(registry) else ()
    for key, line, _holder in unread:
        if key in DEMONSTRATION_KEYS and registry.vault is not None:
            yield f"{registry.vault.name}/{RECIPIENTS}", Problem((), "这是演示密钥的公钥，私钥人人都有", hint, at=(line, 1))
    for named in named_keys(registry):
        if named.recipient.key in DEMONSTRATION_KEYS:
            at = (named.line, 1) if named.line else None
            yield named.path, Problem(named.pointer, "这是演示密钥的公钥，私钥人人都有", hint, at=at)
