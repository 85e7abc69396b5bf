import { beforeEach, describe, expect, test } from 'vitest'
import {
  aFront,
  alice,
  emptied,
  type FrontOptions,
  postmortems,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { textOf } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const type = 'data_visualization'
const asked = async (options: FrontOptions, words: readonly string[] = ['quartz']): Promise<RunningFront> => {
  const front = await aFront(queue, { routing: { everything: null }, ...options })
  await front.publish({
    'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nseverity: SEV2'),
    'b.md': aDocument(['Quartz'], 'date: 2024-05-07'),
    'c.md': aDocument(['Quartz', 'Basalt'], 'date: 2024-06-09'),
  })
  for (const typed of words) {
    await front.people.command(alice, postmortems, '/patterns', typed)
    await front.settled()
  }
  return front
}

/** The blocks of each message that begins a thread, by their types. */
const shownIn = ({ people }: RunningFront): string[][] =>
  people.history(postmortems).map(({ blocks }) => blocks.map((block) => block.type))

/** The calls that tried to show a chart of Slack's own. */
const triedIn = ({ workspace }: RunningFront) =>
  workspace.calls.filter(({ sent }) => JSON.stringify(sent).includes(type))

const takesCharts = { workspace: { takesCharts: true } }

describe.each(transports)('the chart of a one-pager, over %s', (transport) => {
  test('is Slack’s own where the workspace takes it, and nothing is uploaded', async () => {
    const front = await asked({ transport, ...takesCharts })
    const chart = front.people.history(postmortems)[0]?.blocks.find((block) => block.type === type)
    expect(chart).toMatchObject({
      title: 'quartz: incidents per quarter',
      chart: {
        type: 'bar',
        series: [
          {
            name: '1. Hot partitions',
            data: [
              { label: '2024-Q1', value: 1 },
              { label: '2024-Q2', value: 2 },
            ],
          },
        ],
        axis_config: { categories: ['2024-Q1', '2024-Q2'], x_label: 'Quarter', y_label: 'Incidents' },
      },
    })
    expect(front.workspace.state.files()).toEqual([])
  })

  test('is a PNG where the workspace refuses it, which is tried once', async () => {
    const front = await asked({ transport }, ['quartz', 'quartz since 2024-01', 'quartz refresh'])
    for (const blocks of shownIn(front))
      expect(blocks.filter((one) => one === 'image' || one === type)).toEqual(['image'])
    expect(shownIn(front)).toHaveLength(3)
    expect(textOf(front.people.history(postmortems)[0])).toContain(
      'Incidents per quarter by pattern, quartz, 2024-Q1 to 2024-Q2. Hot partitions: 2024-Q1 1, 2024-Q2 2.',
    )
    expect(triedIn(front).map(({ answer }) => answer?.error)).toEqual(['invalid_blocks'])
    expect(new Set(front.workspace.state.files().map(({ name }) => name))).toEqual(new Set(['trend.png']))
  })
})

test('what is refused for another reason is shown with a PNG, and charts are offered all the same', async () => {
  const front = await asked(takesCharts)
  front.workspace.faults.next('chat.postMessage', { kind: 'refused', error: 'invalid_blocks' })
  await front.people.command(alice, postmortems, '/patterns', 'quartz since 2024-01')
  await front.settled()
  expect(front.workspace.state.files()).toMatchObject([{ name: 'trend.png' }])
  // It was posted without the name of who asked, and the update that names her has a chart again.
  expect(shownIn(front).map((blocks) => blocks.includes(type))).toEqual([true, true])
})

test('a chart is changed in place when its one-pager is', async () => {
  const front = await asked(takesCharts)
  await front.publish({ 'd.md': aDocument(['Quartz'], 'date: 2024-08-09') })
  await front.people.command(alice, postmortems, '/patterns', 'quartz')
  await front.settled()
  const categories = JSON.stringify(front.people.history(postmortems).at(-1)?.blocks)
  expect(categories).toContain('"categories":["2024-Q1","2024-Q2","2024-Q3"]')
})

test('all technologies are drawn as one picture', async () => {
  const front = await asked({}, ['quartz', 'basalt', 'all'])
  const [matrix] = front.people.history(postmortems).slice(-1)
  expect(matrix?.blocks.map((block) => block.type)).toContain('image')
  expect(JSON.stringify(matrix?.blocks)).toContain('quartz: capacity & scaling 3')
  expect(front.workspace.state.files().map(({ name }) => name)).toContain('matrix.png')
})
