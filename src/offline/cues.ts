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
