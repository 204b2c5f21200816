"""A person at a real pseudo-terminal: presses named keys, and sees the screen as pyte draws it."""

import faulthandler
import gc
import os
import re
import signal
import sys
import termios
import time
import traceback
from enum import StrEnum
from functools import partial
from itertools import pairwise

import pexpect
import pyte

import questionnaire.interview.prompts
import questionnaire.report.as_text  # noqa: F401 - so with this
from questionnaire.cli import main as questionnaire_main
from questionnaire.knowledge.model import ChoiceQuestion, ManyQuestion, NumberQuestion

PATIENCE = 60.0
PROGRAM = (sys.executable, "-m", "questionnaire")
_PASSED_ON = ("PATH", "HOME", "COVERAGE_")
_STARTS_ALL = "THOROUGH" in os.environ or any(name.startswith("COVERAGE_") for name in os.environ)


class Key(StrEnum):
    ENTER = "\r"
    SPACE = " "
    UP = "\x1b[A"
    DOWN = "\x1b[B"
    LEFT = "\x1b[D"
    DELETE = "\x1b[3~"
    HOME = "\x1b[H"
    END = "\x1b[F"
    PAGE_UP = "\x1b[5~"
    PAGE_DOWN = "\x1b[6~"
    ESCAPE = "\x1b"
    BACKSPACE = "\x7f"
    CTRL_C = "\x03"
    CTRL_D = "\x04"
    CTRL_U = "\x15"
    CTRL_Z = "\x1a"


def keys_for(question, answer):
    """Returns what a person presses to give an answer."""
    match question:
        case NumberQuestion() if answer is None:
            return ["u", Key.ENTER]
        case _ if answer is None:
            return ["u"]
        case NumberQuestion():
            return [*str(answer), Key.ENTER]
        case ChoiceQuestion():
            place = [each.id for each in question.choices].index(answer)
            return [Key.HOME, *[Key.DOWN] * place, Key.ENTER]
        case ManyQuestion():
            places = [place for place, each in enumerate(question.choices) if each.id in answer]
            steps = [here - before for before, here in pairwise([0, *places])]
            ticks = [key for step in steps for key in (*[Key.DOWN] * step, Key.SPACE)]
            return [*ticks, Key.ENTER]


def wait_until(condition, what):
    """Waits for something that others do."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(0.01)


def _begin(call, environment):
    """Goes on as a program would that is started anew, with this call, and ends as it does."""
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # one of them says that the program has begun
    gc.freeze()  # what the tests have made is not looked through
    faulthandler.disable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww")
    )
    try:
        status = call()
    except SystemExit as end:
        status = end.code
    except BaseException:  # noqa: BLE001 - as Python ends
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status or 0)


def _fresh_line():
    """Returns how a new terminal treats keys."""
    ends = os.openpty()
    try:
        return termios.tcgetattr(ends[0])
    finally:
        for end in ends:
            os.close(end)


class Terminal:
    """A program in a window of its own.

    With ``call``, which is what the command comes to, the program is a copy of this process, in
    which all is imported: most of the time of a short session goes into starting it.
    With THOROUGH, and where coverage is measured, it is started all the same.
    """

    def __init__(self, command, columns=80, rows=24, cwd=None, call=None, **environment):
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._text = None  # what is on the screen, as far as it is known
        environment = {
            **{name: text for name, text in os.environ.items() if name.startswith(_PASSED_ON)},
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **environment,
        }
        begin = call and not _STARTS_ALL and partial(_begin, call, environment)
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(rows, columns),
            cwd=cwd,
            env=environment,
            preexec_fn=begin or None,
        )
        self._line = _fresh_line()  # by now the program may have changed its own
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0.02

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill(signal.SIGKILL)  # close by itself does not wait for the end that it forces
        self.child.wait()
        self.child.close()

    def press(self, *keys):
        for key in keys:
            self.child.send(str(key))

    def resize(self, columns, rows):
        self.child.setwinsize(rows, columns)
        self._screen.resize(rows, columns)
        self._text = None

    def hang_up(self):
        """Closes the window."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = True

    def damage(self):
        """Returns sentences about what a program has not put back as it was, when it has ended."""
        screen, fresh = self._screen, pyte.Screen(1, 1)
        if termios.tcgetattr(self.child.child_fd) != self._line:
            yield "The terminal does not treat keys as before."
        if screen.mode != fresh.mode or screen.cursor.hidden:
            yield f"The terminal is left in modes {sorted(screen.mode ^ fresh.mode)}."
        if screen.cursor.attrs != fresh.cursor.attrs:
            yield "The terminal is left bold, underlined or in reverse."

    def screen(self):
        self._read(0.05)
        return self._drawn()

    def _drawn(self):
        """Returns the screen as text, which pyte puts together from all its cells."""
        if self._text is None:
            self._text = "\n".join(line.rstrip() for line in self._screen.display)
        return self._text

    def cells(self):
        """Returns the lines of the screen, each cell with its character and how it looks."""
        lines, columns = range(self._screen.lines), range(self._screen.columns)
        return [[self._screen.buffer[line][column] for column in columns] for line in lines]

    def sees(self, text, *more):
        """Waits until all these texts are on the screen, and returns it.

        They may be wrapped, and rows of a list may be without their digits.
        """
        texts = (text, *more)

        def all_there(screen):
            rows = re.sub(r"(?m)^( [> ] )[\d ] ", r"\1", screen)
            looks = (screen, rows, " ".join(screen.split()), " ".join(rows.split()))
            return all(any(part in look for look in looks) for part in texts)

        return self.wait_for(all_there, texts)

    def sees_one_of(self, *texts):
        """Waits until one of these texts is on the screen, wrapped or not, and returns it."""
        return self.wait_for(
            lambda screen: any(text in " ".join(screen.split()) for text in texts), texts
        )

    def no_longer_sees(self, text):
        return self.wait_for(lambda screen: text not in screen, f"not {text}")

    def ended(self):
        """Waits for the end, and returns the exit status: negative for a signal."""
        deadline = time.monotonic() + PATIENCE
        while self._read(0.1) or self.child.isalive():
            assert time.monotonic() < deadline, self.screen()
        return (
            self.child.exitstatus if self.child.signalstatus is None else -self.child.signalstatus
        )

    def wait_for(self, condition, what):
        """Waits until what is on the screen is as it should be, and returns it."""
        deadline, seconds = time.monotonic() + PATIENCE, 0
        while True:
            alive = self.child.isalive()  # asked first: what an ended one wrote last is then read
            more, seconds = self._read(seconds), 0.05
            if condition(screen := self._drawn()):
                return screen
            assert alive or more, f"{what!r} never came:\n{screen}"
            assert time.monotonic() < deadline, f"{what!r} never came:\n{screen}"

    def _read(self, seconds):
        """Takes in what the program has written; tells whether there was anything."""
        try:
            while chunk := self.child.read_nonblocking(65536, timeout=seconds):
                self.raw += chunk
                self._stream.feed(chunk)
                self._text = None
                seconds = 0
        except pexpect.TIMEOUT:
            return True
        except (pexpect.EOF, ValueError):  # the program, or the window, is closed
            return False
        return True


def started(*arguments, **options):
    """Returns the program at a terminal, started as a person does."""
    return Terminal((*PROGRAM, *map(str, arguments)), **options)


def program(*arguments, **options):
    """Returns the program at a terminal, as a copy: how it starts and ends is not tried."""
    given = [*map(str, arguments)]
    call = partial(questionnaire_main, given, prog_name="questionnaire")
    return Terminal((*PROGRAM, *given), call=call, **options)
