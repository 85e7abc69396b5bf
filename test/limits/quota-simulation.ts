import { BusyError } from '../../src/errors.ts'
import { limitedModel } from '../../src/limits/limited-model.ts'
import type { Quota } from '../../src/limits/room.ts'
import type { Model, ModelReply, ModelRequest } from '../../src/ports.ts'
import { type BedrockCounters, Meter, unused } from '../support/stand-in-bedrock-quota.ts'
import { VirtualClock } from './virtual-clock.ts'

/** From the least to the most; every value in between is as likely. */
export type Range = readonly [number, number]

export type Scenario = {
  /** What the server grants, and what each process believes it does. */
  readonly granted: Quota
  readonly configured: Quota
  readonly processes: number
  readonly workersEach: number
  readonly promptTokens: Range
  readonly maxTokens: number
  readonly outputTokens: Range
  readonly burndown: number
  readonly latencyMs: Range
  readonly seed?: number
}

export type Figures = {
  /** Of the quota that binds, in the measured minutes. */
  readonly usedPercent: number
  /** Of all calls from the first one on. */
  readonly throttledPercent: number
  /** Of the calls in the measured minutes. */
  readonly laterThrottledPercent: number
  /** From wanting to starting, sorted. */
  readonly urgentWaitsMs: readonly number[]
  /** The provider knows nothing of urgency. */
  readonly urgentThrottled: number
  readonly calls: number
}

type Random = (range: Range) => number

type World = {
  readonly scenario: Scenario
  readonly clock: VirtualClock
  readonly random: Random
  readonly server: ReturnType<typeof serverOf>
}

const minuteMs = 60_000
const lettersPerToken = 3
const network: Range = [20, 150]
const betweenUrgentMs: Range = [1_000, 25_000]
const queuePauseMs: Range = [0, 500]

/** Lets workers that always want more share a server's quota, with a person's question now and then. Time is virtual. */
export async function simulate(
  scenario: Scenario,
  { warmUpMinutes, minutes }: { warmUpMinutes: number; minutes: number },
): Promise<Figures> {
  const clock = new VirtualClock()
  const random = randomIn(scenario.seed ?? 7)
  const server = serverOf(scenario, clock, random)
  const world: World = { scenario, clock, random, server }
  const processes = Array.from({ length: scenario.processes }, () =>
    limitedModel(server.model, scenario.configured, () => scenario.burndown, clock),
  )
  for (const model of processes)
    for (let worker = 0; worker < scenario.workersEach; worker++) void workForever(world, model)
  const urgent = { waitsMs: [] as number[], throttled: 0 }
  void askNowAndThen(world, processes, urgent)
  await clock.pass(warmUpMinutes * minuteMs)
  const before = server.counters()
  await clock.pass(minutes * minuteMs)
  const after = server.counters()
  const used = Math.max(
    (after.accepted - before.accepted) / scenario.granted.requestsPerMinute,
    (after.tokensCharged - before.tokensCharged) / scenario.granted.tokensPerMinute,
  )
  return {
    usedPercent: (used / minutes) * 100,
    throttledPercent: throttledPercent(unused, after),
    laterThrottledPercent: throttledPercent(before, after),
    urgentWaitsMs: urgent.waitsMs.sort((a, b) => a - b),
    urgentThrottled: urgent.throttled,
    calls: after.accepted + after.throttled,
  }
}

function throttledPercent(before: BedrockCounters, after: BedrockCounters): number {
  const throttled = after.throttled - before.throttled
  return (throttled / (after.accepted - before.accepted + throttled)) * 100
}

/** A worker of the queue: a job that is turned away comes back when it was told to. */
async function workForever({ scenario, clock, random }: World, model: Model): Promise<never> {
  for (;;) {
    await clock.wait(random(queuePauseMs))
    const error = await failureOf(model.answer(requestOf(scenario, random, false)))
    if (error) await clock.wait(error.seconds * 1_000)
  }
}

async function askNowAndThen(
  { scenario, clock, random, server }: World,
  processes: readonly Model[],
  urgent: { waitsMs: number[]; throttled: number },
): Promise<never> {
  const ask = async (model: Model): Promise<void> => {
    const request = requestOf(scenario, random, true)
    const wantedAt = clock.now()
    if (await failureOf(model.answer(request))) urgent.throttled += 1
    urgent.waitsMs.push((server.startedAt.get(request) ?? clock.now()) - wantedAt)
  }
  for (;;)
    for (const model of processes) {
      await clock.wait(random(betweenUrgentMs))
      void ask(model)
    }
}

function requestOf(scenario: Scenario, random: Random, isUrgent: boolean): ModelRequest {
  return {
    tier: 'small',
    system: '',
    turns: [{ from: 'user', text: 'x'.repeat(Math.round(random(scenario.promptTokens) * lettersPerToken)) }],
    schema: { name: 'answer', json: {} },
    maxTokens: scenario.maxTokens,
    isUrgent,
  }
}

/** A model behind Bedrock's way of counting, some time away on the network. */
function serverOf(scenario: Scenario, clock: VirtualClock, random: Random) {
  const meter = new Meter(scenario.granted, scenario.burndown, () => clock.now())
  const startedAt = new Map<ModelRequest, number>()
  const model: Model = {
    nameOf: () => 'simulated',
    async answer(request): Promise<ModelReply> {
      startedAt.set(request, clock.now())
      await clock.wait(random(network))
      const inputTokens = Math.round((request.turns[0]?.text.length ?? 0) / lettersPerToken)
      const reserved = inputTokens + request.maxTokens
      try {
        meter.reserve(reserved)
      } catch (cause) {
        await clock.wait(random(network))
        throw new BusyError('throttled', 20, { cause })
      }
      await clock.wait(random(scenario.latencyMs))
      const outputTokens = Math.round(random(scenario.outputTokens))
      meter.settle(reserved, { inputTokens, outputTokens, readTokens: 0, writeTokens: 0 })
      await clock.wait(random(network))
      return { text: '{}', inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: 0 }
    },
  }
  return { model, startedAt, counters: () => meter.counters }
}

async function failureOf(answer: Promise<unknown>): Promise<BusyError | undefined> {
  try {
    await answer
    return undefined
  } catch (error) {
    if (error instanceof BusyError) return error
    throw error
  }
}

/** The same numbers in every run: mulberry32. */
function randomIn(seed: number): Random {
  let state = seed
  return ([least, most]) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * (most - least)
  }
}
