"""Words for events, campaign contacts, comments, visits, balances, consents, rates and calendars, and for what their cells say."""

from analysis.schema.canonical import BALANCE_KINDS, CONSENT_STATES, EVENT_KINDS, ROLES, VISIT_STAGES
from analysis.sources.identifiers import plain_header
from analysis.sources.propose.words_orders import CUSTOMER_ID, TRANSACTIONS

# Tables that are told by their columns' names: what each column is called, and which must be there.
EVENTS: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "occurred_at": (
        "eventtime", "eventdate", "eventtimestamp", "occurredat", "timestamp", "time", "datetime", "date", "时间", "事件时间", "行为时间",
        "发生时间", "访问时间", "日期",
    ),
    "kind": (
        "event", "eventtype", "eventname", "action", "activity", "behavior", "behaviour", "behaviortype", "kind", "行为", "行为类型",
        "事件", "事件类型", "操作", "动作",
    ),
    "category": TRANSACTIONS["category"],
    "channel": ("channel", "trafficsource", "medium", "utmsource", "referrer", "来源", "渠道", "流量来源", "访问来源"),
    "device": ("device", "devicetype", "os", "browser", "设备", "设备类型", "终端"),
    "duration": ("duration", "seconds", "dwelltime", "durationseconds", "sessionlength", "停留秒数", "停留时长", "时长", "停留时间"),
    "context": ("context", "scene", "occasion", "mood", "场景", "情境"),
    "source": ("source", "platform", "app", "平台", "应用"),
}  # fmt: skip
CONTACTS: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "arm": (
        "arm", "testarm", "testgroup", "experimentgroup", "treatment", "treatmentgroup", "variant", "group", "cell", "testcell",
        "segment", "split", "分组", "组别", "实验组", "实验分组", "测试组",
    ),
    "campaign": ("campaign", "campaignname", "campaignid", "mailing", "activity", "活动", "活动名称", "活动编号", "营销活动"),
    "contacted_at": (
        "contactedat", "contactdate", "sent", "sentat", "sentdate", "senddate", "mailed", "maildate", "touchdate", "触达日期", "触达时间",
        "发送时间", "发送日期", "推送时间", "活动日期",
    ),
    "channel": ("channel", "contactchannel", "medium", "触达渠道", "渠道", "发送渠道", "推送渠道"),
    "cost": ("cost", "contactcost", "unitcost", "费用", "成本", "触达成本"),
    "ordered": ("conversion", "converted", "ordered", "purchased", "bought", "responded", "response", "转化", "是否转化", "是否购买", "是否下单"),
    "revenue": ("spend", "revenue", "sales", "amount", "消费金额", "转化金额", "购买金额"),
    "visit": ("visit", "visited", "到访", "是否到访", "是否到店"),
    "clicked": ("clicked", "click", "clicks", "点击", "是否点击"),
    "opened": ("opened", "open", "opens", "打开", "是否打开"),
}  # fmt: skip
OUTCOMES = ("ordered", "revenue", "visit", "clicked", "opened")  # of a contact: what came of it
FEEDBACK: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "text": (
        "text", "comment", "comments", "review", "reviewtext", "reviewbody", "feedback", "content", "message", "body", "内容", "评价",
        "评价内容", "评论", "评论内容", "留言", "反馈", "反馈内容", "投诉内容",
    ),
    "created_at": (
        "createdat", "created", "reviewdate", "commentdate", "date", "time", "posted", "评价时间", "评价日期", "评论时间", "反馈时间", "留言时间",
        "时间", "日期",
    ),
    "rating": ("rating", "stars", "score", "starrating", "评分", "星级", "打分", "分数"),
    "source": ("source", "platform", "site", "channel", "来源", "平台", "渠道"),
}  # fmt: skip
VISITS: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "booked_at": ("bookedat", "bookingdate", "bookingtime", "appointmentmade", "createdat", "预约登记时间", "预约时间", "预约日期", "登记时间"),
    "arrived_at": (
        "arrivedat", "arrival", "arrivaltime", "visitdate", "visittime", "visitedat", "checkin", "checkintime", "到院时间", "到店时间",
        "到诊时间", "就诊时间", "就诊日期", "到访时间", "签到时间",
    ),
    "stage": ("stage", "visitstatus", "appointmentstatus", "bookingstatus", "status", "状态", "预约状态", "到诊状态", "就诊状态"),
    "category": ("category", "department", "service", "科室", "项目类别", "类别"),
    "doctor": ("doctor", "physician", "practitioner", "therapist", "stylist", "主诊医生", "医生", "医师", "操作医生", "治疗师"),
    "adviser": ("adviser", "advisor", "consultant", "咨询师", "顾问", "现场咨询"),
    "site": ("site", "clinic", "store", "branch", "location", "院区", "门店", "分院", "机构"),
    "consumed": ("consumed", "consumption", "valueperformed", "consumedamount", "消耗金额", "消耗业绩", "划扣金额", "消耗"),
}  # fmt: skip
BALANCES: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "kind": ("balancetype", "accounttype", "wallet", "kind", "type", "balancekind", "账户类型", "余额类型", "账户", "卡类型", "类型"),
    "amount": (
        "balance", "balanceamount", "remaining", "currentbalance", "pointsbalance", "余额", "账户余额", "剩余金额", "剩余次数", "剩余", "积分余额",
        "可用余额",
    ),
    "value": ("value", "paidvalue", "moneyvalue", "折合金额", "对应金额", "剩余价值"),
    "as_of": ("asof", "asofdate", "snapshotdate", "balancedate", "date", "截止日期", "统计日期", "快照日期", "日期"),
    "expires_at": ("expires", "expiresat", "expirydate", "expirationdate", "validuntil", "最近到期日", "到期日", "到期日期", "有效期", "失效日期"),
}  # fmt: skip
CONSENTS: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "state": ("consent", "consentstatus", "consentstate", "state", "status", "optin", "授权状态", "同意状态", "是否同意", "状态", "授权结果"),
    "purpose": ("purpose", "consentpurpose", "consenttype", "用途", "目的", "授权目的", "授权类型"),
    "channel": ("channel", "consentchannel", "渠道", "联系渠道", "授权渠道"),
    "stated_at": ("statedat", "consentdate", "consentedat", "givenat", "date", "timestamp", "授权时间", "同意时间", "授权日期", "时间", "日期"),
    "withdrawn_at": ("withdrawnat", "withdrawndate", "revokedat", "optoutdate", "撤回时间", "撤回日期", "取消授权时间"),
    "source": ("source", "collectedvia", "consentsource", "来源", "采集来源", "授权来源"),
}  # fmt: skip
RATES: dict[str, tuple[str, ...]] = {
    "date": ("date", "ratedate", "validfrom", "日期", "生效日期"),
    "currency": ("currency", "currencycode", "fromcurrency", "币种", "货币"),
    "rate": ("rate", "exchangerate", "fxrate", "汇率"),
}
CALENDAR: dict[str, tuple[str, ...]] = {
    "date": ("date", "day", "日期"),
    "fiscal_year": ("fiscalyear", "fy", "财年", "财务年度"),
    "fiscal_period": ("fiscalperiod", "fiscalmonth", "period", "财务期间", "财务月份"),
    "holiday": ("holiday", "festival", "event", "节日", "假日", "活动", "促销"),
}

