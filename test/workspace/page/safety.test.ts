import { describe, expect, test } from 'vitest'
import { alice, channel } from '../a-workspace.ts'
import { aPage, rawRequest } from './a-page.ts'

describe('the page keeps strangers out', () => {
  test('it allows nothing but its own scripts, styles and pictures, and nobody may frame it', async () => {
    const { url } = await aPage()
    const { headers, status } = await fetch(url)
    const policy = headers.get('content-security-policy')
    expect(status).toBe(200)
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('it has no script or style that the policy would stop', async () => {
    const { url } = await aPage()
    const html = await (await fetch(url)).text()
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)/)
    const assets = [...html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, path]) => path)
    expect(assets.length).toBeGreaterThan(10)
    for (const path of assets) expect([path, (await fetch(url + path)).status]).toEqual([path, 200])
  })

  test.each([
    ['a name that was made to point here', { host: 'evil.example' }],
    ['a name that begins like ours', { host: 'localhost.evil.example' }],
    ['another site that reads', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('a GET from %s is refused', async (_, strange) => {
    const { url } = await aPage()
    const { host } = new URL(url)
    for (const path of ['/', `/page/channel/${channel}`, '/events', '/page/main.js'])
      expect((await rawRequest(url + path, 'GET', { host, ...strange })).status).toBe(403)
  })

  test.each([
    ['without an origin', { origin: '' }, 403],
    ['from another site', { origin: 'http://evil.example' }, 403],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['from a page without an address', { origin: 'null' }, 403],
    ['as a form, which any site may send', { 'content-type': 'text/plain' }, 403],
    ['under another name', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['from the page itself', {}, 200],
  ])('a POST %s gets its due', async (_, strange, status) => {
    const { url, people } = await aPage()
    const headers = { host: new URL(url).host, origin: url, 'content-type': 'application/json', ...strange }
    const body = JSON.stringify({ channel, text: 'hello' })
    expect((await rawRequest(`${url}/page/write?as=${alice}`, 'POST', headers, body)).status).toBe(status)
    expect(people.history(channel)).toHaveLength(status === 200 ? 1 : 0)
  })

  test('what is no file of the page is not there, however it is asked for', async () => {
    const { url } = await aPage()
    const { host } = new URL(url)
    for (const path of ['/page/page-handler.ts', '/page/../model.ts', '/page/..%2fmodel.ts', '/page/', '/page/nothing'])
      expect([path, (await rawRequest(url + path, 'GET', { host })).status]).toEqual([path, 404])
  })
})

describe('uploaded files', () => {
  const aFile = (mimetype: string) => ({
    id: 'F0CHART001',
    name: 'chart "1".png',
    title: 'Chart',
    altText: 'Three bars',
    mimetype,
    filetype: 'png',
    size: 3,
    userId: alice,
    teamId: 'T1',
    created: 0,
    channelIds: [channel],
    urlPrivate: '',
    permalink: '',
    bytes: new Uint8Array([1, 2, 3]),
  })

  test.each([
    ['image/png', 'image/png', 'inline'],
    ['image/svg+xml', 'application/octet-stream', 'attachment'],
    ['text/html', 'application/octet-stream', 'attachment'],
  ])('%s is sent as %s, %s', async (mimetype, type, disposition) => {
    const { state, url } = await aPage()
    state.putFile(aFile(mimetype))
    const response = await fetch(`${url}/page/files/F0CHART001`)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-disposition')).toMatch(new RegExp(`^${disposition};`))
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(await response.bytes()).toEqual(new Uint8Array([1, 2, 3]))
  })
})
