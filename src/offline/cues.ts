/** Words by which postmortems say what caused what. Each list holds English as SREs write it, of any organisation. */

export const causal =
  /\b(caus(e|ed|es|ing)|because|due to|owing to|led to|lead to|result(ed|s|ing) (in|from)|as a result|trigger(ed|s|ing)?|root[- ]cause|the reason|reason (was|for|is)|turn(s|ed) out|meant that|which meant|so that|so (every|each|all|the|no|it)|hence|therefore|thereby|consequently|responsible for|brought (down|about)|culprit|blame|underlying|originat|stem(s|med) from|explain(s|ed)|forced|why)\b/gi

export const fault =
  /\b(exhaust\w*|saturat\w*|exceed\w*|limit(s|ed)?|quota|throttl\w*|time[- ]?(d )?outs?|timed out|mis-?config\w*|wrong(ly)?|incorrect\w*|missing|bugs?|leak(s|ed|ing)?|crash\w*|overload\w*|overwhelm\w*|ran out|run out|out of (memory|disk|space|connections|heap|capacity)|full|locks?|locked|blocked|blocking|denied|deny|forbidden|reject\w*|refus\w*|evict\w*|oom|killed|garbage|gc|heap|rebalanc\w*|stale|corrupt\w*|delet\w*|remov\w*|drop(ped|s)?|expir\w*|too (many|much|large|low|small|slow|high|short|long|big|few)|incompatib\w*|unable|could not|couldn't|cannot|can't|never|no longer|fail\w*|broke\w*|broken|hot (partition|key|shard|spot)|contention|deadlock\w*|mismatch\w*|regression|race|unsupported|undersized|under-?provisioned|spik\w*|lag(ged|ging)?|unbounded|default|unset|forgot\w*|unbalanced|loop(s|ed|ing)?|stuck|hung|slow(ed)?|degraded|unavailab\w*|outage|overwr\w*|duplicate|pinned|at (100|\d\d) ?%|turned away|stand(s|ing)? in line|chok\w+|ignor(e|es|ed|ing)|devour\w*|shadow(s|ed)|expel\w*|fr[eo]ze|frozen|abort(s|ed)|swallow\w*|starv\w+|hammer\w*|hog(s|ged)|misrout\w+|misinterpret\w+|invalid|defect\w*|unexpected\w*|storm|stampede|thundering|waits?|waiting|stopped|shut out|ceiling)\b/gi

/** The inner workings of technologies: where one of these is at work, a technology is more than named. */
export const workings =
  /\b(connections?|pools?|pool size|sessions?|transactions?|locks?|partitions?|shards?|threads?|heap|memory|cpu|disk|inodes?|iops|throughput|capacity|units?|policy|policies|permissions?|grants?|credentials?|certificates?|rules?|routes?|routing|regex|regular expression|time-?outs?|retries|retry|limits?|settings?|parameters?|config\w*|flags?|defaults?|versions?|upgrade\w*|sdk|client|driver|librar(y|ies)|schema|index(es)?|indices|quer(y|ies)|commands?|keys?|ttl|cache|replicas?|replication|primary|master|leader|election|quorum|consumer groups?|consumers?|offsets?|rebalanc\w*|heartbeats?|watermark|segments?|compaction|vacuum|autovacuum|evictions?|requests?|headers?|queue|backpressure|autoscal\w+|scheduler|nodes?|pods?|probes?|resolvers?|lookups?|records?|zone|tls|handshakes?|buckets?|lifecycle|snapshots?|garbage|collector|pauses?|buffer|file descriptors|ulimit|kernel|leases?|tokens?)\b/gi

/** What stands right before a technology that is a place, a topic or a means rather than an actor. */
export const oblique =
  /\b(in|on|to|into|from|via|through|about|using|with|behind|out of|onto|over|at|like|called|named|for|of|than)\s+((the|our|a|an|its|their|that|this|all|some|own|aws|amazon)\s+)*$/i

