"""A formula that cannot be used: a stable code, and what the sentence about it needs."""


class FormulaError(ValueError):
    """`position` is 1-based in the text, where there is one to name. Sentences are in `words.py`."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
        self.at = ""
        """The address of the cell, or the key of the check, whose formula this is; "" while not known."""

    def found_at(self, place: str) -> "FormulaError":
        self.at = self.at or place
        return self
