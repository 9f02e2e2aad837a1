"""The words English plans are made of: verbs of doing, and the forms they take."""

from __future__ import annotations

from functools import cache

_VERBS = """
abolish accelerate achieve acquire act activate adapt add address adopt advance advocate align allocate allow amend
analyse
analyze announce apply appoint approve arrange assemble assess assign assist attain attract audit authorise authorize
automate award ban begin boost bring broaden build calculate call campaign cap carry catalogue celebrate centralise
centralize
certify champion change check circulate clarify clean clear close co-create co-design code collaborate collect
combat combine
commence commission commit communicate compensate compile complete comply conclude conduct confirm connect conserve
consider consolidate reinsert
construct consult contact continue contract contribute control convene convert convey coordinate co-ordinate cover
create
cultivate curb cut daylight deal decarbonise decarbonize decide decommission decrease deepen define deliver demolish
deploy
design designate determine develop devise digitise digitize direct disburse disclose discuss disseminate distribute
diversify
divert document donate double draft draw drive earmark ease educate elaborate electrify elect eliminate embed
empower enable
enact encourage end enforce engage enhance enlarge enrich enroll enrol ensure equip eradicate establish evaluate examine
exceed execute expand expedite explore export expose extend
facilitate fence fight file fill finalise finalize finance find
finish fit infuse
fix focus follow form formalise formalize formulate foster freeze fulfil fulfill fund further gather generate get
give grow
guarantee guide halt halve hand handle harmonise harmonize help hire hold host identify implement improve incentivise
incentivize include incorporate increase inform initiate innovate inspect inspire install institute integrate intensify
introduce invest investigate invite involve issue join keep launch lay lead leverage license lift limit link list lobby
locate look lower mainstream maintain make manage mandate map maximise maximize measure meet merge migrate minimise
minimize
mitigate mobilise mobilize modernise modernize monitor move multiply negotiate nominate notify obtain offer offset
onboard
open operate operationalise operationalize optimise optimize order organise organize orient outline overhaul oversee
partner
participate pass pave pay perform phase pilot place plan plant position post prepare present preserve prevent prioritise
prioritize privatise procure produce progress prohibit promote propose protect provide publicise publicize publish
purchase
pursue put raise ratify reach realise realize reallocate rebuild recommend reconstruct record recover recruit
recycle redesign
redevelop redirect reduce refine reforest reform refresh refurbish register regulate rehabilitate reinforce release
relocate
remedy remove renew renovate reopen repair repeal replace replant report repurpose require research reserve resolve
respond
restore restrict restructure retain retire retrain retrofit return reuse review revise revitalise revitalize revive
roll run
safeguard save scale schedule scope screen secure seek select send separate serve set settle share shift shorten
show sign
simplify site slash solve source spend sponsor stabilise stabilize staff stage standardise standardize start
stimulate stop
streamline strengthen strive study submit subsidise subsidize substitute supply support suspend sustain switch table
tackle
take target teach terminate test tighten track trade train transfer transform transition translate transpose treat trial
triple turn uncover undertake unify unlock update upgrade uphold upload upskill use utilise utilize vaccinate
validate verify
visit widen wind withdraw work write
adjust administer aggregate anticipate articulate augment capture catalyse catalyze channel choose classify codify
compare configure customise customize dedicate delegate discourage dredge emphasise emphasize escalate exchange exempt
furnish highlight insulate interview intervene liaise localise localize lodge mend model nurture paint pool prescribe
professionalise promulgate prototype rationalise rationalize reassess reconcile re-examine regenerate regularise
rejuvenate rename replenish resurface rethink revamp rotate sensitise sensitize shape shield socialise spearhead specify
steer structure survey tailor trace ventilate wash
"""
VERBS = frozenset(_VERBS.split())
"""Base forms that open an undertaking: "Publish …", "will publish …"."""

_NOUN_LIKE_WORDS = """
access act address advance aim award ban boost call campaign cap change check code contact contract control
cover cut deal decrease design document draft drive ease end export file fix focus form freeze fund guide halt
help host increase issue keep launch lead lift limit link list look map measure move offer offset order partner
pass pay phase pilot plan plant position post present progress purchase raise reach record recycle reform
register release remedy repair report research reserve return reuse review roll run scale schedule scope screen
set share shift show sign site source sponsor staff stage start stop study supply support switch table target
test track trade train transfer transition trial turn update upgrade use visit work
survey channel exchange interview model paint pool prototype shape shield structure trace wash
"""
NOUN_LIKE = frozenset(_NOUN_LIKE_WORDS.split())
"""Base forms that are nouns as often: "Review of …", "Support for …"."""

