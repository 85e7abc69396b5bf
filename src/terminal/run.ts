import type { Difference } from '../evaluation/compare.ts'
import type { Run } from '../evaluation/run.ts'
import type { Share, ThemeScore } from '../evaluation/scores.ts'
import type { StageScore } from '../evaluation/stage-scores.ts'
import { counted, modelLine } from '../words.ts'
import { bold, dim, green, red } from './print.ts'

/** An evaluation's result. */
export function runText({ states, attribution, stages, seconds, themes, ledgers, model, prompts }: Run): string[] {
  const { documents, precision, recall, f1, blamed, falseNone } = attribution
  const documentStates = Object.entries(states).map(([state, count]) => `${count} ${state}`)
  return [
    `${bold('Documents')}  ${documentStates.join(', ')}; ${documents} compared; ${seconds.all.toFixed(1)} s; model time per document ${seconds.p50.toFixed(2)} s (p50), ${seconds.p95.toFixed(2)} s (p95)`,
    bold('Causal technologies'),
    shareLine('precision', precision),
    shareLine('recall', recall),
    `  ${'F1'.padEnd(34)} ${f1.toFixed(2)}`,
    shareLine('only mentioned, but blamed', blamed),
    shareLine('none named although there was one', falseNone),
    bold('Stages'),
    ...stages.flatMap(stageText),
    ...(themes.length > 0 ? [bold('Planted themes'), ...themes.map(themeText)] : []),
    `${bold('Ledgers')}  ${ledgers.addUp} of ${ledgers.checked} add up`,
    dim(`${modelLine(model)}; prompts ${prompts}`),
  ]
}

function shareLine(name: string, value: Share): string {
  const interval = `95 % interval ${percent(value.low)} to ${percent(value.high)}`
  return `  ${name.padEnd(34)} ${percent(value.share)}  ${dim(`${value.hits} of ${value.of}, ${interval}`)}`
}

function stageText(score: StageScore): string[] {
  const {
    stage,
    model,
    prompt,
    answers,
    calls,
    repairs,
    held,
    quotes,
    numbersRejected,
    schemaOk,
    sentencesOk,
    tokens,
    cachedTokens,
    costUsd,
  } = score
  const cost =
    tokens > 0
      ? `; ${tokens.toLocaleString('en')} tokens (+${cachedTokens.toLocaleString('en')} cached), $${costUsd.toFixed(4)}`
      : ''
  const repaired = `${repairs} repaired (${percent(repairs / answers).trim()})`
  return [
    `  ${stage.padEnd(14)} ${counted(answers, 'answer')} in ${counted(calls, 'call')}; ${repaired}, ${held} held${cost} ${dim(`${model} · prompt ${prompt}`)}`,
    dim(
      `  ${''.padEnd(14)} quotes ${quotes.verified} verified, ${quotes.repaired} repaired, ${quotes.dropped} dropped; ${numbersRejected} answers' numbers rejected; schema kept ${schemaOk}/${answers}, sentences ${sentencesOk}/${answers}`,
    ),
  ]
}

function themeText({ theme, planted, together, patternSize, pattern }: ThemeScore): string {
  const isWhole = together / planted >= 0.7
  const mark = planted < 3 ? dim('·') : isWhole ? green('✓') : red('×')
  return `  ${mark} ${theme.padEnd(30)} ${together} of ${planted} ${dim(pattern ? `in “${pattern}” (${patternSize})` : 'in no pattern')}`
}

/** What differs between two runs, and whether it is more than chance. */
export function comparisonText(
  [first, second]: readonly [string, string],
  differences: readonly Difference[],
): string[] {
  return [
    bold(`${first}  against  ${second}`),
    ...differences.map(({ what, onlyFirst, onlySecond, p, isLargerThanChance }) => {
      const verdict = isLargerThanChance ? green('larger than chance') : dim('no larger than chance')
      return `  ${what.padEnd(20)} only the first ${onlyFirst}, only the second ${onlySecond}; p = ${p.toFixed(3)}, ${verdict}`
    }),
  ]
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`.padStart(7)
}
