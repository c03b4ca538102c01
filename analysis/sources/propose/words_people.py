"""Words for what files say about people: who they are, where they live, what they have come to, and how to reach them."""

from collections.abc import Iterable

from analysis.sources.identifiers import BY_HEADER, PERSON_NAMES, plain_header
from analysis.sources.propose.words_orders import CUSTOMER_ID, TRANSACTIONS

# Canonical column -> its words.  The kinds of attributes follow below.
CUSTOMERS: dict[str, tuple[str, ...]] = {
    "customer_id": (*CUSTOMER_ID, "id", "编号"),
    "joined_at": (
        "joined", "joinedat", "joindate", "joiningdate", "registered", "registeredat", "registrationdate", "registrationtime", "regdate",
        "signupdate", "signup", "signedupat", "createdat", "createddate", "enrolled", "enrolmentdate", "enrollmentdate", "membersince",
        "customersince", "dtcustomer", "opendate", "accountcreated", "firstseen",
        "注册时间", "注册日期", "入会时间", "入会日期", "加入时间", "加入日期", "开卡时间", "开卡日期", "开户日期", "建档日期", "建档时间",
        "创建时间", "创建日期",
    ),
    "sex": ("sex", "gender", "genre", "性别"),
    "birth_date": ("birthdate", "dateofbirth", "dob", "birthday", "出生日期", "出生年月", "出生年月日", "生日"),
    "birth_year": ("birthyear", "yearbirth", "yearofbirth", "yob", "出生年份", "出生年"),
    "age": ("age", "ageyears", "customerage", "年龄", "岁数"),
    "age_band": ("ageband", "agegroup", "agerange", "年龄段", "年龄层", "年龄组"),
    "education": ("education", "educationlevel", "degree", "schooling", "学历", "教育程度", "文化程度", "受教育程度"),
    "occupation": ("occupation", "job", "jobtitle", "profession", "employment", "职业", "工作", "岗位", "行业"),
    "marital_status": ("maritalstatus", "marital", "married", "婚姻状况", "婚姻", "婚否", "婚育状况"),
    "income": (
        "income", "annualincome", "householdincome", "monthlyincome", "salary", "incomeband", "incomegroup",
        "收入", "年收入", "月收入", "家庭收入", "家庭年收入", "收入水平", "收入区间",
    ),
    "household": ("household", "householdtype", "familysize", "householdsize", "家庭", "家庭类型", "家庭结构", "家庭人数"),
    "children": ("children", "kids", "numchildren", "numberofchildren", "子女", "子女数", "孩子数"),
    "partner": ("partner", "spouse", "配偶"),
    "senior": ("seniorcitizen", "senior"),
    "city": (*TRANSACTIONS["city"], "location", "residence", "所在地", "居住地", "居住城市", "常住城市"),
    "region": TRANSACTIONS["region"],
    "country": TRANSACTIONS["country"],
    "district": ("district", "区县", "所在区县", "行政区", "商圈"),
    "city_tier": ("citytier", "tiercity", "城市等级", "城市级别", "几线城市"),
    "home_site": ("homestore", "preferredstore", "homebranch", "建档院区", "所属门店", "注册门店", "开卡门店", "归属门店", "常去门店"),
    "area_type": ("zipcode", "areatype", "urbanity", "areaclass", "城乡"),
    "level": (
        "level", "loyaltylevel", "memberlevel", "membershiplevel", "customerlevel", "tier", "loyaltytier", "membership", "membershiptype",
        "membertype", "cardtype", "rank", "viplevel", "grade",
        "会员等级", "会员级别", "会员类型", "会员卡类型", "卡类型", "客户等级", "客户级别", "等级", "级别", "vip等级",
    ),
    "source": (
        "source", "acquisitionchannel", "acquisitionsource", "leadsource", "referralsource", "howheard",
        "获客渠道", "客户来源", "来源", "来源渠道", "注册渠道", "渠道来源",
    ),
    "referrals": ("referrals", "referralcount", "已介绍人数", "推荐人数", "介绍人数", "转介绍人数"),
    "role": ("role", "customerrole", "customertype", "customerclass", "accounttype", "客户类别", "客户类型", "客户性质", "身份"),
    "risk_level": ("risklevel", "riskrating", "riskprofile", "风险等级", "风险承受能力"),
    "interests": ("interests", "hobbies", "hobby", "interest", "兴趣", "爱好", "兴趣爱好"),
    "lifestyle": ("lifestyle", "生活方式"),
    "skin_type": ("skintype", "肤质", "皮肤类型"),
    "adverse_event": ("adverseevent", "adverseevents", "adversereaction", "不良反应", "不良反应记录"),
    "open_complaint": ("opencomplaint", "complaintopen", "未结投诉"),
    "opted_out": ("optedout", "optout", "unsubscribed", "donotcontact", "拒绝联系", "退订", "免打扰", "已退订"),
}  # fmt: skip

# A header with one of these speaks of consent, to whatever it may be.
CONSENT = ("consent", "optin", "subscribed", "permission", "newsletter", "授权", "同意", "接受营销", "订阅", "允许联系")

# Headers of a column that says who has left, where its words are a yes and a no.
WHO_LEFT = (
    "churn", "churned", "ischurn", "ischurned", "churnflag", "churnlabel", "left", "hasleft", "exited", "attrition", "cancelled", "canceled",
    "流失", "是否流失", "已流失", "流失标志", "是否离网", "是否退订",
)  # fmt: skip

