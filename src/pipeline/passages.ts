import type { Technology } from '../domain.ts'
import { mentionsOf } from './mentions.ts'
import type { Narrative } from './narrative.ts'
import { findQuote } from './quotes.ts'

/** About 4,000 tokens: room for every passage of nearly any postmortem, and a bound for the rest. */
const budget = 12_000

/**
 * The passages of a document that concern a technology: each block that names it with the blocks around it, and the
 * blocks that state the causes. Runs of neighbours become one passage, headed by their section.
 */
export function passagesOf(
  narrative: Narrative,
  technology: Technology,
  technologies: readonly Technology[],
  causes: readonly string[],
): string[] {
  const { text, blocks } = narrative
  const mentions = mentionsOf(technologies, text).filter((mention) => mention.technology === technology.id)
  const anchors = [...mentions, ...causes.flatMap((quote) => findQuote(narrative, quote) ?? [])]
  const wanted = new Set<number>()
  blocks.forEach((block, index) => {
    if (!anchors.some((anchor) => anchor.start < block.end && block.start < anchor.end)) return
    for (const near of [index - 1, index, index + 1]) if (blocks[near]?.section === block.section) wanted.add(near)
  })
  return withinBudget(runsOf([...wanted].sort((a, b) => a - b)).map((run) => passage(narrative, run)))
}

function passage({ text, blocks }: Narrative, run: readonly number[]): string {
  const parts = run.flatMap((index) => blocks[index] ?? [])
  const section = parts[0]?.section
  const body = parts.filter((part) => part.kind !== 'heading').map((part) => text.slice(part.start, part.end))
  return [...(section ? [`(section: ${section})`] : []), ...body].join('\n')
}

function runsOf(indices: readonly number[]): number[][] {
  const runs: number[][] = []
  for (const index of indices) {
    const run = runs.at(-1)
    if (run && run.at(-1) === index - 1) run.push(index)
    else runs.push([index])
  }
  return runs
}

function withinBudget(passages: readonly string[]): string[] {
  let room = budget
  return passages.flatMap((text) => {
    const part = text.slice(0, Math.max(0, room))
    room -= text.length
    return part.trim() === '' ? [] : [part]
  })
}
