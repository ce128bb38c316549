"""What frictionless or a JSON Schema says of files and descriptors, in our words of both languages.

Each is a pattern of a whole note, and its words; ``at`` is the place that it names, if it does,
``why`` a note inside the note.
"""

from __future__ import annotations

import re

SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"'(?P<a>[^']*)' is a required property(?P<at>.*)",
            ("“{a}” is missing{at}", "缺少“{a}”{at}"),
        ),
        (
            r"(?P<a>.*) is not of type (?P<b>'\w+'(?:, '\w+')*)(?P<at>.*)",
            ("{a} is no {b}{at}", "{a} 的类型不是 {b}{at}"),
        ),
        (
            r"(?P<a>.*) is not one of (?P<b>\[.*\])(?P<at>.*)",
            ("{a} is none of {b}{at}", "{a} 不在 {b} 之内{at}"),
        ),
        (
            r"(?P<a>.*) does not match (?P<b>'.*?')(?P<at> at property .*|)",
            ("{a} does not have the form {b}{at}", "{a} 不符合格式 {b}{at}"),
        ),
        (
            r"(?P<a>.*) is not valid under any of the given schemas(?P<at>.*)",
            ("{a} has none of the forms that are allowed{at}", "{a} 不符合任何一种允许的形式{at}"),
        ),
        (
            r"(?P<a>.*) (?:is too short|should be non-empty)(?P<at>.*)",
            ("{a} has too few entries{at}", "{a} 内容过少{at}"),
        ),
        (
            r"(?P<a>.*) has non-unique elements(?P<at>.*)",
            ("{a} has entries that repeat{at}", "{a} 有重复项{at}"),
        ),
        (
            r"Additional properties are not allowed \((?P<a>.*) w(?:as|ere) unexpected\)(?P<at>.*)",
            ("{a} is not expected{at}", "不应有 {a}{at}"),
        ),
        (
            r'property "(?P<a>.*)" is not valid "datetime"',
            (
                "“{a}” is no date with a time: expected YYYY-MM-DDThh:mm:ssZ",
                "“{a}”不是日期时间：应为 YYYY-MM-DDThh:mm:ssZ",
            ),
        ),
        (
            r'property "(?P<a>.*)" is not valid "(?P<b>.*)"',
            ("“{a}” is no valid {b}", "“{a}”不是有效的 {b}"),
        ),
        (
            r'constraint "(?P<a>.*)" is not supported by type "(?P<b>.*)"',
            (
                "a field of type {b} cannot have the constraint “{a}”",
                "类型为 {b} 的字段不能有约束“{a}”",
            ),
        ),
        (
            r'constraint "(?P<a>.*)" requires datapackage v2',
            (
                "the constraint “{a}” needs a package of version 2 (its “$schema”)",
                "约束“{a}”要求第2版数据包（以“$schema”标明）",
            ),
        ),
        (
            r'(?P<a>\w+) type "(?P<b>.*)" is not supported',
            ("there is no {a} of type “{b}”", "没有“{b}”这一类型（{a}）"),
        ),
        (
            r'(?P<a>format|scheme|compression) "(?P<b>.*)" is not supported',
            ("files of {a} “{b}” cannot be read", "无法读取“{b}”（{a}）的文件"),
        ),
        (
            r"names of the (?P<a>\w+) are not unique",
            ("two {a} have the same name", "名称重复（{a}）"),
        ),
        (
            r'primary key "(?P<a>.*)" does not match the fields "(?P<b>.*)"',
            (
                "the primary key names {a}; the fields are {b}",
                "主键为 {a}，与字段 {b} 不符",
            ),
        ),
        (
            r'foreign key "(?P<a>.*)" does not match the fields "(?P<b>.*)"',
            (
                "a foreign key names fields that are not there: {a}; the fields are {b}",
                "外键所指字段不存在：{a}；现有字段为 {b}",
            ),
        ),
        (
            r'foreign key fields "(?P<a>.*)" does not match the reference fields "(?P<b>.*)"',
            (
                "a foreign key has {a} on its side and {b} on the other",
                "外键两侧字段数目不同：{a} 与 {b}",
            ),
        ),
        (
            (
                r'failed to handle a foreign key for resource "(?P<a>.*)" as resource "(?P<b>.*)" '
                r"does not exist"
            ),
            (
                "a foreign key refers to {b}, which the package does not have",
                "外键所指的表 {b} 不存在",
            ),
        ),
        (
            r'resource "(?P<a>.*)" already exists',
            ("two resources are called “{a}”", "有两个资源都叫“{a}”"),
        ),
        (
            r'one of the properties "path" or "data" is required',
            ("neither “path” nor “data” is there", "既无“path”也无“data”"),
        ),
        (
            r'properties "path" and "data" is mutually exclusive',
            ("both “path” and “data” are there; only one may be", "“path”与“data”不能并存"),
        ),
        (
            r'path "(?P<a>.*)" is not safe',
            ("the path “{a}” leaves the package", "路径“{a}”越出数据包"),
        ),
        (
            r'example value "(?P<a>.*)" for field "(?P<b>.*)" is not valid',
            ("the example “{a}” of {b} is no value of it", "字段 {b} 的示例“{a}”无效"),
        ),
        (
            r'"(?P<a>.*)" should be set as "(?P<b>.*)"',
            ("“{a}” belongs into “{b}”", "“{a}”应写在“{b}”"),
        ),
        (
            r"license requires \"path\" or \"name\": (?P<a>.*)",
            ("a licence has neither “path” nor “name”", "许可缺少“path”或“name”"),
        ),
        (
            r'cannot retrieve metadata "(?P<a>.*?)" because "Unexpected UTF-8 BOM .*',
            (
                "“{a}” begins with a byte-order mark; save it as UTF-8 without BOM",
                "“{a}”以字节顺序标记（BOM）开头；请另存为不带 BOM 的 UTF-8",
            ),
        ),
        (
            (
                r'cannot retrieve metadata ".*?" because "(?P<a>.*): line (?P<b>\d+) column '
                r"(?P<c>\d+) .*"
            ),
            (
                "the file is no JSON (line {b}, column {c}: {a})",
                "该文件不是有效的 JSON（第{b}行第{c}列）",
            ),
        ),
        (
            r'cannot retrieve metadata "(?P<a>.*?)" because ""',
            ("“{a}” holds no object, as in {{ … }}", "“{a}”的内容不是对象（应为 {{ … }}）"),
        ),
        (
            r'cannot retrieve metadata "(?P<a>.*?)" because "(?P<why>.*)"',
            ("“{a}” cannot be read: {why}", "无法读取“{a}”：{why}"),
        ),
        (
            r"'utf-8' codec can't decode .*",
            ("it is not UTF-8; save it as UTF-8", "它不是 UTF-8；请另存为 UTF-8"),
        ),
        (
            r"'(?P<a>[\w-]+)' codec can't decode .*",
            (
                (
                    "the file is not {a}, as which it was read; declare its encoding, or "
                    "save it as UTF-8"
                ),
                "该文件不是读取时所用的 {a}；请声明其编码，或另存为 UTF-8",
            ),
        ),
        (
            r"(?P<a>UTF-\d+) stream does not start with BOM",
            (
                (
                    "the file does not begin with the byte-order mark of {a}; state its encoding, "
                    "or save it as UTF-8"
                ),
                "文件开头没有 {a} 的字节顺序标记（BOM）；请写明其编码，或另存为 UTF-8",
            ),
        ),
        (
            (
                r"(?:The data source has not supported or has inconsistent contents.*"
                r"|unsupported inline data)"
            ),
            (
                "the data is no table: it has no rows, or they are not all lists or all objects",
                "数据不是表：没有行，或各行并非都是列表或都是对象",
            ),
        ),
        (
            r"missing values in object form require datapackage v2",
            (
                "missing values with labels need a package of version 2 (its “$schema”)",
                "带标签的缺失值要求第2版数据包（以“$schema”标明）",
            ),
        ),
        (
            r"(?:HTTPS?ConnectionPool.*|Failed to resolve.*|.*Max retries exceeded.*)",
            ("its address cannot be reached", "无法访问其地址"),
        ),
        (r"maximum recursion depth exceeded.*", ("it is nested too deeply", "嵌套层数过多")),
        (r"descriptor is not valid", ("the descriptor has errors", "描述文件有误")),
        (r"the source is empty", ("the file is empty", "文件是空的")),
        (
            r"\[Errno 2\] No such file or directory.*",
            ("the file is missing", "文件不存在"),
        ),
        (r"\[Errno 13\] .*", ("the file may not be read: check its rights", "无权读取该文件")),
        (r"\[Errno 40\] .*", ("links lead in a circle, to no file", "链接循环，不指向任何文件")),
        (r"\[Errno 21\] .*", ("this is a folder, not a file", "这是文件夹，不是文件")),
        (r"unknown encoding: (?P<a>.*)", ("there is no encoding “{a}”", "没有编码“{a}”")),
        (
            r'invalid excel file "(?P<a>.*)"',
            ("the file is no workbook of Excel", "该文件不是 Excel 工作簿"),
        ),
        (
            r'Excel document ".*" does not have a sheet "(?P<a>.*)"',
            ("the workbook has no sheet “{a}”", "工作簿中没有工作表“{a}”"),
        ),
        (r"(?:File is not a zip file|Bad magic.*)", ("the file is no zip", "该文件不是 zip")),
        (
            r"error: (?P<a>.*) at position (?P<b>\d+).*",
            (
                "a pattern of its schema is no regular expression (character {b}: {a})",
                "其模式中的 pattern 不是正则表达式（第{b}个字符处）",
            ),
        ),
        (
            r"(?P<a>TypeError|AttributeError): .*",
            (
                (
                    "frictionless breaks off here ({a}); an entry of the descriptor or schema is "
                    "likely not of its type"
                ),
                "frictionless 在此中断（{a}）；描述文件或模式中可能有类型不符的条目",
            ),
        ),
        (
            r"\"There is no item named '(?P<a>.*)' in the archive\"",
            ("the archive has no member “{a}”", "压缩包中没有“{a}”"),
        ),
        (
            r"while (?:scanning|parsing) .*line (?P<a>\d+), column (?P<b>\d+).*",
            ("it is no YAML (line {a}, column {b})", "不是有效的 YAML（第{a}行第{b}列）"),
        ),
        (
            r"could not determine a constructor for the tag '(?P<a>[^']*)'.*",
            ("it has a tag that is no plain YAML: {a}", "含有普通 YAML 所没有的标签：{a}"),
        ),
        (
            r"Invalid data stream",
            ("the file is not compressed by bzip2", "该文件不是 bzip2 压缩文件"),
        ),
        (
            r"(?:EOFError: )?Compressed file ended before the end-of-stream marker was reached",
            ("the compressed file is cut off; fetch it again", "压缩文件不完整；请重新获取"),
        ),
        (
            r'"(?P<a>\w+)" must be .*',
            ("the {a} of the dialect has to be one character", "读法中的 {a} 须为一个字符"),
        ),
        (
            r"Not a gzipped file.*",
            ("the file is not compressed by gzip", "该文件不是 gzip 压缩文件"),
        ),
        (
            r'cells composing the primary keys are all "None"',
            ("all cells of the key are empty", "主键各单元格均为空"),
        ),
    )
)
