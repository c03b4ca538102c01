"""Words under which files call the canonical columns, in English and Chinese.

A header is compared in lower case without blanks, signs, units and what stands in brackets.
Where several headers of a file mean the same column, the one whose word comes first here is
taken: the money that was paid before the list price, the order's time before the parcel's.
"""

import re
from collections.abc import Iterable, Mapping

TRANSACTIONS: dict[str, tuple[str, ...]] = {
    "customer_id": (
        "customerid", "customerno", "customernumber", "customercode", "custid", "clientid", "memberid", "memberno", "membercode",
        "cardno", "cardnumber", "userid", "buyerid", "accountid",
        "客户id", "客户编号", "客户编码", "客户代码", "客户号", "会员id", "会员编号", "会员号", "会员编码", "会员卡号", "卡号",
        "顾客编号", "顾客id", "患者编号", "病历号", "用户id", "用户编号", "买家id", "买家账号", "买家会员名", "买家昵称", "用户昵称",
    ),
    "ordered_at": (
        "orderdate", "ordertime", "orderedat", "invoicedate", "purchasedate", "transactiondate", "saledate", "datetime", "timestamp",
        "date", "paidat", "paymentdate",
        "下单时间", "下单日期", "订单日期", "订单时间", "订单创建时间", "交易时间", "交易日期", "消费时间", "消费日期", "购买时间",
        "购买日期", "销售日期", "销售时间", "付款时间", "付款日期", "订单付款时间", "支付时间", "支付日期", "创建时间", "开单时间",
        "开单日期", "收款日期", "结账时间", "日期", "时间",
    ),
    "amount": (
        "netamount", "paidamount", "amountpaid", "linetotal", "amount", "totalamount", "total", "sales", "revenue", "netsales", "spend",
        "dollarvalue",
        "实付金额", "实付", "实收金额", "实收", "实际支付金额", "买家实付金额", "买家实际支付金额", "支付金额", "付款金额", "成交金额",
        "消费金额", "销售金额", "销售额", "订单金额", "交易金额", "收款金额", "金额", "总金额", "合计",
    ),
    "order_id": (
        "orderid", "orderno", "ordernumber", "invoiceno", "invoice", "invoicenumber", "transactionid", "receiptno", "receiptnumber",
        "订单id", "订单号", "订单编号", "主订单编号", "交易号", "交易单号", "销售单号", "小票号", "流水号", "单据编号", "单据号", "单号",
    ),
    "product": (
        "productname", "product", "itemname", "item", "description", "sku", "productid",
        "产品名称", "商品名称", "项目名称", "宝贝标题", "商品标题", "货品名称", "品名", "商品", "产品", "项目", "商品编码", "产品id",
    ),
    "category": (
        "category", "productcategory", "department",
        "类别", "品类", "商品类别", "产品类别", "商品分类", "产品分类", "一级类目", "类目", "分类", "大类", "科室", "项目类别",
    ),
    "quantity": (
        "quantity", "qty", "units", "count", "numberofcds",
        "数量", "购买数量", "商品数量", "宝贝总数量", "销售数量", "销量", "件数", "份数",
    ),
    "unit_price": ("unitprice", "price", "单价", "售价", "商品单价", "成交单价"),
    "channel": ("channel", "saleschannel", "orderchannel", "渠道", "销售渠道", "订单渠道", "来源渠道", "下单渠道", "订单来源", "来源"),
    "store": ("store", "storename", "shop", "branch", "site", "门店", "门店名称", "店铺", "店铺名称", "分店", "院区", "机构"),
    "brand": ("brand", "品牌", "品牌名称"),
    "city": ("city", "town", "城市", "市", "收货城市", "所在城市"),
    "region": ("region", "state", "province", "省份", "省", "省自治区", "收货省份", "所在省份", "地区", "区域", "大区"),
    "country": ("country", "countryregion", "国家", "国家地区"),
    "list_amount": ("listtotal", "listamount", "grossamount", "原价金额", "标价金额", "应付金额", "应收金额", "原价", "吊牌价"),
    "discount": ("discountamount", "优惠金额", "折扣金额", "优惠"),
    "cost": ("cost", "cogs", "成本", "成本金额", "成本价"),
    "profit": ("profit", "margin", "利润", "毛利", "毛利额"),
    "freight": ("freight", "shipping", "postage", "邮费", "运费", "快递费"),
    "consultant": ("salesperson", "salesrep", "consultant", "销售员", "导购", "咨询师", "顾问"),
    "status": ("orderstatus", "status", "订单状态", "交易状态", "支付状态", "状态"),
}  # fmt: skip

