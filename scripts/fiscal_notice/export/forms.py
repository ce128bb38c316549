"""The forms of downloads: the one list of them, which all that names them asks."""

from __future__ import annotations

from fiscal_notice.export.download_form import DownloadForm, PackageForm, TableForm

CSV = TableForm(
    name="csv",
    suffix=".csv",
    media_type="text/csv",
    title="CSV",
    title_zh="CSV",
    about="The tables as they are, for any tool.",
    about_zh="原始表，任何工具可读。",
    make="fiscal_notice.export.csv_forms:source",
    read="fiscal_notice.export.csv_forms:read_csv",
)
CSV_FOR_EXCEL = TableForm(
    name="csv-excel",
    suffix=".csv",
    media_type="text/csv",
    title="CSV for Excel",
    title_zh="Excel 用 CSV",
    about="CSV that Excel opens with the Chinese right.",
    about_zh="给Excel打开的CSV：中文不乱码。",
    make="fiscal_notice.export.csv_forms:csv_for_excel",
    read="fiscal_notice.export.csv_forms:read_csv_for_excel",
)
XLSX = PackageForm(
    name="xlsx",
    suffix=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    title="XLSX",
    title_zh="XLSX",
    about="Excel: a sheet for each table, the meanings in front, codes kept as text.",
    about_zh="Excel工作簿：每表一页，附说明，编码不丢前导零。",
    resource="workbook.xlsx",
    resource_title="全部数据表（Excel） · All tables in one workbook",
    resource_description="一个文件，每表一页；首页为使用说明，其次为各字段的含义。代码为文本，"
    "不会丢失开头的0。\n\nOne file with a sheet for each table; first a page to read, then the "
    "meaning of every field. Codes are text and keep their leading zeros.",
    make="fiscal_notice.export.xlsx:workbook",
    read="fiscal_notice.export.xlsx:read_workbook",
    as_read="fiscal_notice.export.xlsx:as_in_workbook",
)
SQLITE = PackageForm(
    name="sqlite",
    suffix=".sqlite",
    media_type="application/vnd.sqlite3",
    title="SQLite",
    title_zh="SQLite",
    about="A database with keys and labels.",
    about_zh="数据库：带键和标签。",
    resource="database.sqlite",
    resource_title="全部数据表（SQLite） · All tables in one database",
    resource_description="含主键、外键、字段说明与常用查询（视图）。\n\n"
    "With keys, foreign keys, the meaning of every field, and views for common questions.",
    make="fiscal_notice.export.sqlite:sqlite_database",
    read="fiscal_notice.export.sqlite:read_database",
)
PARQUET = TableForm(
    name="parquet",
    suffix=".parquet",
    media_type="application/vnd.apache.parquet",
    title="Parquet",
    title_zh="Parquet",
    about="Exact types in columns, for pandas, DuckDB and the like.",
    about_zh="带确切类型的列式文件，给pandas、DuckDB等。",
    make="fiscal_notice.export.parquet:parquet",
    read="fiscal_notice.export.parquet:read_parquet",
)
JSON_LINES = TableForm(
    name="jsonl",
    suffix=".jsonl",
    media_type="application/jsonl",
    title="JSON Lines",
    title_zh="JSON Lines",
    about="JSON Lines, one row a line.",
    about_zh="JSON Lines，每行一条记录。",
    make="fiscal_notice.export.jsonl:json_lines",
    read="fiscal_notice.export.jsonl:read_json_lines",
)

#: In the order in which they are named.
FORMS: tuple[DownloadForm, ...] = (CSV, CSV_FOR_EXCEL, XLSX, SQLITE, PARQUET, JSON_LINES)
TABLE_FORMS = tuple(form for form in FORMS if isinstance(form, TableForm))
PACKAGE_FORMS = tuple(form for form in FORMS if isinstance(form, PackageForm))
