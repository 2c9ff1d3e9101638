"""What most leaves, items and clear values have in common, so that it is not stored in each.

They belong to every row that is stored with them and are never changed, not by a byte: other words
would need another mark (see tables.shrunken).
"""

WORDS = (
    b'"actor":"installation","actor":"person","reason":["change.requested-recall","change.agreed",'
    b'"change.declined","legal_value":"valid","legal_value":"original","kind":"quyet-dinh",'
    b'"kind":"thong-bao","urgency":"urgent","role":"information","state":"sent","sealed":true,'
    b'{"act":"delivery.refused","actor":"delivery.accepted","actor":"delivery.assigned","actor":'
    b'"delivery.in-work","actor":"delivery.finished","actor":"person","commitments":{"actor.name":"'
    b'{"":{"actor.name":["=",""],'
    b'"actor.reference":["=","post:system:person:"],"actor.title":["=",""],"content":["=",""],'
    b'"entry_number":["=",""],"note":["=",""],"recipient":["=",""],"reference_code":["=",""],'
    b'"reporter":["=",""],"sender":["=",""],"subject":["=","V/v "]},"recipient":["=","'
    b'"commitments":{"recipient":"="},"dimensions":{"accept_by":"2026-11-24T00:00:00+07:00",'
    b'"role":"action","state":"arrived"},"key":"","salt":"=","type":"lienthong-item/1"}\n'
    b'{"act":"dispatch.submitted","actor":"system","commitments":{"actor.name":"=",'
    b'"actor.reference":"=","actor.title":"=","content":"=","note":"=","recipient":"=",'
    b'"reference_code":"=","reporter":"=","sender":"=","subject":"="},"dimensions":{'
    b'"dispatch_kind":"new","due_on":null,"issued_on":"2026-","kind":"cong-van",'
    b'"legal_value":"undetermined","paper":false,"road":"exchange","role":"action",'
    b'"signed_at":null,"status":"03","urgency":"normal"},"epoch":1,"installation":"",'
    b'"items":null,"items":{"count":,"root":"="},"record":"","subjects":{"delivery":"",'
    b'"dispatch":"","reporter":"","sender":"","version":""},"time":"2026-","type":"lienthong-leaf/1"}'
)
