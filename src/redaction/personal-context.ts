import { namesakes } from './lexicon/namesakes.ts'
import { ordinaryWords } from './lexicon/ordinary-words.ts'
import { fold } from './words.ts'

/** What only people do, in forms that can't be passive: "page acknowledged" and "hotfix merged" name nobody. */
const personalVerbs =
  'asks|asked|says|said|believes|believing|confirms|decides|decided to|figures out|figured out|investigates|logs in|logged in|looks at|' +
  'looked at|looked into|notices|pings|points out|pointed out|posts|proposes|realises|realised|realizes|realized|replies|replied|' +
  'rolls back|suggests|suspects|thinks|thought|tells|told|writes|wrote|acks|depools|repools|wonders'
/** What only people do, but to something: after a word that can be a thing it may be said of the thing. */
const humanVerbs =
  'acknowledges|acknowledged|acked|announced|believed|confirmed|decided|deploys|depooled|investigated|mentioned|merges|merged|noticed|' +
  'pinged|posted|proposed|repooled|reverts|reverted|rolled back|spotted|suggested|suspected'
const object =
  '(?= (?:(?:that|the|an?|this|these|those|it|some|more|new|our|his|her|their|how|why|what|no|and)\\b|https?:|[A-Z]|\\d))'
/** A verb that makes a person of whatever stands before it. */
export const surelyHuman = `(?:(?:${personalVerbs})\\b|(?:${humanVerbs})\\b${object})`
const otherVerbs =
  'added|alerted|applied|approved|arrived|began|bumped|called|came|caught|checked|closed|contacted|cordoned|created|declared|deleted|' +
  'deployed|disabled|discovered|drained|emailed|enabled|escalated|explained|filed|fixed|found|gave|got|handed|helped|identified|' +
  'increased|joined|kept|kicked|killed|knew|left|made|messaged|opened|paged|picked|pushed|ran|rebooted|removed|reported|responded|' +
  'restarted|restored|reviewed|rolled|saw|scaled|sent|shared|signed|spent|started|stopped|switched|tested|took|triggered|tried|' +
  'updated|verified|went|(?:is|was) (?:on[- ]call|the IC|paged)'
const adverb = '(?: \\([^)\\n]{1,20}\\))?,? (?:also |then |quickly |immediately |finally )?'
const follows = new RegExp(`^(?:['’]s [a-z]|${adverb}(?:${personalVerbs}|${humanVerbs}|${otherVerbs})\\b)`)
const followsOften = new RegExp(`^${adverb}(?:${personalVerbs}|${humanVerbs})\\b`)
const followsSurely = new RegExp(`^${adverb}${surelyHuman}`)
const precedes =
  /(?:\b(?:by|thanks to|thanks,?|thank you,?|page|paged|ping|pinged|ask|asked|tell|told|contact|contacted|called|woke|cc:?|hi|hey|kudos to|IC|commander|scribe|(?:wrote|spoke|talked|handed over|handed off|escalated|assigned|passed|reached out) to|(?:paired|together|call|spoke|talked) with)\s|@)$/i
const precedesSurely =
  /\b(?:thanks to|thanks,?|thank you,?|paged|pinged|asked|told|kudos to|(?:wrote|spoke|talked) to)\s$/i
/** "from May" and "by April" are dates. */
const calendar = new Set(['april', 'may', 'june', 'july', 'august', 'jan', 'summer', 'autumn', 'dec', 'mar'])

/**
 * Tells whether somebody's name that is a word as well must be the name here: "Mark restarted it", "paged Will". Of
 * words that are hardly ever given names ("Field was added") less counts.
 */
export function isPersonHere(text: string, start: number, end: number): boolean {
  const isRareName = !namesakes.has(fold(text.slice(start, end))) && end - start > 2
  return (isRareName ? followsOften : follows).test(text.slice(end, end + 60)) || comesAfter(precedes, text, start, end)
}

/** Tells the same of a word that nobody is known by: "Otto noticed", but "Page noticed" could be one that was sent. */
export function isSurelyPerson(text: string, start: number, end: number): boolean {
  const isThing = ordinaryWords.has(fold(text.slice(start, end)))
  return (
    (isThing ? followsSurely : followsOften).test(text.slice(end, end + 60)) ||
    comesAfter(precedesSurely, text, start, end)
  )
}

function comesAfter(pattern: RegExp, text: string, start: number, end: number): boolean {
  return !calendar.has(fold(text.slice(start, end))) && pattern.test(text.slice(Math.max(0, start - 20), start))
}
