"""The remarks (备注) of Annex 3: honours, retirement, and leaders of administrative organs."""

from __future__ import annotations

import re

from zhicheng.forms.reading.cells import remains
from zhicheng.forms.reading.faults import Ambiguous

_HONOURS = (
    (
        "state-allowance",
        re.compile(r"(?:国务院|国家)(?:颁发的?)?(?:政府)?(?:的)?(?:特殊)?津贴|政府特殊津贴|国贴|享受特殊津贴|[院家府]特贴"),
    ),
    ("outstanding-contribution", re.compile(r"突出贡献.{0,4}中青年")),
    ("hundred-thousand-million", re.compile(r"百千万人才")),
)
_LOWER = re.compile(r"(?:地区|自治州|[市州盟县区旗兵]团?级?|学?[校院]级?|单位)[^，。；;、,]{0,3}$")
_REGIONS = (  # by their short names, which are said without 省 or 自治区: 广东百千万人才
    "河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|"
    "北京|天津|上海|重庆"
)
_REGIONAL = re.compile(rf"(?:自治区|省|兵团|{_REGIONS})[市级]*[^，。；;、,]{{0,4}}$")
_NATIONAL = re.compile(  # of the state, whoever recommended it: 广东省国务院特殊津贴专家; but 国家电网, 国家税务总局
    "国务院|国贴|(?<!非)国家级?(?=有?突出|新世纪|百千万|政府|特殊|津贴|人[选才]|专家|[)）]|$)"
)
_MUNICIPAL = re.compile("(?:北京|天津|上海|重庆)市?级?有?$")  # a region, whose honours count as those of a province
_NOT_YET = re.compile(
    r"(?:未|没有?|不是|非|拟|申报|推荐|候选|曾报|培养对象|无|不(?!仅|但|只|断|懈)|曾享受|其(?:父|母|子|女|妻|夫|配偶|爱人))[^，。；;、,]{0,8}$"
)
_CANDIDATE = re.compile("[^，。；;、,]{0,8}(?:候选|培养对象|推荐|申报|工作室|团队|课题组|提名|入围|之[子女]|家属|第[二三四]层次|[?？])")
_LOWER_BEHIND = re.compile(
    "[^，。；;、,(（）)]{0,8}[(（]?(?:自治区|省|兵团|市|地|州|盟|县|旗|校|院|厅)级(?:人选|专家|人才|[)）]|$)"
)  # …工程省级人选
_REHIRED = re.compile("返聘|退休(?:后)?(?:被)?(?:聘用|续聘|回聘)")
_REHIRED_UNTIL = re.compile(r"(?:至|到|[-—~～])(20\d\d)(?:[年./-](\d{1,2})(?!\d))?")
_NOT_REHIRED = re.compile(
    "(?:[未不无没拟待可曾原]|申请|解除|终止|取消|停止|结束|到期)(?:有|再|被|予|能|继续|接受|办理)*返聘|退休.*[未不没](?:被|再)*(?:聘用|续聘|回聘)"
    "|返聘(?:合同|协议|期)*(?:已|期)?(?:申请|审批|办理|到期|届?满|结束|终止|解除|取消)"
)
_DECEMBER = ("", "12")  # or no month: until the end of the year
_BOXES = re.compile("[□☐☑☒■◻◼✓✔√]")
_SERVING = re.compile("(?:未|没有|尚未|不)(?:办理?)?(?:理)?(?:到|达到?)?(?:法定)?退休|延(?:迟|期|长)?退休?|退居二线")
_RETIRED = re.compile("[已己](?:经)?(?:办理?)?(?:理)?(?:了)?[退离]休|离休")
_JUST_RETIRED = re.compile(r"(?:现?退休)(?:人员|教师|干部|职工|教授|医师|专家)?")
_RETIRED_IN = re.compile(r"(20[0-9]{2}|19[0-9]{2})年?(?:[-./年]?[0-9]{1,2}月?)?(?:[0-9]{1,2}日)?(?:已|办理|正式)?退休")
_LEADER = re.compile("行政机关(?:的)?领导(?:干部|职务|人员)?")
_NO_LEADER = re.compile("非|不是|不属|不(?:再)?(?:担)?任|未任|未担任|原|曾|免|卸任|辞去")
_LEAVING = re.compile(
    "(?<!未)(?<!没有)(?:调离|调出|调走|离职|离任|辞职|辞退|解聘|开除|停职|双开|病故|病逝|去世|逝世|亡故|死亡|不再(?:担任|任|聘|作为)|退出|移出|取消(?:评委|资格)|免去|除名|失联|调至|调往|调任|处分|违纪|违法|核查|病休|出国|出境|替换|不愿|离岗|期满返回|待核实|停薪)"
    "|(?<!距)离[疆省京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵滇藏陕甘青宁]|外调|已故|不在(?:本|原|我)?单位|免职|工作调动|转岗|内退|下海|立案|聘期(?:已|届)?满|不同意(?:入库|担任|推荐)|不能参加|暂缓|待批|移民"
    "|候补|替补|备选|借调|借用|抽调|待岗|挂职|(?<!无)(?<!无需)(?<!不)(?<!不需)回避|被(?:投诉|举报)|失德|师德失范|未签|[仅只限]评"
    "|病退|退养|调到|已调(?!整|入)|已走|更换|待定|卒于|删除|作废|不(?:再)?(?:参加|推荐)|不合格|(?:接受|组织|纪律|监察)[^，。；;,]{0,4}审查|留置|进修(?:中|学习)|正在进修|产假|逮捕|被捕|判刑|撤销|暂停|失效"
)
_IN_A_REMARK = re.compile(  # of one expert; in a note beside the rows these words may be about filling in the form
    "双规|被查|任期(?:已|届)?满|换届|改任|另有(?:任用|安排)|不适[宜合]|不宜|举报|有争议|诫勉|警告|记大?过|影响期|失信|黑名单|涉案|通缉|拘留|移居|定居"
    "|病重|重病|长病|瘫痪|待[审查聘核定调退入补]|待确认|不全|有误|待更新|重复|重名|同一人|[见同与]第?[0-9]{1,3}[号行]|[原前]任?评委|不[当做任]评委|未取得"
    "|^(?:已?退|减少?|去掉|[拟应]?删去?|划[去掉]|走了|已?[亡卒逝]|殁|[未不]同意|未推荐|否|停|拒绝|谢绝|放弃)$"
    # gone, or going
    "|辞[去任掉](?![^，。；]{0,12}(?:领导|[局厅处院校]长|职务))|请辞|已辞|离开(?!领导)|离[院队]|脱离|不再|跳槽|换单位|(?:已非|非)本单位|单位(?:有变|已变|变更|变动)|(?:岗位|工作)(?:有?变[动化更]|有?调整)"
    "|转(?:任|行|到|至|公务员|为?(?:行政|管理))|考(?:走|上公务员)|选调(?!生)|遴选|提拔|[提升]任|已走|不干|已?不在(?:[岗编职册]|$)|人(?:已)?走了|外派|驻外|外出务工"
    "|(?:长期)?在(?:国|境|海)外|(?:国|境|海)外(?:访学|进修|学习|工作|居住)|访学|脱产|读博(?!导)|深造"
    "|[身已病]故|逝|过世|谢世|故去|殉职|牺牲|病危|^(?:癌症?|中风)$|患有|失能|失踪|联系不上|无法联系|(?:电话|手机)?停机|空号"
    # is not to be counted
    "|劝退|清退|清除|出库|踢出|剔[除出]|撤[出回职]|退[库会回]|驳回|收回|退会|落[选聘]|淘汰|不续聘|[停低缓]聘|降[级职]|不符|不具备|无资格|资格(?:不|已?取消|待)"
    "|未(?:通过|审核|公示|入选|到会|确认|核实|续聘|聘任?$)|(?:有|提出)异议|本人(?:不|放弃)|自愿(?:放弃|退)|放弃(?:资格|评委|入库)|缺席|不[参列]评|不计入?|不算(?!法)|仅供参考"
    "|不(?:予|建议)(?:推荐|入库|聘)|不建议|建议(?:删|退|更换|替换|调)|存疑|疑似|列席|旁听|观察员|^顾问$|名誉|预备(?!役|党员)|后备(?!干部|人才)|递补|机动(?!车)|暂列|临时"
    "|拟(?:退(?!役)|调|离|聘|任|入库|换|替|免|撤|出|辞)|替代(?!性|成果)|顶替|接替|代替|换人|逾期|[过超到]期|期满(?!合格)|届满|停[用评]|禁用|注销|销户|冻结|限制|无效|废止|[取终中停]止|取消|解除"
    "|弃权|(?<!退居)二线(?!城市)|见习|试用期(?!满)|无证书?$|非本专业|不对口"
    # cannot serve for a time
    "|驻村|^(?:人)?不在[\u4e00-\u9fff]{1,6}$"
    "|(?<!不)请假|[长事病]假|休假|哺乳|住院|患病|因病|身体(?:原因|不适|不好)|健康原因|年龄(?:原因|超|已超|偏大)|超龄|到龄|年满[0-9六]"
    "|违[规纪法]|约谈|留党|被(?:调查|诉|起诉|免|撤|查|抓|停|降|通报)|接受调查|羁押|服刑|在押|刑[拘满]"
    "|(?:本人|本年度?|今年|子女|其[子女妻夫]|亲属|配偶)[^，。；;]{0,4}申报|亲属"
)
_OFFICE = re.compile(
    "(?:行政|单位|党政)?领导(?:干部|职务|岗位)?(?!小组|[签审批]|同意|意见)|(?:局|厅|处|科|县|市|区|州|乡|镇|司|署|部|院|校|所|站|馆|台|厂|园|行|检察)长(?![期途远])"
    "|书记|党[组委](?:成员|委员)|(?:县|市|区|州|地|镇|乡|党工)委常委|主席(?!团)|总经理|总裁|董事长|秘书长|专员|巡视员|调研员|主任科员|公务员|参公"
    "|(?:^|[委办室])副?主任(?!委员|[医药护技记编播舞])"
)
_OFFICE_IN_A_REMARK = re.compile(
    f"{_OFFICE.pattern}|行政(?:职务|副职|正职|主官|一把手|人员|编制)|机关(?:干部|工作人员)|[处厅局]级|[正副][处厅](?!方)|一把手|主要负责人|班子成员|主持(?:全面)?工作"
    "|(?:人大|政协)[^，。；]{0,6}主任"
)
_SECOND = re.compile("第[二2]专业|兼评|也可评|另可?评|还可评|同时评")
_OTHERWISE = re.compile(
    "晋升|(?:取得|评为|聘为)(?:正高|副高|高级|中级|教授|研究员)|以[^，。；]{0,12}为准|(?:调整|换|更正|变更|更改|修改|改)[为成]"
)
_OTHERWISE_IN_A_REMARK = re.compile(f"{_OTHERWISE.pattern}|(?:电话|手机|号码)(?:已|有)?(?:更换|换|变|改)|[改更现]名")
_FORMER = re.compile("非|不是|不属|不担任|未任|未担任|无|没有|原|曾|前任|退")
_NUMERAL = "[1-9一二三四五六七八九十][0-9一二三四五六七八九十]{0,2}"
_OF_SOME = re.compile(
    f"其中[^，。；;]{{0,8}}(?:[退离]休|返聘|调[离出]|病故|领导)[^0-9，。；;]{{0,3}}{_NUMERAL}[人名位]|不(?:予)?(?:同意|推荐)第?[0-9]"
)
_ONE_OF_THEM = "提到了其中有人退休、离开或者没有同意，看不出是哪一个"
_BEARING = (  # words in a note beside a roster, and what it says by them
    (_OF_SOME, _ONE_OF_THEM),
    (_LEAVING, "提到了调离、病故、不再担任一类的话，看不出还算不算评委"),
    (re.compile(f"{_LEADER.pattern}|{_OFFICE.pattern}"), "提到了职务，看不出是不是行政机关领导"),
    (re.compile("[退离]休|延退"), "提到了退休，看不出说的是哪一名评委"),
    (_SECOND, "提到了另一个专业"),
    (
        re.compile("[0-9](?:号|位|名|行)?(?:同志|专家|评委)?(?:均|都)?[为是系](?:正高|副高|高级|中级|初级)"),
        "说的是几个人的层级，看不出与各行是不是一致",
    ),
    (_OTHERWISE, "像是说哪一行的内容已经变了"),
    (re.compile("|".join(words.pattern for _, words in _HONOURS)), "提到了荣誉称号，看不出说的是哪一名评委"),
)
_HARMLESS = re.compile(
    r"^(?:无|没有|[-—－/\\]+|新增|新入库|连任|续聘|留任|中共党员|群众)$|岁|学历|学位|研究生|博士|硕士|本科|大专|导师|注册|职业资格|一级建造师|津贴|人才|奖|模范"
)
_ELSEWHERE = re.compile(  # words of remarks in another cell, where names of units may hold others (出入境, 核查中心)
    "(?<!老干部)(?:[已现因]|于|被|拟|[(（])*(?:调[离出走]|病[故逝]|[去逝]世|已故|退休|离休|辞职|离职|免职|停职|返聘|借调|挂职|退居二线|内退|待岗|离岗|转岗|病休|解聘|不再担任)(?!干部|职工|人员|老)"
)
_NOT_SURE = re.compile("[?？→⇒]|[XxＸｘ×]{2}|(?<![中高初同对平相均])等$|(?:由|从|拟|将|已)[^，。；]{0,20}调[至往到任入]|拟调")
_ONCE = re.compile("原(?!州|平|阳|子|油|料|材|种)")
_NOW = re.compile("[(（]现(?!代|场|货)")
_OF_THE_PARTY = re.compile("(?:政府|行署|公署|厅|局|委员会|委|办公室)[\\s,，、]*(?:党[组委]|党工委)(?:副?书记|成员|委员)")
_GONE = re.compile(
    "调出|调离|退出|离库|移出|未通过|未入库|淘汰|出库|退库|移除|剔除|清退|除名|减员|减少|落选|不推荐|拟退(?!役)|上一?届|往届"
)
_HAS_LEFT = re.compile(
    "(?<=[已均现因于月年日])[^，。；;,]{0,6}(?:调[离出走]|病[故逝]|[去逝]世|退休|辞[职退]|离[职任]|不再担任|退出|解聘|开除|免去)"
)
_CASE = re.compile("如(?:有|果|遇)|若有|倘若|凡|是否|填|注明|写明")
_DENIED = re.compile(
    "(?:无|未|没有|不存在|不是|不含|不包括|非)"
    "(?:人员?|任何|受过?|被|有|曾|因|发生|办理|到龄|到期|达?到|违[纪法规]|[、和及或]|处分|投诉|举报|退休|调[离出])*$"
)
_TO_REPORT = re.compile("的[^0-9第。；;]{0,12}(?:应|须|需|请|及时|随时)")
_CLAUSES = re.compile(r"[，。；;、,\n()（）]+")


