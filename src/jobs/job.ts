import type { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Technology } from '../domain.ts'
import type { Ask } from '../pipeline/stage.ts'
import type { DocumentSource, Embedder, Library, Notifier } from '../ports.ts'
import type { Database } from '../store/database.ts'
import type { Routing } from './routing.ts'

/** What jobs work with. `ask` remembers. */
export type Workshop = {
  readonly database: Database
  readonly boss: PgBoss
  readonly ask: Ask
  /** Stands in footers and in the basis of a fold. */
  readonly modelName: string
  readonly embedder: Embedder
  /** Everything that is read. */
  readonly sources: readonly DocumentSource[]
  /** The one that is being read. */
  readonly source: DocumentSource
  /** The source with this name, as jobs carry it. */
  readonly sourceNamed: (name: string) => DocumentSource
  readonly technologies: readonly Technology[]
  /** Names of people that are redacted wherever they stand. */
  readonly roster: readonly string[]
  /** Null where nothing is announced. */
  readonly notifier: Notifier | null
  /** Null where approved answers stay in the chat. */
  readonly library: Library | null
  readonly routing: Routing
  readonly now: () => Date
  readonly log: Logger
}

/** Something that happens in the background. It may run twice, or stop anywhere: what it did must hold either way. */
export type Job = {
  readonly name: string
  readonly retryLimit: number
  /** Longer than the longest honest run; a worker that was killed is noticed sooner, by its heartbeat. */
  readonly expireInSeconds: number
  /** How many run at once in one process. */
  readonly concurrency: number
  /** How long one that was put off may lie after its time; 2 unless given. Every look costs a query. */
  readonly pollSeconds?: number
  /** At most one with the same key runs at any moment, in all processes together. */
  readonly isExclusive?: boolean
  readonly run: (workshop: Workshop, data: unknown, signal: AbortSignal) => Promise<void>
  /** The last try failed, for this reason. */
  readonly onGivenUp: (workshop: Workshop, data: unknown, reason: string) => Promise<void>
}

type Definition<Data> = Omit<Job, 'run' | 'onGivenUp'> & {
  readonly data: z.ZodType<Data>
  readonly run: (workshop: Workshop, data: Data, signal: AbortSignal) => Promise<void>
  readonly onGivenUp?: (workshop: Workshop, data: Data, reason: string) => Promise<void>
}

/** A job whose data is checked before it runs: what lies in a queue may come from an older version. */
export function job<Data>({ data: shape, run, onGivenUp, ...rest }: Definition<Data>): Job {
  return {
    ...rest,
    run: (workshop, data, signal) => run(workshop, shape.parse(data), signal),
    onGivenUp: async (workshop, data, reason) => onGivenUp?.(workshop, shape.parse(data), reason),
  }
}
