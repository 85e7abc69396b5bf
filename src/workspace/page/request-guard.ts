import type { IncomingMessage } from 'node:http'

/** Sent with everything: only what this server itself serves is loaded, run or asked, and nobody frames it. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

/**
 * Why a request is refused, or null. A strange `Host` is a page elsewhere that had its name point here (DNS
 * rebinding); a strange or missing `Origin` on a POST is another site, or no browser page at all.
 */
export function refusalOf({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): string | null {
  const { host = '', origin } = headers
  if (!loopback.test(host)) return `This workspace answers on 127.0.0.1 and localhost only, not as ${host || 'nobody'}.`
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate')
    return 'Another site may not read this workspace.'
  if (method === 'GET' || method === 'HEAD') return null
  if (origin?.toLowerCase() !== `http://${host.toLowerCase()}`) return 'Only the page of this workspace may do that.'
  return headers['content-type']?.split(';')[0] === 'application/json' ? null : 'Only JSON is understood.'
}

const bodyLimit = 1_000_000

/** The body of a request as text. Throws for one that is longer than anything the page sends. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > bodyLimit) throw new RangeError(`A request may have ${bodyLimit} bytes at most.`)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