def _clauses(note: str) -> list[str]:
    return [clause for clause in (re.sub(r"\s+", "", part) for part in _CLAUSES.split(note)) if clause]


def honours(note: str) -> list[str]:
    """The codes of the honours that admit an expert directly (二（四）); regional and lower ones do not count. Raises Ambiguous."""
    found, bare = [], re.sub(r"\s+", "", note)
    for code, words in _HONOURS:
        for clause in _clauses(note):
            match = words.search(clause)
            if match is None:
                continue
            if re.search("取消|撤销|收回|停发|停止", note):
                raise Ambiguous("提到了荣誉称号，又提到了取消一类的话", "还有的请只写称号；没有了的请从备注里删去。")
            before = clause[: match.start()]
            if _NOT_YET.search(before) or _CANDIDATE.match(clause, match.end()):
                raise Ambiguous("提到了荣誉称号，但看不出是否已经取得", "已经取得的请直接写称号；还没有取得的请从备注里删去。")
            if (lower := _LOWER_BEHIND.match(bare, bare.find(clause) + match.end())) is not None:
                if code == "outstanding-contribution" and re.search("(?:自治区|省)级", lower[0]):
                    found.append(code)
                    break
                continue
            regional = _REGIONAL.search(before) is not None and code != "outstanding-contribution"
            if _NATIONAL.search(clause) or not (regional or _is_lower(before)):
                found.append(code)
                break
    return found


