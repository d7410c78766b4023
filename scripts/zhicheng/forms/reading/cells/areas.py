"""The scope of a committee (areas and applicants), and the level and area of a unit. Areas go by name, short name or former name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import counted_areas
from zhicheng.forms.reading.cells.lists import bare, chosen, is_placeholder, labelled, lines, split
from zhicheng.forms.reading.cells.lists import pieces as numbered_pieces
from zhicheng.forms.reading.cells.nothing import is_none
from zhicheng.forms.reading.cells.padding import without_padding
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.registry.records.competence import OPEN_TO
from zhicheng.text import listed, show

_KINDS = ("地区", "自治州", "盟", "市", "县", "旗", "区")
_MANY, _LONGEST = 500, 200  # pieces of a cell; characters of a piece, beyond which it names no area
_SHORT = 12  # characters of a piece, up to which it says nothing else
_LABELS = ("受理地域", "地域范围", "受理对象", "申报对象", "受理范围", "说明", "备注")
_PART_OF = {"受理对象": "open_to", "申报对象": "open_to", "说明": "note", "备注": "note"}
_OPEN = (
    (
        "unit",
        re.compile(
            r"(?:仅|只)?(?:限|受理|面向|评审|对)?(?:于|为)?(?:本单位|本院|本校|本公司|本企业|本集团|公司内部|单位内部|内部职工|校内|院内)"
        ),
    ),
    ("system", re.compile(r"(?:仅|只)?(?:限|受理|面向|评审|对)?(?:于|为)?(?:本系统|系统内|本行业系统|全系统|本部门及所属)")),
    ("public", re.compile(r"(?:面向|向)(?:社会|全社会)(?:开放|受理|公开)?")),
)
_NOT, _BUT = ("不", "非", "未"), ("以外", "之外")  # before and behind such words: it is just not so
_OTHERS = re.compile("社会(?:人员|人士|各界)")
_RANGE = r"(?:范围|范围内|内|辖区|辖区内|行政区域内|(?:各|所辖|所属|下辖)[旗县市区]{2,4}(?:范围)?内?)?"
_WHOLE = {
    "prefecture": re.compile(f"(?:全州|全盟|全地区|全市|本州|本盟|本地区|本市|州内|盟内|地区内|市内|地区|全辖区){_RANGE}"),
    "county": re.compile(f"(?:全县|全旗|全市|全林区|全区|本县|本旗|本市|本区|县内|旗内|市内|区内){_RANGE}"),
}
_TAIL = (
    r"(?:(?:各|所辖|所属|下辖|全境|全域|全|行政)*(?:旗县市区|旗县区|旗县市|旗县|县市区|县市|县区|区县|县|旗|市|辖区|区域|地区|范围|境|行政区划)*"
    r"(?:范围)?(?:以?内)?(?:各级)?(?:企事业单位|单位|机关)?)"
)
_IN_BRACKETS = re.compile("(?<=[各辖属])(?:[县市区旗]、?){1,3}[(（][县市区旗](?:、?[县市区旗])?[)）]")  # 各县（市、区）, 各区、县（市）
_INSIDE = re.compile("(?:全境|全域|所辖.{0,10}|各.{0,10}|地区|.{0,6}内)")  # in brackets after a name, adds nothing to the name
_EXCEPT = re.compile("的?除外|不包?含|不包括|的?以外|的?之外|除")
_NOT_HERE = re.compile("不受理|暂不|另行(?:组织|组建|评审)|单独(?:组织|组建|评审)")
_NOT_YET = re.compile(r"(?:20\d\d|[今明]|次)年(?:\d{1,2}月)?(?:度)?[起后前]|(?:拟|将)(?:新增|增加|取消|扩大)")
_EACH_ALONE = "受理的地方和单位，请一个一个写全称，用顿号隔开，不要写在括号里；不受理的请删去。"
_OWN_ALSO = "请把单位所在的地方也写上，受理哪些人写在后面的括号里，如“{}（限本单位）”。"
_OFFICE = re.compile(
    r"(?:局|厅|委|委员会|部|办|办公室|院|协会|学会|联合会|中心|学校|大学|学院|中学|小学|医院|政府|党校|站|所|馆|社)(?:[(（].*[)）])?$"
)

# A part of an area that the table does not have: 西沙区教育局, 虎门镇政府, 某某开发区管委会; not 社区, 灌区, 城乡, 乡镇
_PART = re.compile(
    "[\u4e00-\u9fff]{1,10}?(?:(?<!城)乡(?![村镇土])|(?<![城乡村])镇|县(?![域级乡城])|街道|(?<!红)旗"
    "|(?<![社校景灌矿库牧军片小特护市地林])区(?![域划块]))"
)


def scope(text: str, places: Places, own_area: str | None, below: Collection[str] = ()) -> Value:
    """The scope in a cell as in a record: areas, units that no division covers, who may apply (open_to), and the rest as a note.

    `own_area` is the area of the committee, to which 全地区 or 本县 refers; `below` are the names of units and places without a code that
    rows of the form name. Of a part of which the cell says that there is none (说明：无), there is None. Raises NotUnderstood or Ambiguous.
    """
    text = "\n".join(_IN_BRACKETS.sub("县市区", chosen(without_padding(line))) for line in lines(text))
    parts, rest = labelled(text, _LABELS, ("说明", "备注"))
    plain = " \n".join(part for part in (rest, parts.get("受理地域"), parts.get("地域范围"), parts.get("受理范围")) if part)
    plain = "\n".join(counted_areas.whole(line, places, own_area) or line for line in plain.split("\n"))
    none = {_PART_OF[label]: None for label, text in parts.items() if label in _PART_OF and is_none(text)}
    parts = {label: text for label, text in parts.items() if not is_none(text)}
    applicants = parts.get("受理对象") or parts.get("申报对象")
    pieces = _check_pieces([part for piece in _pieces(plain) for part in places.apart(piece)], places, own_area)
    named = {piece: name for piece in pieces if (name := places.unit(piece)) is not None}
    units = list(dict.fromkeys(places.units[name] for name in named.values()))
    if below and (other := [piece for piece, name in named.items() if not {piece, name} & set(below)]):
        raise Ambiguous(f"“{show(other[0])}”没有写在“受理的单位”里", "请核对这两处，写成一样的。")
    divisions = [piece for piece in pieces if piece not in named and without_spaces(piece) not in set(map(without_spaces, below))]
    codes, open_to, unclear = _areas_and_applicants(divisions, places, own_area)
    if applicants:
        open_to = _open_to(applicants) or open_to
        unclear += [] if open_to else [applicants]
    if not codes and len(divisions) == len(pieces):
        how = places.how if open_to in (None, "public") else _OWN_ALSO.format(places.words.example_prefecture)
        raise NotUnderstood(f"“{show(without_spaces(text))}”里看不出是哪个地区" if text.strip() else "没有填写", how)
    found = {"units": units, "open_to": open_to, "note": _note(parts, plain, unclear)}
    return {"areas": codes, **none, **{key: value for key, value in found.items() if value}}


def _note(parts: Mapping[str, str], plain: str, unclear: list[str]) -> str:
    """The note of a scope: the part after 说明 or 备注; else, where something is unclear, that of the labelled parts, or the whole cell."""
    if note := parts.get("说明") or parts.get("备注"):
        return note
    return _in_one_line("；".join(unclear) if parts else plain) if unclear else ""


def _check_pieces(pieces: list[str], places: Places, own_area: str | None) -> list[str]:
    """The pieces unchanged. Raises Ambiguous where one excludes an area, and NotUnderstood where there are too many."""
    for piece in pieces:
        if len(piece) <= _LONGEST and _NOT_YET.search(piece):
            raise Ambiguous(f"“{show(piece, 40)}”写着以后才增减的地方，看不出现在受理哪些", _EACH_ALONE)
        excluded = _EXCEPT.search(piece) and _codes_of(_EXCEPT.sub("", piece), places, own_area)
        if excluded or (len(piece) <= _LONGEST and _NOT_HERE.search(piece) and places.leading_area(without_spaces(piece))):
            raise Ambiguous("写了“除外”一类的话，看不出受理哪些地方", "请只列出受理的地方；其余的话另起一行，写在“说明：”后面。")
    if len(pieces) > _MANY:
        raise NotUnderstood(f"写了 {len(pieces)} 项，太多了", places.how)
    return pieces


def _areas_and_applicants(pieces: list[str], places: Places, own_area: str | None) -> tuple[list[str], str | None, list[str]]:
    """The areas that the pieces of a cell name, who may apply, and the pieces that say something else too."""
    codes: list[str] = []
    open_to: str | None = None
    unclear: list[str] = []
    for piece in _completed(pieces, places, own_area):
        named = _codes_of(piece, places, own_area)
        first = places.leading_area(without_spaces(piece)) if named is None and len(piece) <= _LONGEST else None
        more_areas = first is not None and (
            first[1].startswith(("和", "及", "与", "以及")) or (first[1][:1] == "的" and places.leading_area(first[1][1:]) is not None)
        )
        if more_areas or (named is None and re.fullmatch("[\u4e00-\u9fff]", piece)):  # 疏 附 县: a name with spaces in it
            raise NotUnderstood(f"“{show(without_spaces(piece), 40)}”里有看不懂的地区", places.how)
        if named is not None:
            _check_brackets(named, piece, places)
        codes = list(dict.fromkeys([*codes, *(named or ())]))
        applicants, is_clear = _applicants_without_area(piece, places) if named is None else _applicants_after_area(piece)
        if open_to and applicants and open_to != applicants:
            raise _several(f"{OPEN_TO[open_to]}，{piece}")
        open_to = open_to or applicants
        if not is_clear:
            unclear.append(piece)
            if named is None and len(piece) <= _LONGEST and (other := places.other_place(piece)):
                if other not in places.units and places.leading_area(other) is not None:
                    raise NotUnderstood(f"“{show(without_spaces(piece), 40)}”里看不出是哪个地区", places.how)
                raise Ambiguous(f"“{show(piece, 40)}”里写了“{show(other)}”，看不出受理不受理", _EACH_ALONE)
    return codes, open_to, unclear


def _completed(pieces: list[str], places: Places, own_area: str | None) -> list[str]:
    """The pieces, those without the kind of their area completed by the next that has it: 喀什、和田、阿克苏地区.

    Raises NotUnderstood where a piece begins the name of an area and none is meant for certain.
    """
    found: list[str] = []
    kind = ""
    for piece in reversed([_below(piece, places) for piece in pieces]):
        bare_piece = without_spaces(piece)
        if not re.fullmatch("[\u4e00-\u9fff]{2,8}", bare_piece) or _codes_of(bare_piece, places, own_area) is not None:
            named = places.leading_area(bare_piece) if len(bare_piece) <= _LONGEST else None
            kind = next((one for one in _KINDS if named and places.areas.name(named[0]).endswith(one)), "")
            found.append(piece)
            continue
        fitting = [area.name for area in places.areas if kind and area.name.startswith(bare_piece) and area.name.endswith(kind)]
        whole = [name for name in fitting if name == bare_piece + kind] or fitting
        alike = [area for area in places.areas if area.name in {bare_piece + one for one in _KINDS}]  # 和田: 地区, 市 and 县
        unsure = len(alike) > 1 and any(area.name in whole and area.level == "county" for area in alike)
        if (len(whole) != 1 or unsure) and any(name.startswith(bare_piece) for name in places.names):
            raise NotUnderstood(f"“{show(bare_piece)}”看不出是哪个地区", places.how)
        found.append(whole[0] if len(whole) == 1 else piece)
    return found[::-1]


def _below(piece: str, places: Places) -> str:
    """The second place of 和田地区所属洛浦; else the piece."""
    match = re.fullmatch("(.{2,20}?)(?:所属|所辖|下辖|辖)的?([\u4e00-\u9fff]{2,20})", without_spaces(piece))
    outer = places.leading_area(match[1]) if match else None
    inner = match is not None and any(name.startswith(match[2]) or match[2].startswith(name) for name in places.names)
    return match[2] if match and inner and outer is not None and not outer[1] else piece


def _applicants_after_area(piece: str) -> tuple[str | None, bool]:
    """Who may apply by the brackets after an area, and whether they say nothing else: 喀什地区（限本单位）, 喀什地区（全境）."""
    bracketed = re.search(r"[(（](.+)[)）]$", piece)
    if bracketed is None:
        return None, True
    said = re.split("[，,；;、]", bracketed[1])
    return _open_to(bracketed[1]), all(_open_to(one) is not None or _INSIDE.fullmatch(one) is not None for one in said)


def _applicants_without_area(piece: str, places: Places) -> tuple[str | None, bool]:
    """Who may apply by a piece that names no area, and whether it says nothing else. Raises NotUnderstood where it looks like an area."""
    open_to = _open_to(piece)
    if open_to is None and len(piece) <= _SHORT and places.like_a_place(without_spaces(piece)):
        raise NotUnderstood(f"“{show(without_spaces(piece))}”不是已知的地区", places.how)
    return open_to, open_to is not None and len(piece) <= _SHORT


def _in_one_line(text: str) -> str:
    return "；".join(line.strip() for line in text.split("\n") if line.strip())


def _pieces(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for one in numbered_pieces(re.sub(r"\s+(?=[(（][^\d一二三四五六七八九十])", "", line)):
            for piece in split(bare(one), "、，,；;。/ \t\u3000"):
                if not is_placeholder(piece):
                    yield bare(piece)


def _codes_of(piece: str, places: Places, own_area: str | None) -> list[str] | None:
    """The codes of the areas that a piece names, None where it names none."""
    if len(piece) > _LONGEST:
        return None
    text = re.sub(rf"[(（]{_INSIDE.pattern}[)）]$", "", without_spaces(piece))
    own = None if own_area is None else places.areas.known(own_area)
    region = places.areas.region
    bracketed = re.fullmatch(r"(.+?)[(（](.+)[)）]", text)
    before = bracketed[1] if bracketed else text
    if region and (places.whole.fullmatch(before) or (own in (None, region) and places.itself.fullmatch(before))):
        return [region.code]
    if own is not None and own.level in _WHOLE and _is_whole(before, own.level, own.name):
        return [own.code]
    found = places.leading_area(before)
    if found is None:
        return None
    code, rest = found
    if bracketed:
        return [code] if not rest else None
    if rest[:1] and rest[0] in "和及与" and (more := _codes_of(rest[1:], places, own_area)) is not None:
        return [code, *more]
    if rest == "各区":  # all of a municipality; elsewhere its counties may not be meant
        return [code] if all(area.name.endswith("区") for area in places.areas if area.parent == code) else None
    return [code] if not rest or rest == f"全{places.areas.name(code)[-1]}" or re.fullmatch(_TAIL, rest) else None


def _is_whole(text: str, level: str, own: str) -> bool:
    """Whether a text such as 全地区 means the whole of the committee's own area: 全市 is no 地区."""
    kind = re.match("[全本](地区|州|盟|市|县|旗|林区|区)(?!.*[县市旗]$)", text)
    ends = {"州": ("州", "地区"), "地区": ("地区", "州"), **{one: (one,) for one in ("盟", "市", "县", "旗", "林区", "区")}}
    return _WHOLE[level].fullmatch(text) is not None and (kind is None or own.endswith(ends[kind[1]]))


