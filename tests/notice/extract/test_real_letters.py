"""Letters of every kind that offices write, and what a careful reader finds in them.

All letters here are invented: bodies, numbers, funds and amounts. Their kinds are real: they
follow notices of ministries, provinces, cities and counties and the pages that print them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import lists as texts
from hypothesis.strategies import sampled_from

from fiscal_notice.notice.extract.document import cut
from fiscal_notice.notice.extract.letter import Letter, read_colophon, read_letter
from fiscal_notice.notice.extract.transcript import Ledger, split_lines
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.conftest import Lines


@dataclass(frozen=True)
class Kind:
    """A letter and its facts; what is not named here must be absent or empty."""

    text: str
    fields: dict[str, object] = field(default_factory=dict)
    bases: list[str] = field(default_factory=list)
    codes: list[tuple[str, str, str | None]] = field(default_factory=list)
    annexes: list[tuple[str | None, str]] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)


ADVANCE, CURRENT = "advance", "final"  # the codes of the vocabulary of these tests

KINDS = {
    "province, in advance, total in the sentence": Kind(
        """某省财政厅关于提前下达2031年绿道建设省补助资金的通知
某财建〔2030〕7号
有关地级以上市财政局，有关省直管县（市）财政局：
为提高预算完整性，经研究，现提前下达2031年绿道建设省补助资金预算共1234.5万元，具体项目、金额见附件1。此款收入列2031年“1100245教育共同财政事权转移支付收入”，支出列2031年“2050201学前教育”。有关事项通知如下：
一、根据《关于绿道建设标准的通知》（某财建〔2028〕3号）有关规定，补助标准提高至每公里500元。
二、请于60日内报送省财政厅备案。
附件：1.提前下达2031年绿道建设省补助资金安排表
某省财政厅
2030年12月13日
""",
        {
            "document_number": "某财建〔2030〕7号",
            "title": "某省财政厅关于提前下达2031年绿道建设省补助资金的通知",
            "issuer": "某省财政厅",
            "addressees": "有关地级以上市财政局，有关省直管县（市）财政局",
            "budget_year": 2031,
            "phase": ADVANCE,
            "fund_name": "绿道建设省补助资金",
            "body_total_yuan": 12345000,
            "body_total_as_printed": "1234.5万元",
            "signed_on": date(2030, 12, 13),
        },
        codes=[
            ("revenue", "1100245", "教育共同财政事权转移支付收入"),
            ("function", "2050201", "学前教育"),
        ],
        annexes=[("1", "提前下达2031年绿道建设省补助资金安排表")],
        deadlines=["60日内"],
    ),
    "two bases, the fund between 现将 and 下达给你们": Kind(
        """某省财政厅关于下达2030年中央财政林果发展资金(第4批)的通知
某财农[2030] 83 号
各地级以上市财政局:
根据省林果厅《关于报送补助资金安排计划的函》(某林计【2030】29号)及《财政部关于下达2030年林果发展资金预算的通知》(财农(2030)28号),现将2030年中央财政林果发展资金(第4批)下达给你们(详见附件1)。此项资金收入列2030年度“1100252 农林水共同财政事权转移支付收入”科目,支出列2030年度“213 农林水支出”科目。有关事项通知如下:
一、请各地严格按照《林果部 财政部关于做好项目实施工作的通知》(林计财发〔2030〕3号)等有关规定,抓紧做好项目组织实施等工作。
附件:1.2030年中央财政林果发展资金(第4批)安排表 .xls
某省财政厅
二〇三〇年七月二十六日
""",  # noqa: E501
        {
            "document_number": "某财农〔2030〕83号",
            "title": "某省财政厅关于下达2030年中央财政林果发展资金(第4批)的通知",
            "issuer": "某省财政厅",
            "addressees": "各地级以上市财政局",
            "budget_year": 2030,
            "phase": CURRENT,
            "fund_name": "中央财政林果发展资金(第4批)",
            "signed_on": date(2030, 7, 26),
        },
        bases=["某林计〔2030〕29号", "财农〔2030〕28号"],
        codes=[
            ("revenue", "1100252", "农林水共同财政事权转移支付收入"),
            ("function", "213", "农林水支出"),
        ],
        annexes=[("1", "2030年中央财政林果发展资金(第4批)安排表")],
    ),
    "two issuers, title in lines, total before 下达": Kind(
        """某省财政厅 某省水务厅
