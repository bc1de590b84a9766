"""The outgoing webhook: verdicts and corrections for a program of the newsroom."""
