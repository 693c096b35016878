"""What the assistant keeps in the address, and the session's one conversation behind it."""

from __future__ import annotations

import param

from app.chat.talk import Talk


class ChatState(param.Parameterized):
    """One a session, shared by the tab and the drawer.

    Attributes:
        talk: what is asked and answered; made by whichever of the two is shown first.
    """

    conversation = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Number of the conversation shown. Writer: the talk."
    )

    left = param.Event(precedence=-1, doc="The drawer is to be closed. Writer: its own button.")

    talk: Talk | None = None