def _is_lower(before: str) -> bool:
    of_region = before.endswith(("自治区", "自治区有", "自治区级", "自治区级有")) or _MUNICIPAL.search(before) is not None
    return not of_region and _LOWER.search(before) is not None


def in_service(note: str, as_of_year: int) -> str:
    """serving, rehired or retired, by the remarks; serving where they do not mention it. Raises Ambiguous.

    `as_of_year` is the current year: who retired in an earlier one is retired.
    """
    states = set()
    if _BOXES.search(note) and "退休" in note:
        raise Ambiguous("用方框勾选，看不出现在是在职、返聘还是已退休", "请写明“已退休”“退休返聘”或“未退休”。")
    for clause in _clauses(note):
        if _NOT_REHIRED.search(clause):
            states.add("unclear")
            continue
        if _REHIRED.search(clause):
            if any(int(year) + (month in _DECEMBER) <= as_of_year for year, month in _REHIRED_UNTIL.findall(note)):
                raise Ambiguous("返聘像是已经到期，看不出现在是返聘还是已退休", "请写明“已退休”或“退休返聘”。")
            return "rehired"
        if "退休" not in clause and "离休" not in clause and "延退" not in clause:
            continue
        in_year = _RETIRED_IN.search(clause)
        if _SERVING.search(clause):
            states.add("serving")
        elif _RETIRED.search(clause) or _JUST_RETIRED.fullmatch(clause) or (in_year and int(in_year[1]) < as_of_year):
            states.add("retired")
        else:
            states.add("unclear")
    if len(states) > 1 or "unclear" in states:
        raise Ambiguous("提到了退休，但看不出现在是在职、返聘还是已退休", "请写明“已退休”“退休返聘”或“未退休”。")
    return states.pop() if states else "serving"


