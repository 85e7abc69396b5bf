import { beforeEach, describe, expect, test } from 'vitest'
import { PermanentError } from '../../src/errors.ts'
import { auditFold } from '../../src/jobs/audit-fold.ts'
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

/** Three incidents of Quartz, of two teams. */
const teams = {
  'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nseverity: SEV1\nowner_team: team-checkout'),
  'b.md': aDocument(['Quartz'], 'date: 2025-02-07\nseverity: SEV2\nowner_team: team-checkout'),
  'c.md': aDocument(['Quartz'], 'date: 2025-03-09\nseverity: SEV1\nowner_team: Stock'),
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
    const front = await asked({ transport }, 'quartz', { ...two, 'c.md': aDocument(['Quartz'], 'date: 2024-02-09') })
    expect(toldTo(front, alice)).toEqual([
      expect.stringContaining('The one-pager of quartz, from 3 digests, will be posted'),
    ])
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringMatching(
          /^quartz: failure patterns\n3 incidents, all incidents on record · asked by @U0ALICE\n.*Hot partitions — 3 incidents/s,
        ),
        expect.stringMatching(
          /^1\. Hot partitions\n3 incidents · capacity & scaling.*2025-02-07 · root cause\n.*2024-03-05 · SEV2.*CorrectWrong$/s,
        ),
        expect.stringMatching(/^Ledger\n3 found = 3 in scope \(3 themed, 0 other\)/),
      ],
    ])
    expect(front.workspace.state.files()).toMatchObject([{ name: 'trend.png', mimetype: 'image/png' }])
    expect(JSON.stringify(front.people.history(postmortems)[0])).toContain(front.workspace.state.files()[0]?.id)
  })

  test('tells themes of one or two incidents apart, and incidents that fit none, the worst first', async () => {
    const facts = 'facts:\n  lost_revenue_eur: 120000\n  duration_minutes: 47'
    const files = {
      'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nseverity: SEV2'),
      'b.md': aDocument(['Quartz'], 'date: 2025-02-07\nseverity: SEV3'),
      'c.md': aDocument(['Quartz'], `date: 2025-02-08\nseverity: SEV1\n${facts}`),
      'd.md': aDocument(['Quartz'], 'date: 2025-02-09\nseverity: SEV4'),
    }
    const script: FrontOptions['script'] = {
      assignment: ({ digests, criteria }) => ({
        assignments: digests.map(({ id, severity }) => ({
          digestId: id,
          criterionIds: severity === 'SEV2' || severity === 'SEV3' ? criteria.map((criterion) => criterion.id) : [],
        })),
      }),
    }
    const front = await asked({ transport, script }, 'quartz', files)
    const [thread] = threadsIn(front, postmortems)
    expect(thread?.[0]).toContain('1 theme of one or two incidents stands apart below')
    expect(thread?.[1]).toMatch(
      /^Rare, but severe\n.*2025-02-08 · SEV1 · root cause · 47 minutes · lost revenue 120,000 EUR\n+Also rare\nHot partitions — 2 incidents.*\n.*SEV3.*\n.*SEV2.*\n+And 1 incident that fits no pattern, of no high severity\./s,
    )
    expect(thread?.[2]).toContain('4 found = 4 in scope (2 themed, 2 other)')
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
      expect(thread?.at(-1)).toContain('2 found = 1 outside the filter + 1 in scope (1 themed, 0 other)')
    }
    expect(front.workshop.scripted.count('patterns')).toBe(1)
  })

  test('narrowed to a team and severities counts theirs, from the same fold, and its buttons ask about them', async () => {
    const files = {
      ...teams,
      'd.md': aDocument(['Quartz'], 'date: 2025-03-05\nseverity: sev1\nowner_team: team-checkout'),
    }
    const front = await asked({ transport }, 'quartz severity SEV1 since 2025 team checkout', files)
    await front.people.command(bob, postmortems, '/patterns', 'team Stock quartz severity sev1, SEV2')
    await front.settled()
    const [narrow, other] = threadsIn(front, postmortems)
    expect(narrow?.[0]).toContain(
      '1 incident, since 2025-01-01, of team-checkout, of severity SEV1 · asked by @U0ALICE',
    )
    expect(narrow?.at(-1)).toContain('4 found = 3 outside the filter + 1 in scope (1 themed, 0 other)')
    expect(other?.[0]).toContain('1 incident, of team Stock, of severity SEV1 or SEV2 · asked by @U0BOB')
    const root = front.people.history(postmortems)[0]?.ts ?? ''
    await front.people.click(carol, postmortems, root, 'fold_again')
    await front.settled()
    expect(threadsIn(front, postmortems)[2]?.[0]).toContain(
      '1 incident, since 2025-01-01, of team-checkout, of severity SEV1 · asked by @U0CAROL',
    )
    expect(front.workshop.scripted.count('patterns')).toBe(2)
  })

  test('narrowed to what no postmortem states says what there is, and folds nothing', async () => {
    const front = await asked({ transport }, 'quartz team chekout', teams)
    await front.people.command(alice, postmortems, '/patterns', 'quartz severity P0')
    await front.people.command(alice, postmortems, '/patterns', 'quartz severity')
    await front.settled()
    expect(toldTo(front, alice)).toEqual([
      'No postmortem on record states the team “chekout”. The teams on record: team-checkout, Stock.',
      'No postmortem on record states the severity “P0”. The severities on record: SEV1, SEV2.',
      'Of which severity? Write “severity SEV1”, or “severity SEV1, SEV2”.',
    ])
    expect(threadsIn(front, postmortems)).toEqual([])
  })

  test('says of each pattern whether it becomes more, and what that rests on', async () => {
    const late = ['2025-01-02', '2025-01-20', '2025-02-03', '2025-02-14', '2025-03-01', '2025-03-06']
    const files = Object.fromEntries(
      ['2024-01-10', ...late].map((day) => [`${day}.md`, aDocument(['Quartz'], `date: ${day}`)]),
    )
    const front = await asked({ transport }, 'quartz', files)
    await front.people.command(alice, postmortems, '/patterns', 'quartz since 2025-02')
    await front.settled()
    const [all, window] = threadsIn(front, postmortems)
    expect(all?.[0]).toMatch(/Hot partitions — 7 incidents · capacity & scaling · [▁-█]+ · rising\n/)
    expect(all?.[0]).toContain('Rising or falling: the halves of 2024-01-11 to 2025-03-06 differ by more than chance')
    expect(all?.[1]).toContain('Rising: 0 in the earlier half of 2024-01-11 to 2025-03-06, 6 in the later')
    expect(window?.[1]).toContain('Too few to say: 2 in the earlier half of 2025-02-01 to 2025-03-06, 2 in the later')
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

  test('says under its ledger how far an audit found it can be trusted, until it is folded anew', async () => {
    const front = await asked({ transport }, 'quartz')
    const [quartz] = front.workshop.technologies
    if (!quartz) throw new Error('the workshop knows Quartz')
    const plan = { shuffles: 1, sample: 2, random: () => 0 }
    await auditFold(front.workshop, quartz, plan)
    const said = async (words: string) => {
      await front.people.command(bob, postmortems, '/patterns', words)
      await front.settled()
      return threadsIn(front, postmortems).at(-1)?.at(-1)
    }
    expect(await said('quartz')).toMatch(
      /^Ledger\n.*\nAudited on \d{4}-\d\d-\d\d: 100 % \(95 %: 16–100\) of 2 members confirmed by a blind look, 100 % \(95 %: 2–100\) of members stable in 1 other order/s,
    )
    expect(await said('quartz refresh')).not.toContain('Audited')
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
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('1 theme of one or two incidents stands apart below')
  })

  test('without a technology offers those that there are, by buttons that ask', async () => {
    const front = await asked({ transport }, '')
    const [told] = front.people.ephemerals(alice)
    expect(textOf(told)).toMatch(/^Patterns of which technology\? .*\nAll\nquartz \(2\)$/s)
    await front.people.click(alice, postmortems, told?.ts ?? '', 'ask_patterns:all')
    await front.people.click(alice, postmortems, told?.ts ?? '', 'ask_patterns:quartz')
    await front.settled()
    expect(new Set(threadsIn(front, postmortems).map(([root]) => root?.split('\n')[0]))).toEqual(
      new Set(['All technologies: failure patterns', 'quartz: failure patterns']),
    )
    expect(toldTo(front, alice)).toContainEqual(expect.stringContaining('The one-pager of quartz, from 2 digests'))
  })

  test('of all technologies is answered by their matrix and the themes that cross them, narrowed alike', async () => {
    const front = await asked({ transport }, 'quartz', {
      ...teams,
      'd.md': aDocument(['Quartz', 'Basalt'], 'date: 2025-04-09\nseverity: SEV1\nowner_team: Stock'),
      'f.md': aDocument(['Quartz', 'Basalt'], 'date: 2025-04-11'),
      'e.md': aDocument(['Granite'], 'date: 2025-04-10\nseverity: SEV1\nowner_team: Stock'),
    })
    await front.people.command(alice, postmortems, '/patterns', 'basalt')
    await front.settled()
    await front.people.command(alice, postmortems, '/patterns', 'all')
    await front.people.command(alice, postmortems, '/patterns', 'severity SEV1 all team stock')
    await front.settled()
    const [, , all, narrow] = threadsIn(front, postmortems)
    expect(all?.[0]).toMatch(/^All technologies: failure patterns\n5 incidents, all incidents on record · counted on /)
    expect(all?.[0]).toContain(
      [
        '               cap   – all',
        'quartz           5   ·   5',
        'basalt           2   ·   2',
        'all              5   ·   5',
      ].join('\n'),
    )
    expect(all?.[0]).toContain('Not folded yet, and not in the table\ngranite, 1 incident on record: /patterns granite')
    expect(all?.[1]).toMatch(
      /^Themes that cross technologies\nbasalt Hot partitions \(2\) and quartz Hot partitions \(5\) · capacity & scaling: 2 incidents in both/,
    )
    expect(narrow?.[0]).toContain('2 incidents, of team Stock, of severity SEV1 · counted on')
    expect(narrow?.[0]).toMatch(/quartz +2 +· +2\n/)
    expect(front.workshop.scripted.count('patterns')).toBe(2)
    expect(toldTo(front, alice).at(-1)).toContain('of all technologies are posted in this channel')
    await front.people.click(bob, postmortems, front.people.history(postmortems)[2]?.ts ?? '', 'ask_patterns:granite')
    await front.settled()
    expect(threadsIn(front, postmortems)[4]?.[0]).toContain('granite: failure patterns')
  })

  test('of all technologies says whose fold is behind', async () => {
    const front = await asked({ transport }, 'quartz')
    await front.pool.query(`delete from decided_digests`)
    await front.people.command(alice, postmortems, '/patterns', 'all')
    await front.people.command(alice, postmortems, '/patterns', 'all refresh')
    await front.settled()
    expect(threadsIn(front, postmortems)[1]?.[0]).toContain(
      'Behind what is on record; asking folds them\nquartz: /patterns quartz',
    )
    expect(toldTo(front, alice).at(-1)).toContain('name a technology with “refresh”')
    expect(threadsIn(front, postmortems)).toHaveLength(2)
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
    expect(threadsIn(front, postmortems)[1]?.[0]).toContain('1 theme of one or two incidents stands apart below')
  })

  test('where the app is not a member asks to be invited', async () => {
    const front = await asked({ transport }, 'quartz')
    await front.people.command(alice, outside, '/patterns', 'quartz')
    await front.settled()
    expect(toldTo(front, alice)[1]).toContain('Invite me with /invite @lode')
    expect(threadsIn(front, outside)).toEqual([])
  })
})
