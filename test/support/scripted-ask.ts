import { askModel } from '../../src/pipeline/ask.ts'
import type { Narrative } from '../../src/pipeline/narrative.ts'
import type { Ask, AskOptions, StageName } from '../../src/pipeline/stage.ts'
import type { AnalyzerInput } from '../../src/pipeline/stages/analyzer.ts'
import type { AssignmentInput } from '../../src/pipeline/stages/assignment.ts'
import type { AttributionInput } from '../../src/pipeline/stages/attribution.ts'
import type { ClassificationInput } from '../../src/pipeline/stages/classification.ts'
import type { MergeInput } from '../../src/pipeline/stages/merge.ts'
import type { OpportunityInput } from '../../src/pipeline/stages/opportunity.ts'
import type { PatternsInput } from '../../src/pipeline/stages/patterns.ts'
import type { PreventionInput } from '../../src/pipeline/stages/prevention.ts'
import type { RecheckInput } from '../../src/pipeline/stages/recheck.ts'
import type { SummarizationInput } from '../../src/pipeline/stages/summarization.ts'
import { FakeModel } from './fake-model.ts'

type Inputs = {
  summarization: SummarizationInput
  classification: ClassificationInput
  attribution: AttributionInput
  analyzer: AnalyzerInput
  patterns: PatternsInput
  merge: MergeInput
  assignment: AssignmentInput
  opportunity: OpportunityInput
  prevention: PreventionInput
  recheck: RecheckInput
}

/** How stages are answered where it matters to a test: a function of the stage's input, which may also throw or wait. */
export type Script = {
  readonly [Name in StageName]?: (input: Inputs[Name], options: AskOptions) => unknown
}

/** Stands as the model of every scripted answer. */
export const scriptedModel = 'scripted'

/**
 * An `Ask` whose answers come from functions, go through the evidence gate like a model's, and are counted. Where the
 * script says nothing, every sentence of a document is a cause, and every technology that a sentence names is to blame.
 */
export class ScriptedAsk {
  /** The stages that were asked, in order, also when no answer came. */
  readonly asked: StageName[] = []
  readonly #script: Required<Script>

  constructor(script: Script = {}) {
    this.#script = { ...obliging, ...script }
  }

  readonly ask: Ask = async (stage, input, options) => {
    this.asked.push(stage.name)
    const answer = this.#script[stage.name] as (given: unknown, signalled: AskOptions) => unknown
    const text = JSON.stringify(await answer(input, options ?? {}))
    return askModel({ nameOf: () => scriptedModel, answer: async () => ({ text, ...FakeModel.usage }) })(
      stage,
      input,
      options,
    )
  }

  count(stage: StageName): number {
    return this.asked.filter((name) => name === stage).length
  }
}

/** Answers that pass the gate for every document of `aDocument`. */
export const obliging: Required<Script> = {
  summarization: ({ narrative }) => ({
    issueSummary: [],
    rootCauses: sentencesOf(narrative).slice(0, 12).map(stated),
    impact: [],
    resolution: [],
    preventiveActions: [],
  }),
  classification: ({ technologies, narrative }) => ({
    technologies: technologies.map(({ id }) => ({ id, quote: sentencesOf(narrative, id)[0] })),
  }),
  attribution: ({ technology, narrative }) => {
    const yes = { answer: 'yes', quote: sentencesOf(narrative, technology.id)[0] }
    return { precededFailure: yes, necessary: yes, sufficient: yes, role: 'root_cause' }
  },
  analyzer: ({ technology, narrative }) => ({
    sentences: sentencesOf(narrative, technology.id).slice(0, 3).map(stated),
  }),
  patterns: ({ digests }) => ({
    themes: [
      {
        name: 'Hot partitions',
        criterion: 'Did one partition get more writes than it takes?',
        failureClass: 'capacity_scaling',
        description: 'A single partition gets all the writes.',
        digestIds: digests.map((digest) => digest.id),
      },
    ],
  }),
  merge: ({ themes }) => ({
    themes: themes.map(({ id, examples: _, ...theme }) => ({ ...theme, themeIds: [id] })),
  }),
  assignment: ({ digests, criteria }) => ({
    assignments: digests.map((digest) => ({
      digestId: digest.id,
      criterionIds: criteria.map((criterion) => criterion.id),
    })),
  }),
  opportunity: ({ patterns, digests }) => ({
    proposals: [
      {
        investment: 'Alarms on partition heat',
        mechanism: 'Somebody splits the partition before it throttles.',
        patternIds: patterns.map((pattern) => pattern.id),
        preventions: digests.map(({ postmortemId }) => ({ postmortemId, why: 'Somebody would have seen it.' })),
        counterEvidence: 'Nobody heard the last alarm.',
      },
    ],
  }),
  prevention: ({ incidents }) => ({
    verdicts: incidents.map(({ postmortemId, sentences }) => ({
      postmortemId,
      answer: 'yes',
      quote: sentences[0]?.quote ?? '',
    })),
  }),
  recheck: ({ digests }) => ({
    verdicts: digests.map(({ id, sentences }) => ({ digestId: id, answer: 'yes', quote: sentences[0]?.text ?? '' })),
  }),
}

/** The sentences of a document, or those of them that have a word. */
function sentencesOf({ text }: Narrative, word = ''): string[] {
  const sentences = text.match(/[^\s.][^.]*\./g) ?? []
  return sentences.filter((sentence) => sentence.toLowerCase().includes(word))
}

function stated(sentence: string): { text: string; quote: string } {
  return { text: sentence, quote: sentence }
}