def leaving(note: str) -> None:
    """Raises Ambiguous where the remarks say that an expert moved away, died, or is to be no expert any more, or none like the others."""
    for clause in _clauses(note):
        if any(_DENIED.search(clause[: found.start()]) is None for words in (_LEAVING, _IN_A_REMARK) for found in words.finditer(clause)):
            hint = "还在库的，请从备注里删去这句话；不在库的，请删去这一行：已经在库的用 zhicheng roster remove 写明原因和日期。"
            raise Ambiguous("提到了调离、病故、不再担任一类的话，看不出还算不算评委", hint)


def of_note(text: str) -> str | None:
    """What a note beside a roster says that bears on somebody in it, None for nothing: that there is such a case (凡, 如有) or none, and
    what is to be filled in, says nothing.
    """
    return next((said for words, said in _BEARING if _says(text, words)), None)


def of_heading(text: str) -> str | None:
    """What a heading of some rows, or the name of a list, says: that those below it have left (二、出库人员); None for nothing."""
    return "像是说下面的人不在库" if _GONE.search(text) else of_note(text)


def of_list(name: str) -> bool:
    """Whether the name of a sheet or a file says that those in it are no experts, or no longer."""
    return _GONE.search(name) is not None or re.search("作废|旧|备用|历史", name) is not None


