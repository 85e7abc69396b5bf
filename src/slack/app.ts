import type { App } from '@slack/bolt'
import { actionIds, anyActionId } from './action-ids.ts'
import { explainErrors, onlyAllowed } from './boundary.ts'
import type { Front } from './front.ts'
import { askButton } from './listeners/ask-button.ts'
import { command } from './listeners/commands.ts'
import { approve, edit, editForm, reject, rejectForm, shipForm, shipped } from './listeners/decisions.ts'
import { home } from './listeners/home.ts'
import { keepReport } from './listeners/keep.ts'
import { directMessage, mention } from './listeners/mention.ts'
import { showQuotes } from './listeners/quotes.ts'
import { reasonForm, wrongAttribution } from './listeners/reason.ts'
import { settle } from './listeners/settle.ts'
import { reaction, thumbButton, whyButton } from './listeners/votes.ts'
import { giveReason } from './why-blocks.ts'

/** Everything that Lode listens to in Slack. */
export function register(app: App, front: Front): void {
  app.use(explainErrors(front))
  app.use(onlyAllowed(front))

  app.command('/patterns', command(front, 'patterns'))
  app.command('/opportunities', command(front, 'opportunities'))
  app.command('/lode', command(front, ''))
  app.event('app_mention', mention(front)) //     all of them, where commands don't work: in threads
  app.message(directMessage(front))
  app.event('app_home_opened', home(front))

  app.event('reaction_added', reaction(front))
  app.event('reaction_removed', reaction(front))
  app.action(actionIds.vote, thumbButton(front))
  app.action(giveReason, whyButton(front))
  app.shortcut(actionIds.wrongAttribution, wrongAttribution(front))
  app.view(actionIds.reasonForm, reasonForm(front))
  app.action(actionIds.showQuotes, showQuotes(front))

  app.action(anyActionId('askPatterns'), askButton(front, 'report', false))
  app.action(anyActionId('askOpportunities'), askButton(front, 'opportunities', false))
  app.action(actionIds.foldAgain, askButton(front, 'report', true))

  app.action(actionIds.keep, keepReport(front))
  app.action(actionIds.approve, approve(front))
  app.action(actionIds.reject, reject(front))
  app.action(actionIds.edit, edit(front))
  app.view(actionIds.rejectForm, rejectForm(front))
  app.view(actionIds.editForm, editForm(front))
  app.action(actionIds.ship, shipped(front))
  app.view(actionIds.shipForm, shipForm(front))

  app.action(actionIds.leaveOut, settle(front, 'upheld'))
  app.action(actionIds.takeBack, settle(front, 'dismissed'))
}
