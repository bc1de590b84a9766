"""factdesk: a fact-checking desk for a newsroom's Discord. Everything but the Discord surface lives here."""

__version__ = "0.1.0"
