"""Word classes that several rules ask for: determiners, what plans are made of and aim at, who sits on a body."""

from __future__ import annotations

DETERMINER = r"the|an?|our|its|their|this|that|these|those|my|your|his|her"
"""Words that open a noun phrase."""

AIM = r"goal|target|aim|objective|ambition|pledge|commitment"
"""What is to be reached, in the singular."""

MEASURE = r"step|action|measure|activity|activitie|initiative|project|reform|change|tool|intervention|policy|policie"
"""What is done to reach it, in the singular."""

PLAN = r"plan|strategy|strategie|programme|program|roadmap|agenda|framework|package|scheme|charter"
"""The paper that says so, in the singular."""

POST = (
    r"clerk|secretary|treasurer|chair(?:man|woman|person)?|convenor|officers?|staff|manager|director|mayor"
    r"|administrat(?:or|ion)|coordinator|solicitor|engineer|surveyor|warden|caretaker|registrar|librarian|editor"
    r"|working (?:group|party)|task ?force|sub-?committee|committee|council|board|panel|team|department|secretariat"
)
"""Who is given work at a meeting."""

SITTING = (
    r"members|councillors|cllrs?|council|committee|board|panel|cabinet|meeting|trustees|governors|directors"
    r"|assembly|commission|chair(?:man|woman|person)?|group"
)
"""Who gives it."""

PREPOSITION = (
    r"by|in|through|with|using|via|under|as part of|building on|pursuant to|together with|based on|drawing on"
    r"|following|working with"
)
"""Prepositions of a phrase that says how something is done, before its verb."""
