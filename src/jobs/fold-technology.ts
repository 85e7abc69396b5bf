import { createHash } from 'node:crypto'
import type { Digest, Technology } from '../domain.ts'
import { sameLine } from '../pipeline/lines.ts'
import { foldPatterns, membersOf } from '../pipeline/pipeline.ts'
import { promptHash, readPrompt } from '../pipeline/prompt.ts'
import type { Ask, AskOptions } from '../pipeline/stage.ts'
import { forgetAnswers } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { coverage, decidedIn, noteDecided, replaceMembers, revisionOf } from '../store/decided.ts'
import { digestsOf, holdDigests } from '../store/digests.ts'
import { latestReport, noteAnswers, noteOthers, patternsOf, type StoredReport, saveReport } from '../store/reports.ts'
import type { Db } from '../store/sql.ts'
import { vectorsOf } from '../store/vectors.ts'
import type { Workshop } from './job.ts'
import { sendPages } from './kept-pages.ts'
import { noting } from './noted-ask.ts'
import { foldJobs } from './questions.ts'
import { sendIn } from './queue.ts'

type FoldOptions = AskOptions & { readonly refresh?: boolean }

/** Themes are proposed anew once so many more digests fit none of them, as a share of all. */
const tooManyOthers = 0.05

/**
 * The current patterns of a technology. Digests that are new or have changed are held against the criteria that there are;
 * themes are proposed anew only when too many fit none, when a prompt or the model has changed, or on demand. Over all
 * incidents, whatever the window: a window is a filter on what is stored.
 */
export async function foldTechnology(
  workshop: Workshop,
  technology: Technology,
  { refresh = false, ...options }: FoldOptions = {},
): Promise<StoredReport> {
  const { pool } = workshop.database
  const known = await latestReport(pool, technology.id)
  if (known?.basis !== basisOf(technology, workshop.modelName) || refresh)
    return foldAnew(workshop, technology, known, { refresh, ...options })
  const { report: current } = await catchUp(workshop, technology, known, options)
  const { inScope, others } = await coverage(pool, technology.id, known.id)
  return others - known.others >= Math.max(1, Math.ceil(inScope * tooManyOthers))
    ? foldAnew(workshop, technology, current, options)
    : current
}

/** Holds what is new or has changed against the criteria that there are, if they are the current ones. Resolves to what it decided. */
export async function keepFolded(
  workshop: Workshop,
  technology: Technology,
  options?: AskOptions,
): Promise<readonly Digest[]> {
  const known = await latestReport(workshop.database.pool, technology.id)
  if (known?.basis !== basisOf(technology, workshop.modelName)) return []
  return (await catchUp(workshop, technology, known, options)).decided
}

type CaughtUp = { readonly report: StoredReport; readonly decided: readonly Digest[] }

/** Nothing is asked where nothing is new. */
async function catchUp(
  workshop: Workshop,
  technology: Technology,
  report: StoredReport,
  options?: AskOptions,
): Promise<CaughtUp> {
  const { pool } = workshop.database
  const digests = await digestsOf(pool, technology.id)
  const decided = await decidedIn(pool, report.id)
  const undecided = digests.filter((digest) => decided.get(digest.id) !== revisionOf(digest))
  if (undecided.length === 0) return { report, decided: [] }
  const patterns = await patternsOf(pool, report.id)
  const { ask, keys } = noting(workshop.ask)
  const memberships = await membersOf(ask, technology, patterns, digests, undecided, {
    ...options,
    digestIds: idsOf(digests),
  })
  const saved = await saveUnlessGone(workshop, undecided, keys, async (tx) => {
    const members = new Map(memberships.map(({ memberIds }, index) => [patterns[index]?.id ?? 0, memberIds]))
    await replaceMembers(tx, report.id, undecided, members)
    await noteDecided(tx, report.id, undecided)
    await sendPages(tx, workshop, technology.id)
    return noteAnswers(tx, report.id, keys)
  })
  // A digest may have changed meanwhile, and been held against them by somebody else before it was saved here as it was.
  const rest = await catchUp(workshop, technology, saved ?? report, options)
  return saved ? { ...rest, decided: [...undecided, ...rest.decided] } : rest
}

/** Patterns keep their line and their name where most members are the same. */
async function foldAnew(
  workshop: Workshop,
  technology: Technology,
  former: StoredReport | null,
  { refresh = false, ...options }: FoldOptions,
): Promise<StoredReport> {
  const { database, boss, modelName } = workshop
  const digests = byWhatTheySay(await digestsOf(database.pool, technology.id))
  const vectors = await vectorsOf(database.pool, technology.id, workshop.embedder.name)
  const placed = digests.map((item) => ({ item, vector: vectors.get(item.id) ?? new Float32Array() }))
  const { ask, keys } = noting(workshop.ask)
  const found = await foldPatterns(refresh ? anew(ask) : ask, technology, placed, {
    ...options,
    digestIds: idsOf(digests),
  })
  const before = former ? await patternsOf(database.pool, former.id) : []
  const kept = sameLine(before, found)
  const folded = {
    technology: technology.id,
    basis: basisOf(technology, modelName),
    model: modelName,
    answerKeys: keys,
  }
  const saved = await saveUnlessGone(workshop, digests, keys, async (tx) => {
    const report = await saveReport(tx, folded, kept)
    await noteDecided(tx, report.id, digests)
    await noteOthers(tx, report.id, (await coverage(tx, technology.id, report.id)).others)
    await sendIn(tx, boss, foldJobs.opportunities, { technology: technology.id }, { singletonKey: technology.id })
    await sendPages(tx, workshop, technology.id)
    return report
  })
  if (!saved) return foldAnew(workshop, technology, former, { refresh, ...options })
  // What came or changed meanwhile was put into the former patterns, if anywhere.
  return (await catchUp(workshop, technology, saved, options)).report
}

/** Null: a postmortem has changed or became restricted meanwhile. Nothing may be kept then of what was said about it. */
async function saveUnlessGone(
  { database }: Workshop,
  digests: readonly Digest[],
  keys: readonly string[],
  save: (tx: Db) => Promise<StoredReport>,
): Promise<StoredReport | null> {
  const ids = idsOf(digests)
  const saved = await transaction(database.pool, async (tx) =>
    (await holdDigests(tx, ids)).length < ids.length ? null : save(tx),
  )
  if (!saved) await forgetAnswers(database.pool, keys)
  return saved
}

/** The same digests are read in the same order, whatever dates are corrected and whatever ids a database gave them. */
function byWhatTheySay(digests: readonly Digest[]): readonly Digest[] {
  return digests
    .map((digest) => ({ digest, revision: revisionOf(digest) }))
    .sort((a, b) => a.revision.localeCompare(b.revision) || a.digest.id - b.digest.id)
    .map(({ digest }) => digest)
}

function idsOf(digests: readonly Digest[]): readonly number[] {
  return digests.map((digest) => digest.id)
}

/** Themes are proposed once more; who meets a criterion that has not changed is known. */
function anew(ask: Ask): Ask {
  return (stage, input, options) =>
    ask(stage, input, { ...options, isAnew: stage.name === 'patterns' || stage.name === 'merge' })
}

/** What a fold's criteria depend on besides the digests. */
export function basisOf(technology: Technology, modelName: string): string {
  const prompts = (['patterns', 'merge', 'assignment'] as const).map((name) => promptHash(readPrompt(name)))
  return createHash('sha256')
    .update(JSON.stringify([modelName, prompts, technology]))
    .digest('hex')
}
