"""Invented letters in the frames that government sites have."""

from __future__ import annotations

TITLE = "某省财政厅关于下达2031年测试资金（第二批）的通知"
NUMBER = "某财测〔2031〕7号"
LINES = [
    "各地级以上市财政局：",
    "根据《关于报送测试资金分配方案的函》（某测函〔2031〕12号），现下达2031年测试资金120万元。有关事项通知如下：",
    "一、请提供技术支持，加快预算执行。",
    "附件：1.测试资金安排表",
    "某省财政厅",
    "2031年3月2日",
]
TABLE = [["地区", "金额", ""], ["", "小计", "其中：省级"], ["甲市", "120", "20"]]

NAV = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">公开</a></li></ul></div>'
CRUMB = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/b">通知公告</a></div>'
META = (
    "<div>发布时间：2031-03-05 &nbsp; 来源：本网 &nbsp; 字号：[<a>大</a> <a>中</a> <a>小</a>]</div>"
)
DATA = (
    '<table border="1"><thead><tr><th rowspan="2">地区</th><th colspan="2">金额</th></tr>'
    "<tr><th>小计</th><th>其中：省级</th></tr></thead>"
    "<tbody><tr><td>甲市</td><td>120</td><td>20</td></tr></tbody></table>"
)
FILES = (
    '<div class="fj"><p>附件下载：</p><p><a href="/f/1.xlsx">1.测试资金安排表.xlsx</a></p></div>'
)
FOOT = (
    '<div class="bottom">主办单位：某省财政厅　网站标识码：0000000000<br/>'
    "建议使用1024分辨率浏览</div>"
    '<p>联系我们 | <a href="/m">网站地图</a></p>'
)
PARAGRAPHS = "".join(f"<p style='text-indent:2em'>&emsp;&emsp;{line}</p>\n" for line in LINES)
BROKEN = "<br/>\n　　".join([NUMBER, *LINES])


def page(body: str, *, title: str = TITLE + "_某省财政厅", charset: str = "utf-8") -> bytes:
    """A page with a head, in an encoding."""
    text = (
        f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset={charset}"><title>{title}</title><script>var a = "脚本";</script></head>'
        f"<body>{body}</body></html>"
    )
    return text.encode("gb18030" if charset.startswith("gb") else charset)


