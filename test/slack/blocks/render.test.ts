import { describe, expect, test } from 'vitest'
import { image } from '../../../src/block-kit/blocks.ts'
import { outgoingMessage, slackErrorsOf } from '../../../src/block-kit/limits.ts'
import type { Content } from '../../../src/content.ts'
import { render } from '../../../src/slack/render.ts'
import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import { swollen } from './swollen.ts'
import { type ContentOf, typical } from './typical-contents.ts'

const picture = image({ slackFileId: 'F024CHART' }, { alt: 'Incidents per quarter' })

const kinds = Object.keys(typical) as Content['kind'][]

type Node = { readonly type?: string; readonly url?: string; readonly text?: unknown; readonly [key: string]: unknown }

/** Every object of a message, from the outside in. */
function nodesIn(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(nodesIn)
  return Array.isArray(value) ? inner : [value as Node, ...inner]
}

const refusals = (message: unknown): string[] => {
  const { error } = outgoingMessage.safeParse(message)
  return error ? slackErrorsOf(error) : []
}

/** The same opportunity and questions in their other states. */
const otherStates: readonly Content[] = [
  { ...typical.report, progress: { state: 'folding', digests: 41, answers: 0 } },
  { ...typical.report, progress: { state: 'failed', reason: 'The model refused.' } },
  { ...typical.opportunities, progress: { state: 'folding', digests: 41, answers: 2 } },
  { ...typical.digest, isWithdrawn: true },
  ...(['approved', 'rejected', 'shipped', 'replaced'] as const).map(
    (state): ContentOf<'opportunity'> => ({
      ...typical.opportunity,
      decision: { state, by: 'U024ALICE', on: '2026-11-23', reason: 'We buy it.', editedBy: 'U024BORIS' },
    }),
  ),
  {
    ...typical.opportunity,
    decision: { ...typical.opportunity.decision, state: 'shipped', shipped: { on: '2026-11-23', by: 'U024BORIS' } },
    measured: { on: '2026-12-31', words: '3 incidents in the 200 days since: spared about 9 of 12.' },
  },
  { ...typical.technologies, unknown: null },
  { ...typical.curation, mayDecide: false },
]

const all = [...kinds.map((kind): Content => typical[kind]), ...otherStates]
const named = all.map((content, place) => ({ name: `${content.kind} (${place})`, content }))

describe.each(named)('$name', ({ content }) => {
  test('is a message that Slack takes, with a short notification', () => {
    const message = render(content, { picture })
    expect(refusals(message)).toEqual([])
    expect(message.text.length).toBeLessThanOrEqual(200)
  })

  test('is a message that Slack takes when nothing is known', () => {
    expect(refusals(render(swollen(content, '', 0)))).toEqual([])
  })

  test.each([
    ['thousands of incidents', 'Checkout timeouts', 2_000],
    ['sentences of 100 kB', 'lorem ipsum '.repeat(8_500), 1],
    ['both', 'x'.repeat(100_000), 300],
    ['nothing but ampersands', '&'.repeat(5_000), 300],
  ])('is a message that Slack takes with %s', (_, text, times) => {
    const message = render(swollen(content, text, times), { picture })
    expect(refusals(message)).toEqual([])
    expect(message.text.length).toBeLessThanOrEqual(200)
  })

  test('shows hostile text as text: nothing of it is parsed, and it makes no link and no mention', () => {
    const known = new Set(mentionsIn(render(content)))
    for (const { name, text } of hostileTexts) {
      const message = render(swollen(content, text, 1), { picture })
      expect(refusals(message), name).toEqual([])
      const nodes = nodesIn(message.blocks)
      expect(
        nodes.filter(({ type }) => type === 'mrkdwn' || type === 'markdown'),
        name,
      ).toEqual([])
      const schemes = nodes.flatMap(({ url }) => (url === undefined ? [] : [new URL(url).protocol]))
      expect(
        schemes.filter((scheme) => !['http:', 'https:'].includes(scheme)),
        name,
      ).toEqual([])
      expect(
        mentionsIn(message).filter((mention) => !known.has(mention)),
        name,
      ).toEqual([])
      expect(message.text, name).not.toMatch(/[<>]/)
    }
  })

  test('does without an address: then no title is a link', () => {
    const bare = JSON.parse(JSON.stringify(content, (key, value: unknown) => (key === 'url' ? null : value)))
    expect(nodesIn(render(bare).blocks).filter(({ type }) => type === 'link')).toEqual([])
  })
})

test.each(kinds.filter((kind) => kind !== 'help' && kind !== 'removed'))('%s shows what it is given', (kind) => {
  expect(JSON.stringify(render(swollen(typical[kind], 'given words', 1)))).toContain('given words')
})

const mentionTypes = ['user', 'usergroup', 'channel', 'broadcast', 'team', 'emoji', 'date']
const mentionsIn = ({ blocks }: { readonly blocks: unknown }): string[] =>
  nodesIn(blocks)
    .filter(({ type }) => mentionTypes.includes(type ?? ''))
    .map((node) => JSON.stringify(node))

describe('what has to be cut', () => {
  test('keeps its buttons', () => {
    const { blocks } = render(swollen(typical.opportunity, 'lorem ipsum '.repeat(8_000), 40))
    expect(blocks.filter(({ type }) => type === 'actions')).toHaveLength(1)
  })

  test('says how many incidents are not shown', () => {
    const incidents = Array.from({ length: 400 }, () => ({ ...typical.pattern.incidents[0], role: 'affected' }))
    const content = { ...typical.pattern, incidents, more: 80 } as ContentOf<'pattern'>
    const shown = JSON.stringify(render(content).blocks)
    const listed = shown.match(/ · affected/g)?.length ?? 0
    expect(listed).toBeGreaterThan(20)
    expect(shown).toContain(`and ${480 - listed} more`)
  })
})
