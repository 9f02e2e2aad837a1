"""Whole English documents: what stands outside a sentence and holds for it, and documents that promise nothing."""

from __future__ import annotations

from datetime import date

from exporter.documents import read_text
from exporter.extraction import extract
from exporter.model import Commitment

PLAN = """Harbour Town Open Government Plan

Commitment 1: Make contracts public

Background
In 2025 only 12% of contracts were online.

What we will do
The council will publish every contract above €5,000 in an open format.

Milestones
1. Register of contracts completed – May 2027
2. Train thirty buyers by the end of 2027

Lead: Procurement Office
Supporting: City IT, Audit Board

Commitment 2: Let people follow the money
Lead: Treasury
Supporting: Budget Forum; City IT

2.1 Publish monthly spending from Q1 2027
2.2 Hold two hearings a year
Deadline: end of June 2028
"""
MINUTES = """Minutes – Regatta Committee, 3 March 2026

Present: Ola, Ben, Chidi
Ben reported that 212 boats had entered.
Agreed: the club will lower the junior fee.
Chidi to order the buoys by 1 April.

Action items
1. Book the marquee – Ola – 20 May
2. Draft the safety notice (Ben, 15 June)
Action: print the programme
Owner: Chidi
Due: 5 May 2026

Next meeting: 2 April 2026
"""
NOTHING = """About the Lighthouse

The lighthouse was built in 1848 and is 31 metres high. Its lamp could be seen 19 miles away.
Last year 9,200 people climbed the tower, 7% more than in 2024.
What will you see from the top? On a clear day you will see three counties.
Admission is £4. Children under 5 enter free. Dogs must be kept on a lead.
Sea levels will continue to rise, and the causeway will flood more often.
The trust's mission is to care for the building. Opinions are those of the author.
Forward-looking statements involve risks.
"""


def by_start(text: str, year: int = 2026) -> dict[str, Commitment]:
    document = read_text(text, "plan.txt")
    found = extract(document, year=year)
    assert all(document.text[c.start : c.end] == c.text for c in found)
    return {" ".join(c.text.split()[:3]): c for c in found}


def test_owner_lines_below_milestones_hold_for_the_whole_commitment() -> None:
    found = by_start(PLAN)
    for start in ("The council will", "1. Register of", "2. Train thirty"):
        assert found[start].owners.lead == ("Procurement Office",), start
        assert found[start].owners.support == ("City IT", "Audit Board")


def test_owner_lines_above_milestones_hold_for_what_follows() -> None:
    found = by_start(PLAN)
    for start in ("2.1 Publish monthly", "2.2 Hold two"):
        assert found[start].owners.lead == ("Treasury",), start
        assert found[start].owners.support == ("Budget Forum", "City IT")


def test_dates_without_preposition_and_deadline_lines() -> None:
    found = by_start(PLAN)
    dues = {start: commitment.due.isoformat() for start, commitment in found.items() if commitment.due}
    assert dues["1. Register of"] == "2027-05-31"
    assert dues["2. Train thirty"] == "2027-12-31"
    assert dues["2.2 Hold two"] == "2028-06-30"


def test_names_of_commitments_and_backgrounds_are_not_taken() -> None:
    found = by_start(PLAN)
    assert len(found) == 5
    assert not any(start.startswith(("Commitment", "In 2025", "Harbour")) for start in found)


def test_a_threshold_is_no_target() -> None:
    assert by_start(PLAN)["The council will"].indicators == ()


def test_minutes_yield_their_actions_with_owner_and_date() -> None:
    found = {
        start: (commitment.owners.lead, commitment.due.isoformat() if commitment.due else None)
        for start, commitment in by_start(MINUTES).items()
    }
    assert found == {
        "Agreed: the club": ((), None),
        "Chidi to order": (("Chidi",), "2026-04-01"),
        "1. Book the": (("Ola",), "2026-05-20"),
        "2. Draft the": (("Ben",), "2026-06-15"),
        "Action: print the": (("Chidi",), "2026-05-05"),
    }


def test_a_text_that_promises_nothing_yields_nothing() -> None:
    assert by_start(NOTHING) == {}


WRAPPED = """# Quay Town Plan 2026

## Open quays

By May 2026, the Harbour Master will mark every berth that stands empty for more than one season and will
offer it to the sailing school. The Council will film each hearing from 1 March 2026. An independent auditor
will check the register (lead:
Audit Office).

- Cut the average age of the berth list
  to at most 9 days
"""


def test_a_soft_line_break_ends_no_sentence() -> None:
    found = extract(read_text(WRAPPED, name="plan.md"), year=2026)
    assert [(each.text[:9], each.text[-9:]) for each in found] == [
        ("By May 20", "g school."),
        ("The Counc", "rch 2026."),
        ("An indepe", " Office)."),
        ("Cut the a", "st 9 days"),
    ]
    assert [each.owners.lead for each in found] == [("Harbour Master",), ("Council",), ("Audit Office",), ()]


def test_a_date_that_opens_a_sentence_is_not_another_units() -> None:
    first, second, *_ = extract(read_text(WRAPPED, name="plan.md"), year=2026)
    assert first.due == date(2026, 5, 31)
    assert (second.due, second.start_date) == (None, date(2026, 3, 1))


OPEN_ENDED = """Steps to be taken | Progress | Share done
--- | --- | ---
Plant a hedge along the northern quay | |
Survey the moorings of the inner basin | |
Mend the weir below the mill | |
Train the crews of the rescue boats | |
"""


def test_rows_with_empty_last_cells_stay_apart() -> None:
    found = extract(read_text(OPEN_ENDED, name="plan.txt"))
    assert [each.text.split()[0] for each in found] == ["Plant", "Survey", "Mend", "Train"]


WHY = """Harbour Town Open Government Plan

Problem to be addressed
How to tell islanders sooner of late ferries

What we will do
The council will open a live feed of every sailing.

Relevance of commitment to open government values
Commitment will bring islanders closer to those who decide.
"""


def test_a_heading_of_the_template_that_asks_why_promises_nothing() -> None:
    found = extract(read_text(WHY, name="why.txt"), year=2026)
    assert [item.text for item in found] == ["The council will open a live feed of every sailing."]
