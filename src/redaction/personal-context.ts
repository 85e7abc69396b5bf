import { namesakes } from './lexicon/namesakes.ts'
import { fold } from './words.ts'

/** What only people do; "reports", "restarts" and "joined" are said of monitoring and nodes as well. */
export const humanVerbs =
  'acknowledged|acknowledges|acked|acks|asked|asks|announced|believes|believed|believing|confirmed|confirms|decided|decides|deploys|' +
  'depooled|depools|figures? out|figured|investigates|investigated|logged in|logs in|looked|looks at|mentioned|merged|merges|noticed|' +
  'notices|pinged|pings|pointed out|posted|posts|proposed|proposes|realised|realises|realized|realizes|repooled|repools|replied|' +
  'reverted|reverts|rolled back|rolls back|said|says|spotted|suggested|suggests|suspected|suspects|thinks|thought|told|wrote'
const otherVerbs =
  'added|alerted|applied|approved|arrived|began|bumped|called|came|caught|checked|closed|contacted|cordoned|created|declared|deleted|' +
  'deployed|disabled|discovered|drained|emailed|enabled|escalated|explained|filed|fixed|found|gave|got|handed|helped|identified|' +
  'increased|joined|kept|kicked|killed|knew|left|made|messaged|opened|paged|picked|pushed|ran|rebooted|removed|reported|responded|' +
  'restarted|restored|reviewed|rolled|saw|scaled|sent|shared|signed|spent|started|stopped|switched|tested|took|triggered|tried|' +
  'updated|verified|went'
const adverb = '(?: \\([^)\\n]{1,20}\\))?,? (?:also |then |quickly |immediately |finally )?'
const follows = new RegExp(`^(?:['’]s [a-z]|${adverb}(?:${humanVerbs}|${otherVerbs})\\b)`)
const followsSurely = new RegExp(`^${adverb}(?:${humanVerbs})\\b`)
const precedes =
  /(?:\b(?:by|thanks to|thanks,?|thank you,?|paged|pinged|asked|told|contacted|called|woke|cc:?|hi|hey|kudos to|IC|commander|scribe|(?:wrote|spoke|talked|handed over|handed off|escalated|assigned|passed|reached out) to|(?:paired|together|call|spoke|talked) with)\s|@)$/i
const precedesSurely =
  /\b(?:thanks to|thanks,?|thank you,?|paged|pinged|asked|told|kudos to|(?:wrote|spoke|talked) to)\s$/i
/** "from May" and "by April" are dates. */
const calendar = new Set(['april', 'may', 'june', 'july', 'august', 'jan', 'summer', 'autumn', 'dec', 'mar'])

/**
 * Tells whether somebody's name that is a word as well must be the name here: "Mark restarted it", "paged Will". Of
 * words that are hardly ever given names ("Field was added") only what is never said of a thing counts.
 */
export function isPersonHere(text: string, start: number, end: number): boolean {
  const isRareName = !namesakes.has(fold(text.slice(start, end))) && end - start > 2
  return (
    (isRareName ? followsSurely : follows).test(text.slice(end, end + 60)) || comesAfter(precedes, text, start, end)
  )
}

/** Tells the same of a word that nobody is known by: only what is never said of a thing counts, as in "Mark noticed". */
export function isSurelyPerson(text: string, start: number, end: number): boolean {
  return followsSurely.test(text.slice(end, end + 60)) || comesAfter(precedesSurely, text, start, end)
}

function comesAfter(pattern: RegExp, text: string, start: number, end: number): boolean {
  return !calendar.has(fold(text.slice(start, end))) && pattern.test(text.slice(Math.max(0, start - 20), start))
}

/**
 * The words that a text uses for systems: parts of compounds (`restbase1007`, `parsoid.svc`), what stands in code
 * marks, after an article ("the parsoid") or before a word such as "cluster". Folded; addresses aren't looked at.
 */
export function machineWordsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/https?:\/\/\S+/g, ' ')
  const words = new Set<string>()
  for (const [compound] of prose.matchAll(/[\p{L}\p{N}_]+(?:[-./][\p{L}\p{N}_]+)*/gu)) {
    const parts = compound.split(/[-./_]/).filter((part) => part !== '')
    for (const part of parts) {
      const stem = part.replace(/\d+$/, '')
      if (parts.length > 1 || stem !== part) words.add(fold(stem))
    }
  }
  for (const pattern of [afterArticle, beforeThing, inCodeMarks])
    for (const [, word = ''] of prose.matchAll(pattern)) words.add(fold(word))
  return words
}

const afterArticle = /\b(?:the|a|an|our|on|in|via|restart(?:ed|ing|s)?) ([\p{L}_][\p{L}\p{N}_]*)/giu
const beforeThing =
  /([\p{L}_][\p{L}\p{N}_]*) (?:services?|clusters?|hosts?|servers?|pods?|nodes?|process|queues?|jobs?|deployment|database|instances?|api|logs?)\b/giu
const inCodeMarks = /`([\p{L}_][\p{L}\p{N}_]*)`/gu
