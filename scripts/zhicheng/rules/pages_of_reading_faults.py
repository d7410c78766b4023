"""The pages of the faults found while reading a file (Y001–Y008) and checking its shape (S001–S007).

The checks are in documents/ and registry/; the texts here explain them, with examples that the tests run. An example is a whole file, or
the fields that differ from a valid one; lines that start with # (编码, 符号链接) say how the file is stored.
"""

from __future__ import annotations

from zhicheng.rules.rule import Rule

READING = (
    Rule(
        "Y001",
        """文件不是 UTF-8 编码。

Windows 的记事本、WPS 可能把中文存成 GB18030（GBK）或 UTF-16，别的系统打开就成了乱码。提示里会说像是哪种编码，以及怎样另存为 UTF-8。
开头带 BOM 的 UTF-8 可以接受。

不合格：

    # 编码：gb18030
    name: 某省工程系列建筑专业高级职称评审委员会

合格：

    # 编码：utf-8-sig
    name: 某省工程系列建筑专业高级职称评审委员会
""",
    ),
    Rule(
        "Y002",
        """YAML 语法有误，读不出来。

常见的原因：冒号用了全角、缩进用了 Tab、引号没有配对、同一层没有对齐。

不合格：

    name：某省工程系列建筑专业高级职称评审委员会

合格：

    name: 某省工程系列建筑专业高级职称评审委员会
""",
    ),
    Rule(
        "Y003",
        """同一层里一个字段写了两次。

后一个会悄悄盖掉前一个，内容就丢了，所以不接受。

不合格：

    address: 某市某路 1 号
    address: 某市某路 2 号

合格：

    address: 某市某路 1 号
""",
    ),
    Rule(
        "Y004",
        """用了锚点、引用、标签或合并键。

& 锚点、* 引用、! 标签、<< 合并键会让人看不清实际内容，登记文件里不用。值里确实有这些符号的，请加英文引号。

不合格：

    name: &mingcheng 某省工程系列建筑专业高级职称评审委员会
    organiser: *mingcheng

合格：

    name: 某省工程系列建筑专业高级职称评审委员会
    organiser: "&某某中心"
""",
    ),
    Rule(
        "Y005",
        """文件是空的、有不止一份内容，或者不是以文字为字段名的“字段: 值”。

不合格：

    # 整个文件
    - 某省工程系列建筑专业高级职称评审委员会
    - 某厅

合格：

    name: 某省工程系列建筑专业高级职称评审委员会
    organiser: 某厅
""",
    ),
    Rule(
        "Y006",
        """文件超过 256 KiB，或者嵌套超过 32 层。

一份登记通常只有几 KiB。过大或过深多半是贴错了内容，或者括号没有配对。

不合格：

    procedure: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[个人申报]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

合格：

    procedure: [个人申报]
""",
    ),
    Rule(
        "Y007",
        """含有看不见的控制字符。

包括控制字符、行分隔符、改变文字方向的控制字符和不占位置的字符（零宽空格、软连字符等），多半由复制粘贴带来，会让显示的内容与实际不符。
阿拉伯文字母和其中的零宽连接符、零宽不连接符可以使用。

不合格：

    address: "某市某路 1 号\\u202e"

合格：

    address: "某市某路 1 号"
""",
    ),
    Rule(
        "Y008",
        """不是登记库里的普通文件，或者无法读取。

符号链接可能指向登记库以外，所以不接受；没有读取权限的文件也在这里提示。

不合格：

    # 符号链接
    name: 某省工程系列建筑专业高级职称评审委员会

合格：

    name: 某省工程系列建筑专业高级职称评审委员会
""",
    ),
    Rule(
        "S001",
        """有不认识的字段。

多半是字段名写错了，提示里会给出最接近的字段名。

不合格：

    adress: 某市某路 1 号

合格：

    address: 某市某路 1 号
""",
    ),
    Rule(
        "S002",
        """缺少必填的字段。

附件 1 中除批准时间、批准单位、批准文件号外都是必填。

不合格：

    scope: {open_to: public}

合格：

    scope: {areas: ["650000"], open_to: public}
""",
    ),
    Rule(
        "S003",
        """值的类型不对，或者还没有填写。

例如应当是列表的写成了一句话，区划代码没有加引号成了数字。

不合格：

    area: 650000

合格：

    area: "650000"
""",
    ),
    Rule(
        "S004",
        """值不在可选的范围内。

评审层级、单位级别等只能填规定的代码，提示里会给出最接近的一个。

不合格：

    reviews: [{series: engineering, levels: [副高级], catalog: {建筑工程: [城市规划]}}]

合格：

    reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [城市规划]}}]
""",
    ),
    Rule(
        "S005",
        """值的写法不符合要求。

例如日期不是 2019-06-18 的写法，或者日期并不存在；编号用了大写字母或中文。

不合格：

    filings: [{round: "2019", date: "2019.6.18"}]

合格：

    filings: [{round: "2019", date: "2019-06-18"}]
""",
    ),
    Rule(
        "S006",
        """内容太长、太短、太大或太小，或者项数不对。

不合格：

    phones: []

合格：

    phones: ["0991-0000001"]
""",
    ),
    Rule(
        "S007",
        """列表里有重复的项。

不合格：

    reviews: [{series: engineering, levels: [intermediate, intermediate], catalog: {建筑工程: [城市规划]}}]

合格：

    reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]
""",
    ),
)
