import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import { UserError } from '../../errors.ts'
import { keep } from '../../jobs/kept-pages.ts'
import { republishOpportunity } from '../../jobs/publish-opportunities.ts'
import { transaction } from '../../store/database.ts'
import { decide, opportunityById, rewordDraft, type StoredOpportunity } from '../../store/opportunities.ts'
import { idFrom } from '../action-ids.ts'
import { type Click, type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { editFrom, editModal, rejectionFrom, rejectModal } from '../modals.ts'
import { whisper } from '../whisper.ts'

type ViewArguments = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs

const notAllowed = 'Only approvers decide on opportunities. Whoever runs Lode names them in SLACK_APPROVERS.'
const noDraft = 'This is no draft any more: somebody has decided, or a newer fold has replaced it.'

export function approve(front: Front): (args: ClickArguments) => Promise<void> {
  const { workshop } = front
  return onDraft(front, async ({ id, technology }, { person }) => {
    await transaction(workshop.database.pool, async (tx) => {
      const isApproved = await decide(tx, id, { state: 'approved', by: person, reason: null })
      if (isApproved) await keep(tx, workshop, { technology, opportunityId: id }, person)
    })
    await republishOpportunity(workshop, id)
  })
}

export function reject(front: Front): (args: ClickArguments) => Promise<void> {
  return onDraft(front, async ({ id, investment }, { trigger }, { client }) => {
    await client.views.open({ trigger_id: trigger, view: rejectModal(id, investment) })
  })
}

export function edit(front: Front): (args: ClickArguments) => Promise<void> {
  return onDraft(front, async ({ id, investment, mechanism }, { trigger }, { client }) => {
    await client.views.open({ trigger_id: trigger, view: editModal(id, investment, mechanism) })
  })
}

/** Runs for approvers, on drafts; others are told why not. */
function onDraft(
  { workshop, access }: Front,
  act: (draft: StoredOpportunity, click: Click, args: ClickArguments) => Promise<void>,
): (args: ClickArguments) => Promise<void> {
  return async (args) => {
    await args.ack()
    const click = clickIn(args.body)
    const draft = await opportunityById(workshop.database.pool, idFrom(click.value))
    const obstacle = !(await access.mayApprove(click.person)) ? notAllowed : draft?.state !== 'draft' ? noDraft : null
    if (obstacle === null && draft) return act(draft, click, args)
    await whisper(args.client, click, { text: obstacle ?? noDraft })
  }
}

export function rejectForm(front: Front): (args: ViewArguments) => Promise<void> {
  return onForm(front, (id, by, args) => {
    const reason = rejectionFrom(args.view.state.values)
    return decide(front.workshop.database.pool, id, { state: 'rejected', by, reason })
  })
}

export function editForm(front: Front): (args: ViewArguments) => Promise<void> {
  return onForm(front, (id, by, args) => {
    const words = editFrom(args.view.state.values)
    return rewordDraft(front.workshop.database.pool, id, { ...words, by })
  })
}

/** Asked again when the form is sent: a form may have been open for hours. */
function onForm(
  { workshop, access }: Front,
  act: (id: number, by: string, args: ViewArguments) => Promise<boolean>,
): (args: ViewArguments) => Promise<void> {
  return async (args) => {
    const { id: by } = args.body.user
    if (!(await access.mayApprove(by))) return sayInForm(args, notAllowed)
    const id = idFrom(args.view.private_metadata)
    try {
      if (!(await act(id, by, args))) return sayInForm(args, noDraft)
    } catch (error) {
      // What is wrong with the words is said where they stand, so that they are not lost.
      if (error instanceof UserError) return sayInForm(args, error.message)
      throw error
    }
    await args.ack()
    await republishOpportunity(workshop, id)
  }
}

async function sayInForm({ ack, view }: ViewArguments, text: string): Promise<void> {
  const input = view.blocks.find((block) => block.type === 'input')
  await ack({ response_action: 'errors', errors: { [input?.block_id ?? '']: text } })
}
