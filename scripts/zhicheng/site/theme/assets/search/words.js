/* The grammar of a question: what stands around its words and means nothing, and how names are made. The words themselves are data
   (registry/reference/words.yaml). No state here. Syntax of 2019: no ?., ??, #private, lookbehind, named groups. */

/* One character for one wherever that is possible, so that places in the folded text are places in the text. */
export const normal = (text) => text.normalize("NFKC").toLowerCase();

/* 11 → 十一; a numeral stays. */
export const numeral = (text) => (/^\d+$/.test(text) ? (text > 10 ? "十" : "") + "一二三四五六七八九十"[(text - 1) % 10] : text);

export const flat = (lists) => [].concat(...lists);

/* Whether the characters of a word stand in a name in their order (建工高评委). */
export function spread(name, word) {
  let at = -1;
  for (const character of word) {
    at = name.indexOf(character, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/* What is done anywhere, whatever the trade: 风电场 运维. */
export const ANYTHING_DONE = /^(运维|运行|维护|检修|维修|安装|调试|操作|生产|管理|技术|设备)$/;
/* Where in a county somebody is: it says nothing more of who reviews. */
export const TOWNSHIP = /.(镇|乡|街道|村)(?:人民)?(?:政府)?$/;

export const UNIVERSITY = /大$/; // by its short name: 农大
export const ASSOCIATION = /会$/;

/* Whether a word is the short name of an office or an organisation: 省住建厅, 市卫健委, 农科院, 石化协会, 农大. */
export const isShort = (name, word) =>
  /[局厅委部办院校厂行司社馆所站会大]$/.test(word) &&
  ["", "员会", "学"].some((rest) => (rest !== "学" || word.endsWith("大")) && name.endsWith(word.slice(-1) + rest)) &&
  spread(name, word);

/* Word → levels, the longer words first: those of the vocabulary, then those of levels that the registry adds, which come before what a word
   means elsewhere (员级). */
export function levelWords(words, own) {
  const found = new Map();
  for (const [word, levels] of words.concat(own)) found.set(word, levels).set(`${word}职称`, levels);
  return new Map(Array.from(found).sort(([a], [b]) => b.length - a.length));
}

/* What of an office decides about titles, and what it has set up: 某某人社局职称科, 交通厅职称评审委员会. */
export const OF_OFFICE = /(?:职称(?:改革)?(?:领导小组)?(?:办公室|[科处办])|职改办|(?:职称)?评(?:审委员|委)会)$/;
/* What is asked of somebody by his name: 教育局电话是多少. */
export const OF_NAME = /的?(?:咨询|办公)?(?:电话|号码|联系方式|地址)(?:号码)?(?:是|有)?(?:多少|几号|什么|哪个|在?哪里?)?$/;
/* A telephone number. */
export const NUMBER = /^[(（]?(?:0\d{2,3}[)）]?[-–—\s]?)?\d{7,8}$/;
/* Who does something, or where it is done, by what it is. */
export const DOERS = [/^(.{2,}?)(?:[师员科室队]|大师|传承人)$/, /^(.+[^学医])院$/, /^(.{2,})(?:检验|检测)[师员科]$/];
export const LETTERS = /^[a-z'’]+$/;
export const TEACHER = /^(.+?)(老师|教师)$/;
export const TEACHING = /教师/;
/* Qualifications that the vocabulary does not have one by one, whatever titles or specialties stand in them. */
export const QUALIFICATION = /^注册.{2,6}师$/;
export const ANY_POST = "技术员"; // what many are called, whatever title they ask for
export const ANY_TRADE = "工程师"; // a title of any trade, and so those of its series: what is done says more than it
export const ENDS_NOT = /^工[业商学作]/; // 副高工商管理 has no 高工
export const GRADES = "一二三四";
export const GRADE = /^[一二三四]级$/; // 二级公证员: a grade of the title, no level

/* Words of which names are made; a piece of a name that begins or ends inside one is no word of it: 政工 is none of 市政工程, 急救 none of 应急救援. */
const MADE_OF = /工程|技术|管理|应急/g;
export function isPiece(name, word) {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    const end = at + word.length;
    let cut = false;
    let part;
    MADE_OF.lastIndex = 0;
    while (!cut && (part = MADE_OF.exec(name))) {
      const index = part.index;
      cut = (at < index && index < end && end < index + 2) || (index < at && at < index + 2 && end > index + 2);
    }
    if (!cut) return true;
  }
  return false;
}

/* Places that many committees may name (市直单位): they say nothing of where. */
export const ANYWHERE = /^(市直|县直|区直|州直|地直|师直|乡镇|农村|基层|直属|本级|全)/;

/* What zones of any place are called (高新区, 经济技术开发区): without the place before them they say nothing of where. */
export const ANY_ZONE =
  /^(国家级?|省级|市级|高新|经开|经济|技术|产业|工业|开发|综合|保税|示范|试验|实验|循环|化工|物流|农业|科技|合作|园|港|新|区)+$/;

/* What zones are called for short. */
export const ZONES = [
  [/高新技术产业开发区$/, "高新区"],
  [/经济技术开发区$/, "经开区"],
  [/经济技术开发区$/, "开发区"],
];

/* A numbered division (第八师, 农八师, 八师市) behind the name of its system, of which units are in the table. */
export const DIVISION = "[第农]?(十[一二三四]|[一二三四五六七八九十]|1[0-4]|[1-9])师(?![范资生傅大院专])(?:市)?"; // 第一师范 is a school
export const PART_OF_UNIT = /^(?:[0-9一二三四五六七八九十百〇零]+[团连](?:场|部)?|师部|机关|职工|系统|单位|下属|所属)*/; // 第八师一五〇团
export const OF_SYSTEM = "(?:系统|单位|(?:总|管理)?局|职工|人员|员工|企业|公司|集团|医院)*";
/* The name of whoever somebody works for, where the catalog has no such name. */
export const EMPLOYER =
  /.{2}(公司|集团|银行|医院|中学|小学|大学|学院|学校|师范|幼儿园|研究院|研究所|设计院|卫生院|保健院|油田|电网|合作社|局|厅|厂|电站|监测站|检测站|检验所|监测中心|检测中心)$|.[^属煤采选探找]矿$|[^金]属矿$|[^非]煤矿$|[^本专]科院$|^.{0,6}(报社|出版社|新华社|电视台|电台|国企|民企|私企|企业|[卫国发][健计资改]委|民委|宣传部)$/;
/* The end of a name that may be a short one of an organisation, within a longer text: 某山石油公司. */
export const ORGANISATION = /^.{2,10}?(?:公司|集团|大学|研究院)/;
/* The same, as what is done there and what it is: 棉纺 of 棉纺厂. */
export const WORKPLACE = /^(.{2,6}?)(?:有限|责任|股份|集团|公司|厂|电站|站|所|队|勘察|勘测|设计院|研究院|研究所)+$/;
/* The number of a document, which is found by name: 某人社函〔2018〕45号. */
export const DOCUMENT = /[〔\[(【﹝]\d{4}[〕\])】﹞]?\d+号?$|令第?\d+号$|^\d+号令$/;
const YEAR_AND_NUMBER = /([〔[(【﹝]?)\s*((?:19|20)\d\d)\s*年?\s*[〕\])】﹞]?\s*第?\s*(\d{1,5})(\s*号?)(?!\d)/g;
/* The numbers of documents in a text, however they are typed (某人社函[2018]45, 某人社函2018年第45号): {of, number}, what stands in front (the last twelve
   characters), which may be nothing where brackets or 号 say what it is, and 2018-45. */
export function documentNumbers(text) {
  const plain = normal(text);
  const found = [];
  let one;
  YEAR_AND_NUMBER.lastIndex = 0;
  while ((one = YEAR_AND_NUMBER.exec(plain))) {
    const [of] = plain.slice(Math.max(0, one.index - 12), one.index).match(/[\u4e00-\u9fff]*$/);
    if (of || one[1] || one[4].trim()) found.push({ of, number: `${one[2]}-${Number(one[3])}` });
  }
  return found;
}
/* What is told of somebody, and no name, whatever stands at its end: 同学在某市教小学, 你好我是某市小学. */
export const TELLING = /.[在是].|我|教(小学|中学|大学)$|听说|[能要想可]以?评|[归由]谁/;
/* The same right behind a place or a unit. */
export const INSTITUTION = /^(总医院|人民医院|中医院|医院|中学|学校|大学|学院|设计院|研究院|研究所|勘[察测]设计院|集团|公司|电视台|报社)/;
export const OF_REGION = /^[省区](?=.{3})/; // 省社科院
export const OF_PLACE = /^[省市县区州](?=.{3})/; // 省住建厅
/* A school or a hospital by its number or its place for short: 一小, 县三中, 附小, 二院. */
export const NUMBERED =
  /^(?:[市县区州镇乡]?(?:第?[一二三四五六七八九十]{1,3}|附|附属|中心|实验)[中小幼]|[市县区州]?第?[一二三四五六七八九十]附?院)$/;
export const SCHOOL =
  /((中学|小学|幼儿园)|^(中心校|村小|教学点|[市县区州镇乡]?(?:第?[一二三四五六七八九十]{1,3}|附|附属|中心|实验)[中小幼]))$/; // its teachers are of one series; 铁路小学 is of no system
export const NOISE =
  /^(职称|职称英语|职称计算机|破格|地区|本地|评审|评定|专业|系列|委员会|评委会|评审委员会|职称评审|哪里|哪儿|在哪里|怎么|怎样|如何|申报|报名|考试|条件|材料|时间|多少钱|收费|[找问]?哪个|该?[找问]谁|谁|评|报|考|办|年度|[的我是在想要和与及或到去来给让为从又也就都还吗呢]|省级|[地盟州市]{1,4}级|县级|区县级|国家级|工作|人员|单位|单位在|人在)$/;
export const NO_WORD = /^[!-/:-@[-`{-~\u2010-\u203f\u3000-\u303f]+$/; // signs alone
export const BEFORE =
  /^(请问|我们|我是|我在|我想|我要|我|是|想要|想评|想报|想申报|想|要评|要报|申报|报评|报考|评审|评|考|在|的|哪里能评|哪里评|哪里|哪儿|去哪里|去哪儿|去哪|谁评|谁来评|怎么评|怎样评|怎么|怎样|如何|从事|做|当|任|教|干|担任|男|女|现在|目前|准备|打算|怎么才能|一个|一名|国家(?=[一二三四]级)|20\d\d年?度?|[今明去]年|本?年度)/;
/* Fillers that may as well be part of a name: only where the rest is understood. */
export const PERHAPS = /^[评报考办管能在想要做当任教干男女]$/;
/* What joins a title to another one: 和高级教师. */
export const JOINED = /^(?:和|与|及|或者?|跟|以及|还有)(?=.{3})/;
/* What is asked, in the middle of a word. */
export const ASKING =
  /^(怎么|怎样|如何|哪里|哪儿|在哪|去哪|找谁|谁来评|归谁|申报|评审|评职称|职称|应该|需要|可以|想评|想报|要评|20\d\d年?度?|[今明去]年)$/;
export const AFTER = new RegExp(
  `(${[
    "想评|要评|想报|评职称|职称|评审|评定|申报|申请|报名|报考|考试|评|报|考|办|办理|晋升|的|了|吗|呢|啊|呀|么|[?？!！。]",
    "怎么|怎样|如何|在?哪[里儿]?|[去到上往]哪[里儿]?|什么地方|哪个地方|什么时候|几月|多少钱|多少分|收费|要什么条件|什么条件|条件|要什么材料|什么材料|材料",
    "的?(?:咨询|办公)?(?:电话|联系方式|地址)(?:号码)?(?:是|有)?(?:多少|几号|什么|哪个|在?哪里?)?",
    "20\\d\\d年?度?|[今明去]年|年度|要|需要|应该|怎么样|在?哪|找谁|问谁|[归由]?谁来?|[归由找]?哪个(?:单位|部门|评委会|评审委员会|委员会)来?|[归由找]?哪家(?:单位)?|谁负责|负责|管|可以|能",
  ].join("|")})$`,
);
/* How long, how old, when, how many: 工作十二年了, 1985年出生, 满四年, 20个人. At a place of a sentence (sticky). */
export const DURATION =
  /(?:已经?|满|有|近|快|干|工作|从教|执业)*(?:\d+|[一二三四五六七八九十两]+)多?(?:(?:年|岁|个月)(?:了|多|出生|参加工作|毕业|以来|以上|工龄|生)*|[个名位]*(?:人|老师|员工|同事|职工)|[个名位](?=[\u4e00-\u9fff]))/y;
/* What somebody has, and not what is asked for: one of some words with how long, or with what it is to become (中级八年了, 工程师升高工). */
export const having = (words) =>
  new RegExp(
    `(?:取得|获得|评上|评的|拿到|聘为|没有|没|无|(?:现有?|原|现任)(?:职称|职务)[:：]?)了?(${words.join("|")})(?:的?(?:任职)?资格|职称)?|(?:现为|现任|现在是|目前是|已经?是|聘任)?(${words.join("|")})(?:职称)?(?:\\s?(?:已经?|满|有|近|快|干|评|聘|取得|了)*(?:\\d{1,2}|[一二三四五六七八九十两几]{1,3})多?年(?![级度\\d])[多了]?|(?:晋?升|晋级)(?:到|为|成)?|(?:能|可以|想|要)?直接(?=[评报申]))`,
    "g",
  );
/* Where somebody has been is no place to work or apply: 毕业于某某大学. */
export const FORMERLY =
  /(?:毕业于|毕业自|考上|就读于)[^\s,，、;；。?？!！]*?(?:大学|学院|学校|师范|中专|技校)(?:[^\s,，、;；。?？!！]{2,12}专业)?/g;
/* What somebody has learnt is no school to teach at: 初中毕业, 大专学历. */
export const EDUCATED =
  /(?:小学|初中|高中|中专|职高|技校|大专|专科|本科|大学|学院|硕士|博士|研究生){1,2}(?:毕业(?!班)生?|学历|文化(?:程度)?(?![馆站部厅局])|文凭|学位)/g;
/* Who asks, by his name. */
export const CALLED = /(^|[\s,，。!！])(?:我|本人)(?:名?叫|姓)[^\s,，、;；。?？!！评报考想问去]{1,8}(?=[\s,，、;；。?？!！]|$)/g;
/* What a question is about, in so many words: 关于某地教师评审的问题. */
export const ABOUT = /(^|[\s,，。;；])(?:关于|有关)(?!部门|单位)/g;
export const QUESTIONS = /(的|评审|职称|申报|资格)(?:相关|有关)?(?:的)?问题(?=$|[\s,，。;；?？!！])/g;
/* The same in words of their own, where it counts only if it is said where somebody is now: 户口在某地, 原在某地. */
export const ONCE_THERE =
  /^(?:我|本人)?的?(?:(?:户口|户籍|籍贯|老家)(?:所在地)?[在是为]?|(?:原来?|原先|以前|之前|曾经?)(?:是|工作)?[在是]|从)(.+?)(?:[人的]|[调转].了?)?$/;
export const NATIVE = /^(?:我|本人)?是(.+?)人$/; // 我是某州人
/* What somebody has and what is asked for in its place: 中学教师转高校教师; and the word of the vocabulary that says so. */
export const TURNED = /^(.{2,}?)(?:职称|系列)?(?:转|改)(?:评|报|为|成|到)*(.{2,})$/;
export const TURNING = "转系列";
/* Letters and characters in one word: 评nurse. */
export const MIXED = /[a-z]{3}[\u4e00-\u9fff(]|[\u4e00-\u9fff)][a-z]{3}/;
/* What is not meant: 不是护士, 除了某县, 非教师系列. What stands behind 非 has to be understood, else it is a part of a word (非遗). */
export const DENYING =
  /^(?:我们?|本人)?(不是|并不是|并非|不想[去在到评报]|不愿意?去|不去|除了|除去|除开|除|不要|别给我|别要|不考虑|不在|不含|不包括|不包含|非(?!金属|开挖|标准|织造|机动))(.+?)(?:的|之外|以外|外|评审?)*$/;
/* Not this but that, in one word: 不是兽医是农艺. */
export const NOT_BUT = /^(|.*?[^是要在])((?:不是|不在|不要).+?)(?:而是|，?是|，?在)(.+)$/;
/* Characters that look like another, which is meant where they make no word. */
export const ALIKE = {
  帅: "师",
  料: "科",
  勤: "勒",
  木: "术",
  土: "士",
  士: "土",
  曲: "区",
  巿: "市",
  筒: "简",
  遣: "造",
  洒: "酒",
  侧: "测",
  捡: "检",
  险: "检",
  旷: "矿",
  绵: "棉",
  枝: "技",
  较: "校",
  泽: "译",
  数: "教",
  苑: "范",
  沪: "护",
  气: "汽",
  汽: "气",
};
export const PLACE_OF_WORK = /[部处科室站所院厂店馆局]$/;
export const PERSON = /[师员医]$/; // who does something
export const GRAMMAR = /[为任是在有了曾现已将被所之其该各及或与和从到由于而且但也还]/; // 现为 is no 纤维 misspelt
export const BEHIND_NAMES = /(.)(?:系列|专业|岗位|人员)+$/; // 教师系列
/* What says that several things are asked at once, where it is no piece of a place. */
export const SEVERAL = /[、/]|和|或|与|及|还有|又.*又|既.*又|\band\b|\bor\b/i;
/* Between known words of a sentence: what may be left out without a word. */
export const FILLING = [
  "专业技术职务任职资格",
  "专业技术职务",
  "任职资格",
  "哪个评审委员会",
  "哪个评委会",
  "评审委员会",
  "委员会",
  "评委会",
  "系列",
  "哪个单位",
  "哪个部门",
  "是不是",
  "算不算",
  "能不能够",
  "能否",
  "可否",
  "有多少",
  "有几个",
  "一共",
  "总共",
  "多少",
  "几个",
  "有哪些",
  "以后",
  "之后",
  "还是",
  "行不行",
  "可以吗",
  "一辈子",
  "什么",
  "直接",
  "晋升",
  "考上",
  "这边",
  "那边",
  "什么时候",
  "找哪个",
  "问哪个",
  "哪个",
  "想申报",
  "怎么才能",
  "能不能",
  "可不可以",
  "请问",
  "想评",
  "要评",
  "能评",
  "想报",
  "找谁",
  "谁来",
  "去哪里",
  "去哪",
  "哪里",
  "申报",
  "评审",
  "报名",
  "怎么",
  "怎样",
  "如何",
  "从事",
  "担任",
  "今年",
  "明年",
  "可以",
  "应该",
  "需要",
  "职称",
  "人员",
  "评个",
  "有没有",
  "我们",
  "一名",
  "一个",
  "做",
  "当",
  "搞",
  "教",
  "干",
  "任",
  "在",
  "的",
  "我",
  "是",
  "想",
  "要",
  "评",
  "报",
  "考",
  "找",
  "去",
  "能",
  "吗",
  "呢",
  "了",
  "个",
  "学",
  "俺",
  "刚",
  "和",
  "与",
  "及",
  "也",
  "就",
  "都",
  "还",
  "到",
  "谁",
  "来",
  "有",
  "从",
  "给",
  "或者",
  "以及",
  "还有",
  "或",
  "由",
  "该",
  "现为",
  "现任",
  "员工",
  "大家",
  "听说",
  "看看",
  "分别",
  "边个",
  "搵",
  "联系",
  "打听",
  "指路",
  "往哪儿",
  "往哪里",
  "往哪",
  "真的",
  "这里",
  "呀",
  "啊",
  "吧",
  "嘛",
  "哦",
  "哈",
  "么",
  "参评",
  "不知道",
  "属于",
  "哪一个部门",
  "哪一个单位",
  "哪一个",
  "部门",
  "又当",
  "又管",
  "又搞",
  "又教",
  "归哪儿",
  "归哪里",
  "归哪个",
  "哪儿管",
  "哪里管",
  "谁管",
  "哪儿",
  "又是",
  "又",
  "既是",
  "既当",
  "既",
].sort((a, b) => b.length - a.length);
export const PEOPLES =
  "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各族".split(
    " ",
  );
export const PEOPLE_NAME = new RegExp(`^(?:${PEOPLES.join("|")}|汉)族$`); // who somebody is
export const PEOPLE = new RegExp(`^(.{2,}?)(?:(?:${PEOPLES.join("|")})族?)+$`);
/* Where somebody teaches, by the end of the name of a school, and the first levels of a catalog that are of other schools. */
export const STAGES = [
  [/(中学|^[市县区州]?(?:第?[一二三四五六七八九十]{1,3}|附|附属|实验)中)$/, /^(?!.*[初高]中|.*中小?学)(小学|学前|幼儿|幼教)/],
  [
    /(小学|^(?:中心校|村小|[市县区州镇乡]?(?:第?[一二三四五六七八九十]{1,3}|附|附属|中心|实验)小))$/,
    /^(?!.*小学)(学前|幼儿|幼教|初中|高中|普通高中|中学)/,
  ],
];
export const PRIMARY = "小学"; // of the series of schools
export const MEDICAL = /^(副主任|主任|主治|主管)(.{1,4})(医师|药师|护师|技师)$/;
