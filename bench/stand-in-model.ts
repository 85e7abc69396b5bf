import { setTimeout as pause } from 'node:timers/promises'
import type { Model, ModelRequest } from '../src/ports.ts'

/** A model that answers correctly after a fixed time, about documents made by `benchDocument` only. */
export type StandInModel = Model & { readonly calls: () => number; readonly tokens: () => number }

/** Rough, and the same for every run: good for comparing, not for bills. */
const lettersPerToken = 3.5

/** No two documents may share a sentence: their questions would be remembered instead of asked. */
function sentencesOf(cell: number): readonly [string, string, string, string] {
  return [
    `The payments database of cell ${cell}, a PostgreSQL primary, ran out of connections when the autoscaler doubled the pods.`,
    `Kubernetes scaled cell ${cell} on CPU and added pods whose pools no longer fitted the limit.`,
    `Checkout in cell ${cell} answered with errors until the pool size was lowered and the pods were restarted.`,
    `For cell ${cell} we will derive the pool size from the number of replicas and the limit of the server.`,
  ]
}

export function benchDocument(index: number): string {
  const filler = Array.from(
    { length: 40 },
    (_, line) => `- Step ${line} of incident ${index}: somebody looked at a graph and wrote it down.`,
  )
  return [
    `# Incident ${index}`,
    '',
    '## Root cause',
    '',
    ...sentencesOf(index),
    '',
    '## Timeline',
    '',
    ...filler,
    '',
  ].join('\n')
}

function answerTo(stage: string, cell: number): unknown {
  const said = sentencesOf(cell).map((text) => ({ text, quote: text }))
  const [first, second, third, fourth] = said
  const yes = { answer: 'yes', quote: first?.quote }
  switch (stage) {
    case 'summarization':
      return {
        issueSummary: [third],
        rootCauses: [first, second],
        impact: [],
        resolution: [],
        preventiveActions: [fourth],
      }
    case 'classification':
      return {
        technologies: [
          { id: 'postgresql', quote: first?.quote },
          { id: 'kubernetes', quote: second?.quote },
        ],
      }
    case 'attribution':
      return { precededFailure: yes, necessary: yes, sufficient: { answer: 'unclear', quote: '' }, role: 'root_cause' }
    default:
      return { sentences: [first, second, third] }
  }
}

export function standInModel(latencyMs: number): StandInModel {
  let calls = 0
  let letters = 0
  return {
    nameOf: () => `stand-in-${latencyMs}ms`,
    calls: () => calls,
    tokens: () => Math.round(letters / lettersPerToken),
    async answer({ system, turns, schema, signal }: ModelRequest) {
      const cell = Number(/of cell (\d+)/.exec(turns[0]?.text ?? '')?.[1])
      const text = JSON.stringify(answerTo(schema.name, cell))
      calls += 1
      letters += system.length + text.length + turns.reduce((sum, turn) => sum + turn.text.length, 0)
      await pause(latencyMs, undefined, signal ? { signal } : {})
      return { text, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: 0 }
    },
  }
}
