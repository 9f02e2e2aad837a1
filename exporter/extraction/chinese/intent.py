"""Does a sentence undertake something, or does it report, explain, ask, name or decorate?

Evidence is weighed clause by clause. Strong words decide alone (将, 力争, 年底前 against 去年, 圆满完成, 实现了);
a bare verb-object sentence leans towards an undertaking and is settled by the mood of its surroundings (mood.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.extraction.chinese.clauses import NUMBERING, bare, commands, split_clauses
from exporter.extraction.chinese.dates import Moment, moments
from exporter.extraction.chinese.figures import aims
from exporter.extraction.chinese.fold import fold
from exporter.extraction.grammar import Around, Speech, Verdict

_SURE = 3.0
_MODAL = re.compile(
    r"(?<![麻大干名武良强健])将(?![军士领帅才近])|(?<![需主重纲摘概必只首提紧次扼想简索不纪])要(?![素求闻点害塞件案义领约道职么]"
    r")|拟(?![定订态人])|力争|争取|确保|务必|必须|应当|不得(?!不)|严禁|决不|绝不|应(?=[于在按以把将对从向确加建严积及做抓]"
    r")|"
    r"须(?=[于在按以经])|计划(?=[在于到投建新实完])|预计|预期目标|下一步|接下来|致力于|承诺|"
    r"有望|努力(?=[实完做把使让争打构建])|奋力"
)
_GOAL = re.compile(
    r"(?:预期|主要|总体|发展|工作|奋斗|约束性|任务|年度)*(?:目标|指标|任务)(?:任务)?(?:是|"
    r"为|确定为|安排为|如下|:|：)|总体(?:要求|思路)是"
)
_PAST_FRAME = re.compile(
    r"^(?:.{0,12}(?:(?<![比较])(?:去年|上年|前年)(?![^,，]{0,8}基础上)|过去[一二三四五\d]?[个]?(?:年|"
    r"几年|五年|的)|[一二三四五几][个]?多?年来|这[一五几]年|近年来|多年来|近[三五几]年|长期以来|"
    r"一直以来|回顾|截至|截止|截止到|至此|目前[,，]?(?:已|全)|此前|(?<!\d)日前|近日|当日|"
    r"会上[,，]|上半年[,，]?(?:全[市省区县国]|我[市省区县])|前[一二三]季度)|[^,，]{0,14}以来[,，])"
)
_DONE = re.compile(
    r"(?:已(?:经|全部|全面|基本|累计|初步|顺利|成功|完成|建成|有|达|成为|实现|从|在|于|由|"
    r"累|连续|先后|开|启|投|纳|签|落|发|形成|正式|超)|业已|(?<![为除])(?<!为)了(?![解如望结断然却不事])|"
    r"过(?=[的去]))(?![^,，。;；]{0,12}的[^,，。;；]{1,14}(?:要|应|予以|进行))"
)
_ATTRIBUTIVE = re.compile(r"已(?:经)?[^,，。;；]{1,10}的")
_ACHIEVED = re.compile(
    r"圆满完成|顺利完成|胜利完成|超额完成|提前完成|全部兑现|荣获|荣膺|获评|获批|喜获|斩获|"
    r"捧回|摘得|夺得|获得(?!感)|获准|获省|获国|获全|获中|入选|入围|被评为|被授予|被列[为入]|"
    r"被确定为|被命名|跻身全|位居|位列|名列|居[^,，。;；]{0,8}(?:第|前|首|榜首)|排名|排在|"
    r"列[^,，。;；]{0,8}第|"
    r"再创[^,，。;；]{0,6}(?:新高|佳绩)|创[^,，。;；]{0,10}(?:新高|新低|最[高好]|纪录|第一)|"
    r"首次(?!公开|登记)|揭牌|竣工通车|竣工投[用产]|成功(?:举办|创建|入选|获批|签约|引进|承办|"
    r"申办|发射|研制|处置|应对|创成|召开|申报|打造|争取|列入|纳入|摘帽)|"
    r"成效显著|成效明显|效果明显|成果丰硕|硕果累累|进展顺利|进展明显|势头良好|态势良好|稳中有进|"
    r"稳中向好(?=[,，。;；]|$)|得到[^,，。;；]{0,14}(?:解决|改善|提升|巩固|加强|落实|遏制|"
    r"保障|肯定|认可|好评|优化|增强|提高|释放)|迈出[^,，。;；]{0,8}步|取得[^,，。;；]{0,10}(?:胜利|"
    r"重大进展|明显成效|积极进展|积极成效|显著成效|历史性)|"
    r"受到[^,，。;；]{0,10}(?:表彰|肯定|好评|通报|激励)|获(?:奖|国家级|市级|省级)|历史性(?:突破|"
    r"跨越|成就|变化)|实现历史性|全面彰显|实至名归|深受|广受|赢得[^,，。;；]{0,8}(?:好评|"
    r"赞誉|认可)"
)
_COMPARES = re.compile(
    r"同比(?:增长|下降|增加|减少|提高|上升|回落)|(?:比|较)(?:上年末?|去年末?|上年同期|去年同期|"
    r"年初)(?:增长|下降|增加|减少|提高|上升)"
)
_STATE = re.compile(
    r"(?:正式|全面|顺利|如期|圆满|成功|全部|基本|相继|陆续|建成|首批|提前)(?:开工|启用|运营|"
    r"投入使用|投入运营|投用|揭牌|开园|开通|通车|上线|挂牌|投产|完工|竣工|完成|建成|落地|"
    r"开业|贯通|开放|落户|启动|封顶|交付|脱贫|摘帽|达标)|(?:建成|竣工|投入)(?:投用|使用|运营|"
    r"通车|投产|运行)|主体完工|"
    r"(?:更加|进一步|持续|不断|深入|扎实|有序|纵深|显著|明显|稳步|大幅|有效|有力|逐步|日益|"
    r"全面|快速|加速|加快)(?:开通|便捷|凸显|巩固|提升|改善|扩大|增强|优化|提高|好转|完善|"
    r"夯实|凸显|彰显|显现|健全|向好|发展|推进|加强|丰富|加快|形成|规范|深化|释放|集聚|壮大|"
    r"上升|下降|拓展|改观|落实|遏制|缓解|突出|浓厚)$"
)
_EXPLAINS = re.compile(
    r"^(?:今年|明年|20\d\d年)[^,，。;；]{0,6}是[^。;；]{0,40}(?:之年|关键年|开局年|第[一二三四五]年|"
    r"关键一年|收官年|周年|重要一年)|意义(?:十分|非常)?重大|至关重要|责任重大|任务艰巨|^(?:上述|"
    r"这些?|这一|以上|此|该|如此|其)[^,，。;；]{0,16}(?:体现|表明|意味|说明|反映|考虑|有利于|"
    r"符合|是|就是|为|将为|既)|综合考虑|统筹考虑|主要考虑|体现了|体现出|意味着|需要付出|有利于[^,，。;；]*$|"
    r"(?:相对|比较|总体)(?:较低|较高|安全|可控)|"
    r"既是[^。]*(?:也是|又是|更是)|是[^,，。;；]{0,30}(?:的关键|之举|之策|的基础|的保障|的前提|"
    r"的体现|的要求|之时|之机|之契机|的需要|所在|的结果)[,，。;；!]?|是(?:必要|可行|积极|"
    r"安全|稳妥|符合)[^,，。;；]{0,12}的|事关|关系到|关乎|源于|得益于|归功于|离不开|来之不易|"
    r"[^,，。;；]{0,12}(?:是指|指的是|又称|简称|所称)|这(?:样|是|就是|意味|将是)|(?:相信|"
    r"坚信|深知|认为|体会到|认识到)|不是[^,，]{1,20}而是"
)
_TROUBLE = re.compile(
    r"清醒(?:地)?(?:认识|看到)|(?:存在|面临)(?:着)?[^,，。;；]{0,24}(?:问题|困难|不足|挑战|"
    r"短板|差距|风险|压力|制约)|(?:仍|还|依然|尚|仍然|还有)(?:需|不|未|有|存在|较|面临|比较)[^,，。;；]{0,14}"
    r"|(?:不够|不足|不高|不强|不优|不快|不实|薄弱|滞后|不平衡不充分|任重道远|压力较大|依然突出|"
    r"依然严峻|复杂严峻|不容忽视|亟待[^,，。;；]{0,8})(?=[,，。;；!]|$)|形势[^,，。;；]{0,10}(?:严峻|"
    r"复杂)|机遇与挑战|前所未有"
)
_THANKS = re.compile(
    r"衷心(?:的)?感谢|表示(?:衷心|诚挚|崇高|由衷)|致以|崇高(?:的)?敬意|深切体会|深刻体会|"
    r"深深感到|成绩的取得|取得这样的成绩|各位代表|同志们|谢谢|请予审议|请予审查|提出意见|"
    r"(?:现在|受)[^,，]{0,12}[,，]?[^,，]{0,6}代表|作政府工作报告|让我们[^。]*[!。]$|一起来看|"
    r"现印发给|现予(?:印发|公布|公开)|特此(?:通知|公告|函)|请(?:认真|各|结合|遵照|审议|予)[^。]*(?:执行|"
    r"落实|组织实施|审议)?[。]?$|(?:特)?(?:制定|制订|提出)(?:本|如下|以下|此)(?:方案|意见|"
    r"办法|计划|规划|措施|细则|通知)|现(?:将|就)[^。;；]{2,60}(?:如下|通知|公布|印发)|欢迎(?:关注|"
    r"下载|转载|致电)|此件公开"
)
_NEWS = re.compile(
    r"(?:会议|大会|全会|论坛|活动|仪式)?(?:在[^,，]{1,14})?(?:开幕|闭幕|召开|举行)(?:[,，。]|"
    r"$)|审议通过(?!后)|听取(?:了|并审议)|听取[^,，。]{0,20}(?:汇报|报告)|(?:主持|出席|参加)(?:了)?(?:会议|"
    r"活动)?[。,，]?$|(?:主持|出席)(?:召开)?[^,，。]{0,10}会议?[,，。]|记者(?!从)[^,，。]{0,8}(?:报道|"
    r"摄)|据悉[^将]*$|指出[,，:：][^将要]*$|来源[:：]|回顾20\d\d年"
)
_FURNITURE = re.compile(
    r"^(?:(?:来源|信息来源|编辑|责任?编辑|责编|校对|审核|(?:记者|通讯员|作者|摄影|文/|图/)(?=[:： ])|"
    r"原标题|标题|图片来源|资料图片|发布时间|发布日期|发文日期|成文日期|索引号|文号|发文字号|"
    r"发文机关|发布机构|主题分类|主题词|关键词|有效性|字号|浏览次数|点击数?|阅读|点赞|分享到|"
    r"打印|关闭|返回|上一篇|下一篇|附件|附表|附|抄送|主办单位|承办单位|地址|邮编|电话|传真|"
    r"邮箱|联系人|联系电话|出席|列席|参会|缺席|记录|签发|参加人员?|联系方式|网站标识码|备案号?|"
    r"版权所有|免责声明|声明|扫一扫|扫码|客服|热线|首页|当前位置|您(?:的|现在的)位置|网站地图|"
    r"关于我们|目录|前言|注|备注|说明|单位|填报|制表)\s?[:：|]|(?:版权所有|免责声明|扫一扫|"
    r"返回顶部|网站地图|关于我们|首页(?: |>|$)|打印(?:本页| |$)|关闭窗口|收藏本|当前位置|"
    r"您(?:的|现在的)位置|相关(?:链接|阅读|新闻|附件)|分享到|上一篇|下一篇)|[(（](?:此件|"
    r"资料图|完[)）]|责任编辑|图片)|第\d+页|[-—]\s?\d+\s?[-—]$|Copyright|©|[A-Za-z]+ICP|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"ICP|https?://|[|\-—=_*#\s]+$)"
)
_WEB = re.compile(
    r"ICP备|版权所有|未经授权|不得转载|免责|仅供参考|不代表本(?:网|站)|如有侵权|请注明(?:来源|"
    r"出处)|扫描二维码|公众号|客户端下载|网公安备|技术支持[:：]"
)
_ASKS = re.compile(r"[?？]\s*[”」)]?$")
_DATE_LINE = re.compile(
    r"^[(（]?(?:20\d\d|二[〇○零][\u4e00-\u9fff○]{2})年\d{0,2}[\u4e00-\u9fff]{0,3}月?[\d\u4e00-\u9fff]{0,3}日?"
    r"(?:印发|发布|公布|下发)?[)）]?$"
)
_PREPARES = re.compile(
    r"^(?:今年|全年|20\d\d年|本次|重点|我们|同时)?[,，]?(?:将|要|重点|着重|突出|主要|我们将|"
    r"我们要)*(?:采取|抓好|做好|办好|实施|推进|开展|从|聚焦|围绕|做到|坚持|把握|处理好|突出)?(?:以下|"
    r"如下|下列)?(?:[一二两三四五六七八九十\d]+)(?:个|项|大|方面|件|条)(?:方面)?(?:举措|措施|"
    r"工作|任务|重点|要求|问题|着力|关系|方面|原则|文章)*(?:工作)?[:：。]?$"
)


@dataclass(slots=True)
class _Evidence:
    lean: float = 0.0
    words: str = ""
    rule: str = ""
    top: float = 0.0

    def add(self, weight: float, rule: str, words: str) -> None:
        self.lean += weight
        if abs(weight) > self.top:
            self.top, self.rule, self.words = abs(weight), rule, words


def judge(sentence: str, around: Around) -> Verdict:
    """Commitment or not; uncertain verdicts carry a lean for the mood to settle."""
    folded = fold(sentence).strip()
    plain = _without_report_frame(folded)
    special = _special(plain, folded, around)
    if special:
        return special
    evidence = _Evidence()
    _weigh_sentence(plain, around, evidence)
    commanded = _weigh_clauses(plain, evidence)
    return _verdict(plain, evidence, commanded, around)


_REPORT_FRAME = re.compile(
    r"^(?:[^,，。;；]{0,24}[,，])?(?:据(?:了解|悉|介绍|报道|[^,，]{1,16}(?:介绍|透露|消息))|"
    r"[^。;；]{0,60}(?:获悉|了解到|(?:会议|报告|方案|意见|通知|计划|规划|纲要|《[^》]{2,40}》)(?:明确|"
    r"提出|指出|强调|要求|决定|认为|确定)))[,，:：]"
)


def _without_report_frame(folded: str) -> str:
    """据了解，…, 记者从…获悉，…, 会议强调，…: the frame says who told it; the rest is judged."""
    found = _REPORT_FRAME.match(folded)
    return folded[found.end() :] if found and len(folded) - found.end() > _SHORT else folded


_SHORT = 8


def _special(text: str, folded: str, around: Around) -> Verdict | None:
    """What can be told at sight: questions, furniture, thanks, headings, date lines."""
    if _ASKS.search(folded):
        return Verdict("report", rule="question", words=folded[-1:], lean=0.0)
    if _DATE_LINE.match(folded) or (_FURNITURE.match(folded) and len(folded) < _LINE) or _WEB.search(folded):
        return Verdict("furniture", rule="page furniture", words=folded[:12])
    if found := _THANKS.search(folded):
        return Verdict("report", rule="address or thanks", words=found[0][:20])
    if (
        folded.endswith(":")
        and not aims(folded)
        and re.search(
            r"(?:以下|如下|下列|[一二三四五六七八九十\d]+个?方面|[一二三四五六七八九十\d]+[项件])[^,，。;；]{0,10}:$",
            folded,
        )
    ):
        return Verdict("heading", rule="announces what follows", words=text[:20], lean=1.0)
    if _PREPARES.match(NUMBERING.sub("", text).rstrip("。:： ")):
        return Verdict("heading", rule="announces what follows", words=text[:20], lean=1.0)
    return _as_heading(folded, around)


_LINE = 60
_HEADED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+[、章节部]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}[.、．](?!\d)|"
    r"[一二三四五六七八九十]+是)"
)


def _as_heading(folded: str, around: Around) -> Verdict | None:
    ended = folded.endswith(("。", ";", "!", "；"))
    measured = bool(aims(folded)) or any(m.kind == "deadline" for m in moments(folded, around.year))
    if around.kind == "heading" and not measured:
        return Verdict("heading", rule="heading", words=folded[:20], lean=_heading_lean(folded))
    if measured:
        return None
    numbered = bool(_HEADED.match(folded))
    if ended and around.opening and not around.alone and not _OWNED.match(fold(around.after)):
        words = NUMBERING.sub("", folded).rstrip("。")
        if (numbered and len(words) <= _RUN_IN) or (
            len(words) <= _RUN_IN_BARE and "," not in words and "，" not in words
        ):
            return Verdict("heading", rule="run-in heading", words=words[:20], lean=_heading_lean(folded))
    if (
        not ended
        and around.alone
        and not folded.endswith((",", "，", "、", "…"))
        and _titles(folded, around, numbered=numbered)
    ):
        return Verdict("heading", rule="heading line", words=folded[:20], lean=_heading_lean(folded))
    return None


def _heading_lean(folded: str) -> float:
    """民生福祉持续提升 heads a review, 着力保障民生 a plan."""
    words = NUMBERING.sub("", folded).rstrip("。:： ")
    clauses = [words[a:b] for a, b in split_clauses(words)]
    if any(
        (_STATE.search(clause) or _ACHIEVED.search(clause) or _DONE.search(clause)) and not commands(clause)
        for clause in clauses
    ):
        return -2.0
    return 0.7 if any(len(commands(clause)) > 1 for clause in clauses) else 0.0


_OWNED = re.compile(
    r"\s*[(【\[]?(?:[^,，。:：]{0,6}(?:单位|部门|领导|责任人|主办)\s?[:：]|[^。]{2,200}[)】\]]\s*$)|\s*[(【]"
)
"""What stands behind is only who is responsible: the short sentence before it is the task itself."""
_RUN_IN, _RUN_IN_BARE = 34, 12
_TITLE_END = re.compile(
    r"(?:方案|计划|规划|意见|通知|报告|目标|任务|措施|举措|安排|要求|保障|分解表?|清单|工作|"
    r"纲要|要点|办法|细则|责任书|一览表|附件|实事|事项|情况|原则|思路|篇|部分|章|指标|公告|"
    r"函|纪要|决定|项目|公报|公告|名单|汇总|摘要|全文|解读)$"
)


def _titles(folded: str, around: Around, *, numbered: bool) -> bool:
    """A line without a full stop is a heading when a paragraph follows it, or when it is worded as a title."""
    words = NUMBERING.sub("", folded).rstrip(":： ")
    if words in _SECTIONS:
        return True
    if _TITLE_END.search(words) and len(commands(words)) < _WORD:
        return True
    if "," in words or "，" in words:
        return numbered and len(around.after.strip().partition("\n")[0]) > _PARAGRAPH
    following, _, beyond = around.after.strip().partition("\n")
    if numbered and _OWNER_LINE.match(fold(following)) and beyond.strip():
        return not _same_level(folded, beyond.strip())
    if not commands(words):
        return True
    return len(words) <= _RUN_IN and (
        len(following) > _PARAGRAPH
        or (numbered and bool(_HEADED.match(fold(following))) and not _same_level(folded, following))
    )


_OWNER_LINE = re.compile(
    r"\s*(?:[(（]?(?:牵头|责任|主办|配合|负责)(?:责任)?(?:单位|部门|领导|人)?\s?[:：]|由[^,，。]{2,30}(?:牵头"
    r"|负责)\s*$)"
)
_PARAGRAPH, _WORD = 60, 2
_SECTIONS = frozenset(
    [
        "保障措施",
        "组织实施",
        "组织领导",
        "组织保障",
        "实施步骤",
        "实施保障",
        "工作要求",
        "工作目标",
        "主要目标",
        "总体目标",
        "重点任务",
        "工作任务",
        "主要任务",
        "指导思想",
        "基本原则",
        "总体要求",
        "总体思路",
        "工作原则",
        "工作措施",
        "工作安排",
        "实施内容",
        "实施范围",
        "职责分工",
        "任务分工",
        "进度安排",
        "时间安排",
        "监督检查",
        "督导考核",
        "监督管理",
        "有关要求",
        "工作机制",
        "宣传引导",
        "经费保障",
        "资金保障",
        "政策保障",
        "推进措施",
        "推进机制",
    ]
)


def _same_level(text: str, following: str) -> bool:
    def shape(line: str) -> str:
        found = _HEADED.match(line)
        return re.sub(r"[一二三四五六七八九十百\d]+", "#", found[0]) if found else ""

    return shape(text) == shape(fold(following))


def _weigh_sentence(text: str, around: Around, evidence: _Evidence) -> None:
    if found := _PAST_FRAME.match(text):
        bound = _BOUND.search(text) and not _DONE.search(text)
        evidence.add(-1.5 if bound else -4.0, "tells of the past", found[0][-12:])
    if found := _EXPLAINS.search(text):
        evidence.add(-4.5, "explains", found[0][:16])
    if found := _TROUBLE.search(text):
        evidence.add(-3.0, "names a difficulty", found[0][:16])
    if found := _NEWS.search(text):
        evidence.add(-3.0, "news", found[0][:16])
    if found := _GOAL.search(text):
        evidence.add(4.0, "states targets", found[0])
    for moment in moments(text, around.year, around.published):
        past = bool(around.year) and moment.day.year < (around.year or 0)
        if past and moment.lead not in {"比", "较"} and not moment.bare_year:
            evidence.add(-1.5, "a past date", text[moment.start : moment.end])
        elif not past and moment.kind == "deadline" and _binds(text, moment):
            evidence.add(3.0, "a deadline", text[moment.start : moment.end])


_BOUND = re.compile(r"(?<![需主重必])要(?=[在于全按加尽])|将(?=[在于全加继进])|年内|[年月]底前|必须|力争")


def _binds(text: str, moment: Moment) -> bool:
    """年底前 binds; 年末全市人口… does not: without 前, 内, 到 something must be done at that date."""
    if moment.lead in {"截至", "截止", "截止到"}:
        return False
    if moment.tail or moment.lead in {"到", "至"} or text[moment.start : moment.end].endswith(("内", "年底", "月底")):
        return True
    return bool(
        re.match(
            r"[^,，。;；]{0,12}?(?:完成|建成|实现|达到|力争|全面|启动|开工|投用|竣工|出台|形成|基本)",
            text[moment.end :],
        )
    )


def _weigh_clauses(text: str, evidence: _Evidence) -> int:
    """Add the clauses' evidence; returns how many begin as orders do."""
    commanded = 0
    intended = happened = False
    for start, end in split_clauses(text):
        clause = text[start:end]
        order = commands(clause)
        commanded += bool(order) and order not in _PREPOSITIONS
        modal = _MODAL.search(clause)
        intended = intended or bool(modal)
        if modal and not clause.endswith(("要:", "要")):
            evidence.add(3.0, "intends", modal[0])
        done = _DONE.search(clause)
        if done and not _ATTRIBUTIVE.search(clause):
            happened = True
            evidence.add(-2.5 if not modal else -1.0, "has happened", clause[max(0, done.start() - 4) : done.end()])
        if (compared := _COMPARES.search(clause)) and not modal and not re.search(r"左右|以上|以内", clause):
            evidence.add(-1.0, "compares with last year", compared[0])
        achieved = _ACHIEVED.search(clause)
        caused = order in _CAUSES
        if achieved and not modal and not caused:
            evidence.add(-2.5 if not order else -1.5, "an achievement", achieved[0])
        state = _STATE.search(clause)
        if state and not modal and not order:
            evidence.add(-0.7 if state[0].startswith(_GOING_ON) else -1.5, "a result", state[0])
        if order:
            evidence.add(_weight(order) if commanded == 1 else 0.2, "an order", order)
    if happened and not intended:
        evidence.add(-1.0, "has happened", "")
    return commanded


