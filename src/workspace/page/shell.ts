import { createElement as h, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { lodeMark } from './avatar.ts'
import { helpDialog } from './help-view.ts'
import { type IconName, icon } from './icon.ts'
import { quickReactions, reactButton } from './reaction-view.ts'
import { sidebar } from './sidebar-view.ts'
import { actors, displayName, type Viewer } from './workspace-reader.ts'

/** In this order: what comes later may say it better. */
const sheets = [
  'base',
  'layout',
  'sidebar',
  'avatar',
  'message',
  'under-message',
  'empty',
  'text',
  'blocks',
  'chart',
  'form',
  'dialog',
  'narrow',
]

/** The whole page, in which the script then shows channels, threads, the home tab and modals. */
export function shell(viewer: Viewer): string {
  const { app } = viewer.workspace
  const name = app.installations[0].team.name
  const page = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      {},
      h('meta', { charSet: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', {}, `${app.name} · ${name}`),
      h('link', { rel: 'icon', href: '/page/icon.svg', type: 'image/svg+xml' }),
      sheets.map((sheet) => h('link', { key: sheet, rel: 'stylesheet', href: `/page/${sheet}.css` })),
      h('script', { src: '/page/theme.js' }),
      h('script', { type: 'module', src: '/page/main.js' }),
    ),
    body(viewer, name),
  )
  return `<!doctype html>${renderToStaticMarkup(page)}`
}

function body(viewer: Viewer, teamName: string): ReactNode {
  const { app, commands, messageShortcuts } = viewer.workspace
  const facts = {
    commands,
    people: viewer.workspace.state.people().map(({ id, name, realName }) => ({ id, name, realName })),
    reactions: quickReactions,
  }
  return h(
    'body',
    { 'data-facts': JSON.stringify(facts) },
    h('a', { className: 'skip', href: '#composer-channel' }, 'Skip to writing'),
    h(
      'nav',
      { className: 'sidebar', 'aria-label': 'Channels and apps' },
      h('div', { className: 'team' }, lodeMark(), h('strong', {}, teamName)),
      h('div', { id: 'sidebar' }, sidebar(viewer)),
      self(viewer),
    ),
    h('main', { id: 'main', 'aria-busy': true }),
    h('aside', { id: 'thread', 'aria-label': 'Thread', hidden: true }),
    h('footer', { className: 'note' }, 'This is a local workspace for trying Lode. Nothing leaves this machine.'),
    h('div', { className: 'backdrop', 'data-drawer': '' }),
    h('dialog', { id: 'modal', 'aria-labelledby': 'modal-title' }),
    h('dialog', { id: 'confirm', className: 'card', 'aria-labelledby': 'confirm-title' }),
    h('dialog', { id: 'lightbox', 'aria-label': 'Picture' }),
    helpDialog(),
    h('div', { id: 'toasts', 'data-client': '', role: 'status', 'aria-live': 'polite' }),
    h('template', { id: 'toolbar' }, toolbar(app.name, messageShortcuts)),
    h('noscript', {}, 'This page needs JavaScript.'),
  )
}

/** Who one is, and how the page looks. */
function self(viewer: Viewer): ReactNode {
  const iconButton = (label: string, name: IconName, properties: object) =>
    h(
      'button',
      { type: 'button', className: 'icon-button', 'aria-label': label, title: label, ...properties },
      icon(name),
    )
  return h(
    'div',
    { className: 'self' },
    h('label', { htmlFor: 'actor' }, 'You are'),
    iconButton('Light or dark', 'sun', { id: 'theme' }),
    iconButton('Keyboard shortcuts', 'keyboard', { title: 'Keyboard shortcuts (?)', 'data-help': '' }),
    h(
      'select',
      { id: 'actor', defaultValue: viewer.person.id, autoComplete: 'off' },
      actors(viewer.workspace.state).map((person) =>
        h(
          'option',
          { key: person.id, value: person.id },
          displayName(person) + (person.kind === 'member' ? '' : ' (guest)'),
        ),
      ),
    ),
  )
}

/** Comes over the message under the pointer or the focus. */
function toolbar(appName: string, shortcuts: Viewer['workspace']['messageShortcuts']): ReactNode {
  const item = (label: string, name: 'link' | 'flag', properties: object) =>
    h('button', { key: label, type: 'button', ...properties }, icon(name), h('span', {}, label))
  return h(
    'div',
    { className: 'toolbar', 'data-client': '', role: 'toolbar', 'aria-label': 'Message actions' },
    quickReactions.map(reactButton),
    h(
      'button',
      { type: 'button', 'data-open-thread': '', 'aria-label': 'Reply in thread', title: 'Reply in thread' },
      icon('reply'),
    ),
    h(
      'details',
      { className: 'more' },
      h('summary', { 'aria-label': 'More actions', title: 'More actions' }, icon('more')),
      h(
        'div',
        { className: 'menu' },
        item('Copy link', 'link', { 'data-copy-link': '' }),
        shortcuts.map(({ callbackId, name }) => item(`${name} · ${appName}`, 'flag', { 'data-shortcut': callbackId })),
      ),
    ),
  )
}