关于提前下达2032年度中央水库
后期扶持资金的通知
某财农指〔2031〕9号
有关市、县（区）财政局、水务局：
根据财政部《关于提前下达2032年水库后期扶持资金预算的通知》（财农〔2031〕104号），现将2032年度水库后期扶持资金25149.06万元下达给你们，用于库区生产生活建设（详见附件1），款列“2130321-水库后期扶持专项支出”。
一、资金标识为“02中央参照直达资金”，贯穿资金分配、拨付、使用等整个环节。
二、请于2031年12月31日前上报省财政厅、省水务厅。
附件：1. 2032年度水库后期扶持资金安排表
2. 水库扶持资金绩效目标申报表（2032年度）
某省财政厅             某省水务厅
2031年12月21日
附件下载：
""",
        {
            "document_number": "某财农指〔2031〕9号",
            "title": "某省财政厅 某省水务厅关于提前下达2032年度中央水库后期扶持资金的通知",
            "issuer": "某省财政厅 某省水务厅",
            "addressees": "有关市、县（区）财政局、水务局",
            "budget_year": 2032,
            "phase": ADVANCE,
            "fund_name": "水库后期扶持资金",
            "body_total_yuan": 251490600,
            "body_total_as_printed": "25149.06万元",
            "signed_on": date(2031, 12, 21),
        },
        bases=["财农〔2031〕104号"],
        codes=[("function", "2130321", "水库后期扶持专项支出")],
        annexes=[
            ("1", "2032年度水库后期扶持资金安排表"),
            ("2", "水库扶持资金绩效目标申报表（2032年度）"),
        ],
        deadlines=["2031-12-31"],
    ),
    "ministry: codes by 类, 款, 项, no title": Kind(
        "按照《中央财政某安居资金管理办法》（财综〔2027〕2号）等规定，现就分配下达2029年"
        "中央财政某安居"
        "资金预算的有关事宜通知如下：现下达2029年中央财政某安居资金（见附件2，项目代码Z13"
        "5080000028，列"
        "《2029年政府收支分类科目》110类02款“一般性转移支付收入”58项“住房保障共同财"
        "政事权转移支付收入”"
        "科目。按用途分别填列221类“住房保障支出”01款“保障性安居工程支出”03项“棚户区改"
        "造”和07项"
        "“保障性住房租金补贴”科目。",
        {"budget_year": 2029, "phase": CURRENT, "fund_name": "中央财政某安居资金"},
        bases=["财综〔2027〕2号"],
        codes=[
            ("revenue", "1100258", "住房保障共同财政事权转移支付收入"),
            ("function", "2210103", "棚户区改造"),
            ("function", "2210107", "保障性住房租金补贴"),
        ],
    ),
    "salutation at the start, one paragraph, annex without number": Kind(
        """某区市场监管局、某开发区知识产权局，各有关单位：