_CAUSES = frozenset(
    [
        "推动",
        "促进",
        "确保",
        "实现",
        "使",
        "让",
        "力争",
        "争取",
        "加快",
        "保障",
        "支持",
        "助力",
        "推进",
        "努力",
        "力促",
        "保证",
        "着力",
        "引导",
        "助推",
        "帮助",
        "督促",
        "持续",
        "切实",
        "尽快",
        "做到",
        "将",
        "把",
        "要",
        "全力",
        "进一步",
    ]
)
"""Verbs whose object may be worded as a result: 推动项目竣工投用."""


def _weight(order: str) -> float:
    """A preposition only introduces (与…相比, 在…中); a verb commands."""
    if order in _PREPOSITIONS:
        return 0.1
    return 0.4 if len(order) == 1 and order not in "将把让使" else 0.6


_PREPOSITIONS = frozenset(
    [
        "与",
        "以",
        "从",
        "在",
        "于",
        "对",
        "为",
        "向",
        "按",
        "按照",
        "根据",
        "针对",
        "结合",
        "通过",
        "围绕",
        "面向",
        "再",
        "也",
        "还",
        "并",
        "新",
        "开",
    ]
)
_TARGET_SHAPE = re.compile(
    r"(?:增长|下降|达到|控制在|保持|稳定|以上|左右|以内|以下|不低于|不超过|涨幅|失业率|完成|新增|任务)"
)
_GOING_ON = ("持续", "进一步", "不断", "更加", "稳步", "逐步", "有序")
_GOAL_STATE = re.compile(
    r"(?:基本同步|保持同步|同步增长|基本平衡|基本稳定|总体稳定|基本持平|稳步增长|较快增长|"
    r"平稳增长|合理增长|持续增长|只减不增|只增不减|稳中提质|稳中有升|稳中有降|进度目标|全面达标|"
    r"全部达标|"
    r"保持[^,，。;；]{0,12}(?:稳定|平稳|前列|领先|不变|较快|合理|水平|增长|同步|位次)|同步|"
    r"双增长|双提升|应保尽保|全覆盖|零增长|负增长|有效防控|继续下降|继续改善|合理区间|完成[^,，。;；]{0,16}(?"
    r":任务|目标|指标)|控制在[^,，。;；]{0,20}以?内)(?=[,，。;；]|$)"
)
_STOCK = re.compile(r"^[^,，。;；]{0,10}(?:累计|现有|共有|目前有|总数达(?!到)|已达)")
_EACH = re.compile(
    r"(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]\s*)?(?:原则上)?(?:各|每个?|所有|全体)[^,，。;；:：]{1,"
    r"14}?(?:建立|设立|建成|新建|打造|制定|成立|配备|开展|组织|落实|完成|至少|实现|加强|明确|"
    r"安排|培育|选派|参照)|原则上"
)
_REGULAR = re.compile(
    r"每(?:月|周|季度|季|半年|旬|日|学期)(?![^,，。;；]{0,4}[一二两三\d]+[次户名])[^,，。;；]{0,12}(?:报送|"
    r"报告|召开|通报|调度|研究|检查|公布|公开|开展|组织|上报|汇总|督查|研判|更新|发布)"
)
_WITHIN = re.compile(
    r"[一二两三四五六七八九十\d]+(?:个月|个工作日|个自然日|天|日|周|小时)(?:之|以)?内(?:完成|"
    r"办结|整改|出台|制定|反馈|报送|建成|实现|到位|落实|[^,，。;；]{0,8}完成)"
)
_CHARGED = re.compile(r"[^,，。;；:：]{2,20}(?:负责|承担|担任)(?!同志|人|任)")


