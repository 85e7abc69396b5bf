import { createHash } from 'node:crypto'
import type { ClaudeModel } from './stand-in-bedrock-models.ts'
import { type PromptPart, tokensOf } from './stand-in-bedrock-prompt.ts'

type Prefix = { readonly key: string; readonly ttl: '5m' | '1h'; readonly tokens: number }

/** A prompt as it is billed: what is read anew, what comes from the cache, what is put there. They add up to the prompt. */
export type BilledPrompt = {
  readonly inputTokens: number
  readonly readTokens: number
  readonly writeTokens: number
  /** The written tokens by lifetime, the longer first; empty when nothing is written. */
  readonly details: readonly { readonly ttl: '5m' | '1h'; readonly inputTokens: number }[]
  readonly prefixes: readonly Prefix[]
}

const lifetimeMs = { '5m': 5 * 60_000, '1h': 60 * 60_000 }

/** The prompt cache of all models: prefixes that end at a cache point, each kept for a while after its last use. */
export class PromptCache {
  readonly #expiries = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** What of a prompt is in the cache now. A prefix below the model's minimum is silently left out. */
  look(model: ClaudeModel, parts: readonly PromptPart[]): BilledPrompt {
    const { prefixes, total } = prefixesOf(model, parts)
    const longest = prefixes.at(-1)?.tokens ?? 0
    const readTokens = prefixes.findLast(({ key }) => (this.#expiries.get(key) ?? 0) > this.#now())?.tokens ?? 0
    return {
      inputTokens: total - longest,
      readTokens,
      writeTokens: longest - readTokens,
      details: writesByLifetime(prefixes, readTokens),
      prefixes,
    }
  }

  /** Keeps the prefixes of a prompt that is being answered; only then can the next request read them. */
  keep({ prefixes }: BilledPrompt): void {
    for (const { key, ttl } of prefixes) this.#expiries.set(key, this.#now() + lifetimeMs[ttl])
  }
}

function prefixesOf(model: ClaudeModel, parts: readonly PromptPart[]): { prefixes: Prefix[]; total: number } {
  const hash = createHash('sha256').update(model.id)
  const prefixes: Prefix[] = []
  let characters = 0
  for (const part of parts) {
    if ('text' in part) {
      hash.update(`\0${part.text}`)
      characters += part.text.length
    } else if (tokensOf(characters) >= model.cacheMinimumTokens) {
      prefixes.push({ key: hash.copy().digest('hex'), ttl: part.ttl, tokens: tokensOf(characters) })
    }
  }
  return { prefixes, total: tokensOf(characters) }
}

function writesByLifetime(prefixes: readonly Prefix[], readTokens: number): BilledPrompt['details'] {
  const written = { '1h': 0, '5m': 0 }
  let before = readTokens
  for (const { ttl, tokens } of prefixes) {
    written[ttl] += Math.max(0, tokens - before)
    before = Math.max(before, tokens)
  }
  return (['1h', '5m'] as const).filter((ttl) => written[ttl] > 0).map((ttl) => ({ ttl, inputTokens: written[ttl] }))
}
