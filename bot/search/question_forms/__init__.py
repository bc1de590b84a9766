"""Patterns of question forms, one module for each kind of question.

bot/search/intent.py applies them.
"""
