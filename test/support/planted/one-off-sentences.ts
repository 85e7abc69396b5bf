/** Who incidents happen to. */
export const serviceNames = words(
  'accounts-api address-book basket-sync billing-edge booking-core carrier-hub catalogue-feed claims-desk courier-map coupon-mint credit-check customs-form delivery-slots document-vault email-relay entry-gate fare-finder fleet-watch fraud-lens gift-cards guest-pass harbour-log identity-hub image-press invoice-writer item-labels ledger-core loan-desk locker-net loyalty-wall market-maker media-store menu-board notice-board offer-engine order-book parcel-track parking-pay partner-gate payout-run permit-desk price-list profile-store quote-maker receipt-box refund-flow rental-desk return-line review-wall room-finder route-plan salary-run search-front seat-map session-keeper shelf-scan shift-planner size-advisor stock-count survey-box tariff-table tax-sheet ticket-print timetable toll-reader tour-guide trade-desk transfer-bus trip-diary voucher-press wallet-core warehouse-eye weather-card wish-list work-orders',
)

const subjects = words(
  'auditor,backup-operator,batch,branch-office,builder,camera-feed,caretaker,chat-bot,colleague,compiler,conveyor,courier,crawler,dashboard,developer,editor,exporter,forklift-terminal,gateway,hiring-tool,importer,indexer,inspector,intern,keyboard-shortcut,kiosk,laboratory,labeller,mailbox,merchant,migration-tool,newsletter,notebook,observer,office-printer,payroll-run,photographer,pilot-customer,planner,press-team,procurement-form,quality-gate,recruiter,registry-mirror,robot-arm,sales-report,scanner,sensor,shop-floor-tablet,simulator,spreadsheet,storyboard,studio,supplier,survey,switchboard,teaching-room,translator,turnstile,video-wall,visitor-desk,weighing-scale,wiki-page,workshop',
  ',',
)
const acts = words(
  'abandoned,announced,blurred,borrowed,bundled,captured,carved,combined,confused,copied,counted,darkened,decorated,doubled,drained,emptied,exaggerated,flattened,forgot,garbled,guessed,halved,hid,inverted,juggled,labelled,lent,loosened,magnified,mislaid,misread,mixed,muted,nudged,obscured,omitted,overlooked,packed,painted,parked,postponed,printed,quoted,rearranged,recited,recoloured,renumbered,reversed,rounded,scattered,sketched,skipped,smoothed,spelled,stacked,summarised,swapped,tilted,trimmed,twisted,unpicked,wrapped',
  ',',
)
const objects = words(
  'address label,album cover,answer sheet,badge number,bar code,birthday list,boarding card,brochure draft,calendar entry,caption,chair order,colour palette,contract clause,cost centre,country code,delivery note,discount rule,draft chapter,embroidery pattern,exam result,fabric swatch,floor plan,flower order,font choice,greeting text,guest count,holiday table,interview slot,joke of the day,keyword list,lamp setting,lease term,lunch menu,map legend,meeting minutes,melody,mileage claim,nickname,packing slip,paint recipe,parking bay,playlist,podcast intro,poem of the week,postage stamp,product photo,quiz question,quotation,rain gauge reading,recipe card,room temperature,safety poster,seat colour,shipping crate,shoe size,signature line,slogan,song title,spare key,stage light,street name,table number,teaspoon measure,thesis topic,ticket stub,tide table,train seat,uniform size,video subtitle,window blind',
  ',',
)
const circumstances = words(
  'after the spring fair,after lunch,at the trade show,before the board meeting,behind the reception,between two deliveries,during a school visit,during the anniversary party,during the fire exercise,in the basement archive,in the canteen,in the harbour branch,in the new wing,in the photo studio,near the loading bay,on a public holiday,on the roof terrace,on the second floor,on the way to Ghent,outside opening hours,over the long weekend,the day after the move,under the old contract,when the film crew came,while the architect was away,while the choir rehearsed,while the lift was serviced,while the painter worked,with a borrowed laptop,with the wrong glasses',
  ',',
)

/** A sentence of an incident like no other: some 8 million of them, whose words say nothing about how systems fail. */
export function oneOffSentence(random: () => number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] as string
  return `The ${pick(subjects).replaceAll('-', ' ')} ${pick(acts)} the ${pick(objects)} of {service} ${pick(circumstances)}.`.replace(
    '{service}',
    pick(serviceNames),
  )
}

function words(list: string, separator = ' '): readonly string[] {
  return list.split(separator)
}
