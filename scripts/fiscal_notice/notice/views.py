"""What the downloads of a notice say beside its tables: views for common questions, and notes.

They rest on the names that all notices of the family share.
"""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_notice.export.views import Query, View

_TITLES = {
    "city": "市 · City",
    "devolved_yuan": "下放市县（元） · Devolved, in yuan",
    "earmarked_yuan": "戴帽（元） · Earmarked, in yuan",
    "award_yuan": "奖牌（元） · Awards, in yuan",
    "amount_yuan": "金额（元） · Amount, in yuan",
    "share_percent": "占比（%） · Share, in per cent",
    "label_zh": "中文名称 · Chinese label",
    "label_en": "英文名称 · English label",
    "allocations": "明细条数 · Detail lines",
    "grants": "明细条数 · Grants",
    "alone_yuan": "单独列名的金额（元） · Named alone, in yuan",
    "shared_yuan": "与其他单位共列的金额（元） · Named with others, in yuan",
    "indicator": "三级指标 · Indicator",
    "sheets": "表数 · Target sheets",
    "different_values": "不同指标值个数 · Values that differ",
    "funding_need_yuan": "资金需求（元） · Funding need, in yuan",
    "with_sheet_yuan": "有绩效目标表的金额（元） · With a sheet, in yuan",
    "without_sheet_yuan": "无绩效目标表的金额（元） · Without a sheet, in yuan",
    "allocations_yuan": "附件1金额（元） · In annex 1, in yuan",
    "grants_yuan": "附件2金额（元） · In annex 2, in yuan",
    "difference_yuan": "差额（元） · Difference, in yuan",
    "errata": "勘误条数 · Errata",
    "tables": "涉及表数 · Tables",
    "first_line": "首见行号 · First line",
}

_AMOUNTS = tuple(name for name in _TITLES if name.endswith("_yuan"))

_MONEY = {
    "allocations": "unit_code transfer_type amount_yuan",
    "budget_units": "unit_code region_code",
    "regions": "region_code gb_code name",
}

