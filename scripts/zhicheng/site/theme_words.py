"""What the theme says in another language than Chinese: mkdocs.yml and the theme's templates have the Chinese."""

from __future__ import annotations

import html
import json
import shutil
from importlib import util
from pathlib import Path
from typing import Any

from zhicheng.site.language import Language, here, t


def config(package: str, theme: str, folder: Path) -> dict[str, Any]:
    """What the builder's configuration says otherwise in the language that is spoken; nothing in Chinese.

    `package` has the theme that ours extends, `theme` is the folder of ours for the builder, `folder` the one where it may be changed.
    """
    spoken = here()
    if not spoken.texts:
        return {}
    return {
        "site_description": t("查到你的职称由哪个委员会评审、哪些要参加全国考试：专业、层级、地区、依据、流程和咨询电话。"),
        "theme": {"custom_dir": str(_theme(package, Path(theme), folder, spoken)), "language": spoken.code, "palette": _palette()},
        "extra": {"words": {text: html.escape(str(shown)) for text, shown in spoken.of_theme(".html").items()}},
    }


def _palette() -> list[dict[str, Any]]:
    """The light and the dark colours as mkdocs.yml has them, with the names of the switch in the language of the site."""
    schemes = (
        ("light", "default", "material/weather-night", t("换成深色")),
        ("dark", "slate", "material/white-balance-sunny", t("换成浅色")),
    )
    return [
        {
            "media": f"(prefers-color-scheme: {name})",
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": words},
        }
        for name, scheme, icon, words in schemes
    ]


def _theme(package: str, theme: Path, folder: Path, spoken: Language) -> Path:
    """The folder of the theme; in `folder` with the texts of what it extends, where that does not have them in the language of the site."""
    extended = util.find_spec(package)
    languages = "partials/languages"
    if extended and extended.origin and (Path(extended.origin).parent / "templates" / languages / f"{spoken.code}.html").exists():
        return theme
    texts = {
        "language": spoken.code,
        "direction": "rtl" if spoken.rtl else "ltr",
        "search": t("查找"),
        "search.config.pipeline": " ",
        "search.placeholder": t("搜索"),
        "search.reset": t("清空当前内容"),
        "search.result.initializer": t("正在初始化搜索引擎"),
        "search.result.placeholder": t("键入以开始搜索"),
        "search.result.none": t("没有找到符合条件的结果"),
        "search.result.one": t("找到 1 个符合条件的结果"),
        "search.result.other": t("# 个符合条件的结果"),
        "search.result.more.one": t("在该页上还有 1 个符合条件的结果"),
        "search.result.more.other": t("在该页上还有 # 个符合条件的结果"),
        "search.result.term.missing": t("缺少"),
        "header": t("页眉"),
        "footer": t("页脚"),
        "nav": t("导航栏"),
        "toc": t("目录"),
        "tabs": t("标签"),
        "skip": t("跳到正文"),
        "action.skip": t("跳到正文"),
        "top": t("回到页面顶部"),
        "clipboard.copy": t("复制"),
        "clipboard.copied": t("已复制"),
    }
    if theme != folder:
        shutil.copytree(theme, folder)
    (folder / languages).mkdir(parents=True, exist_ok=True)
    table = json.dumps(texts, ensure_ascii=False)
    (folder / languages / f"{spoken.code}.html").write_text(
        f"{{% macro t(key) %}}{{{{ {table}[key] }}}}{{% endmacro %}}\n", encoding="utf-8"
    )
    return folder