# Canonical value -> the files' words for it.
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "events.kind": {
        "view": ("pageview", "view", "viewed", "pv", "browse", "impression", "浏览", "查看", "访问", "曝光"),
        "click": ("click", "clicked", "tap", "点击"),
        "search": ("search", "searched", "搜索", "检索"),
        "save": ("save", "favorite", "favourite", "fav", "like", "wishlist", "bookmark", "collect", "收藏", "点赞", "喜欢"),
        "skip": ("skip", "skipped", "dislike", "close", "跳过", "不感兴趣"),
        "cart": ("cart", "addtocart", "addcart", "basket", "加购", "加入购物车", "加购物车"),
        "login": ("login", "signin", "logon", "登录", "登陆", "签到"),
        "trial": ("trial", "trialstart", "demo", "试用", "试听", "试学"),
        "share": ("share", "shared", "forward", "分享", "转发"),
        "use": ("use", "play", "watch", "read", "listen", "session", "使用", "播放", "观看", "阅读", "学习"),
        "follow": ("follow", "subscribe", "关注", "订阅"),
    },
    "visits.stage": {
        "booked": ("booked", "scheduled", "confirmed", "已预约", "预约", "预约成功", "待到诊"),
        "arrived": ("arrived", "checkedin", "visited", "已到院", "已到店", "已到诊", "已签到"),
        "consulted": ("consulted", "consultation", "已面诊", "已咨询", "面诊"),
        "paid": ("paid", "已付费", "已成交", "已付款"),
        "performed": ("performed", "completed", "treated", "done", "已治疗", "已完成", "已操作", "治疗完成"),
        "cancelled": ("cancelled", "canceled", "已取消", "取消", "取消预约"),
        "no_show": ("noshow", "missed", "absent", "爽约", "未到", "未到诊", "未到院", "失约"),
    },
    "balances.kind": {
        "cash": ("cash", "balance", "prepaid", "deposit", "wallet", "storedvalue", "储值本金", "本金", "储值", "现金", "余额", "充值", "预存"),
        "bonus": ("bonus", "credit", "gifted", "promotional", "赠送金", "赠金", "赠送", "奖励金"),
        "course_units": ("courseunits", "sessions", "units", "treatments", "疗程次数", "次数", "次卡", "疗程", "剩余次数", "课时"),
        "points": ("points", "loyaltypoints", "积分"),
        "gift_card": ("giftcard", "voucher", "giftcards", "礼品卡", "代金券", "礼券"),
    },
    "consents.state": {
        "given": ("given", "granted", "yes", "y", "true", "1", "optin", "optedin", "同意", "是", "已授权", "已同意"),
        "refused": ("refused", "denied", "no", "n", "false", "0", "declined", "拒绝", "否", "不同意", "未授权"),
        "withdrawn": ("withdrawn", "revoked", "optout", "optedout", "unsubscribed", "撤回", "已撤回", "退订", "取消授权"),
    },
    "customers.role": {
        "consumer": ("consumer", "customer", "individual", "retail", "private", "普通客户", "个人", "个人客户", "普通会员", "顾客", "消费者"),
        "company": ("company", "corporate", "business", "b2b", "企业团购", "企业", "公司", "企业客户", "团购"),
        "reseller": ("reseller", "dealer", "代购", "经销商", "批发商"),
        "distributor": ("distributor", "wholesaler", "分销商", "渠道商", "代理商"),
        "staff": ("staff", "employee", "员工", "内部员工", "内部"),
        "test": ("test", "tester", "测试", "测试卡", "测试账号"),
    },
}  # fmt: skip
_ALLOWED = {
    "events.kind": EVENT_KINDS,
    "visits.stage": VISIT_STAGES,
    "balances.kind": BALANCE_KINDS,
    "consents.state": CONSENT_STATES,
    "customers.role": ROLES,
}

# The arm that was left alone.
CONTROL = (
    "control", "controlgroup", "holdout", "heldout", "noemail", "nomail", "nomailing", "nocontact", "notreatment", "untreated", "none",
    "nothing", "placebo", "baseline", "ctrl", "no", "对照组", "对照", "控制组", "留出组", "空白组", "不触达", "未触达", "不发送",
)  # fmt: skip


def meaning(place: str, word: str) -> str | None:
    """The canonical value that a file's word stands for in a column such as visits.stage, or None."""
    plain = plain_header(word)
    if plain in (canonical.replace("_", "") for canonical in _ALLOWED[place]):
        return next(canonical for canonical in _ALLOWED[place] if canonical.replace("_", "") == plain)
    return next((canonical for canonical, words in _WORDS[place].items() if plain in words), None)


def is_control(word: str) -> bool:
    """Whether an arm of a test is the one that was left alone."""
    return plain_header(word) in CONTROL
