import { BedrockError, type BedrockErrorName } from './stand-in-bedrock-error.ts'

/** How a model can stop other than by being done. */
export type BedrockStop =
  | 'max_tokens'
  | 'guardrail_intervened'
  | 'content_filtered'
  | 'malformed_model_output'
  | 'malformed_tool_use'
  | 'model_context_window_exceeded'
  | 'stop_sequence'

/** What happens on the wire, to any request. */
type WireStep =
  /** Answers with an error; status and message are the usual ones unless given. */
  | { readonly error: BedrockErrorName; status?: number; message?: string; headers?: Readonly<Record<string, string>> }
  /** Never answers; ends when the client goes away. */
  | { readonly hang: true }
  /** Sends the head and half of the body, then drops the connection. */
  | { readonly disconnect: true }
  /** Answers 200 with this as the whole body, JSON or not. */
  | { readonly body: string }

/** What the model does, which only Converse can show. */
type ModelStep =
  | { readonly stopReason: BedrockStop }
  /** The model's words, whatever was asked: a text block as it is; the input of a tool as JSON, else as a string. */
  | { readonly raw: string }
  /** A reasoningContent block comes before the answer. */
  | { readonly reasoning: true }

/** What happens to one request; `latencyMs` goes with any of them or stands alone. */
export type BedrockStep = (WireStep | ModelStep | { readonly latencyMs: number }) & { readonly latencyMs?: number }

/** The steps still to come, in the order of valid requests. An embedding leaves the model's steps to the next Converse. */
export class Script {
  readonly #steps: BedrockStep[] = []

  add(steps: readonly BedrockStep[]): void {
    this.#steps.push(...steps)
  }

  /** The next step; an empty one when there is none. */
  take(operation: 'converse' | 'invoke'): Partial<BedrockStep> {
    const [next] = this.#steps
    if (!next || (operation === 'invoke' && isOfModel(next))) return {}
    this.#steps.shift()
    return next
  }
}

function isOfModel(step: BedrockStep): boolean {
  return 'stopReason' in step || 'raw' in step || 'reasoning' in step
}

/** The error of a step, if it is one. */
export function errorOf(step: Partial<BedrockStep>): BedrockError | null {
  return 'error' in step && step.error ? new BedrockError(step.error, step) : null
}
