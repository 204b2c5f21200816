"""What comes from the keyboard: keys that are known, and nothing that a warning came too late for.

A terminal sends more than keys, and prompt_toolkit takes apart what it does not know: of Alt-n it
makes Escape and n.  What is left out here can be no answer to anything.
"""

from __future__ import annotations

import re

from prompt_toolkit.input import Input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.keys import Keys

_CTRL_C = "\x03"
_PASTE_ENDS = "\x1b[201~"
_SEQUENCE = re.compile(r"\x1b+(?:\[M...|\[\[?[0-?]*[ -/]*[@-~]|O[^\x1b]|[^\x1b])", re.DOTALL)
_UNFINISHED = re.compile(r"\x1b+(?:\[\[?[0-?]*[ -/]*|O)?\Z")
_KNOWN = {_PASTE_ENDS, *(typed for typed, key in ANSI_SEQUENCES.items() if isinstance(key, Keys))}


def keep_to_known_keys(keyboard: Input) -> None:
    """Makes an input leave out chords with Alt and all else that is no key of its own."""
    if isinstance(keyboard, Vt100Input):
        keyboard.vt100_parser = _Parser(keyboard.vt100_parser.feed_key_callback)


def forget_typed_ahead(keyboard: Input) -> None:
    """Takes no notice of what was typed up to now; but who wants to leave leaves.

    Raises:
        KeyboardInterrupt: Ctrl-C was among it.
        EOFError: Ctrl-D was.
    """
    typed = get_typeahead(keyboard)
    while keys := keyboard.read_keys():
        typed += keys
    pressed = {each.key for each in typed}
    if Keys.ControlC in pressed:
        raise KeyboardInterrupt
    if Keys.ControlD in pressed:
        raise EOFError


class _Parser(Vt100Parser):
    """Tells keys from what else a terminal sends."""

    _held = ""  # what may be the beginning of a key

    def feed(self, data: str) -> None:
        """Takes in what was typed."""
        data, self._held = self._held + data, ""
        if self._in_bracketed_paste and _CTRL_C in data.partition(_PASTE_ENDS)[0]:
            self.reset()  # a paste that never ends must not keep anybody from leaving
        if not self._in_bracketed_paste:
            if unfinished := _UNFINISHED.search(data):
                data, self._held = data[: unfinished.start()], unfinished[0]
            data = _SEQUENCE.sub(lambda found: found[0] if found[0] in _KNOWN else "", data)
        super().feed(data)

    def flush(self) -> None:
        """Takes what was typed for complete: nothing follows for now."""
        if self._in_bracketed_paste:
            self.reset()
        held, self._held = self._held, ""
        super().feed(held)
        super().flush()
