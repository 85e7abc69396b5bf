/** What goes over the wire. */
export type Request = {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | FormData | undefined
}

/** A whole answer, read to its end. */
export type Answer = {
  readonly ok: boolean
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * One request. A connection that breaks, an answer that stops in the middle and one that takes too long are failures
 * alike. Rejects only when the signal aborts.
 */
export async function askOnce(
  { url, ...request }: Request,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer | { readonly failure: unknown }> {
  // AbortSignal.any would leave something behind on a long-lived signal with each of many thousand requests.
  const ending = new AbortController()
  const end = (): void => ending.abort(signal?.reason)
  const timer = setTimeout(() => ending.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  signal?.addEventListener('abort', end, { once: true })
  try {
    const response = await fetch(url, { ...request, body: request.body ?? null, signal: ending.signal })
    const text = await response.text()
    return { ok: response.ok, status: response.status, headers: response.headers, text }
  } catch (failure) {
    signal?.throwIfAborted()
    return { failure }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}