VIEWS = (
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="money_by_city",
        zh="各市资金",
        en="Money by city",
        about_zh="附件1的资金，按市和转移支付类型汇总。",
        about_en="The money of annex 1 by city and transfer type.",
        needs=_MONEY,
        sql="""
SELECT r.region_code, r.gb_code, r.name AS city,
  COALESCE(SUM(CASE WHEN a.transfer_type = 'devolved' THEN a.amount_yuan END), 0) AS devolved_yuan,
  COALESCE(SUM(CASE WHEN a.transfer_type = 'earmarked' THEN a.amount_yuan END), 0)
    AS earmarked_yuan,
  COALESCE(SUM(CASE WHEN a.transfer_type = 'award' THEN a.amount_yuan END), 0) AS award_yuan,
  COALESCE(SUM(a.amount_yuan), 0) AS amount_yuan,
  ROUND(100.0 * COALESCE(SUM(a.amount_yuan), 0) / (SELECT SUM(amount_yuan) FROM allocations), 1)
    AS share_percent
FROM regions AS r
LEFT JOIN budget_units AS u ON u.region_code = r.region_code
LEFT JOIN allocations AS a ON a.unit_code = u.unit_code
GROUP BY r.region_code
ORDER BY amount_yuan DESC, r.region_code""",
    ),
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="money_by_stream",
        zh="各类转移支付",
        en="Money by stream",
        about_zh="附件1的资金，按转移支付类型汇总。",
        about_en="The money of annex 1 by transfer type.",
        needs={"allocations": "transfer_type amount_yuan"},
        sql="""
SELECT a.transfer_type, c.label_zh, c.label_en, COUNT(*) AS allocations,
  SUM(a.amount_yuan) AS amount_yuan,
  ROUND(100.0 * SUM(a.amount_yuan) / (SELECT SUM(amount_yuan) FROM allocations), 1)
    AS share_percent
FROM allocations AS a
LEFT JOIN _codes AS c
  ON c.table_name = 'allocations' AND c.field = 'transfer_type' AND c.code = a.transfer_type
GROUP BY a.transfer_type
ORDER BY amount_yuan DESC, a.transfer_type""",
    ),
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="recipients_with_grants",
        zh="各单位所得",
        en="Recipients with what they get",
        about_zh="附件2所列各单位：单独列名的金额，以及与其他单位共列一行的金额"
        "（原文只印一个总金额，不得按单位相加）。",
        about_en="What annex 2 grants each recipient alone, and the grants that name it with "
        "others: these print one amount for all, which must not be added up over recipients.",
        needs={
            "recipients": "recipient_id name kind",
            "grant_recipients": "grant_id recipient_id",
            "grants": "grant_id amount_yuan",
        },
        queries=(
            Query(
                name="find_a_recipient",
                zh="查单位",
                en="Find a recipient",
                sql="SELECT * FROM recipients_with_grants WHERE name LIKE '%' || :name || '%'",
            ),
        ),
        sql="""
SELECT p.recipient_id, p.name, p.kind, COUNT(g.grant_id) AS grants,
  COALESCE(SUM(CASE WHEN s.named = 1 THEN g.amount_yuan END), 0) AS alone_yuan,
  COALESCE(SUM(CASE WHEN s.named > 1 THEN g.amount_yuan END), 0) AS shared_yuan
FROM recipients AS p
LEFT JOIN grant_recipients AS x ON x.recipient_id = p.recipient_id
LEFT JOIN grants AS g ON g.grant_id = x.grant_id
LEFT JOIN (SELECT grant_id, COUNT(*) AS named FROM grant_recipients GROUP BY grant_id) AS s
  ON s.grant_id = g.grant_id
GROUP BY p.recipient_id
ORDER BY alone_yuan DESC, shared_yuan DESC, p.recipient_id""",
    ),
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="targets_side_by_side",
        zh="各市指标对照",
        en="Targets side by side",
        about_zh="同一指标在各市的指标值，逐市排列；另列出有该指标的表数和不同指标值的个数。",
        about_en="What each city's sheet prints for an indicator, one city under the other, with "
        "the number of sheets that have the indicator and of values that differ.",
        needs={
            "indicators": "sheet_id level1 level2 level3_clean value_as_printed",
            "target_sheets": "sheet_id purpose region_code",
            "regions": "region_code name",
        },
        queries=(
            Query(
                name="find_an_indicator",
                zh="查指标",
                en="Find an indicator",
                sql="SELECT * FROM targets_side_by_side WHERE indicator LIKE '%' || :words || '%'",
            ),
        ),
        sql="""
SELECT t.purpose, i.level1, i.level2, i.level3_clean AS indicator, r.name AS city,
  i.value_as_printed, n.sheets, n.different_values, i.indicator_id
FROM indicators AS i
JOIN target_sheets AS t ON t.sheet_id = i.sheet_id
JOIN regions AS r ON r.region_code = t.region_code
JOIN (
  SELECT s.purpose, j.level3_clean, COUNT(DISTINCT j.sheet_id) AS sheets,
    COUNT(DISTINCT j.value_as_printed) AS different_values
  FROM indicators AS j JOIN target_sheets AS s ON s.sheet_id = j.sheet_id
  GROUP BY s.purpose, j.level3_clean
) AS n ON n.purpose = t.purpose AND n.level3_clean = i.level3_clean
ORDER BY n.sheets DESC, t.purpose, i.level3_clean, r.region_code, i.indicator_id""",
    ),
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="targets_against_money",
        zh="绩效目标与资金",
        en="Targets against money",
        about_zh="各市附件1的资金，与绩效目标表所印资金需求对照，分有表、无表两部分。按转移支付类型"
        "分别计算：某类资金有多少资金需求，即有多少列在表下，但不超过该类资金。",
        about_en="Each city's money in annex 1 against the funding need of its target sheets, and "
        "how much of it has a sheet and has none. By transfer type: as much of the money has a "
        "sheet as its sheets need, and never more than there is.",
        needs=_MONEY
        | {
            "allocations": f"{_MONEY['allocations']} project_name",
            "target_sheets": "sheet_id region_code project_name purpose funding_need_yuan",
        },
        sql="""
WITH money AS (
  SELECT u.region_code, a.transfer_type, SUM(a.amount_yuan) AS yuan
  FROM allocations AS a JOIN budget_units AS u ON u.unit_code = a.unit_code
  GROUP BY u.region_code, a.transfer_type
), sheet AS (
  SELECT t.region_code, t.funding_need_yuan,
    CASE
      WHEN EXISTS (
        SELECT 1 FROM allocations AS a JOIN budget_units AS u ON u.unit_code = a.unit_code
        WHERE a.transfer_type = 'earmarked' AND u.region_code = t.region_code
          AND a.project_name = t.project_name
      ) THEN 'earmarked'
      WHEN substr(t.purpose, -6) = '_award' THEN 'award'
      ELSE 'devolved'
    END AS transfer_type
  FROM target_sheets AS t
), need AS (
  SELECT region_code, transfer_type, COUNT(*) AS sheets, SUM(funding_need_yuan) AS yuan
  FROM sheet GROUP BY region_code, transfer_type
), covered AS (
  SELECT n.region_code, SUM(n.sheets) AS sheets, SUM(n.yuan) AS need_yuan,
    SUM(MAX(0, MIN(COALESCE(m.yuan, 0), COALESCE(n.yuan, 0)))) AS yuan
  FROM need AS n
  LEFT JOIN money AS m ON m.region_code = n.region_code AND m.transfer_type = n.transfer_type
  GROUP BY n.region_code
), city AS (
  SELECT region_code, SUM(yuan) AS yuan FROM money GROUP BY region_code
)
SELECT r.region_code, r.name AS city, COALESCE(m.yuan, 0) AS amount_yuan,
  COALESCE(c.sheets, 0) AS sheets, COALESCE(c.need_yuan, 0) AS funding_need_yuan,
  COALESCE(c.yuan, 0) AS with_sheet_yuan,
  COALESCE(m.yuan, 0) - COALESCE(c.yuan, 0) AS without_sheet_yuan
FROM regions AS r
LEFT JOIN city AS m ON m.region_code = r.region_code
LEFT JOIN covered AS c ON c.region_code = r.region_code
ORDER BY without_sheet_yuan DESC, r.region_code""",
    ),
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="grants_against_allocations",
        zh="附件1与附件2对照",
        en="Grants against allocations",
        about_zh="各市各类转移支付在附件1（资金分配）和附件2（明细分配）的金额及差额："
        "两者是同一笔资金，差额应为零。",
        about_en="What annex 1 (allocations) and annex 2 (grants) give each city, by kind of "
        "transfer: the same money, so the difference should be nothing.",
        needs=_MONEY | {"grants": "region_code transfer_type amount_yuan"},
        sql="""
WITH allocated AS (
  SELECT u.region_code, a.transfer_type, SUM(a.amount_yuan) AS yuan
  FROM allocations AS a JOIN budget_units AS u ON u.unit_code = a.unit_code
  GROUP BY u.region_code, a.transfer_type
), granted AS (
  SELECT region_code, transfer_type, SUM(amount_yuan) AS yuan
  FROM grants GROUP BY region_code, transfer_type
), named AS (
  SELECT region_code, transfer_type FROM allocated
  UNION SELECT region_code, transfer_type FROM granted
)
SELECT k.region_code, r.name AS city, k.transfer_type,
  COALESCE(a.yuan, 0) AS allocations_yuan, COALESCE(g.yuan, 0) AS grants_yuan,
  COALESCE(a.yuan, 0) - COALESCE(g.yuan, 0) AS difference_yuan
FROM named AS k
LEFT JOIN regions AS r ON r.region_code = k.region_code
LEFT JOIN allocated AS a USING (region_code, transfer_type)
LEFT JOIN granted AS g USING (region_code, transfer_type)
ORDER BY k.region_code, k.transfer_type""",
    ),
    View(
        titles=_TITLES,
        amounts=_AMOUNTS,
        name="errata_by_rule",
        zh="各规则勘误",
        en="Errata by rule",
        about_zh="勘误条数，按发现它的规则和类别汇总。",
        about_en="How many errata each rule found, by kind of defect.",
        needs={"errata": "erratum_id rule_id resource kind source_line"},
        sql="""
SELECT e.rule_id, e.kind, c.label_zh, c.label_en, COUNT(*) AS errata,
  COUNT(DISTINCT e.resource) AS tables, MIN(e.source_line) AS first_line
FROM errata AS e
LEFT JOIN _codes AS c ON c.table_name = 'errata' AND c.field = 'kind' AND c.code = e.kind
GROUP BY e.rule_id, e.kind
ORDER BY errata DESC, e.rule_id, e.kind""",
    ),
)

