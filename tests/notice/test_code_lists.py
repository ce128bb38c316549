import pytest

from fiscal_notice.notice import code_lists
from fiscal_notice.notice.code_lists import Division, account, division, divisions, short_name


def codes(found: tuple[Division, ...]) -> list[str]:
    return [one.gb_code for one in found]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广州市", "广州"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("连南瑶族自治县", "连南"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("鄂温克族自治旗", "鄂温克"),
        ("顺河回族区", "顺河"),
        ("香港特别行政区", "香港"),
        ("大兴安岭地区", "大兴安岭"),
        ("浦东新区", "浦东"),
        ("沙县", "沙县"),
        ("城区", "城区"),
    ],
)
def test_a_short_name_leaves_out_the_kind_of_division(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize("name", ["广州", "广州市"])
def test_a_division_is_found_by_full_and_by_short_name(name: str) -> None:
    assert codes(divisions(name)) == ["440100"]


def test_a_shared_name_gives_all_higher_levels_first() -> None:
    assert codes(divisions("吉林", year=2021)) == ["220000", "220200"]
    found = divisions("朝阳", year=2021)
    assert [one.level for one in found][:1] == ["prefecture"]
    assert {"211300", "110105", "220104", "211321"} == set(codes(found))
    assert codes(divisions("朝阳", year=2021, within="110000")) == ["110105"]
    assert codes(divisions("朝阳", year=2021, level="prefecture")) == ["211300"]


def test_a_name_is_looked_up_within_a_parent() -> None:
    assert "440103" not in codes(divisions("荔湾区", within="440300"))
    assert codes(divisions("荔湾区", within="440100")) == ["440103"]
    assert codes(divisions("荔湾区", within="440000")) == ["440103"]


def test_a_year_decides_which_name_a_code_has() -> None:
    before = division("210200", year=1980)
    assert before is not None
    assert before.name == "旅大市"
    latest = division("210200")
    assert latest is not None
    assert latest.name == "大连市"


def test_a_division_counts_until_the_end_of_the_year_in_which_it_ends() -> None:
    # 450127 横县 became 450181 横州市 in 2021; its list of the end of 2020 has 横县.
    assert codes(divisions("横县", year=2021)) == ["450127"]
    assert codes(divisions("横州市", year=2021)) == ["450181"]
    assert divisions("横县", year=2022) == ()
    assert divisions("横州市", year=2020) == ()


def test_a_name_that_no_list_has_gives_nothing() -> None:
    assert divisions("松山湖高新区") == ()
    assert division("999999") is None


def test_the_cities_of_a_province_are_those_of_the_year() -> None:
    cities = code_lists.divisions_in("440000", year=2020, level="prefecture")
    assert len(cities) == 21
    assert {"广州市", "云浮市"} <= {one.name for one in cities}
    assert all(one.parent_code == "440000" and one.name_en for one in cities)


def test_every_parent_is_in_the_list() -> None:
    known = {one.gb_code for one in code_lists.all_divisions()}
    lone = [d for d in code_lists.all_divisions() if d.parent_code and d.parent_code not in known]
    assert lone == []


def test_no_code_has_two_names_in_one_list() -> None:
    years = [(d.gb_code, y) for d in code_lists.all_divisions() for y in _years(d)]
    assert len(years) == len(set(years))


def _years(one: Division) -> range:
    return range(one.first or 1980, (one.last or 2026) + 1)


@pytest.mark.parametrize("classification", ["function", "revenue", "economic"])
def test_every_account_has_its_parents(classification: code_lists.Classification) -> None:
    known = code_lists.accounts(classification)
    assert known
    for code, named in known.items():
        assert all(one.parent_code is None or one.parent_code in known for one in named), code
        assert all(one.source and (one.checked or one.source == "not seen") for one in named), code


def test_an_account_is_found_by_code_and_year() -> None:
    (one,) = account("function", "2011409")
    assert (one.name, one.parent_code, one.level, one.checked) == (
        "知识产权宏观管理",
        "20114",
        3,
        True,
    )
    assert [a.name for a in account("function", "207", year=2018)] == ["文化体育与传媒支出"]
    assert [a.name for a in account("function", "207", year=2021)] == ["文化旅游体育与传媒支出"]
    assert len(account("function", "207")) == 2
    assert account("function", "2999999") == ()
    assert [a.name for a in account("economic", "50205")] == ["委托业务费"]
    assert [a.name for a in account("revenue", "1100252")] == ["农林水共同财政事权转移支付收入"]


def test_the_program_knows_the_codes_of_the_repository() -> None:
    for code, name in code_lists_of_the_repository():
        assert name in {one.name for one in account("function", code)}


def code_lists_of_the_repository() -> list[tuple[str, str]]:
    import csv

    from kit import ROOT

    path = ROOT / "resources/codelists/functional_classification.csv"
    with path.open(encoding="utf-8") as file:
        return [(row["function_code"], row["name"]) for row in csv.DictReader(file)]


def test_purposes_have_codes_and_awards_are_told_by_them() -> None:
    known = code_lists.purposes()
    assert {label for label in known if "奖" in label} == {
        label for label, one in known.items() if one.code.endswith("_award")
    }
    assert known["知识产权创造运用保护"].code == "ip_creation"
