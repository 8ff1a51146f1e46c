"""How a unified social credit code stands in an address."""


class CreditCode:
    """18 digits and Latin letters, in either case."""

    regex = "[0-9A-Za-z]{18}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