def _check_brackets(codes: Sequence[str], piece: str, places: Places) -> None:
    """Raises Ambiguous where brackets behind an area name parts of it (喀什地区（莎车县）: which is meant?), or places outside it."""
    match = re.search(r"[(（](.+)[)）]$", piece)
    code, whole = codes[-1], places.areas.name(codes[-1])
    if match and re.fullmatch("(?:大)?部分(?:县市?|地方|区域|单位)?", match[1]):
        raise Ambiguous(f"“{whole}”后面写着“{show(match[1])}”，看不出受理哪些", _EACH_ALONE)
    said = re.sub("^(?:仅限|仅|只限|只|限)于?", "", match[1]) if match else ""
    inside = [half for one in re.split("[、，,；;]", said) for half in ([one] if places.whole_area(one) else re.split("[和及与]", one))]
    found = [places.leading_area(_whole_name(without_spaces(one), places)) for one in inside]
    if all(one is not None and not one[1] and one[0] != code and places.areas.covers(code, one[0]) for one in found):
        parts = listed(show(without_spaces(one)) for one in inside)
        raise Ambiguous(
            f"“{whole}（{parts}）”看不出是整个{whole}，还是只有括号里的", f"受理全部的请只写“{whole}”；只受理其中一部分的，请只写那几个。"
        )
    if match and len(match[1]) <= _LONGEST and (other := places.other_place(match[1], code)):
        raise Ambiguous(f"“{whole}”后面的括号里写了“{show(other)}”，看不出受理不受理", _EACH_ALONE)