_MEETING_WORDS = """
be go bring chase email ask speak liaise discuss see look get check follow try talk reach sort think come tell let
request type book print tidy feed forward collate prompt nudge buy ring phone query thank remind ask invite raise pick
"""
MEETING_VERBS = frozenset(_MEETING_WORDS.split())
"""What people are given to do at meetings, beside the verbs of doing: "Ann to chase the quote"."""

_IRREGULAR = {
    "begin": "began begun",
    "bring": "brought",
    "build": "built",
    "cut": "cut",
    "deal": "dealt",
    "draw": "drew drawn",
    "drive": "drove driven",
    "fight": "fought",
    "find": "found",
    "get": "got gotten",
    "give": "gave given",
    "grow": "grew grown",
    "hold": "held",
    "keep": "kept",
    "lay": "laid",
    "lead": "led",
    "make": "made",
    "meet": "met",
    "oversee": "oversaw overseen",
    "pay": "paid",
    "put": "put",
    "rebuild": "rebuilt",
    "run": "ran run",
    "seek": "sought",
    "send": "sent",
    "set": "set",
    "show": "showed shown",
    "spend": "spent",
    "strive": "strove striven",
    "take": "took taken",
    "teach": "taught",
    "undertake": "undertook undertaken",
    "uphold": "upheld",
    "wind": "wound",
    "withdraw": "withdrew withdrawn",
    "write": "wrote written",
    "see": "saw seen",
    "rise": "rose risen",
    "fall": "fell fallen",
    "become": "became become",
    "win": "won",
    "go": "went gone",
    "say": "said",
    "tell": "told",
    "hear": "heard",
    "have": "had",
    "do": "did done",
    "be": "was were been",
    "leave": "left",
    "lose": "lost",
    "come": "came come",
    "feel": "felt",
}
IRREGULAR_PASTS = frozenset(form for forms in _IRREGULAR.values() for form in forms.split())
_TELLING = """agree answer appear argue attend avoid comprise congratulate convict decline demonstrate experience
describe emerge
enjoy express explain happen hope inaugurate learn like love miss need note observe occur pledge point
promise question
recognise recognize request receive reflect remain remark reply reveal stand suffer
surpass stress thank underline unveil urge vote want warn
welcome witness
"""
_DOUBLED_WORDS = """
cap commit cut embed enrol fit get halt map plan permit ban put refit run scrap set shed slip stop strip submit
transfer trim win zip begin
"""
_DOUBLED = frozenset(_DOUBLED_WORDS.split())


def _stem(verb: str) -> str:
    """The form to which -ing and -ed are added."""
    if verb in _DOUBLED and verb != "halt":
        return verb + verb[-1]
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1]
    return verb


def gerund(verb: str) -> str:
    """`reduce` → `reducing`, `plan` → `planning`."""
    return _stem(verb) + "ing"


def past(verb: str) -> tuple[str, ...]:
    """`reduce` → `reduced`, `write` → `wrote written`."""
    if verb in _IRREGULAR:
        return tuple(_IRREGULAR[verb].split())
    if verb.endswith("y") and verb[-2] not in "aeou":
        return (verb[:-1] + "ied",)
    return (_stem(verb) + "ed",)


@cache
def gerunds() -> dict[str, str]:
    """Every -ing form of a verb of doing → its base."""
    return {gerund(verb): verb for verb in VERBS - {"include", "follow", "list", "fund", "meet", "plan"}}


@cache
def pasts() -> frozenset[str]:
    """Past tenses and participles of verbs of doing and telling."""
    everything = VERBS | set(_TELLING.split()) | set(_IRREGULAR)
    return frozenset(form for verb in everything for form in past(verb))


def third(verb: str) -> str:
    """`reduce` → `reduces`, `publish` → `publishes`."""
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ies"
    return verb + "s"


@cache
def thirds() -> frozenset[str]:
    """Third persons: "the report describes"."""
    return frozenset(third(verb) for verb in VERBS | set(_TELLING.split()))
