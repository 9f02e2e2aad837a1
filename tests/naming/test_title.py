from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.model import Language
from exporter.naming.labels import short
from exporter.naming.title import LONGEST, title_of
from tests.endless import TITLES


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        # lead-ins: numbers, dates, frames, subjects
        ("（三）新建小学3所。", "新建小学3所"),
        ("1.4月底前完成招标，5月开工。", "完成招标，5月开工"),
        ("一是推进改革。", "推进改革"),
        ("一是全面推进税制改革，从5月1日起，将试点扩大到建筑业、房地产业、金融业和生活服务业。", "全面推进税制改革"),
        ("第二，健全机制。", "健全机制"),
        ("2018年，全市新增就业4万人。", "全市新增就业4万人"),
        ("到2020年底，建成公园3个。", "建成公园3个"),
        ("力争年内完成主体工程", "完成主体工程"),
        ("今年底前完成拆迁。", "完成拆迁"),
        ("据了解，2018年河东区将大力发展旅游业。", "大力发展旅游业"),
        ("1月9日，记者从区政府获悉，今年将新建停车场5处。", "新建停车场5处"),
        ("下一步，我们将继续推进改革，不断优化环境。", "推进改革，不断优化环境"),
        ("同时，要加快建设步伐。", "加快建设步伐"),
        ("今年全县发展的主要目标是：粮食产量增长2%，财政收入增长3%。", "粮食产量增长2%，财政收入增长3%"),
        ("各级政府要坚持过紧日子。", "坚持过紧日子"),
        # what only looks like one of them
        ("整改巡视组指出的问题，建立长效机制。", "整改巡视组指出的问题，建立长效机制"),
        ("抓好村委会换届，配强班子。", "抓好村委会换届，配强班子"),
        ("应急管理体系更加健全", "应急管理体系更加健全"),
        ("计划生育服务进社区", "计划生育服务进社区"),
        ("拟定管理办法，要素配置更加合理", "拟定管理办法，要素配置更加合理"),
        ("河东区还会加快建设", "加快建设"),
        # scenes
        ("把绿色作为底色，从源头入手，用新技术，治理河道。", "治理河道"),
        ("以创新为引领，以转型为重点，大力发展文化产业。", "大力发展文化产业"),
        ("按照“以块为主、条块结合”的原则，健全领导体系。", "健全领导体系"),
        ("坚持问题导向，聚焦重点领域，开展专项整治。", "开展专项整治"),
        ("运用大数据、云计算等技术，推动智慧社区建设。", "推动智慧社区建设"),
        ("在城市建设、民生改善等领域，实施一批项目。", "实施一批项目"),
        ("依照法律接受监督，定期报告。", "依照法律接受监督，定期报告"),
        ("坚持党的领导。", "坚持党的领导"),
        # what is not finished does not end a title
        ("对于需要改建、新建的，原则上于9月底前完成。", "对于需要改建、新建的，原则上于9月底前完成"),
        # half-width commas of converted pages, brackets and quotation marks
        ("完善制度,加强监管,严格执法。", "完善制度，加强监管，严格执法"),
        ("落实“建、管，护”并重的机制（含旧楼，新楼）。", "落实“建、管，护”并重的机制（含旧楼，新楼）"),
        ("新增投资1,500万元,完成改造。", "新增投资1,500万元，完成改造"),
        # table rows and short ones
        ("1 | 新建幼儿园7所,新增学位800个。 | 教育局", "新建幼儿园7所，新增学位800个"),
        ("11月底前建成。", "11月底前建成"),
        ("加\n强\n领  导", "加 强 领 导"),
    ],
)
def test_chinese_titles(quote: str, title: str) -> None:
    assert title_of(quote, "zh") == title


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("By the end of 2019, the City will open three libraries.", "Open three libraries"),
        ("In 2019 we will plant 500 trees, including 50 oaks.", "Plant 500 trees"),
        ("3.1 Publish the budget; review it yearly.", "Publish the budget"),
        ("(a) The Finance Department shall publish quarterly figures.", "Publish quarterly figures"),
        ("In addition, the mayor said that staff will also be trained.", "Staff will also be trained"),
        ("Our target is to cut waste by 20%.", "Cut waste by 20%"),
        ("In order to limit costs, companies will reduce their fleets.", "Reduce their fleets"),
        ("Jane Doe to report back by Friday", "Jane Doe to report back by Friday"),
        ("No later than June 30, 2019, finish the survey.", "Finish the survey"),
        ("May Street will be rebuilt.", "May Street will be rebuilt"),
        ("Provide open, reliable, and timely data", "Provide open, reliable, and timely data"),
        ("T | Submit the draft. | Ann, Bob | 12-09-18", "Submit the draft"),
    ],
)
def test_english_titles(quote: str, title: str) -> None:
    assert title_of(quote, "en") == title


def test_a_long_clause_is_cut_at_a_border_with_an_ellipsis() -> None:
    places = "、".join(f"第{number}幼儿园" for number in range(20))
    title = title_of(f"改建{places}", "zh")
    assert title.endswith("幼儿园…")
    assert len(title) <= LONGEST["zh"]
    title = title_of("Publish " + "very " * 40 + "long figures", "en")
    assert title.endswith(" very…")
    assert len(title) <= LONGEST["en"]


@settings(deadline=None)
@given(quote=st.text(min_size=1).filter(str.strip) | st.text("，。、“”（）20年将1.|a ", min_size=1).filter(str.strip))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_quote_has_a_title_of_one_line(quote: str, language: Language) -> None:
    title = title_of(quote, language)
    assert title.strip()
    assert len(title.splitlines()) == 1
    assert len(title) <= LONGEST[language]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("piece", TITLES)
def test_a_title_is_made_of_a_text_without_end(piece: str, language: Language) -> None:
    """How long that takes: `python -m benchmarks.growth`."""
    assert len(title_of(piece * 50_000, language)) <= LONGEST[language]


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("一、坚定不移推动高质量发展着力构建现代化经济体系", "推动高质量发展"),
        ("（二）改善民生", "改善民生"),
        ("第三章 生态环境", "生态环境"),
        ("1.2 交通、住房", "交通、住房"),
        ("2018年重点工作", "2018年重点工作"),
        ("5G建设", "5G建设"),
        ("进一步深化改革开放，构筑发展新优势", "深化改革开放"),
        ("Part IV: Open Government and Public Participation in Decisions", "Open Government and Public Participation"),
        ("", ""),
        ("着力", "着力"),
    ],
)
def test_labels(heading: str, label: str) -> None:
    assert short(heading) == label
