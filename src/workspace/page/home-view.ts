import { createElement as h, type ReactNode } from 'react'
import { blocks } from './blocks/block.ts'
import { appTabs } from './head-view.ts'
import { surroundingsOf } from './surroundings-of.ts'
import type { Viewer } from './workspace-reader.ts'

/** The app's home tab as it has published it for this person. */
export function homeView(viewer: Viewer): ReactNode {
  const { people, app } = viewer.workspace
  const view = people.homeOf(viewer.person.id)
  return h(
    'section',
    { className: 'conversation', 'data-key': 'home', 'data-channel': 'home' },
    appTabs(viewer, 'home'),
    view
      ? h(
          'div',
          { className: 'home log', 'data-view': view.id, tabIndex: 0, 'aria-label': `${app.name}'s home` },
          h('div', { className: 'blocks' }, blocks(view.blocks, surroundingsOf(viewer, null))),
        )
      : h(
          'div',
          { className: 'empty' },
          h('h2', {}, `${app.name} has nothing here yet`),
          h('p', {}, waiting(app.name)),
        ),
  )
}

const waiting = (name: string): string =>
  `The tab fills as soon as ${name} answers. If it stays empty, ${name} is not running or doesn't listen to app_home_opened.`
