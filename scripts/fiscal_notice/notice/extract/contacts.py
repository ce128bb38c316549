"""Telephone numbers, addresses and names of contacts: cut out before anything reaches a table.

A person's contact data is no data of the notice (个人信息保护法, article 6: no more than the
purpose needs). What is cut is said by the caller, never kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.notice.extract.notation import plain

#: What stands in a transcript where a contact was left out.
LEFT_OUT = "（联系方式不录）"

_LABEL = (
    r"(?:业务|项目|单位|部门|财务|省|市|县|区)?(?:联\s*系\s*人|联络人|(?:收集|受理|承办|负责|责任|审核)人|经\s*办\s*人|签\s*发\s*人|填\s*[报表]\s*人|"
    r"联系(?:电话|方式|手机)|咨询电话|监督电话|举报电话|办公电话|电\s*话|手机(?:号码?)?|传\s*真|"
    r"(?:责任)?校\s*[对核]|打\s*[字印]|核稿|拟稿人?|制表人?|复核人?|"
    r"(?:电子)?邮\s*箱|电子邮件|E-?mail|身份证(?:件)?(?:号码?)?|银行[账帐]号|[账帐]\s*号|开户银?行(?:名称)?|"
    r"收款(?:人|账户)|户\s*名|微信号?|QQ(?:号码?)?)"
)
# A label counts with a value behind it: 账号 in a rule about accounts is a word.
# In a line of labels a name stands behind a space: 项目负责人 张三; 主管部门 某局.
_LABELLED = (
    rf"{_LABEL}\s*(?::|(?=[0-9+(]))|"
    rf"(?<![^;\s]){_LABEL}[ ]+[\u4e00-\u9fff]{{2,3}}(?=\s*(?:;|$|{_LABEL}))"
)
# Neither a part of a longer number nor an amount.
# Other signs part the groups only if both are parted: 133.12345678 is a figure.
_MOBILE = (
    r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:(?:[- ]?[0-9]{4}){2}|(?:[- ._/·]{1,3}[0-9]{4}){2})"
    r"(?![0-9]|\.[0-9]|\s*[万亿]?元)"
)
_LANDLINE = r"(?<![0-9])(?:\(0[0-9]{2,3}\)\s?|0[0-9]{2,3}\s?-\s?)[0-9]{7,8}(?![0-9])"
_SERVICE = r"(?<![0-9])[48]00(?=[0-9-]{7,9}(?![0-9]))[0-9]?-?[0-9]{3,4}-?[0-9]{2,4}(?![0-9.])"
_SHORT_LINE = r"(?:电话|致电|拨打)[^。;,]{0,6}?(?<![0-9])[0-9]{7,8}(?![0-9.])"
_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_IDENTITY = (
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)
_CONTACT = re.compile(
    "|".join((_LABELLED, _MOBILE, _LANDLINE, _SERVICE, _SHORT_LINE, _MAIL, _IDENTITY)),
    re.IGNORECASE,
)
# A bank account without a label: 12 to 25 digits, in one or in groups of four. In a notice so many
# digits may be a project's code; whoever reads forms, where nobody needs any, asks for them too.
_YEARS = r"(?!(?:(?:19|20)[0-9]{2}[ -]){2,}(?:19|20)[0-9]{2}(?![ -]?[0-9]))"
_ACCOUNT = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,]){_YEARS}"
    r"(?:[0-9]{12,25}|[0-9]{3,6}(?:[ -]?[0-9]{4}){2,5}(?:[ -]?[0-9]{1,4})?|[0-9]{6}[ -][0-9]{13})"
    r"(?![0-9A-Za-z]|[.,][0-9])"
)
_LEAST_DIGITS = 12
# Signs without any width: soft hyphens, joiners, marks of direction.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Two dots or more are in no figure: they part the groups of an account.
_DOTTED = re.compile(r"(?<![0-9])[0-9]+(?:\.[0-9]{3,}){2,}(?![0-9])")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PART = re.compile(r"[^,;。、]*[,;。、]?")
# 与某处张三联系: the part beside a number that names the person.
_TURN_TO = re.compile(r"联系(?![群基点实紧密])|联络|拨打|致电|咨询")
# 请联系张三 before a bracket with a number: a name, too short for that of an office.
_NAMED = re.compile(r"请?(?:联系|联络|咨询)[\u4e00-\u9fff]{2,4}$")
_EMPTY = re.compile(r"[\s,;:。、()\[\]-]*")
# A name or a further number right behind a contact: 张三,李四 or 020-1,020-2.
_TAIL = re.compile(r"\s*(?:[\u4e00-\u9fff]{2,4}|[0-9 +()-]{7,})[,;。、]?$")


def has_contact(text: str) -> bool:
    """Whether a text holds a person's name as contact, a number, an address or an account."""
    return _CONTACT.search(plain(_seen(text))) is not None


def has_account(text: str) -> bool:
    """Whether a text holds the number of a bank account, with or without a label."""
    return any(_is_account(match) for match in _ACCOUNT.finditer(_parted(_seen(text))))


def _seen(text: str) -> str:
    """The text without signs that nobody sees, which may stand between the digits of a number."""
    return _UNSEEN.sub("", text)


def _parted(text: str) -> str:
    """The text plain, with dots between groups of digits as hyphens; of the same length."""
    return _DOTTED.sub(lambda match: match[0].replace(".", "-"), plain(text))


def _is_account(match: re.Match[str]) -> bool:
    return sum(sign.isdigit() for sign in match[0]) >= _LEAST_DIGITS


