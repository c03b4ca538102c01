"""What comments are about in most trades: a theme, and the words that show it.

A word list is crude and can be read: a client's own lists (feedback.themes in client.yaml) go before these, and what no
list knows is looked for in the data (`found_themes`).  Lists are about the subject, never the mood: the mood is the
comment's.  English: whole words, `*` stands for any ending; Chinese: signs as they stand.
"""

import shlex

_LISTS: dict[str, str] = {
    "delivery": """deliver* courier* parcel* shipping shipped dispatch* "came the next day" "arrived early" "arrived late" "days early"
        "week late" "days late" "never arrived" "promised date" "late and nobody" late 配送 快递 物流 发货 送货 到货 派送""",
    "damaged": "damag* crack* scratch* torn dent* smashed shattered leak* 破损 损坏 压坏 碎了 漏液 磕 划痕",
    "incomplete": """missing incomplete "wrong item" "wrong size" "not in the box" "left out" "parts were" 少发 漏发 缺件 发错 少了 配件""",
    "quality": """quality broke broken break* fault* flimsy sturdy peel* faded defect* durable "well made" "badly made" "fell apart"
        "better than in the picture" "looks better" "happy with the" 质量 品质 做工 坏了 掉色 开裂 耐用 材质 正品 假货""",
    "price": """price* cheap* expensive overpriced pricey "value for money" "good value" "for less" bargain* discount* rip-off 价格 价钱
        贵 便宜 划算 性价比 加价 收费 消费 优惠 打折 不值""",
    "staff": """staff assistant* advice adviser* rude polite friendly helpful service* "answers the phone" "never replied" "replied" helpdesk
        "desk to desk" unhelpful "call back" 客服 服务 态度 前台 护士 接待 热情 回访 有问必答 店员 导购 服务员""",
    "easy": """easy simple instructions "put together" assembl* "hard to use" complicated confusing manual 操作 简单 好用 难用 说明书 方便使用 上手""",
    "waiting": """wait* queue* "took ages" "no slots" "fully booked" appointment* 等太久 排队 等候 等了 等待 久等 人太多 约不上 预约""",
    "refunds": """refund* "money back" "send back" "sent back" returning 退费 退款 退货 退卡 不给退 退不了 退换""",
    "selling": """pushy upsell* "hard sell" pressur* "sales pitch" "kept selling" 推销 办卡 劝储值 强推 推荐办 一直让我买 套路 忽悠""",
    "results": """result* effect* "made a difference" works "did not work" "didn't work" 效果 没效果 状态 自然 变好 和当初说的 不如预期""",
    "reactions": """swell* swollen redness allerg* rash infect* bruis* "side effect*" 红肿 过敏 感染 淤青 肿了 副作用 烂脸 流脓""",
    "safety": "safe safety unsafe risk* certif* hygien* 安全 风险 资质 验真 正规 消毒",
    "aftercare": """aftercare "after-sales" "after sales" "follow-up" "followed up" warrant* guarantee* 术后 售后 护理 注意事项 保修""",
    "doctor": "doctor* dentist* therapist* surgeon* nurse* 医生 主诊 大夫 医师 审美 专家",
    "adviser": "consultant* coach* tutor* 咨询师 顾问 跟进 联系不上 消息不回 老师 教练 对接",
    "place": """parking clean* dirty toilets* noisy "the store is" "the shop is" 环境 干净 安静 停车 院区 隐私 卫生 好找 装修 房间""",
    "choice": """choice selection "wide range" "out of stock" "sold out" "more colours" "more colors" stock 品种 款式 缺货 断货 选择少 选择多 没货 颜色少""",
    "online": "website app checkout login crash* password 小程序 网站 app 登录 闪退 卡顿 系统",
    "taste": "taste* tasty flavour* flavor* delicious stale 口味 味道 好吃 难吃 口感 新鲜 酒质",
}

THEMES: dict[str, tuple[str, ...]] = {theme: tuple(shlex.split(listed.replace("'", "’"))) for theme, listed in _LISTS.items()}
