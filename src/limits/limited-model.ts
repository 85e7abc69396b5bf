import { setTimeout as pause } from 'node:timers/promises'
import { BusyError } from '../errors.ts'
import type { Model, ModelReply, ModelRequest, Tier } from '../ports.ts'
import { type Limiter, limiter, type Quota } from './limiter.ts'
import type { Clock } from './token-bucket.ts'

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: async (milliseconds, signal) => pause(milliseconds, undefined, signal ? { signal } : {}),
}

/** Too low an estimate is settled afterwards; too high a one only starts a call later. */
const lettersPerToken = 3

/**
 * Paces a model's calls, one limiter for each model behind the tiers. The estimate is what the provider reserves: the
 * prompt and all of `maxTokens`; it settles to prompt and output, with output weighted by `burndown`.
 */
export function limitedModel(
  model: Model,
  quota: Quota,
  burndown: (modelName: string) => number,
  clock: Clock = systemClock,
): Model {
  const limiters = new Map<string, Limiter>()
  const limiterOf = (tier: Tier): Limiter => {
    const name = model.nameOf(tier)
    const known = limiters.get(name) ?? limiter(quota, clock)
    limiters.set(name, known)
    return known
  }
  return {
    nameOf: model.nameOf,
    async answer(request) {
      const pace = limiterOf(request.tier)
      const estimate = promptTokens(request) + request.maxTokens
      const isUrgent = request.isUrgent === true
      const permit = await pace.enter(estimate, { isUrgent, ...(request.signal && { signal: request.signal }) })
      let taken = promptTokens(request)
      try {
        const reply = await model.answer(request)
        taken = tokensOf(reply, burndown(model.nameOf(request.tier)))
        return reply
      } catch (error) {
        if (error instanceof BusyError) pace.throttled()
        throw error
      } finally {
        permit.settle(taken)
      }
    },
  }
}

function promptTokens({ system, turns }: ModelRequest): number {
  const letters = turns.reduce((sum, turn) => sum + turn.text.length, system.length)
  return Math.ceil(letters / lettersPerToken)
}

/** Reads from the cache are free of quota. */
function tokensOf({ inputTokens, cacheWriteTokens, outputTokens }: ModelReply, burndown: number): number {
  return inputTokens + cacheWriteTokens + outputTokens * burndown
}