def without_numbers(text: str, instead: str = "***") -> str:
    """A name of a file or sheet with ``instead`` for each contact and account in it."""
    text = _seen(text)
    for pattern in (_ACCOUNT, _CONTACT):
        clear = _parted(text) if pattern is _ACCOUNT else plain(text)
        for match in reversed(list(pattern.finditer(clear))):
            if pattern is _CONTACT or _is_account(match):
                text = text[: match.start()] + instead + text[match.end() :]
    return text


def is_contact_header(cell: str) -> bool:
    """Whether the header of a column says that its cells are contacts: 联系人, 手机号码, 账号."""
    return (
        re.fullmatch(
            rf"(?:{_LABEL})(?:及|和|/|、)?(?:{_LABEL})?", plain(cell).strip(), re.IGNORECASE
        )
        is not None
    )


def is_name(text: str) -> bool:
    """Whether a text may be no more than a person's name; behind a line 联系人 it is one."""
    return re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", re.sub(r"\s+", "", text)) is not None


def without_contacts(text: str) -> tuple[str, bool]:
    """The text without contacts, and whether anything was cut; ``""`` if nothing else was there.

    A bracket that holds a contact goes as a whole, else the parts between commas that hold one,
    and the parts beside it that say whom to turn to.
    """
    if not has_contact(text):
        return text, False
    kept = _seen(text)
    for match in reversed(list(_BRACKETED.finditer(plain(kept)))):
        if has_contact(match[0]):
            named = _NAMED.search(plain(kept[: match.start()]))
            kept = kept[: named.start() if named else match.start()] + kept[match.end() :]
    if has_contact(kept):
        kept = "".join(map(_sentence, _cells(kept)))
    return ("" if _EMPTY.fullmatch(plain(kept)) else kept.strip(" ")), True


def _cells(text: str) -> list[str]:
    """Sentences and cells, each with the sign that ends it."""
    return re.findall(r"[^。\t]*[。\t]|[^。\t]+$", text)


def _sentence(text: str) -> str:
    if not has_contact(text):
        return text
    end = text[-1] if text[-1] in "。\t" else ""
    body, clear = text[: len(text) - len(end)], plain(text)
    parts = [(m.start(), m.end()) for m in _PART.finditer(clear[: len(body)]) if m[0]]
    marked = [has_contact(clear[start:stop]) for start, stop in parts]
    first, last = marked.index(True), len(marked) - 1 - marked[::-1].index(True)
    while first and _TURN_TO.search(clear[slice(*parts[first - 1])]):
        first -= 1
    while last + 1 < len(parts) and _TAIL.fullmatch(clear[slice(*parts[last + 1])]):
        last += 1
    begin, stop = parts[first]
    at = _CONTACT.search(clear[begin:stop])
    # 某厅办公室 电话…: what stands apart before the contact is no part of it.
    apart = clear.rfind(" ", begin, begin + at.start()) if at else -1
    before = body[: max(begin, apart)].rstrip("，,；;、 ")
    after = body[parts[last][1] :]
    kept = before + ("，" if before and after else "") + after
    return kept + end if not _EMPTY.fullmatch(plain(kept)) else end.replace("。", "")


# Cells of a header row beside 联系人; a form has the value there instead.
_COLUMN = re.compile(
    r"序号|地区|市县|单位|名称|金额|备注|资金|合计|数量|指标|项目|内容|部门|姓名|职务|职称|科室|处室|地址|日期"
)
# So many titles beside a label head columns, whatever stands behind the label.
_MANY = 3
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_FIGURE = re.compile(r"[\s0-9.,-]*")


def rows_without_contacts(rows: Sequence[str]) -> list[str]:
    """Rows of a table, cells parted by tabs, with the cells of contacts emptied.

    Below a header 联系人 or 电话 the column is emptied, in a form the cell behind the label. A cell
    that is only a figure stays elsewhere: 13800000000 may be an amount.
    """
    columns: set[int] = set()
    kept: list[str] = []
    for row in rows:
        cells = row.split("\t")
        labels = {place for place, cell in enumerate(cells) if is_contact_header(cell)}
        if labels and _heads_columns(cells, labels):
            columns = labels
            kept.append(row)
            continue
        if not labels and _is_header(cells):
            columns = set()
        emptied = {at for place in labels for at in _behind(cells, place)} | columns - labels
        kept.append(
            "\t".join("" if place in emptied else _cell(cell) for place, cell in enumerate(cells))
        )
    return kept


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a row may be the header of another table."""
    named = [cell for cell in cells if _COLUMN.search(cell)]
    return len(named) > 1 and not any(sign.isdigit() for cell in cells for sign in cell)


def _heads_columns(cells: Sequence[str], labels: set[int]) -> bool:
    """Whether the contact's ``labels`` head columns; in a form their values stand behind them."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if any(has_contact(cells[place]) for place in filled if place not in labels):
        return False
    titles = [place for place in filled if place in labels or _COLUMN.search(cells[place])]
    beside = len(titles) - len(labels)
    following = [next((at for at in filled if at > place), place) for place in labels]
    if not all(at in titles for at in following):
        return False
    blank = any(place + 1 < len(cells) and not cells[place + 1].strip() for place in labels)
    return beside >= _MANY or (not blank and (beside > 0 or len(labels) > 1))


def _behind(cells: Sequence[str], place: int) -> list[int]:
    """The places of the values behind a label: the next one, and further names and numbers."""
    found: list[int] = []
    for at in range(place + 1, len(cells)):
        cell = cells[at].strip()
        if cell and (is_contact_header(cell) or _COLUMN.search(cell)):
            break
        if cell and (not found or _NAME.fullmatch(cell) or _FIGURE.fullmatch(plain(cell))):
            found.append(at)
        elif cell:
            break
    return found


def _cell(cell: str) -> str:
    return cell if _FIGURE.fullmatch(plain(cell)) else without_contacts(cell)[0]
