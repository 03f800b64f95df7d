"""Marking words for translation where Django is not known."""


def gettext_noop(msgid: str) -> str:
    """The same text; the name is what makemessages looks for. The caller who shows it translates."""
    return msgid
