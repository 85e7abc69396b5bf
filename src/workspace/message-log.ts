import type { Message } from './model.ts'

/** The messages of one channel in the order in which they were written, with every thread at hand. */
export class MessageLog {
  readonly #messages = new Map<string, Message>()
  /** By the parent's ts. */
  readonly #replies = new Map<string, Set<string>>()
  /** What stands in the channel itself. */
  readonly #history = new Set<string>()

  get(ts: string): Message | undefined {
    return this.#messages.get(ts)
  }

  put(message: Message): void {
    const { ts, threadTs } = message
    this.#messages.set(ts, message)
    if (threadTs === null || message.isBroadcast) this.#history.add(ts)
    if (threadTs === null) return
    const replies = this.#replies.get(threadTs) ?? new Set()
    this.#replies.set(threadTs, replies.add(ts))
  }

  delete({ ts, threadTs }: Message): void {
    this.#messages.delete(ts)
    this.#history.delete(ts)
    if (threadTs !== null) this.#replies.get(threadTs)?.delete(ts)
  }

  history(): readonly Message[] {
    return this.#all(this.#history)
  }

  /** Replies only, without their parent. */
  replies(ts: string): readonly Message[] {
    return this.#all(this.#replies.get(ts) ?? [])
  }

  replyCount(ts: string): number {
    return this.#replies.get(ts)?.size ?? 0
  }

  #all(timestamps: Iterable<string>): readonly Message[] {
    return [...timestamps].flatMap((ts) => this.#messages.get(ts) ?? [])
  }
}
