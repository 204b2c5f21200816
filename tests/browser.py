"""A browser without a window, as a reader of our pages: it prints them, and measures them.

It is driven by the protocol of its developer tools over two pipes, so nothing listens anywhere.
"""

import base64
import json
import os
import selectors
import shutil
import subprocess
from contextlib import contextmanager
from time import monotonic

NAMES = ("chromium", "chromium-browser", "google-chrome")
FOUND = next(filter(None, map(shutil.which, NAMES)), None)
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--remote-debugging-pipe"),
)
PATIENCE = 120  # seconds for one answer; a browser that hangs must not hold up the tests for ever
INCH = 2.54


class Browser:
    """One page of a running browser."""

    def __init__(self, to, answers):
        self._to, self._answers, self._rest, self._asked = to, answers, b"", 0
        self._ready = selectors.DefaultSelector()
        self._ready.register(answers, selectors.EVENT_READ)
        self._session = {}
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": session["sessionId"]}
        self._frame = self._ask("Page.getFrameTree")["frameTree"]["frame"]["id"]

    def show(self, page, *, width=1000, height=800, dark=False):
        """Shows a page, given as HTML, in a window of so many pixels."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        self._ask("Page.setDocumentContent", frameId=self._frame, html=page)

    def finds(self, expression):
        """Returns the value of an expression of JavaScript on the page."""
        found = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def printed(self, width, height):
        """Returns the page as PDF on paper of so many centimetres."""
        paper = {"paperWidth": width / INCH, "paperHeight": height / INCH}
        margins = dict.fromkeys(
            ("marginTop", "marginBottom", "marginLeft", "marginRight"), 1 / INCH
        )
        return base64.b64decode(self._ask("Page.printToPDF", **paper, **margins)["data"])

    def picture(self):
        """Returns what is on the screen, as PNG."""
        taken = self._ask("Page.captureScreenshot")
        return base64.b64decode(taken["data"])

    def _ask(self, method, **parameters):
        self._asked += 1
        asked = {"id": self._asked, "method": method, "params": parameters, **self._session}
        os.write(self._to, json.dumps(asked).encode() + b"\0")
        while (answer := self._answer()).get("id") != self._asked:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _answer(self):
        until = monotonic() + PATIENCE
        while b"\0" not in self._rest:
            assert self._ready.select(until - monotonic()), "The browser does not answer."
            self._rest += os.read(self._answers, 1 << 20) or b"{}\0"
        answer, _, self._rest = self._rest.partition(b"\0")
        return json.loads(answer)


@contextmanager
def browser(folder):
    """Starts a browser that keeps its things in a folder, and ends it."""
    (theirs, to), (answers, their_answers) = os.pipe(), os.pipe()
    for end in (theirs, their_answers):
        os.set_inheritable(end, True)
    # The protocol wants the ends as 3 and 4.
    command = f'exec "$@" 3<&{theirs} 4>&{their_answers}'
    started = subprocess.Popen(
        ["/bin/bash", "-c", command, "-", FOUND, *OPTIONS, f"--user-data-dir={folder}"],
        pass_fds=(theirs, their_answers),
        stderr=subprocess.DEVNULL,
    )
    for end in (theirs, their_answers):
        os.close(end)
    try:
        yield Browser(to, answers)
    finally:
        started.kill()
        started.wait()
        os.close(to)
        os.close(answers)
