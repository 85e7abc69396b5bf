import type { Logger } from 'pino'
import type { Ask } from '../pipeline/stage.ts'

/** One line for every answer that a model gave: which stage and model, how much and how long. Never what it says. */
export function loggedAsk(log: Logger, ask: Ask): Ask {
  return async (stage, input, options) => {
    const answer = await ask(stage, input, options)
    const { model, calls, inputTokens, outputTokens, cacheReadTokens, costUsd, milliseconds, dropped, held } = answer
    const usage = { inputTokens, outputTokens, cacheReadTokens, costUsd, milliseconds }
    log.info({ stage: stage.name, model, calls, ...usage, dropped: dropped.length, held: held.length }, 'answered')
    return answer
  }
}
