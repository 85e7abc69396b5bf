import type { Technology } from '../domain.ts'
import type { Narrative } from '../pipeline/narrative.ts'
import type { StageName } from '../pipeline/stage.ts'

/** What models do wrong, done on purpose. */
export const corruptions = [
  'invented_quote',
  'swapped_number',
  'blamed_bystander',
  'merged_incident',
  'invented_incident',
] as const
export type Corruption = (typeof corruptions)[number]

/** Draws numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Statement = { text: string; quote: string }

/** What a corruption may draw on: the document, a technology in it that is innocent, and a statement of another document. */
export type Surroundings = {
  readonly narrative: Narrative
  readonly bystanders: readonly Technology[]
  readonly foreign: Statement | null
  readonly random: () => number
}

export type Corrupted = {
  readonly kind: Corruption
  readonly output: unknown /** The text that must not be posted. */
  readonly trace: string
}

/** Corrupts one part of a good answer, or null when this kind finds nothing to corrupt in it. */
export function corrupt(kind: Corruption, stage: StageName, output: unknown, around: Surroundings): Corrupted | null {
  const copy = structuredClone(output)
  const statements = statementsIn(copy)
  const target = statements[Math.floor(around.random() * statements.length)]
  if (kind === 'blamed_bystander' && stage === 'classification') return withBystander(copy, around)
  if (!target) return null
  const trace = change(kind, target, around)
  return trace === null ? null : { kind, output: copy, trace }
}

/** Changes a statement in place. Resolves to what it says now, or null when it can't be changed so. */
function change(kind: Corruption, target: Statement, { bystanders, foreign, random }: Surroundings): string | null {
  switch (kind) {
    case 'invented_quote':
      target.quote = `According to the on-call engineer, ${target.quote.slice(0, 60).toLowerCase()} had been failing for weeks.`
      return target.quote
    case 'swapped_number': {
      const swapped = target.text.replace(/\d+/, (number) => String(Number(number) * 3 + 7))
      if (swapped === target.text) return null
      target.text = swapped
      return swapped
    }
    case 'blamed_bystander': {
      const bystander = bystanders[Math.floor(random() * bystanders.length)]
      if (!bystander) return null
      target.text = `${bystander.name} failed, and that is why ${target.text.charAt(0).toLowerCase()}${target.text.slice(1)}`
      return target.text
    }
    case 'merged_incident':
      if (!foreign) return null
      Object.assign(target, foreign)
      return foreign.text
    case 'invented_incident': {
      target.text =
        'A regional outage of the provider took the whole platform down until engineers failed over by hand.'
      return target.text
    }
  }
}

/** The classifier names a technology that the document only mentions, with the words that mention it. */
function withBystander(copy: unknown, { narrative, bystanders, random }: Surroundings): Corrupted | null {
  const bystander = bystanders[Math.floor(random() * bystanders.length)]
  if (
    !bystander ||
    copy === null ||
    typeof copy !== 'object' ||
    !('technologies' in copy) ||
    !Array.isArray(copy.technologies)
  )
    return null
  const name = [bystander.name, ...bystander.aliases, ...bystander.exact].find((alias) =>
    narrative.text.includes(alias),
  )
  const at = name ? narrative.text.indexOf(name) : -1
  const line = /[^\n]*/.exec(narrative.text.slice(narrative.text.lastIndexOf('\n', at) + 1))?.[0] ?? ''
  if (at === -1 || line.length < 15) return null
  copy.technologies.push({ id: bystander.id, quote: line.slice(0, 400) })
  return { kind: 'blamed_bystander', output: copy, trace: bystander.id }
}

function statementsIn(value: unknown): Statement[] {
  if (value === null || typeof value !== 'object') return []
  const own = 'text' in value && 'quote' in value ? [value as Statement] : []
  return [...own, ...Object.values(value).flatMap(statementsIn)]
}
