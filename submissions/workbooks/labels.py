"""Printed words compared as a person would: without accents' encodings, case, dots and spaces."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Letters and digits only, lower case, NFC: "Trđ:  Vị thành niên " and "trđ: vị thành niên" are one."""
    normal = unicodedata.normalize("NFC", text).casefold()
    return "".join(character for character in normal if character.isalnum())


def same_code(printed: str, code: str) -> bool:
    """ "1" typed over "01" is the same Mã số."""
    if printed == code:
        return True
    return printed.isdigit() and code.isdigit() and int(printed) == int(code)
