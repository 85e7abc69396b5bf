import { randomNumbers } from '../../src/workspace/order.ts'
import { idOf, type NewPage } from './stand-in-notion-model.ts'

const technologies = ['PostgreSQL', 'Kafka', 'DynamoDB', 'Redis', 'Kubernetes', 'S3', 'Elasticsearch', 'Nginx']
const services = ['checkout', 'search', 'catalogue', 'payments', 'returns', 'loyalty', 'shipping', 'login']
const causes = [
  'ran out of connections after the pool was made smaller in a deployment',
  'rejected writes because a quota had been reached during a campaign',
  'was restarted by a health check that waited for a slow dependency',
  'served stale data after a failover, because one replica had stopped following',
  'lost its certificate, which nobody renewed since the alert went to a team that no longer exists',
]
const remedies = [
  'raised the limit',
  'rolled the change back',
  'restarted it by hand',
  'moved traffic to another region',
]

/** How synthetic pages differ: the same seed makes the same ones. They are minutes apart, the first at `since`. */
export type Synthetic = {
  readonly seed?: number
  readonly since?: Date
  readonly minutesApart?: number
  readonly dataSourceId?: string
  /** The share that is published, from 0 to 1; all unless said otherwise. */
  readonly published?: number
  readonly bodyOf?: (index: number) => string
}

/** Invented postmortems; the text of one is made whenever it is read and kept nowhere. */
export function* syntheticPages(count: number, options: Synthetic = {}): Generator<NewPage> {
  const { seed = 1, since = new Date('2024-01-01T00:00:00Z'), minutesApart = 1, published = 1, dataSourceId } = options
  for (let index = 0; index < count; index += 1) {
    const random = randomNumbers(seed * 1_000_003 + index)
    const createdAt = new Date(since.getTime() + index * minutesApart * 60_000)
    const body = options.bodyOf ?? ((at: number) => syntheticBody(seed, at))
    yield {
      id: idOf(`synthetic ${seed} ${index}`),
      title: `Incident ${index + 1}: ${pick(services, random)} and ${pick(technologies, random)}`,
      properties: {
        Status: random() < published ? 'Published' : 'Draft',
        Severity: `SEV${1 + Math.floor(random() * 4)}`,
        'Incident date': createdAt.toISOString().slice(0, 10),
        duration_minutes: 5 + Math.floor(random() * 400),
      },
      body: () => body(index),
      createdAt,
      ...(dataSourceId !== undefined && { dataSourceId }),
    }
  }
}

function syntheticBody(seed: number, index: number): string {
  const random = randomNumbers(seed * 1_000_003 + index)
  const service = pick(services, random)
  const technology = pick(technologies, random)
  const cause = pick(causes, random)
  const start = 6 + Math.floor(random() * 12)
  return [
    '## Summary',
    `For ${5 + Math.floor(random() * 400)} minutes the ${service} service answered every ${2 + Math.floor(random() * 8)}th request with an error. ${technology} ${cause}.`,
    '## Impact',
    `- ${100 + Math.floor(random() * 9_000)} customers saw an error page.`,
    `- The on-call engineer of ${service} was paged ${1 + Math.floor(random() * 5)} times.`,
    '## Root cause',
    `${technology} ${cause}. Nothing in the ${service} service noticed, since it treats a slow answer like none.`,
    '## Timeline',
    '<table header-row="true">',
    ...['first errors', 'alert', 'cause found', 'resolved'].flatMap((what, step) => [
      '<tr>',
      `<td>${String(start).padStart(2, '0')}:${10 + step * 11}</td>`,
      `<td>${what}</td>`,
      '</tr>',
    ]),
    '</table>',
    '## Resolution',
    `We ${pick(remedies, random)} and watched ${technology} for an hour.`,
    '## Follow-up',
    `- [ ] Alert on ${technology} before it is too late`,
    `- [x] Write down how ${service} behaves without ${technology}`,
  ].join('\n')
}

function pick(items: readonly string[], random: () => number): string {
  return items[Math.floor(random() * items.length)] ?? ''
}
