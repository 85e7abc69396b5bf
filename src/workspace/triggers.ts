import { randomBytes, randomInt } from 'node:crypto'
import { ApiError } from './api-error.ts'

const lifetimeMs = 3000
const kept = 1000

type Trigger = { readonly userId: string; readonly teamId: string; readonly issuedAt: number; isExchanged: boolean }

/** Trigger ids: what lets the app open a modal for a person, once, within three seconds of what the person did. */
export class Triggers {
  readonly #clock: () => Date
  readonly #triggers = new Map<string, Trigger>()

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  issue(userId: string, teamId: string): string {
    const id = `${randomInt(1e10, 1e11)}.${randomInt(1e9, 1e10)}.${randomBytes(16).toString('hex')}`
    this.#triggers.set(id, { userId, teamId, issuedAt: this.#clock().getTime(), isExchanged: false })
    const oldest = this.#triggers.size > kept ? this.#triggers.keys().next().value : undefined
    if (oldest !== undefined) this.#triggers.delete(oldest)
    return id
  }

  /** Whom a trigger is for; after that it is used up. */
  exchange(id: string): { readonly userId: string; readonly teamId: string } {
    const trigger = this.#triggers.get(id)
    if (!trigger) throw new ApiError('invalid_trigger_id')
    if (trigger.isExchanged) throw new ApiError('exchanged_trigger_id')
    if (this.#clock().getTime() - trigger.issuedAt > lifetimeMs) throw new ApiError('expired_trigger_id')
    trigger.isExchanged = true
    return trigger
  }
}
