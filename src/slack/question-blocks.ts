import type { Button, RichTextBlock } from '@slack/types'
import { actions, context } from '../block-kit/blocks.ts'
import { button } from '../block-kit/elements.ts'
import { paragraph, richText } from '../block-kit/rich-text.ts'
import type { Progress, Question } from '../content.ts'
import type { Named } from '../domain.ts'
import { filterOf } from '../pipeline/filter.ts'
import { counted, filterWords } from '../words.ts'
import { actionIdFor, actionIds, questionValue } from './action-ids.ts'
import { brief } from './incident-blocks.ts'
import { bold, person, type Shown } from './message-blocks.ts'

const asks = { patterns: 'askPatterns', opportunities: 'askOpportunities' } as const
type Subject = keyof typeof asks

/** What a button that asks about the same carries. */
export const questionOf = (question: Question): string => questionValue(question.technology.id, filterOf(question))

/** A button for each technology that asks about it, each once. */
export function askButtons<Asked extends Named>(
  subject: Subject,
  technologies: readonly Asked[],
  label: (technology: Asked) => string,
): Button[] {
  const each = new Map(technologies.map((technology) => [technology.id, technology]))
  return [...each.values()].map((technology) =>
    button({ text: label(technology), actionId: actionIdFor(asks[subject], technology.id), value: technology.id }),
  )
}

/** What was asked and by whom. Only for answers, which replace a message that stands: a new one would ping the person. */
export const askedBlock = (question: Question, incidents: number): RichTextBlock =>
  richText(
    paragraph(
      `${counted(incidents, 'incident')}, ${brief(filterWords(question), 300)} · asked by `,
      person(question.askedBy),
    ),
  )

/** The message of a question that has no answer yet, or never will. */
export function unansweredBlocks(
  question: Question,
  progress: Exclude<Progress, { state: 'done' }>,
  subject: Subject,
): Shown {
  const name = brief(question.technology.name, 80)
  return progress.state === 'folding'
    ? folding(question, name, progress)
    : failed(question, name, progress.reason, subject)
}

function folding(
  question: Question,
  name: string,
  { digests, answers }: Extract<Progress, { state: 'folding' }>,
): Shown {
  const what = `Folding ${counted(digests, 'digest')} of `
  const sofar = answers > 0 ? `… ${counted(answers, 'answer')} so far` : '…'
  return {
    text: `${what}${name}${sofar}`,
    blocks: [
      richText(paragraph(`⏳ ${what}`, bold(name), sofar)),
      context(`About ${brief(filterWords(question), 300)}. The answer takes the place of this message.`),
    ],
  }
}

function failed(question: Question, name: string, reason: string, subject: Subject): Shown {
  const what = `Finding the ${subject} of ${name} failed`
  return {
    text: `${what}: ${brief(reason)}`,
    blocks: [
      richText(paragraph('⚠️ ', bold(`${what}.`), ` ${brief(reason, 1_500)}`)),
      richText(
        paragraph(
          'Ask again in a while; answers that were already given are not paid for twice. If it fails again, whoever runs Lode finds the reason in its log.',
        ),
      ),
      actions(
        'questions',
        button({ text: 'Ask again', actionId: actionIds[asks[subject]], value: questionOf(question) }),
      ),
    ],
  }
}
