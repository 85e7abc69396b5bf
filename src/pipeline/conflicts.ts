import type { Conflict, Facts } from '../domain.ts'
import type { Narrative } from './narrative.ts'
import { sentencesOf } from './sentences.ts'

type Claim = {
  readonly fact: string
  readonly about: RegExp
  readonly figure: RegExp
  readonly factor: (unit: string) => number
}

const number = String.raw`(\d[\d,.’' ]*\d|\d+)`

/** Only sentences that speak of the incident as a whole: prose is full of other minutes and customers. */
const claims: readonly Claim[] = [
  {
    fact: 'duration_minutes',
    about:
      /\b(lasted|for (about|around|roughly|nearly|some|almost|a total of)|in (total|all)|altogether|duration|outage of|down for|unavailable for|took (us )?(about|around|roughly|nearly)|whole (thing|affair|incident)|from start to (end|finish)|all over (in|after|within))\b/i,
    figure: new RegExp(`${number}\\s*(minutes?|mins?|hours?|hrs?)\\b`, 'gi'),
    factor: (unit) => (/^h/i.test(unit) ? 60 : 1),
  },
  {
    fact: 'customers_affected',
    about: /\b(affected|impact(ed)?|hit|could not|couldn.t|unable|lost|saw|customers|users|shoppers)\b/i,
    figure: new RegExp(
      `${number}\\s*(?:of our |different |distinct )?(customers?|users?|shoppers?|visitors?|accounts|people)\\b`,
      'gi',
    ),
    factor: () => 1,
  },
]

/** Prose within a fifth of the fact is rounding. */
const tolerance = 0.2

/** Where a document's prose contradicts its facts. Money can't be compared: it is redacted. */
export function conflictsIn(narrative: Narrative, facts: Facts): Conflict[] {
  const sentences = narrative.blocks
    .filter((block) => block.kind !== 'heading' && block.kind !== 'code')
    .flatMap((block) => sentencesOf(narrative.text, block))
    .map(({ start, end }) => narrative.text.slice(start, end))
  return claims.flatMap((claim) => {
    const value = facts[claim.fact]
    if (value === undefined) return []
    const said = sentences.filter((sentence) => claim.about.test(sentence)).flatMap((quote) => figuresIn(claim, quote))
    const agrees = said.some((one) => Math.abs(one.value - value) <= tolerance * value)
    return agrees ? [] : said.slice(0, 1).map(({ quote }) => ({ fact: claim.fact, value, quote }))
  })
}

function figuresIn({ figure, factor }: Claim, quote: string): { value: number; quote: string }[] {
  return [...quote.matchAll(figure)].map(([, digits = '', unit = '']) => ({
    value: Number(digits.replaceAll(/[,’' ](?=\d{3})/g, '')) * factor(unit),
    quote,
  }))
}
