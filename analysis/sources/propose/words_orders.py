"""Words under which files call the columns of order lines, in English and Chinese, and the states of an order."""

from analysis.sources.identifiers import plain_header

CUSTOMER_ID: tuple[str, ...] = (
    "customerid", "customerno", "customernumber", "customercode", "customerkey", "custid", "custno", "clientid", "clientno",
    "clientnumber", "memberid", "memberno", "membernumber", "membercode", "cardno", "cardnumber", "loyaltycardno", "loyaltyid",
    "patientid", "patientno", "userid", "userno", "buyerid", "accountid", "accountno", "accountnumber", "contactid", "personid",
    "shopperid", "subscriberid", "visitorid", "openid", "unionid", "householdkey", "customeruniqueid", "customer",
    "客户id", "客户编号", "客户编码", "客户代码", "客户号", "客户号码", "会员id", "会员编号", "会员号", "会员编码", "会员卡号", "会员卡", "卡号",
    "顾客编号", "顾客id", "顾客编码", "患者编号", "患者id", "病历号", "就诊卡号", "用户id", "用户编号", "用户编码", "用户号", "买家id",
    "买家编号", "买家账号", "账号", "账户id", "学员编号", "学员id", "买家会员名", "买家昵称", "用户昵称", "客户昵称", "会员昵称", "昵称",
    "nickname", "username", "buyernick", "客户",
)  # fmt: skip

TRANSACTIONS: dict[str, tuple[str, ...]] = {
    "customer_id": CUSTOMER_ID,
    "ordered_at": (
        "orderdate", "ordertime", "orderdatetime", "ordertimestamp", "orderpurchasetimestamp", "orderedat", "orderedon", "invoicedate",
        "purchasedate", "purchasetime", "purchasedat", "transactiondate", "transactiontime", "transactiondatetime", "transdate",
        "txndate", "saledate", "salesdate", "receiptdate", "bookingdate", "datetime", "timestamp", "date", "day", "paidat",
        "paymentdate", "paymenttime", "createdat", "created", "time",
        "下单时间", "下单日期", "订单日期", "订单时间", "订单创建时间", "订单创建日期", "交易时间", "交易日期", "消费时间", "消费日期",
        "购买时间", "购买日期", "销售日期", "销售时间", "付款时间", "付款日期", "订单付款时间", "支付时间", "支付日期", "收费时间", "收费日期",
        "创建时间", "开单时间", "开单日期", "收款时间", "收款日期", "结账时间", "结账日期", "结算时间", "单据日期", "记账日期", "业务日期",
        "日期", "时间",
    ),
    "amount": (
        "netamount", "paidamount", "amountpaid", "linetotal", "lineamount", "amount", "netsales", "netvalue", "netrevenue", "totalpaid",
        "totalamount", "ordertotal", "ordervalue", "orderamount", "total", "totalprice", "sales", "salesamount", "salesvalue", "revenue",
        "spend", "spent", "dollarvalue", "paymentvalue", "transactionamount", "transactionvalue", "amt", "turnover", "subtotal", "value",
        "实付金额", "实付", "实付款", "实收金额", "实收", "实收款", "实际支付金额", "实际付款", "实际付款金额", "买家实付金额",
        "买家实际支付金额", "支付金额", "付款金额", "成交金额", "成交额", "消费金额", "消费额", "销售金额", "销售额", "净销售额", "收费金额",
        "订单金额", "订单总额", "交易金额", "收款金额", "营业额", "金额", "总金额", "总价", "合计", "小计",
    ),
    "order_id": (
        "orderid", "orderno", "ordernumber", "ordercode", "invoiceno", "invoiceid", "invoice", "invoicenumber", "transactionid",
        "transactionno", "transactionnumber", "transid", "txnid", "receiptid", "receiptno", "receiptnumber", "receipt", "basketid",
        "billno", "billnumber", "ticketno", "ticketnumber", "saleid", "salesorder", "purchaseid", "documentno",
        "订单id", "订单号", "订单编号", "订单编码", "主订单编号", "子订单编号", "交易号", "交易编号", "交易单号", "销售单号", "收费单号",
        "收费编号", "开单号", "小票号", "小票编号", "流水号", "单据编号", "单据号", "结算单号", "发票号", "单号",
    ),
    "product": (
        "productname", "product", "itemname", "itemdescription", "item", "description", "producttitle", "title", "service", "treatment",
        "sku", "skuname", "productid", "productcode", "stockcode", "itemid", "itemcode", "articleno",
        "产品名称", "商品名称", "项目名称", "宝贝标题", "商品标题", "货品名称", "品名", "商品", "产品", "项目", "课程名称", "课程", "服务项目",
        "商品编码", "商品编号", "产品编码", "产品id", "货号",
    ),
    "category": (
        "category", "productcategory", "categoryname", "itemcategory", "department", "productgroup", "productline", "producttype",
        "family", "class", "subcategory",
        "类别", "品类", "商品类别", "产品类别", "商品品类", "商品分类", "产品分类", "一级类目", "一级分类", "一级品类", "类目", "分类", "大类",
        "科室", "项目类别", "项目分类", "产品线", "子类别", "中类",
    ),
    "quantity": (
        "quantity", "qty", "units", "unitssold", "count", "numberofcds", "numberofitems", "items", "itemcount", "pieces", "orderqty",
        "数量", "购买数量", "商品数量", "宝贝总数量", "销售数量", "订单数量", "销量", "件数", "份数", "个数", "次数", "支数", "瓶数",
    ),
    "unit_price": (
        "unitprice", "price", "itemprice", "priceeach", "sellingprice", "unitcost", "单价", "售价", "销售单价", "商品单价", "成交单价", "价格",
    ),
    "channel": (
        "channel", "saleschannel", "orderchannel", "purchasechannel", "ordersource", "salestype", "platform",
        "渠道", "销售渠道", "订单渠道", "成交渠道", "购买渠道", "来源渠道", "下单渠道", "渠道名称", "订单来源", "平台", "来源",
    ),
    "store": (
        "store", "storename", "storeid", "storecode", "shop", "shopname", "branch", "branchname", "site", "outlet", "clinic", "location",
        "门店", "门店名称", "门店编号", "店铺", "店铺名称", "店名", "分店", "分院", "院区", "机构", "校区", "网点",
    ),
    "brand": ("brand", "brandname", "manufacturer", "品牌", "品牌名称", "制造商", "厂商"),
    "city": ("city", "town", "cityname", "shippingcity", "customercity", "billingcity", "城市", "市", "收货城市", "所在城市", "城市名称"),
    "region": (
        "region", "state", "province", "county", "stateprovince", "shippingstate", "customerstate",
        "省份", "省", "省自治区", "收货省份", "所在省份", "地区", "区域", "大区",
    ),
    "country": ("country", "countryregion", "countryname", "countrycode", "shippingcountry", "nation", "国家", "国家地区"),
    "list_amount": (
        "listtotal", "listamount", "grossamount", "grosssales", "grossvalue", "amountbeforediscount", "originalamount",
        "原价金额", "标价金额", "应付金额", "应收金额", "原价", "吊牌价", "吊牌金额", "折前金额",
    ),
    "discount": ("discountamount", "discountvalue", "totaldiscount", "优惠金额", "折扣金额", "优惠", "减免金额", "让利金额"),
    "cost": ("cost", "cogs", "costofgoods", "totalcost", "costamount", "成本", "成本金额", "成本价", "物料成本", "总成本", "成本额"),
    "profit": ("profit", "margin", "grossprofit", "grossmargin", "利润", "利润额", "毛利", "毛利额"),
    "freight": (
        "freight", "freightvalue", "shipping", "shippingcost", "shippingfee", "postage", "deliveryfee", "邮费", "运费", "快递费", "配送费",
    ),
    "tax": ("tax", "vat", "taxamount", "vatamount", "salestax", "税额", "税金", "增值税"),
    "points": ("pointsamount", "pointsredeemed", "pointsvalue", "积分抵扣", "积分抵扣金额", "积分支付"),
    "gift_card": ("giftcard", "giftcardamount", "voucheramount", "礼品卡", "礼品卡金额", "礼品卡支付"),
    "currency": ("currency", "currencycode", "币种", "货币", "币别"),
    "promotion": (
        "promotion", "promo", "promocode", "coupon", "couponcode", "discountcode", "campaign", "offer",
        "活动", "促销活动", "活动名称", "优惠券", "优惠码",
    ),
    "consultant": (
        "salesperson", "salesrep", "salesassociate", "consultant", "adviser", "advisor", "cashier", "clerk",
        "销售员", "销售人员", "销售顾问", "业务员", "导购", "导购员", "咨询师", "顾问", "收银员",
    ),
    "status": (
        "orderstatus", "status", "transactionstatus", "paymentstatus", "orderstate", "state1",
        "订单状态", "交易状态", "支付状态", "付款状态", "单据状态", "状态",
    ),
}  # fmt: skip