def of_line(text: str) -> str | None:
    """What a line that is no note says outright: that somebody has left (一人已于3月调离); None for nothing."""
    if _says(text, _OF_SOME):
        return _ONE_OF_THEM
    return "提到了有人已经离开" if _says(text, _HAS_LEFT) else None


def _says(text: str, words: re.Pattern[str]) -> bool:
    bare = re.sub(r"\s+", "", text)
    return any(
        _CASE.search(part := re.split("[，。；;,]", bare[: found.start()])[-1]) is None
        and _DENIED.search(part) is None
        and _TO_REPORT.match(bare, found.end()) is None
        for found in words.finditer(bare)
    )


def second_specialty(note: str) -> None:
    """Raises Ambiguous where the remarks name another specialty, in which an expert is to review too."""
    if _SECOND.search(note):
        raise Ambiguous("提到了另一个专业", "一名评委只在一个二级专业；另一个专业不登记的，请从备注里删去。")


def other_value(note: str) -> None:
    """Raises Ambiguous where the remarks say that another cell of the row is otherwise: 2024年12月晋升正高级工程师, 电话换为…."""
    for clause in _clauses(note):
        if _OTHERWISE_IN_A_REMARK.search(clause):
            hint = "照备注改了格子里的内容的，请从备注里删去这句话；没有改的请先改。"
            raise Ambiguous("说的像是别的格子里的内容已经变了", hint)