def _whole_name(text: str, places: Places) -> str:
    """The one name that begins with a text (莎车: 莎车县); else the text."""
    fitting = [name for name in places.names if len(text) > 1 and name.startswith(text)]
    return fitting[0] if len(fitting) == 1 else text


def _open_to(text: str) -> str | None:
    """Who may apply by a text, None where it does not say. Raises Ambiguous where it says it is not so (不限本单位), or names several."""
    text = without_spaces(text)
    found = [(code, match) for code, words in _OPEN for match in words.finditer(text)]
    codes = {code for code, _ in found}
    denied = any(text[: match.start()].endswith(_NOT) or text.startswith(_BUT, match.end()) for _, match in found)
    if denied or len(codes) > 1 or (codes - {"public"} and _OTHERS.search(text)):
        raise _several(text)
    return next(iter(codes), None)


def _several(text: str) -> Ambiguous:
    labels = "".join(f"“{label}”" for label in OPEN_TO.values())
    return Ambiguous(f"“{show(text, 40)}”看不出受理哪些人", f"请写{labels}里的一个；别的话请另起一行，写在“说明：”后面。")


def inferred(organiser: str, areas_of_scope: list[str], places: Places) -> tuple[str, str] | None:
    """The level and the area of a unit, None unless its name makes them certain (昌吉回族自治州…局 is prefecture, 652300) and the scope, as
    far as it is known, has a part of that area. What else the scope has is for rule E103. That of a part that is not known, a town or a
    new county, is none of the whole.
    """
    text = without_spaces(organiser)
    if not text or len(text) > _LONGEST or places.is_senior(text) or not _OFFICE.search(text):
        return None
    try:
        found = places.leading_area(text)
    except Ambiguous:
        return None
    if found is None or _PART.match(found[1]):
        return None
    level = places.areas.level(found[0])
    if level is None or (areas_of_scope and not any(places.areas.covers(found[0], code) for code in areas_of_scope)):
        return None
    return level, found[0]
