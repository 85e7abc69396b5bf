import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { App } from '@slack/bolt'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { featuresOf } from '../../../src/workspace/page/features.ts'
import { pageHandler } from '../../../src/workspace/page/page-handler.ts'
import type { Workspace, WorkspaceOptions } from '../../../src/workspace/workspace.ts'
import { alice, anHttpApp, aWorkspace, bob, channel } from '../a-workspace.ts'

export const mira = 'U0MIRA0001'
export const secret = 'C0SECRET01'

const manifest = {
  features: {
    slash_commands: [
      { command: '/patterns', description: 'Recurring failure patterns', usage_hint: 'dynamodb [since 2025-01]' },
      { command: '/opportunities', description: 'Investments worth making', usage_hint: 'dynamodb' },
      { command: '/lode', description: 'Help, status, curation', usage_hint: 'help | status' },
    ],
    shortcuts: [
      { name: 'Wrong attribution', type: 'message', callback_id: 'wrong_attribution' },
      { name: 'Ask Lode', type: 'global', callback_id: 'ask' },
    ],
  },
}

/** A workspace with its page: Alice and Bob, and Mira, a guest who is not in the second channel. */
export function aPage(options: WorkspaceOptions = {}): Promise<Workspace> {
  return aWorkspace({
    people: [
      { id: alice, name: 'alice', realName: 'Alice Moreau' },
      { id: bob, name: 'bob', realName: 'Bob Okafor' },
      { id: mira, name: 'mira', realName: 'Mira Santos', kind: 'guest' },
    ],
    channels: [
      { id: channel, name: 'datastore-reliability', topic: 'Digests of every postmortem' },
      { id: secret, name: 'incident-room', kind: 'private', members: ['alice', 'bob'] },
    ],
    page: pageHandler(featuresOf(manifest)),
    ...options,
  })
}

/** The same with an app behind it, reached over HTTP: on a busy machine that has no connection to lose. */
export async function aPageWithApp(listen: (app: App) => void): Promise<Workspace> {
  const target = { url: '' }
  const workspace = await aPage({ delivery: { eventsUrl: () => target.url } })
  target.url = await anHttpApp(workspace, listen)
  return workspace
}

/** A part of the page as a person gets it. */
export async function part({ url }: Workspace, path: string, as = alice): Promise<string> {
  const response = await fetch(`${url}/page/${path}${path.includes('?') ? '&' : '?'}as=${as}`)
  return response.ok ? response.text() : `status ${response.status}`
}

/** What the page's script sends. */
export async function act({ url }: Workspace, name: string, what: object, as = alice) {
  const headers = { 'content-type': 'application/json', origin: url }
  const response = await fetch(`${url}/page/${name}?as=${as}`, { method: 'POST', headers, body: JSON.stringify(what) })
  return { status: response.status, body: z.record(z.string(), z.string()).parse(await response.json()) }
}

/** A request whose headers are exactly these, which `fetch` does not allow. */
export async function rawRequest(url: string, method: string, headers: Record<string, string>, body = '') {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers }, resolve).on('error', reject).end(body)
  })
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** A line to the workspace that can be cut and mended. */
export async function aCutLine(to: string) {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((socket) => {
    if (isCut) return socket.destroy()
    const onward = connect(Number(new URL(to).port), '127.0.0.1')
    for (const end of [socket, onward]) sockets.add(end.on('error', () => {}))
    socket.pipe(onward).pipe(socket)
  })
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      isCut = false
    },
  }
}