DEMOGRAPHIC = (
    "sex", "birth_date", "birth_year", "age_band", "education", "occupation", "marital_status", "household", "partner", "senior",
)  # fmt: skip
ATTRIBUTE_KINDS: dict[str, str] = {
    **dict.fromkeys(DEMOGRAPHIC, "demographic"),
    **dict.fromkeys(("city", "region", "country", "district", "city_tier", "home_site", "area_type"), "geographic"),
    **dict.fromkeys(("joined_at", "level", "source", "risk_level"), "membership"),
    **dict.fromkeys(("interests", "lifestyle", "skin_type"), "psychographic"),
    **dict.fromkeys(("opted_out", "open_complaint", "adverse_event"), "consent"),
    **dict.fromkeys(("age", "income", "children", "referrals"), "metric"),
}

# Parts of headers that speak of the relation with the client, rather than of the person.
RELATION = (
    "contract", "plan", "service", "subscription", "payment", "billing", "paperless", "churn", "member", "loyal", "discount", "frequency",
    "usage", "account", "class", "travel", "streaming", "support", "security", "backup", "protection", "lines", "tenure", "newbie",
    "segment", "合同", "套餐", "支付", "付款", "会员", "频率", "频次", "流失", "账户", "优惠", "活跃",
)  # fmt: skip
# Part of a header that speaks of consent -> the channel or purpose it is about.
CONSENT_TO = (
    ("email", "email_consent"), ("mail", "email_consent"), ("邮件", "email_consent"), ("sms", "sms_consent"), ("text", "sms_consent"),
    ("短信", "sms_consent"), ("phone", "phone_consent"), ("call", "phone_consent"), ("电话", "phone_consent"), ("企业微信", "wecom_consent"),
    ("wecom", "wecom_consent"), ("微信", "wechat_consent"), ("wechat", "wechat_consent"), ("push", "push_consent"), ("推送", "push_consent"),
    ("personalis", "personalisation_consent"), ("personaliz", "personalisation_consent"), ("个性化", "personalisation_consent"),
    ("profil", "personalisation_consent"), ("newsletter", "email_consent"),
)  # fmt: skip
PLACE = ("region", "city", "state", "country", "postcode", "zip", "area", "district", "province", "省", "市", "区", "地区", "地址")

SUMMARIES: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMERS["customer_id"],
    "recency": (
        "recency", "recencydays", "dayssincelastpurchase", "dayssincelastorder", "dayssincelastvisit", "dayssincelasttransaction",
        "lastpurchasedays", "dayssincelast", "tx", "距最近消费天数", "最近消费天数", "距上次消费天数", "距上次购买天数", "最近一次消费距今天数",
        "最近购买天数", "未消费天数", "r值",
    ),
    "orders": (
        "orders", "ordercount", "numberoforders", "numorders", "totalorders", "frequency", "purchases", "purchasecount",
        "numberofpurchases", "transactions", "transactioncount", "visitcount", "x", "收费单数", "订单数", "订单数量", "累计订单数", "消费次数",
        "购买次数", "累计消费次数", "交易次数", "下单次数", "f值",
    ),
    "revenue": (
        "revenue", "totalspend", "totalspent", "totalspending", "totalrevenue", "totalsales", "totalcharges", "totalamount", "monetary",
        "monetaryvalue", "lifetimevalue", "ltv", "clv", "amountspent", "spend", "spending", "annualspend", "累计实收", "累计消费",
        "累计消费金额", "消费总额", "总消费金额", "总消费", "累计金额", "累计实付", "消费金额", "m值",
    ),
    "tenure": (
        "tenure", "tenuredays", "tenuremonths", "dayssincefirstpurchase", "dayssincefirstorder", "customerage", "relationshiplength",
        "monthsasmember", "t", "距首次消费天数", "会龄", "入会天数", "注册天数", "在网时长", "在网月数", "客户存续天数",
    ),
    "average_order": ("averageorder", "averageordervalue", "aov", "zbar", "averagespend", "客单价", "平均客单价"),
}  # fmt: skip

LINKS: dict[str, tuple[str, ...]] = {
    "customer_id": (*CUSTOMER_ID, "副卡号", "原卡号", "子账号", "dupid", "duplicateid", "oldid"),
    "entity_id": (
        "entityid", "masterid", "mastercustomerid", "maincustomerid", "primaryid", "primarycustomerid", "goldenid", "householdid",
        "householdno", "familyid", "parentid", "parentaccount", "mergedinto", "newid", "personid", "groupid",
        "主卡号", "主账号", "主客户编号", "主客户号", "主会员号", "合并后编号", "归属客户号", "家庭编号", "家庭id", "家庭号", "统一客户号",
    ),
}  # fmt: skip

# What a header that names, finds or identifies a person holds.
DIRECT: dict[str, tuple[str, ...]] = {
    "name": PERSON_NAMES,
    "phone": BY_HEADER["telephone"],
    "email": BY_HEADER["email"],
    "address": BY_HEADER["address"],
    "identity": BY_HEADER["identity_number"],
    "account": (*BY_HEADER["account"], *BY_HEADER["bank_card"]),
    "referrer": ("referrerid", "referrer", "referredby", "介绍人卡号", "介绍人", "推荐人", "推荐人编号", "介绍人手机"),
    "place": (*BY_HEADER["ip_address"], *BY_HEADER["coordinates"]),
}
KEYS = ("phone", "email")  # of these, the ones that serve as the customer's number where a file has no other


def direct_kind(header: str) -> str | None:
    """What a header that says whose the row is holds: name, phone, email, address, identity …; None for others."""
    plain = plain_header(header)
    return next((kind for kind, words in DIRECT.items() if plain in words), None)


def names_a_person(header: str) -> bool:
    """True for a column that holds names, addresses, telephone or identity numbers."""
    return direct_kind(header) is not None


def key_header(headers: Iterable[str]) -> str | None:
    """The column that can stand for the customer's number where there is none: a telephone number before an e-mail address."""
    headers = list(headers)
    return next((header for kind in KEYS for header in headers if direct_kind(header) == kind), None)
