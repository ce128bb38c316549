"""What a publication did, in words for a terminal."""

from __future__ import annotations

from fiscal_notice.model import Count
from fiscal_notice_ckan.errors import printable
from fiscal_notice_ckan.plan import Plan
from fiscal_notice_ckan.publishing import Published
from fiscal_notice_ckan.unpublishing import Unpublished

_WORDS = {
    "en": {
        "resumed": "went on from an unfinished publication: {what}",
        "same": "nothing to do: the portal holds release {version}",
        "done": "published release {version} in {seconds:.1f} s: {files:file} of {bytes:,} "
        "bytes uploaded, {actions:action}, all verified as an anonymous visitor",
        "note": "note: {text}",
        "receipt": "receipt  {path}",
        "gone": "the dataset lies in the portal's bin; publish brings it back",
        "there": "nothing to do: the dataset lies in the portal's bin",
        "kept": "nothing was taken back",
        "ask": "Put it into the portal's bin?",
        "nobody": "Nobody is there to ask: pass --yes to take it back.",
    },
    "zh": {
        "resumed": "接续上次未完成的发布：{what}",
        "same": "无需操作：门户上已是版本{version}",
        "done": "已发布版本{version}，用时{seconds:.1f}秒：上传{files}个文件（{bytes:,}字节），"
        "{actions}项操作，均以匿名访问核验",
        "note": "注意：{text}",
        "receipt": "回执  {path}",
        "gone": "数据集已移入门户回收站；再次发布（publish）即可恢复",
        "there": "无需操作：数据集已在门户回收站中",
        "kept": "未撤回任何内容",
        "ask": "确定移入门户回收站？",
        "nobody": "无法询问（没有终端）：如确需撤回，请加 --yes。",
    },
}
_WIDTH = 30


def published_text(published: Published, lang: str = "en") -> str:
    """How it came out, the dataset's address last."""
    words, plan = _WORDS[lang], published.plan
    lines = [words["resumed"].format(what=published.resumed)] if published.resumed else []
    if published.receipt is None:
        lines.append(words["same"].format(version=plan.dataset.version))
    else:
        lines.append(words["done"].format(**_numbers(plan), seconds=published.seconds))
        lines.append(words["receipt"].format(path=published.receipt))
    return "\n".join([*lines, *notes_of(published, lang), published.url])


def notes_of(published: Published, lang: str) -> list[str]:
    """What a person should know besides, a line each."""
    return [_WORDS[lang]["note"].format(text=printable(text)) for text in published.notes]


def unpublished_text(unpublished: Unpublished, lang: str = "en") -> str:
    """How taking a dataset back came out."""
    words = _WORDS[lang]
    if unpublished.receipt is None:
        return words["kept" if unpublished.pending else "there"]
    return f"{words['gone']}\n{words['receipt'].format(path=unpublished.receipt)}"


def asking(lang: str) -> tuple[str, str]:
    """The question before a dataset is taken back, and what is said where nobody can answer it."""
    return _WORDS[lang]["ask"], _WORDS[lang]["nobody"]


def _numbers(plan: Plan) -> dict[str, object]:
    return {
        "version": plan.dataset.version,
        "files": Count(len(plan.uploads)),
        "bytes": sum(each.size for each in plan.uploads),
        "actions": Count(len(plan.actions)),
    }


def bar(done: int, total: int) -> str:
    """A progress bar that overwrites its own line."""
    filled = _WIDTH * done // max(total, 1)
    end = "\n" if done >= total else ""
    return f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {done:,} of {total:,} bytes{end}"
