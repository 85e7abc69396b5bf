import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import { UserError } from '../../errors.ts'
import { keep, sendPages } from '../../jobs/kept-pages.ts'
import { republishOpportunity } from '../../jobs/publish-opportunities.ts'
import { transaction } from '../../store/database.ts'
import { decide, opportunityById, rewordDraft, type StoredOpportunity, ship } from '../../store/opportunities.ts'
import { idFrom } from '../action-ids.ts'
import { type Click, type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { editFrom, editModal, rejectionFrom, rejectModal, shipModal, shippedOnFrom } from '../modals.ts'
import { whisper } from '../whisper.ts'

type ViewArguments = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs

const notAllowed = 'Only approvers decide on opportunities. Whoever runs Lode names them in SLACK_APPROVERS.'
/** What is said where an opportunity is not, or no longer, in the state that something takes. */
const refusals = {
  draft: 'This is no draft any more: somebody has decided, or a newer fold has replaced it.',
  approved: 'Only what is approved can ship, and it ships once.',
} as const

export function approve(front: Front): (args: ClickArguments) => Promise<void> {
  const { workshop } = front
  return onState(front, 'draft', async ({ id, technology }, click, { client }) => {
    const { person } = click
    const isApproved = await transaction(workshop.database.pool, async (tx) => {
      const isDraft = await decide(tx, id, { state: 'approved', by: person, reason: null })
      if (isDraft) await keep(tx, workshop, { technology, opportunityId: id }, person)
      return isDraft
    })
    if (isApproved) await republishOpportunity(workshop, id)
    else await whisper(client, click, { text: refusals.draft })
  })
}

export function reject(front: Front): (args: ClickArguments) => Promise<void> {
  return onState(front, 'draft', async ({ id, investment }, { trigger }, { client }) => {
    await client.views.open({ trigger_id: trigger, view: rejectModal(id, investment) })
  })
}

export function edit(front: Front): (args: ClickArguments) => Promise<void> {
  return onState(front, 'draft', async ({ id, investment, mechanism }, { trigger }, { client }) => {
    await client.views.open({ trigger_id: trigger, view: editModal(id, investment, mechanism) })
  })
}

export function shipped(front: Front): (args: ClickArguments) => Promise<void> {
  return onState(front, 'approved', async ({ id, investment }, { trigger }, { client }) => {
    await client.views.open({ trigger_id: trigger, view: shipModal(id, investment, today(front)) })
  })
}

const today = ({ workshop }: Front): string => workshop.now().toISOString().slice(0, 10)

/** Runs for approvers, on what is in this state; others are told why not. */
function onState(
  { workshop, access }: Front,
  state: keyof typeof refusals,
  act: (opportunity: StoredOpportunity, click: Click, args: ClickArguments) => Promise<void>,
): (args: ClickArguments) => Promise<void> {
  return async (args) => {
    await args.ack()
    const click = clickIn(args.body)
    const found = await opportunityById(workshop.database.pool, idFrom(click.value))
    const isAllowed = await access.mayApprove(click.person)
    if (isAllowed && found?.state === state) return act(found, click, args)
    await whisper(args.client, click, { text: isAllowed ? refusals[state] : notAllowed })
  }
}

export function rejectForm(front: Front): (args: ViewArguments) => Promise<void> {
  return onForm(front, 'draft', (id, by, args) => {
    const reason = rejectionFrom(args.view.state.values)
    return decide(front.workshop.database.pool, id, { state: 'rejected', by, reason })
  })
}

export function editForm(front: Front): (args: ViewArguments) => Promise<void> {
  return onForm(front, 'draft', (id, by, args) => {
    const words = editFrom(args.view.state.values)
    return rewordDraft(front.workshop.database.pool, id, { ...words, by })
  })
}

/** A page that keeps the opportunity says it too. */
export function shipForm(front: Front): (args: ViewArguments) => Promise<void> {
  const { workshop } = front
  return onForm(front, 'approved', async (id, by, args) => {
    const on = shippedOnFrom(args.view.state.values, today(front))
    return transaction(workshop.database.pool, async (tx) => {
      const isShipped = await ship(tx, id, { on, by })
      if (isShipped) await sendPages(tx, workshop, (await opportunityById(tx, id))?.technology ?? null)
      return isShipped
    })
  })
}

/** Asked again when the form is sent: a form may have been open for hours. */
function onForm(
  { workshop, access }: Front,
  state: keyof typeof refusals,
  act: (id: number, by: string, args: ViewArguments) => Promise<boolean>,
): (args: ViewArguments) => Promise<void> {
  return async (args) => {
    const { id: by } = args.body.user
    if (!(await access.mayApprove(by))) return sayInForm(args, notAllowed)
    const id = idFrom(args.view.private_metadata)
    try {
      if (!(await act(id, by, args))) return sayInForm(args, refusals[state])
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
