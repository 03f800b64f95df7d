"""Free text that people give: normalised, of bounded length, without characters nobody sees."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from units.errors import BadContent

NOTE_LENGTH = 1000
SECTION_LENGTH = 5000
REASON_LENGTH = 500
TYPED_LENGTH = 100


def faults_in(text: str, *, longest: int) -> Iterator[str]:
    """Sentences on what is wrong with a text."""
    if len(text) > longest:
        yield _("Nội dung dài %(length)d ký tự, nhiều nhất là %(longest)d. Hãy viết ngắn lại.") % {
            "length": len(text),
            "longest": longest,
        }
    hidden = next((char for char in text if _is_hidden(char)), None)
    if hidden is not None:
        yield _("Có ký tự ẩn (%(character)s), thường do dán từ nơi khác. Hãy xóa và gõ lại.") % {
            "character": f"U+{ord(hidden):04X}"
        }


def _is_hidden(char: str) -> bool:
    """Control characters (jsonb refuses NUL) and halves of surrogates (UTF-8 has none)."""
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\r\t"


def tidy(text: str) -> str:
    """NFC, without outer spaces, lines ending in one way."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def required(text: str, *, missing: str, longest: int = REASON_LENGTH) -> str:
    """The tidied text, or BadContent: with the sentence `missing` when there is none."""
    tidied = tidy(text)
    if not tidied:
        raise BadContent(missing, code="text_missing")
    for fault in faults_in(tidied, longest=longest):
        raise BadContent(fault, code="text_not_kept")
    return tidied
