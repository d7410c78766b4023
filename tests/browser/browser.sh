#!/bin/sh
# Makes sure there is what the tests need besides Python packages. Browsers and a Chinese font for the page tests: Debian's packages
# where they may be installed, else Playwright's own browser, else a message that says what to do. And age, which opens what we seal.
set -u
bin=$1

have_browser() {
    command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
        "$bin/python" -c 'import sys, pathlib; from playwright.sync_api import sync_playwright
with sync_playwright() as p: sys.exit(not pathlib.Path(p.chromium.executable_path).exists())' 2>/dev/null
}

may_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

export DEBIAN_FRONTEND=noninteractive
if ! command -v age >/dev/null 2>&1; then
    if may_install; then
        echo "Installing age for the tests of sealed files (once) …"
        apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends age >/dev/null
    else
        echo "age is missing, so a few tests of sealed files are left out. As an administrator: apt-get install age" >&2
    fi
fi

# The HTML checker of the page tests is a Java program.
if ! command -v java >/dev/null 2>&1; then
    if may_install; then
        echo "Installing Java for the HTML checker of the page tests (once) …"
        apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null
    else
        echo "Java is missing, so the pages are not checked for valid HTML. As an administrator: apt-get install default-jre-headless" >&2
    fi
fi

# Pango lays out the PDFs of the forms; the font is the one they are set in, the other has the rarest characters of names.
for_pdf="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-hanazono"
can_pdf() {
    "$bin/python" -W ignore -c 'import weasyprint' >/dev/null 2>&1 && [ -e /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ] &&
        [ -e /usr/share/fonts/truetype/hanazono/HanaMinB.ttf ]
}
if ! can_pdf; then
    if may_install; then
        echo "Installing Pango and fonts for the PDFs of the forms (once) …"
        # shellcheck disable=SC2086  # a list of packages
        apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $for_pdf >/dev/null
    else
        echo "The tests of PDFs need more. As an administrator: apt-get install $for_pdf" >&2
    fi
fi

# A second browser: Debian's Firefox. Elsewhere the one that is there is taken.
if ! command -v firefox-esr >/dev/null 2>&1 && ! command -v firefox >/dev/null 2>&1; then
    if may_install; then
        echo "Installing firefox-esr for the page tests (once) …"
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends firefox-esr fonts-noto-cjk; } >/dev/null 2>&1 ||
            echo "There is no package firefox-esr here, so the pages are tried in Chromium alone." >&2
    else
        echo "Firefox is missing, so the pages are tried in Chromium alone. As an administrator: apt-get install firefox-esr" >&2
    fi
fi

# Chromium without a window takes half of the processor time. Where there is no such package, the whole one does as well.
if ! command -v chromium-headless-shell >/dev/null 2>&1 && may_install; then
    echo "Installing chromium-headless-shell and fonts-noto-cjk for the page tests (once) …"
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-cjk; } >/dev/null 2>&1
fi
have_browser && exit 0
if may_install; then
    echo "Installing chromium and fonts-noto-cjk for the page tests (once) …"
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
