"""The page of quotes in a real browser: nothing fetched, no error, a click lights the partners, both colour schemes."""

import json
import re
import shutil
import subprocess

import pytest
from test_quotes_page import EVIL, TEXTS, Reader, article, nested, quote

from quotestance.report.quotes_page import page
from quotestance.report.quotes_view import article_view

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHECK = """
const of = (unit) => [...document.querySelectorAll(`[data-u~="${unit}"]`)].map((node) => node.id).sort();
const lit = () => [...document.querySelectorAll(".lit")].map((node) => node.id).sort();
const result = { text: [...document.querySelectorAll(".text")].map((node) => node.textContent), steps: [] };
const step = (name, expected) => result.steps.push([name, lit(), expected]);
document.querySelector('.text [href="#a1u2"].q').click();
step("click on content", of("a1u2"));
document.querySelector('.text .s[href="#a1u1"]').click();
step("click on speaker", of("a1u1"));
document.querySelector("#a1u3 a").dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
step("focus on card", of("a1u3"));
document.querySelector('.text .c[href="#a1u2"]').dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
step("pointer on cue", of("a1u2"));
document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
step("escape", []);
result.wide = document.documentElement.scrollWidth <= innerWidth;
document.documentElement.dataset.result = JSON.stringify(result);
"""
BARE = "<!DOCTYPE html><img src='http://127.0.0.1:9/x.png'><script>console.error('seen')</script>"


def browse(html, folder, *flags):
    """The document after its scripts, lines of the console, and addresses that the page asked for."""
    (folder / "page.html").write_text(html, encoding="utf-8", newline="")
    log = folder / "net.json"
    quiet = ["background-networking", "component-update", "sync", "default-apps", "gpu", "dev-shm-usage"]
    fixed = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    closed = ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}"]
    logs = ["--enable-logging=stderr", f"--log-net-log={log}"]
    command = [BROWSER, *fixed, *closed, *logs, *flags, (folder / "page.html").as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    started = [event["params"] for event in events if "initiator" in event.get("params", {})]
    asked = [one["url"] for one in started if one["initiator"] != "not an origin"]  # the browser's own have none
    console = [line for line in done.stderr.decode(errors="replace").splitlines() if ":CONSOLE" in line]
    return done.stdout.decode(), console, [url for url in asked if not url.startswith(("file:", "data:"))]


@pytest.fixture
def browser():
    if BROWSER is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")


@pytest.mark.slow
def test_the_browser_check_can_fail(browser, tmp_path):
    _, console, asked = browse(BARE, tmp_path, "--dump-dom")
    assert "seen" in console[0] and asked == ["http://127.0.0.1:9/x.png"]


@pytest.mark.slow
def test_the_page_in_a_browser(browser, tmp_path):
    hostile = article_view(article(EVIL, title=EVIL), [quote(EVIL, ["alert(1)"], cue="said", speaker=EVIL)])
    html = page([article_view(*nested()), hostile])
    dom, console, asked = browse(html, tmp_path, "--dump-dom", "--window-size=1280,900")
    assert (console, asked) == ([], []) and "Ильхам Алиев" in dom


@pytest.mark.slow
@pytest.mark.parametrize("width", [500, 1280])
def test_a_click_lights_the_partners(browser, tmp_path, width):
    hostile = article_view(article(EVIL, title=EVIL), [quote(EVIL, ["alert(1)"], cue="said", speaker=EVIL)])
    html = re.sub(r"<meta http-equiv[^>]*>", "", page([article_view(*nested()), hostile]))
    html = html.replace("</body>", f"<script>{CHECK}</script></body>")
    dom, console, _ = browse(html, tmp_path, "--dump-dom", f"--window-size={width},900")
    (attributes,) = (attrs for tag, attrs in Reader(dom).tags if tag == "html")
    result = json.loads(attributes["data-result"])
    assert console == [] and result["text"] == [TEXTS["ru"], EVIL] and result["wide"]
    for name, lit, expected in result["steps"]:
        assert lit == expected and (lit or name == "escape"), name


@pytest.mark.slow
@pytest.mark.parametrize("scheme", [0, 1], ids=["dark", "light"])
def test_the_page_is_drawn(browser, tmp_path, scheme):
    from matplotlib.image import imread

    drawing = tmp_path / "page.png"
    browse(
        page([article_view(*nested())]),
        tmp_path,
        f"--screenshot={drawing}",
        f"--blink-settings=preferredColorScheme={scheme}",
    )
    picture = imread(drawing)[..., :3]
    paper = picture[0, 0].mean()
    assert (paper > 0.9) if scheme else (paper < 0.2)
    assert picture.std() > 0.02  # something stands on the paper
