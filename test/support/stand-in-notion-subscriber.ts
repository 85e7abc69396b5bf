import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { verifyWebhookSignature } from '@notionhq/client'
import { onTestFinished } from 'vitest'

export type Received = {
  readonly body: Readonly<Record<string, unknown>>
  readonly size: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Whether the client's own check finds that it was signed with the token that came first. */
  readonly isSigned: boolean
}

/** Somebody who is told by webhooks: believes the token of the first request, and answers as it is told to. */
export async function aSubscriber(
  answerTo: (received: Received, count: number) => number = ({ isSigned }) => (isSigned ? 200 : 401),
): Promise<{ readonly url: string; readonly received: readonly Received[] }> {
  const received: Received[] = []
  let verificationToken = ''
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const fields: Received['body'] = JSON.parse(body)
    if (verificationToken === '') verificationToken = String(fields.verification_token)
    const signature = request.headers['x-notion-signature']?.toString()
    const isSigned = await verifyWebhookSignature({ body, signature, verificationToken })
    const got = { body: fields, size: body.length, headers: request.headers, isSigned }
    received.push(got)
    response.writeHead(answerTo(got, received.length)).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notion`, received }
}