根据《某市财政局关于转下达2031年度省发展专项资金的通知》（某财商〔2030〕26号）要求，现将2031年度省发展专项资金（市场监督—保护）中保护类项目经费转拨至各有关单位（项目单位、金额详见附件）。各单位要按时推进项目实施。
附件：2031年省发展专项资金转拨项目明细分配表（保护类）.docx
某市市场监督管理局
2031年3月22日
""",
        {
            "issuer": "某市市场监督管理局",
            "addressees": "某区市场监管局、某开发区知识产权局，各有关单位",
            "budget_year": 2031,
            "phase": CURRENT,
            "fund_name": "省发展专项资金（市场监督—保护）",
            "signed_on": date(2031, 3, 22),
        },
        bases=["某财商〔2030〕26号"],
        annexes=[(None, "2031年省发展专项资金转拨项目明细分配表（保护类）")],
    ),
    "a whole letter on one line": Kind(
        "某省财政厅关于转下达2032年城市管道更新改造中央基建投资预算的通知 某财建〔2032〕"
        "55号 甲市、乙市财政局，"
        "丙县财政局： 根据《关于下达2032年城市管道更新改造中央基建投资预算的通知》（财建〔2"
        "032〕211号），现将"
        "2032年城市管道更新改造中央基建投资预算资金下达给你们，并就有关事项通知如下： 一、此"
        "项资金专项用于更新"
        "改造老化管道。 二、请按照预算法要求，及时将资金安排到项目单位。 某省财政厅 2032年7月27日",
        {
            "document_number": "某财建〔2032〕55号",
            "title": "某省财政厅关于转下达2032年城市管道更新改造中央基建投资预算的通知",
            "issuer": "某省财政厅",
            "addressees": "甲市、乙市财政局，丙县财政局",
            "budget_year": 2032,
            "phase": CURRENT,
            "fund_name": "城市管道更新改造中央基建投资预算资金",
            "signed_on": date(2032, 7, 27),
        },
        bases=["财建〔2032〕211号"],
    ),
    "central and provincial parts beside the total, codes of all kinds": Kind(
        """关于下达2032年某救助补助资金的通知
某财社指【2032】18号
某市民政局及所属单位：
根据财政厅 民政厅《关于提前下达2032年省级某救助补助资金的通知》（某财社指〔2031〕1233号）的要求，现下达你单位2032年某救助补助资金8167万元（其中：中央补助6399万元，省级补助1768万元），统筹用于低保。
此次下达的补助资金为直达资金（标识为“01中央直达资金”）。政府预算支出经济分类列“50901社会福利和救助”科目，部门预算支出经济分类列“30306救济费”，支出功能分类分别列“2081901城市最低生活保障金支出”、“2081902农村最低生活保障金支出”科目。
""",  # noqa: E501
        {
            "document_number": "某财社指〔2032〕18号",
            "title": "关于下达2032年某救助补助资金的通知",
            "addressees": "某市民政局及所属单位",
            "budget_year": 2032,
            "phase": CURRENT,
            "fund_name": "某救助补助资金",
            "body_total_yuan": 81670000,
            "body_total_as_printed": "8167万元",
            "body_central_yuan": 63990000,
            "body_provincial_yuan": 17680000,
        },
        bases=["某财社指〔2031〕1233号"],
        codes=[
            ("gov_economic", "50901", "社会福利和救助"),
            ("dept_economic", "30306", "救济费"),
            ("function", "2081901", "城市最低生活保障金支出"),
            ("function", "2081902", "农村最低生活保障金支出"),
        ],
    ),
    "a county's own: no title, no salutation's office, allotted without 现": Kind(
        """县林保中心：
根据《某省财政厅关于提前下达2033年中央财政衔接补助资金的通知》（某财农〔2032〕168号）文件，下达你单位2033年中央财政衔接补助资金107万元，专项用于欠发达国有林场巩固提升任务。现将相关事项通知如下：
一、请切实管好用好资金，每年6月30日前报送进展。
监督电话：010—00000000联系电话：0818—0000000
某县财政局
2033年1月5日
""",
        {
            "issuer": "某县财政局",
            "addressees": "县林保中心",
            "budget_year": 2033,
            "phase": CURRENT,
            "fund_name": "中央财政衔接补助资金",
            "body_total_yuan": 1070000,
            "body_total_as_printed": "107万元",
            "signed_on": date(2033, 1, 5),
        },
        bases=["某财农〔2032〕168号"],
        deadlines=["每年6月30日前"],
    ),
    "names of codes beside the code, before it, in quotes of their own": Kind(
        """某市财政局关于下达2034年第一批经建补助资金的通知