# In the name of a table that lists what came back.
RETURNS = ("return", "refund", "退货", "退款", "退费", "退单", "退回", "售后")

STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "paid": (
        "paid", "completed", "complete", "shipped", "delivered", "fulfilled", "done", "success", "successful", "invoiced", "closed",
        "approved", "settled", "sale", "sold", "ok", "交易成功", "已完成", "完成", "交易完成", "已付款", "已支付", "支付成功", "付款成功",
        "已发货", "已收货", "已签收", "买家已付款等待卖家发货", "卖家已发货等待买家确认", "待发货", "待收货", "已成交", "成功", "正常", "已收款",
        "已结算", "已结账", "销售",
    ),
    "refunded": (
        "refunded", "refund", "returned", "return", "chargeback", "reversed", "退款", "已退款", "退款成功", "退货", "已退货", "退货退款",
        "全额退款", "部分退款", "退费", "已退费", "已退", "退回", "付款以后用户退款成功交易自动关闭",
    ),
    "cancelled": (
        "cancelled", "canceled", "cancel", "void", "voided", "failed", "rejected", "declined", "expired", "unavailable",
        "已取消", "取消", "作废", "已作废", "交易关闭", "已关闭", "关闭", "支付失败", "付款以前卖家或买家主动关闭交易",
    ),
    "pending": (
        "pending", "open", "unpaid", "processing", "created", "onhold", "awaitingpayment", "inprogress", "draft",
        "待付款", "未付款", "等待买家付款", "待支付", "未支付", "处理中", "待确认", "待处理", "退款中",
    ),
}  # fmt: skip


def status_of(word: str) -> str | None:
    """The canonical status that a file's word stands for, or None."""
    plain = plain_header(word)
    return next((status for status, words in STATUS_WORDS.items() if plain in words), None)


def lists_returns(name: str) -> bool:
    """Whether a file, sheet or column is called after what came back."""
    return any(word in name.lower() for word in RETURNS)
