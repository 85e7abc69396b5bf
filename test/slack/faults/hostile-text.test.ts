import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../src/workspace/links.ts'
import type { Message, View } from '../../../src/workspace/model.ts'
import { pingsOf } from '../../../src/workspace/pings.ts'
import { aFront, alice, bob, carol, postmortems } from '../../support/a-front.ts'
import { aQueue } from '../../support/a-workshop.ts'
import { messagesIn, textOf } from '../../support/shown-text.ts'
import { allShown } from './all-shown.ts'
import { hostileDocuments, hostileScript, ownHost, texts } from './hostile-shop.ts'
import { keyOf, unsaid } from './until-done.ts'

const front = await aFront(await aQueue(), { transport: 'http', script: hostileScript })
const { people, workspace, pool, publish, settled } = front
const shown = allShown(workspace)
/** Shown as it was written, so that what follows looks at something. */
const [example = ''] = texts

const named = (ending: RegExp) => messagesIn(front, postmortems).filter((message) => ending.test(keyOf(message) ?? ''))
const says = (ones: readonly (Message | View)[]): boolean => ones.some((one) => textOf(one).includes(example))

/** Presses a button and fills in the form that opens. */
async function filledIn(person: string, ts: string, actionId: string, entries: Readonly<Record<string, string>>) {
  await people.click(person, postmortems, ts, actionId)
  const view = people.openModal(person)
  const { result } = await people.submit(person, view?.id ?? '', entries)
  if (result !== 'closed') await people.close(person, view?.id ?? '')
  return result
}

/** All of it comes in before what was shown is looked at. */
describe('hostile text', { timeout: 240_000, shuffle: false }, () => {
  test('comes into documents, and into what a model says of them', async () => {
    await publish(hostileDocuments)
    const { rows } = await pool.query('select state, count(*)::int as documents from postmortems group by 1')
    expect(rows).toEqual([{ state: 'mapped', documents: texts.length }])
    expect(named(/:finding:quartz$/).length).toBeGreaterThan(80)
    for (const kind of [/^digest:\d+:\w+$/, /:summary$/, /:finding:quartz$/, /:similar$/])
      expect(says(named(kind))).toBe(true)
  })

  test('comes into patterns and opportunities', async () => {
    await people.command(carol, postmortems, '/patterns', 'quartz')
    await settled()
    await people.command(carol, postmortems, '/opportunities', 'quartz')
    await settled()
    expect(named(/:pattern:\d+$/).length).toBeGreaterThan(40)
    expect(named(/:opportunity:\d+$/).length).toBeGreaterThan(20)
    for (const kind of [/:pattern:\d+$/, /:opportunity:\d+$/]) expect(says(named(kind))).toBe(true)
  })

  test('comes into commands and mentions', async () => {
    for (const [place, text] of texts.entries()) {
      expect(await people.command(carol, postmortems, '/lode', `similar ${text}`)).toBe('acknowledged')
      expect(await people.command(carol, postmortems, '/patterns', text)).toBe('acknowledged')
      expect(await people.command(carol, postmortems, '/opportunities', `quartz since ${text}`)).toBe('acknowledged')
      if (place % 3 === 0) people.say(carol, postmortems, `<@${workspace.botUserId}> similar ${text}`)
      if (place % 3 === 1) people.say(carol, postmortems, `<@${workspace.botUserId}> patterns ${text}`)
      if (place % 3 === 2) people.say(carol, people.directMessage(carol), text)
    }
    await settled()
  })

  test('comes into the quotes behind a digest', async () => {
    for (const { ts } of named(/:finding:quartz$/)) {
      await people.click(carol, postmortems, ts, 'show_quotes')
      await people.close(carol, people.openModal(carol)?.id ?? '')
    }
    expect(says([...shown].filter((one) => 'hash' in one))).toBe(true)
  })

  test('comes into the words of a proposal and the reason of its rejection', async () => {
    const proposals = named(/:opportunity:\d+$/)
    const share = Math.ceil(texts.length / proposals.length)
    for (const [place, { ts }] of proposals.entries())
      for (const text of texts.slice(place * share, (place + 1) * share)) {
        await filledIn(bob, ts, 'edit_opportunity', { investment: text.slice(0, 300), mechanism: text.slice(0, 2_000) })
        await settled()
      }
    for (const [place, { ts }] of proposals.entries())
      await filledIn(bob, ts, 'reject_opportunity', { rejection: texts[place]?.slice(0, 2_000) ?? '' })
    await settled()
    expect(textOf(named(/:opportunity:\d+$/)[0])).toMatch(/Rejected by .*<!channel> read this[\s\S]*Words changed by/)
  })

  test('comes into the words of a vote, and so before curators', async () => {
    const disputed = named(/:finding:quartz$/).slice(0, 10)
    const share = Math.ceil(texts.length / disputed.length)
    for (const [place, { ts }] of disputed.entries()) {
      const words = texts.slice(place * share, (place + 1) * share).map((text) => text.slice(0, 20))
      await people.shortcut(alice, postmortems, ts, 'wrong_attribution')
      await people.submit(alice, people.openModal(alice)?.id ?? '', { words: words.join(' ') })
    }
    await people.command(alice, postmortems, '/lode', 'curate')
    await people.command(alice, postmortems, '/lode', 'status')
    people.openHome(alice)
    await settled()
    expect(textOf(people.homeOf(alice))).toMatch(/disputed by .*“<!channel> read this/)
  })

  describe('nothing that was shown', () => {
    test('notifies anybody but those who asked or decided', () => {
      const involved = [`<@${alice}>`, `<@${bob}>`, `<@${carol}>`]
      expect([...shown].flatMap(pingsOf).filter((ping) => !involved.includes(ping))).toEqual([])
    })

    test('leads anywhere but to a postmortem', () => {
      const links = [...shown].flatMap(linksOf)
      expect(links.length).toBeGreaterThan(50)
      expect(links.filter((link) => !link.startsWith(`https://${ownHost}/`))).toEqual([])
    })

    test('holds a letter that nobody sees', () => {
      const written = [...shown].map(({ blocks, ...one }) => stringsIn([blocks, 'text' in one ? one.text : one.title]))
      expect(written.flat().filter((text) => unseen.test(text))).toEqual([])
    })

    test('was refused, and nothing is left unsaid', async () => {
      expect(await unsaid(front)).toEqual([])
      expect(front.logged.filter(({ level }) => Number(level) >= 50)).toEqual([])
      expect(workspace.calls.filter(({ answer }) => answer?.ok !== true)).toEqual([])
    })

    test('was logged', () => {
      const log = front.logged.map((line) => Object.values(line).join(' ')).join('\n')
      const told = texts
        .map((text) => text.trim().slice(0, 30))
        .filter((text) => text.length >= 8 && log.includes(text))
      expect(told).toEqual([])
    })
  })
})

/** Bidi controls, zero-width letters but for the joiners of emoji, tags, soft hyphens, and control characters. */
const unseen =
  /[\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD\u180E\u3164\u{E0000}-\u{E0FFF}]|(?<!(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F))\u200D|(?!\n)\p{Cc}|\p{Surrogate}/u

function stringsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part]
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(stringsIn) : []
}
