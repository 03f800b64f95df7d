"""Why a file is not taken. Codes have their Vietnamese sentences in `words.py`."""


class Refused(Exception):
    """The whole file is refused: nothing was read, nothing is saved."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
