"""Word lists for invented people: names in the forms of different peoples of Xinjiang, employers, positions.

Names are random combinations of common parts, and employers have 示例 in their names: no real person or place is meant.
"""

from __future__ import annotations

import random

_words = str.split

SURNAMES = _words(
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 朱 郭 何 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 袁 潘 于 蒋 蔡 "
    "余 杜 叶 程 苏 魏 吕 丁 任 沈 姚 卢 姜 崔 钟 谭 陆 汪 范 石 廖 贾 夏 韦 付 方 白 邹 孟 熊 秦 邱 侯 尹 薛 闫 雷 "
    "龙 史 陶 贺 顾 毛 郝 龚 邵 万 覃 武 钱 戴 严 莫 孔 向 常"
)
FIRST = {
    "male": _words("建 志 文 永 立 海 振 少 成 晓 光 玉 春 新 瑞 宏 景 承 维 绍 仲 启 兴 秉 世 泽 耀 培 庆 延"),
    "female": _words("晓 玉 春 秀 雪 慧 淑 雅 月 秋 丽 美 桂 凤 文 素 静 红 佳 新 瑞 金 小 芳 若 亚 晨 思 婉 惠"),
}
SECOND = {
    "male": _words("岭 川 疆 垠 原 岳 松 柏 泉 河 远 征 途 屹 骏 驰 恒 堂 章 榆 钧 锋 祥 年 礼 忱 樵 霖 滨 瀚"),
    "female": _words("梅 兰 莲 萍 芬 琴 荣 霞 枝 华 珍 芸 薇 菊 蓉 岚 茹 虹 娟 莉 馨 颖 芹 苓 黛 珊 蕊 妍 澜 芝"),
}
SINGLE = {"male": _words("骁 昱 昀 淼 煜 璞 垒 旻 岱 樟 钊 沛 珩 晟 峥"), "female": _words("岚 珺 霁 珂 菡 蕙 芮 琬 荔 筠 沁 瑾 莹 忻 苒")}
# Peoples with names of the Han form, and their surnames.
HAN_LIKE = {
    "汉族": SURNAMES,
    "回族": _words("马 杨 海 沙 白 丁 锁 妥 禹 虎 苏 拜 冶 喇 买 哈 王 李 张 穆"),
    "锡伯族": _words("佟 关 安 富 鄂 葛 永 贺 孔 何 郭 吴 苏 顾"),
    "满族": _words("关 佟 那 富 赵 金 白 郎 唐 于"),
    "达斡尔族": _words("郭 敖 鄂 孟 德 苏 吴 沃"),
    "东乡族": _words("马 妥 汪 唐 杨"),
    "土家族": _words("田 向 彭 覃 冉"),
}
# Peoples whose names consist of a given name and the father's name.
OWN = {
    "维吾尔族": {
        "male": _words(
            "阿卜杜热依木 阿卜力米提 艾合买提 吐尔逊 买买提 玉素甫 依明 艾尼瓦尔 阿不力孜 亚森 图尔荪 库尔班 肉孜 萨迪尔 "
            "艾山 木合塔尔 热合曼 塔依尔 喀哈尔 麦麦提 努尔麦麦提 阿里木 伊斯拉木 艾力 玉山 吾布力 阿迪力 奥布力 阿卜杜外力 "
            "麦麦提敏 图尔贡 艾则买提 阿布都沙拉木 吾斯曼 卡米力 依力亚斯"
        ),
        "female": _words(
            "阿依古丽 古丽娜尔 热孜亚 帕提古丽 阿孜古丽 努尔比亚 茹仙古丽 再努尔 米热古丽 吐尔逊古丽 哈丽旦 阿米娜 "
            "布合丽且姆 祖丽胡玛尔 姑丽巴哈尔 玛依努尔 麦尔耶姆 阿丽亚 早日古丽 努尔曼古丽 阿曼古丽 海热古丽 帕夏古丽 "
            "热依汗 阿提古丽 左然木 佐日古丽 阿瓦罕"
        ),
    },
    "哈萨克族": {
        "male": _words(
            "叶尔江 努尔兰 巴合提 达吾列提 赛力克 叶尔肯 哈依拉提 木拉提 阿斯哈尔 别克波拉提 加尔恒 胡安德克 阿依丁 塔斯恒 "
            "哈那提 居马别克 努尔哈力 托合塔尔 阿合买提江 吾拉孜 叶斯木汗 哈比 哈德斯 斯拉木别克 叶尔波力 库安尼西"
        ),
        "female": _words(
            "古丽扎提 阿依努尔 沙吾列 加娜尔 巴合提古丽 努尔古丽 玛依拉 阿依夏 叶尔克古丽 阿勒腾古丽 库丽曼 扎衣拉 哈丽亚 "
            "加依娜 玛合巴丽 萨吾列"
        ),
    },
    "柯尔克孜族": {
        "male": _words(
            "阿曼吐尔 居努斯 吐尔干 托合托古力 朱马什 库瓦特 阿曼别克 托合塔力 朱马洪 伊斯马伊力 曼别特 艾山别克 吐逊别克 阿不都卡的尔"
        ),
        "female": _words("吉帕尔 布如力 古丽努尔 吐汗 阿依先木 古力买热木 吉尔格丽 阿特尔古丽"),
    },
    "乌孜别克族": {
        "male": _words("吾买尔江 沙吾提 拜合提亚 阿克木江 热夏提 木塔里甫 伊尔凡 沙里哈提"),
        "female": _words("娜孜古丽 沙依热 迪丽努尔 法丽达 热娜古丽"),
    },
    "塔吉克族": {
        "male": _words("买热木夏 达吾来提夏 吐鲁洪夏 库尔班夏 阿瓦力夏 尼牙孜夏 米尔扎夏 阿米尔夏 巴依克夏"),
        "female": _words("古丽切热 巴努热 祖热姆 热依娜 阿依木罕"),
    },
    "塔塔尔族": {"male": _words("伊利亚斯 马纳甫 哈森 热夫卡提 沙非克"), "female": _words("拉比亚 索菲亚 哈米达 法蒂玛")},
    "俄罗斯族": {"male": _words("尼古拉 安德烈 阿列克 瓦西里 伊万"), "female": _words("柳德米拉 娜捷日达 加丽娜 瓦莲京娜")},
}
FATHERS = {"俄罗斯族": {"male": _words("库兹明 叶菲莫夫 日林 扎伊采夫"), "female": _words("库兹明娜 叶菲莫娃 日林娜 扎伊采娃")}}
MONGOL = {
    "male": (_words("那生 孟克 巴音 布仁 乌力吉 敖其尔 道尔 额尔德 才仁"), _words("巴图 加甫 克西克 达来 巴雅尔 布音 那木加")),
    "female": (_words("乌云 巴音 娜木 才仁 道力 萨仁 敖登 金花"), _words("其米格 花尔 格日乐 才次克 娜布 高瓦")),
}
# Which peoples live where, by the first digits of the area's code.
PEOPLES: dict[str, dict[str, int]] = {
    "6531": {"维吾尔族": 56, "汉族": 36, "塔吉克族": 3, "回族": 2, "柯尔克孜族": 2, "乌孜别克族": 1},
    "6532": {"维吾尔族": 62, "汉族": 34, "回族": 2, "柯尔克孜族": 1, "塔吉克族": 1},
    "6530": {"柯尔克孜族": 30, "维吾尔族": 38, "汉族": 30, "回族": 2},
    "6529": {"维吾尔族": 46, "汉族": 48, "回族": 3, "柯尔克孜族": 3},
    "6528": {"汉族": 58, "维吾尔族": 24, "蒙古族": 12, "回族": 6},
    "6527": {"汉族": 58, "蒙古族": 14, "哈萨克族": 14, "维吾尔族": 10, "回族": 4},
    "6523": {"汉族": 64, "回族": 15, "哈萨克族": 12, "维吾尔族": 6, "乌孜别克族": 2, "塔塔尔族": 1},
    "6540": {"汉族": 44, "哈萨克族": 24, "维吾尔族": 16, "回族": 7, "锡伯族": 5, "蒙古族": 2, "俄罗斯族": 1, "乌孜别克族": 1},
    "6542": {"汉族": 52, "哈萨克族": 28, "回族": 7, "维吾尔族": 5, "蒙古族": 4, "达斡尔族": 3, "俄罗斯族": 1},
    "6543": {"汉族": 44, "哈萨克族": 44, "回族": 6, "维吾尔族": 2, "蒙古族": 3, "东乡族": 1},
    "65": {
        "汉族": 56, "维吾尔族": 23, "哈萨克族": 8, "回族": 5, "蒙古族": 2, "锡伯族": 1, "满族": 1,
        "柯尔克孜族": 1, "乌孜别克族": 1, "俄罗斯族": 1, "土家族": 1,
    },
}  # fmt: skip

