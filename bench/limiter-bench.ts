import { type Figures, simulate } from '../test/limits/quota-simulation.ts'
import { scenarios } from '../test/limits/scenarios.ts'

/** How well `src/limits` uses a quota, by simulation: minutes pass in milliseconds, and every run gives the same figures. */
export async function limiterBench(print: (name: string, text: string) => void): Promise<void> {
  print('limiter', 'virtual clock, server modelled on Bedrock: 60 requests and 100,000 tokens a minute, burndown 10')
  print('', 'used: of the quota that binds, in 20 minutes after 5; throttled: of all calls in 25 minutes, and after 5')
  for (const [name, scenario] of Object.entries(scenarios))
    print(name, describe(await simulate(scenario, { warmUpMinutes: 5, minutes: 20 })))
}

function describe({
  usedPercent,
  throttledPercent,
  laterThrottledPercent,
  urgentWaitsMs,
  urgentThrottled,
  calls,
}: Figures): string {
  const median = urgentWaitsMs[Math.floor(urgentWaitsMs.length / 2)] ?? Number.NaN
  const longest = urgentWaitsMs.at(-1) ?? Number.NaN
  return [
    `used ${usedPercent.toFixed(1).padStart(5)} %`,
    `throttled ${throttledPercent.toFixed(2)} %, ${laterThrottledPercent.toFixed(2)} %`,
    `urgent waits ${median.toFixed(0)} ms in the middle, ${longest.toFixed(0)} ms at most, ${urgentThrottled} of ${urgentWaitsMs.length} throttled`,
    `${calls} calls`,
  ].join('; ')
}

if (import.meta.main) await limiterBench((name, text) => process.stdout.write(`${name.padEnd(28)} ${text}\n`))