某财建指〔2034〕21号
有关区财政局：
根据某财建〔2034〕29号文件，现下达你区2034年第一批经建补助资金 万元，并就有关事项通知如下：
一、收入列“一般性转移支付收入——边境地区转移支付收入（1100230）”科目，支出列功能科目2120303“小城镇基础设施建设”、第2081107项“残疾人生活和护理补贴”、政府预算经济科目“503机关资本性支出（一）”。
二、请于6月20日前报送，热线12345，支持513个村、221人。
附件：某财建指〔2034〕21号2034年第一批经建补助资金明细表.xls
某市财政局
2034年6月14日
信息公开选项：依申请公开
""",
        {
            "document_number": "某财建指〔2034〕21号",
            "title": "某市财政局关于下达2034年第一批经建补助资金的通知",
            "issuer": "某市财政局",
            "addressees": "有关区财政局",
            "budget_year": 2034,
            "phase": CURRENT,
            "fund_name": "第一批经建补助资金",
            "disclosure": "依申请公开",
            "signed_on": date(2034, 6, 14),
        },
        bases=["某财建〔2034〕29号"],
        codes=[
            ("revenue", "1100230", "一般性转移支付收入——边境地区转移支付收入"),
            ("function", "2120303", "小城镇基础设施建设"),
            ("function", "2081107", "残疾人生活和护理补贴"),
            ("gov_economic", "503", "机关资本性支出（一）"),
        ],
        annexes=[(None, "某财建指〔2034〕21号2034年第一批经建补助资金明细表")],
        deadlines=["6月20日前"],
    ),
    "annexes of annexes, an amount in 亿元, a day in the colophon": Kind(
        """特急
某省财政厅文件
某财社〔2030〕365号
某省财政厅关于清算下达2030年某防控补助资金的通知
各市财政局：
各县财政局：
经研究，现清算下达2030年某防控补助资金，共1.5亿元，有关事项通知如下：
1.此项资金请在收到文件后30个工作日内分解下达。
2.请加强管理。
附件：1.某防控补助资金分配表
3-1.某规划项目工作任务表
3-2-1.某防治项目工作任务表（1）
3-6 某防治项目工作任
务表（2）
（此页无正文）
某省财政厅（盖章）
2030年12月18日
（此件公开发布）
抄送：省某局，财政部某监管局。
某省财政厅办公室 2030年12月19日印发
""",
        {
            "urgency": "特急",
            "document_number": "某财社〔2030〕365号",
            "title": "某省财政厅关于清算下达2030年某防控补助资金的通知",
            "issuer": "某省财政厅",
            "addressees": "各市财政局：各县财政局",
            "budget_year": 2030,
            "phase": CURRENT,
            "fund_name": "某防控补助资金",
            "body_total_yuan": 150000000,
            "body_total_as_printed": "1.5亿元",
            "signed_on": date(2030, 12, 18),
            "disclosure": "此件公开发布",
            "copied_to": "省某局，财政部某监管局",
            "printed_by": "某省财政厅办公室",
            "printed_on": date(2030, 12, 19),
        },
        annexes=[
            ("1", "某防控补助资金分配表"),
            ("3-1", "某规划项目工作任务表"),
            ("3-2-1", "某防治项目工作任务表（1）"),
            ("3-6", "某防治项目工作任务表（2）"),
        ],
        deadlines=["30个工作日内"],
    ),
    "number of the page, number behind the title, batch, 本次下达": Kind(
        """文号 某财农〔2031〕471号 其他信息 下载 公开方式 主动公开
某县财政局关于拨付2031年度第三批某衔接资金的通知（某财农〔2031〕471号）
各乡镇（街道）人民政府（办事处）：
根据某政办〔2031〕5号精神，2031年度第三批某衔接资金总额1000万元，扣除已提前下达的600万元，本次下达400万元。
附件:2031年度第三批某衔接资金安排表
某县财政局
2031年11月16日
""",
        {
            "document_number": "某财农〔2031〕471号",
            "title": "某县财政局关于拨付2031年度第三批某衔接资金的通知",
            "issuer": "某县财政局",
            "addressees": "各乡镇（街道）人民政府（办事处）",
            "budget_year": 2031,
            "phase": CURRENT,
            "fund_name": "第三批某衔接资金",
            "body_total_yuan": 4000000,
            "body_total_as_printed": "400万元",
            "signed_on": date(2031, 11, 16),
            "disclosure": "主动公开",
        },
        bases=["某政办〔2031〕5号"],
        annexes=[(None, "2031年度第三批某衔接资金安排表")],
    ),
    "a title and a table, the code in brackets between": Kind(
        """财政部关于下达2031年某发展专项资金（重点项目）预算的通知
