import { beforeEach, describe, expect, test } from 'vitest'
import { aFront, alice, bob, emptied, postmortems, quartzRoom, type RunningFront } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const on = (day: string, technology = 'Quartz'): string => aDocument([technology], `date: 2024-${day}`)
const two = { 'a.md': on('03-05'), 'b.md': on('04-05') }

describe('wrong attribution that a curator says', () => {
  const disputed = '2 found = 1 disputed by curators + 1 in scope (0 themed, 1 other)'

  async function says(front: RunningFront): Promise<string> {
    const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
    await front.people.shortcut(alice, postmortems, ts, 'wrong_attribution')
    await front.settled()
    await front.people.submit(alice, front.people.openModal(alice)?.id ?? '', { words: '' })
    await front.settled()
    expect(toldTo(front, alice).at(-1)).toContain('This digest is out of the patterns')
    await front.people.command(bob, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    return threadsIn(front, quartzRoom).at(-1)?.at(-1)?.split('\n')[1] ?? ''
  }

  test('after an edit that left the text of the digest as it was takes it out of the patterns', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    await front.publish({ 'a.md': `${two['a.md']}\nThe disk of Quartz was full.\n` })
    expect(await says(front)).toBe(disputed)
  })

  test('of a digest that was gone for a while takes it out of the patterns', async () => {
    const front = await aFront(queue)
    await front.publish({ 'a.md': two['a.md'] })
    const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
    front.people.react(alice, postmortems, ts, '-1')
    await front.settled()
    await front.publish({ 'a.md': on('03-05', 'Basalt') })
    await front.publish(two)
    expect(await says(front)).toBe(disputed)
  })

  test('who was none when the thumb was given takes it out of the patterns', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    front.people.react(alice, postmortems, messageSaying(front, postmortems, 'quartz was the root cause.').ts, '-1')
    await front.settled()
    await front.pool.query('update votes set is_curator = false')
    expect(await says(front)).toBe(disputed)
  })
})
