import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { currentOpportunities } from '../../src/commands/opportunities.ts'
import { foldTechnology } from '../../src/jobs/fold-technology.ts'
import { decide } from '../../src/store/opportunities.ts'
import { opportunitiesText } from '../../src/terminal/report.ts'
import { aDocument, aFolder, aQueue, aWorkshop, workThrough } from '../support/a-workshop.ts'
import { aTechnology } from '../support/builders.ts'

const queue = await aQueue()
const quartz = aTechnology({ id: 'quartz', name: 'quartz' })

test('what people have decided on keeps its patterns and its reach when the technology is folded anew', async () => {
  const files = { 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') }
  const workshop = aWorkshop(queue, { folder: await aFolder(files) })
  await workThrough(workshop)
  const printed = async () => {
    const { opportunities, report } = await currentOpportunities(workshop, quartz)
    const text = stripVTControlCharacters(opportunitiesText('Quartz', opportunities, report))
    return { opportunities, about: text.match(/^ {3}(answers|reach) .+$/gm) ?? [] }
  }
  const { opportunities, about } = await printed()
  expect(about).toEqual(['   answers Hot partitions', expect.stringContaining('reach 2 of 2 incidents')])
  for (const { id } of opportunities)
    await decide(queue.database.pool, id, { state: 'approved', by: 'U1', reason: null })
  await foldTechnology(workshop, quartz, { refresh: true })
  expect((await printed()).about.slice(0, 2)).toEqual(about)
})
