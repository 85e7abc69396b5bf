import type { Ask } from '../pipeline/stage.ts'

/** Asks, and notes which stored answers were used. */
export function noting(ask: Ask): { readonly ask: Ask; readonly keys: string[] } {
  const keys: string[] = []
  return {
    keys,
    ask: async (stage, input, options) => {
      const answer = await ask(stage, input, options)
      keys.push(answer.key)
      return answer
    },
  }
}
