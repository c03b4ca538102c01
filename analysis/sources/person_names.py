"""Names of persons as patterns: Chinese surnames, Western first names, and the words that stand beside a name.

Sources: the surnames cover nine in ten people of the national register of mainland China (the hundred most common
cover 85 %), with their traditional forms; the first names are the most common ones in the British and American
registers of the last decades without those that are also words (Rose, Grace, Mark).
"""

HAN = "[一-鿿]"

# For whole columns: what most of a column's values must begin with.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟"
    "殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂苗谷曲盛冉翁蓝游辛靳管柴鲍喻祁蒲滕饶牟艾尤穆卓简芦麦褚娄窦戚岑"
    "冷晏席柏宗瞿桂佟臧闵邬卞姬仇栾隋刁巫寇桑郎甄仲虞敖巩佘邝"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯莊聶魯"
)
DOUBLE = ("欧阳", "歐陽", "上官", "司马", "諸葛", "诸葛", "皇甫", "尉迟", "慕容", "令狐", "司徒", "夏侯", "端木", "公孙", "东方")
CHINESE = f"(({'|'.join(DOUBLE)}){HAN}{{1,2}}|[{SURNAMES}]{HAN}{{1,2}})"

# For running text: surnames that are not the last sign of a common word (谢谢医生, 上周医生, 任何医生, 提高).
_CLEAR = (
    "王李张刘陈杨赵吴徐孙朱胡郭罗郑梁宋唐韩冯邓曹彭肖董袁潘蒋蔡杜苏魏吕丁沈姚卢姜崔谭陆汪廖贾韦邹孟秦邱尹薛闫侯陶黎郝龚邵覃"
    "張劉陳楊趙吳孫羅鄭韓馮鄧蘇呂盧譚陸賈韋鄒"
)
LIKELY = f"[{_CLEAR}黄林]{HAN}{{1,2}}"  # one word by itself: 关闭, 高级 and 完成 are none
_COMMON = _CLEAR + "黄周高林何马谢许黃馬謝許"
_PROFESSIONS = "医生|大夫|医师|老师|护士|主任|院长|教授|经理|顾问|咨询师|店长|师傅|醫生|醫師|老師|護士|顧問"
_FORMS = "先生|女士|小姐|太太|阿姨"
_WORD = r"[A-Z][A-Za-z'’-]+"

FIRST = (
    "James", "John", "Robert", "Michael", "William", "David", "Richard", "Joseph", "Thomas", "Charles", "Christopher", "Daniel",
    "Matthew", "Anthony", "Steven", "Stephen", "Andrew", "Joshua", "Kenneth", "Kevin", "Brian", "George", "Timothy", "Ronald", "Edward",
    "Jason", "Jeffrey", "Ryan", "Jacob", "Gary", "Nicholas", "Eric", "Jonathan", "Larry", "Justin", "Scott", "Brandon", "Benjamin",
    "Samuel", "Gregory", "Alexander", "Patrick", "Raymond", "Dennis", "Tyler", "Aaron", "Jose", "Adam", "Nathan", "Henry", "Zachary",
    "Douglas", "Peter", "Kyle", "Noah", "Ethan", "Jeremy", "Walter", "Christian", "Keith", "Roger", "Terry", "Sean", "Gerald", "Carl",
    "Harold", "Dylan", "Arthur", "Lawrence", "Jordan", "Jesse", "Bryan", "Billy", "Bruce", "Gabriel", "Joe", "Logan", "Alan", "Juan",
    "Albert", "Willie", "Elijah", "Wayne", "Randy", "Vincent", "Liam", "Oliver", "Harry", "Leo", "Oscar", "Simon", "Paul", "Ian",
    "Neil", "Stuart", "Graham", "Martin", "Colin", "Nigel", "Trevor", "Darren", "Lee", "Gareth", "Callum", "Connor", "Lewis", "Luke",
    "Mary", "Patricia", "Jennifer", "Linda", "Elizabeth", "Barbara", "Susan", "Jessica", "Sarah", "Karen", "Lisa", "Nancy", "Betty",
    "Sandra", "Margaret", "Ashley", "Kimberly", "Emily", "Donna", "Michelle", "Carol", "Amanda", "Melissa", "Deborah", "Stephanie",
    "Rebecca", "Sharon", "Laura", "Cynthia", "Dorothy", "Amy", "Kathleen", "Angela", "Shirley", "Emma", "Brenda", "Pamela", "Nicole",
    "Anna", "Samantha", "Katherine", "Catherine", "Christine", "Debra", "Rachel", "Carolyn", "Janet", "Maria", "Olivia", "Heather",
    "Helen", "Diane", "Julie", "Joyce", "Victoria", "Ruth", "Kelly", "Lauren", "Christina", "Joan", "Evelyn", "Judith", "Andrea",
    "Hannah", "Megan", "Cheryl", "Jacqueline", "Martha", "Teresa", "Gloria", "Sara", "Janice", "Ann", "Anne", "Kathryn", "Abigail",
    "Sophia", "Frances", "Jean", "Alice", "Judy", "Isabella", "Julia", "Denise", "Amber", "Danielle", "Marilyn", "Beverly", "Charlotte",
    "Natalie", "Theresa", "Diana", "Brittany", "Doris", "Kayla", "Alexis", "Lori", "Marie", "Sophie", "Lucy", "Chloe", "Fiona",
    "Claire", "Alison", "Gemma", "Leanne", "Tracey", "Zoe", "Ella", "Mia", "Isla", "Freya", "Poppy", "Evie", "Phoebe", "Molly",
    "Hans", "Peter", "Klaus", "Jürgen", "Stefan", "Thomas", "Ursula", "Monika", "Sabine", "Pierre", "Philippe", "Sylvie", "Nathalie",
    "Giovanni", "Giuseppe", "Francesca", "Carlos", "Luis", "Miguel", "Carmen", "Mohammed", "Muhammad", "Ahmed", "Fatima", "Priya",
)  # fmt: skip
WESTERN = (
    f"(({'|'.join(dict.fromkeys(FIRST))})( {_WORD}| [A-Z][.]?){{0,2}}|{_WORD}, ?({'|'.join(dict.fromkeys(FIRST))})( [A-Z][.]?)?)"
)

# In running text a name is only known by what stands beside it.
IN_TEXT = (
    f"(姓名|收货人|收件人|联系人|收貨人|聯繫人)( ?[:：] ?|是){HAN}{{2,4}}|"
    f"(我叫|名叫|我的名字是|名字叫)[{_COMMON}]{HAN}{{1,2}}|"
    f"[{_CLEAR}]{HAN}{{0,2}}(先生|小姐)|[{_COMMON}]({_FORMS})|[{_CLEAR}]({_PROFESSIONS})|"
    f"(Mr|Mrs|Ms|Dr|Prof)[.]? {_WORD}( {_WORD})?|"
    f"([Mm]y name is|[Mm]y name['’]s|[Nn]ame ?[:：]) ?{_WORD}( {_WORD}){{0,2}}|"
    f"(I['’]m|I am|[Tt]his is|[Aa]sk for|[Cc]all me) ({'|'.join(dict.fromkeys(FIRST))})( {_WORD})?|"
    f"([Rr]egards|[Ss]incerely|[Ff]aithfully),?[ \\n]+{_WORD}( {_WORD})?"
)