CUSTOMERS: dict[str, tuple[str, ...]] = {
    "customer_id": TRANSACTIONS["customer_id"],
    "sex": ("sex", "gender", "genre", "性别"),
    "birth_date": ("birthdate", "dateofbirth", "birthday", "出生日期", "出生年月", "生日"),
    "joined_at": (
        "joined", "joinedat", "joindate", "registered", "registrationdate", "signupdate",
        "注册时间", "注册日期", "入会时间", "入会日期", "开卡时间", "开卡日期", "建档日期", "建档时间",
    ),
    "city": TRANSACTIONS["city"],
    "region": TRANSACTIONS["region"],
    "level": (
        "level", "loyaltylevel", "tier", "membership", "membershiptype",
        "会员等级", "会员级别", "会员类型", "客户等级", "等级", "级别",
    ),
    "education": ("education", "学历", "教育程度"),
    "occupation": ("occupation", "job", "职业"),
    "email_consent": ("emailconsent", "marketingconsent", "optin", "营销同意", "接受营销"),
}  # fmt: skip

# Columns that name a person: dropped at the door whatever else is decided.
DIRECT: tuple[str, ...] = (
    "name", "fullname", "firstname", "lastname", "surname", "customername", "email", "phone", "telephone", "mobile", "address",
    "street", "idnumber", "passport", "姓名", "客户名称", "客户姓名", "会员姓名", "顾客姓名", "收货人", "收货人姓名", "手机", "手机号",
    "手机号码", "联系手机", "联系电话", "电话", "邮箱", "电子邮箱", "地址", "收货地址", "详细地址", "微信", "微信号", "身份证",
    "身份证号",
)  # fmt: skip

# Of these, the ones that serve as the customer's number where a file has no other (pseudonyms take their place).
KEYS: tuple[str, ...] = ("手机号", "手机号码", "手机", "联系手机", "联系电话", "电话", "mobile", "phone", "telephone", "email", "邮箱", "电子邮箱")  # fmt: skip

RETURNS = ("return", "refund", "退货", "退款", "退回", "售后")  # in the name of a table that lists what came back

STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "paid": (
        "paid", "completed", "complete", "shipped", "delivered", "fulfilled", "done", "success", "交易成功", "已完成", "完成", "已付款",
        "已支付", "支付成功", "已发货", "已收货", "已签收", "买家已付款等待卖家发货", "卖家已发货等待买家确认", "待发货", "待收货", "已成交",
    ),
    "refunded": (
        "refunded", "refund", "returned", "return", "退款", "已退款", "退款成功", "退货", "已退货", "退货退款", "全额退款",
        "付款以后用户退款成功交易自动关闭",
    ),
    "cancelled": (
        "cancelled", "canceled", "cancel", "void", "已取消", "取消", "作废", "已作废", "交易关闭", "已关闭", "关闭",
        "付款以前卖家或买家主动关闭交易",
    ),
    "pending": ("pending", "open", "unpaid", "processing", "待付款", "未付款", "等待买家付款", "待支付", "未支付", "处理中"),
}  # fmt: skip

ATTRIBUTE_KINDS = {
    "sex": "demographic", "birth_date": "demographic", "education": "demographic", "occupation": "demographic",
    "city": "geographic", "region": "geographic", "joined_at": "membership", "level": "membership", "email_consent": "consent",
}  # fmt: skip


def plain_header(header: str) -> str:
    """Lower case, without blanks, signs and what stands in brackets."""
    return re.sub(r"[\W_]+", "", re.sub(r"[(（\[【].*?[)）\]】]", "", header).lower())


def role_of(header: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    """The canonical column that a header stands for, or None."""
    plain = plain_header(header)
    return next((role for role, names in words.items() if plain in names), None)


def best_headers(headers: Iterable[str], words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """For each canonical column the header that means it most likely, {role: header}, in the file's order."""
    headers = list(headers)
    best: dict[str, str] = {}
    for header in headers:
        role = role_of(header, words)
        if role and (role not in best or _rank(header, words[role]) < _rank(best[role], words[role])):
            best[role] = header
    return dict(sorted(best.items(), key=lambda pair: headers.index(pair[1])))


def _rank(header: str, names: tuple[str, ...]) -> int:
    return names.index(plain_header(header))


def status_of(word: str) -> str | None:
    """The canonical status that a file's word stands for, or None."""
    plain = plain_header(word)
    return next((status for status, words in STATUS_WORDS.items() if plain in words), None)


def names_a_person(header: str) -> bool:
    """True for a column that holds names, addresses, telephone or identity numbers."""
    return plain_header(header) in DIRECT


def key_header(headers: Iterable[str]) -> str | None:
    """The column that can stand for the customer's number where there is none: a telephone number before an e-mail address."""
    found = {plain_header(header): header for header in reversed(list(headers))}
    return next((found[name] for name in KEYS if name in found), None)


def lists_returns(name: str) -> bool:
    """Whether a file, sheet or column is called after what came back."""
    return any(word in name.lower() for word in RETURNS)


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return re.search("[\u4e00-\u9fff]", text) is not None
