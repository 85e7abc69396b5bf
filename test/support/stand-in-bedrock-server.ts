import { parseArgs } from 'node:util'
import { obligingClaude } from './obliging-claude.ts'
import { startStandInBedrock } from './stand-in-bedrock.ts'

/**
 * Bedrock on this machine, for trying things by hand and for child processes: prints its URL and runs until it is
 * stopped. node test/support/stand-in-bedrock-server.ts [--latency 800]
 */
const { values } = parseArgs({ options: { latency: { type: 'string', default: '0' } } })
const latencyMs = Number(values.latency)
if (!Number.isFinite(latencyMs) || latencyMs < 0)
  throw new Error(`--latency ${values.latency} is no time in milliseconds`)

const standIn = await startStandInBedrock({ answer: obligingClaude(), latencyMs })
process.stdout.write(`${standIn.url}\n`)
