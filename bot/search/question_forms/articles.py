"""Questions about the articles: their authorship, independence and topics."""

from __future__ import annotations

from bot.patterns import phrase_pattern

_DOCUMENT = r"""
sources?|articles?|documents?|outlets?|pieces?|stor(?:y|ies)|reports?|publications?|newspapers?|media
|texts?|items?
"""
_COVERS = r"""
mention|talk|write|report|cover|discuss|refer|speak|describe|contain|name|deal|tell|say|are about|is about|about|are on
|on|have|has|quote|cite|rest|rely|concern|include|bring|deal with|carry|carried|touch|ran|run|feature|compare
"""
_ARTICLE = r"""
(?:articles?|stor(?:y|ies)|pieces?|reports?|coverage|fact[ -]?checks?|explainers?|items?|interviews?|op-?eds?|texts?
|anything|something)
"""

AUTHORSHIP = phrase_pattern(
    r"""
    \b(?:ai|a\.i\.|artificial intelligence|chatgpt|chatbot|language model
      |machine|human|robot|algorithm|computer)\b
    """
)
MADE = phrase_pattern(r"\b(?:written|write|wrote|generated?|made|produced?|author(?:ed|s)?|created?|assisted|by)\b")
INDEPENDENCE = phrase_pattern(
    r"""
    \bindependent(?:ly)?\b
    | \bcorroborat
    | \b(?:second|another) source\b
    | \bmore than one (?:\w+ )?(?:source|origin)
    | \bhow many (?:\w+ )?(?:sources|origins)\b
    | \b(?:same|single|one|common) (?:source|origin|leak)\b
    """
)
# Evidence does not hold these words of such a question: nobody writes "confirmed" beside a confirmed fact.
CONFIRMING = phrase_pattern(
    r"""
    \b(?:  confirm(?:ed|s|ation)?|verif(?:y|ied|ies|ication)|corroborat(?:ed|es|ion)|back(?:ed|s|ing)? up
     |claims?|rests?|rely|relies|goes? back|comes?|trace[sd]?
    )\b
    """
)
WHICH_DOCUMENTS = (
    phrase_pattern(  # "which other articles mention X"
        rf"""
        ^(?:which|what|how many|list|name|show(?: me)?)
        (?: all| the| of the| of these| of our| other| two| recent)*
        \ (?P<noun>{_DOCUMENT})
        (?: that| which| do we have| we have)?
        \ (?P<verb>{_COVERS})(?:s|es|ed|ing)?\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "what have we got on X", "anything about X"
        r"""
        ^(?:what|(?:got |have we )?(?:anything|something)|what else)
        (?:'s| do| have| is)? ?(?:we |there )?
        (?:have|got|run|published|written)? ?
        (?:on|about|regarding)\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "did we publish an article about X"
        rf"""
        ^(?:do|have|did) we (?:have|got|run|carry|cover|publish(?:ed)?|written)? ?
        (?:(?:a|an|any|more than one|another|other|several|two) )?
        (?:\w+ )?{_ARTICLE}? ?
        (?:on|about|regarding|covering|mentioning)\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "is there any article that mentions X"
        rf"""
        ^(?:is|are) there (?:(?:a|an|any|more than one|another|other) )?
        (?:\w+ )?{_ARTICLE}\ (?:on|about|regarding|covering|mentioning|that (?:mention|cover|discuss)s?)\b
        (?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "show me all our articles on X"
        rf"""
        ^(?:any|all(?: the| our)?|every|our|find|list|show(?: me)?|give me|get me|pull up)
        (?: the| all| our| any)*
        \ (?:\w+ )?{_ARTICLE}\ (?:on|about|regarding|covering|mentioning|that \w+)\b
        (?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "where have we reported on X"
        r"""
        ^where (?:do|did|have) we (?:have|write|written|cover|covered|report|reported)
        (?: on| about)?\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "who covers X", "who in the corpus has a story on X"
        rf"""
        ^who (?:in the (?:corpus|articles) )?
        (?:covers|has (?:a )?{_ARTICLE}\ (?:on|about))\b(?P<topic>.*)$
        """
    ),
)
