"""R201–R205 and X008: sealed files beside what the public files say of them. All people are invented (人物均为虚构)."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from helpers import registries, rosters
from helpers.judging import Judge

from zhicheng.vault import cipher, store

CONTACTS, ROSTER = "registry/vault/example-one.contacts.age", "registry/vault/example-one.roster.age"
PUBLIC = "registry/rosters/example-one.yaml"
SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IP//\n-----END AGE ENCRYPTED FILE-----\n"
SIZE, HASH = len(SEALED), hashlib.sha256(SEALED.encode()).hexdigest()
OTHER = "0" * 64
GONE = 'status: withdrawn\nwithdrawn: {date: "2026-09-01", reason: 机构改革}\n'
ANEW = "文件被换过或没有一起更新：请用 zhicheng seal 重新密封，两处会一起更新。"
NINE = "counts: {active: 9, removed: 0, by_level: {}, by_specialty: {}}\n"
SEAL = "请用 zhicheng seal example-one 密封花名册，人数和校验值会自动写好。"


def contacts(sha256: str = HASH, size: int = SIZE) -> str:
    return f'panel:\ncontacts: {{sha256: "{sha256}", size: {size}}}\n'


def roster(sha256: str = HASH, size: int = SIZE) -> str:
    return f'committee: example-one\nround: "2026"\nsealed: {{sha256: "{sha256}", size: {size}}}\n{NINE}'


def found(judge: Judge, fields: str, files: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    told = judge(fields, others=files).findings
    assert not [f for f in told if f.code.startswith(("Y", "S"))]
    return [(f.code, f.file, f.pointer, f.message, f.hint) for f in told if f.code.startswith("R20")]


# --- R202, R203: without a key -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "sha256", "field", "said"),
    [
        (SIZE, HASH, "", ""),
        (SIZE + 1, HASH, "size", f"有 {SIZE} 字节，登记的是 {SIZE + 1} 字节"),
        (SIZE - 1, OTHER, "size", f"有 {SIZE} 字节，登记的是 {SIZE - 1} 字节"),
        (SIZE, OTHER, "sha256", "的校验值与登记的不同"),
    ],
    ids=["the-same", "longer", "shorter-and-another", "another"],
)
def test_r202_size_and_hash(judge: Judge, size: int, sha256: str, field: str, said: str) -> None:
    """Of contacts and rosters alike, one finding for each."""
    files = {CONTACTS: SEALED, ROSTER: SEALED, PUBLIC: roster(sha256, size)}
    expected = [
        ("R202", registries.ONE, f"/contacts/{field}", f"{CONTACTS} {said}", ANEW),
        ("R202", PUBLIC, f"/sealed/{field}", f"{ROSTER} {said}", ANEW),
    ]
    assert found(judge, contacts(sha256, size), files) == (expected if said else [])


MISSING = "请把密封文件一起报送；没有的，用 zhicheng seal 密封。"


def test_r202_missing(judge: Judge) -> None:
    """Where there is a vault, each file that a public one tells of has to be in it."""
    files = {"registry/vault/example-two.contacts.age": SEALED, PUBLIC: roster()}
    assert found(judge, contacts(), files) == [
        ("R202", registries.ONE, "/contacts", f"密封库里没有 {CONTACTS}", MISSING),
        ("R202", PUBLIC, "/sealed", f"密封库里没有 {ROSTER}", MISSING),
    ]


def test_r202_without_a_vault_nothing_can_be_told(judge: Judge) -> None:
    assert found(judge, contacts(), {PUBLIC: roster()}) == []


def test_r202_in_a_vault_of_which_a_part_is_here(judge: Judge, empty: Path) -> None:
    """A repository of its own may not have been fetched: what is missing may be there, and what differs may be old."""
    (empty / "registry/vault/.git").mkdir(parents=True)
    files = {CONTACTS: SEALED, PUBLIC: roster()}
    hint = f"请先取来最新的密封库（registry/vault）和登记册；还不同的，{ANEW}"
    assert found(judge, contacts(OTHER), files) == [("R202", registries.ONE, "/contacts/sha256", f"{CONTACTS} 的校验值与登记的不同", hint)]


def armoured(body: bytes) -> str:
    """Text between the first and the last line of a sealed file, in base64."""
    return f"-----BEGIN AGE ENCRYPTED FILE-----\n{base64.b64encode(body).decode()}\n-----END AGE ENCRYPTED FILE-----\n"


AGE = b"age-encryption.org/v1\n-> "


@pytest.mark.parametrize(
    "content",
    [
        *("plain\n", SEALED[:-30], SEALED[1:], "", SEALED + "more\n", SEALED * 2),
        SEALED.replace("//", "//\n姓名 甲某"),
        SEALED.replace("//", "/"),
        *(armoured(b"age\xff"), armoured("姓名 甲某".encode()), armoured(AGE + "姓名 甲某".encode())),
    ],
    ids=[
        "plain",
        "cut-off",
        "without-its-start",
        "empty",
        "more-behind",
        "two",
        "text-between",
        "no-base64",
        "other",
        "text",
        "text-behind",
    ],
)
def test_r203_not_sealed(judge: Judge, content: str) -> None:
    """Nothing is said then of size and hash."""
    files = {CONTACTS: content, ROSTER: content, PUBLIC: roster(OTHER, 1)}
    hint = "可能被截断、改动，或者放进了没有密封的文件。没有密封的，请立即删去并告诉中心；其他的请重新密封。"
    assert found(judge, contacts(OTHER, 1), files) == [
        ("R203", registries.ONE, "/contacts", f"{CONTACTS} 不是完整的 age 密封文件", hint),
        ("R203", PUBLIC, "/sealed", f"{ROSTER} 不是完整的 age 密封文件", hint),
    ]


@pytest.mark.parametrize("content", [armoured(AGE + b"\xff"), SEALED.replace("\n", "\r\n"), SEALED + "\n"])
def test_r203_sealed(judge: Judge, content: str) -> None:
    """As tools on Windows end lines, too."""
    assert [one[0] for one in found(judge, contacts(OTHER, 1), {CONTACTS: content})] == ["R202"]


def test_r202_lines_that_git_ended_otherwise(judge: Judge) -> None:
    """What Git on Windows writes out is not sealed anew."""
    wide = SEALED.replace("\n", "\r\n")
    (one,) = found(judge, contacts(), {CONTACTS: wide})
    assert one[3] == f"{CONTACTS} 有 {len(wide)} 字节，登记的是 {SIZE} 字节"
    assert one[4].startswith("Git 换掉了它的行尾（CRLF），不要重新密封：在密封库里写 .gitattributes（一行 *.age -text）并提交，")
    assert found(judge, contacts(hashlib.sha256(wide.encode()).hexdigest(), len(wide)), {CONTACTS: wide}) == []  # sealed by another tool


@pytest.mark.parametrize("content", ["plain\n", SEALED], ids=["plain", "another"])
def test_contacts_of_who_is_withdrawn_do_not_matter(judge: Judge, content: str) -> None:
    assert found(judge, contacts(OTHER) + GONE, {CONTACTS: content}) == []
    assert [one[0] for one in found(judge, contacts(OTHER), {CONTACTS: content})] == ["R203" if content == "plain\n" else "R202"]


# --- R204, R205: what is not sealed ------------------------------------------------------------------------------------

UNSEALED = f'committee: example-one\nround: "2026"\n{NINE}'
RETIRED = UNSEALED + 'retired: "2026-10-01"\n'
ACTIVE_STILL = "写着花名册已经删去，评审委员会却没有撤销登记"
THERE_STILL = "写着花名册已经删去，密封的花名册却还在"
RETIRE = "请用 zhicheng retire example-one 删去，或者去掉这一行。"


@pytest.mark.parametrize(
    ("fields", "files", "expected"),
    [
        pytest.param("", {PUBLIC: roster()}, [], id="sealed"),
        pytest.param("", {PUBLIC: UNSEALED}, [("/counts", "只有人数，没有密封的花名册", SEAL)], id="counts-alone"),
        pytest.param("", {PUBLIC: RETIRED}, [("/retired", ACTIVE_STILL, f"请去掉这一行；{SEAL}")], id="retired-though-active"),
        pytest.param(GONE, {PUBLIC: RETIRED}, [], id="retired-and-withdrawn"),
        pytest.param(GONE, {PUBLIC: RETIRED, ROSTER: SEALED}, [("/retired", THERE_STILL, RETIRE)], id="retired-and-there"),
        pytest.param(GONE, {PUBLIC: RETIRED, ROSTER.replace("one", "two"): SEALED}, [], id="retired-and-another-there"),
        pytest.param(GONE, {PUBLIC: roster() + 'retired: "2026-10-01"\n'}, [("/retired", THERE_STILL, RETIRE)], id="retired-and-sealed"),
        pytest.param(
            "", {PUBLIC: roster() + 'retired: "2026-10-01"\n'}, [("/retired", ACTIVE_STILL, f"请去掉这一行；{SEAL}")], id="none-of-it"
        ),
    ],
)
def test_r204(judge: Judge, fields: str, files: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    told = [one[2:] for one in found(judge, "panel:\n" + fields, files) if one[0] == "R204"]
    assert told == expected


@pytest.mark.parametrize(("fields", "missing"), [("", False), ("contacts:\n", True), (f"contacts:\n{GONE}", False)])
def test_r205(judge: Judge, fields: str, missing: bool) -> None:
    hint = "请填好联系人，用 zhicheng seal example-one 密封，“密封的联系人信息”会自动写好。"
    said = "没有密封的联系人信息（主管领导、业务人员、填表人）"
    assert found(judge, "panel:\n" + fields, {}) == ([("R205", registries.ONE, "", said, hint)] if missing else [])


# --- R201, R202: of opened rosters -------------------------------------------------------------------------------------


def opened(root: Path, *changes: str, counts: str = "", **fields: str) -> list[tuple[str, str, str, str]]:
    """What R201 and R202 say of an opened roster with so many experts, with these public counts (else its own)."""
    registries.write(root, f"{rosters.VAULT}/example-one{rosters.OPENED}", rosters.rows(*changes, **fields))
    if counts:
        registries.write(root, PUBLIC, f'committee: example-one\nround: "2026"\ncounts: {{{counts}}}\n')
    record = registries.record("panel:\n")
    registries.write(root, registries.home(record), record)
    return [(f.code, f.file, f.pointer, f.message) for f in rosters.all_findings(root) if f.code in ("R201", "R202")]


FIRSTS = "by_first: {engineering: {建筑工程: 6}}"
SECONDS = "by_specialty: {engineering: {建筑工程: {城市规划: 6}}}"
OF_SIX = (
    f"active: 6, by_level: {{associate-senior: 6}}, {FIRSTS}, {SECONDS}, under_five: {{totals: [removed]}}, withheld: {{totals: [young]}}"
)
WHOLE = f"active: 6, removed: 0, by_level: {{associate-senior: 6}}, {SECONDS}, young: 6"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param("", [], id="its-own"),
        pytest.param(WHOLE, [], id="whole-as-before"),
        pytest.param(
            WHOLE.replace("active: 6", "active: 7"), [("active", "在库人数", "公开的是 7 人，花名册里是 6 人")], id="one-too-many"
        ),
        pytest.param(
            WHOLE.replace("removed: 0", "removed: 5"),
            [("removed", "已调出人数", "公开的是 5 人，花名册里是少于 5 人")],
            id="of-a-small-number",
        ),
        pytest.param(WHOLE.replace("young: 6", "young: 5"), [("young", "年轻评委人数", "")], id="young-without-a-number"),
        pytest.param(
            WHOLE.replace("active: 6, removed: 0", "removed: 5"),
            [
                ("active", "在库人数", "公开的是（没有写），花名册里是 6 人"),
                ("removed", "已调出人数", "公开的是 5 人，花名册里是少于 5 人"),
            ],
            id="several-in-order",
        ),
        pytest.param(
            WHOLE.replace("城市规划: 6", "城市规划: 5, 建筑设计: 1"), [("by_specialty", "按专业人数", "")], id="specialties-without-numbers"
        ),
        pytest.param(WHOLE.replace("associate-senior: 6", "full-senior: 6"), [("by_level", "按层级人数", "")], id="levels"),
    ],
)
def test_r201(empty: Path, counts: str, expected: list[tuple[str, str, str]]) -> None:
    told = opened(empty, *[""] * 6, counts=counts)
    said = [(field, f"“{label}”与密封的花名册不一致" + (f"：{more}" if more else "")) for field, label, more in expected]
    assert [(pointer, message) for code, _, pointer, message in told if code == "R201"] == [
        (f"/counts/{field}", one) for field, one in said
    ]
    assert {file for _, file, _, _ in told} <= {PUBLIC}


@pytest.mark.parametrize(("people", "counted", "found_"), [(4, 4, False), (5, 5, True), (6, 6, True)])
def test_r201_the_young_of_a_small_pool_were_never_published(empty: Path, people: int, counted: int, found_: bool) -> None:
    """Of five and more a file of before that lacks them is out of date."""
    numbers = f"active: {counted}, removed: 0, by_level: {{associate-senior: {counted}}}"
    counts = f"{numbers}, by_specialty: {{engineering: {{建筑工程: {{城市规划: {counted}}}}}}}"
    assert [pointer for _, _, pointer, _ in opened(empty, *[""] * people, counts=counts)] == ["/counts/young"] * found_


def test_r201_hidden_numbers_that_ought_not_to_be_there(empty: Path) -> None:
    """What is hidden is told by its name alone."""
    counts = OF_SIX.replace("by_level: {associate-senior: 6}", "by_level: {}").replace(
        "totals: [young]", "totals: [young], by_level: [full-senior]"
    )
    assert opened(empty, *[""] * 6, counts=counts.replace("active: 6", "active: 7")) == [
        ("R201", PUBLIC, "/counts/active", "“在库人数”与密封的花名册不一致：公开的是 7 人，花名册里是 6 人"),
        ("R201", PUBLIC, "/counts/by_level", "“按层级人数”与密封的花名册不一致"),
        ("R201", PUBLIC, "/counts/withheld", "“另外不公布的”与密封的花名册不一致"),
    ]


@pytest.mark.parametrize(
    ("key", "whose"),
    [("example-one", None), ("example-two", "评审委员会 example-two"), ("employer-653100", "地区 653100")],
)
def test_r202_whose_roster_it_is(empty: Path, key: str, whose: str | None) -> None:
    """A whole sealed file, in the place of another."""
    opened(empty, "")
    content = store.padded(store.packed(rosters.value(key, "")))
    (empty / ROSTER).write_bytes(cipher.seal(content, sorted(store.DEMONSTRATION_KEYS)))
    told = [(f.message, f.hint) for f in rosters.opened(empty).findings if (f.code, f.file) == ("R202", ROSTER)]
    hint = "文件放错了：请用 zhicheng seal 按正确的编号重新密封。"
    assert told == ([(f"里面是另一份花名册（{whose}）", hint)] if whose else [])


def test_r202_of_another_round(empty: Path) -> None:
    opened(empty, "")
    assert not [f for f in rosters.opened(empty).findings if f.code == "R202"]
    path = empty / PUBLIC
    path.write_text(path.read_text(encoding="utf-8").replace('round: "2026"', 'round: "2019"'), encoding="utf-8")
    told = [(f.file, f.pointer, f.message, f.hint) for f in rosters.opened(empty).findings if f.code == "R202"]
    assert told == [(ROSTER, "", "花名册是 2026 年度的，公开登记的是 2019 年度", "请用 zhicheng seal 重新密封，两处会一起更新。")]


@pytest.mark.parametrize(
    ("sealed", "public", "found_"),
    [("", "", False), ("00" * 32, "", True), ("00" * 32, "right", False), ("00" * 32, "11" * 32, True), ("", "11" * 32, True)],
)
def test_r202_of_another_key_for_draws(empty: Path, sealed: str, public: str, found_: bool) -> None:
    """The public file has the hash of the key; without a key there is none."""
    opened(empty, "", **({"draw_key": f'"{sealed}"'} if sealed else {}))
    path = empty / PUBLIC
    commitment = hashlib.sha256(bytes.fromhex(sealed)).hexdigest() if public == "right" else public
    if public:
        path.write_text(path.read_text(encoding="utf-8").replace("counts:", f'draw_key: "{commitment}"\ncounts:'), encoding="utf-8")
    told = [(f.file, f.message, f.hint) for f in rosters.opened(empty).findings if f.code == "R202"]
    hint = "请查明密封文件是不是换过，再用 zhicheng seal 重新密封。"
    assert told == [(ROSTER, "抽取密钥与公开登记的校验值不同", hint)] * found_


# --- X008 --------------------------------------------------------------------------------------------------------------

DEMONSTRATION = "age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q"
SETTINGS = 'name: 登记册\nregion: "650000"\ncentre: {name: 中心, phones: ["0991-0000900"]}\ncurrent_round: "2026"\nsample: %s\n'


@pytest.mark.parametrize("sample", [True, False])
def test_x008_wherever_the_key_is_named(judge: Judge, sample: bool) -> None:
    """In the list of keys, at its item; in recipients.txt, which is not read then, at its line; among the reviewers."""
    _, fresh = cipher.new_identity()
    files = {
        "registry/registry.yaml": SETTINGS % str(sample).lower(),
        "registry/vault/recipients.txt": f"# 说明\n{fresh}\n{DEMONSTRATION} # 备用\n",
    }
    found = [(f.code, f.file, f.line, f.column, f.message) for f in judge(None, others=files).findings]
    assert found == ([] if sample else [("X008", "registry/vault/recipients.txt", 3, 1, "这是演示密钥的公钥，私钥人人都有")])
    holder = "holder: 某岗位, role: centre, since: '2026-01-01'"
    files["registry/recipients.yaml"] = f"recipients:\n  - {{key: {fresh}, {holder}}}\n  - {{key: {DEMONSTRATION}, {holder}}}\n"
    found = [(f.code, f.file, f.line, f.message) for f in judge(None, others=files).findings if f.code == "X008"]
    places = [("registry/recipients.yaml", 3), ("registry/vault/recipients.txt", 3)]
    assert found == ([] if sample else [("X008", *place, "这是演示密钥的公钥，私钥人人都有") for place in places])
