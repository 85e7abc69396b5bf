import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import type { Script } from '../../support/scripted-ask.ts'

export const texts = hostileTexts.map(({ text }) => text)
const textAt = (place: number): string => texts[place % texts.length] ?? ''

/** Where the documents stand; nothing else may be linked. */
export const ownHost = 'wiki.example'

const account = [
  'Quartz throttled the writes of the checkout.',
  'Nobody watched the partitions of quartz.',
  'The hot partition of quartz was split.',
] as const
const [cause] = account

/** A document for every hostile text, which stands in its title and body, and in the fields of four others. */
export const hostileDocuments: Readonly<Record<string, string>> = Object.fromEntries(
  texts.map((text, place) => [`${place}.md`, aHostileDocument(text, place)]),
)

function aHostileDocument(text: string, place: number): string {
  const url = `https://${ownHost}/${place}?q=${textAt(place + 1)}`
  const head = {
    title: text.slice(0, 1_000),
    date: '2024-03-05',
    severity: textAt(place + 2),
    owner_team: textAt(place + 3),
    facts: { [textAt(place + 4).slice(0, 500)]: 5, duration_minutes: 7 },
    ...(URL.canParse(url) && { url }),
  }
  return `---\n${JSON.stringify(head)}\n---\n${account.join(' ')}\n\n${text.replaceAll('\0', '')}\n`
}

/** Every text stands in one field of one of them. */
const [themes, proposals] = [Math.ceil(texts.length / 2), Math.ceil(texts.length / 4)]

/** A quote that ends within a word is none, and is looked for at length. */
const wholeWords = /^[\s\S]{1,300}(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])/u

/** A model that repeats what it reads wherever it may write, and writes hostile texts of its own where nothing is checked. */
export const hostileScript: Script = {
  summarization: ({ postmortem, narrative }) => {
    const rest = narrative.text.slice(narrative.text.indexOf(account[2]) + account[2].length).trim()
    const quote = wholeWords.exec(rest)?.[0] ?? ''
    const repeated = quote === '' ? [] : [{ text: rest.slice(0, 600), quote }]
    const said = [...repeated, { text: `${cause} ${postmortem.title.slice(0, 400)}`, quote: cause }]
    return { issueSummary: said, rootCauses: said, impact: said, resolution: said, preventiveActions: said }
  },
  classification: () => ({ technologies: [{ id: 'quartz', quote: cause }] }),
  attribution: () => {
    const yes = { answer: 'yes', quote: cause }
    return { precededFailure: yes, necessary: yes, sufficient: yes, role: 'root_cause' }
  },
  analyzer: ({ summary }) => ({
    sentences: [...account.map((text) => ({ text, quote: text })), ...summary.rootCauses],
  }),
  patterns: ({ digests }) => ({
    themes: texts.slice(0, themes).map((text, place) => ({
      name: padded(text, 90),
      criterion: padded(textAt(place + themes), 600),
      failureClass: 'capacity_scaling',
      description: padded(textAt(place + themes), 900),
      digestIds: digests.slice(place, place + 2).map(({ id }) => id),
    })),
  }),
  assignment: ({ digests, criteria }) => ({
    assignments: digests.map((digest) => ({
      digestId: digest.id,
      criterionIds: criteria.map(({ id }) => id).filter((id) => (id + digest.id) % 40 < 2),
    })),
  }),
  opportunity: ({ patterns, digests }) => ({
    proposals: texts.slice(0, proposals).map((text, place) => ({
      investment: padded(text, 160),
      mechanism: padded(textAt(place + proposals), 900),
      patternIds: patterns
        .slice(place % patterns.length)
        .slice(0, 1)
        .map(({ id }) => id),
      preventions: digests
        .slice(place, place + 1)
        .map(({ postmortemId }) => ({ postmortemId, why: padded(textAt(place + 2 * proposals), 400) })),
      counterEvidence: textAt(place + 3 * proposals).slice(0, 900),
    })),
  }),
}

/** As much of a text as a field takes; one that is too short for it says more. */
const padded = (text: string, most: number): string =>
  (text.trim().length < 10 ? `${text} and more of it` : text).slice(0, most)
