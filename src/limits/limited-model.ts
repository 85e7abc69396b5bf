import { BusyError } from '../errors.ts'
import type { Model, ModelReply, ModelRequest, Tier } from '../ports.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Limiter, limiter } from './limiter.ts'
import type { Quota } from './room.ts'

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
    nameOf: (tier) => model.nameOf(tier),
    async answer(request) {
      const { tier, isUrgent = false, signal } = request
      const estimate = promptTokens(request) + request.maxTokens
      const permit = await limiterOf(tier).enter(estimate, { isUrgent, ...(signal && { signal }) })
      let taken = estimate // of a failed call nobody says what it took; it may be all of it
      let isThrottled = false
      try {
        const reply = await model.answer(request)
        taken = tokensOf(reply, burndown(model.nameOf(tier)))
        return reply
      } catch (error) {
        isThrottled = error instanceof BusyError
        throw error
      } finally {
        if (isThrottled) permit.throttled()
        else permit.settle(taken)
      }
    },
  }
}

function promptTokens({ system, turns, schema }: ModelRequest): number {
  const texts = [system, JSON.stringify(schema.json), ...turns.map((turn) => turn.text)]
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / lettersPerToken)
}

/** Reads from the cache are free of quota. */
function tokensOf({ inputTokens, cacheWriteTokens, outputTokens }: ModelReply, burndown: number): number {
  return inputTokens + cacheWriteTokens + outputTokens * burndown
}
