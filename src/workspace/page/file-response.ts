import type { ServerResponse } from 'node:http'
import type { File } from '../model.ts'
import { safeHeaders } from './request-guard.ts'

const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Sends an uploaded file: pictures to be looked at, everything else only to be kept, never to be run by the browser. */
export function sendFile(response: ServerResponse, file: File | undefined): void {
  if (!file) {
    response
      .writeHead(404, { ...safeHeaders, 'content-type': 'text/plain; charset=utf-8' })
      .end('There is no such file.')
    return
  }
  const isShown = shown.has(file.mimetype)
  response
    .writeHead(200, {
      ...safeHeaders,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': isShown ? file.mimetype : 'application/octet-stream',
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'cache-control': 'private, max-age=3600',
    })
    .end(file.bytes)
}