# Employers by what stands in the first-level directory; the first that fits counts. {a} is a place: 喀什地区, 新疆.
_ENGINEERING: list[tuple[str, list[str]]] = [
    ("石油 石化", ["{a}示例石化有限公司", "{a}示例油田工程技术研究院", "{a}示例油气储运公司"]),
    ("化工", ["{a}示例化工研究院", "{a}示例新材料有限公司", "{a}示例化工有限公司"]),
    ("制药", ["{a}示例制药有限公司", "{a}示例药物研究所"]),
    ("水利", ["{a}示例水利水电勘测设计院", "{a}示例流域工程管理站", "{a}示例灌区水利技术中心", "{a}示例水利水电建设公司"]),
    ("公路 交通 运输 工程机械", ["{a}示例公路勘察设计院", "{a}示例公路养护中心", "{a}示例路桥建设集团", "{a}示例客运公司"]),
    ("地质 矿 有色", ["{a}示例地质大队地质勘查院", "{a}示例矿业有限公司", "{a}示例地质调查院"]),
    ("测绘 国土 土地", ["{a}示例测绘院", "{a}示例国土空间规划院", "{a}示例土地评估中心"]),
    ("电子 通信 智能 物联网 大数据 计算机", ["{a}示例通信公司", "{a}示例软件有限公司", "{a}示例数据中心"]),
    ("环境 生态 核 自然", ["{a}示例环境科学研究院", "{a}示例环境监测中心站", "{a}示例环保工程公司"]),
    ("林业 草原 湿地", ["{a}示例林业规划院", "{a}示例林草工作站", "{a}示例林场"]),
    ("轻工", ["{a}示例食品有限公司", "{a}示例印务有限公司", "{a}示例食品研究所"]),
    ("纺织", ["{a}示例纺织有限公司", "{a}示例纺织科学研究所"]),
    ("机械 电气 安全 质量", ["{a}示例机械厂", "{a}示例电气有限公司", "{a}示例质量检测研究院", "{a}示例安全技术中心"]),
    ("", ["{a}示例建筑设计研究院", "{a}示例建工集团", "{a}示例建设工程检测中心", "{a}示例工程监理公司", "{a}示例市政工程公司"]),
]
_AGRICULTURE: list[tuple[str, list[str]]] = [
    ("畜 兽 草原", ["{a}示例畜牧兽医站", "{a}示例县畜牧兽医站", "{a}示例畜牧科学研究院", "{a}示例动物疾病控制中心"]),
    ("农业机械", ["{a}示例农机推广站", "{a}示例县农机推广站"]),
    ("水产", ["{a}示例水产技术推广站", "{a}示例渔业研究所"]),
    ("林果", ["{a}示例林果技术推广站", "{a}示例县林果技术推广站", "{a}示例果树研究所"]),
    ("", ["{a}示例农业技术推广站", "{a}示例县农业技术推广站", "{a}示例农业科学院", "{a}示例农产品质量检测中心"]),
]
_HEALTH: list[tuple[str, list[str]]] = [
    ("公共卫生", ["{a}示例疾病预防控制中心", "{a}示例县疾病预防控制中心", "{a}示例妇幼保健院"]),
    ("中医 民族医", ["{a}示例中医医院", "{a}示例维吾尔医医院", "{a}示例人民医院"]),
    ("基层", ["{a}示例社区卫生服务中心", "{a}示例乡中心卫生院", "{a}示例街道社区卫生服务中心"]),
    ("", ["{a}示例人民医院", "{a}示例第二人民医院", "{a}示例县人民医院", "{a}示例医科大学附属医院", "{a}示例儿童医院"]),
]
_SCHOOLS: list[tuple[str, list[str]]] = [
    ("学前", ["{a}示例第一幼儿园", "{a}示例第二幼儿园"]),
    ("小学", ["{a}示例第一小学", "{a}示例第三小学", "{a}示例县示例小学"]),
    ("初中 高中", ["{a}示例第一中学", "{a}示例第二中学", "{a}示例县第一中学", "{a}示例实验中学"]),
    ("特殊", ["{a}示例特殊教育学校"]),
    ("", ["{a}示例教育科学研究院", "{a}示例电化教育馆"]),
]
EMPLOYERS: dict[str, list[tuple[str, list[str]]]] = {
    "engineering": _ENGINEERING,
    "agriculture": _AGRICULTURE,
    "health": _HEALTH,
    "school-teacher": _SCHOOLS,
    "accounting": [("", ["{a}示例会计师事务所", "{a}示例国有资产经营公司", "{a}示例大学", "{a}示例医院"])],
    "statistics": [("", ["{a}示例统计调查中心", "{a}示例财经大学", "{a}示例统计科学研究所", "{a}示例集团"])],
    "economics": [("", ["{a}示例供销集团", "{a}示例商贸有限公司", "{a}示例物流有限公司"])],
    "archives": [("", ["{a}示例档案馆", "{a}示例城建档案馆", "{a}示例大学档案馆"])],
    "arts": [("", ["{a}示例歌舞团", "{a}示例话剧团", "{a}示例画院", "{a}示例艺术学院", "{a}示例文化艺术研究院"])],
    "arts-and-crafts": [("", ["{a}示例地毯厂", "{a}示例工艺美术公司"])],
    "cultural-relics-museum": [("", ["{a}示例博物馆", "{a}示例文物考古研究所", "{a}示例石窟研究院"])],
    "higher-education-teacher": [("", ["{a}示例大学", "{a}示例师范大学", "{a}示例农业大学", "{a}示例理工学院"])],
    "journalism": [("", ["{a}示例日报社", "{a}示例广播电视台", "{a}示例融媒体中心"])],
    "library": [("群众", ["{a}示例文化馆", "{a}示例县文化馆"]), ("", ["{a}示例图书馆", "{a}示例大学图书馆"])],
    "secondary-vocational-teacher": [("", ["{a}示例职业技术学校", "{a}示例机电工程学校", "{a}示例农业学校"])],
    "social-science-research": [("", ["{a}示例社会科学院", "{a}示例大学", "{a}示例民族研究所"])],
    "": [("", ["{a}示例研究院", "{a}示例技术中心", "{a}示例有限公司"])],
}
# Positions that cannot be mistaken for those of an administrative organ.
DUTIES = {
    "health": _words("科主任 科副主任 护士长 教研室主任"),
    "school-teacher": _words("教研组长 年级组长 副校长 教科室主任"),
    "higher-education-teacher": _words("教研室主任 系主任 实验中心主任"),
    "secondary-vocational-teacher": _words("教研组长 专业带头人 实训中心主任"),
    "engineering": _words("总工程师 副总工程师 技术负责人 项目经理 室主任"),
    "": _words("业务室主任 学科带头人 部门负责人 项目负责人"),
}


