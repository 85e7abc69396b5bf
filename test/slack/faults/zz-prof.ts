const test = (_: string, run: () => Promise<void>, _t: number) => run()
import { hostileDocuments, hostileScript } from '/work/main/test/slack/faults/hostile-shop.ts'
import { hostileTexts } from '/work/main/test/block-kit/hostile-texts.ts'
import { parseDocument } from '/work/main/src/folder/markdown-document.ts'
import { redact } from '/work/main/src/redaction/redact.ts'
import { readNarrative } from '/work/main/src/pipeline/narrative.ts'
import { mapPostmortem } from '/work/main/src/pipeline/pipeline.ts'
import { ScriptedAsk } from '/work/main/test/support/scripted-ask.ts'
import { aTechnology } from '/work/main/test/support/builders.ts'
test('prof', async () => {
  const ask = new ScriptedAsk(hostileScript).ask
  const technologies = ['quartz', 'basalt', 'granite'].map((id) => aTechnology({ id, name: id }))
  for (const name of process.argv.slice(2)) { const text = hostileDocuments[name]!
    const t = performance.now()
    const parsed = parseDocument(text, name)
    if (parsed === 'unpublished' || !('document' in parsed)) { console.log(name, JSON.stringify(parsed).slice(0,200)); continue }
    const t1 = performance.now()
    let body = parsed.document.body, title = parsed.document.title
    try { ({ title, body } = await redact(parsed.document, [])) } catch (e) { console.log(name, String(e)); continue }
    const t2 = performance.now()
    readNarrative(body)
    const t3 = performance.now()
    let err = ''
    try { const m = await mapPostmortem(ask, { title, body }, technologies); err = m.findings.map(f => f.state + f.problems.map(p=>p.gate)).join() + ' dropped ' + m.dropped.length } catch (e) { err = String(e).slice(0,200) }
    const t4 = performance.now()
    if (t4 - t > 200 || !err.startsWith('ready')) console.log(name, hostileTexts[Number(name.replace('.md',''))]!.name, [t1-t,t2-t1,t3-t2,t4-t3].map(Math.round).join(' '), err)
  }
}, 600000)
