"""Words under which files call the canonical columns, in English and Chinese.

A header is compared in lower case without blanks, signs and units; the first table column whose
words hold it wins.  Longer words count more: 'order date' is a date, not an order.
"""

import re

TRANSACTIONS: dict[str, tuple[str, ...]] = {
    "customer_id": ("customerid", "customerno", "customernumber", "custid", "clientid", "memberid", "memberno", "userid", "buyerid", "客户id", "客户编号", "会员号", "会员编号", "会员id", "用户id", "买家昵称", "买家id", "顾客编号"),
    "ordered_at": ("orderdate", "ordertime", "orderedat", "invoicedate", "purchasedate", "transactiondate", "saledate", "date", "datetime", "timestamp", "paidat", "付款日期", "付款时间", "订单日期", "下单时间", "下单日期", "交易时间", "日期", "消费时间"),
    "amount": ("amount", "linetotal", "total", "totalamount", "sales", "revenue", "netamount", "spend", "dollarvalue", "paidamount", "实付金额", "销售额", "金额", "支付金额", "消费金额", "成交金额", "实收金额"),
    "order_id": ("orderid", "orderno", "ordernumber", "invoiceno", "invoice", "invoicenumber", "transactionid", "receiptno", "订单id", "订单号", "订单编号", "单号"),
    "product": ("product", "productname", "description", "item", "itemname", "sku", "产品名称", "商品名称", "商品", "项目名称"),
    "category": ("category", "department", "productcategory", "类别", "品类", "商品类别", "科室", "产品类别"),
    "quantity": ("quantity", "qty", "units", "count", "numberofcds", "数量", "购买数量", "件数"),
    "unit_price": ("unitprice", "price", "单价", "售价"),
    "channel": ("channel", "saleschannel", "渠道", "来源渠道"),
    "store": ("store", "storename", "shop", "branch", "site", "门店", "店铺", "院区"),
    "brand": ("brand", "品牌", "品牌名称"),
    "city": ("city", "town", "城市"),
    "region": ("region", "state", "province", "地区", "省份", "省", "省自治区"),
    "country": ("country", "国家"),
    "list_amount": ("listtotal", "listamount", "grossamount", "原价", "原价金额", "标价金额"),
    "discount": ("discountamount", "优惠金额", "折扣金额"),
    "cost": ("cost", "cogs", "成本"),
    "freight": ("freight", "shipping", "postage", "邮费", "运费"),
    "status": ("status", "orderstatus", "订单状态", "状态", "交易状态"),
}  # fmt: skip

CUSTOMERS: dict[str, tuple[str, ...]] = {
    "customer_id": TRANSACTIONS["customer_id"],
    "sex": ("sex", "gender", "genre", "性别"),
    "birth_date": ("birthdate", "dateofbirth", "birthday", "出生日期", "生日"),
    "joined_at": ("joined", "joinedat", "joindate", "registered", "registrationdate", "signupdate", "注册时间", "入会时间", "注册日期"),
    "city": TRANSACTIONS["city"],
    "region": TRANSACTIONS["region"],
    "level": ("level", "loyaltylevel", "tier", "membership", "membershiptype", "会员等级", "等级"),
    "education": ("education", "学历"),
    "occupation": ("occupation", "job", "职业"),
    "email_consent": ("emailconsent", "marketingconsent", "optin", "营销同意"),
}  # fmt: skip

# Columns that name a person: dropped at the door whatever else is decided.
DIRECT: tuple[str, ...] = (
    "name", "fullname", "firstname", "lastname", "surname", "customername", "email", "phone", "telephone", "mobile", "address",
    "street", "idnumber", "passport", "姓名", "客户名称", "手机", "手机号", "电话", "邮箱", "地址", "身份证", "身份证号",
)  # fmt: skip

ATTRIBUTE_KINDS = {
    "sex": "demographic", "birth_date": "demographic", "education": "demographic", "occupation": "demographic",
    "city": "geographic", "region": "geographic", "joined_at": "membership", "level": "membership", "email_consent": "consent",
}  # fmt: skip


def plain_header(header: str) -> str:
    """Lower case, without blanks, signs and what stands in brackets."""
    return re.sub(r"[\W_]+", "", re.sub(r"[(（].*?[)）]", "", header).lower())


def role_of(header: str, words: dict[str, tuple[str, ...]]) -> str | None:
    """The canonical column that a header stands for, or None."""
    plain = plain_header(header)
    return next((role for role, names in words.items() if plain in names), None)


def names_a_person(header: str) -> bool:
    """True for a column that holds names, addresses, telephone or identity numbers."""
    return plain_header(header) in DIRECT
