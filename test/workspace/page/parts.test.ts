import { describe, expect, test } from 'vitest'
import type { Workspace } from '../../../src/workspace/workspace.ts'
import { aClient, alice, bob, channel } from '../a-workspace.ts'
import { act, aPage, aPageWithApp, mira, part, secret } from './a-page.ts'

const names = (html: string) => [...html.matchAll(/class="name">([^<]+)/g)].map(([, name]) => name)
const shown = (html: string) => [...html.matchAll(/class="text"><span>([^<]*)/g)].map(([, text]) => text)
const talk = ({ people }: Workspace, count: number) =>
  Array.from({ length: count }, (_, number) => people.say(bob, channel, `message ${number}`))

describe('channels', () => {
  test('everybody sees the channels they are in, and no others', async () => {
    const workspace = await aPage()
    expect(names(await part(workspace, 'sidebar'))).toEqual(['datastore-reliability', 'incident-room', 'Lode'])
    expect(names(await part(workspace, 'sidebar', mira))).toEqual(['datastore-reliability', 'Lode'])
    expect(await part(workspace, `channel/${secret}`, mira)).toBe('status 404')
  })

  test('an empty channel says what to try', async () => {
    const html = await part(await aPage(), `channel/${channel}`)
    expect(html).toContain('data-insert="/patterns dynamodb"')
    expect(html).toContain('data-insert="/lode help"')
  })

  test('what people and documents say is text, never markup', async () => {
    const workspace = await aPage()
    const hostile = '<img src=x onerror=alert(1)> &amp; "quotes"'
    await act(workspace, 'write', { channel, text: hostile })
    await aClient(workspace).chat.postMessage({
      channel,
      text: 'x',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: hostile } }],
    })
    const html = await part(workspace, `channel/${channel}`)
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img src=x onerror=alert\(1\)&gt; &amp;amp; &quot;quotes&quot;/g)).toHaveLength(2)
  })

  test('the latest hundred messages are shown, and as many more as wanted', async () => {
    const workspace = await aPage()
    talk(workspace, 250)
    const latest = await part(workspace, `channel/${channel}`)
    expect(shown(latest)).toHaveLength(100)
    expect(shown(latest).at(-1)).toBe('message 249')
    expect(latest).toContain('Load earlier messages (150 more)')
    expect(shown(await part(workspace, `channel/${channel}?limit=200`))[0]).toBe('message 50')
    expect(await part(workspace, `channel/${channel}?limit=300`)).not.toContain('Load earlier')
  })

  test('a link to an earlier message shows it among those before and all after it', async () => {
    const workspace = await aPage()
    const messages = talk(workspace, 250)
    const html = await part(workspace, `channel/${channel}?at=${messages[40]?.ts}`)
    expect(shown(html)[0]).toBe('message 30')
    expect(shown(html)).toHaveLength(220)
  })

  test('what is only for one person is shown to that person alone', async () => {
    const workspace = await aPage()
    await aClient(workspace).chat.postEphemeral({ channel, user: alice, text: 'psst' })
    expect(await part(workspace, `channel/${channel}`)).toMatch(/Only visible to you[\s\S]*psst/)
    expect(await part(workspace, `channel/${channel}`, bob)).not.toContain('psst')
  })

  test('a message with replies says how many and from whom, and its thread shows them', async () => {
    const workspace = await aPage()
    const [parent] = talk(workspace, 1)
    const threadTs = parent?.ts ?? ''
    for (const text of ['one', 'two']) workspace.people.say(alice, channel, text, threadTs)
    expect(await part(workspace, `channel/${channel}`)).toMatch(/title="Alice Moreau"[\s\S]*2 replies/)
    expect(shown(await part(workspace, `thread/${channel}/${threadTs}`))).toEqual(['message 0', 'one', 'two'])
    expect(await part(workspace, `thread/${secret}/${threadTs}`, mira)).toBe('status 404')
  })

  test('messages of one person that follow each other closely are grouped; a reply bar ends a group', async () => {
    const workspace = await aPage()
    const [, second] = talk(workspace, 3)
    workspace.people.say(alice, channel, 'reply', second?.ts)
    const html = await part(workspace, `channel/${channel}`)
    expect([...html.matchAll(/class="message( grouped)?"/g)].map(([, grouped]) => grouped !== undefined)).toEqual([
      false,
      true,
      false,
    ])
  })
})

test('a permalink leads to the message on the page', async () => {
  const workspace = await aPage()
  const [message] = talk(workspace, 1)
  const { permalink = '' } = await aClient(workspace).chat.getPermalink({ channel, message_ts: message?.ts ?? '' })
  const response = await fetch(permalink, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe(`/#${channel}/p${message?.ts.replace('.', '')}`)
})

describe('the app', () => {
  test('its home tab is asked for when it is opened, and shown when it is published', async () => {
    const workspace = await aPageWithApp((app) =>
      app.event('app_home_opened', async ({ event, client }) => {
        const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: `Hello ${event.tab}` } }]
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } })
      }),
    )
    expect(await part(workspace, 'home')).toContain('Lode has nothing here yet')
    const { body } = await act(workspace, 'open', { tab: 'home' })
    expect(workspace.state.channel(body.channel ?? '')?.kind).toBe('im')
    await expect.poll(() => part(workspace, 'home')).toContain('Hello home')
    expect(await part(workspace, 'home', bob)).not.toContain('Hello')
    expect(await part(workspace, `channel/${body.channel}`, bob)).toBe('status 404')
  })
})