def person(rng: random.Random, area: str) -> tuple[str, str, str]:
    """Gender, ethnic group and name of an invented person, by the population of an area."""
    gender = "male" if rng.random() < 0.55 else "female"
    peoples = PEOPLES.get(area[:4], PEOPLES["65"])
    group = rng.choices(list(peoples), list(peoples.values()))[0]
    return gender, group, name(rng, group, gender)


def name(rng: random.Random, group: str, gender: str) -> str:
    """A name in the form that is usual in an ethnic group."""
    if group in HAN_LIKE:
        surname = rng.choice(HAN_LIKE[group])
        given = rng.choice(SINGLE[gender]) if rng.random() < 0.2 else rng.choice(FIRST[gender]) + rng.choice(SECOND[gender])
        return surname + given
    if group == "蒙古族":
        first, second = MONGOL[gender]
        return rng.choice(first) + rng.choice(second)
    own = rng.choice(OWN[group][gender])
    fathers = FATHERS[group][gender] if group in FATHERS else OWN[group]["male"]
    while (father := rng.choice(fathers)) == own:
        pass
    return f"{own}·{father}"


def employer(rng: random.Random, series: str, first: str, place: str) -> str:
    """An employer that fits a specialty."""
    kinds = EMPLOYERS.get(series, EMPLOYERS[""])
    fitting = next(names for words, names in kinds if not words or any(word in first for word in words.split()))
    return rng.choice(fitting).format(a=place).replace("市示例县", "市示例区")


def duty(rng: random.Random, series: str) -> str:
    """A position at an employer of a series."""
    return rng.choice(DUTIES.get(series, DUTIES[""]))
