import type { Digest, Postmortem, Summary, Technology } from '../../src/domain.ts'

/** Two sentences about a hot partition, without any heading, link or table. */
export function aPostmortem(part: Partial<Postmortem> = {}): Postmortem {
  return {
    title: 'Checkout was slow',
    body: 'DynamoDB throttled the writes of the checkout service. The hot partition was split by hand.',
    incidentDate: '2024-03-05',
    ...part,
  }
}

/** A technology with one alias, its id, unless told otherwise. */
export function aTechnology(part: Partial<Technology> = {}): Technology {
  const id = part.id ?? 'dynamodb'
  return {
    id,
    name: part.name ?? 'DynamoDB',
    kind: 'database',
    aliases: [id],
    exact: [],
    telltales: [],
    tools: [],
    homonyms: [],
    description: 'A managed key-value store.',
    is: 'Throttling, hot partitions, a client that can not reach it.',
    isNot: 'A playbook that has it in its title.',
    examples: [],
    ...part,
  }
}

/** A summary of `aPostmortem()` with a root cause and a resolution; the other fields are not stated. */
export function aSummary(part: Partial<Summary> = {}): Summary {
  return {
    issueSummary: [],
    rootCauses: [
      {
        text: 'DynamoDB throttled the writes of the checkout service.',
        quote: 'DynamoDB throttled the writes of the checkout service.',
      },
    ],
    impact: [],
    resolution: [{ text: 'The hot partition was split.', quote: 'The hot partition was split by hand.' }],
    preventiveActions: [],
    ...part,
  }
}

/** A ready finding about DynamoDB; postmortem `100 + id` unless told otherwise. */
export function aDigest(part: Partial<Digest> = {}): Digest {
  const id = part.id ?? 1
  return {
    id,
    postmortemId: 100 + id,
    title: 'Checkout was slow',
    url: null,
    incidentDate: '2024-03-05',
    severity: 'SEV2',
    technology: 'dynamodb',
    role: 'root_cause',
    sentences: [
      {
        text: 'DynamoDB throttled writes on a hot partition.',
        quote: 'DynamoDB throttled the writes of the checkout service.',
      },
    ],
    rootCauses: [],
    preventiveActions: [],
    facts: {},
    ...part,
  }
}