/** What stands right after a technology that acts or has something: a verb in the present or past, or a part of it. */
export const acts =
  /^(['’]s?\s+\w+|\s+(itself\s+)?(\w+ly\s+|then\s+|therefore\s+|again\s+|only\s+|also\s+|no longer\s+|never\s+)?(?!(was|were|is|are|has|had|have|did|does|looked|remained|stayed|and|or|in|on|at|with|to|for|as|alert|dashboard|logs?|panel|board|metrics?)\b)\w+(ed|es|s|ept|ook|ell|oke|old|ave|ot|aw|ent|an)\b)/i

/** The authors take a suspicion back, or clear a component. */
export const cleared =
  /\b(ruled (it )?out|rule out|red herring|not (the|a) (cause|culprit|problem|issue|reason|factor)|was(n't| not) (the|a|to|involved|related|affected|at fault|ours)|were(n't| not) (the|involved|affected|at fault)|unaffected|not affected|un(related|touched)|no (fault|anomal\w+|sign|errors?|impact|effect|involvement|change) (in|of|on|from|with)?|(was|were|is|are|looked|remained|stayed|kept|being|itself) (\w+ )?(healthy|fine|flat|normal|idle|green|innocent|ok|okay|clean|quiet|bored|working|up)|healthy throughout|behaved|as (designed|expected|usual)|nothing (to do|unusual|wrong)|had nothing|(first|initially|briefly|at first|wrongly) (suspected|thought|blamed|assumed|looked)|suspect(ed|s|ing|icion)?|made no difference|no difference|without (effect|success)|did(n't| not) (help|change)|false (lead|trail)|dead end|kept (serving|working|running)|innocent|exonerat\w+|cleared|excluded|off the table|put to rest|(doing|did) (its|their|his) job|(exactly|precisely|just) what (it|they|had|the)|what (it|they) (was|were|had been|'d been) (told|given)|complete and correct|correct and complete|intact|overlap\w*|identical|same as|(carried|went|gone) on (taking|serving|working)|without complaint|all along|not (touched|concerned|involved|in danger)|never in danger|at no (point|time)|off the hook|nothing to do|(a )?quiet (evening|night|day)|(lag|errors?|queue|list) (of|is|was|were|at) (zero|0|empty|none)|is zero|answering|somebody (asks|asked|suggested)|someone (asks|asked|suggested)|(obvious|first|early|usual|prime) (suspect|theory|guess|bet|idea)|fair bet|loudest|some (of you )?(wrote|thought|said)|must be faulty)\b/i

/** A technology named as what people worked with. */
export const tooling =
  /\b(look(ed|s|ing)?|check(ed|s|ing)?|search(ed|es|ing)?|quer(y|ies|ied|ying)|open(ed|s)?|read(s|ing)?|saw|seen|see|shown|visible|found|goes|went|going|typed?|ranked|rank|grouped|graph(s|ed)?|plot(ted)?|measur\w+|export(s|ed|ing)?|dump(ed|s)?|upload(ed|s)?|download(ed)?|cop(y|ied|ies)|archiv\w+|replay(ed)?|stored|kept|back(ed)? ?up|backups?|deposit\w*|log(s|ged)?|dashboards?|panel|board|alarms?|alerts?|metrics?|ticket|written|managed|defined|minutes)\b[^.;:]{0,60}?\b(in|on|at|through|via|using|with|from|to|into|by|out of)\s+((the|our|a|an|its|their)\s+)?$/i

/** A technology named as what to do next. */
export const remedy =
  /\b(we (will|should|could|plan|want|intend|are going)|will be|should be|could be|consider(ing)?|evaluat\w+|propos\w+|plan(s|ned|ning)? to|migrat(e|ing|ion) to|mov(e|ing) (\w+ ){0,4}to|switch(ing)? to|replace (\w+ ){0,4}with|introduc\w+|instead of|long[- ]term|in (the )?future|someday|next (quarter|year|sprint)|idea|add (a|an)\b|adopt\w*|investigat\w+ whether|to-?do|would have)\b/i

/** A technology that suffers what began elsewhere. */
export const victim =
  /\b((was|were|got|been|being) (also )?(affected|impacted|starved|flooded|starved|hit|killed|taken down|brought down|dragged|delayed|interrupted|unreachable)|fell behind|suffered|as a (consequence|side effect|knock-on)|knock-on|downstream|in turn|collateral|bystander|victim|symptoms?|(first|only|loudest|earliest) (signal|sign|message|alert|alarm|page|warning)|(was|were) holding the queue|shows? up in|tasks? (red|failed|failing)|consumer (lag|stopped)|fell \S+ (messages|records|events)|(minutes|min|hours) behind|on (their|its|our) behalf|cascad\w+|piled up|queued up|backed up|backlog)\b/i

export const resolved =
  /\b(restor\w+|roll(ed|ing)? ?back|revert\w*|recover\w*|mitigat\w*|fix(ed)?|resolv\w*|restart\w*|scal(ed|ing) (up|out)|increas\w+|rais(ed|ing)|disabl\w+|cancel(l?ed)|kill(ed)?|re-?deploy\w*|back to normal|came back|failed over|re-?enabled|drained|terminat\w+)\b/i

export const impacted =
  /\b(customers?|users?|shoppers?|visitors?|orders?|requests?|pages?|errors? rate|5\d\d|could not|unable to|lost|downtime|outage|minutes|hours|degraded|slow|unavailable|affected|revenue|complain\w*|support)\b/i

export const planned =
  /\b(will|should|must|to be|todo|action|plan|add|introduc\w+|implement|create|build|document|alert on|monitor|enforce|block|require|limit|review|automate|migrate|replace|lower|raise|set|remove|done|in progress|owner)\b/i

/** How often a cue occurs, so that a sentence with two reasons counts for more than one with none. */
export function count(text: string, cue: RegExp): number {
  return text.match(cue)?.length ?? 0
}
