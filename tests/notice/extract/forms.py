"""Target forms as the tests take them: invented projects, in the shapes that offices use."""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_notice.model import Row
from fiscal_notice.notice.extract.annex_targets import Sheets, read_sheets, take_sheets
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.transcript import Ledger, split_lines
from fiscal_notice.notice.extract.vocabulary import Vocabulary

NO_WORDS = Vocabulary(purposes={}, transfer_types={}, phases={}, divisions={}, functions={})


def read_form(
    text: str, vocabulary: Vocabulary = NO_WORDS, regions: Mapping[str, str] | None = None
) -> tuple[Sheets, Ledger]:
    """The sheets of an annex 3 of the lines of ``text``, in which → stands for a tab."""
    ledger = Ledger(lines=split_lines(text.replace("→", "\t")))
    section = Section(annex_no="3", marker=None, lines=tuple(ledger.lines))
    sections, texts = take_sheets([section], ledger)
    assert len(sections) == 1
    return read_sheets(texts, regions or {}, ledger, vocabulary), ledger


def filled(row: Row, *without: str) -> Row:
    """The cells of a row that are not empty, apart from some columns."""
    return {name: cell for name, cell in row.items() if cell is not None and name not in without}


# A self-evaluation: columns of money, goals below their labels, actual values, weights and scores.
SELF_EVALUATION = """项目支出绩效自评表
（2019年度）
项目名称→宿舍改造经费→→→→→→→
主管部门→甲市发改委→→→实施单位→甲市食品学校→→→
项目资金（万元）→→年初预算数→全年预算数→全年执行数→分值→执行率→得分→
→年度资金总额→43.2→43.2→37.24→10→86%→9→
→其中：当年财政拨款→43.2→43.2→37.24→→→→
→上年结转资金→→→→→→→
年度总体目标→预期目标→→→实际完成情况→→→→
→完成改造。→→→已完工。→→→→
绩效指标→一级指标→二级指标→三级指标→年度指标值→实际完成值→分值→得分→偏差原因分析及改进措施
→产出指标(50分)→数量指标→指标1：改造面积→≥200平方米→210平方米→10→9→尾款未付
→→→指标2：→→→→→
→→→……→→→→→
→→质量指标→工程完工率→100%→100%→10→10→
→效益指标（30分）→经济效益指标→→→→→→
→→社会效益指标→学校发展→持续提升→达成→10分→10→
→满意度指标→服务对象满意度指标→学生满意度→≥90%→92%→10→9.5→
总分→→→→→→100→98→
填表人：张三→→→联系电话：13800000000→→→→→
"""

# Bars for cells, split columns, and words below the table.
SPLIT = """部门预算项目支出绩效自评表(2023年度)
项目名称|工资性支出|主管部门|某县发改局|实施单位(盖章)|某县发改局本级
预算执行情况(10分)|年度预算数(万元)|年初预算|预算执行数|预算执行率|得分
|总额|238.93|251.89|100.00%|10
|其中：财政资金|238.93|251.89|100.00%|/
绩效指标(90分)|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
|产出指标|数量指标|发放覆盖率|=|100|%||60||
|效益指标|社会效益指标|保障水平|定性|优|||30||
|满意度指标|服务对象满意度指标|职工满意度|≥|90|%|95|10|10|
合计|||||||||100|
评价结论|总体较好
项目负责人：李四|财务负责人：王五
"""

# A transfer by region: money in pairs, levels of costs, another table behind the note.
BY_REGION = """中央对地方转移支付区域绩效目标表
（2021年度）
专项名称→农村改革转移支付→→
中央主管部门→某部→→
省级财政部门→某省财政厅→省级主管部门→某省农业厅
资金情况（万元）→年度金额：→12000.5→
→其中：中央补助→10000→
→地方资金→2000.5→
总体目标→年度目标→→
→建设一批村。→→
绩效指标→一级指标→二级指标→三级指标→指标值
→产出指标→数量指标→建设村数→≥20个
→成本指标→经济成本指标→户均成本→≤3000元/户
→→社会成本指标→负面影响→无
→满意度指标→服务对象满意度指标→群众满意度→≥85%
注：本表一式两份。
附表 分配表
地区→金额（万元）
甲市→100
"""

