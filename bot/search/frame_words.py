"""Frame words: function words of questions, without content for the search."""

from __future__ import annotations

from bot.normalize import fold

_PLAIN = """
a about after again all also am an and any anybody anyone anything are article articles as at away be because been
before being between but by can come comes could corpus did do does doing during each ever every exactly for from
further get give go had has have having he her here hers him his how i if in into is it its itself just let like
likely made make many may me might more most much must my near no not now of off on once one only or other our out
over own piece please really report reporting said same say says shall she should show so some someone something
source sources story such take tell than that the their them then there these they thing things this those through
to too took true under until up us very was way we were what whatever when where whether which while who whole whom
whose why will with within without would yes yet you your
"""
_CONTRACTED = """
i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd
we'll they're they've they'd they'll that's that'd that'll there's there'd there'll here's what's what're what'd
what'll who's who're who'd who'll where's where'd when's when'd why's why'd how's how'd how'll let's isn't aren't
wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't shan't shouldn't can't couldn't mustn't
mightn't needn't ain't
"""
# Other words without the apostrophe: "the ill", "Shell", "it was shed".
_NOT_A_CONTRACTION = frozenset(["id", "ill", "hell", "shell", "well", "wed", "shed", "were", "lets"])
_SHORT = """
wat wht wot whn u ur r b4 bc cuz coz abt thru pls plz lol wtf omg btw fyi tbh imo imho asap thx smh idk gonna wanna
gotta gotten cannot yeah yep nope ok okay hey hi hello whatd whod howd acc accdg vs versus re etc
"""
_CONTRACTED_FORMS = frozenset(_CONTRACTED.split())
_WITHOUT_APOSTROPHE = frozenset(form.replace("'", "") for form in _CONTRACTED_FORMS) - _NOT_A_CONTRACTION
FRAME_WORDS = frozenset(map(fold, (*_PLAIN.split(), *_SHORT.split(), *_CONTRACTED_FORMS, *_WITHOUT_APOSTROPHE)))


def word_set(listed: str) -> frozenset[str]:
    """Return the set of a text's words.

    >>> sorted(word_set("who what"))
    ['what', 'who']
    """
    return frozenset(listed.split())
