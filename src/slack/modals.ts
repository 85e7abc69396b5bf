import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { context, input } from '../block-kit/blocks.ts'
import { radio, textInput } from '../block-kit/elements.ts'
import { linkPart, paragraph, quote, richText } from '../block-kit/rich-text.ts'
import { modal } from '../block-kit/surfaces.ts'
import { type Statement, type VoteReason, voteReasons } from '../domain.ts'
import { UserError } from '../errors.ts'
import { clamped } from '../untrusted/clamped.ts'
import { actionIds } from './action-ids.ts'
import { brief, prose } from './incident-blocks.ts'
import { bold } from './message-blocks.ts'

/** The fields of the forms: how Slack names them in `view.state.values`, and how long their text may be. */
export const fields = {
  reason: { blockId: 'reason', actionId: 'reason' },
  words: { blockId: 'words', actionId: 'words', longest: 2_000 },
  rejection: { blockId: 'rejection', actionId: 'rejection', longest: 2_000 },
  investment: { blockId: 'investment', actionId: 'investment', longest: 300 },
  mechanism: { blockId: 'mechanism', actionId: 'mechanism', longest: 2_000 },
  shippedOn: { blockId: 'shipped_on', actionId: 'shipped_on', longest: 10 },
} as const

const reasonQuestions: Readonly<Record<VoteReason, string>> = {
  hallucination: 'It says something that the postmortem does not say',
  wrong_attribution: 'It blames the wrong technology, or names the wrong role',
  missing: 'It leaves out something important',
  other: 'Something else',
}

/** Asks why an output is wrong. `metadata` comes back with the answer; `shows` says what the vote is about. */
export function reasonModal({
  metadata,
  shows,
  preset,
}: {
  readonly metadata: string
  readonly shows?: string | undefined
  readonly preset?: VoteReason
}): ModalView {
  const choices = voteReasons.map((value) => ({ value, text: reasonQuestions[value] }))
  return modal({
    callbackId: actionIds.reasonForm,
    title: 'What is wrong?',
    submit: 'Send',
    close: 'Cancel',
    metadata,
    blocks: [
      ...(shows === undefined ? [] : [context(brief(shows, 300))]),
      input({
        blockId: fields.reason.blockId,
        label: 'What is wrong with it?',
        element: radio({ actionId: fields.reason.actionId, choices, ...(preset !== undefined && { initial: preset }) }),
      }),
      input({
        blockId: fields.words.blockId,
        label: 'In your words',
        hint: 'It helps to name the sentence, and what the postmortem says instead.',
        optional: true,
        element: textInput({ actionId: fields.words.actionId, multiline: true, maxLength: fields.words.longest }),
      }),
    ],
  })
}

/** A modal holds a hundred blocks; a digest has five sentences. */
const mostSentences = 40

/** Each sentence of a digest above the words of the postmortem that it rests on. */
export function quotesModal(title: string, sentences: readonly Statement[], url: string | null): ModalView {
  return modal({
    callbackId: actionIds.quotesView,
    title: 'The quotes behind it',
    close: 'Close',
    blocks: [
      richText(paragraph(bold(brief(title, 300)))),
      ...sentences.slice(0, mostSentences).map(statementBlock),
      ...(url === null ? [] : [richText(paragraph(linkPart(url, 'Open the postmortem')))]),
    ],
  })
}

const statementBlock = ({ text, quote: said }: Statement): KnownBlock =>
  richText(paragraph(...prose(text, 3_000)), said.trim() === '' ? quote('—') : quote('“', ...prose(said, 3_000), '”'))

/** Asks why an opportunity is rejected: the reason teaches the next fold's readers more than the verdict. */
export function rejectModal(opportunityId: number, investment: string): ModalView {
  return modal({
    callbackId: actionIds.rejectForm,
    title: 'Reject this proposal',
    submit: 'Reject',
    close: 'Cancel',
    metadata: String(opportunityId),
    blocks: [
      richText(paragraph(bold(brief(investment, 500)))),
      input({
        blockId: fields.rejection.blockId,
        label: 'Why not?',
        hint: 'Everybody who reads the proposal sees it.',
        element: textInput({
          actionId: fields.rejection.actionId,
          multiline: true,
          maxLength: fields.rejection.longest,
        }),
      }),
    ],
  })
}

/** Lets a person put a proposal in better words before anybody decides on it. */
export function editModal(opportunityId: number, investment: string, mechanism: string): ModalView {
  const wording = { investment, mechanism }
  const labels = { investment: 'What to invest in', mechanism: 'How it would prevent the incidents' }
  return modal({
    callbackId: actionIds.editForm,
    title: 'Edit this proposal',
    submit: 'Save',
    close: 'Cancel',
    metadata: String(opportunityId),
    blocks: (['investment', 'mechanism'] as const).map((name) => {
      const { blockId, actionId, longest } = fields[name]
      const isLong = name === 'mechanism'
      const element = textInput({ actionId, multiline: isLong, maxLength: longest, initial: wording[name] })
      return input({ blockId, label: labels[name], element })
    }),
  })
}

/** Asks since when an approved opportunity is in place: what it spared is measured from that day on. `today` is `YYYY-MM-DD`. */
export function shipModal(opportunityId: number, investment: string, today: string): ModalView {
  const { blockId, actionId, longest } = fields.shippedOn
  return modal({
    callbackId: actionIds.shipForm,
    title: 'Shipped',
    submit: 'Save',
    close: 'Cancel',
    metadata: String(opportunityId),
    blocks: [
      richText(paragraph(bold(brief(investment, 500)))),
      input({
        blockId,
        label: 'Since when is it in place?',
        hint: 'A day, as 2026-01-31. Incidents before and after it are compared.',
        element: textInput({ actionId, maxLength: longest, initial: today }),
      }),
    ],
  })
}

/** What a 👎 is about; `words` are empty when the person wrote none. */
export function reasonFrom(values: unknown): { reason: VoteReason; words: string } {
  const reason = z.enum(voteReasons).parse(answerTo(values, fields.reason)?.selected_option?.value)
  return { reason, words: textFrom(values, fields.words) }
}

/** Why a proposal is rejected. Throws `UserError` on nothing but white space, which Slack lets through. */
export const rejectionFrom = (values: unknown): string => requiredFrom(values, fields.rejection)

/** A proposal in new words. Throws `UserError` where one of them is nothing but white space. */
export const editFrom = (values: unknown): { investment: string; mechanism: string } => ({
  investment: requiredFrom(values, fields.investment),
  mechanism: requiredFrom(values, fields.mechanism),
})

/** Since when something is in place, as `YYYY-MM-DD`. Throws `UserError` on what is no day, or lies in the future. */
export function shippedOnFrom(values: unknown, today: string): string {
  const day = textFrom(values, fields.shippedOn)
  if (!z.iso.date().safeParse(day).success) throw new UserError('That is no day. Write it as 2026-01-31.')
  if (day > today) throw new UserError('That day lies ahead. Only what has shipped can be measured.')
  return day
}

type Field = { readonly blockId: string; readonly actionId: string }
type TextField = Field & { readonly longest: number }

const answer = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
})
const answers = z.record(z.string(), z.record(z.string(), answer))

const answerTo = (values: unknown, { blockId, actionId }: Field) => answers.parse(values)[blockId]?.[actionId]

const textFrom = (values: unknown, field: TextField): string =>
  clamped((answerTo(values, field)?.value ?? '').trim(), field.longest)

function requiredFrom(values: unknown, field: TextField): string {
  const text = textFrom(values, field)
  if (text === '') throw new UserError('Nothing was changed: the form holds only blanks. Write a few words.')
  return text
}