[财教〔2031〕94号] [2031-06-03]
（2031年政府收支分类科目：2079903某发展专项支出）
2031年某发展专项资金（重点项目）预算汇总表
单位：万元
序号→地区→本次下达数
→合计→11000
""",
        {
            "document_number": "财教〔2031〕94号",
            "title": "财政部关于下达2031年某发展专项资金（重点项目）预算的通知",
            "issuer": "财政部",
            "budget_year": 2031,
            "phase": CURRENT,
            "fund_name": "某发展专项资金（重点项目）",
        },
        codes=[("function", "2079903", "某发展专项支出")],
    ),
    "offices in lines, clauses in signs, several deadlines in a sentence": Kind(
        """某市财政局
某市工业局
关于下达2031年制造业
经济发展专项资金
（第一批）的通知
某财工〔2031〕33号
各县（市、区）财政局、工业局，市直有关企业：
根据《某市专项资金管理办法》（某财工〔2030〕12号，以下简称《办法》）和某政办发〔2031〕3、4号精神，现将2031年制造业发展专项资金（第一批）共计3,456.78万元（其中：市级资金3,000万元，省级资金456.78万元）拨付给你们。
⒈请于2031年10月15日前将资金拨付到位。
⒉于每季度结束后10日内报送使用情况；2032年1月底前报送总结。
附件1：资金安排表
附件2：绩效目标表

某市财政局        某市工业局
2031年9月8日
（联系人：王五，联系电话：0751-1234567）
""",
        {
            "document_number": "某财工〔2031〕33号",
            "title": "某市财政局某市工业局关于下达2031年制造业经济发展专项资金（第一批）的通知",
            "issuer": "某市财政局 某市工业局",
            "addressees": "各县（市、区）财政局、工业局，市直有关企业",
            "budget_year": 2031,
            "phase": CURRENT,
            "fund_name": "制造业发展专项资金（第一批）",
            "body_total_yuan": 34567800,
            "body_total_as_printed": "3,456.78万元",
            "body_provincial_yuan": 4567800,
            "signed_on": date(2031, 9, 8),
        },
        bases=["某财工〔2030〕12号", "某政办发〔2031〕3号", "某政办发〔2031〕4号"],
        annexes=[("1", "资金安排表"), ("2", "绩效目标表")],
        deadlines=["2031-10-15", "10日内", "2032年1月底前"],
    ),
    "a reply of one paragraph": Kind(
        """某财社函〔2031〕15号

关于安排2031年某补助资金的复函

省卫生健康委：

你委《关于申请追加经费的函》（某卫函〔2031〕77号）收悉。经研究，同意追加你委2031年防控经费300万元，列“2100410突发公共卫生事件应急处理”科目，请于2031年9月底前完成支付，并在收到本函之日起10个工作日内报送计划。

某省财政厅
2031年8月3日
""",
        {
            "document_number": "某财社函〔2031〕15号",
            "title": "关于安排2031年某补助资金的复函",
            "issuer": "某省财政厅",
            "addressees": "省卫生健康委",
            "budget_year": 2031,
            "phase": CURRENT,
            "fund_name": "防控经费",
            "body_total_yuan": 3000000,
            "body_total_as_printed": "300万元",
            "signed_on": date(2031, 8, 3),
        },
        bases=["某卫函〔2031〕77号"],
        codes=[("function", "2100410", "突发公共卫生事件应急处理")],
        deadlines=["2031年9月底前", "10个工作日内"],
    ),
    "signed below the table, addressees without a colon": Kind(
        """财政部关于提前下达2034年某专项资金预算的通知
