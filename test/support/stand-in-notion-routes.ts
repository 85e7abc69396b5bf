import { block, children } from './stand-in-notion-block-reads.ts'
import {
  type Call,
  type Capability,
  databaseAsked,
  idIn,
  pageAsked,
  shownPage,
  sourceAsked,
} from './stand-in-notion-call.ts'
import { failure } from './stand-in-notion-error.ts'
import { markdownJson } from './stand-in-notion-markdown.ts'
import { databaseJson, dataSourceJson } from './stand-in-notion-objects.ts'
import { propertyItems, query, search, self, user, users } from './stand-in-notion-reads.ts'
import { createdPage, movedPage, updatedMarkdown, updatedPage } from './stand-in-notion-writes.ts'

type Route = {
  /** As in `GET /v1/pages/{id}`. */
  readonly endpoint: string
  readonly needs?: Capability
  readonly answer: (call: Call) => Record<string, unknown>
}

type Answer = Route['answer']
const database: Answer = (call) => databaseJson(databaseAsked(call), call.reader)
const dataSource: Answer = (call) => dataSourceJson(sourceAsked(call), call.reader)
const page: Answer = (call) => shownPage(call, pageAsked(call))
const create: Answer = (call) => shownPage(call, createdPage(call))
const update: Answer = (call) => shownPage(call, updatedPage(call, pageAsked(call)))
const move: Answer = (call) => shownPage(call, movedPage(call, pageAsked(call)))
const markdown: Answer = (call) => markdownJson(call.workspace, idIn(call, 'page_id'))

const routes: readonly Route[] = [
  { endpoint: 'GET /v1/users/me', answer: self },
  { endpoint: 'GET /v1/users', needs: 'read_users', answer: users },
  { endpoint: 'GET /v1/users/{id}', needs: 'read_users', answer: user },
  { endpoint: 'GET /v1/databases/{id}', answer: database },
  { endpoint: 'GET /v1/data_sources/{id}', answer: dataSource },
  { endpoint: 'POST /v1/data_sources/{id}/query', needs: 'read_content', answer: query },
  { endpoint: 'POST /v1/search', answer: search },
  { endpoint: 'POST /v1/pages', needs: 'insert_content', answer: create },
  { endpoint: 'GET /v1/pages/{id}', needs: 'read_content', answer: page },
  { endpoint: 'PATCH /v1/pages/{id}', needs: 'update_content', answer: update },
  { endpoint: 'POST /v1/pages/{id}/move', needs: 'update_content', answer: move },
  { endpoint: 'GET /v1/pages/{id}/properties/{property}', needs: 'read_content', answer: propertyItems },
  { endpoint: 'GET /v1/pages/{id}/markdown', needs: 'read_content', answer: markdown },
  { endpoint: 'PATCH /v1/pages/{id}/markdown', needs: 'update_content', answer: updatedMarkdown },
  { endpoint: 'GET /v1/blocks/{id}', needs: 'read_content', answer: block },
  { endpoint: 'GET /v1/blocks/{id}/children', needs: 'read_content', answer: children },
]

const patterns = routes.map((route) => {
  const pattern = route.endpoint.replaceAll(/\{\w+\}/g, '([^/]+)')
  return { ...route, pattern: new RegExp(`^${pattern}$`) }
})

/** The endpoint of a request, by its name, and what it does; null when Notion has none or the stand-in doesn't know it. */
export function routeOf(
  method: string,
  path: string,
): { readonly endpoint: string; readonly ids: readonly string[]; readonly answer: Route['answer'] } | null {
  for (const { endpoint, needs, pattern, answer } of patterns) {
    const [whole, ...ids] = pattern.exec(`${method} ${path}`) ?? []
    if (whole === undefined) continue
    const allowed: Route['answer'] = (call) => {
      if (needs && !call.capabilities.includes(needs)) throw failure(403)
      return answer(call)
    }
    return { endpoint, ids, answer: allowed }
  }
  return null
}
