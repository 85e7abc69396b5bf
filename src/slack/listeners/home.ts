import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Front } from '../front.ts'
import { homeView } from '../home-view.ts'
import { homeContent } from '../overview.ts'

/** Somebody opened the app's own page: it is written anew. */
export function home(
  front: Front,
): (args: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs) => Promise<void> {
  return async ({ event }) => {
    if (event.tab === 'home') await publishHome(front, event.user)
  }
}

export async function publishHome(front: Front, person: string): Promise<void> {
  await front.client.views.publish({ user_id: person, view: homeView(await homeContent(front, person)) })
}