[财金〔2033〕91号]  [2033-10-27]
各有关省财政厅
为提高预算编制完整性，现安排你省（自治区、兵团）某专项资金2034年提前下达部分，具体金额见附件。
该项指标列“213农林水支出”，项目名称“某专项资金”，项目代码“10000015z155110010001”。
2034年某专项资金提前下达情况表
单位：万元
序号→地区→金额
1→北京→6,174
财 政 部
2033年10月27日
""",
        {
            "document_number": "财金〔2033〕91号",
            "title": "财政部关于提前下达2034年某专项资金预算的通知",
            "issuer": "财政部",
            "addressees": "各有关省财政厅",
            "budget_year": 2034,
            "phase": ADVANCE,
            "fund_name": "某专项资金提前下达部分",
            "signed_on": date(2033, 10, 27),
        },
        codes=[("function", "213", "农林水支出")],
    ),
    "a public notice: its basis by label, parts but no total": Kind(
        """某市财政局关于提前下达2031年中央和省级某资金的公告
2031年中央和省级某资金，某市财政局以《关于下达2031年某资金的通知》分配下达，现将补助资金分配下达情况公告如下：
补助依据：《某省财政厅 某省水利厅关于下达2031年中央和省级某资金的通知》（某财农〔2030〕167号）。
补助标准：甲区1162万元、乙区3294万元
某市财政局
2031年2月3日
扫一扫在手机打开当前页
""",
        {
            "title": "某市财政局关于提前下达2031年中央和省级某资金的公告",
            "issuer": "某市财政局",
            "budget_year": 2031,
            "phase": ADVANCE,
            "fund_name": "中央和省级某资金",
            "signed_on": date(2031, 2, 3),
        },
        bases=["某财农〔2030〕167号"],
    ),
    "clauses that count money, a total of two items, annexes called tables": Kind(
        """某市工业局关于下达2030年度某市上规入库专项奖励资金计划的通知
各县、区政府（管委会）：
根据《某市人民政府办公室关于做好上规入库工作的通知》（某府办函〔2026〕199号）精神，现将2030年度某市上规入库专项奖励金予以下达。
一、奖励金下达计划
1、新上规入库企业共85家，每家奖励5万元，共下达计划425万元；
2、工作经费：每净增1家拨给2万元，共下达计划36万元。
以上两项奖励资金下达计划合计461万元（详见附表1和附表2）。
二、请于12月17日前将银行账户信息（开户行、账号）报送。
附表：1、分县、区下达计划汇总表；
2、下达计划明细表。
某市工业局
2031年12月16日
（联系电话：0000000，电子邮箱：nobody@example.com）
""",
        {
            "title": "某市工业局关于下达2030年度某市上规入库专项奖励资金计划的通知",
            "issuer": "某市工业局",
            "addressees": "各县、区政府（管委会）",
            "budget_year": 2030,
            "phase": CURRENT,
            "fund_name": "某市上规入库专项奖励金",
            "body_total_yuan": 4610000,
            "body_total_as_printed": "461万元",
            "signed_on": date(2031, 12, 16),
        },
        bases=["某府办函〔2026〕199号"],
        annexes=[("1", "分县、区下达计划汇总表"), ("2", "下达计划明细表")],
        deadlines=["12月17日前"],
    ),
    "to a school, money without a name, three classifications": Kind(
        """某省财政厅关于追加安排2031年某中学教学楼建设项目资金的通知