ZOOM = (
    f'{NAV}{CRUMB}<h1>{TITLE}</h1>{META}<div id="zoom"><p style="text-align:center">{NUMBER}</p>'
    f"{PARAGRAPHS}{DATA}</div>{FILES}{FOOT}"
)
LAYOUT = (
    f'<table width="1000"><tr><td>{NAV}</td></tr><tr><td><table><tr><td width="200">'
    f'<a href="/1">通知</a><br/><a href="/2">公告</a></td><td><table><tr><td class="title">{TITLE}'
    f"</td></tr><tr><td>{META}</td></tr><tr><td>{NUMBER}<br/>{PARAGRAPHS}{DATA}</td></tr></table>"
    f"</td></tr></table></td></tr><tr><td>{FOOT}</td></tr></table>"
)
ARTICLE = (
    f"<header><nav><a href='/'>首页</a></nav></header><main><article><h2>{TITLE}</h2>{META}"
    f"<p>{NUMBER}</p>{PARAGRAPHS}{DATA}</article></main><footer><p>某省财政厅版权所有</p></footer>"
)
TRS = (
    f'{NAV}<div class="w1000"><div class="xl-title">{TITLE}</div>{META}<div class="TRS_Editor">'
    f'<div class="Custom_UnionStyle">{BROKEN}{DATA}</div></div>{FILES}</div>{FOOT}'
)
NAMELESS = (
    f"<div>{NAV}</div><div><div><center><b>{TITLE}</b></center>{META}<div><div>{NUMBER}</div>"
    f"{''.join(f'<div>{line}</div>' for line in LINES)}{DATA}</div></div></div>"
    f"<div><p>版权所有：某省财政厅</p><p>ICP备00000000号</p></div>"
)
REGISTER = (
    f'{NAV}<div class="classify"><table><tr><td>索引号：</td><td>000/2031-1</td><td>分类：</td>'
    f"<td>财政</td></tr><tr><td>发布机构：</td><td>某省财政厅</td><td>成文日期：</td><td>2031-03-02"
    f"</td></tr><tr><td>名称：</td><td>{TITLE}</td></tr><tr><td>文号：</td><td>{NUMBER}</td>"
    f"<td>发布日期：</td><td>2031-03-05</td></tr></table></div><h1>{TITLE}</h1>"
    f'<div class="article-content">{PARAGRAPHS}{DATA}</div>{FILES}{FOOT}'
)
MSO = "".join(
    f'<p class="MsoNormal"><span style="font-family:仿宋">　　{line}</span><o:p></o:p></p>'
    for line in LINES
)
MINISTRY = (
    f'<div class="daohang"><a>首页</a>&gt;<a>政策发布</a></div><div class="box_content">'
    f'<h2 class="title_con">{TITLE}</h2><p class="pubtime">来源：<span>某司</span></p>'
    f'<div class="my_conboxzw"><div class="TRS_Editor"><p>{NUMBER}</p>{MSO}{DATA}</div></div>'
    '<p id="appendix1"><span>附件下载:</span><a href="./P020.pdf">测试资金安排表.pdf</a></p></div>'
    '<div class="footer_box"><p>主办单位：某部</p><p>某ICP备00000000号</p></div>'
)
PROVINCE = (
    '<div class="head"><a href="/">某省</a><ul class="menu"><li><a>机构概况</a></li></ul></div>'
    '<div class="main"><div class="position"><a>首页</a> &gt; <a>通知</a></div>'
    f'<div class="content"><h3 class="zw-title">{TITLE}</h3><div class="zw-info"><span>时间：'
    "2031-03-05 17:12</span><span>来源:本网</span><span>【字体：<a>大</a> <a>小</a>】</span></div>"
    f'<div class="zw"><p>{NUMBER}</p>{MSO}{DATA}</div><div class="fj">附件：<ul><li>'
    '<a href="/a.doc">测试资金安排表.doc</a></li></ul></div></div></div>'
    '<div class="footer"><p>某省财政厅主办</p><p>地址：某市</p></div>'
)
CATALOGUE = (
    "<table><tr><td>索 引 号：</td><td>000/2031-00001</td><td>主题分类：</td><td>财政</td></tr>"
    "<tr><td>发文机关：</td><td>某省财政厅</td><td>成文日期：</td><td>2031年03月02日</td></tr>"
    f"<tr><td>标　题：</td><td colspan=3>{TITLE}</td></tr><tr><td>发文字号：</td><td>{NUMBER}</td>"
    f'<td>发布日期：</td><td>2031年03月05日</td></tr></table><table><tr><td id="UCAP-CONTENT">{MSO}'
    f"{DATA}</td></tr></table><div>责任编辑：某某</div>"
)
SECTIONS = (
    f'<div id="app"><section><div class="detail-title">{TITLE}</div><div class="detail-tips">'
    "<span>发布时间：2031-03-05</span><span>浏览次数：123</span></div><section>"
    f"<section>{NUMBER}</section>{''.join(f'<section>{line}</section>' for line in LINES)}{DATA}"
    "</section></section></div>"
)
PREFORMATTED = f"<h1>{TITLE}</h1><div><pre>{NUMBER}\n{chr(10).join(LINES)}</pre>{DATA}</div>"
NEWS = (
    '<div class="header"><h1><a href="/">某省财政厅</a></h1></div><div class="news_detail">'
    f'<div class="news_tit"><h2>{TITLE}</h2></div><div class="news_date">2031-03-05 浏览量：3'
    f'</div><div class="news_con">{NUMBER}<br>{"<br>".join(LINES)}{DATA}</div><div class="more">'
    "<p>上一篇：<a>甲</a></p><p>下一篇：<a>乙</a></p></div></div>"
    '<div class="right"><h3>热点</h3><ul><li><a>一</a></li></ul></div>'
)
FRAMES = {
    "zoom": page(ZOOM),
    "zoom in gb2312": page(ZOOM, charset="gb2312"),
    "tables of layout in gbk": page(LAYOUT, charset="gbk"),
    "article": page(ARTICLE),
    "TRS_Editor with lines": page(TRS),
    "no names": page(NAMELESS),
    "a table about the page": page(REGISTER),
    "a ministry": page(MINISTRY),
    "a province": page(PROVINCE),
    "a catalogue with the title": page(CATALOGUE, title="某省财政厅"),
    "sections": page(SECTIONS),
    "lines as typed": page(PREFORMATTED),
    "news": page(NEWS),
    "utf-16": page(ZOOM, charset="utf-16"),
}
