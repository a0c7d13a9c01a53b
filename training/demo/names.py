"""Names for the demo's people: made up, and written one by one so that no two are alike."""

from collections.abc import Iterator
from random import Random

WOMEN = """
柳絮青 沈思语 陆晓蔓 钟雨荷 汪静姝 傅一苇 邵秋月 蒋芷若 姚书宁 唐小满 许念安 尹春晓 薛映红 董玉竹
袁可欣 黎婉如 莫晓棠 钱朵朵 童佳禾 崔云舒 丁若溪 俞文秀 卫青萍 乔知夏 施雅南 殷红叶 章晓晴 康丽云
冯素心 魏冬雪 褚灵珊 葛彩霞 裴思琪 龚玉秀 伍月娥 樊小梨 严若冰 舒怡然 毕春燕 房晓蕾 盛夏荷 简小宁
左静 覃小燕 文慧心 孟秋菊 谢晚晴 贺兰芝 万喜梅 常乐怡 武敏慧 曾巧云 吕明月 田小禾 卢佳音 郝春梅
温如玉 聂晓彤 包静怡 屈红霞 纪雅琴 马晓楠 余佩珊 彭玉洁 蔡文婷 潘小莲 廖素芬 邹雨桐 熊晓敏 孔小仪
柯美玉 阮清秋 姜彩凤 戚小云 骆冰清 耿秀芝 牛晓莉 程雪飞 苗晓雨 隋丹 焦玉梅 桂兰香 鲁小宁 安若素
宁小芳 史玉珍 凌霜 郁青禾 费晓兰 穆红英 艾小兰 解小雨
"""

MEN = """
于海洋 石伯川 程子墨 马远山 丁一舟 罗长河 高鸣远 向明阳 宋立新 韩松柏 冯立诚 贺云峰 谭海生 邓一帆
曾家梁 彭志远 雷小鸣 龙振宇 田广野 任天行 梁栋 顾长风 侯明志 夏冬生 史诗磊 陆远航 白松涛 杜衡
汪海平 金石 方守正 安永康 齐天佑 左思远 单云飞 游学文 甘霖 柳成荫 常青松 江树声 郑克俭 黄土生
何其乐 倪俊 祝君安 桑田 路平安 卓建安 项阳 管乐 池明 岳松 房建业 沙金生 尚进 易安平 骆一鸣 乐为民
成思凯 关远山 苗壮 詹宏 欧阳旭 司徒明 上官云 诸葛慎 庞文博 焦明阳 褚建军 辛志勤 古月明 申屠海 麦青
闻远声 季春生 武学勤 刁文杰 章一程
"""


def strangers(rng: Random) -> Iterator[tuple[str, str]]:
    """(name, dress code) of one person after the other, each once; some have chosen no code."""
    everybody = [(name, "women") for name in WOMEN.split()] + [
        (name, "men") for name in MEN.split()
    ]
    rng.shuffle(everybody)
    for name, dress_code in everybody:
        yield name, dress_code if rng.random() < 0.85 else ""
