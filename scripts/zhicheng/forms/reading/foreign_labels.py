"""Labels that our forms do not have, as messages may repeat them: there may be the name of a person where a label is expected."""

from __future__ import annotations

import re

from zhicheng.text import show

_LIKE_A_NAME = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]{2,4}|[\u4e00-\u9fff]+(?:[·•・‧][\u4e00-\u9fff]+)+")
_OF_LABELS = re.compile(
    "说明|备注|其他|附件|是否|序号|姓名|性别|民族|族别|年龄|籍贯|政治|学历|学位|专业|职称|职务|岗位|单位|名称|部门|领导|人员|人数|电话|手机|座机|传真|邮"
    "|日期|时间|年月|年度|地址|地域|范围|条件|标准|方式|程序|流程|依据|结果|原因|情况|意见|审核|签字|盖章|类别|类型|性质|系列|级|总分|分值|数量|合计|栏|表|号|码|证"
    "|状态|退休|在职|在库|入库|荣誉|称号|调离|调出|变动|异动|出生|身份|推荐|联系|签名|评价|得分|微信|行业|区域|方向|层次|资格|年限|组别|排名|毕业|院校|系数|比重|权重|材料|合格|专家|要求|内容|项目|指标|倍数|幅度"
    "|评审|评委|主任委员|对象|网[址站]|机关|组建|答辩|申报|受理|收费|费用"
)


def shown_label(label: str) -> str:
    """A label for a message; a notice in its place where it may be a person's name."""
    bare = "".join(label.split())
    if _LIKE_A_NAME.fullmatch(bare) and not _OF_LABELS.search(bare):
        return "（像是姓名，不显示）"
    return show(label, 20)
