"""One sitting: how an interview begins, and what becomes of its answers however it ends."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from questionnaire.interview import sentences
from questionnaire.interview.interview import Interview, Start
from questionnaire.interview.protocol import Asker, InterviewStopped, Opening, Outcome, Reason
from questionnaire.interview.signals import ending_signals


def run(asker: Asker, opening: Opening | None, begin: Callable[[], Start]) -> Outcome:
    """Asks until there is nothing left to ask and the person is content, or wants to leave.

    Args:
        asker: How the person is asked.
        opening: What is said at once; nothing to whoever comes back to the questions.
        begin: Called once, when the person has something to read; what it raises ends everything.

    Raises:
        InterviewStopped: It was broken off; the exception holds all that was confirmed.
    """
    begun: list[Interview] = []

    def introduced() -> tuple[str, ...]:
        begun.append(Interview(asker, heard, begin()))
        return begun[0].introduction()

    with ending_signals() as heard:
        reason: Reason
        try:
            with asker.listening():
                if opening is None:
                    begun.append(Interview(asker, heard, begin()))
                else:
                    told = sentences.introduction(opening)
                    asker.open(opening.title, *told, meanwhile=introduced)
                (interview,) = begun
                outcome = interview.run()
                return replace(outcome, lost=not interview.safe.catch_up(interview.answers))
        except KeyboardInterrupt:
            reason = "interrupted"
        except EOFError:
            reason = "input ended"
        except OSError:  # ``keep`` is guarded, so this is the terminal
            reason = "terminal gone"
        heard.deaf = True
        if heard.number is not None:
            reason = "signal"
        if not begun:
            raise InterviewStopped({}, None, reason, signal=heard.number)
        interview = begun[0]
        interview.take_ticks()
        lost = not interview.safe.catch_up(interview.answers)
    raise InterviewStopped(
        dict(interview.answers), interview.at, reason, signal=heard.number, lost=lost
    )
