import type { Scenario } from './quota-simulation.ts'

const granted = { requestsPerMinute: 60, tokensPerMinute: 100_000 }

const requestsBound: Scenario = {
  granted,
  configured: granted,
  processes: 1,
  workersEach: 60,
  promptTokens: [500, 1_500],
  maxTokens: 800,
  outputTokens: [5, 30],
  burndown: 10,
  latencyMs: [1_500, 6_000],
}
const tokensBound: Scenario = {
  ...requestsBound,
  promptTokens: [1_500, 3_500],
  maxTokens: 1_000,
  outputTokens: [20, 80],
}
/** 9,000 reserved and 1,000 taken: what is in flight holds half of the quota all the time. */
const largeReserve: Scenario = {
  ...requestsBound,
  promptTokens: [600, 1_000],
  maxTokens: 8_000,
  outputTokens: [10, 30],
}
/** 2,800 reserved and 4,000 taken: every call is dearer than it looked. */
const smallReserve: Scenario = { ...tokensBound, maxTokens: 300, outputTokens: [100, 200] }

const times = (scenario: Scenario, factor: number): Scenario => ({
  ...scenario,
  configured: { requestsPerMinute: 60 * factor, tokensPerMinute: 100_000 * factor },
})
const sharedBy = (scenario: Scenario, processes: number): Scenario => ({
  ...scenario,
  processes,
  workersEach: scenario.workersEach / processes,
})

/** 60 requests and 100,000 tokens a minute, always more workers than there is room for, output at ten times. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'requests bind': requestsBound,
  'tokens bind': tokensBound,
  'reserve 9 × what is taken': largeReserve,
  'reserve 0.7 × what is taken': smallReserve,
  'calls of 8 to 20 s': { ...requestsBound, latencyMs: [8_000, 20_000] },
  'configured 2 ×, requests': times(requestsBound, 2),
  'configured 2 ×, tokens': times(tokensBound, 2),
  'configured 2 ×, reserve 9 ×': times(largeReserve, 2),
  'configured 4 ×, requests': times(requestsBound, 4),
  'configured 4 ×, tokens': times(tokensBound, 4),
  '2 processes, requests': sharedBy(requestsBound, 2),
  '2 processes, tokens': sharedBy(tokensBound, 2),
  '3 processes, requests': sharedBy(requestsBound, 3),
  '3 processes, tokens': sharedBy(tokensBound, 3),
  '3 processes, reserve 9 ×': sharedBy(largeReserve, 3),
  '5 processes, requests': sharedBy(requestsBound, 5),
  '5 processes, tokens': sharedBy(tokensBound, 5),
}
