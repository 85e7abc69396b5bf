import { beforeEach, describe, expect, test } from 'vitest'
import { PermanentError } from '../../src/errors.ts'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  type FrontOptions,
  outside,
  postmortems,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { obliging } from '../support/scripted-ask.ts'
import { messageSaying, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** Two incidents of Quartz, which are announced nowhere. */
const two = {
  'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nseverity: SEV2'),
  'b.md': aDocument(['Quartz'], 'date: 2025-02-07'),
}

async function asked(options: FrontOptions, words: string, files: Readonly<Record<string, string>> = two) {
  const front = await aFront(queue, { routing: { everything: null }, ...options })
  await front.publish(files)
  await front.people.command(alice, postmortems, '/patterns', words)
  await front.settled()
  return front
}

describe.each(transports)('/patterns, over %s', (transport) => {
  test('is answered by a thread: the overview, a reply for each pattern, and the ledger', async () => {
    const front = await asked({ transport }, 'quartz')
    expect(toldTo(front, alice)).toEqual([
      expect.stringContaining('The one-pager of quartz, from 2 digests, will be posted'),
    ])
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringMatching(
          /^quartz: failure patterns\n2 incidents, all incidents on record · asked by @U0ALICE\n.*Hot partitions — 2 incidents/s,
        ),
        expect.stringMatching(
          /^1\. Hot partitions\n2 incidents · capacity & scaling.*2025-02-07 · root cause\n.*2024-03-05 · SEV2.*CorrectWrong$/s,
        ),
        expect.stringMatching(/^Ledger\n2 found = 2 in scope \(2 themed, 0 other\)/),
      ],
    ])
    expect(front.workspace.state.files()).toMatchObject([{ name: 'trend.png', mimetype: 'image/png' }])
    expect(JSON.stringify(front.people.history(postmortems)[0])).toContain(front.workspace.state.files()[0]?.id)
  })

  test('is answered from what is stored while nothing has changed', async () => {
    const front = await asked({ transport }, 'quartz')
    await front.people.command(bob, postmortems, '/patterns', 'QUARTZ')
    await front.settled()
    expect(front.workshop.scripted.count('patterns')).toBe(1)
    expect(threadsIn(front, postmortems).map(([root]) => /asked by @\w+/.exec(root ?? '')?.[0])).toEqual([
      'asked by @U0ALICE',
      'asked by @U0BOB',
    ])
  })

  test('says what is new since the last report', async () => {
    const front = await asked({ transport }, 'quartz')
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2025-04-09') })
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await front.settled()
    const [first, second] = threadsIn(front, postmortems)
    expect(first?.[0]).not.toContain('Since the report of')
    expect(second?.[0]).toMatch(/Since the report of \d{4}-\d\d-\d\d\nGrown: Hot partitions \(2 → 3\)/)
  })

  test('in a window counts its incidents, from the same fold', async () => {
    const now = () => new Date('2025-06-01T12:00:00Z')
    const front = await asked({ transport, workshop: { now } }, 'quartz')
    const windows = { 'since 2025-01': '2025-01-01', 'last 12 months': '2024-06-01', 'since 2024-03-06': '2024-03-06' }
    for (const [window, since] of Object.entries(windows)) {
      await front.people.command(alice, postmortems, '/patterns', `quartz ${window}`)
      await front.settled()
      const thread = threadsIn(front, postmortems).at(-1)
      expect(toldTo(front, alice).at(-1)).toContain(`The one-pager of quartz, from 1 digest since ${since}, will`)
      expect(thread?.[0]).toContain(`1 incident, since ${since} · asked by @U0ALICE`)
      expect(thread?.at(-1)).toContain('2 found = 1 outside the window + 1 in scope (1 themed, 0 other)')
    }
    expect(front.workshop.scripted.count('patterns')).toBe(1)
  })

  test('with “refresh” or by its button is folded anew', async () => {
    const front = await asked({ transport }, 'quartz')
    await front.people.command(alice, postmortems, '/patterns', 'quartz refresh')
    await front.settled()
    expect(toldTo(front, alice)[1]).toContain('I fold them anew.')
    await front.people.click(bob, postmortems, front.people.history(postmortems)[1]?.ts ?? '', 'fold_again')
    await front.settled()
    expect(front.workshop.scripted.count('patterns')).toBe(3)
    expect(threadsIn(front, postmortems).map(([root]) => root?.includes('nothing has changed'))).toEqual([
      false,
      true,
      true,
    ])
  })

  test('with a date that is none says so, and folds nothing', async () => {
    const front = await asked({ transport }, 'quartz since 2025-13')
    await front.people.command(alice, postmortems, '/patterns', 'quartz since 2025-02-30')
    await front.people.command(alice, postmortems, '/patterns', 'quartz since yesterday')
    await front.settled()
    expect(toldTo(front, alice)).toEqual(
      Array(3).fill(expect.stringMatching(/^“.*” is no date\. Write “since 2025-01”/)),
    )
    expect(threadsIn(front, postmortems)).toEqual([])
  })

  test('of an unknown technology suggests the nearest, by a button that asks', async () => {
    const front = await asked({ transport }, 'quarts')
    const [told] = front.people.ephemerals(alice)
    expect(textOf(told)).toMatch(/^There is no technology “quarts” here\. Did you mean one of these\?\s+quartz\n/)
    await front.people.click(alice, postmortems, told?.ts ?? '', 'ask_patterns:quartz')
    await front.settled()
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('Hot partitions — 2 incidents')
  })

  test('without a technology offers those that there are, by buttons that ask', async () => {
    const front = await asked({ transport }, '')
    const [told] = front.people.ephemerals(alice)
    expect(textOf(told)).toMatch(/^Patterns of which technology\? .*\nquartz \(2\)$/s)
    await front.people.click(alice, postmortems, told?.ts ?? '', 'ask_patterns:quartz')
    await front.settled()
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('Hot partitions — 2 incidents')
    expect(toldTo(front, alice)[1]).toContain('The one-pager of quartz, from 2 digests')
  })

  test('of a technology that no postmortem involves says so, and where the postmortems went', async () => {
    const front = await asked({ transport }, 'granite')
    expect(toldTo(front, alice)).toEqual([expect.stringContaining('No digest involves granite yet.')])
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringContaining('No incident on record involves it.'),
        expect.stringContaining('2 found = 2 about other technologies + 0 in scope'),
      ],
    ])
  })

  test('whose fold fails says so where the answer was awaited, with a button that asks again', async () => {
    let isDown = true
    const script: FrontOptions['script'] = {
      patterns: (input, options) => {
        if (isDown) throw new PermanentError('the model is gone')
        return obliging.patterns(input, options)
      },
    }
    const front = await asked({ transport, script }, 'quartz')
    const failed = messageSaying(front, postmortems, 'Finding the patterns of quartz failed')
    expect(textOf(failed)).toContain('the model is gone')
    isDown = false
    await front.people.click(carol, postmortems, failed.ts, 'ask_patterns')
    await front.settled()
    expect(threadsIn(front, postmortems)[1]?.[0]).toContain('Hot partitions — 2 incidents')
  })

  test('where the app is not a member asks to be invited', async () => {
    const front = await asked({ transport }, 'quartz')
    await front.people.command(alice, outside, '/patterns', 'quartz')
    await front.settled()
    expect(toldTo(front, alice)[1]).toContain('Invite me with /invite @lode')
    expect(threadsIn(front, outside)).toEqual([])
  })
})
