import { beforeEach, describe, expect, test } from 'vitest'
import { forgetIncident } from '../../src/jobs/forget-incident.ts'
import { publishDigestJob } from '../../src/jobs/publish-digest.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { aFront, alice, emptied, quartzRoom, type RunningFront } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { meanwhile } from '../support/meanwhile.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const { signal } = new AbortController()
const on = (day: string): string => aDocument(['Quartz'], `date: 2024-${day}`)
const two = { 'a.md': on('03-05'), 'b.md': on('04-05') }

const idOf = async ({ pool }: RunningFront, file: string): Promise<number> =>
  Number((await pool.query('select id from postmortems where source_id = $1', [file])).rows[0]?.id)

describe('what becomes restricted', () => {
  const secret = (day: string): string =>
    on(day).replace('Nobody', 'No wombat').replace('The checkout was', 'The wombat was')

  /** The thread of c.md names a.md as an earlier incident of its pattern. */
  async function threeInAPattern(): Promise<RunningFront> {
    const front = await aFront(queue)
    await front.publish(two)
    await front.people.command(alice, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    await front.publish({ 'c.md': secret('05-05') })
    return front
  }
  const restrict = async (front: RunningFront, ...files: readonly string[]): Promise<void> => {
    await front.stopWorkers()
    await front.write(Object.fromEntries(files.map((file) => [file, aDocument(['Quartz'], 'restricted: true')])))
    await syncSourceJob.run(front.workshop, {}, signal)
  }
  const saying = async ({ pool }: RunningFront, word: string): Promise<string[]> =>
    (await pool.query(`select key from posts where shows::text like '%' || $1 || '%'`, [word])).rows.map(
      ({ key }) => key,
    )

  test('while another thread that it is named in is taken back does not bring that one’s text back', async () => {
    const front = await threeInAPattern()
    const [a, c] = [await idOf(front, 'a.md'), await idOf(front, 'c.md')]
    expect(await saying(front, 'wombat')).not.toEqual([])
    await restrict(front, 'a.md', 'c.md')
    const workshop = meanwhile(front.workshop, () => publishDigestJob.run(front.workshop, { postmortemId: c }, signal))
    await forgetIncident(workshop, a)
    expect(await saying(front, 'wombat')).toEqual([])
  })

  test('while its thread is written is not written', async () => {
    const front = await aFront(queue)
    await front.publish({ 'c.md': '---\ntitle: The wombat was slow\n---\nNobody knows why it was slow.\n' })
    const c = await idOf(front, 'c.md')
    expect(await saying(front, 'wombat')).not.toEqual([])
    await front.stopWorkers()
    await front.pool.query('truncate posts cascade')
    const workshop = meanwhile(front.workshop, () => restrict(front, 'c.md'), 2)
    await publishDigestJob.run(workshop, { postmortemId: c }, signal)
    expect(await saying(front, 'wombat')).toEqual([])
  })
})
