import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Workshop } from '../src/jobs/job.ts'
import { notionImport } from './notion-import.ts'
import { notionLatency } from './notion-latency.ts'

/** How soon a published page is told of, and a first import that is killed, in a database of its own where it is embedded. */
export async function notionBench(
  workshop: Workshop,
  print: (name: string, text: string) => void,
  modelMs: number,
): Promise<void> {
  await notionLatency(workshop, print, modelMs)
  const { url } = workshop.database
  if (url !== null) return notionImport({ url }, print)
  const folder = await mkdtemp(path.join(tmpdir(), 'lode-bench-'))
  await notionImport({ folder }, print)
  await rm(folder, { recursive: true })
}
