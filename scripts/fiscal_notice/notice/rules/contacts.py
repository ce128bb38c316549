"""Contact data of persons, which no table of a notice may hold."""

from __future__ import annotations

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, objects


def no_contacts(t: Frames) -> Statements:
    """No cell holds a person's contact data: telephone, identity or account number, 联系人.

    任何单元格均不含个人联系方式：电话、身份证号、银行账号、联系人姓名。

    Holds: （联系方式不录） where the notice prints a name and a number.

    Breaks: 联系人：张三，电话：020-00000000.

    Basis: 个人信息保护法, article 6: no more personal data than the purpose needs.
    """
    cells = t["contacts:cells"]
    return Statements(
        table=objects(cells["table"]),
        key=objects(cells["key"]),
        field=objects(cells["field"]),
        line=objects(cells["line"]),
        # What is found is not repeated: a report is published, too.
        found=objects(cells["found"]),
        expected=objects(cells["expected"]),
    )
