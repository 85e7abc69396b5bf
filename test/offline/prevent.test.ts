import { expect, test } from 'vitest'
import type { Digest, Statement } from '../../src/domain.ts'
import { offlineAsk } from '../../src/offline/offline-ask.ts'
import { prevent } from '../../src/offline/prevent.ts'
import { prevention } from '../../src/pipeline/stages/prevention.ts'
import { aDigest, aTechnology } from '../support/builders.ts'

const investment = 'Block deployments whose connection pools exceed the limit of the database'

const stated = (quote: string): Statement => ({ text: quote, quote })
const question = (incident: Partial<Digest>) => ({
  technology: aTechnology(),
  investment,
  mechanism: 'It acts before the change goes out.',
  incidents: [aDigest(incident)],
})

test.each<[what: string, incident: Partial<Digest>, quote: string | null]>([
  [
    'planned the same in other words',
    { preventiveActions: [stated('Deployments are blocked when pools exceed the database limit.')] },
    'Deployments are blocked when pools exceed the database limit.',
  ],
  [
    'named it as a cause',
    { rootCauses: [stated('The connection pools of the deployment exceeded the limit of the database.')] },
    'The connection pools of the deployment exceeded the limit of the database.',
  ],
  [
    'planned something else',
    { preventiveActions: [stated('Rotate the certificates of the gateway every month.')] },
    null,
  ],
  ['shares one word with it', { preventiveActions: [stated('Back up the database every night.')] }, null],
  ['only tells of it', { sentences: [stated('The deployment exceeded the connection limit of the database.')] }, null],
])('an incident that %s', (_, incident, quote) => {
  expect(prevent(question(incident)).verdicts).toEqual([
    { postmortemId: 101, answer: quote === null ? 'no' : 'yes', quote: quote ?? '' },
  ])
})

test('an answer passes the gate and keeps the words of the document', async () => {
  const action = stated('Deployments are blocked when pools exceed the database limit.')
  const { output, dropped, held } = await offlineAsk(prevention, question({ preventiveActions: [action] }))
  expect({ dropped, held }).toEqual({ dropped: [], held: [] })
  expect(output.verdicts).toEqual([{ postmortemId: 101, answer: 'yes', quote: action.quote }])
})
