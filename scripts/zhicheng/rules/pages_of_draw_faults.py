"""The pages of the faults of a draw of members: of its plan (D101–D104) and its public file (D201–D211).

The checks are in draws/ and drawing/; the texts here explain them, with examples that tests/draws/test_pages_of_faults.py runs. An example
lists what differs from a valid draw of 10 people, 3 members and 1 alternate; lines that start with # say which file it is.
"""

from __future__ import annotations

from zhicheng.rules.rule import Rule

DRAWS = (
    Rule(
        "D101",
        """各组应到的人数不合规定。

人社部令第40号第九条：评委会组成人员是单数；高级的，按专业组建的和按系列组建的各有最少的人数。数字由本年度的规则文件规定，
算的是各组应到的总和，不算候补。增加或者减少一名，再制定方案。

不合格：

    # 抽取方案的要求
    groups: [{members: 4}]

合格：

    # 抽取方案的要求
    groups: [{members: 5}]
""",
    ),
    Rule(
        "D102",
        """能抽的人数或者方案的限额凑不齐。

应到加候补，不能多于这一组参加抽取的人；外地的、年轻的至少几名，也要凑得齐。
减少人数、放宽专业或者层级、改小限额，或者请评审委员会补充专家库，再制定方案。

不合格：

    # 抽取方案的要求
    groups: [{members: 11}]

合格：

    # 抽取方案的要求
    groups: [{members: 7}]
""",
    ),
    Rule(
        "D103",
        """有的人算不算在内，看不出来。

例如：方案限制外地的人数，却没有写谁是外地的；限制一个单位的人数，花名册里却没有单独写单位；要回避的人不在花名册里；
方案写的专业，花名册里一个人也没有；姓名和出生年月相同、单位不同的两行，不知道是不是同一个人。
猜错了，名单就错了，所以不猜。照提示补上或者改正，再制定方案。

不合格：

    # 人员文件
    recused: [{roster: example-one, expert: p9999, reason: 亲属申报}]

合格：

    # 人员文件
    recused: [{roster: example-one, expert: p0001, reason: 亲属申报}]
""",
    ),
    Rule(
        "D104",
        """有的工作单位写得相近，当作了两个单位。

花名册里的单位与申报人的单位，或者两名专家的单位，只差几个字。程序不猜是不是同一个。
是同一个单位的，改成一样的写法，再制定方案；不是的，不必改动，方案照样写好。

不合格：

    # 人员文件
    applicants: [某市示例甲设计院公司]

合格：

    # 人员文件
    applicants: [某市示例甲设计院]
""",
        severity="warning",
    ),
    Rule(
        "D201",
        """方案或者短码公布以后改过。

短码由方案全文算出，方案改一个字，短码就不同。随机数知道以后再改方案，等于挑人。
与当场签字的短码核对，从 Git 的历史里找回原来的，查明是谁改的。

不合格：

    # 公开的文件，公布以后改成
    code: 0000-0000-0000-0000-0000-0000

合格：

    # 公开的文件，公布以后改成
    signed: [{what: plan, date: "2026-09-14", by: 主持人和纪检人员 2 人}]
""",
    ),
    Rule(
        "D202",
        """看不出方案公布在随机数产生以前。

方案要先公布：先知道随机数、后定方案的，可以挑人。看的是 Git 的提交时间，和有时间戳的时间戳。
提交时间是提交人的电脑的钟，可以拨，所以还有当场签字的短码：与短码相符、签字的日期在随机数以前的，凭签字；没有的，这次抽取不算数。

不合格：

    # 公开的文件，2026-09-16 10:30 提交
    committee: example-one

合格：

    # 公开的文件，2026-09-14 18:20 提交
    committee: example-one
""",
    ),
    Rule(
        "D203",
        """编号、取消或者公示的记载不对。

次数一次不缺，取消的也留着，不然可以抽到满意为止；文件名与编号一致。随机数产生以后才取消的，由监督人查明原因。
写明的取消和公示，以后不能改、不能删。从 Git 的历史里找回原来的文件。

不合格：

    # 公开的文件，还没有排先后
    cancelled: {date: "2026-09-17", reason: 会议改期}

合格：

    # 公开的文件，还没有排先后
    cancelled: {date: "2026-09-15", reason: 会议改期}
""",
    ),
    Rule(
        "D204",
        """随机数的来源、时间或者写法不合方案。

来源至少 64 位；产生的时间晚于制定方案，排先后不早于它；骰子只有 1 到 6，彩票的期号和号码、信标的轮数和签名与方案的一致。
照原始记录、开奖公告或者信标公布的核对。方案已经公布而来源不对的，取消，重新制定。

不合格：

    # 公开的文件
    result: {value: "3164253164253164253164257"}

合格：

    # 公开的文件
    result: {value: "3164253164253164253164256"}
""",
    ),
    Rule(
        "D205",
        """种子或者先后不是算出来的那一个。

种子由编号、方案和随机数算出，先后由种子算出，谁算都一样。不一样的，是有人改过，或者换了算法。
从 Git 的历史里找回原来的结果，查明是谁改的。

不合格：

    # 公开的文件
    result: {ranking: {design: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}

合格：

    # 公开的文件
    result: {drawn_at: "2026-09-16T10:06:00+08:00"}
""",
    ),
    Rule(
        "D206",
        """电话的链或者封存公布以后改过。

链只能往后加，公布过的一步也不能改；封存以后不再有步骤。改了的，电话记录可能换过。
从 Git 的历史里找回原来的，请监督人用自己的私钥核对电话记录。

不合格：

    # 公开的文件，公布以后改成
    calls: {closed: {at: "2026-09-17T09:00:00+08:00"}}

合格：

    # 公开的文件，公布以后改成
    published: "2026-10-10"
""",
    ),
    Rule(
        "D207",
        """公布的各位的结果不合办法，或者与电话记录不同。

只能依先后打：排在前面的没有打，后面的就不会打过；方案没有限额的，一个也不能越过；应到、候补不多于方案定的。
由监督人用自己的私钥核对电话记录，从记录重新封存。

不合格：

    # 公开的文件
    calls: {closed: {ranks: {design: [unreachable, uncalled, member, member, member, alternate, declined, uncalled, uncalled, uncalled]}}}

合格：

    # 公开的文件
    calls: {closed: {ranks: {design: [unreachable, declined, member, member, member, alternate, uncalled, uncalled, uncalled, uncalled]}}}
""",
    ),
    Rule(
        "D208",
        """方案里的人数与指纹对不上。

每一组：在库的，减去不参加的，等于参加的；参加几名，指纹就有几个，从小到大，没有重复。多一个、少一个，名单就不是公布的那一份。
这样的方案不能抽，取消，重新制定。

不合格：

    # 公开的文件
    plan: {groups: [{pool: 12}]}

合格：

    # 公开的文件
    plan: {groups: [{pool: 12, excluded: {recused: 2}}]}
""",
    ),
    Rule(
        "D209",
        """方案用的花名册、抽取密钥或者监督人的公钥，没有先公布。

抽取密钥先公布，抽取的人才不能挑盐；花名册先公布，才不能临时换名单。用的是制定方案那天最新的一份。监督人的公钥先登记给监督人用，
制定方案的人才不能写自己的一把，自己监督自己。
取消，把花名册、公钥公布以后重新制定；另有更新的一份的，查明为什么没有用。

不合格：

    # 花名册的公开文件比方案晚提交
    committee: example-one

合格：

    # 花名册的公开文件比方案早提交
    committee: example-one
""",
    ),
    Rule(
        "D210",
        """不能到会和联系不上的比其他各次多得多。

记录的人可以把没有打的写成没有打通，程序看不出来。至少打了 10 名，比例高出其他各次 3 个标准误差以上的，才提醒；
偶然超过的，一千次里约有一次。
由监督人抽查电话记录，问问这些人有没有接到电话。

不合格：

    # 其他各次：打了 100 名，不能到会和联系不上的 10 名
    calls: {closed: {ranks: {design: [declined, declined, declined, declined, declined, declined, member, member, member, alternate]}}}

合格：

    # 其他各次：打了 100 名，不能到会和联系不上的 40 名
    calls: {closed: {ranks: {design: [declined, declined, declined, declined, declined, declined, member, member, member, alternate]}}}
""",
        severity="warning",
    ),
    Rule(
        "D211",
        """人数不足，会不能开，或者还有人没有打就封存了。

到会的不足方案定的最少人数；或者应到的没有凑齐，还有人没有打。由监督人查明：会开了没有，为什么不打了。

不合格：

    # 公开的文件
    calls: {closed: {present: 2}}
    plan: {quorum: 3}

合格：

    # 公开的文件
    calls: {closed: {present: 3}}
    plan: {quorum: 3}
""",
        severity="warning",
    ),
)
