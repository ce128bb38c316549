"""Any data package judged: schemas, advice, and the rules of its kind; one Report."""

from fiscal_notice.validate.run import (
    GENERAL,
    SCHEMAS,
    all_rules,
    rule_groups,
    rules_for,
    select_rules,
    validate,
    validate_package,
)

__all__ = [
    "GENERAL",
    "SCHEMAS",
    "all_rules",
    "rule_groups",
    "rules_for",
    "select_rules",
    "validate",
    "validate_package",
]
