import { bodyOf } from './stand-in-notion-bodies.ts'
import type { NotionPage } from './stand-in-notion-model.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** The pages directly below a page that the integration sees there: shared ones, and none in the trash. */
export function childPagesOf(workspace: NotionWorkspace, { id }: NotionPage): readonly NotionPage[] {
  return workspace.childrenOf(id).filter(({ isShared, inTrash }) => isShared && !inTrash)
}

/** The page's markdown with a line for every child page behind it. */
export function withChildPages(workspace: NotionWorkspace, page: NotionPage): string {
  const tags = childPagesOf(workspace, page).map(({ id, title }) => `<page url="${urlOf(id)}">${title}</page>`)
  return [bodyOf(page), ...tags].filter((part) => part !== '').join('\n')
}

/** The other way round, for text that a client sends back; `gone` are the child pages that it doesn't have. */
export function withoutChildPages(
  workspace: NotionWorkspace,
  page: NotionPage,
  markdown: string,
): { readonly own: string; readonly gone: readonly NotionPage[] } {
  const pages = childPagesOf(workspace, page)
  const isTagOf = ({ id }: NotionPage, line: string): boolean => line.trim().startsWith(`<page url="${urlOf(id)}"`)
  const lines = markdown.split('\n')
  return {
    own: lines.filter((line) => !pages.some((child) => isTagOf(child, line))).join('\n'),
    gone: pages.filter((child) => !lines.some((line) => isTagOf(child, line))),
  }
}

function urlOf(id: string): string {
  return `https://www.notion.so/${id.replaceAll('-', '')}`
}