def _verdict(text: str, evidence: _Evidence, commanded: int, around: Around) -> Verdict:
    if found := _GOAL_STATE.search(text.rstrip("。;；!")):
        evidence.add(0.8, "a state to reach", found[0])
    if found := _CHARGED.match(text):
        evidence.add(1.2, "is put in charge", found[0])
    if (found := _STOCK.search(text)) and not _BOUND.search(text) and not _MODAL.search(text):
        evidence.add(-1.5, "counts what there is", found[0])
    if found := _EACH.match(text):
        evidence.add(0.8, "an order to each", found[0])
    if found := _REGULAR.search(text):
        evidence.add(1.2, "a regular duty", found[0])
    if found := _WITHIN.search(text):
        evidence.add(1.5, "a deadline", found[0])
    lean = evidence.lean
    amounts = aims(text)
    if amounts and _TARGET_SHAPE.search(text):
        evidence.add(0.8, "a figure to reach", text[amounts[0].start : amounts[0].end])
        lean += 0.8 - sum(0.5 for figure in amounts if _is_odd(figure.value))
    if abs(lean) >= _SURE:
        speech: Speech = "commitment" if lean > 0 else "report"
        return Verdict(speech, rule=evidence.rule, words=evidence.words, lean=lean)
    if around.kind == "row" and lean > -_SURE and around.before.rstrip().endswith((";", "；")):
        return Verdict(
            "commitment", certain=False, rule="goes with the part before it", words=text[:8], lean=max(lean, 0.5)
        )
    if not commanded and lean <= 0 and not amounts and not _STATE.search(text.rstrip("。;；")):
        return Verdict(
            "other",
            certain=lean < -1,
            rule=evidence.rule or "nothing is undertaken",
            words=evidence.words,
            lean=lean - 1.0,
        )
    speech = "commitment" if lean > 0 else "report"
    return Verdict(
        speech,
        certain=False,
        rule=evidence.rule or "a bare statement",
        words=evidence.words or bare(text)[:8],
        lean=lean,
    )


def _is_odd(value: float) -> bool:
    """Results are counted to the last digit (8.12万人), targets are round."""
    digits = f"{value:.10g}".replace(".", "").rstrip("0")
    return len(digits) > 2 and value > 100  # noqa: PLR2004
