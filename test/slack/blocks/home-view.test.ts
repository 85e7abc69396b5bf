import { describe, expect, test } from 'vitest'
import { homeView as acceptedHome } from '../../../src/block-kit/limits.ts'
import { homeView } from '../../../src/slack/home-view.ts'
import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import { linesOf } from './lines-of.ts'
import { swollen } from './swollen.ts'
import { typicalHome } from './typical-contents.ts'

const lines = (content = typicalHome): string[] => linesOf(homeView(content).blocks)

describe('the home tab', () => {
  test('has its sections in order, and says how to ask', () => {
    expect(lines().filter((line) => line.startsWith('# '))).toEqual([
      '# Queue',
      '# Latest digests',
      '# Patterns',
      '# Waiting for curation',
      '# Votes',
    ])
    expect(lines().at(-1)).toBe('(Ask me with /patterns, /opportunities or /lode help; in a thread, mention me.)')
  })

  test('tells what is stored, what recurs and how people vote', () => {
    expect(lines()).toContain('*Postmortems: *207 (198 digested, 4 waiting, 2 held back, 3 restricted)')
    expect(lines()).toContain(
      '• Checkout timeouts during the spring campaign · 2026-01-10 · SEV1 · DynamoDB (root cause), ElastiCache (affected)',
    )
    expect(lines()).toContain('• *DynamoDB* — 4 patterns · 40 incidents · folded on 2026-11-23')
    expect(lines()).toContain('[Ask again: DynamoDB] [Ask again: ElastiCache]')
    expect(lines()).toContain('• *attribution* — 👍 50 · 👎 10 (wrong attribution 9, other 1)')
  })

  test('of an empty installation says so in every section', () => {
    const status = {
      ...typicalHome.status,
      documents: [],
      pending: 0,
      givenUp: [],
      channelTroubles: [],
      waitingForCurators: 0,
    }
    const empty = lines({
      status,
      latest: [],
      reports: [],
      curation: { ...typicalHome.curation, items: [], more: 0 },
      votes: [],
    })
    expect(empty).toEqual(
      expect.arrayContaining([
        '*Postmortems: *none yet',
        '✅ Nothing needs you.',
        'No postmortem has been digested yet.',
        'Nothing has been folded yet. Ask with /patterns dynamodb.',
        '✅ Nothing waits.',
        'Nobody has voted yet.',
      ]),
    )
  })

  test.each([
    ['thousands of everything', 'Checkout timeouts', 2_000],
    ['texts of 100 kB', 'lorem ipsum '.repeat(8_500), 20],
  ])('is a view that Slack takes with %s', (_, text, times) => {
    const view = homeView(swollen(typicalHome, text, times))
    expect(acceptedHome.safeParse(view).error).toBeUndefined()
  })

  test('shows hostile text as text', () => {
    for (const { name, text } of hostileTexts) {
      const view = homeView(swollen(typicalHome, text, 1))
      expect(acceptedHome.safeParse(view).error, name).toBeUndefined()
      expect(JSON.stringify(view), name).not.toContain('"mrkdwn"')
    }
  })
})
