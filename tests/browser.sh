#!/bin/sh
# Makes sure there is a browser and a Chinese font for the page tests: Debian's packages where they may be installed,
# else Playwright's own browser, else a message that says what to do.
set -u
bin=$1

have_browser() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
        "$bin/python" -c 'import sys, pathlib; from playwright.sync_api import sync_playwright
with sync_playwright() as p: sys.exit(not pathlib.Path(p.chromium.executable_path).exists())' 2>/dev/null
}

have_browser && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium and fonts-noto-cjk for the page tests (once) …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "Trying Playwright's own browser …"
"$bin/python" -m playwright install chromium && have_browser && exit 0
cat >&2 <<'MESSAGE'
The page tests need a Chromium browser and a Chinese font, and neither could be installed from here. As an administrator:
    Debian, Ubuntu:  apt-get install chromium fonts-noto-cjk
    elsewhere:       .venv/bin/python -m playwright install --with-deps chromium
and run `make test` again. `make test-fast` does without a browser.
MESSAGE
exit 1
