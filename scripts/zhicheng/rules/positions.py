"""Whether a text from the column 工作单位及行政职务 names a leading post of an administrative organ (R113).

R113 is only a warning, so it is enough to match words: a post at the end of a clause, and the last kind of organisation named before it.
Posts in schools, hospitals, institutes, enterprises and associations do not count, nor do those in the Party, in courts and in villages.
"""

from __future__ import annotations

import re

# A post and what may follow it: 局长, not 局长助理; 县长、高级工程师, not 县长途汽车站.
_POST = re.compile(
    r"([厅局处署州县市区乡镇旗]长|(?<!联)盟长|主任|主席|秘书长|专员)(?=$|[\s,，;；、。.:：/|()（）\[\]【】]|兼|党组|党委|高级|正高|教授|研究员|总工)"
)
_HEADS_OF_AREAS = "州盟县市区乡镇旗"
_IN_THE_POST = "厅局署"  # 某州水利局长: the organ's last character is the post's first
# Posts that any organisation may have; only right after these words they are posts of an organ.
_RIGHT_AFTER = {
    "主任": re.compile(r"(?:委|委员会|委会|办事处|街道办|办公室|办)$"),
    "主席": re.compile(r"政府$"),
    "秘书长": re.compile(r"(?:政府|办公厅|行署|公署)$"),
    "专员": re.compile(r"(?:行署|公署)$"),
}
# A post belongs to the last organisation named before it. Units that any organisation may have (处, 科, 室, 部, 党组) are left out.
_OTHER = (
    "大学|学院|校|中学|小学|幼儿园|医院|卫生院|保健院|(?<!国务)院|中心|所(?!有|属)|公司|集团|企业|厂|银行|信用社|出版社|报社|杂志社|通讯社|合作社|"
    "电视台|电台|气象台|地震台|站|馆|队(?!伍)|农场|林场|牧场|机场|养殖场|种羊场|试验场|供电局|铁路局|工程局|勘探局|协会|学会|研究会|联合会|"
    "基金会|商会|促进会|工会|学术委员会|教学委员会|专业委员会|评审委员会|评委会|专家委员会|村民委员会|居民委员会|村委会|居委会|社区|法院|检察院|"
    "政协|人大|(?<=[市县区州盟旗地党工])委(?!员)"
)
_ORGAN = "政府|行署|公署|厅|局|委员会|管委会|委(?!托|派|培)|街道办"
_ORGANISATION = re.compile(rf"({_OTHER})|{_ORGAN}")
_FORMER = re.compile(r"(?:^|[\s,，;；。、(（])原(?!州|平|阳)[^,，;；。、]*$|[原前]$")


def sounds_like_a_leader(unit: str) -> bool:
    """Whether a text names a post that leads an organ or a department of one: 某厅副厅长, 某局规划处处长; not 某大学教务处处长."""
    return any(_leads(match[1], unit[: match.start()].rstrip().rstrip("副").rstrip()) for match in _POST.finditer(unit))


def _leads(post: str, before: str) -> bool:
    if _FORMER.search(before):
        return False
    if post[0] in _HEADS_OF_AREAS:
        return True
    named = list(_ORGANISATION.finditer(before))
    if not named:
        return post[0] in _IN_THE_POST
    after = _RIGHT_AFTER.get(post)
    return named[-1][1] is None and (after is None or after.search(before) is not None)
