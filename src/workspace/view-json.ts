import type { AppIdentity } from './app-identity.ts'
import type { JsonObject } from './json.ts'
import type { View } from './model.ts'

/** A view as Slack returns it and puts it into payloads. */
export function viewJson(app: AppIdentity, view: View): JsonObject {
  const installation = app.installations.find(({ team }) => team.id === view.teamId) ?? app.installations[0]
  return {
    id: view.id,
    team_id: view.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: app.appId,
    external_id: view.externalId,
    app_installed_team_id: installation.team.id,
    bot_id: installation.botId,
  }
}
