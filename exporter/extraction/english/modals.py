"""Will, shall and must: whether they speak for the main clause and undertake something."""

from __future__ import annotations

import re

from exporter.extraction.english.classes import DETERMINER

WILL = re.compile(
    r"\b(?P<modal>will|shall|must)\b(?!\snot\sbe\sable)(?:['’]ll)?|(?<=\w)['’]ll\b|\bwon['’]t\b", re.IGNORECASE
)


_WILL_NOUN = re.compile(
    r"\b(?:political|good|free|ill|people['’]s|the|a|their|our|of|his|her|living|strong|collective)\s(?:political\s)?$",
    re.IGNORECASE,
)


RELATIVE = re.compile(
    (
        r"\b(?:which|who|whom|whose|where|how|whether|why|what|(?<!so )that|if|unless|when|once|until"
        r"|because|before|after)\s(?:[^\s,;]+\s){0,6}$"
    ),
    re.IGNORECASE,
)


_ASIDE = re.compile(r"\b(?:which|who|that),\s[^,;]{1,60},\s(?:\w+ly\s)?$")
REDUCED = re.compile(
    r"(?:^|[,;:]\s)[^,;:]*\b(?:is|are|was|were|includes?|lists?|describes?|outlines?|presents?|details?|contains?"
    r"|covers?|shows?|explains?|sets? out|summari[sz]es?)\s(?:[\w’'-]+\s){0,12}?(?:steps?|actions?|measures?"
    r"|ways?|things?|commitments?|priorit(?:y|ies)|initiatives?|changes|projects?|activities|tools?|approach(?:es)?|work|areas?"
    r"|reforms?|policies|program(?:me)?s?|what)\s(?:that\s|which\s)?"
    r"(?:we|they|it|(?:the|our|each)\s[\w-]+(?:\s[\w-]+)?)\s$"
)
"""`This is one of many steps we will take`: what will be done is only spoken of."""
SAID = re.compile(
    r"\b(?:said|says|say|announced|announces|confirmed|confirms|promised|promises|stated|states|agreed"
    r"|agrees|committed|pledged|decided|decides|resolved|declared"
    r"|reported|noted|explained|told [\w ]{1,20}|ensures?|requires?|ensure|provided|means|pledges?"
    r"|commits?|undertakes?|is)\s(?:that\s)?(?:[^\s,;]+\s){0,7}$",
)


_OF = r"(?:\s(?:for|of|in|on)\s(?:the\s)?[\w-]+(?:\s[\w-]+)?)?"


_WORLD = re.compile(
    rf"\b(?:climate change|global warming|warming|nature|history|time|the weather|(?:the|our) future"
    rf"|inflation|competition){_OF}\s(?:alone\s|also\s)?(?:will|shall)\b"
    rf"|\b(?:demand|temperatures?|population|prices?|costs?|sea levels?|economy|challenges?|risks?"
    rf"|technology|technologies|success|failure|consequences|impacts?|effects?|droughts?|floods?|"
    rf"experts?|residents|citizens|people|users|readers|visitors|consumers|customers|everyone|nobody"
    rf"|no one|you|many|some|others|traffic|needs?|emissions|members|colleagues|councillors){_OF}\s"
    r"(?:alone\s|also\s)?(?:will|shall|['’]ll)\s(?:\w+ly\s|also\s|still\s|always\s|never\s|only\s"
    r"|then\s|not\s){0,2}(?:rise|increase|grow|continue to (?:rise|grow|increase|change|fall)|remain"
    r"|benefit|see|find|notice|need|want|remember|know|depend|tell|become|affect|lead|require"
    r"|intensify|worsen|likely|come|go|feel|agree|recall|get|lose|suffer|face|say|think|ask|argue|take"
    r"|show|enjoy|learn|appreciate|play|change|matter)\b",
    re.IGNORECASE,
)


CONTACT = re.compile(
    rf"^(?!(?:By|In|On|At|For|From|To|With|Over|During|Through|Under|As|When|If|Once|After|Before)\b)\S+\s(?:\S+\s){{3,}}?"
    rf"(?:{DETERMINER})\s(?:[\w-]+\s){{0,4}}[a-z-]{{3,}}(?<!ing)s\s(?:the|our|each|this|that)\s[\w-]+\s$"
)
"""`… sets out the gaps the agency | plans to close`: a relative clause without its pronoun."""
_NAMED_WILL = re.compile(r"\s[A-Z][a-z]+\b")
_REPORTED = re.compile(
    r"^(?:It\swas\s(?:also\s)?(?:suggest|propos|not|report|observ|mention|recogni[sz]|acknowledg|stress|explain|hop|felt"
    r"|thought|ask|queri|highlight|emphasi[sz]|point)(?:ed)?(?:\sout)?\sthat\b)(?!.*\b(?:agreed|resolved|decided)\b)"
)
"""`It was suggested that …`: nobody has taken it up."""
_HYPOTHETICAL = re.compile(
    r"^(?:If|Unless|Without)\s[^,]*\b(?:nothing|no\saction|(?:do|does|is|are)\snot|don['’]t|fails?|left|unless|current|continues?)\b"
    r"|\b(?:would|could|might)\s(?:have|be|not|like)\b|\bwithout (?:further |urgent )?(?:action|change|intervention)",
    re.IGNORECASE,
)


def main_will(body: str, found: re.Match[str]) -> bool:
    """Whether a modal speaks for the main clause and undertakes something."""
    before = body[: found.start()]
    near = before[-90:].rstrip() + " "  # "where we'll" too
    if (
        _no_modal(body, found, near)
        or _REPORTED.match(body)
        or CONTACT.search(before)
        or _GROWS.match(body, found.end())
    ):
        return False
    if _WORLD.search(body, max(0, found.start() - 30)) or _HYPOTHETICAL.search(near) or _ASIDE.search(near):
        return False
    relative = RELATIVE.search(near)
    if relative is None:
        return not REDUCED.search(near)
    said = SAID.search(near)
    if said:
        return not re.match(r"(?:is|means|reported|noted|explained)", said[0], re.IGNORECASE)
    # "If funds allow, the city will": the subordinate clause ended at a comma, or a new subject follows it
    return "," in relative[0] or bool(_WE_WILL.search(near) and not REDUCED.search(near))


def _no_modal(body: str, found: re.Match[str], near: str) -> bool:
    """`political will`, `the will`, `Will Bryce`."""
    if not found["modal"]:
        return False
    return bool(_WILL_NOUN.search(near[-30:])) or (
        found["modal"] == "Will" and bool(near.strip()) and bool(_NAMED_WILL.match(body, found.end()))
    )


_WE_WILL = re.compile(r"[a-z]\swhich\swe\s$")
"""`recommendations which we will consider`: the relative clause promises, the main clause only leads to it."""
_GROWS = re.compile(
    r"\s(?:continue to\s)?(?:grow|rise|increase|worsen|decline|fall|shrink|persist|flood|melt|happen"
    r"|occur|disappear|vanish)(?:\s(?:unless|as|if|until|because|in the|more often)|[.,;]|$)"
)
