"""Pictures of a page of every kind, at 1280 and 390 px, light and dark, in build/screenshots: to be looked at. `make screenshots`.

With arguments, only the kinds that they name, such as `home committee`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from helpers import draws, registries, sites
from helpers.browsers import chromium, served
from playwright.sync_api import sync_playwright

from zhicheng.draws import files

OUT = registries.HERE.parent / "build/screenshots"
KINDS = {
    "home": "",
    "find": "find/",
    "answer": "find/?ask=喀什+副高+建筑施工",
    "nobody": "find/?ask=飞行器制导",
    "nearest": "find/?ask=喀什+副高+钻井工程",
    "examined": "find/?ask=会计+中级",
    "committees": "committees/",
    "committee": "committees/xj-engineering-construction/",
    "withdrawn": "committees/xj-library-archives/",
    "sheet": "committees/xj-engineering-construction/sheet.html",
    "series-list": "series/",
    "series": "series/health/",
    "areas": "areas/",
    "area": "areas/653125/",
    "catalog": "catalog/",
    "coverage": "coverage/",
    "coverage-level": "coverage/associate-senior/",
    "compare": "compare/?a=xj-health&b=hotan-health",
    "experts": "experts/",
    "draws": "draws/",
    "rounds": "rounds/",
    "round": "rounds/2026/",
    "rules": "rules/",
    "rule": "rules/E203/",
    "waivers": "waivers/",
    "check": "check/?digest=000000000000",
    "about": "about/",
    "map": "about/map/",
    "statement": "about/accessibility/",
    "data": "data/",
    "guide": "guide/public/",
}
# Of the small registry, with a draw in each state.
DRAWS = {"draw-list": "draws/", **{f"draw-{made['number']}": f"draws/{files.draw_id(made)}/" for made in draws.of_every_state()}}


def main(wanted: list[str]) -> None:
    """Takes the pictures of the site of the sample, and of the pages of draws, built for it."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = draws.lay(registries.small(Path(folder) / "draws"))
        for of, kinds in ((registries.REAL.parent, KINDS), (root, DRAWS)):
            chosen = {name: path for name, path in kinds.items() if not wanted or name in wanted}
            out = Path(folder) / "out" / of.name / "site"
            if chosen:
                _take(sites.build(of, out), chosen)


def _take(out: Path, kinds: dict[str, str]) -> None:
    """Takes the pictures of pages of a site, by name, at both widths in both schemes."""
    with sync_playwright() as playwright, served(out) as address:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        for width, height in ((1280, 900), (390, 844)):
            for scheme in ("light", "dark"):
                phone = width < 600
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                    locale="zh-CN",
                    has_touch=phone,
                    is_mobile=phone,
                    bypass_csp=True,
                )
                page = context.new_page()
                page.clock.install(time=registries.TODAY.isoformat())
                for name, path in kinds.items():
                    page.goto(address + path, wait_until="networkidle")
                    if button := page.query_selector("#recompute button"):
                        button.click()
                        page.wait_for_selector("#recompute.ok")
                    page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
