"""How the frame of a government's page is known: names of elements, words of navigation."""

from __future__ import annotations

import re

_ANY_CASE = re.IGNORECASE | re.VERBOSE

# Names that content systems give the element that holds the article and nothing else.
ARTICLE = re.compile(
    r"""^(?: zoom | ucap-?content | trs_?(?:editor|ueditor|uedit).* | custom_?unionstyle
          | vsb_content.* | article-?(?:content|con|body) )$""",
    _ANY_CASE,
)
# Names of elements that hold the article, perhaps with a part of the frame.
CONTENT = re.compile(
    r"""^(?: zoom | fontzoom | ucap-?content | trs_?(?:editor|ueditor|uedit|web).*
          | custom_?unionstyle | article-?(?:content|con|body|text|main)
          | (?:news|pages?|detail|text|info|main|xl|zw|view|zwnr|art|arti|cont)
            [-_]?(?:content|con|body|text|nr|zw|article|news|box)?
          | (?:.*[-_])?(?:content|article|zhengwen|neirong)(?:[-_].*)?
          | vsb_content.* )$""",
    _ANY_CASE,
)
FRAME_TAGS = frozenset(("nav", "footer", "aside"))
FRAME = re.compile(
    r"""(?:^|[-_])
        (?: nav\w* | menu\w* | crumbs? | bread\w* | location | position | dqwz | foot\w*
          | copyright | bottom | share\w* | bdsharebuttonbox | jiathis\w* | social | related?
          | xgwj | xgxx | links? | yqlj | sidebar | aside | tool\w* | print | qrcode | ewm
          | search\w* | login | attach\w* | annex | fujian | fj(?:xz|list|box)? | appendix
          | pagination | prev\w*
          | next\w* | hot\w* | recommend\w* | comment\w* | site-?info | top-?(?:bar|nav|link)\w* )
        (?:$|[-_])""",
    _ANY_CASE,
)
TITLE = re.compile(
    r"""(?:^|[-_])
        (?: (?:article|art|news|info|con(?:tent)?|detail|xl|page|main)?[-_]?
            (?:title|tit|bt|biaoti|headline) )\d?
        (?:$|[-_])""",
    _ANY_CASE,
)

# How the title of a document ends.
DOCUMENT = re.compile(
    r"(?:通知|函|决定|批复|意见|公告|通报|办法|报告|方案|请示)(?:[（(][^()（）]*[）)])?$"
)
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s*[〔\[［【（(]\s*(?:19|20)\d\d\s*[〕\]］】）)]\s*第?\s*\d+\s*号"
)

# Lines of the frame, wherever they stand.
NAVIGATION = re.compile(
    r"""^(?:当前|您|你|所在).{0,4}位置 | 网站标识码 | ICP备 | 公网安备 | Copyright | 版权所有
      | ^(?:主办|承办|运维|技术支持|网站管理)(?:单位)?\s*[:：] | 网站地图
      | 建议使用.*(?:浏览|分辨率)
      | (?:浏览|阅读|点击|访问)(?:次数|人数|量|数|率)?\s*[:：] | 扫一扫.*(?:手机|微信|打开|分享)
      | ^无障碍 | 长者模式 | 打印本页 | 关闭(?:窗口|本页|页面) | 我要纠错 | 返回顶部 | ^分享到
      | 责任编辑\s*[:：] | ^[上下]一[篇条] | ^(?:附件|文件|文档|相关附件)(?:下载|列表)
      | ^相关(?:链接|附件|文章|信息|阅读|稿件|文件|解读)\s*[:：]?$
      | ^[【\[]?\s*(?:首页|打印|关闭|收藏|纠错|分享|打印\W+关闭)\s*[】\]]?$
      | ^[【\[]?\s*(?:字体|字号)\s*[:：]?\s*[【\[]?\s*(?:大|特大|超大|默认)""",
    re.VERBOSE,
)
# A line about the page at its head.
META_LINE = re.compile(
    r"""^[（(\[【]?\s*
        (?: 发布(?:时间|日期|机构|单位) | 发文(?:时间|日期) | (?:信息|文章)?来\s*源 | 作\s*者
          | 时\s*间 | 日\s*期 | 编\s*辑 | 审\s*核 | 更新时间 | 生成日期 | 索\s*引\s*号 | 信息索引 )
        \s*[:：]""",
    re.VERBOSE,
)
# Labels of the table about the page: three different ones make it out.
META_LABEL = re.compile(
    r"""索\s*引\s*号 | 信息索引 | (?:主题|体裁)分类 | 发布机构 | 发文机关 | 发文单位 | 公开责任部门
      | 成文日期 | 生成日期 | 发布日期 | 发布时间 | 发文字号 | 主\s*题\s*词 | 关键词 | 有效性
      | 时效性 | 公开[方形]式 | 公开时限
      | (?<![\u4e00-\u9fff])(?:分\s*类|文\s*号|名\s*称|标\s*题)""",
    re.VERBOSE,
)
META_MARK = re.compile(r"索\s*引\s*号|信息索引|发布机构|成文日期|生成日期|发文机关|发文单位")
META_TITLE = re.compile(
    r"""(?:标\s*题|名\s*称)\s*[:：]?\s*
        (\S.*?(?:通知|函|决定|批复|意见|公告|通报|办法|报告|方案|请示)(?:[（(][^()（）]*[）)])?)
        (?=\s|发文|发布|主题|文\s*号|有效|$)""",
    re.VERBOSE,
)
META_NUMBER = re.compile(r"(?:发文字号|文\s*号)\s*[:：]?")
# The letter's own list of annexes.
ANNEX_LIST = re.compile(r"附件\s*[:：]?\s*(?:[1-9１-９一][\s.．、:：]|《|[\u4e00-\u9fff]{4})")
ANNEX_LABEL = re.compile(r"附件\s*[:：]?")
ANNEX_NAME = re.compile(
    r"^(?:附件)?\s*[\d一二三四五六七八九十]*\s*[:：.．、]?\s*|\s*\.[A-Za-z]{2,4}$"
)
SEPARATORS = re.compile(r"\s*(?:_+|\||｜|--+|—+|－|-|\s)\s*")
SENTENCE = re.compile(r"[，,。；;：:]")
