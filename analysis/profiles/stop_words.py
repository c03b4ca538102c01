"""Words that say nothing about a comment's subject, by the language they belong to, and those that turn what follows around."""

_ENGLISH = """
    a about above after again all also am an and any anything are as at be because been before being but by came can come could did do
    does doing done down during each even ever every everything few for from further get go going gone got had has have having he her
    here hers him his how i if in into is it its itself just let made make may me mine more most much my myself of off on once one only
    or other our ours out over own please put really same shall she should so some still such than that the their theirs them then there
    these they thing this those through to too under until up us very want was we well went were what when where which while who whom
    why will with would yes yet you your yours i'm i've it's that's they're we've you're
"""
_HAN = """
    的 了 是 我 你 他 她 它 我们 你们 他们 在 有 和 与 及 就 都 也 很 还 又 再 把 被 给 让 对 从 到 向 比 吧 吗 呢 啊 呀 哦 嗯 着 过 得 地 之
    其 这 那 这个 那个 这里 那里 这次 一个 一下 一点 一些 一直 已经 可以 会 要 想 去 来 说 做 做完 觉得 感觉 真的 非常 特别 比较 有点 什么 怎么
    因为 所以 但是 但 而且 如果 虽然 然后 以后 之后 每次 上 下 里 中 个 次 家 号 位 种 样 等 最 更 太 挺 好好 自己 大家 时候 两个 三个 几个
    个月 小时 分钟 月 天 年 日 希望 请 建议 多 点 都是 还是 不要 能 能够
"""
_VERDICTS = """
    good great bad nice fine best worst better worse excellent perfect terrible awful horrible poor happy unhappy pleased delighted
    satisfied disappointed disappointing disappointment recommend recommended love loved like liked hate avoid overall average okay ok
    job buy bought thanks thank amazing fantastic brilliant lovely wonderful
    好 差 满意 失望 推荐 不错 喜欢 整体 总体 一般 改进 需要 再来 可以 还行 很好 体验 不好 不会 值得 棒 赞 垃圾 好评 差评 感谢 谢谢 开心 烦
    担心 不满 舒服 回购
"""
ENGLISH = frozenset(_ENGLISH.split())
HAN_STOPS = frozenset(_HAN.split())
VERDICTS = frozenset(_VERDICTS.split())  # they tell the mood and nothing of what it is about
# A negation and how it stands before its word.
NEGATIONS: dict[str, str] = {
    "not": "not", "no": "no", "never": "never", "without": "without", "nobody": "nobody", "cannot": "not", "nothing": "nothing",
    "不": "不", "没": "没", "没有": "没", "无": "无", "别": "别", "未": "未",
}  # fmt: skip
