import type { Content } from '../../../src/content.ts'
import { failureClasses, type IncidentLink, type Ledger, type Statement } from '../../../src/domain.ts'
import type { HomeContent } from '../../../src/reply-content.ts'

/** One believable content of every kind, as a company of some size would see it. */

export type ContentOf<Kind extends Content['kind']> = Extract<Content, { kind: Kind }>

export const dynamodb = { id: 'dynamodb', name: 'DynamoDB' }
export const elasticache = { id: 'elasticache', name: 'ElastiCache' }
export const model = 'claude-sonnet-5'

export const anIncident = (parts: Partial<IncidentLink> = {}): IncidentLink => ({
  postmortemId: 12,
  title: 'Checkout timeouts during the spring campaign',
  url: 'https://docs.example.com/postmortems/12',
  incidentDate: '2026-03-14',
  severity: 'SEV1',
  ...parts,
})

const titles = [
  'Checkout timeouts during the spring campaign',
  'Order history frozen after a table restore',
  'Stock reservations blocked by a backfill',
  'Guest baskets lost on Black Friday',
  'Advent price rules heated one shard',
  'Recommendations empty for signed-in users',
]

export const incidents = (count: number): IncidentLink[] =>
  Array.from({ length: count }, (_, place) =>
    anIncident({
      postmortemId: place + 1,
      title: titles[place % titles.length] ?? '',
      url: `https://docs.example.com/postmortems/${place + 1}`,
      incidentDate: `2026-0${(place % 9) + 1}-1${place % 10}`,
      severity: ['SEV1', 'SEV2', null][place % 3] ?? null,
    }),
  )

export const sentences: readonly Statement[] = [
  {
    text: 'DynamoDB throttled writes to the order table because its provisioned capacity was half of what the campaign needed.',
    quote: 'Write capacity on the orders table was provisioned at 4,000 WCU; the campaign peaked at 9,100.',
  },
  {
    text: 'The checkout service kept retrying every throttled write at once, which multiplied the load on the same partitions.',
    quote: 'Each failed write was retried up to ten times without back-off.',
  },
  {
    text: 'Auto scaling reacted only after eleven minutes, so the table stayed too small for most of the incident.',
    quote: 'Auto scaling raised capacity at 09:31, eleven minutes after the first throttle.',
  },
]

const ledger: Ledger = {
  found: 214,
  unreadable: 2,
  restricted: 3,
  withdrawn: 1,
  waiting: 0,
  failed: 0,
  noTechnology: 12,
  otherTechnology: 140,
  outsideFilter: 9,
  setAside: 5,
  heldBack: 1,
  disputed: 1,
  inScope: 40,
  themed: 33,
  other: 7,
}

const quarters = ['2024-Q3', '2024-Q4', '2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']

const question = {
  technology: dynamodb,
  since: null,
  refresh: false,
  askedBy: 'U024ALICE',
  progress: { state: 'done' },
} as const

const poolPattern = {
  id: 3,
  name: 'Write capacity below a planned peak',
  failureClass: 'capacity_scaling',
  incidents: 14,
  trend: [1, 0, 2, 1, 1, 4, 2, 3],
  halves: { from: '2024-07-04', until: '2026-06-20', first: 4, second: 9, trend: 'no clear change' },
} as const

