import { randomBytes } from 'node:crypto'
import type { Installation } from './app-identity.ts'

const lifetimeMs = 30 * 60_000
const uses = 5
const kept = 5000

/** What a response URL answers: to whom, where, and which message it may replace or delete. */
export type ResponseTarget = {
  readonly userId: string
  readonly channelId: string
  readonly installation: Installation
  readonly original: { readonly ts: string; readonly isEphemeral: boolean } | null
}

type Entry = { target: ResponseTarget; readonly issuedAt: number; left: number }

/** Response URLs: five uses within thirty minutes each. */
export class ResponseUrls {
  readonly #clock: () => Date
  readonly #entries = new Map<string, Entry>()

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** The id at the end of a new URL. */
  issue(target: ResponseTarget): string {
    const id = randomBytes(12).toString('hex')
    this.#entries.set(id, { target, issuedAt: this.#clock().getTime(), left: uses })
    const oldest = this.#entries.size > kept ? this.#entries.keys().next().value : undefined
    if (oldest !== undefined) this.#entries.delete(oldest)
    return id
  }

  /** Uses a URL once, or says in Slack's word why that is not possible. */
  use(id: string): ResponseTarget | 'invalid_url' | 'expired_url' | 'used_url' {
    const entry = this.#entries.get(id)
    if (!entry) return 'invalid_url'
    if (this.#clock().getTime() - entry.issuedAt > lifetimeMs) return 'expired_url'
    if (entry.left === 0) return 'used_url'
    entry.left -= 1
    return entry.target
  }

  /** From now on this is what the URL replaces or deletes. */
  aim(id: string, original: ResponseTarget['original']): void {
    const entry = this.#entries.get(id)
    if (entry) entry.target = { ...entry.target, original }
  }
}
