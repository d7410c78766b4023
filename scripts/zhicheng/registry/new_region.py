"""Creates an empty registry for another region, without anything specific to Xinjiang."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from zhicheng.documents.yaml_writing import flow, scalar
from zhicheng.errors import UserError
from zhicheng.system.packaged import resource

# GB/T 2260, province level, where titles are reviewed by the mainland's rules.
PROVINCES = {
    "110000": "北京市", "120000": "天津市", "130000": "河北省", "140000": "山西省", "150000": "内蒙古自治区",
    "210000": "辽宁省", "220000": "吉林省", "230000": "黑龙江省", "310000": "上海市", "320000": "江苏省",
    "330000": "浙江省", "340000": "安徽省", "350000": "福建省", "360000": "江西省", "370000": "山东省",
    "410000": "河南省", "420000": "湖北省", "430000": "湖南省", "440000": "广东省", "450000": "广西壮族自治区",
    "460000": "海南省", "500000": "重庆市", "510000": "四川省", "520000": "贵州省", "530000": "云南省",
    "540000": "西藏自治区", "610000": "陕西省", "620000": "甘肃省", "630000": "青海省", "640000": "宁夏回族自治区",
    "650000": "新疆维吾尔自治区",
}  # fmt: skip
# Patterns in .gitignore that keep private files out of the repository; `zhicheng guard` also checks contents.
PRIVATE = (
    "# 私密材料：没有密封的名册、联系人和私钥，一律放在仓库以外\n"
    "*.plain.json\n*.plain.yaml\n*.plain.yml\n*.roster.json\n*.roster.yaml\n*.contacts.json\n*.contacts.yaml\n*.identity\n*.agekey\n"
    "*名册*.xls*\n*名册*.csv\n*名册*.tsv\n*名册*.doc*\n*名册*.wps\n*名册*.et\n*名册*.zip\n*名册*.rar\n*附件3*.xls*\n*附件3*.csv\n*附件3*.doc*\n*.form-?-private.*\n~$*\n"
)
# Lets `git diff` show sealed files to holders of a key, who set up the diff command by hand: docs/guide/roster.md.
ATTRIBUTES = "# 密封文件按原样存取（校验值按字节算）；持钥人可以设置 git diff，见“评委花名册”指南\n*.age -text diff=zhicheng-age\n"
_FIRST_REGION_ONLY = re.compile(r',\s*"bingtuan": \{[^}]*\}')  # a field of areas that no other region needs
_COMMENT = "# yaml-language-server: $schema={up}schemas/{kind}.schema.json\n"


def init_region(target: Path, code: str, name: str | None, today: date) -> list[str]:
    """Writes an empty registry for the region `code` into `target`, completely or not at all; returns the paths of its files, sorted.

    Raises UserError if the code or name is malformed, if the code is unknown and `name` is None, or if `target` exists and is not empty.
    """
    if not re.fullmatch(r"[1-9][0-9]0000", code):
        raise UserError("区划代码要填省、自治区、直辖市的六位代码，例如广东省 440000。")
    name = name or PROVINCES.get(code)
    if name is None:
        raise UserError(f"不认识区划代码 {code}。请核对，或用 --name 写明地区名称。")
    if not re.fullmatch(r"\w{2,40}", name):
        raise UserError("地区名称只写文字，2 到 40 个，例如 广东省。")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{target} 不是空文件夹。为免覆盖已有内容，请换一个位置。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        staged = Path(folder) / "registry-of-region"
        _write(staged, code, name, today)
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


def _write(root: Path, code: str, name: str, today: date) -> None:
    own_region = code == "650000"
    centre = {"name": f"{name}职称工作机构（请改为实际名称）", "phones": ["请填写咨询电话"]}
    books = ["letter-2019" if own_region else "local", "order-40"]
    texts = {
        "registry/registry.yaml": _comment("registry", "../")
        + f"name: {scalar(f'{name}职称评审委员会登记册')}\nregion: {scalar(code)}\n"
        + f"centre: {flow(centre)}\n"
        + f"current_round: {scalar(str(today.year))}\n",
        f"registry/rounds/{today.year}.yaml": _comment("round", "../../")
        + f"id: {scalar(str(today.year))}\ntitle: {today.year} 年度备案登记\nopened: {scalar(today)}\n"
        + "# 报送登记表、专家名册、平台录入的截止日期，请按通知改写。\n"
        + f"deadlines: {flow(dict.fromkeys(('form', 'roster', 'platform'), f'{today.year}-12-31'))}\n"
        + f"rulebooks: {flow(books)}\n# 本年度应当备案的评审委员会编号\nexpected: []\n",
        "registry/reviewers.yaml": _comment("reviewers", "../")
        + "# 审核人员在代码平台上的账号（不带 @）。centre 是中心，maintainers 维护程序和规则，areas 是各地州市。\n"
        + "centre: {accounts: [centre-a]}\nmaintainers: {accounts: [maintainer-a]}\nareas: {}\n",
        "registry/waivers.yaml": _comment("waivers", "../") + "# 获准的例外，全部公开。\nwaivers: []\n",
        "README.md": f"# {name}职称评审委员会登记册\n\n登记一个评审委员会：`zhicheng new 编号`，填写，再运行 `zhicheng validate`。\n"
        "生成网站：`zhicheng build`，文件在 `site/`。\n",
        ".gitignore": "/site/\n/exports/\n.DS_Store\n*~\n" + PRIVATE,
        ".gitattributes": ATTRIBUTES,
    }
    for path in ("registry/reference/series.yaml", "registry/reference/ethnic-groups.yaml", "registry/rulebooks/order-40.yaml"):
        texts[path] = resource(path).read_text(encoding="utf-8")
    if own_region:
        for path in ("registry/reference/areas.yaml", "registry/rulebooks/letter-2019.yaml"):
            texts[path] = resource(path).read_text(encoding="utf-8")
    else:
        texts["registry/reference/areas.yaml"] = _areas(code, name)
        texts["registry/rulebooks/local.yaml"] = _local_rulebook(name, today)
    texts["registry/vault/recipients.txt"] = _RECIPIENTS
    for path, text in texts.items():
        full = root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8", newline="\n")
    for folder in ("committees", "rosters", "decisions"):
        (root / "registry" / folder).mkdir()
        (root / "registry" / folder / ".gitkeep").touch()
    shutil.copytree(resource("schemas"), root / "schemas")
    if not own_region:
        areas = root / "schemas/areas.schema.json"
        text = _FIRST_REGION_ONLY.sub("", areas.read_text(encoding="utf-8"))
        areas.write_text(text, encoding="utf-8", newline="\n")


_RECIPIENTS = """\
# 密封给谁：中心的公钥，每行一把，至少两把，一把备用。公钥由 zhicheng keys new 生成，以 age1 开头。
# 只写公钥。私钥绝不放进仓库。
"""


def _comment(kind: str, up: str) -> str:
    """The first line of a file, which tells editors its schema; `up` leads from the folder of the file to the root."""
    return _COMMENT.format(up=up, kind=kind)


def _areas(code: str, name: str) -> str:
    """The text of areas.yaml with the region alone, and examples as comments."""
    kind = next((kind for kind in ("自治区", "省", "市") if name.endswith(kind)), "省")
    return _comment("areas", "../../") + (
        "# 行政区划（GB/T 2260 六位代码）。请按下面的样子补上各地、州、市和县、市、区，level 填 prefecture 或 county，\n"
        "# since 是启用的年份；停用的代码放进 retired，写明停用年份和后继代码。\n"
        f"areas:\n  - {{code: '{code}', name: {scalar(name)}, level: region, kind: {kind}, parent: null, since: 1981}}\n"
        f"# - {{code: '{code[:2]}0100', name: 某市, level: prefecture, kind: 地级市, parent: '{code}', since: 1981}}\n"
        f"# - {{code: '{code[:2]}0102', name: 某区, level: county, kind: 市辖区, parent: '{code[:2]}0100', since: 1981}}\n"
    )


def _local_rulebook(name: str, today: date) -> str:
    """The text of the region's rulebook: like letter-2019, with the clauses to be filled in."""
    text = resource("registry/rulebooks/letter-2019.yaml").read_text(encoding="utf-8")
    body = text[text.index("\nrules:") :]
    body = re.sub(r", note: [^}]*}", "}", body)
    body = re.sub(r"(clause: )[^,}\n]+", r"\1请填写条款", body)
    body = re.sub(r"^(  [ER][0-9]{3}: )\S+", r"\1请填写条款", body, flags=re.MULTILINE)
    body = re.sub(r"^ *#.*\n", "", body, flags=re.MULTILINE)
    return (
        _comment("rulebook", "../../")
        + "# 本地区关于评审委员会备案的文件。rules 列出由它生效的规则和各自依据的条款，numbers 是文件规定的数字。\n"
        + "# 请改成本地区文件的名称、日期和条款；文件没有规定的规则整行删去。\n"
        + f"id: local\ntitle: {scalar(f'{name}职称评审委员会备案的文件（请填写名称）')}\nshort: 本地区备案文件\nissued: {scalar(today)}\n"
        + f"in_force: {scalar(today)}\nissuer: {scalar(f'{name}人力资源和社会保障部门')}\nform: 请填写条款\n"
        + body
    )
