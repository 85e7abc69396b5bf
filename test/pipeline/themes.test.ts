import { describe, expect, test } from 'vitest'
import type { Digest } from '../../src/domain.ts'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { shuffled } from '../../src/pipeline/audit.ts'
import { render } from '../../src/pipeline/prompt.ts'
import { merge } from '../../src/pipeline/stages/merge.ts'
import { type PatternsInput, patterns } from '../../src/pipeline/stages/patterns.ts'
import { type PlacedDigest, proposeThemes } from '../../src/pipeline/themes.ts'
import { aDigest, aTechnology } from '../support/builders.ts'
import { type Script, ScriptedAsk } from '../support/scripted-ask.ts'

const technology = aTechnology()

/** Characters of material that one prompt may hold, and of all that stands around it. */
const budget = 140_000
const around = 10_000
/** Fewer than they are, to be safe. */
const lettersPerToken = 3

/** So many digests of a thousand characters; those in one of eight directions are alike. */
function placed(count: number, vectorOf = (id: number) => direction(id % 8)): PlacedDigest[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `DynamoDB of service ${index + 1} throttled. `.padEnd(1_000, 'It throttled its writes. ')
    return { item: aDigest({ id: index + 1, sentences: [{ text, quote: text }] }), vector: vectorOf(index + 1) }
  })
}

const direction = (place: number): number[] => Array.from({ length: 8 }, (_, at) => (at === place ? 1 : 0))

/** A theme for each direction that at least two of some digests have. */
function themesOf(digests: readonly Digest[]) {
  const groups = Object.values(Object.groupBy(digests, ({ id }) => id % 8)).filter((group) => (group?.length ?? 0) > 1)
  return groups.map((group) => ({
    name: 'Writes that throttle',
    criterion: `Did the writes throttle? ${'Did they? '.repeat(50)}`,
    failureClass: 'capacity_scaling',
    description: `The writes throttle. ${'They do. '.repeat(90)}`,
    digestIds: group?.map(({ id }) => id),
  }))
}

/** What each batch held, and every prompt that was asked. */
function asking(script: Script = {}) {
  const batches: number[][] = []
  const prompts: { readonly stage: string; readonly characters: number }[] = []
  /** Characters that each merge would answer if no theme were another. */
  const answers: number[] = []
  const { ask } = new ScriptedAsk({
    ...script,
    patterns: (input: PatternsInput) => {
      batches.push(input.digests.map(({ id }) => id))
      prompts.push({ stage: 'patterns', characters: render(patterns, input).user.length })
      return { themes: themesOf(input.digests) }
    },
    merge: (input, options) => {
      answers.push(JSON.stringify(input.themes.map(({ examples: _, ...theme }) => theme)).length)
      prompts.push({ stage: 'merge', characters: render(merge, input).user.length })
      const byDirection = Object.values(Object.groupBy(input.themes, ({ examples }) => numberIn(examples[0]) % 8))
      return (
        script.merge?.(input, options) ?? {
          themes: byDirection.flatMap((group) => {
            const { id: _, examples: __, ...theme } = group?.[0] ?? { id: 0, examples: [] }
            return [{ ...theme, themeIds: group?.map(({ id }) => id) }]
          }),
        }
      )
    },
  })
  return { ask, batches, prompts, answers }
}

const numberIn = (text = ''): number => Number(/service (\d+)/.exec(text)?.[1])

describe('themes of more digests than a prompt holds', () => {
  test('are proposed from batches that have each digest once, and no prompt exceeds its budget', async () => {
    const digests = placed(3_000)
    const { ask, batches, prompts } = asking()
    await proposeThemes(ask, technology, digests)
    expect(batches.flat().sort((a, b) => a - b)).toEqual(digests.map(({ item }) => item.id))
    expect(new Set(prompts.map(({ stage }) => stage))).toEqual(new Set(['patterns', 'merge']))
    expect(Math.max(...prompts.map(({ characters }) => characters))).toBeLessThan(budget + around)
  })

  test('are merged so few at once that the answer has room for each of them', async () => {
    const { ask, answers } = asking()
    await proposeThemes(ask, technology, placed(3_000))
    expect(Math.max(...answers) / lettersPerToken).toBeLessThan(merge.prompt.maxTokens)
  })

  test('know after a merge the digests that showed each of their parts', async () => {
    const { ask, batches } = asking()
    const themes = await proposeThemes(ask, technology, placed(800))
    expect(themes).toHaveLength(8)
    for (const { digestIds } of themes) {
      expect(new Set(digestIds.map((id) => id % 8)).size).toBe(1)
      const shown = batches.filter((batch) => batch.some((id) => digestIds.includes(id)))
      const meant = batches.filter((batch) => batch.filter((id) => id % 8 === (digestIds[0] ?? 0) % 8).length > 1)
      expect(shown).toEqual(meant)
    }
  })

  test('are not lost when a merge leaves them out, nor doubled when it names them twice', async () => {
    const forgetful = asking({
      merge: ({ themes }) => {
        const [{ examples: _, id: __, ...first } = { examples: [], id: 0 }] = themes
        return {
          themes: [
            { ...first, themeIds: [1, 2] },
            { ...first, themeIds: [2] },
          ],
        }
      },
    })
    const found = await proposeThemes(forgetful.ask, technology, placed(200))
    const given = forgetful.batches.flatMap((batch) => new Set(batch.map((id) => id % 8)).size)
    expect(found).toHaveLength(given.reduce((sum, count) => sum + count, 0) - 1)
    expect(found[0]?.digestIds.length).toBeGreaterThan(2)
  })

  test('come from the same batches whatever the order of the digests, also where nothing tells them apart', async () => {
    for (const vectorOf of [(id: number) => direction(id % 8), () => []]) {
      const digests = placed(500, vectorOf)
      const sets = async (some: readonly PlacedDigest[]) => {
        const { ask, batches } = asking()
        await proposeThemes(ask, technology, some)
        return new Set(batches.map((batch) => `${batch.sort((a, b) => a - b)}`))
      }
      expect(await sets(shuffled(digests, seeded(1)))).toEqual(await sets(digests))
    }
  })
})