def in_office(note: str) -> None:
    """Raises Ambiguous where the remarks name an office, and do not say whether it is one of an administrative organ (二（二）4)."""
    if _LEADER.search(note):
        return
    for clause in _clauses(note):
        found = _OFFICE_IN_A_REMARK.search(clause)
        if found and not _FORMER.search(clause[: found.start()]):
            hint = "是行政机关领导的请写“行政机关领导”，不是的请写“非行政机关领导”。"
            raise Ambiguous("提到了职务，看不出是不是行政机关领导", hint)


def is_used(note: str) -> bool:
    """Whether each part of the remarks is one that says something of an expert that the register knows, or surely nothing that it asks."""
    known = [*(words for _, words in _HONOURS), _LEADER, _REHIRED, _SERVING, _RETIRED, _JUST_RETIRED, _RETIRED_IN, _HARMLESS]
    return all(any(words.search(clause) for words in known) for clause in _clauses(note))


def elsewhere(text: str) -> None:
    """Raises Ambiguous where a cell other than the remarks says that an expert has left or is retired: 示例院（已退休）."""
    bare = re.sub(r"\s+", "", text)
    remains.ask_about(bare)
    if _ELSEWHERE.search(bare):
        hint = "在职的请删去这几个字；退休、返聘的请写进备注；不在库的请删去这一行。"
        raise Ambiguous("提到了调离、退休一类的话，看不出还算不算评委", hint)
    if _NOT_SURE.search(bare):
        raise Ambiguous("写着问号、“等”或者调动，看不出写的是什么", "请只写现在的单位、职务、岗位和职称。")
    if _ONCE.match(bare) or _NOW.search(bare):
        raise Ambiguous("写着“原”“现”，看不出现在在哪个单位、任什么职务", "请写现在的。")


def party_office(unit: str, note: str) -> None:
    """Raises Ambiguous where a unit and position name an office of the Party in an organ, or a civil servant, and the remarks do not say
    whether that leads it.
    """
    if (_OF_THE_PARTY.search(unit) or re.search("[(（](?:公务员|参公)", unit)) and not _LEADER.search(note):
        hint = "是行政机关领导的请在备注里写“行政机关领导”，不是的请写“非行政机关领导”。"
        raise Ambiguous("是行政机关里的党内职务或者公务员，看不出是不是行政机关领导", hint)


def is_leader(note: str) -> bool:
    """Whether the remarks say 行政机关领导; it is never inferred from a position."""
    for clause in _clauses(note):
        match = _LEADER.search(clause)
        if match and not _NO_LEADER.search(clause[: match.start()]):
            return re.match("[:：]?(?:否|不是|无)", clause[match.end() :]) is None
    return False