# Two forms under one marker, without headings.
TWO_WITHOUT_HEADING = """项目名称→甲项目→→→
主管部门→省厅→→实施单位→甲局
资金需求（万元）→1,380.50→→→
年度总体目标→做好甲。→→→
一级指标→二级指标→三级指标→目标值→
产出指标→数量指标→培训人次→≥1000人次→
→质量指标→合格率→不低于95%→
项目名称→乙项目→→→
资金需求→200000元→→→
一级指标→二级指标→三级指标→目标值→
满意度指标→→满意度→≥9分→
"""

# Several projects in one table, with their money.
PROJECTS = """部门预算项目绩效目标申报表(2023年度)
金额单位:元
单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|指标方向性
900-甲镇部门||1,500,000.53|||||||||
900001-甲镇政府|村干部报酬|840,000.00|按时发放|效益指标|社会效益指标|社会稳定|≥|95|%|10|正向指标
||||产出指标|时效指标|维持时效|≥|1|年|20|正向指标
||||产出指标|成本指标|人均成本|≤|4000|元/人|10|反向指标
|基层活动经费|660,000.53|用于活动|产出指标|数量指标|行政村数|=|11|个|10
"""

# Labels and money in lines of text.
IN_LINES = """绩效目标表(2020年度)
项目名称 薄弱学校改造; 项目主管部门 某区教育局; 项目执行单位 某学校
资金情况(万元) 年度资金总额:16 其中:上级资金16
一级指标|二级指标|指标内容|指标值
产出指标|数量指标|改造覆盖率|100%
|时效指标|资金下达率|100%
||按计划完成率|100%
效益指标|可持续影响指标|均衡发展情况|稳步提高
|社会公众或服务对象满意度指标|家长满意度|≥90%
(索引号 100000000/2021-00001; 发布机构 某局)
"""

# Labels by lines, unit beside the reporting unit, 万 without 元, and a date that is no quantity.
BY_LINES = """2023年项目支出绩效目标申报表
填报单位:(盖章) 单位:万元
项目支出名称|洒水服务|预算部门|某市环卫处
年度本级 预算金额|250万|该项目支出上级资金|0
项目支出实施期|2023.07-2024.01
实施期绩效目标|采购服务
本年度绩效目标|空气优良
本年度 绩效指标|一级指标|二级指标|三级指标|指标值及单位|绩效标准
|产出指标|数量指标|射程|≥80M|计划标准
||时效指标|服务周期|2023.07-2024.01|
填表人: 张三 联系电话:13800000000 填报日期: 单位负责人签字:
"""

# Money line by line under the name of its one column; sign and direction in each other's columns.
LINE_BY_LINE = """市场管理经费项目绩效目标表
(2021年)
项目名称 市场管理经费
项目类别 (31)部门预算项目
主管部门 (433)某市联合社(部门) 实施单位 (433001)某市联合社
投入目标 (万元) 资金来源 年初安排金额(万元)
资金总额 3
其中: 财政拨款数 3
其他资金 0
年度目标 按规定完成。目标1:聘用人员1人 目标2:在岗率100%
绩效指标(权重分值90分) 一级指标|二级指标|三级指标|指标性质|指标方向|目标值|计量单位|分值|备注
产出指标|数量指标|出差人数|正向|=|8||4|
|成本指标|单位成本|反向|≤|2|万元/人|4|
"""

# A list of money under a heading that names targets too, and a form below it.
MONEY_ABOVE = """2021年资金安排及绩效目标表
单位:万元
项目名称|地区|金额
甲项目|甲市|100
乙项目|乙市|50
绩效目标表
项目名称|合并项目
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|培训|5场
"""
