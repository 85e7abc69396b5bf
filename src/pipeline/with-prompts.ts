import { existsSync } from 'node:fs'
import { readPrompt } from './prompt.ts'
import type { Ask, Prompt, StageName } from './stage.ts'

/** Asks with the prompts of another folder; a stage that the folder has no file for keeps its own. */
export function withPrompts(folder: URL, ask: Ask): Ask {
  const prompts = new Map<StageName, Prompt>()
  return (stage, input, options) => {
    if (!existsSync(new URL(`${stage.name}.md`, folder))) return ask(stage, input, options)
    const prompt = prompts.get(stage.name) ?? readPrompt(stage.name, folder)
    prompts.set(stage.name, prompt)
    return ask({ ...stage, prompt }, input, options)
  }
}