2031年07月26日 来源：本网
某财科教〔2031〕114号
某实验中学：
根据省教育厅申请和《某省发展改革委关于教学楼项目建议书的批复》（某发改函〔2028〕3296号），经研究，现调剂安排你校800万元用于教学楼项目建设。此款列2031年度“2050204 高中教育”科目，列“50601 资本性支出（一）”政府预算经济分类科目，“31001 房屋建筑物购建”部门预算经济分类科目。有关事项通知如下：
一、请牢固树立“过紧日子”的思想。
附件：教学楼项目绩效目标表（请点击以下链接打开）
某省财政厅
2031年7月23日
""",  # noqa: E501
        {
            "document_number": "某财科教〔2031〕114号",
            "title": "某省财政厅关于追加安排2031年某中学教学楼建设项目资金的通知",
            "issuer": "某省财政厅",
            "addressees": "某实验中学",
            "budget_year": 2031,
            "phase": CURRENT,
            "fund_name": "某中学教学楼建设项目资金",
            "body_total_yuan": 8000000,
            "body_total_as_printed": "800万元",
            "signed_on": date(2031, 7, 23),
        },
        bases=["某发改函〔2028〕3296号"],
        codes=[
            ("function", "2050204", "高中教育"),
            ("gov_economic", "50601", "资本性支出（一）"),
            ("dept_economic", "31001", "房屋建筑物购建"),
        ],
        annexes=[(None, "教学楼项目绩效目标表")],
    ),
    "the title again on the page, links below the colophon, digits of full width": Kind(
        """某省财政厅关于下达２０３２年中小企业发展专项资金的通知
