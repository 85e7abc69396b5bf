import type { Trust } from './sighting.ts'

/** What stands before a name, as alternatives of a pattern. Only people write, command and scribe; teams own and report too. */
export const roleLabels: Readonly<Record<Trust, string>> = {
  sure:
    'authors?|co-authors?|ic|(?:deputy )?incident commander|commander|incident (?:lead|manager|owner|coordinator|handler)|scribe|' +
    'facilitator|moderator|(?:comm(?:unication)?s|ops|operations|tech(?:nical)?) lead|subject matter experts?|smes?|attendees|' +
    'participants|people(?: involved)?|postmortem (?:owner|author|lead)|pm owner|(?:co-authored|signed-off|reviewed|acked)-by',
  likely:
    'owners?|owned by|on-?call(?: engineer| person| primary| secondary)?|on call|reporter|reported by|detected by|' +
    'assignees?|assigned(?: to)?|dri|responders?|responding engineers?|engineers?(?: on duty)?|contacts?|point of contact|poc|cc|' +
    'leads?|reviewers?|approvers?|approved by|reviewed by|who|whom|responsible|from|duty engineer|duty manager|shepherd|resolver|' +
    'comm(?:unication)?s',
}
