import { expect, test } from 'vitest'
import type { Content } from '../../src/content.ts'
import { writtenPage } from '../../src/notion/written-page.ts'
import { typical } from '../slack/blocks/typical-contents.ts'

const written = (content: Content): string => writtenPage({ contents: [content], prompts: [] })

test.each([
  ['no incident', { incidents: 0, roles: [], patterns: [], severities: [] }, 'No incident on record involves it.'],
  [
    'no such incident',
    { incidents: 0, roles: [], patterns: [], severities: ['SEV1'] },
    'No such incident involves it.',
  ],
  ['no pattern', { patterns: [] }, 'No failure among these incidents has recurred more than once.'],
  ['patterns', {}, 'An incident that fits two patterns counts in both.'],
])('a written report says of %s what Slack says', (_, part, words) => {
  expect(written({ ...typical.report, ...part })).toContain(`## Patterns\n\n${words}`)
})

test.each([
  [['Hot keys'], '**Answers the pattern:** Hot keys\n'],
  [['Hot keys', 'Retries'], '**Answers the patterns:** Hot keys; Retries\n'],
])('a written opportunity answers %j', (patterns, line) => {
  expect(written({ ...typical.opportunity, patterns })).toContain(line)
})