某财企指〔2032〕88号
某省财政厅关于下达２０３２年
中小企业发展专项资金的通知
甲市、乙市财政局：
根据《中小企业发展专项资金管理办法》（财企［2028］179号）和财政部财企［2032］96号文件，现下达你市2032年中小企业发展专项资金１，２００万元（人民币壹仟贰佰万元整，详见附表），列“2150805中小企业发展专项”科目。于7月24日前报省财政厅。
附件1、中央对地方专项转移支付绩效目标
2、区域绩效目标表
某省财政厅
二○三二年六月十一日
主题词：财政 企业 资金 通知
信息公开选项:主动公开
抄送：省经信委
某省财政厅办公室           2032年6月12日印发
（共印30份）
附件2:区域绩效目标表.pdf
""",
        {
            "document_number": "某财企指〔2032〕88号",
            "title": "某省财政厅关于下达２０３２年中小企业发展专项资金的通知",
            "issuer": "某省财政厅",
            "addressees": "甲市、乙市财政局",
            "budget_year": 2032,
            "phase": CURRENT,
            "fund_name": "中小企业发展专项资金",
            "body_total_yuan": 12000000,
            "body_total_as_printed": "１，２００万元",
            "signed_on": date(2032, 6, 11),
            "disclosure": "主动公开",
            "copied_to": "省经信委",
            "printed_by": "某省财政厅办公室",
            "printed_on": date(2032, 6, 12),
        },
        bases=["财企〔2028〕179号", "财企〔2032〕96号"],
        codes=[("function", "2150805", "中小企业发展专项")],
        annexes=[("1", "中央对地方专项转移支付绩效目标"), ("2", "区域绩效目标表")],
        deadlines=["7月24日前"],
    ),
    "a form": Kind(
        "项目支出绩效自评表（2032年度）\n项目名称→委托业务\n一级指标→指标值→实际完成值\n产出指标→≥50个→50\n",
        {"title": "项目支出绩效自评表（2032年度）", "budget_year": 2032},
    ),
}


def read(lines: Lines, vocabulary: Vocabulary, text: str) -> tuple[Letter, Ledger]:
    _, ledger = lines(text)
    document = cut(ledger)
    letter = read_letter(document.letter, ledger, vocabulary)
    read_colophon(document.colophon, letter, ledger)
    return letter, ledger


@pytest.mark.parametrize("name", KINDS)
def test_what_a_careful_reader_finds(lines: Lines, vocabulary: Vocabulary, name: str) -> None:
    kind = KINDS[name]
    letter, ledger = read(lines, vocabulary, kind.text)
    beside = ("title_clean", "preamble", "basis_document_number", "basis_issuer")
    assert {k: v for k, v in letter.fields.items() if k not in beside} == kind.fields
    assert [row["document_number"] for row in letter.bases] == kind.bases
    assert [(r["kind"], r["code"], r["name"]) for r in letter.body_codes] == kind.codes
    assert [(row["annex_no"], row["title"]) for row in letter.attachments] == kind.annexes
    assert [row["deadline"] for row in letter.clauses if row["deadline"]] == kind.deadlines
    assert not ledger.questions


@pytest.mark.parametrize("name", KINDS)
def test_every_line_of_the_letter_has_a_place(
    lines: Lines, vocabulary: Vocabulary, name: str
) -> None:
    _, ledger = lines(KINDS[name].text)
    document = cut(ledger)
    letter = read_letter(document.letter, ledger, vocabulary)
    read_colophon(document.colophon, letter, ledger)
    annexes = {line.number for section in document.sections for line in section.lines}
    assert [line.text for line in ledger.stray if line.number not in annexes] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: (
            text.replace("（", "(").replace("）", ")").replace("：", ":").replace("，", ",")
        ),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "\n".join("\u3000\u3000" + line for line in text.split("\n")),
    ],
    ids=["half-width", "blank lines", "indented"],
)
def test_punctuation_and_layout_change_no_fact(
    lines: Lines, vocabulary: Vocabulary, change: object
) -> None:
    assert callable(change)
    for kind in KINDS.values():
        plain, _ = read(lines, vocabulary, kind.text)
        other, _ = read(lines, vocabulary, change(kind.text))
        for name in ("document_number", "budget_year", "phase", "body_total_yuan", "signed_on"):
            assert other.fields.get(name) == plain.fields.get(name)
        assert [r["code"] for r in other.body_codes] == [r["code"] for r in plain.body_codes]
        assert len(other.bases) == len(plain.bases)
        assert [r["annex_no"] for r in other.attachments] == [
            r["annex_no"] for r in plain.attachments
        ]


def test_several_amounts_without_a_total_are_asked_about(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    text = "各市财政局：\n现下达2031年甲专项资金100万元、乙专项资金200万元。\n"
    letter, ledger = read(lines, vocabulary, text)
    assert "body_total_yuan" not in letter.fields
    assert [q.what for q in ledger.questions] == [
        "the letter gives several amounts, and no total of them"
    ]


LINES = sorted({line for kind in KINDS.values() for line in kind.text.split("\n")})


@given(texts(sampled_from(LINES), max_size=12))
def test_no_mixture_of_lines_ends_in_an_error(chosen: list[str]) -> None:
    ledger = Ledger(lines=split_lines("\n".join(chosen).replace("→", "\t")))
    words = Vocabulary(purposes={}, transfer_types={}, phases={}, divisions={}, functions={})
    document = cut(ledger)
    letter = read_letter(document.letter, ledger, words)
    read_colophon(document.colophon, letter, ledger)
    parts = [*document.letter, *document.colophon, *(x for s in document.sections for x in s.lines)]
    assert {line.number for line in parts} | set(ledger.taken) == {x.number for x in ledger.lines}
    cells = str([letter.fields, letter.clauses, letter.attachments, letter.bases])
    for invented in ("王五", "0751-1234567", "0818—0000000"):
        assert invented not in cells


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("支出列208社会保障和就业支出、210卫生健康支出。", ["208", "210"]),
        ("支出列“213农林水支出-21301农业农村-2130199其他农业农村支出”科目。", ["2130199"]),
        ("收入列“转移支付收入（110）”科目，支出列2130199。", ["110", "2130199"]),
        ("列“221住房保障支出”类“01保障性安居工程支出”款“03棚户区改造”项科目。", ["2210103"]),
        ("列2100408“基本公共卫生服务”、第2081107项“残疾人补贴”科目。", ["2100408", "2081107"]),
        (
            "列支（功能科目：2011409；政府经济科目：50502；部门经济科目：30299）。",
            ["2011409", "50502", "30299"],
        ),
        ("支出补助惠及30201人次学生、221名教师和213个村，资金标识为“01中央直达资金”。", []),
        ("收入科目见附件，项目代码：10000015Z135110079011，热线12345。", []),
        ("列入2021年预算，科目为2021年度政府收支分类科目，资金11000万元。", []),
    ],
)
def test_what_is_a_code_and_what_is_a_count(
    lines: Lines, vocabulary: Vocabulary, sentence: str, codes: list[str]
) -> None:
    letter, _ = read(lines, vocabulary, f"各市财政局：\n现下达资金。{sentence}\n")
    assert [row["code"] for row in letter.body_codes] == codes
