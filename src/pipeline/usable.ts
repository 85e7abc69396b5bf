import { InvalidAnswerError } from '../errors.ts'
import type { Ask, AskOptions, Stage } from './stage.ts'

/** What a stage says; null where its answer as a whole stayed unusable. Rejects with the model's own errors only. */
export async function usable<In, Out>(
  ask: Ask,
  stage: Stage<In, Out>,
  input: In,
  options?: AskOptions,
): Promise<Out | null> {
  try {
    const { held, output } = await ask(stage, input, options)
    return held.length > 0 ? null : output
  } catch (error) {
    if (error instanceof InvalidAnswerError) return null
    throw error
  }
}
