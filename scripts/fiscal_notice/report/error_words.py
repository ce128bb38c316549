"""The words of a kind of error, and what the types of fields are called; English, then Chinese."""

from __future__ import annotations

from typing import NamedTuple

Bilingual = tuple[str, str]


class ErrorWords(NamedTuple):
    """The words of a kind; ``rank`` orders kinds: what makes others follow comes first."""

    title: Bilingual
    says: Bilingual
    mend: Bilingual
    rank: int = 3


#: What to do where no more is known of an error than its note.
CHECK_VALUE = ("look at the value, and correct it if it is wrong", "核对该值，有误则改正")
#: What a cell is not, and what is expected of it, by the type of its field.
TYPES: dict[str, tuple[Bilingual, Bilingual]] = {
    "integer": (("no integer", "不是整数"), ("an integer, as 12", "整数，如 12")),
    "number": (("no number", "不是数字"), ("a number, as 12.5", "数字，如 12.5")),
    "boolean": (("neither true nor false", "不是真假值"), ("true or false", "true 或 false")),
    "date": (("no date", "不是日期"), ("a date, as 2021-12-31", "日期，如 2021-12-31")),
    "datetime": (
        ("no date with time", "不是日期时间"),
        ("a date with time, as 2021-12-31T23:59:59Z", "日期时间，如 2021-12-31T23:59:59Z"),
    ),
    "time": (("no time", "不是时间"), ("a time, as 23:59:59", "时间，如 23:59:59")),
    "year": (("no year", "不是年份"), ("a year, as 2021", "年份，如 2021")),
    "yearmonth": (("no month", "不是年月"), ("a month, as 2021-12", "年月，如 2021-12")),
    "duration": (("no duration", "不是时长"), ("a duration, as P1Y6M", "时长，如 P1Y6M")),
    "geopoint": (
        ("no point on the map", "不是经纬度"),
        ("longitude and latitude, as 113.3, 23.1", "经纬度，如 113.3, 23.1"),
    ),
    "geojson": (("no GeoJSON", "不是 GeoJSON"), ("GeoJSON", "GeoJSON")),
    "object": (("no JSON object", "不是 JSON 对象"), ("a JSON object", "JSON 对象")),
    "array": (("no JSON array", "不是 JSON 数组"), ("a JSON array", "JSON 数组")),
    "list": (("no list of this kind", "不是此类列表"), ("a list", "列表")),
    "string": (("no text", "不是文本"), ("text", "文本")),
    "string/email": (
        ("no e-mail address", "不是电子邮件地址"),
        ("an e-mail address", "电子邮件地址"),
    ),
    "string/uri": (("no URI", "不是 URI"), ("a URI, as https://…", "URI，如 https://…")),
    "string/binary": (("no base64", "不是 base64 编码"), ("base64", "base64 编码")),
    "string/uuid": (("no UUID", "不是 UUID"), ("a UUID", "UUID")),
    "string/wkt": (("no WKT", "不是 WKT"), ("WKT", "WKT")),
}