_SAME_MONEY = {
    "zh": "“{0}”与“{1}”是同一笔资金，分列两处，只是详略不同：加总时只取其一，不得相加；"
    "汇总表的数字不再计入。",
    "en": "“{0}” and “{1}” are the same money, listed twice in different detail: add up one of "
    "them, never both, and leave out the tables of totals.",
}
_ERRATA = {
    "zh": "原文或转录文本的缺陷共{count}处，列于“{title}”；仅作声明，不作更正，各表保留原文写法。",
    "en": "{count} defects of the notice or its transcript are declared in “{title}” and not "
    "corrected: the tables keep what is printed.",
}


def reading_notes(
    titles: Mapping[str, str], rows: Mapping[str, int], lang: str
) -> list[tuple[str, str, bool]]:
    """That the two annexes are not to be added up, and how many errata there are, if they are."""
    zh = lang == "zh"
    notes = []
    if {"allocations", "grants"} <= titles.keys():
        text = _SAME_MONEY[lang].format(titles["allocations"], titles["grants"])
        notes.append(("加总须知" if zh else "Before you add up", text, True))
    if "errata" in titles:
        text = _ERRATA[lang].format(count=rows["errata"], title=titles["errata"])
        notes.append(("勘误" if zh else "Errata", text, False))
    return notes
