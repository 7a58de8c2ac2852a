"""Models that come close to a fault without having it: what each check must let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from collabmodel.check import CHECKS, check
from collabmodel.formats import read

NEAR_MISSES = {
    "unknown-reference": "activities: {talk: {participants: [{role: nurse, mode: perform}]}}",
    "wrong-reference": "consents: {sharing: {recipients: [clinic, nurse]}}",
    "duplicate-id": "activities: {opening_meeting: {data: {talk: {type: text}}}}",
    "empty-cover": 'roles: {nurse: {sees: ["*", "kind:case", "#joint", talk]}}',
    "unknown-name": """
        rules: {closing_follows: {b: {element: closing_meeting, where: "activation.outcome == now"}}}
        limits:
          soon:
            anchors: [{event: opening_meeting, revoked: {element: notice, where: activation.outcome == outcome}}]
            stop: {element: closing_meeting, where: activation.outcome == outcome and activation.now < now}
            duration: 2 weeks
          dated:
            anchors: [{fact: referred_on}]
            stop: {element: closing_meeting, where: activation.event.kind == "fact" and activation.anything}
            duration: 2 weeks
        """,
    "unknown-event": "endings: {done: {if: 'count(\"kind:case.opened\") >= 1'}}",
    "hidden-data": "activities: {opening_meeting: {data: {mood_then: {type: text}}}}",
    "reserved-id": "activities: {opening_meeting: {data: {nowadays: {type: text}}}}",
    "unknown-choice": """
        rules:
          closing_follows:
            applies: mood in ["low", "good"] and actor.side != "family"
        """,
    "type-mismatch": "rules: {closing_follows: {applies: age < 12.5}}",
    "condition-never-true": "rules: {opening_first: {b: {element: talk, where: age > 10 and age < 12}}}",
    "condition-always-true": "milestones: {agreed: {achieve: [{if: age >= 1}]}}",
    "status-cycle": """
        milestones:
          agreed: {achieve: [{on: [opening_meeting]}], revoke: [{on: [talk]}]}
          renewed: {achieve: [{on: [agreed.revoked]}]}
        phases:
          work: {entry: [start.completed], exit: [renewed], repeat: {on: talk}}
        """,
    "unreachable-phase": "phases: {later: {entry: [{on: [work.completed], if: age > 100}, {on: [talk.lost]}]}}",
    "unreachable-activity": "activities: {review: {kind: meeting, entry: [{on: [notice]}, {on: [review]}]}}",
    "unreachable-milestone": "milestones: {agreed: {achieve: [{if: 'count(\"talk\") == 0'}]}}",
    "trap-phase": """
        phases: {work: {exit: ["kind:consent.withdrawn"]}}
        milestones: {gone: {phase: work, required: true, achieve: [{if: age > 150}]}}
        """,
    "phase-cycle": "phases: {one: {phase: two}, two: {phase: work}}",
    "no-ending": "remove: [done]",
    "unreachable-ending": "endings: {moved: {outcome: transfer, if: 'count(\"agreed.revoked\") == 0'}}",
    "unbounded-repeat": "activities: {talk: {repeat: {on: call}}}",
    "idle-condition": 'activities: {notice: {entry: [{on: [agreed, "kind:fact"]}]}}',
    "missed-event": """
        phases: {work: {entry: [opening_meeting]}}
        activities: {closing_meeting: {entry: [opening_meeting]}}
        """,
    "role-without-organisation": "roles: {interpreter: {side: professional}}",
    "blind-role": """
        roles: {social_worker: {sees: ["#joint", call]}}
        activities: {talk: {participants: [{role: social_worker, mode: informed}]}}
        barriers: {private: {roles: [nurse], covers: [talk], if: age < 12}}
        """,
    "nobody-responsible": "activities: {notice: {participants: [{role: young_person, mode: decide}]}}",
    "phase-without-responsible": "phases: {work: {responsible: []}}",
    "client-unheard": """
        activities:
          opening_meeting: {participants: [{role: nurse, mode: decide}]}
          closing_meeting: {participants: [{role: nurse, mode: decide}]}
          talk: {participants: [{role: nurse, mode: perform}, {role: young_person, mode: consulted}]}
        """,
    "lay-role-with-organisation": "roles: {interpreter: {side: other, organisations: [clinic]}}",
    "ended-organisation": "organisations: {clinic: {valid_until: 2025-12-31, succeeded_by: social_office}}",
    "organisation-cycle": "organisations: {clinic: {part_of: social_office}}",
    "nobody-plans": "activities: {notice: {planning: {by: [young_person]}}}",
    "unfillable-quorum": """
        activities: {opening_meeting: {quorums: [{counting: people, at_least: 30}, {counting: share, at_least: 1.0}]}}
        """,
    "empty-quorum": "activities: {opening_meeting: {quorums: [{counting: share, at_least: 0.1}]}}",
    "twin-participants": """
        activities:
          notice: {participants: [{role: nurse, mode: perform}, {role: nurse, mode: perform, if: age > 12}]}
        """,
    "missing-lead": "rules: {lead_first: {template: existence, a: 'kind:lead'}}",
    "joint-work-without-lead": "leads: {other_lead: {roles: [nurse], agreed: talk}}",
    "unheld-lead": "leads: {case_lead: {roles: [young_person, nurse], holder: organisation}}",
    "unagreed-lead": "leads: {case_lead: {passing: event, passed: talk}}",
    "lay-lead": "leads: {case_lead: {roles: [young_person, nurse]}}",
    "scored-absence": "endings: {done: {scored: true}}",
    "absence-without-notice": "non_engagement: {absent: {notice: talk}}",
    "impossible-attempt": "non_engagement: {absent: {attempts_at: {element: call, where: age < 1}}}",
    "absence-unplanned": "activities: {opening_meeting: {kind: contact}, closing_meeting: {kind: contact}}",
    "empty-pattern": 'rules: {opening_first: {a: "kind:meeting#joint", b: "kind:adoption"}}',
    "impossible-transition": "rules: {opening_first: {a: opening_meeting.moved, b: agreed.revoked}}",
    "letter-count": "rules: {chosen: {template: choice, a: talk, b: call}}",
    "vacuous-rule": "rules: {itself: {template: response, a: talk, b: talk, within: [1 day, 9 days]}}",
    "hopeless-rule": "rules: {itself: {template: not chain succession, a: talk, b: talk}}",
    "idle-window": "rules: {both: {template: co-existence, a: talk, b: call, within: 3 days}}",
    "idle-restart": "rules: {closing_follows: {restart: true}}",
    "twin-rules": """
        rules:
          other_way: {template: precedence, a: talk, b: opening_meeting}
          for_adults: {template: precedence, a: opening_meeting, b: talk, applies: grown_up}
        """,
    "blocking-gate": """
        rules:
          one_closing: {template: absence 2, a: closing_meeting, enforcement: gate}
          in_order: {template: alternate succession, a: opening_meeting, b: closing_meeting, enforcement: gate}
        """,
    "contradictory-rules": """
        rules:
          some_call: {template: existence, a: call}
          one_call: {template: exactly 1, a: call}
          no_call_for_adults: {template: absence 1, a: call, applies: grown_up}
          lone_call: {template: not co-existence, a: call, b: notice}
        """,
    "excluded-event": """
        rules:
          notice_after_call: {template: response, a: call, b: notice}
          one_notice: {template: absence 2, a: notice}
        """,
    "undecided-rules": "rules: {another: {template: response, a: talk, b: notice}}",
    "short-limit": """
        rules: {opening_first: {within: {low: 14 days}}}
        limits: {soon: {anchors: [opening_meeting], stop: talk, duration: 2 weeks}}
        """,
    "zero-limit": "limits: {after_referral: {duration: same day}, quick_start: {duration: 0 hours}}",
    "past-limit": "limits: {soon: {anchors: [closing_meeting], stop: talk, duration: 1 week}}",
    "instant-limit": """
        limits: {monthly: {anchors: [talk], stop: talk, duration: 1 month, recurrence: {until: closing_meeting}}}
        """,
    "idle-limit": "limits: {quick_start: {anchors: [{event: agreed.revoked}, {fact: referred_on}]}}",
    "unmeetable-limit": "limits: {quick_start: {stop: agreed}}",
    "undated-anchor": "limits: {after_referral: {anchors: [{fact: referred_on}]}}",
    "working-days-without-calendar": "limits: {after_referral: {duration: 7 days}}",
    "idle-roll": "limits: {quick_start: {roll: forward}}",
    "endless-recurrence": "limits: {quick_start: {recurrence: {until: closing_meeting}}}",
    "nobody-extends": "limits: {after_referral: {extensions: [{by: [nurse]}]}}",
    "idle-escalation": "limits: {after_referral: {escalations: [{tell: [nurse]}, {before: 1 week, tell: [nurse]}]}}",
    "idle-alternative": """
        limits:
          after_referral:
            alternatives: [{if: age < 14, duration: 60 days, replaces: true}, {if: age < 15, duration: 2 weeks}]
        """,
    "limit-without-responsible": "limits: {after_referral: {responsible: [young_person]}}",
    "reversed-window": "rules: {closing_follows: {within: [90 days, 90 days]}}",
    "closed-calendar": "calendars: {office: {opening: [{days: [sun], start: '10:00', end: '11:00'}]}}",
    "unknown-zone": "calendars: {office: {zone: America/Argentina/Ushuaia}}",
    "reversed-dates": "organisations: {clinic: {valid_from: 2025-01-01, valid_until: 2025-01-01}}",
    "choice-without-choices": "facts: {mood: {type: list, choices: []}}",
    "idle-choices": "facts: {mood: {type: list, choices: [good, low]}}",
    "twin-choices": "facts: {mood: {choices: [good, Good]}}",
    "reversed-range": "facts: {age: {minimum: 20, maximum: 20}}",
    "parameter-out-of-range": "parameters: {youngest: {minimum: 13, maximum: 13}}",
    "odd-row": "parameters: {youngest: {rows: [{if: mood == 'low', value: 12.5}]}}",
    "unfit-parameter": """
        parameters: {weeks: {value: 2, unit: weeks}}
        limits: {after_referral: {duration: weeks}}
        """,
    "nobody-eligible": "eligibility: {young: {if: age > 119 and age <= 120}, sad: {if: mood != 'good'}}",
    "derived-cycle": "derived: {child: {value: not grown_up}}",
    "cut-off-out-of-range": "instruments: {mood_scale: {cut_off: 40}}",
    "odd-reliable-change": "instruments: {mood_scale: {reliable_change: 40}}",
    "mixed-scope": "rules: {trained: {a: 'kind:training'}, closing_follows: {scope: cohort}}",
    "step-without-parties": "adoption: {training: {parties: [nurse]}}",
    "each-of-one": "adoption: {training: {parties: [clinic], each_party: false}}",
    "unassessed-principle": """
        principles: {above: {}, together: {part_of: above}}
        """,
    "unused-indicator": "principles: {again: {indicators: [felt_heard]}}",
    "principle-cycle": "principles: {above: {}, together: {part_of: above}}",
    "threshold-out-of-range": "indicators: {felt_heard: {met: 1, partly: 0}, improved: {met: 80}}",
    "threshold-order": """
        indicators: {opened_together: {partly: 0.9}, improved: {met: 1, partly: 5, lower_is_better: true}}
        """,
    "incomplete-measure": "indicators: {improved: {measure: {what: longest gap, of: talk}}}",
    "silent-attestation": "indicators: {felt_heard: {voices: [family]}}",
    "idle-measure": "indicators: {improved: {measure: {what: interval, of: 'kind:case.opened', to: agreed}}}",
    "missing-translation": "roles: {nurse: {description: {en: Treats., sv: Vårdar.}}}",
    "blank-text": "roles: {nurse: {description: A}}",
    "missing-title": "roles: {nurse: {title: N}}",
    "unpromised-language": "roles: {nurse: {description: {en: Treats.}}}",
    "number-without-source": "limits: {after_referral: {cites: [], assumption: A month seems fair.}}",
    "uncited-element": "roles: {nurse: {cites: [], assumption: Clinics have nurses.}}",
    "no-sources": "title: The sources are those of the model that this one extends",
    "unanswered-claim": "roles: {nurse: {cites: [C2]}}",
    "contested-claim": "roles: {nurse: {cites: [C2]}}",
    "omission-without-reason": "not_modelled: {C3: {reason: It is nobody else's business.}}",
    "unused-element": "organisations: {city: {succeeded_by: clinic}}",
    "waiver-of-unknown-check": "waivers: [{check: unused-element, reason: Why not.}]",
    "unknown-country": "calendars: {office: {country: FI}}",
    "deep-derivation": "derived: {"
    + ", ".join(f"d{number}: {{value: d{number + 1} + 1}}" for number in range(49))
    + ", d49: {value: age}}",
    "waiver-without-reason": "waivers: [{check: unused-element, reason: Why not.}]",
    "waiver-without-finding": """
        facts: {height: {type: number}}
        waivers: [{check: unused-element, element: height, reason: Height comes later.}]
        """,
}


def indented(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return "\n".join(line[margin:] for line in lines)


@pytest.mark.parametrize("code", NEAR_MISSES)
def test_what_only_looks_like_a_fault_passes(code: str, sound: Path, tmp_path: Path) -> None:
    """A check stays silent where a model comes close to its fault without having it."""
    (tmp_path / "sound.yaml").write_text(sound.read_text())
    near = tmp_path / "near.yaml"
    near.write_text(f"extends: sound.yaml\nid: near\n{indented(NEAR_MISSES[code])}\n")

    found = [finding for finding in check(read(near).model) if finding.code == code]

    assert found == []


def test_every_check_has_a_near_miss() -> None:
    """No check stands in the table that no model was seen to pass narrowly."""
    assert set(NEAR_MISSES) == {each.code for each in CHECKS}