/** Of every kind one, by its kind. */
export const typical: { readonly [Kind in Content['kind']]: ContentOf<Kind> } = {
  digest: {
    kind: 'digest',
    ...anIncident(),
    ownerTeam: 'Checkout',
    facts: { duration_minutes: 47, customers_affected: 12_000 },
    conflicts: [
      { fact: 'duration_minutes', value: 47, quote: 'In total customers could not pay for about two hours.' },
    ],
    technologies: [
      { ...dynamodb, role: 'root_cause' },
      { id: 'sqs', name: 'Amazon SQS', role: 'contributing' },
      { id: 'lambda', name: 'AWS Lambda', role: 'affected' },
    ],
    heldBack: [elasticache],
    recurrence: [
      { of: 'technology', name: 'DynamoDB', ordinal: 4, withinYear: 2 },
      { of: 'pattern', name: 'Write capacity below a planned peak', ordinal: 7, withinYear: 4 },
    ],
    updatedOn: '2026-11-23',
    isWithdrawn: false,
  },
  summary: {
    kind: 'summary',
    postmortemId: 12,
    summary: {
      issueSummary: [
        { text: 'Checkout failed for two out of three customers during the spring campaign.', quote: 'x' },
        { text: 'Orders that were paid were not shown in the order history.', quote: 'x' },
      ],
      rootCauses: [
        { text: 'The write capacity of the orders table was provisioned for half of the peak.', quote: 'x' },
      ],
      impact: [{ text: 'Customers saw errors at the last step of checkout.', quote: 'x' }],
      resolution: [
        { text: 'The on-call engineer switched the table to on-demand capacity.', quote: 'x' },
        { text: 'Retries in the checkout service were given an exponential back-off.', quote: 'x' },
      ],
      preventiveActions: [],
    },
    dropped: { count: 2, gates: ['quote', 'figure'] },
    model,
  },
  finding: {
    kind: 'finding',
    digestId: 41,
    postmortem: anIncident(),
    technology: dynamodb,
    role: 'root_cause',
    sentences,
    model,
    dispute: 'open',
  },
  similar: {
    kind: 'similar',
    incidents: incidents(3).map((incident, place) => ({
      ...incident,
      technology: dynamodb,
      role: 'contributing',
      isVeryAlike: place < 2,
      sentence: sentences[place]?.text ?? '',
    })),
  },
  removed: { kind: 'removed', why: 'withdrawn' },
  report: {
    kind: 'report',
    ...question,
    incidents: 40,
    roles: [
      { role: 'contributing', incidents: 19 },
      { role: 'root_cause', incidents: 12 },
      { role: 'affected', incidents: 9 },
    ],
    quarters,
    patterns: [
      poolPattern,
      {
        id: 4,
        name: 'Hot partition behind a popular key',
        failureClass: 'capacity_scaling',
        incidents: 9,
        trend: [0, 2, 1, 0, 3, 1, 1, 1],
      },
      {
        id: 5,
        name: 'Clients upgraded without their table module',
        failureClass: 'config_deployment',
        incidents: 6,
        trend: [0, 0, 0, 1, 0, 0, 2, 3],
      },
      {
        id: 6,
        name: 'Time-to-live misread as a deletion schedule',
        failureClass: 'human_operation',
        incidents: 4,
        trend: [2, 1, 0, 0, 0, 1, 0, 0],
      },
    ],
    changes: {
      since: '2026-08-01',
      added: ['Clients upgraded without their table module'],
      grown: [{ name: 'Write capacity below a planned peak', from: 11, to: 14 }],
      shrunk: [],
      gone: ['Backups restored into the wrong account'],
    },
  },
  pattern: {
    kind: 'pattern',
    technology: dynamodb,
    pattern: {
      ...poolPattern,
      criterion: 'Did writes fail because provisioned write capacity was lower than a load that somebody had planned?',
      description:
        'Campaigns, sales and migrations raise the write load on a date that is known, and the table is not scaled before it. Auto scaling follows too late to help.',
    },
    place: 1,
    quarters,
    incidents: incidents(6).map((incident) => ({ ...incident, role: 'root_cause' })),
    more: 8,
    quotes: incidents(2).map((incident, place) => ({ ...incident, quote: sentences[place]?.quote ?? '' })),
  },
  rare: {
    kind: 'rare',
    technology: dynamodb,
    themes: [
      {
        theme: {
          name: 'Backups restored into the wrong account',
          failureClass: 'human_operation',
          criterion: 'Was a backup restored into an account that it was not taken from?',
        },
        isSevere: true,
        incidents: incidents(2).map((incident) => ({
          ...incident,
          severity: 'SEV1',
          role: 'root_cause',
          facts: { lost_revenue_eur: 120_000, duration_minutes: 47 },
        })),
      },
      {
        theme: null,
        isSevere: true,
        incidents: [{ ...anIncident(), role: 'affected', facts: {} }],
      },
      {
        theme: {
          name: 'Streams read by too many consumers',
          failureClass: 'capacity_scaling',
          criterion: 'Did more than two consumers read one shard?',
        },
        isSevere: false,
        incidents: [{ ...anIncident({ severity: 'SEV3' }), role: 'contributing', facts: { customers_affected: 300 } }],
      },
    ],
    more: 0,
    others: 4,
  },
  ledger: {
    kind: 'ledger',
    technology: dynamodb,
    ledger,
    model,
    costUsd: 0.0412,
    tokens: 12_040,
    foldedAt: '2026-11-23T09:12:00.000Z',
  },
  matrix: {
    kind: 'matrix',
    since: '2025-01-01',
    team: 'Checkout',
    severities: ['SEV1'],
    failureClasses: [...failureClasses],
    rows: [
      { ...dynamodb, incidents: 40, counts: [6, 23, 3, 2, 1, 4, 1], noPattern: 7 },
      { ...elasticache, incidents: 9, counts: [0, 5, 0, 0, 0, 0, 0], noPattern: 4 },
    ],
    totals: { incidents: 45, counts: [6, 26, 3, 2, 1, 4, 1], noPattern: 10 },
    behind: [elasticache],
    unfolded: [{ id: 'kafka', name: 'Apache Kafka', incidents: 12 }],
    countedOn: '2026-11-23',
  },
  crossings: {
    kind: 'crossings',
    crossings: [
      {
        failureClass: 'capacity_scaling',
        sides: [
          { technology: dynamodb, pattern: 'Write capacity below a planned peak', incidents: 14 },
          { technology: elasticache, pattern: 'Nodes too small for a campaign', incidents: 5 },
        ],
        shared: 2,
        likeness: 0.61,
        reads: 'alike',
      },
    ],
    more: 3,
    scale: { alike: 0.55, veryAlike: 0.7 },
  },
  opportunities: { kind: 'opportunities', ...question, count: 3, incidents: 40 },
  opportunity: {
    kind: 'opportunity',
    opportunityId: 7,
    technology: dynamodb,
    place: 1,
    investment: 'Scale tables ahead of every campaign from the marketing calendar',
    mechanism:
      'A job reads the campaign calendar and raises write capacity an hour before each campaign, so that a planned peak never meets a table that is sized for an ordinary day.',
    patterns: ['Write capacity below a planned peak', 'Hot partition behind a popular key'],
    prevents: incidents(4).map((incident) => ({
      ...incident,
      why: 'The campaign was in the calendar two weeks before, and the table would have had its capacity in time.',
      quote: 'The campaign of that evening began on a table that was sized for an ordinary day.',
    })),
    unconfirmed: 2,
    counterEvidence:
      'Two of the incidents had a load that nobody had planned. On-demand capacity would prevent those as well, at a higher price.',
    inScope: 40,
    sums: [
      { fact: 'duration_minutes', total: 612, stated: 3 },
      { fact: 'customers_affected', total: 0, stated: 0 },
      { fact: 'lost_revenue_eur', total: 180_000, stated: 4 },
    ],
    model,
    decision: { state: 'draft', by: null, on: null, reason: null, editedBy: null, shipped: null },
    measured: null,
  },
  help: { kind: 'help' },
  note: {
    kind: 'note',
    text: 'The one-pager of DynamoDB, from 41 digests, will be posted in this channel as a thread.',
  },
  technologies: {
    kind: 'technologies',
    unknown: { typed: 'dynamodbb', suggestions: [dynamodb, elasticache] },
    question: 'patterns',
    technologies: [
      { ...dynamodb, incidents: 41, causal: 31 },
      { ...elasticache, incidents: 17, causal: 9 },
      { id: 'postgresql', name: 'PostgreSQL', incidents: 12, causal: 12 },
    ],
  },
  status: {
    kind: 'status',
    documents: [
      { state: 'mapped', documents: 198 },
      { state: 'waiting', documents: 4 },
      { state: 'held', documents: 2 },
      { state: 'restricted', documents: 3 },
    ],
    pending: 6,
    givenUp: [
      { job: 'map-postmortem', reason: 'The model refused the request: the document is longer than it reads.' },
    ],
    channelTroubles: [
      {
        channel: 'C024POSTMORTEMS',
        reason: "The channel C024POSTMORTEMS can't be written to: it is archived (is_archived).",
        messages: 12,
      },
    ],
    waitingForCurators: 3,
    votes: { up: 120, down: 14 },
  },
  curation: {
    kind: 'curation',
    items: [
      {
        kind: 'disputed',
        digestId: 41,
        postmortem: anIncident(),
        technology: dynamodb,
        role: 'root_cause',
        by: ['U024ALICE', 'U024BORIS'],
        words: ['The table was fine: the checkout service never sent the writes.'],
      },
      {
        kind: 'held',
        postmortem: anIncident({ title: 'Feed exporters at the top of the hour' }),
        technology: elasticache,
        gates: ['quote', 'support'],
      },
      { kind: 'held', postmortem: anIncident({ title: 'Login loops' }), technology: null, gates: [] },
    ],
    more: 4,
    mayDecide: true,
  },
}

export const typicalHome: HomeContent = {
  status: typical.status,
  latest: incidents(5).map((incident) => ({
    ...incident,
    technologies: [
      { ...dynamodb, role: 'root_cause' },
      { ...elasticache, role: 'affected' },
    ],
  })),
  reports: [
    { ...dynamodb, patterns: 4, incidents: 40, foldedOn: '2026-11-23' },
    { ...elasticache, patterns: 2, incidents: 17, foldedOn: '2026-10-02' },
  ],
  curation: typical.curation,
  votes: [
    { stage: 'summarization', up: 70, down: 4, reasons: { hallucination: 1, missing: 3 } },
    { stage: 'attribution', up: 50, down: 10, reasons: { wrong_attribution: 9, other: 1 } },
  ],
}
