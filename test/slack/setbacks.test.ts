import { beforeEach, expect, test } from 'vitest'
import type { Content } from '../../src/content.ts'
import { deliverPostsJob } from '../../src/jobs/deliver-posts.ts'
import { latestReports } from '../../src/store/curation.ts'
import { savePost } from '../../src/store/posts.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import { aFront, alice, carol, emptied, postmortems, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { obliging } from '../support/scripted-ask.ts'
import { messageSaying, messagesIn, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const two = { 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz'], 'date: 2024-09-05') }

test.each(transports)('who clicks is told when that fails after it was acknowledged, over %s', async (transport) => {
  const front = await aFront(queue, { transport })
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  front.workspace.faults.next('views.open', { kind: 'refused', error: 'internal_error' })
  const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
  await front.people.click(carol, postmortems, ts, 'show_quotes')
  await front.settled()
  expect(toldTo(front, carol)).toEqual([expect.stringContaining('That did not work')])
})

test('a refresh that is asked for while the same is folded is folded anew', async () => {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const front = await aFront(queue, {
    script: {
      patterns: async (...given) => {
        asked.resolve()
        await answer.promise
        return obliging.patterns(...given)
      },
    },
  })
  goesWithTheTest(async () => answer.resolve())
  await front.publish(two)
  await front.people.command(carol, postmortems, '/patterns', 'quartz')
  await asked.promise
  await front.people.command(alice, postmortems, '/patterns', 'quartz refresh')
  answer.resolve()
  await front.settled()
  expect(front.workshop.scripted.count('patterns')).toBe(2)
})

test('a one-pager stands without its chart where the workspace takes no uploads', async () => {
  const front = await aFront(queue)
  await front.publish(two)
  const refusal = { kind: 'refused', error: 'file_uploads_disabled' } as const
  front.workspace.faults.next('files.getUploadURLExternal', refusal, refusal, refusal)
  await front.people.command(carol, postmortems, '/patterns', 'quartz')
  await front.settled()
  expect(threadsIn(front, postmortems).at(-1)?.[0]).toContain('failure patterns')
})

test('the Home counts no incident that is withdrawn', async () => {
  const front = await aFront(queue)
  await front.publish(two)
  await front.people.command(carol, postmortems, '/patterns', 'quartz')
  await front.settled()
  await front.publish({ 'a.md': null })
  expect(await latestReports(front.pool, 5)).toMatchObject([{ technology: 'quartz', incidents: 1 }])
})

test('a message that can not be shown holds up no other', async () => {
  const front = await aFront(queue)
  const nonsense = { kind: 'nonsense' } as unknown as Content
  await savePost(front.pool, { key: 'nonsense', channel: postmortems, shows: nonsense })
  await savePost(front.pool, { key: 'note', channel: postmortems, shows: { kind: 'note', text: 'All is well.' } })
  await front.workshop.boss.send(deliverPostsJob.name, { channel: postmortems }, { singletonKey: postmortems })
  await front.settled()
  expect(messagesIn(front, postmortems).map(textOf)).toEqual(['All is well.'])
  await front.people.command(carol, postmortems, '/lode', 'status')
  expect(toldTo(front, carol).at(-1)).not.toContain('Nothing needs you')
})
