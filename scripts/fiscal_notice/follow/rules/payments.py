"""What money was paid for: function code, project, payee and payer are as the notice has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fiscal_notice.follow.rules.announced_money import bare, keys_in, with_regions
from fiscal_notice.follow.rules.saying import NOTICE, either, of_notice, those
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, filled, statements, there, together

#: What a transfer is booked under when it leaves; whoever spends it has another code.
_TRANSFER = "230"
_PAYER = "财政|国库"
Names = Mapping[Any, frozenset[str]]


def function_code(t: Frames) -> Statements:
    """The function code of a stage or payment is the notice's, or part of it.

    各环节与支付的功能分类科目与通知一致（类、款、项逐级相符）；通知为转移性支出科目的，支出科目不限。

    Holds: 2011409 in both; 2300241 (a transfer) in the notice and 2011409 in the payment.

    Breaks: 2011409 in the notice and 2050299 in the payment.

    Basis: 预算法 article 93 (五): the use of a special transfer is not changed without leave;
    practice: transfers are booked under 230, and spent under another code.
    """
    own = _names(t, "function_code", ("allocations",))
    parts = []
    for name in there(t, ("stages", "payments")):
        rows = filled(t[name], "function_code")
        known = _known(own, rows)
        rows, known = rows[known.notna()], known[known.notna()]
        codes = rows["function_code"].tolist()
        fine = [_fits(code, names) for code, names in zip(codes, known, strict=True)]
        parts.append(_is_one_of(name, rows, "function_code", fine, known))
    return together(parts)


def _fits(code: str, known: frozenset[str]) -> bool:
    if any(code.startswith(each) or each.startswith(code) for each in known):
        return True
    transfer = any(each.startswith(_TRANSFER) for each in known)
    return transfer and not code.startswith(_TRANSFER)


def project(t: Frames) -> Statements:
    """The project of a stage or payment is one that the notice names for that money.

    各环节与支付的项目名称为通知就该笔资金所列的项目。

    Holds: a payment for grant 3 under the name of its project, or of its allocation's.

    Breaks: a payment for grant 3 under the name of another project.

    Basis: 预算法 article 93 (五); 预算法实施条例 article 6: special transfers go by project.
    """
    own = _names(t, "project_name", ("grants", "allocations"))
    parts = []
    for name in there(t, ("stages", "payments")):
        rows = filled(t[name], "project_name")
        found = bare(rows["project_name"])
        known = _known(own, rows)
        rows, found, known = (each[known.notna()] for each in (rows, found, known))
        fine = [value in names for value, names in zip(found, known, strict=True)]
        parts.append(_is_one_of(name, rows, "project_name", fine, known))
    return together(parts)


def payee(t: Frames) -> Statements:
    """The payee of a payment for a grant is a recipient of that grant.

    对应明细的支付，收款单位为该明细的承担单位；承担单位为政府部门的，可由其再支付给其他单位。

    Holds: a payment for grant 3 to its recipient; one to anybody where the recipient is an
    authority, which passes the money on.

    Breaks: a payment for grant 3 to somebody else.

    Basis: 预算法 article 93 (五); 预算法实施条例 article 57: nothing for another use.
    """
    grants = of_notice(t, "grants")
    names: dict[Any, set[str]] = {}
    printed = zip(grants["grant_id"], bare(grants["recipient_as_printed"]), strict=True)
    for grant, name in printed:
        if not pd.isna(grant) and not pd.isna(name):
            names.setdefault(grant, set()).add(name)
    free = _taken_apart(t, names)
    rows = filled(t["payments"], "payee", "grant_id")
    rows = those(rows, [g in names and g not in free for g in rows["grant_id"]])
    known = pd.Series([frozenset(names[g]) for g in rows["grant_id"]], rows.index, dtype=object)
    fine = [name in own for name, own in zip(bare(rows["payee"]), known, strict=True)]
    return _is_one_of("payments", rows, "payee", fine, known)


def _taken_apart(t: Frames, names: dict[Any, set[str]]) -> set[Any]:
    """Add single recipients to the ``names``; the grants of which any recipient is an authority."""
    links, recipients = (t.get(NOTICE + name) for name in ("grant_recipients", "recipients"))
    if links is None or recipients is None:
        return set()
    free = set()
    columns = [c for c in ("name", "name_clean") if c in recipients.columns]
    kinds = recipients["kind"] if "kind" in recipients.columns else pd.Series(dtype="string")
    known: dict[Any, tuple[set[str], object]] = {}
    names_of = [bare(recipients[name]).tolist() for name in columns]
    listed = zip(*names_of, strict=True) if columns else [()] * len(recipients)
    for (place, number), own in zip(recipients["recipient_id"].items(), listed, strict=True):
        known[number] = ({text for text in own if not pd.isna(text)}, kinds.get(place))
    for grant, number in zip(links["grant_id"], links["recipient_id"], strict=True):
        texts, kind = known.get(number, (set(), None))
        names.setdefault(grant, set()).update(texts)
        if not pd.isna(kind) and kind == "government":
            free.add(grant)
    return free


def payer(t: Frames) -> Statements:
    """Whoever pays or passes money on is a finance department or a treasury.

    转下达和支付单位为财政部门或国库；地区内部由主管部门转拨的，不在此列。

    Holds: 广州市财政局; 国库集中支付中心; what a department hands on within its region.

    Breaks: a payment made by 广州市市场监督管理局.

    Basis: 预算法实施条例 article 59: only finance departments pass a transfer on.
    """
    parts = []
    for name, field in (("payments", "payer"), ("stages", "from_unit")):
        if name not in t:
            continue
        rows = filled(t[name], field)
        if name == "stages":
            rows = rows[rows["stage"].isin(["passed_on"])]
        fine = rows[field].str.contains(_PAYER, regex=True).astype(bool)
        wrong = either(rows[field], fine, "a finance department or a treasury")
        parts.append(statements(name, rows, field, rows[field], wrong))
    return together(parts)


def _names(t: Frames, field: str, tables: tuple[str, ...]) -> dict[str, Names]:
    """By scope and key the names (or codes) that the notice has there, without white space."""
    found: dict[str, dict[Any, set[str]]] = {}
    for table in tables:
        frame = with_regions(t, table)
        if frame is None or field not in frame.columns:
            continue
        for scope in ("grant", "allocation", "region"):
            pairs = zip(keys_in(scope, frame).tolist(), bare(frame[field]).tolist(), strict=True)
            for key, name in pairs:
                if key is not pd.NA and not pd.isna(name):
                    found.setdefault(scope, {}).setdefault(key, set()).add(name)
    return {
        scope: {key: frozenset(names) for key, names in by_key.items()}
        for scope, by_key in found.items()
    }


def _known(own: Mapping[str, Names], rows: pd.DataFrame) -> pd.Series:
    """For each row the names that its money may have: of its grant and allocation, or its region.

    Missing where the notice names none.
    """
    found = []
    columns = [keys_in(scope, rows).tolist() for scope in ("grant", "allocation", "region")]
    for grant, allocation, region in zip(*columns, strict=True):
        near = own.get("grant", {}).get(grant, frozenset()) if grant is not pd.NA else frozenset()
        if allocation is not pd.NA:
            near |= own.get("allocation", {}).get(allocation, frozenset())
        if not near and region is not pd.NA:
            near = own.get("region", {}).get(region, frozenset())
        found.append(near or pd.NA)
    return pd.Series(found, rows.index, dtype=object)


def _is_one_of(
    table: str, rows: pd.DataFrame, field: str, fine: list[bool], known: pd.Series
) -> Statements:
    wrong = pd.Series([" | ".join(sorted(names)) for names in known], rows.index, dtype=object)
    return statements(table, rows, field, rows[field], either(rows[field], fine, wrong))
