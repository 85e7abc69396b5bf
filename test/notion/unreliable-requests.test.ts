import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { signWebhookPayload } from '@notionhq/client'
import { beforeEach, describe, expect, test } from 'vitest'
import { emptied } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { about, aPageThatIsShown, effectsIn, shown } from './unreliable-page.ts'
import { type Letter, sendTo } from './unreliable-relay.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

async function signed(verificationToken: string, body: string): Promise<Letter> {
  return { body, signature: await signWebhookPayload({ body, verificationToken }) }
}

describe('a request that is not what Notion sends', () => {
  test('is refused, and leads to no request to Notion, no job and no known event', async () => {
    const world = await aPageThatIsShown(queue)
    const { id, token, webhook, notion } = world
    const event = { id: 'forged', type: 'page.content_updated', entity: { id, type: 'page' }, authors: [{ id: 'x' }] }
    const body = JSON.stringify(event)
    const large = JSON.stringify({ ...event, padding: 'x'.repeat(66_000) })
    const { signature } = await signed(token, body)
    const letters: readonly (readonly [string, number, Letter])[] = [
      ['not signed', 401, { body, signature: null }],
      ['with an empty signature', 401, { body, signature: '' }],
      ['signed by somebody else', 401, await signed('secret_of_mine', body)],
      ['changed after it was signed', 401, { body: `${body} `, signature }],
      ['signed in another way', 401, { body, signature: signature?.replace('sha256', 'sha1') ?? null }],
      ['no JSON, and not signed', 401, { body: body.slice(1), signature: null }],
      ['no JSON', 400, await signed(token, body.slice(1))],
      ['about nothing', 400, await signed(token, JSON.stringify({ ...event, entity: undefined }))],
      ['no event', 400, await signed(token, 'null')],
      ['without an id', 400, await signed(token, JSON.stringify({ ...event, id: '' }))],
      ['too large', 413, await signed(token, large)],
      ['too large, and not signed', 413, { body: large, signature: null }],
      ['another token', 401, { body: '{"verification_token":"secret_of_mine"}', signature: null }],
    ]
    notion.webhooks.unsubscribe()
    notion.workspace.edit(id, { markdown: about('pears') })
    const before = await effectsIn(world)
    const answers: unknown[] = []
    for (const [what, , letter] of letters) answers.push([what, await sendTo(webhook.url, letter)])
    const enormous = await signed(token, `${' '.repeat(5_000_000)}${body}`)
    expect([413, null]).toContain(await sendTo(webhook.url, enormous))
    await world.work()
    expect(answers).toEqual(letters.map(([what, status]) => [what, status]))
    expect(await effectsIn(world)).toEqual(before)
  })

  test('and never ends keeps no other from being heard, nor Lode from stopping', async () => {
    const world = await aPageThatIsShown(queue)
    const { webhook, notion, id, front } = world
    const { hostname, port, pathname } = new URL(webhook.url)
    const head = `POST ${pathname} HTTP/1.1\r\nHost: lode\r\n`
    const half = `${head}Content-Length: 5000\r\n\r\n{"id":`
    const sockets: Socket[] = []
    for (let count = 0; count < 60; count += 1) {
      const socket = connect(Number(port), hostname).on('error', () => {})
      sockets.push(socket)
      await once(socket, 'connect')
      await new Promise((resolve) => socket.write(count % 2 === 0 ? half : head, resolve))
    }
    for (const socket of sockets.slice(0, 20)) socket.destroy()
    notion.workspace.edit(id, { markdown: about('pears') })
    await world.work()
    expect(notion.webhooks.deliveries.at(-1)?.status).toBe(200)
    expect(shown(world)).toContain('pears')
    expect(JSON.stringify(front.logged)).not.toContain('pears')
    const closed = sockets.slice(20).map((socket) => socket.destroyed || once(socket, 'close'))
    await webhook.close()
    await Promise.all(closed)
  })
})
